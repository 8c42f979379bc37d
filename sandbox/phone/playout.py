"""The carrier's play-out buffer of a Media Stream: what sounds at the caller's end, and when.

Twilio buffers media of any size and plays it in order; a mark comes back when the audio before it has been played, at
once when nothing is buffered; clear empties the buffer and returns every pending mark.
Source: https://www.twilio.com/docs/voice/media-streams/websocket-messages
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from domain.audio import BYTES_PER_MS, FRAME_BYTES, SILENCE_BYTE
from sandbox.phone.listening import is_voiced

_COMPACT_AT_BYTES = 64_000


@dataclass(frozen=True, slots=True)
class Underrun:
    """The buffer ran dry in the middle of speech.

    Attributes:
        at: monotonic seconds at which the audio broke off.
        gap_ms: how long nothing sounded.
    """

    at: float
    gap_ms: float


class Playout:
    """The play-out buffer of one stream, driven by `tick` every 20 ms.

    A frame handed out by `tick(now)` sounds from `now` to `now + 20 ms`; audio that arrives meanwhile waits for the
    next tick. No clock is read: virtual time works.

    Args:
        underrun_gap_ms: a longer silence between two stretches of audio is a pause, not an underrun.

    Attributes:
        underruns: every gap shorter than that whose audio broke off while voiced.
        first_audio_at: when the first frame, voiced or not, began to sound.
        received_bytes: all audio ever appended.
        cleared_bytes: audio thrown away by `clear`.
        max_buffered_ms: the fullest the buffer ever was.
        on_arrival: told of each piece of audio as it arrives, before it waits for its tick.
    """

    def __init__(self, underrun_gap_ms: float = 400) -> None:
        self.underruns: list[Underrun] = []
        self.first_audio_at: float | None = None
        self.received_bytes = 0
        self.cleared_bytes = 0
        self.max_buffered_ms = 0.0
        self.on_arrival: Callable[[bytes], None] | None = None
        self._underrun_gap_ms = underrun_gap_ms
        self._buffer = bytearray()
        self._read = 0
        self._marks: deque[tuple[int, str]] = deque()
        # Positions count the bytes of the stream: appended, handed to the loudspeaker, and sounded to their end.
        self._appended = 0
        self._handed = 0
        self._sounded = 0
        self._dry_since: float | None = None
        self._last_was_voiced = False

    @property
    def buffered_ms(self) -> float:
        """Audio not yet handed to the loudspeaker."""
        return (len(self._buffer) - self._read) / BYTES_PER_MS

    @property
    def pending_marks(self) -> tuple[str, ...]:
        return tuple(name for _, name in self._marks)

    def append(self, payload: bytes) -> None:
        """Queues µ-law of any length behind what is buffered."""
        if self.on_arrival is not None:
            self.on_arrival(payload)
        self._buffer += payload
        self._appended += len(payload)
        self.received_bytes += len(payload)
        buffered_ms = self.buffered_ms
        self.max_buffered_ms = max(self.max_buffered_ms, buffered_ms)

    def mark(self, name: str) -> bool:
        """Places a mark behind the audio so far; True when it is due at once since nothing is left to sound."""
        if not self._marks and self._sounded >= self._appended:
            return True
        self._marks.append((self._appended, name))
        return False

    def clear(self) -> list[str]:
        """Silences everything; gives the marks that were pending, in order."""
        self.cleared_bytes += len(self._buffer) - self._read
        self._buffer.clear()
        self._read = 0
        self._handed = self._sounded = self._appended
        self._dry_since = None
        names = [name for _, name in self._marks]
        self._marks.clear()
        return names

    def tick(self, now: float) -> tuple[bytes | None, list[str]]:
        """What begins to sound now (160 bytes, the tail padded with silence; None for nothing) and the marks due."""
        self._sounded = self._handed
        due: list[str] = []
        while self._marks and self._marks[0][0] <= self._sounded:
            due.append(self._marks.popleft()[1])
        frame = bytes(self._buffer[self._read : self._read + FRAME_BYTES])
        if not frame:
            return None, due
        self._take(len(frame))
        if self.first_audio_at is None:
            self.first_audio_at = now
        if self._dry_since is not None:
            gap_ms = round((now - self._dry_since) * 1000, 1)
            # A tick that comes late is the clock's lateness, not a gap in the audio.
            if self._last_was_voiced and 1.0 < gap_ms < self._underrun_gap_ms:
                self.underruns.append(Underrun(self._dry_since, gap_ms))
            self._dry_since = None
        self._last_was_voiced = is_voiced(frame)
        if self._read == len(self._buffer):
            self._buffer.clear()
            self._read = 0
            self._dry_since = now + len(frame) / BYTES_PER_MS / 1000
        if len(frame) < FRAME_BYTES:
            frame = frame.ljust(FRAME_BYTES, bytes([SILENCE_BYTE]))
        return frame, due

    def _take(self, size: int) -> None:
        self._read += size
        self._handed += size
        if self._read >= _COMPACT_AT_BYTES:
            del self._buffer[: self._read]
            self._read = 0
