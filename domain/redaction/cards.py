"""Card numbers and their security codes taken out of what was said, over turns, in digits or words.

A card number is a run of digits of a card network's length and beginning whose Luhn check holds, said by one side,
whatever the other says in between. Phone numbers are shorter, and stay.

Source: ISO/IEC 7812-1 (Luhn, annex B); https://en.wikipedia.org/wiki/Payment_card_number (networks)
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any, cast

from domain.redaction.number_words import Run, Spoken, runs

CARD = "[card number]"
CODE = "[security code]"

SHORTEST, LONGEST = 13, 19
SHORTEST_PART = 4
"""Digits of a part of a card number that are taken out wherever else they are said."""
CODE_WITHIN = 6
"""Turns after a card number in which its security code is expected."""
NAMED_WITHIN = 2
"""Turns after somebody named a security code."""
MOST_OTHER_WORDS = 3

_CODE_NAMES = re.compile(
    r"\b(cvc|cvv|cvc2|cvv2|cid|c v c|c v v|security code|security number|verification code|three digits on the back|"
    r"sicherheitscode|sicherheitsnummer|prüfnummer|prüfziffer|kartenprüf\w*|cryptogramme|code de sécurité|"
    r"code de vérification|código de seguridad|codigo de seguridad|código de verificación|codice di sicurezza|"
    r"codice di verifica)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Redacted:
    """Texts without card data, as many as there were, and the card numbers found, digits alone."""

    texts: tuple[str, ...]
    cards: tuple[str, ...]


def is_card(digits: str) -> bool:
    """Whether these digits could be a card's number: a network's, with a Luhn check that holds."""
    return SHORTEST <= len(digits) <= LONGEST and _has_network(digits) and luhn_holds(digits)


def luhn_holds(digits: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def _has_network(digits: str) -> bool:
    length, two, three, four = len(digits), int(digits[:2]), int(digits[:3]), int(digits[:4])
    if digits[0] == "4":
        return length in (13, 16, 19)
    if two in (34, 37):
        return length == 15
    if 51 <= two <= 55 or 2221 <= four <= 2720:
        return length == 16
    if 2200 <= four <= 2204 or 3528 <= four <= 3589:
        return length >= 16
    if 300 <= three <= 305 or two in (36, 38, 39):
        return length >= 14
    return digits[0] == "6" or two == 50 or 56 <= two <= 59


def redacted(said: Sequence[tuple[str, str]]) -> Redacted:
    """Takes card data out of a conversation.

    Args:
        said: who and what, in order; a card number may go on in the next text of the same speaker.
    """
    parsed = [runs(text) for _, text in said]
    spans: dict[int, list[tuple[int, int, str]]] = defaultdict(list)
    cards: list[str] = []
    with_cards: set[int] = set()
    for speaker in dict.fromkeys(speaker for speaker, _ in said):
        places = [place for place, each in enumerate(said) if each[0] == speaker and parsed[place]]
        for chain in _chains(
            places, parsed, [place for place, each in enumerate(said) if each[0] == speaker]
        ):
            for card, taken in _cards_in(chain):
                cards.append(card)
                for (place, word), each in taken.items():
                    spans[place].append((each[0].start, each[-1].end, word))
                    with_cards.add(place)
    for place, found in enumerate(parsed if cards else ()):  # said again, in parts: read back, corrected
        for run in found:
            if len(run.digits) >= SHORTEST_PART and any(run.digits in card for card in cards):
                spans[place].append((run.spoken[0].start, run.spoken[-1].end, CARD))
    _find_codes(said, parsed, spans, sorted(with_cards))
    if not spans:
        return Redacted(tuple(text for _, text in said), ())
    texts = [_without(text, spans.get(place, ())) for place, (_, text) in enumerate(said)]
    return Redacted(tuple(texts), tuple(dict.fromkeys(cards)))


def redacted_text(text: str) -> str:
    """Takes card data out of one text."""
    return redacted([("", text)]).texts[0] if text else text


def without_digits(text: str) -> str:
    """Takes every run of digits out, whatever it is."""
    return _without(text, [(run.spoken[0].start, run.spoken[-1].end, CARD) for run in runs(text)])


def redacted_value(value: Any) -> Any:
    """Takes card data out of every text of a JSON value; the very value when there is none."""
    if isinstance(value, str):
        return redacted_text(value)
    if isinstance(value, Mapping):
        named = cast("Mapping[str, Any]", value)
        new = {name: redacted_value(each) for name, each in named.items()}
        return (
            cast("Any", value)
            if all(new[name] is named[name] or new[name] == named[name] for name in new)
            else new
        )
    if isinstance(value, (list, tuple)):
        listed = cast("Sequence[Any]", value)
        items = [redacted_value(each) for each in listed]
        if items == list(listed):
            return cast("Any", value)
        return tuple(items) if isinstance(value, tuple) else items
    return value


_Said = tuple[int, Spoken]


def _chains(
    places: Sequence[int], parsed: Sequence[tuple[Run, ...]], own: Sequence[int]
) -> list[list[_Said]]:
    """Runs of one speaker, each with those it goes on in: one that closes a text and one that opens the next."""
    following = dict(pairwise(own))
    chains: list[list[_Said]] = []
    open_since: int | None = None
    for place in places:
        for run in parsed[place]:
            said = [(place, spoken) for spoken in run.spoken]
            if run.opens and open_since is not None and following.get(open_since) == place:
                chains[-1] += said
            else:
                chains.append(said)
            open_since = place if run.closes else None
    return chains


_Taken = dict[tuple[int, str], list[Spoken]]
"""By text and word: what of the text the word takes the place of."""


def _cards_in(chain: Sequence[_Said]) -> list[tuple[str, _Taken]]:
    """Card numbers in one chain of digits, each with what is taken out for it: also a code said right behind it."""
    found: list[tuple[str, _Taken]] = []
    if sum(len(spoken.digits) for _, spoken in chain) < SHORTEST:
        return found
    start = 0
    while start < len(chain):
        card, until = _card_at(chain, start)
        if card is None:
            start += 1
            continue
        taken: _Taken = defaultdict(list)
        for place, spoken in chain[start:until]:
            taken[place, CARD].append(spoken)
        rest = chain[until:]
        if (
            3 <= sum(len(spoken.digits) for _, spoken in rest) <= 10
        ):  # an expiry date, a security code, or both
            for place, spoken in rest:
                taken[place, CODE].append(spoken)
            until = len(chain)
        found.append((card, taken))
        start = until
    return found


def _card_at(chain: Sequence[_Said], start: int) -> tuple[str | None, int]:
    """The longest card number that begins here, and behind which of the chain it ends."""
    digits, best, until = "", None, start
    for place in range(start, len(chain)):
        before = len(digits)
        digits += chain[place][1].digits
        if is_card(digits):
            best, until = digits, place + 1
        elif before < 16 < len(digits) and is_card(digits[:16]):  # written in one with what follows
            best, until = digits[:16], place + 1
        if len(digits) > LONGEST:
            break
    return best, until


def _find_codes(
    said: Sequence[tuple[str, str]],
    parsed: Sequence[tuple[Run, ...]],
    spans: dict[int, list[tuple[int, int, str]]],
    cards_at: Sequence[int],
) -> None:
    """Security codes: three or four digits beside a name for them, or all that is said soon after a card number."""
    named = [place for place, (_, text) in enumerate(said) if _names_a_code(text)]
    if not named and not cards_at:
        return
    for place, found in enumerate(parsed):
        is_named = any(place - NAMED_WITHIN <= each <= place for each in named)
        after_card = any(place - CODE_WITHIN <= each <= place for each in cards_at)
        if not is_named and not after_card:
            continue
        for run in found:
            if any(start <= run.spoken[0].start < end for start, end, _ in spans.get(place, ())):
                continue
            count = len(run.digits)
            alone = run.others <= MOST_OTHER_WORDS
            if (is_named and count in (3, 4)) or (after_card and alone and count in (3, 7)):
                spans[place].append((run.spoken[0].start, run.spoken[-1].end, CODE))


@lru_cache(maxsize=2048)
def _names_a_code(text: str) -> bool:
    return _CODE_NAMES.search(text) is not None


def warm_up() -> None:
    """Makes the table of words: 15 ms that no caller should wait for."""
    redacted_text("four five")


def _without(text: str, spans: Sequence[tuple[int, int, str]]) -> str:
    """The text with a word in the place of each stretch; stretches with nothing but pauses between become one."""
    if not spans:
        return text
    merged: list[tuple[int, int, str]] = []
    for start, end, word in sorted(set(spans)):
        last = merged[-1] if merged else (0, -1, "")
        touches = last[2] == word and not any(sign.isalnum() for sign in text[last[1] : start])
        if start < last[1] or (merged and touches):
            merged[-1] = (last[0], max(last[1], end), last[2])
        else:
            merged.append((start, end, word))
    parts: list[str] = []
    at = 0
    for start, end, word in merged:
        parts += [text[at:start], word]
        at = end
    return "".join([*parts, text[at:]])
