"""What a caller heard of the agent, frame by frame: which sentence, which part of it, and when."""

from dataclasses import dataclass, field

from domain.audio import FRAME_MS, SAMPLE_RATE_HZ, SILENCE_FRAME
from sandbox.speech.marked import Mark, MarkScanner

_FRAME_S = FRAME_MS / 1000
_SAME_MOMENT_S = 0.001


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


class Ear:
    """Listens to one call; give `hear` to the handset.

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
