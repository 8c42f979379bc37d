"""What sounds at the caller's end, sample by sample: the audio handed to the carrier, laid out as it plays it.

The time line is ours. Network and play-out add a delay to it that nobody tells us, the same for everything that sounds
without a break: a *stretch*. Between two stretches it may differ by some 20 ms.
"""

from bisect import bisect_right

from domain.audio import BYTES_PER_MS, SILENCE_BYTE

KEPT = 1500 * BYTES_PER_MS
"""How far back audio is still asked for: longer than any echo is late."""

_FORGET_AT = 4 * KEPT
_LONG_SILENCE = 2 * KEPT


class PlayedAudio:
    """A position is a number of samples on the time line, which begins with the first audio."""

    def __init__(self) -> None:
        self._began_at_ms: float | None = None
        self._first = 0
        self._ulaw = bytearray()
        self._stretches: list[int] = []

    @property
    def ends(self) -> int:
        """The position after the last sample that sounds; what was sent sounds until then."""
        return self._first + len(self._ulaw)

    def position(self, at_ms: float) -> int:
        """Which sample sounds at that instant; 0 while nothing was sent."""
        return 0 if self._began_at_ms is None else round((at_ms - self._began_at_ms) * BYTES_PER_MS)

    def sent(self, ulaw: bytes, now_ms: float) -> None:
        """µ-law was handed to the carrier: it sounds behind what was handed over before, or now."""
        if self._began_at_ms is None:
            self._began_at_ms = now_ms
        now, ends = self.position(now_ms), self.ends
        if now > ends or not self._stretches:
            self._stretches.append(max(now, ends))
        if now > ends + _LONG_SILENCE:
            self._first, self._stretches = now, self._stretches[-1:]
            self._ulaw.clear()
        elif now > ends:
            self._ulaw += bytes((SILENCE_BYTE,)) * (now - ends)
        self._ulaw += ulaw
        old = now - KEPT - self._first
        if old > _FORGET_AT:
            del self._ulaw[:old]
            self._first += old
            del self._stretches[: max(0, bisect_right(self._stretches, self._first) - 1)]

    def cut(self, now_ms: float) -> None:
        """The carrier threw away what had not sounded."""
        if self._began_at_ms is None:
            return
        del self._ulaw[max(0, self.position(now_ms) - self._first) :]
        while self._stretches and self._stretches[-1] > self.ends:
            self._stretches.pop()

    def ulaw(self, start: int, count: int) -> bytes:
        """`count` samples from a position on; silence where nothing sounded or is known."""
        begin = start - self._first
        found = bytes(self._ulaw[max(0, begin) : max(0, begin + count)])
        if len(found) == count:
            return found
        before = min(count, max(0, -begin))
        return (bytes((SILENCE_BYTE,)) * before + found).ljust(count, bytes((SILENCE_BYTE,)))

    def stretch(self, position: int) -> int:
        """Where the stretch began that sounds at a position, or sounded last before it."""
        at = bisect_right(self._stretches, position)
        return self._stretches[at - 1] if at else 0
