"""Recognition of telephone speech about appointments: µ-law in, lower-case words out."""

import itertools
import json
from dataclasses import dataclass

from sandbox.speech.worker_process import WorkerDied, WorkerProcess


@dataclass(frozen=True, slots=True)
class HeardWord:
    """One recognised word.

    Attributes:
        text: lower case, no punctuation; numbers as words.
        start_s: seconds from the start of the utterance's audio.
        end_s: likewise.
        confidence: 0 to 1; always 1 before the utterance has ended.
    """

    text: str
    start_s: float
    end_s: float
    confidence: float


Heard = tuple[HeardWord, ...]


def transcript(heard: Heard) -> str:
    """The words as one line."""
    return " ".join(word.text for word in heard)


class Recogniser:
    """One recognition process, shared by any number of streams (real-time factor 0.05 each)."""

    def __init__(self) -> None:
        self._worker = WorkerProcess("sandbox.speech.recogniser_worker")
        self._numbers = itertools.count(1)

    def open(self) -> "RecognitionStream":
        """A new stream; close it when the caller has gone."""
        return RecognitionStream(self._worker, next(self._numbers))

    async def warm_up(self) -> None:
        """Starts the process and builds its model now rather than at the first word."""
        await self._worker.ask(b"X" + (0).to_bytes(4, "big"))

    async def recognise(self, ulaw: bytes) -> Heard:
        """The words of one whole utterance, µ-law 8 kHz."""
        stream = self.open()
        await stream.start()
        await stream.hear(ulaw)
        heard = await stream.finish()
        await stream.close()
        return heard

    @property
    def worker_pid(self) -> int | None:
        """The recognition process's id while it runs."""
        return self._worker.pid

    def close(self) -> None:
        """Ends the process; open streams start over with a new one."""
        self._worker.close()


class RecognitionStream:
    """One caller's utterances, one after the other: `start`, `hear`..., `finish`.

    If the process dies, the words of the running utterance are lost and the next audio starts a new one.
    """

    def __init__(self, worker: WorkerProcess, number: int) -> None:
        self._worker = worker
        self._number = number.to_bytes(4, "big")

    async def start(self) -> None:
        """Begins an utterance."""
        await self._ask(b"S")

    async def hear(self, ulaw: bytes) -> Heard:
        """Adds audio of any length; gives the words so far."""
        return await self._ask(b"A", ulaw)

    async def finish(self) -> Heard:
        """Ends the utterance; gives its words."""
        return await self._ask(b"E")

    async def close(self) -> None:
        """Gives the decoder back."""
        await self._ask(b"X")

    async def _ask(self, operation: bytes, audio: bytes = b"") -> Heard:
        try:
            answer = await self._worker.ask(operation + self._number + audio)
        except WorkerDied:
            return ()
        return tuple(HeardWord(*word) for word in json.loads(answer))
