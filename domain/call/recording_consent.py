"""Whether a call may be recorded, and from when on, read from what was heard and said so far.

Nothing of it is an event or decides what the machine does, so that journals of every release can be read for it, and
whoever takes a call over, or closes it from its journal, comes to the same answer.
"""

from dataclasses import dataclass
from enum import Enum, auto

from domain.call.state import AgentTurn, CallerTurn, CallState
from domain.dialogue.recording_wishes import allows_recording, refuses_recording
from domain.receptionist.content import Consent, Recording


class Standing(Enum):
    OFF = auto()
    """The business records nothing."""
    AWAITED = auto()
    """Callers have not heard the notice to its end, or have not said yes."""
    GIVEN = auto()
    REFUSED = auto()
    """They said that they do not want it: for good."""


@dataclass(frozen=True, slots=True)
class Permission:
    """`since_ms` is from when on, in ms since the epoch, where the standing is `GIVEN`; 0 is from the beginning."""

    standing: Standing
    since_ms: float = 0.0

    @property
    def is_given(self) -> bool:
        return self.standing is Standing.GIVEN


def permission(state: CallState, recording: Recording, language: str) -> Permission:
    """What holds at this point of the call.

    Args:
        recording: of the version that serves the call.
        language: a BCP 47 tag.
    """
    if not recording.on:
        return Permission(Standing.OFF)
    said = [turn for turn in state.turns if isinstance(turn, CallerTurn)]
    if any(refuses_recording(turn.text, language) for turn in said):
        return Permission(Standing.REFUSED)
    if recording.consent is Consent.NONE:
        return Permission(Standing.GIVEN)
    told_at_ms = _told_at_ms(state)
    if told_at_ms is None:
        return Permission(Standing.AWAITED)
    if not recording.ask:
        return Permission(Standing.GIVEN, told_at_ms)
    answer = next((turn for turn in said if turn.ended_at_ms >= told_at_ms), None)
    if answer is None or not allows_recording(answer.text, language):
        return Permission(Standing.AWAITED)
    return Permission(Standing.GIVEN, answer.ended_at_ms)


def _told_at_ms(state: CallState) -> float | None:
    """When the greeting, with the notice at its end, had sounded to its end; None while it has not."""
    greeting = next((turn for turn in state.turns if isinstance(turn, AgentTurn)), None)
    if greeting is None or greeting.interrupted or not greeting.sentences or not greeting.settled:
        return None
    if any(sentence.lost for sentence in greeting.sentences):
        return None
    return max(sentence.settled_at_ms or 0.0 for sentence in greeting.sentences)
