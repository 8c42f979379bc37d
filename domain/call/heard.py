"""What the caller has heard, which is less than what was written, synthesised or sent.

The carrier buffers audio and plays it in order; a mark returns when everything before it has sounded, and a clear
throws the rest away. `PlayoutLedger` follows that buffer, `heard_text` turns milliseconds back into words.
"""

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from domain.call.state import AgentTurn, Sentence
from domain.scripts import WIDE, spoken_length

MS_PER_CHARACTER = 62
"""English at a receptionist's pace, for sentences whose audio was never complete."""

_PIECE = re.compile(rf"\s*(?:[{WIDE}][^\w\s]*|[^\s{WIDE}]+)")
"""What sounds or does not as a whole: a word, and of scripts without blanks a character with the signs behind it."""
_BLANK_NEXT = re.compile(r"\s|$")

RELEVANT_DRIFT_MS = 5


class Position(NamedTuple):
    turn_id: int
    sentence: int
    played_ms: int


@dataclass(slots=True)
class _Stretch:
    """Audio of one sentence that plays without a gap, on the carrier's clock as far as we know it."""

    turn_id: int
    sentence: int
    starts_at_ms: float
    audio_ms: float

    @property
    def ends_at_ms(self) -> float:
        return self.starts_at_ms + self.audio_ms


@dataclass(slots=True)
class PlayoutLedger:
    """The carrier's play-out buffer, as a schedule.

    Mutable and owned by the call's shell; every method is given the instant it happens at.
    """

    _stretches: list[_Stretch] = field(default_factory=list[_Stretch])
    _ends_at_ms: float = 0.0

    def sent(self, turn_id: int, sentence: int, audio_ms: float, now_ms: float) -> None:
        """Audio was handed to the carrier: it plays behind what is buffered, or now."""
        starts = max(now_ms, self._ends_at_ms)
        self._ends_at_ms = starts + audio_ms
        last = self._stretches[-1] if self._stretches else None
        if last and (last.turn_id, last.sentence) == (turn_id, sentence) and starts <= last.ends_at_ms:
            last.audio_ms += audio_ms
        else:
            self._stretches.append(_Stretch(turn_id, sentence, starts, audio_ms))

    def acknowledged(self, turn_id: int, sentence: int, now_ms: float) -> None:
        """The mark behind a sentence returned: it has sounded to its end, whatever the schedule said.

        The difference to the schedule (network, the carrier's own buffer) shifts what is still to play.
        """
        # In the order in which they were sent: a filler may have overtaken a sentence.
        places = [(stretch.turn_id, stretch.sentence) for stretch in self._stretches]
        if (turn_id, sentence) not in places:
            return
        done = self._stretches[: len(places) - places[::-1].index((turn_id, sentence))]
        drift_ms = now_ms - done[-1].ends_at_ms
        self._stretches = self._stretches[len(done) :]
        if abs(drift_ms) > RELEVANT_DRIFT_MS:
            for stretch in self._stretches:
                stretch.starts_at_ms += drift_ms
            if self._stretches:
                self._ends_at_ms = self._stretches[-1].ends_at_ms
        if not self._stretches:
            self._ends_at_ms = now_ms

    def stopped(self, now_ms: float) -> Position | None:
        """The buffer was cleared: where the caller's hearing ended, None when nothing was left to play."""
        if not self._stretches:
            return None
        position = self._position(now_ms)
        self._stretches.clear()
        self._ends_at_ms = now_ms
        return position

    def remaining_ms(self, now_ms: float) -> float:
        """How long what was sent will still sound."""
        return max(0.0, self._ends_at_ms - now_ms) if self._stretches else 0.0

    def _position(self, now_ms: float) -> Position:
        reached = self._stretches[0]
        for stretch in self._stretches:
            if stretch.starts_at_ms <= now_ms:
                reached = stretch
        played = sum(
            min(max(now_ms - s.starts_at_ms, 0.0), s.audio_ms)
            for s in self._stretches
            if (s.turn_id, s.sentence) == (reached.turn_id, reached.sentence)
        )
        return Position(reached.turn_id, reached.sentence, round(played))


def heard_words(sentence: Sentence) -> str:
    """The words of a sentence that sounded; nothing while that is unknown."""
    if sentence.played_ms is None:
        return ""
    total_ms = sentence.audio_ms or max(spoken_length(sentence.text) * MS_PER_CHARACTER, sentence.played_ms)
    if sentence.played_ms >= total_ms:
        return sentence.text
    share = sentence.played_ms / total_ms
    heard, spoken = 0, 0
    for piece in _PIECE.finditer(sentence.text):
        spoken += spoken_length(piece[0].strip()) + bool(_BLANK_NEXT.match(sentence.text, piece.end()))
        if spoken > share * (spoken_length(sentence.text) + 1):
            break
        heard = piece.end()
    return " ".join(sentence.text[:heard].split())


def heard_text(turn: AgentTurn) -> str:
    """What the caller heard of an agent turn."""
    return " ".join(filter(None, (heard_words(sentence) for sentence in turn.sentences)))
