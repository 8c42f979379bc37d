"""Whether a receptionist can answer calls as it stands: what keeps a draft from being published, field by field."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from domain.errors import InvalidInput
from domain.languages import offered_language
from domain.phone_numbers import valid_e164
from domain.receptionist.content import (
    ClosedAnswer,
    Consent,
    Overflow,
    PausedGet,
    Receptionist,
    VipsGet,
    When,
)
from domain.spoken.answer import spoken_text

LONGEST_GREETING = 400
"""Some 25 s of speech; callers hang up on longer ones."""

LONGEST_NOTICE = 300
MOST_RULES = 40
LONGEST_RULE = 500
MOST_RULES_CHARS = 8_000
"""All rules together stand in the prompt of every turn."""

MOST_ENTRIES = 300
LONGEST_QUESTION = 300
LONGEST_ANSWER = 2_000
LONGEST_TEXT = 20_000
MOST_KNOWLEDGE = 100_000
"""Characters of all entries together: each call's process holds them."""

MOST_TRANSFER_RULES = 20
LONGEST_TOPIC = 80
MOST_NUMBERS = 500
SHORTEST_RING_S = 5
LONGEST_RING_S = 60
"""A carrier's own mailbox picks up before."""

LONGEST_FIRST_RING_S = 30
"""A call that rings for longer before anybody has it counts as given up (`services.records.stale_calls`)."""

LONGEST_RETENTION_DAYS = 3_650
LONGEST_NOTE = 500

_VOICE = re.compile(r"[A-Za-z0-9_-]{1,64}")
_PLACEHOLDER = re.compile(r"[{<\[][\w .'-]{1,40}[}>\]]")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a field, as a sentence that says what to do; `field` is its path: `transfers.ring_s`."""

    field: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.field}: {self.sentence}"


def faults(content: Receptionist) -> tuple[Fault, ...]:
    """Everything that keeps this from being published; empty when it can be."""
    return tuple(_all(content))


def require_publishable(content: Receptionist) -> None:
    """Raises InvalidInput, naming every fault."""
    found = faults(content)
    if found:
        raise InvalidInput("; ".join(str(fault) for fault in found[:20]))


def _all(content: Receptionist) -> Iterator[Fault]:
    yield from _spoken(content)
    yield from _transfers(content)
    yield from _ways(content)
    yield from _numbers(content)
    yield from _knowledge(content)
    days = (
        ("recording_days", content.retention.recording_days),
        ("transcript_days", content.retention.transcript_days),
        ("message_days", content.retention.message_days),
        ("customer_days", content.retention.customer_days),
    )
    for field, kept in days:
        if kept is not None and not 1 <= kept <= LONGEST_RETENTION_DAYS:
            yield Fault(
                f"retention.{field}", f"must be 1 to {LONGEST_RETENTION_DAYS} days, or null for no end"
            )


def _spoken(content: Receptionist) -> Iterator[Fault]:
    try:
        offered_language(content.language)
    except InvalidInput as refused:
        yield Fault("language", str(refused))
    if not _VOICE.fullmatch(content.voice_id):
        yield Fault("voice_id", "must be the id of a voice: letters, digits, - and _ alone")
    yield from _sentence("greeting", content.greeting, LONGEST_GREETING, content.language, required=True)
    yield from _sentence(
        "after_hours.greeting", content.after_hours.greeting, LONGEST_GREETING, content.language
    )
    if content.recording.ask and content.recording.consent is not Consent.NOTICE:
        yield Fault("recording.ask", "callers are asked by the notice; choose consent notice, or do not ask")
    yield from _sentence("recording.notice", content.recording.notice, LONGEST_NOTICE, content.language)
    if len(content.rules) > MOST_RULES:
        yield Fault("rules", f"at most {MOST_RULES}; say more in each, or leave some out")
    if sum(map(len, content.rules)) > MOST_RULES_CHARS:
        yield Fault("rules", f"at most {MOST_RULES_CHARS} characters in all; say it more shortly")
    for place, rule in enumerate(content.rules):
        if not rule.strip():
            yield Fault(f"rules.{place}", "is empty; write it or leave it out")
        elif len(rule) > LONGEST_RULE:
            yield Fault(f"rules.{place}", f"at most {LONGEST_RULE} characters; make two of it")


def _sentence(
    field: str, text: str, longest: int, language: str, *, required: bool = False
) -> Iterator[Fault]:
    """That a voice can say it."""
    if not text.strip():
        if required:
            yield Fault(field, "must not be empty: it is the first thing callers hear")
        return
    if len(text) > longest:
        yield Fault(field, f"at most {longest} characters: callers hang up on longer ones")
    if _PLACEHOLDER.search(text):
        yield Fault(field, "still holds a place to be filled in; write the words in its place")
    elif not any(character.isalpha() for character in spoken_text(text, language, "")):
        yield Fault(field, "holds nothing that can be spoken; write it as it is to be said")


def _transfers(content: Receptionist) -> Iterator[Fault]:
    transfers = content.transfers
    if transfers.number is not None:
        yield from _number("transfers.number", transfers.number)
    yield from _ring("transfers.ring_s", transfers.ring_s)
    if len(transfers.rules) > MOST_TRANSFER_RULES:
        yield Fault("transfers.rules", f"at most {MOST_TRANSFER_RULES}")
    seen: set[tuple[object, ...]] = set()
    for place, rule in enumerate(transfers.rules):
        path = f"transfers.rules.{place}"
        if not rule.number:
            yield Fault(f"{path}.number", "is missing: name the telephone that is to ring")
        else:
            yield from _number(f"{path}.number", rule.number)
        yield from _ring(f"{path}.ring_s", rule.ring_s)
        if len(rule.topic) > LONGEST_TOPIC:
            yield Fault(f"{path}.topic", f"at most {LONGEST_TOPIC} characters")
        if rule.when is When.TIMES and not rule.times:
            yield Fault(f"{path}.times", "are missing: name the times, or choose always, open or closed")
        for one, stretch in enumerate(rule.times):
            if not 0 <= stretch.weekday <= 6:
                yield Fault(f"{path}.times.{one}.weekday", "must be 0 (Monday) to 6 (Sunday)")
            if stretch.opens == stretch.closes and not stretch.until_midnight:
                yield Fault(f"{path}.times.{one}", "ends as it begins")
        known = (rule.topic.casefold().strip(), rule.when, rule.times, rule.vip_only)
        if known in seen:
            yield Fault(path, "is never reached: a rule above it holds for the same callers and times")
        seen.add(known)


def _ways(content: Receptionist) -> Iterator[Fault]:
    """That there is somebody to ring wherever somebody is to be rung."""
    general = content.transfers.number
    first, after, callers = content.staff_first, content.after_hours, content.callers
    mend = "name one here or in transfers.number"
    if first.number is not None:
        yield from _number("staff_first.number", first.number)
    if first.on and first.number is None and general is None:
        yield Fault("staff_first.number", f"there is nobody to ring first; {mend}")
    if first.when is When.TIMES:
        yield Fault("staff_first.when", "choose always, open or closed")
    if not SHORTEST_RING_S <= first.ring_s <= LONGEST_FIRST_RING_S:
        yield Fault(
            "staff_first.ring_s",
            f"must be {SHORTEST_RING_S} to {LONGEST_FIRST_RING_S} seconds: the agent waits for so long",
        )
    if after.number is not None:
        yield from _number("after_hours.number", after.number)
    if after.answer is ClosedAnswer.FORWARD and after.number is None and general is None:
        yield Fault("after_hours.number", f"there is nobody to ring while closed; {mend}")
    needed = "there is nobody to ring; name a number"
    if content.overflow is Overflow.FORWARD and general is None:
        yield Fault("transfers.number", f"{needed}, or choose another overflow")
    if content.pause.callers_get is PausedGet.FORWARD and content.pause.on and general is None:
        yield Fault("transfers.number", f"{needed}, or let callers leave a voicemail while paused")
    if callers.vips and callers.vips_get is VipsGet.PUT_THROUGH and not _rings_for_vips(content):
        yield Fault("transfers.number", f"{needed}, or a rule for VIPs")


def _rings_for_vips(content: Receptionist) -> bool:
    return content.transfers.number is not None or any(rule.vip_only for rule in content.transfers.rules)


def _numbers(content: Receptionist) -> Iterator[Fault]:
    callers = content.callers
    for field, numbers in (("blocked", callers.blocked), ("vips", callers.vips)):
        if len(numbers) > MOST_NUMBERS:
            yield Fault(f"callers.{field}", f"at most {MOST_NUMBERS}")
        for place, number in enumerate(numbers[:MOST_NUMBERS]):
            yield from _number(f"callers.{field}.{place}", number)
    for number in sorted(set(callers.blocked) & set(callers.vips)):
        yield Fault("callers.vips", f"{number} is blocked as well; take it out of one of the two")


def _knowledge(content: Receptionist) -> Iterator[Fault]:
    entries = content.knowledge
    if len(entries) > MOST_ENTRIES:
        yield Fault("knowledge", f"at most {MOST_ENTRIES} entries")
    if sum(len(entry.question) + len(entry.text) for entry in entries) > MOST_KNOWLEDGE:
        yield Fault("knowledge", f"at most {MOST_KNOWLEDGE} characters in all; take some out")
    seen: set[str] = set()
    for place, entry in enumerate(entries[:MOST_ENTRIES]):
        path = f"knowledge.{place}"
        if not entry.text.strip():
            yield Fault(f"{path}.text", "is empty; write the answer, or take the entry out")
        longest = LONGEST_ANSWER if entry.question else LONGEST_TEXT
        if len(entry.text) > longest:
            yield Fault(f"{path}.text", f"at most {longest} characters")
        if len(entry.question) > LONGEST_QUESTION:
            yield Fault(f"{path}.question", f"at most {LONGEST_QUESTION} characters")
        if not entry.id or entry.id in seen:
            yield Fault(f"{path}.id", "must differ from those of the other entries")
        seen.add(entry.id)


def _number(field: str, number: str) -> Iterator[Fault]:
    if valid_e164(number) is None:
        yield Fault(
            field, f"{number[:20]!r} is no telephone number in the international form, as +61280001234"
        )


def _ring(field: str, ring_s: int) -> Iterator[Fault]:
    if not SHORTEST_RING_S <= ring_s <= LONGEST_RING_S:
        yield Fault(field, f"must be {SHORTEST_RING_S} to {LONGEST_RING_S} seconds")
