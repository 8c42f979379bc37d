"""Carriers and what is dialled on a telephone of theirs so that its calls are forwarded."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from typing import Any

import phonenumbers

from domain.errors import InvalidInput


class Condition(StrEnum):
    """Which calls are forwarded."""

    NO_ANSWER = "no_answer"
    BUSY = "busy"
    UNREACHABLE = "unreachable"
    ALL = "all"


class Written(StrEnum):
    """How a number is written in a code."""

    INTERNATIONAL = "international"
    NATIONAL = "national"


@dataclass(frozen=True, slots=True)
class Code:
    """`code` with `{number}` and, where the wait can be chosen, `{delay}`; `cancel` ends it."""

    code: str
    cancel: str


@dataclass(frozen=True, slots=True)
class Carrier:
    """One carrier of a country, for one kind of telephone.

    Attributes:
        codes: none where it is a setting of an account (`hint`).
        delays: seconds that can be chosen for unanswered calls; empty where the carrier has its own.
        voicemail_off: dialled first: a mailbox would take the calls instead. Empty where none is known.
        check: shows what is forwarded.
        hint, voicemail_hint: what else to know.
    """

    id: str
    name: str
    number: Written
    codes: Mapping[Condition, Code]
    delays: tuple[int, ...] = ()
    voicemail_off: str = ""
    check: str = ""
    hint: str = ""
    voicemail_hint: str = ""


class Does(StrEnum):
    """What a step is for."""

    VOICEMAIL_OFF = "voicemail_off"
    FORWARD = "forward"
    CHECK = "check"
    SWITCH_OFF = "switch_off"


@dataclass(frozen=True, slots=True)
class Step:
    """Something to dial, or to do as `hint` says where nothing is; `condition` is which calls it is about."""

    does: Does
    dial: str
    condition: Condition | None = None
    hint: str = ""


@dataclass(frozen=True, slots=True)
class ForwardingTerms:
    """Carriers by country (ISO 3166 alpha-2), and how long a proof and a test hold."""

    carriers: Mapping[str, Mapping[str, Carrier]]
    stale_after: timedelta
    test_within: timedelta

    def carrier(self, country: str, carrier_id: str) -> Carrier:
        """Raises InvalidInput."""
        found = self.carriers.get(country, {}).get(carrier_id)
        if found is None:
            known = ", ".join(self.carriers.get(country, ())) or "none yet"
            raise InvalidInput(f"carrier: known for {country} are {known}")
        return found


DEFAULT_DELAY_S = 15


def chosen(
    carrier: Carrier, conditions: Iterable[Condition], delay_s: int | None
) -> tuple[tuple[Condition, ...], int | None]:
    """What was chosen, in a fixed order, with the wait in seconds; None where the carrier has its own.

    Raises InvalidInput, naming the field.
    """
    wanted = tuple(each for each in Condition if each in set(conditions))
    if not wanted:
        raise InvalidInput("conditions: choose at least one")
    if Condition.ALL in wanted and len(wanted) > 1:
        raise InvalidInput("conditions: all calls leave none for the others")
    missing = [each.value for each in wanted if each not in carrier.codes]
    if missing and carrier.codes:
        known = ", ".join(each.value for each in carrier.codes)
        raise InvalidInput(f"conditions: {carrier.name} knows {known}, not {', '.join(missing)}")
    if not carrier.delays:
        return wanted, None
    if delay_s is None:
        return wanted, min(carrier.delays, key=lambda each: (abs(each - DEFAULT_DELAY_S), each))
    if delay_s not in carrier.delays:
        raise InvalidInput(f"delay_s: one of {', '.join(map(str, carrier.delays))}")
    return wanted, delay_s


def steps(carrier: Carrier, e164: str, conditions: Iterable[Condition], delay_s: int | None) -> list[Step]:
    """What is dialled, in order, to have calls forwarded to this number; then how that is looked at and ended."""
    wanted = tuple(conditions)
    number = written(e164, carrier.number)
    first = (
        [Step(Does.VOICEMAIL_OFF, carrier.voicemail_off, hint=carrier.voicemail_hint)]
        if carrier.voicemail_off
        else []
    )
    if not carrier.codes:
        return [Step(Does.FORWARD, "", hint=carrier.hint)]
    on: dict[str, Step] = {}
    off: dict[str, Step] = {}
    for each in wanted:
        code = carrier.codes[each]
        dial = code.code.replace("{number}", number).replace("{delay}", str(delay_s))
        # One code of some carriers is about several conditions.
        on.setdefault(dial, Step(Does.FORWARD, dial, each, carrier.hint))
        off.setdefault(code.cancel, Step(Does.SWITCH_OFF, code.cancel, each))
    check = [Step(Does.CHECK, carrier.check)] if carrier.check else []
    return [*first, *on.values(), *check, *off.values()]


def written(e164: str, how: Written) -> str:
    """A number as a code takes it: digits alone, with a plus before the country's."""
    if how is Written.INTERNATIONAL:
        return e164
    number = phonenumbers.parse(e164)
    return re.sub(r"\D", "", phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL))


_ON = re.compile(r"[*#0-9]*\{number\}[*#0-9]*(?:\{delay\}[*#0-9]*)?")
_OFF = re.compile(r"[*#0-9]+")
_FIELDS = frozenset(
    {"name", "family", "number", "delays", "voicemail_off", "check", "hint", "voicemail_hint"}
)


def read_forwarding(data: Mapping[str, Any]) -> ForwardingTerms:
    """As a file of the configuration has it. Raises KeyError, TypeError, ValueError, naming what is wrong."""
    families: Mapping[str, Mapping[str, Any]] = data["families"]
    carriers = {
        country: {
            name: _carrier(
                f"{country} {name}", name, dict(families[one["family"]]) | one if "family" in one else one
            )
            for name, one in found.items()
        }
        for country, found in data["carriers"].items()
    }
    days, seconds = data["stale_after_days"], data["test_within_s"]
    if not (isinstance(days, int) and days > 0 and isinstance(seconds, int) and seconds >= 60):
        raise ValueError("stale_after_days must be at least 1, test_within_s at least 60")
    return ForwardingTerms(carriers, timedelta(days=days), timedelta(seconds=seconds))


def _carrier(where: str, carrier_id: str, data: Mapping[str, Any]) -> Carrier:
    unknown = set(data) - _FIELDS - set(Condition)
    if unknown:
        raise ValueError(f"{where}: there is no {', '.join(sorted(unknown))}")
    codes = {each: Code(data[each]["code"], data[each]["cancel"]) for each in Condition if each in data}
    for condition, code in codes.items():
        if _ON.fullmatch(code.code) is None or _OFF.fullmatch(code.cancel) is None:
            raise ValueError(f"{where}: {condition} is no code")
    if not codes and not data.get("hint"):
        raise ValueError(f"{where}: how are calls forwarded?")
    carrier = Carrier(carrier_id, str(data["name"]), Written(data.get("number", "international")), codes)
    waits = any("{delay}" in code.code for code in codes.values())
    delays = tuple(int(each) for each in data.get("delays", ()))
    if waits != bool(delays) and waits:
        raise ValueError(f"{where}: which delays are there?")
    for name in ("voicemail_off", "check"):
        if data.get(name) and _OFF.fullmatch(str(data[name])) is None:
            raise ValueError(f"{where}: {name} is no code")
    return replace(
        carrier,
        delays=delays if waits else (),
        **{name: str(data.get(name, "")) for name in ("voicemail_off", "check", "hint", "voicemail_hint")},
    )
