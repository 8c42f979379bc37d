"""Deepgram for chaos tests: recognises marked speech, exactly the words whose frames arrived.

Time is the audio's own: a turn ends once so much silence has arrived behind the last voiced frame, so that audio
which comes in a burst, as after a takeover, neither ends a turn early nor late.
"""

from collections.abc import Callable

from domain.audio import BYTES_PER_MS, FRAME_BYTES, FRAME_MS
from sandbox.speech.marked import Mark, MarkScanner
from sandbox.speech.recogniser import Heard, HeardWord

_START_FRAMES = 2
_SPARED_FRAMES = 3
"""A word is understood without so many of its frames: 60 ms."""


class MarkedRecogniser:
    """Tells the starts, words and ends of turns by the marks.

    A word counts as heard once all but three of its frames have arrived. Frames that come again on the same
    connection give no second word and start no turn.

    Args:
        end_ms: silence that ends a turn.
        on_start: called with the turn's first voiced frame's place in the stream, in seconds.
        on_words: called when `words` has grown.
        on_end: called when the turn is over; `words` still holds it.
    """

    def __init__(
        self,
        end_ms: int,
        on_start: Callable[[float], None],
        on_words: Callable[[], None],
        on_end: Callable[[], None],
    ) -> None:
        self._end_bytes = end_ms * BYTES_PER_MS
        self._on_start = on_start
        self._on_words = on_words
        self._on_end = on_end
        self._scanner = MarkScanner()
        self._frames_heard: set[tuple[int, int]] = set()
        self._word_frames: dict[tuple[int, int], int] = {}
        self._words: list[HeardWord] = []
        self._voiced_until = 0
        self._new_frames = 0
        self.frames = 0
        self.speaking = False

    @property
    def heard_s(self) -> float:
        return self.frames * FRAME_MS / 1000

    @property
    def words(self) -> Heard:
        """The words of the turn so far, in the order they were heard."""
        return tuple(self._words)

    def hear(self, frame: bytes) -> None:
        self.frames += 1
        for at, mark in self._scanner.feed(frame):
            self._voiced_until = at + FRAME_BYTES
            self._take(mark, at)
        if self.frames * FRAME_BYTES - self._voiced_until < self._end_bytes:
            return
        if self.speaking:
            self.end_now()
        self._new_frames = 0

    def end_now(self) -> None:
        """Ends the running turn at once, if there is one."""
        if self.speaking:
            self.speaking, self._new_frames = False, 0
            self._on_end()
            self._words.clear()

    def close(self) -> None:
        """Nothing is left running."""

    def _take(self, mark: Mark, at: int) -> None:
        frame = (mark.speech_id, mark.frame)
        if frame in self._frames_heard:
            return
        self._frames_heard.add(frame)
        self._new_frames += 1
        if not self.speaking and self._new_frames >= _START_FRAMES:
            self.speaking = True
            self._on_start(max(at - FRAME_BYTES, 0) / BYTES_PER_MS / 1000)
        word = (mark.speech_id, mark.word)
        count = self._word_frames[word] = self._word_frames.get(word, 0) + 1
        if count == mark.word_frames - _SPARED_FRAMES and mark.text:
            end_s = round((at + FRAME_BYTES) / BYTES_PER_MS / 1000, 2)
            self._words.append(HeardWord(mark.text, round(end_s - count * FRAME_MS / 1000, 2), end_s, 1.0))
            if self.speaking:
                self._on_words()
