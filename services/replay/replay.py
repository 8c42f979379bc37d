"""Running a call's journal again on its own instants, and comparing what is decided now with what was then.

Nothing is asked of a vendor or a store: the machine is pure, and the journal holds all it ever took in.
"""

import gzip
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import get_args

from domain.call import codec
from domain.call.codec import JournalEntry
from domain.call.effects import Effect
from domain.call.events import CallAnswered, CallBrief, Event
from domain.call.machine import step
from domain.call.state import CallState, Phase
from domain.errors import InvalidInput

EVENT_NAMES = tuple(cls.__name__ for cls in get_args(Event))


@dataclass(frozen=True, slots=True)
class ReplayedEvent:
    """One event of the journal and what the machine makes of it today.

    Attributes:
        number: its place in the journal, from 1.
        offset_ms: since the journal's first event.
        before: the phase the event met.
        state: the call after it; as before it when the machine failed.
        recorded: the digest the journal holds; None in journals from before it was recorded.
        decided: the digest of what was decided now; None when the machine failed.
        failure: what the machine raised, empty when it did not.
    """

    number: int
    offset_ms: float
    event: Event
    before: Phase
    state: CallState
    effects: tuple[Effect, ...]
    recorded: str | None
    decided: str | None
    failure: str = ""

    @property
    def unrecorded(self) -> bool:
        """Whether there is nothing to compare with."""
        return self.recorded is None

    @property
    def differs(self) -> bool:
        """Whether the machine decides otherwise than the journal says, or fails."""
        return bool(self.failure) or self.recorded not in (None, self.decided)

    @property
    def difference(self) -> str:
        """What differs, for a person; empty when nothing does."""
        if not self.differs:
            return ""
        what = f"event {self.number}, {type(self.event).__name__}, at {self.offset_ms / 1000:.3f} s"
        if self.failure:
            return f"{what}: the machine fails: {self.failure}"
        return f"{what}: recorded as {self.recorded}, now {self.decided}"


def replay(journal: Iterable[JournalEntry]) -> Iterator[ReplayedEvent]:
    """Steps through the journal; ends early only where the machine fails, with that event as the last."""
    state = CallState()
    began_at_ms: float | None = None
    for number, entry in enumerate(journal, 1):
        began_at_ms = entry.at_ms if began_at_ms is None else began_at_ms
        before, effects, decided, failure = state, (), None, ""
        try:
            state, effects = step(state, entry.event, entry.at_ms)
            decided = codec.digest(state.phase, effects)
        except Exception as error:  # Whatever a changed machine raises is the finding.
            failure = repr(error)
        yield ReplayedEvent(
            number,
            entry.at_ms - began_at_ms,
            entry.event,
            before.phase,
            state,
            effects,
            entry.decided,
            decided,
            failure,
        )
        if failure:
            return


def up_to(replayed: Iterable[ReplayedEvent], last: str | None) -> Iterator[ReplayedEvent]:
    """The events up to and with the first one named by `last`: a class name or a number; all of them for None.

    Raises:
        InvalidInput: at once when there is no such kind of event; at the end when the journal ends before one.
    """
    return iter(replayed) if last is None else _up_to(replayed, _wanted(last))


def _up_to(replayed: Iterable[ReplayedEvent], wanted: int | str) -> Iterator[ReplayedEvent]:
    for event in replayed:
        yield event
        if wanted in (event.number, type(event.event).__name__):
            return
    raise InvalidInput(f"the journal holds no event {wanted}")


def _wanted(last: str) -> int | str:
    if last.isdecimal() and int(last) > 0:
        return int(last)
    for name in EVENT_NAMES:
        if name.lower() == last.lower():
            return name
    raise InvalidInput(f"no event is called {last}; give a number from 1 or one of {', '.join(EVENT_NAMES)}")


def parse_journal(entries: Iterable[bytes]) -> list[JournalEntry]:
    """A journal's entries as values, each once, as `codec.decode_journal` reads them.

    Raises:
        InvalidInput: there are none, or one is not ours; names which.
    """
    journal: list[JournalEntry] = []
    for number, entry in enumerate(dict.fromkeys(entries), 1):
        try:
            journal.append(codec.read_entry(entry))
        except InvalidInput as error:
            raise InvalidInput(f"entry {number}: {error}") from error
    if not journal:
        raise InvalidInput("the journal is empty")
    return journal


def journal_lines(data: bytes) -> list[bytes]:
    """The entries of an archived journal, one a line, packed with gzip or plain. Raises InvalidInput."""
    if data[:2] == b"\x1f\x8b":
        try:
            data = gzip.decompress(data)
        except (OSError, EOFError, zlib.error) as error:
            raise InvalidInput(f"the journal cannot be unpacked: {error}") from error
    return [line for line in data.split(b"\n") if line.strip()]


def brief_of(journal: Iterable[JournalEntry]) -> CallBrief | None:
    """Whose call it is; None when the media stream never opened."""
    return next((entry.event.brief for entry in journal if isinstance(entry.event, CallAnswered)), None)
