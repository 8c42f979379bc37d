"""A call's time, and its recording on that time."""

import asyncio
import time

from services.recording.spool import StereoSpool


class Clock:
    """Milliseconds since the epoch that never run backwards, on the event loop's clock."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._offset_s = time.time() - self._loop.time()

    def now_ms(self) -> float:
        return (self._loop.time() + self._offset_s) * 1000


class CallRecording:
    """A call's recording on the call's own time, which starts when the call comes in."""

    def __init__(self, spool: StereoSpool, clock: Clock, started_at_ms: float) -> None:
        self._spool = spool
        self._clock = clock
        self._started_at_ms = started_at_ms

    def at_ms(self) -> float:
        return self._clock.now_ms() - self._started_at_ms

    def caller(self, ulaw: bytes) -> None:
        self._spool.caller(self.at_ms(), ulaw)

    def sentence(self, turn_id: int, sentence: int) -> None:
        self._spool.sentence(self.at_ms(), turn_id, sentence)

    def agent(self, ulaw: bytes) -> None:
        self._spool.agent(self.at_ms(), ulaw)

    def cut_agent(self) -> None:
        self._spool.cut_agent(self.at_ms())
