"""The caller's audio on its way to a recogniser, kept until what was said in it is known.

A recogniser that breaks off takes what it had not yet understood with it; its successor is sent that audio again.
"""

import asyncio
from collections import deque
from itertools import islice

from domain.audio import BYTES_PER_MS, FRAME_MS

GATHER_BYTES = 80 * BYTES_PER_MS
"""What the recogniser can wait for goes in one message of so much, as its vendor recommends: a message costs the same
CPU whatever its length.

Source: https://developers.deepgram.com/docs/flux/quickstart
"""

LIMIT_FRAMES = 15_000 // FRAME_MS
"""15 s: longer than a caller speaks without the recogniser ending a turn, so nothing is lost while it is away."""


class AudioBacklog:
    """Bounded: the oldest frames go first. A frame is what the carrier sent in one message, usually 20 ms."""

    def __init__(self, limit: int = LIMIT_FRAMES) -> None:
        self._frames: deque[bytes] = deque()
        self._limit = limit
        self._sent = 0
        self._gathered_bytes = 0
        self._due = asyncio.Event()
        self.dropped = 0
        """Frames that no recogniser was ever sent."""

    def put(self, ulaw: bytes, *, at_once: bool = True) -> None:
        """More audio; unless it is needed `at_once`, it may wait for what comes within `GATHER_BYTES`."""
        if len(self._frames) == self._limit:
            self._frames.popleft()
            if self._sent:
                self._sent -= 1
            else:
                self.dropped += 1
        self._frames.append(ulaw)
        self._gathered_bytes += len(ulaw)
        if at_once or self._gathered_bytes >= GATHER_BYTES:
            self._due.set()

    async def take(self) -> bytes:
        """All that the recogniser has not been sent yet; waits until something of it is due."""
        await self._due.wait()
        self._due.clear()
        self._gathered_bytes = 0
        taken = self._frames[-1] if self._sent == len(self._frames) - 1 else b"".join(self._unsent())
        self._sent = len(self._frames)
        return taken

    def send_again(self) -> None:
        """A new recogniser knows nothing of what the old one was sent."""
        self._sent = 0
        if self._frames:
            self._due.set()

    def forget(self, but: int) -> None:
        """What was said in the audio sent so far is known, except in its last `but` frames."""
        while self._sent > but:
            self._frames.popleft()
            self._sent -= 1

    def _unsent(self) -> list[bytes]:
        return list(islice(self._frames, self._sent, None))
