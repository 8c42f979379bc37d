"""How a business's calls are to be answered now: who gets the agent, whom a person is rung for, who is refused."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum, auto

from domain.billing.stop import Because
from domain.business import BusinessProfile
from domain.receptionist.content import (
    RING_S,
    BlockedGet,
    ClosedAnswer,
    Consent,
    KnowledgeEntry,
    PausedGet,
    Receptionist,
    TransferRule,
    Transfers,
    VipsGet,
    When,
)
from domain.receptionist.notices import recording_notice
from domain.scheduling.calendar import Calendar, SpecialDay
from domain.scheduling.hours import ONE_DAY, opening_ranges, wall_of, zone_named
from domain.scheduling.ranges import Ranges

BLOCKED = "the caller's number is blocked"
"""Why a call was refused; nobody is to call back."""


def conduct(profile: BusinessProfile) -> Receptionist:
    """The version the profile was read with; of a profile without one, what its own fields say."""
    if profile.receptionist is not None:
        return profile.receptionist
    return Receptionist(
        greeting=profile.greeting,
        voice_id=profile.voice_id,
        language=profile.language,
        knowledge=tuple(
            KnowledgeEntry(f"a{place}", answer.question, answer.answer)
            for place, answer in enumerate(profile.answers)
        ),
        transfers=Transfers(number=profile.transfer_number),
        overflow=profile.overflow,
    )


def is_open(profile: BusinessProfile, now: datetime) -> bool:
    """Whether the business is open at this aware instant; one that has set up no hours always is."""
    if not profile.opening_hours and not profile.special_hours:
        return True
    zone = zone_named(profile.timezone)
    day = wall_of(now, zone).date()
    special = tuple(SpecialDay(each.day, each.stretches, each.reason) for each in profile.special_hours)
    return _within(Calendar(zone, profile.opening_hours, special).opening(day, day), now)


def _within(ranges: Ranges, now: datetime) -> bool:
    return any(each.start <= now < each.end for each in ranges)


def is_vip(profile: BusinessProfile, caller: str | None) -> bool:
    return caller is not None and caller in conduct(profile).callers.vips


@dataclass(frozen=True, slots=True)
class Target:
    """A telephone that is to ring, and how; `warm`: who picks it up is told and asked first."""

    number: str
    warm: bool = True
    ring_s: int = RING_S


def transfer_target(
    profile: BusinessProfile, now: datetime, *, topic: str = "", caller: str | None = None
) -> Target | None:
    """Whom a caller is put through to about this; None when there is nobody now.

    Args:
        topic: one of the rules', or empty.
        caller: E.164, None without a number.
    """
    transfers = conduct(profile).transfers
    for rule in transfers.rules:
        if not rule.number or (rule.topic and _folded(rule.topic) != _folded(topic)):
            continue
        if rule.vip_only and not is_vip(profile, caller):
            continue
        if _holds(profile, rule, now):
            return Target(rule.number, rule.warm, rule.ring_s)
    return general_target(profile)


def general_target(profile: BusinessProfile) -> Target | None:
    """Whom callers are put through to where no rule is asked."""
    transfers = conduct(profile).transfers
    if transfers.number is None:
        return None
    return Target(transfers.number, transfers.warm, transfers.ring_s)


def transfer_topics(profile: BusinessProfile, now: datetime, *, caller: str | None = None) -> tuple[str, ...]:
    """The topics for which somebody of their own can be rung now."""
    found = {
        _folded(rule.topic): " ".join(rule.topic.split())
        for rule in conduct(profile).transfers.rules
        if rule.topic.strip()
        and rule.number
        and _holds(profile, rule, now)
        and (not rule.vip_only or is_vip(profile, caller))
    }
    return tuple(found.values())


def topics(profile: BusinessProfile) -> tuple[str, ...]:
    """Those of all rules, whenever they hold."""
    rules = conduct(profile).transfers.rules
    return tuple(
        {
            _folded(rule.topic): " ".join(rule.topic.split()) for rule in rules if rule.topic and rule.number
        }.values()
    )


def can_transfer(profile: BusinessProfile, now: datetime, *, caller: str | None = None) -> bool:
    """Whether somebody can be rung for the caller now, about anything at all."""
    whom = transfer_target(profile, now, caller=caller)
    return whom is not None or bool(transfer_topics(profile, now, caller=caller))


def greeting_at(profile: BusinessProfile, now: datetime) -> str:
    """What a caller hears first, the notice of the recording included."""
    content = conduct(profile)
    closed = content.after_hours.greeting.strip()
    greeting = closed if closed and not is_open(profile, now) else profile.greeting
    recording = content.recording
    if not recording.on or recording.consent is Consent.NONE:
        return greeting
    return f"{greeting.rstrip()} {recording.notice.strip() or recording_notice(profile.language, asks=recording.ask)}"


class Way(Enum):
    """What a caller gets first."""

    AGENT = auto()
    RING = auto()
    """A person's telephone rings."""
    VOICEMAIL = auto()
    REFUSED = auto()
    TOLD = auto()
    """That nobody takes calls here any more."""


@dataclass(frozen=True, slots=True)
class Admission:
    """What is decided about a call that comes in.

    Attributes:
        rings: for `Way.RING`.
        then_agent: the agent answers when nobody takes the call; otherwise a voicemail is taken.
        priority: the call is let in also when every line of the business is taken.
        reason: why the agent does not answer, for the call's row.
    """

    way: Way
    rings: Target | None = None
    then_agent: bool = False
    priority: bool = False
    reason: str = ""


STOPPED: dict[Because, str] = {
    Because.TRIAL_OVER: "the trial was over",
    Because.TRIAL_MINUTES: "the trial's minutes were used up",
    Because.CAP: "the spending cap was reached",
    Because.UNPAID: "the bill was unpaid",
    Because.PAUSED: "the subscription was paused",
    Because.CANCELLED: "the subscription was cancelled",
}
"""For the call's row."""


def admission(profile: BusinessProfile, caller: str | None, now: datetime) -> Admission:
    """Decides before anything of ours is taken up by the call.

    Args:
        caller: E.164, None when they have or show none.
    """
    content = conduct(profile)
    if caller is not None and caller in content.callers.blocked:
        refused = content.callers.blocked_get is BlockedGet.REFUSED
        otherwise = Way.VOICEMAIL if profile.given_up is None else Way.TOLD
        return Admission(Way.REFUSED if refused else otherwise, reason=BLOCKED)
    if profile.given_up is not None:
        whom = profile.given_up.forward_to
        way = Admission(Way.TOLD) if whom is None else Admission(Way.RING, Target(whom, warm=False))
        return replace(way, reason="the business was given up")
    general = general_target(profile)
    if profile.stop is not None and profile.stop.holds(now):
        # Never silence: a person where one is named, whatever the overflow's rule says, else a message is taken.
        return _without_agent(general, STOPPED[profile.stop.because])
    if content.pause.on:
        forwards = general is not None and content.pause.callers_get is PausedGet.FORWARD
        return _without_agent(general if forwards else None, "the agent was paused")
    vip = is_vip(profile, caller)
    if vip and content.callers.vips_get is VipsGet.PUT_THROUGH:
        whom = transfer_target(profile, now, caller=caller)
        if whom is not None:
            return Admission(Way.RING, whom, then_agent=True, priority=True)
    is_open_now = is_open(profile, now)
    if not is_open_now and content.after_hours.answer is not ClosedAnswer.AGENT:
        whom = None
        if content.after_hours.answer is ClosedAnswer.FORWARD:
            own = content.after_hours.number
            whom = Target(own) if own is not None else general
        return _without_agent(whom, "the business was closed")
    first = content.staff_first
    if first.on and (first.when is When.ALWAYS or (first.when is When.OPEN) is is_open_now):
        number = first.number or (general.number if general is not None else None)
        if number is not None:
            return Admission(Way.RING, Target(number, ring_s=first.ring_s), then_agent=True, priority=vip)
    return Admission(Way.AGENT, priority=vip)


def _without_agent(whom: Target | None, reason: str) -> Admission:
    if whom is None:
        return Admission(Way.VOICEMAIL, reason=reason)
    return Admission(Way.RING, whom, reason=reason)


def _holds(profile: BusinessProfile, rule: TransferRule, now: datetime) -> bool:
    match rule.when:
        case When.ALWAYS:
            return True
        case When.OPEN:
            return is_open(profile, now)
        case When.CLOSED:
            return not is_open(profile, now)
        case When.TIMES:
            zone = zone_named(profile.timezone)
            day = wall_of(now, zone).date()
            return _within(opening_ranges(rule.times, zone, day - ONE_DAY, day), now)


def _folded(topic: str) -> str:
    return " ".join(topic.split()).casefold()
