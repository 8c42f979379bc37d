"""Which customers may be the same person, and why."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Reason(StrEnum):
    SAME_PHONE = "same_phone"
    SAME_EMAIL = "same_email"
    SAME_NAME = "same_name"
    """Or one that sounds and looks like it."""
    SIMILAR_PHONE = "similar_phone"
    """Two digits differ at the most, or stand in another order."""
    NOT_CONTRADICTED = "not_contradicted"
    """Nothing known of the one is known otherwise of the other."""


@dataclass(frozen=True, slots=True)
class Known:
    """One row of a customer: number E.164, address in lower case."""

    person_id: UUID
    name: str
    phone: str | None
    email: str | None


@dataclass(frozen=True, slots=True)
class Alike:
    """Two people that look like one; `low_id` < `high_id`. `likely`: more than chance would have it."""

    low_id: UUID
    high_id: UUID
    reasons: tuple[Reason, ...]
    likely: bool


MOST_DIFFERENT = 2
"""Digits of a number that were misheard or mistyped."""


def alike(pairs: Iterable[tuple[Known, Known]]) -> list[Alike]:
    """What of these pairs of rows may be one person, the likely first.

    The same number with quite different names is a family, so only possible; the same name alone is chance as soon as
    numbers or addresses say otherwise.
    """
    found: dict[tuple[UUID, UUID], Alike] = {}
    for one, other in pairs:
        judged = _judge(one, other)
        if judged is None:
            continue
        key = judged.low_id, judged.high_id
        known = found.get(key)
        if known is not None:
            reasons = tuple(dict.fromkeys((*known.reasons, *judged.reasons)))
            judged = Alike(*key, reasons, known.likely or judged.likely)
        found[key] = judged
    return sorted(found.values(), key=sort_key)


def sort_key(pair: Alike) -> tuple[int, int, UUID, UUID]:
    return (0 if pair.likely else 1, -len(pair.reasons), pair.low_id, pair.high_id)


def _judge(one: Known, other: Known) -> Alike | None:
    if one.person_id == other.person_id:
        return None
    named = names_alike(one.name, other.name)
    same_phone = one.phone is not None and one.phone == other.phone
    same_email = one.email is not None and one.email == other.email
    similar = not same_phone and _nearly(one.phone, other.phone)
    reasons: list[Reason] = []
    if same_phone:
        reasons.append(Reason.SAME_PHONE)
    if same_email:
        reasons.append(Reason.SAME_EMAIL)
    if named:
        reasons.append(Reason.SAME_NAME)
        if similar:
            reasons.append(Reason.SIMILAR_PHONE)
    open_ends = (one.phone is None or other.phone is None) and (one.email is None or other.email is None)
    if named and not same_phone and not same_email and not similar:
        if not open_ends:
            return None
        reasons.append(Reason.NOT_CONTRADICTED)
    if not reasons:
        return None
    likely = named and (same_phone or same_email or similar)
    low, high = sorted((one.person_id, other.person_id))
    return Alike(low, high, tuple(reasons), likely)


def names_alike(one: str, other: str) -> bool:
    """`Zoë Smith` and `zoe smith`, `Smith, Zoe`, `Zoe` and `Zoe Smith`, `Jon` and `John`; not `Jan` and `Tom`."""
    first, second = _words(one), _words(other)
    if not first or not second:
        return False
    shorter, longer = sorted((first, second), key=len)
    left = list(longer)
    for word in shorter:
        near = next((each for each in left if _same_word(word, each)), None)
        if near is None:
            return False
        left.remove(near)
    return True


def _words(name: str) -> list[str]:
    bare = "".join(
        each for each in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(each)
    )
    return re.findall(r"\w+", bare)


def _same_word(one: str, other: str) -> bool:
    if one == other:
        return True
    return min(len(one), len(other)) >= 3 and one[0] == other[0] and _edits(one, other, 1) <= 1


def _nearly(one: str | None, other: str | None) -> bool:
    if one is None or other is None:
        return False
    return _edits(one, other, MOST_DIFFERENT) <= MOST_DIFFERENT


def _edits(one: str, other: str, most: int) -> int:
    """Signs to change, add, leave out, or swap with their neighbour; more than `most` is only known to be more."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for place, sign in enumerate(one, start=1):
        before, last = row, before
        row = [place]
        for at, its in enumerate(other, start=1):
            cost = min(before[at] + 1, row[at - 1] + 1, before[at - 1] + (sign != its))
            if place > 1 and at > 1 and sign == other[at - 2] and one[place - 2] == its:
                cost = min(cost, last[at - 2] + 1)
            row.append(cost)
    return row[-1]
