"""What became of a receptionist between two versions, in words."""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from domain.day_names import WEEKDAYS
from domain.opening_hours import OpeningHours
from domain.receptionist.content import (
    KnowledgeEntry,
    Receptionist,
    TransferRule,
    When,
)

LONGEST_QUOTE = 120

_NOTHING = "nothing"
_ON_OFF = {True: "on", False: "off"}


def changes(old: Receptionist, new: Receptionist) -> tuple[str, ...]:
    """One sentence a change, in the order of the fields; empty when the two are the same."""
    return tuple(_all(old, new))


def _all(old: Receptionist, new: Receptionist) -> Iterator[str]:
    yield from _became("Greeting", _quoted(old.greeting), _quoted(new.greeting))
    yield from _became("Voice", old.voice_id, new.voice_id)
    yield from _became("Language", old.language, new.language)
    yield from _became("Eagerness", old.eagerness, new.eagerness)
    yield from _rules(old.rules, new.rules)
    yield from _knowledge(old.knowledge, new.knowledge)
    before, after = old.transfers, new.transfers
    yield from _became(
        "Number callers are put through to", before.number or "nobody", after.number or "nobody"
    )
    yield from _became("Way callers are put through", _warm(before.warm), _warm(after.warm))
    yield from _became("Ring time of transfers", _seconds(before.ring_s), _seconds(after.ring_s))
    yield from _sequence(
        "Transfer rule", [_rule(rule) for rule in before.rules], [_rule(rule) for rule in after.rules]
    )
    first, then = old.staff_first, new.staff_first
    yield from _became("Ringing a person first", _ON_OFF[first.on], _ON_OFF[then.on])
    yield from _became(
        "Number rung first",
        first.number or "that of the transfers",
        then.number or "that of the transfers",
    )
    yield from _became("Ring time before the agent answers", _seconds(first.ring_s), _seconds(then.ring_s))
    yield from _became("When a person is rung first", _when(first.when), _when(then.when))
    yield from _became("When all lines are taken", old.overflow, new.overflow)
    closed, shut = old.after_hours, new.after_hours
    yield from _became("While closed, callers get", closed.answer, shut.answer)
    yield from _became("Greeting while closed", _quoted(closed.greeting), _quoted(shut.greeting))
    yield from _became(
        "Number rung while closed",
        closed.number or "that of the transfers",
        shut.number or "that of the transfers",
    )
    recorded, kept = old.recording, new.recording
    yield from _became("Recording", _ON_OFF[recorded.on], _ON_OFF[kept.on])
    yield from _became("Consent to recording", recorded.consent, kept.consent)
    yield from _became("Asking before recording", _ON_OFF[recorded.ask], _ON_OFF[kept.ask])
    yield from _became("Notice of recording", _quoted(recorded.notice), _quoted(kept.notice))
    yield from _became(
        "Recordings are kept for", _days(old.retention.recording_days), _days(new.retention.recording_days)
    )
    yield from _became(
        "Transcripts are kept for",
        _days(old.retention.transcript_days),
        _days(new.retention.transcript_days),
    )
    yield from _became(
        "Messages are kept for", _days(old.retention.message_days), _days(new.retention.message_days)
    )
    yield from _became(
        "Customers are kept for", _days(old.retention.customer_days), _days(new.retention.customer_days)
    )
    yield from _became(
        "Keeping nothing of calls",
        _ON_OFF[old.retention.keeps_nothing],
        _ON_OFF[new.retention.keeps_nothing],
    )
    yield from _numbers("Blocked number", old.callers.blocked, new.callers.blocked)
    yield from _became("Blocked callers are", old.callers.blocked_get, new.callers.blocked_get)
    yield from _numbers("VIP number", old.callers.vips, new.callers.vips)
    yield from _became("VIPs get", old.callers.vips_get, new.callers.vips_get)
    yield from _became(
        "Known callers are greeted by name",
        "yes" if old.callers.by_name else "no",
        "yes" if new.callers.by_name else "no",
    )
    yield from _became(
        "No-shows before nobody is booked by phone",
        _most(old.callers.most_no_shows),
        _most(new.callers.most_no_shows),
    )
    yield from _became("Pause", _ON_OFF[old.pause.on], _ON_OFF[new.pause.on])
    yield from _became("While paused, callers get", old.pause.callers_get, new.pause.callers_get)


def _most(count: int | None) -> str:
    return "any" if count is None else str(count)


def _became(name: str, old: str, new: str) -> Iterator[str]:
    if old != new:
        yield f"{name}: {_words(old)} became {_words(new)}."


def _words(value: str) -> str:
    """Values of choices as words."""
    return str(value) if value[:1] in '"+' else str(value).replace("_", " ")


def _rules(old: Sequence[str], new: Sequence[str]) -> Iterator[str]:
    yield from _sequence("Rule", [_quoted(rule) for rule in old], [_quoted(rule) for rule in new])


def _sequence(name: str, old: Sequence[str], new: Sequence[str]) -> Iterator[str]:
    """Numbered from 1, as people count: removed ones by their old place, the others by their new one."""
    for kind, begin, end, to, until in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        changed = min(end - begin, until - to)
        for step in range(changed):
            yield f"{name} {to + step + 1}: {old[begin + step]} became {new[to + step]}."
        for place in range(begin + changed, end):
            yield f"{name} {place + 1} removed: {old[place]}."
        for place in range(to + changed, until):
            yield f"{name} {place + 1} added: {new[place]}."


def _knowledge(old: Sequence[KnowledgeEntry], new: Sequence[KnowledgeEntry]) -> Iterator[str]:
    """By their ids: the order says nothing to anybody."""
    before, after = {entry.id: entry for entry in old}, {entry.id: entry for entry in new}
    for each, entry in before.items():
        now = after.get(each)
        if now is None:
            yield f"Knowledge removed: {_quoted(entry.name)}."
            continue
        yield from _became(
            f"Question {_quoted(entry.name)}" if entry.question else f"Title of {_quoted(entry.name)}",
            _quoted(entry.question or entry.title),
            _quoted(now.question or now.title),
        )
        if entry.text != now.text:
            kind = "Answer to" if now.question else "Text"
            yield f"{kind} {_quoted(now.name)}: {_quoted(entry.text)} became {_quoted(now.text)}."
    for each, entry in after.items():
        if each not in before:
            yield f"Knowledge added: {_quoted(entry.name)}."


def _numbers(name: str, old: Sequence[str], new: Sequence[str]) -> Iterator[str]:
    for number in sorted(set(old) - set(new)):
        yield f"{name} removed: {number}."
    for number in sorted(set(new) - set(old)):
        yield f"{name} added: {number}."


def _rule(rule: TransferRule) -> str:
    about = f"about {_quoted(rule.topic)}" if rule.topic else "about anything"
    when = _times(rule.times) if rule.when is When.TIMES else _when(rule.when)
    whose = ", VIPs only" if rule.vip_only else ""
    return f"calls {about} ring {rule.number or 'nobody'} {when}, {_seconds(rule.ring_s)}, {_warm(rule.warm)}{whose}"


def _when(when: When) -> str:
    return {
        When.ALWAYS: "always",
        When.OPEN: "while open",
        When.CLOSED: "while closed",
        When.TIMES: "at its own times",
    }[when]


def _times(times: Sequence[OpeningHours]) -> str:
    said = (f"{WEEKDAYS[stretch.weekday % 7]} {stretch.spoken}" for stretch in times)
    return "on " + ", ".join(said) if times else "never"


def _warm(warm: bool) -> str:
    return "announced" if warm else "unannounced"


def _seconds(seconds: int) -> str:
    return f"{seconds} seconds"


def _days(days: int | None) -> str:
    return "no limited time" if days is None else f"{days} day{'' if days == 1 else 's'}"


def _quoted(text: str) -> str:
    """On one line, shortened, in quotation marks."""
    line = " ".join(text.split())
    if not line:
        return _NOTHING
    short = line if len(line) <= LONGEST_QUOTE else line[: LONGEST_QUOTE - 1].rstrip() + "…"
    return f'"{short}"'
