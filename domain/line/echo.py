"""Whether what comes in is our own voice: a loudspeaker in the caller's room, or an echo of the line.

What comes in is compared with what sounded (`PlayedAudio`). Where voice comes in while we speak, the delay is searched
for (`delay_search`): two searches that find the same one, or one that finds our voice nearly unchanged, settle it. From
then on every frame is told apart (`EchoPath`). Until then nothing is: a line without echo is as if this were not here.
"""

from collections import deque

from domain.audio import BYTES_PER_MS, FRAME_BYTES
from domain.line.delay_search import best_delay
from domain.line.echo_path import EchoPath, Sound
from domain.line.played_audio import PlayedAudio

LONGEST_DELAY = 800 * BYTES_PER_MS
"""80 to 500 ms from loudspeaker to microphone, and the way to the carrier and back."""

_WINDOW = 6
"""Frames that are searched for: 120 ms hold several pitch periods, which alone look alike."""
_VOICED = 4
"""Of them that must be voice."""

_CERTAIN = 0.92
"""Of 913 searches for one voice in another the best found 0.78, nine in ten less than 0.45."""
_AGREE = 0.45
_SAME = 10
"""Samples by which two delays that agree may differ; no two of those 913 did so at 0.45."""
_AGREE_ROUGHLY = 0.6
_ROUGHLY = 15 * BYTES_PER_MS
"""A loudspeaker or a room changes our voice so that it is most like itself a pitch period or two beside the delay."""
_KEPT = 15
"""Frames: 300 ms of changing pitch tell which it is."""
_SUSPICIOUS = 0.5
_REMEMBERED = 1000 * BYTES_PER_MS

_SEARCHES = 10
_SEARCH_AGAIN = 50
"""So many searches may follow each other, and one more every so many frames: noise while we speak must not cost 0.6 ms
each time."""

_ARRIVALS = 50
_MISSING = 100 * BYTES_PER_MS


class EchoDetector:
    """One line's echo. Fed every frame of 20 ms that comes in, in order."""

    def __init__(self, played: PlayedAudio) -> None:
        self._played = played
        self._next: int | None = None
        self._late: list[int] = []
        self._frames: deque[bytes] = deque(maxlen=_KEPT)
        self._voiced: deque[bool] = deque(maxlen=_WINDOW)
        self._since_search = 0
        self._searches = float(_SEARCHES)
        self._found: list[tuple[int, int, float]] = []
        self._path: EchoPath | None = None

    @property
    def found(self) -> bool:
        """Whether this line is known to return our voice."""
        return self._path is not None

    @property
    def proven(self) -> bool:
        """Whether that is beyond doubt."""
        return self._path is not None and self._path.proven

    def sounding_ms(self, at_ms: float) -> float:
        """How long our voice has been coming back without a break, at most; 0 on a line without echo."""
        if self._path is None:
            return 0.0
        position = self._played.position(at_ms) - self._path.delay
        return (position - self._played.stretch(position)) / BYTES_PER_MS

    @property
    def suspected(self) -> bool:
        """Whether the latest searches found something like our voice, and have not settled it."""
        return self._path is None and any(like >= _SUSPICIOUS for _, _, like in self._found)

    def hear(self, pcm: bytes, rms: float, at_ms: float, *, voiced: bool, gate: float) -> Sound:
        """Takes the next frame.

        Args:
            pcm: 20 ms of 16-bit samples.
            rms: their level.
            at_ms: when they arrived.
            voiced: whether they sound like speech, above the line's noise.
            gate: the level below which nothing is a voice here.
        """
        at = self._place(at_ms)
        if at - LONGEST_DELAY >= self._played.ends:
            if self._frames:
                self._frames.clear()
                self._voiced.clear()
            return Sound.UNKNOWN
        self._frames.append(pcm)
        self._voiced.append(voiced)
        self._since_search += 1
        self._searches = min(_SEARCHES, self._searches + 1 / _SEARCH_AGAIN)
        sound = Sound.UNKNOWN
        if self._path is not None:
            sound = self._path.tell(list(self._frames), rms, at, gate)
            if self._path.refuted:
                self._path, sound = None, Sound.UNKNOWN
        if voiced and sound is not Sound.ECHO and self._search_is_due() and self._search(at):
            return Sound.ECHO
        return sound

    def _place(self, at_ms: float) -> int:
        """Where the frame lies on the time line of what is played: by count, for arrival is uneven."""
        now = self._played.position(at_ms)
        late = 0 if self._next is None else now - self._next
        at = now if self._next is None or late < 0 else self._next
        if late < 0 and self._path is not None:
            self._path.delay += late
        self._late.append(max(0, late))
        self._next = at + FRAME_BYTES
        if len(self._late) == _ARRIVALS:
            # Audio that comes late in a burst catches up within a second; what does not is missing.
            missing = min(self._late)
            self._late.clear()
            if missing > _MISSING:
                self._next += missing
        return at

    def _search_is_due(self) -> bool:
        pause = _WINDOW // 2 if self._found else _WINDOW
        enough = len(self._frames) >= _WINDOW and sum(self._voiced) >= _VOICED
        return enough and self._since_search >= pause and self._searches >= 1

    def _search(self, at: int) -> bool:
        """Looks for the latest frames in all that was played lately; True when that settles the delay."""
        self._since_search = 0
        self._searches -= 1
        latest = b"".join(list(self._frames)[-_WINDOW:])
        match = best_delay(latest, self._played, at + FRAME_BYTES, 0, LONGEST_DELAY)
        like = max(match.roughly, match.like)
        self._found = [each for each in self._found if at - each[0] <= _REMEMBERED]
        if like < _AGREE:
            return False
        settled = like >= _CERTAIN or any(
            abs(match.delay - other) <= (_ROUGHLY if min(like, before) >= _AGREE_ROUGHLY else _SAME)
            for then, other, before in self._found
            if at - then >= _WINDOW * FRAME_BYTES
        )
        self._found.append((at, match.delay, like))
        if settled:
            self._settle(at, match.delay, certain=like >= _CERTAIN)
        return settled

    def _settle(self, at: int, delay: int, *, certain: bool) -> None:
        self._found.clear()
        self._searches = float(_SEARCHES)
        if self._path is not None:
            self._path.moved(at, delay)
            return
        every = b"".join(self._frames)
        exact = best_delay(every, self._played, at + FRAME_BYTES, max(0, delay - _ROUGHLY), delay + _ROUGHLY)
        self._path = EchoPath(self._played, exact.delay, certain=certain)
        self._path.learn((at - back * FRAME_BYTES, pcm) for back, pcm in enumerate(reversed(self._frames)))
