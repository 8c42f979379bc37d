"""Which seconds of a call are to be paid: those the agent talked, in calls that were worth something.

Rounding: a call counts in whole seconds, begun ones in full. Seconds are summed over the month, and nothing is rounded
again before the month's amount, to the cent.
"""

import math
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Free(StrEnum):
    """Why a call costs nothing."""

    NO_AGENT = "no_agent"
    """Nobody of ours talked: a person or the carrier's voicemail took it, or it was refused."""
    SILENT = "silent"
    """The caller never said a word: a machine that dials, mostly."""
    WRONG_NUMBER = "wrong_number"
    """Over within seconds, and led to nothing."""
    FAILED = "failed"
    """We broke it off."""
    SPAM = "spam"
    """The business said so."""


@dataclass(frozen=True, slots=True)
class CallFacts:
    """What a call's price depends on.

    Attributes:
        agent_from: when the agent's first sound went out; None without one.
        agent_until: when the agent's last stream ended: who talks to a person after it is not counted.
        outcome: one of `storage.postgres.calls.OUTCOMES`, as the agent's part of the call led to it.
    """

    agent_from: datetime | None
    agent_until: datetime
    outcome: str
    caller_spoke: bool


@dataclass(frozen=True, slots=True)
class Rating:
    """`talked_s` is what the agent talked; `billable_s` is 0 where the call is free."""

    talked_s: int
    billable_s: int
    free: Free | None


LED_SOMEWHERE = frozenset({"emergency", "booked", "message", "transferred"})


def rate(facts: CallFacts, *, wrong_number_s: int) -> Rating:
    """What is to be paid of the call."""
    if facts.agent_from is None:
        return Rating(0, 0, Free.NO_AGENT)
    talked_s = max(0, math.ceil((facts.agent_until - facts.agent_from).total_seconds()))
    free = _free(facts, talked_s, wrong_number_s)
    return Rating(talked_s, 0 if free is not None else talked_s, free)


def _free(facts: CallFacts, talked_s: int, wrong_number_s: int) -> Free | None:
    if facts.outcome in LED_SOMEWHERE:
        return None
    if facts.outcome == "failed":
        return Free.FAILED
    if facts.outcome == "missed":
        return Free.NO_AGENT
    if not facts.caller_spoke:
        return Free.SILENT
    return Free.WRONG_NUMBER if talked_s < wrong_number_s else None
