"""What one side of a call hears of the other, from the frames that sound: when it spoke, and what was said.

`VoiceActivity` judges any audio by its energy; `MarkedListener` reads `sandbox.speech.marked`, whose frames say which
sentence they belong to. `ArrivalTimer` looks at the audio before it waits for its turn to sound.
"""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from domain.audio import FRAME_MS, LINEAR, SAMPLE_RATE_HZ, SILENCE_FRAME
from sandbox.speech.marked import Mark, MarkScanner

_FRAME_S = FRAME_MS / 1000
_SAME_MOMENT_S = 0.001
_AUDIBLE = bytes(1 if abs(value) > 400 else 0 for value in LINEAR)


@dataclass(frozen=True, slots=True)
class ListeningTimings:
    """How long a caller waits for the agent, judged from what sounds in the handset.

    Attributes:
        quiet_ms: silence of the agent after which the caller takes the turn.
        patience_s: silence after which a caller who waits for the agent gives up.
    """

    quiet_ms: float = 700
    patience_s: float = 20


def is_voiced(frame: bytes) -> bool:
    """Whether a person would hear speech in this µ-law frame: a tenth of its samples exceed 400 of 32768.

    Costs 0.3 µs for 20 ms.
    """
    return frame.translate(_AUDIBLE).count(1) * 10 >= len(frame) > 0


@dataclass(slots=True)
class Stretch:
    """One stretch of sound: from its first voiced frame to the end of its last, monotonic seconds."""

    started_at: float
    ended_at: float


class VoiceActivity:
    """When one side of the call sounded, from its frames; pauses up to `hangover_ms` do not end a stretch.

    Attributes:
        stretches: every stretch so far, the last one possibly still going on.
        first_voiced_at: start of the first voiced frame.
        last_voiced_at: end of the latest voiced frame.
    """

    def __init__(self, hangover_ms: float = 500) -> None:
        self.stretches: list[Stretch] = []
        self.first_voiced_at: float | None = None
        self.last_voiced_at: float | None = None
        self.speaking = False
        self._hangover_s = hangover_ms / 1000

    def silent_s(self, now: float, since: float = -math.inf) -> float:
        """Seconds since the latest voiced frame ended, or since `since` if that is later; 0 or less while it sounds."""
        latest = self.last_voiced_at if self.last_voiced_at is not None else since
        return now - max(latest, since)

    def hear(self, now: float, frame: bytes | None) -> bool | None:
        """Takes the frame that sounds from `now`; True when a stretch begins, False when one has ended, else None."""
        if frame is not None and is_voiced(frame):
            end = now + FRAME_MS / 1000
            self.last_voiced_at = end
            if self.speaking:
                self.stretches[-1].ended_at = end
                return None
            self.speaking = True
            self.stretches.append(Stretch(now, end))
            if self.first_voiced_at is None:
                self.first_voiced_at = now
            return True
        if (
            self.speaking
            and self.last_voiced_at is not None
            and now - self.last_voiced_at >= self._hangover_s
        ):
            self.speaking = False
            return False
        return None


class ArrivalTimer:
    """When the agent's next audible audio reaches the phone; give `take` to `Playout.on_arrival`.

    Args:
        clock: monotonic seconds.

    Attributes:
        arrived_at: when that was; None until it has come.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.arrived_at: float | None = None
        self._clock = clock
        self._armed = False

    def arm(self) -> None:
        """Waits for the next audible audio from here on."""
        self.arrived_at = None
        self._armed = True

    def take(self, payload: bytes) -> None:
        """Takes µ-law of any length."""
        if self._armed and payload.translate(_AUDIBLE).find(1) >= 0:
            self._armed = False
            self.arrived_at = self._clock()


@dataclass(slots=True)
class Run:
    """Frames of one sentence that sounded one after the other, without a break.

    Attributes:
        first, last: frames of the sentence, from 0, both included.
        frames: how many the sentence has.
        started_at, ended_at: monotonic seconds.
    """

    speech_id: int
    first: int
    last: int
    frames: int
    started_at: float
    ended_at: float

    @property
    def complete(self) -> bool:
        """Whether the sentence sounded to its end here."""
        return self.last == self.frames - 1


@dataclass(slots=True)
class Saying:
    """One time a sentence was said, in one run or several.

    Attributes:
        heard: its frames that sounded.
        repeated: frames that sounded once more in it.
    """

    speech_id: int
    frames: int
    started_at: float
    ended_at: float
    heard: set[int] = field(default_factory=set[int])
    repeated: int = 0

    @property
    def skipped(self) -> int:
        """Frames that never sounded although later ones did."""
        return max(self.heard) + 1 - len(self.heard)

    @property
    def in_full(self) -> bool:
        """Whether the caller heard the sentence: its end, and nearly everything before."""
        return max(self.heard) == self.frames - 1 and len(self.heard) >= 0.9 * self.frames


class MarkedListener:
    """Hears marked speech; give `hear` to `Handset.on_sound`.

    Attributes:
        runs: everything of the agent that sounded, in order.
    """

    def __init__(self) -> None:
        self.runs: list[Run] = []
        self._scanner = MarkScanner()
        self._began_at: float | None = None
        self._words: dict[int, dict[int, str]] = {}
        self._word_counts: dict[int, int] = {}

    def hear(self, now: float, frame: bytes | None) -> None:
        """Takes what sounds in the 20 ms from `now` on; called for every 20 ms of the call."""
        if self._began_at is None:
            self._began_at = now
        for at, mark in self._scanner.feed(SILENCE_FRAME if frame is None else frame):
            self._take(mark, self._began_at + at / SAMPLE_RATE_HZ)

    def _take(self, mark: Mark, at: float) -> None:
        words = self._words.setdefault(mark.speech_id, {})
        words.setdefault(mark.word, mark.text)
        self._word_counts[mark.speech_id] = mark.words
        run = self.runs[-1] if self.runs else None
        if (
            run is not None
            and run.speech_id == mark.speech_id
            and run.last + 1 == mark.frame
            and abs(at - run.ended_at) < _SAME_MOMENT_S
        ):
            run.last, run.ended_at = mark.frame, at + _FRAME_S
        else:
            self.runs.append(Run(mark.speech_id, mark.frame, mark.frame, mark.frames, at, at + _FRAME_S))

    @property
    def last(self) -> Run | None:
        return self.runs[-1] if self.runs else None

    def silent_s(self, now: float, since: float) -> float:
        """How long nothing has sounded, counted from `since` at the earliest."""
        latest = self.runs[-1].ended_at if self.runs else since
        return max(0.0, now - max(latest, since))

    def text(self, speech_id: int) -> str:
        """The sentence as far as its words were ever heard."""
        words = self._words.get(speech_id, {})
        return " ".join(words[index] for index in sorted(words))

    def sayings(self) -> list[Saying]:
        """Every saying of every sentence, in order of its beginning; a run from a sentence's middle goes on with it."""
        found: list[Saying] = []
        latest: dict[int, Saying] = {}
        for run in self.runs:
            saying = latest.get(run.speech_id)
            if saying is None or run.first == 0:
                saying = Saying(run.speech_id, run.frames, run.started_at, run.ended_at)
                latest[run.speech_id] = saying
                found.append(saying)
            frames = set(range(run.first, run.last + 1))
            saying.repeated += len(saying.heard & frames)
            saying.heard |= frames
            saying.ended_at = run.ended_at
        return found
