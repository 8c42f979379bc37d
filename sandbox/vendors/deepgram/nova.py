"""Nova (`/v1/listen`): interim and final results, endpointing, utterance ends.

Source: https://developers.deepgram.com/docs/understand-endpointing-interim-results and
https://developers.deepgram.com/docs/utterance-end
"""

import asyncio
import hashlib
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from sandbox.speech.listener import Listener
from sandbox.speech.recogniser import Heard, Recogniser, transcript
from sandbox.vendors.deepgram.connection import Connection
from sandbox.vendors.deepgram.framing import Framer
from sandbox.vendors.deepgram.parameters import NovaParameters

SILENCE_LIMIT_S = 10.0
NO_AUDIO = (
    1011,
    "Deepgram did not receive audio data or a text message within the timeout window. See NET-0001",
)
_SHORTEST_ENDPOINT_MS = 200
"""The vendor's endpointing of 10 ms is measured by a better ear; less than this here cuts between words."""
_INTERIM_MS = 500
_MODEL = {"name": "sandbox-nova", "version": "2026-01-01.0", "arch": "nova-3"}


class NovaWire:
    """The server's side of the wire: words its messages."""

    def __init__(self, connection: Connection, parameters: NovaParameters) -> None:
        self._connection = connection
        self._parameters = parameters
        self._model_uuid = str(uuid4())
        self._digest = hashlib.sha256()
        self._audio_bytes = 0
        self.starts_s = 0.0

    def count(self, audio: bytes) -> None:
        """Notes audio for the closing Metadata."""
        self._digest.update(audio)
        self._audio_bytes += len(audio)

    async def speech_started(self, at_s: float) -> None:
        if self._parameters.vad_events:
            message = {"type": "SpeechStarted", "channel": [0, 1], "timestamp": round(at_s, 2)}
            await self._connection.send(message)

    async def utterance_end(self, last_word_end_s: float) -> None:
        message = {"type": "UtteranceEnd", "channel": [0, 1], "last_word_end": round(last_word_end_s, 2)}
        await self._connection.send(message)

    async def results(
        self,
        now_s: float,
        words: Heard,
        *,
        final: bool,
        speech_final: bool = False,
        from_finalize: bool = False,
    ) -> None:
        """Sends one Results; a final one begins the next stretch of audio."""
        alternative: dict[str, Any] = {
            "transcript": transcript(words),
            "confidence": min((word.confidence for word in words), default=0.0),
            "words": [
                {
                    "word": word.text,
                    "start": word.start_s,
                    "end": word.end_s,
                    "confidence": word.confidence,
                    "punctuated_word": word.text,
                }
                for word in words
            ],
        }
        await self._connection.send(
            {
                "type": "Results",
                "channel_index": [0, 1],
                "duration": round(now_s - self.starts_s, 3),
                "start": round(self.starts_s, 3),
                "is_final": final,
                "speech_final": speech_final,
                "from_finalize": from_finalize,
                "channel": {"alternatives": [alternative]},
                "metadata": {
                    "request_id": self._connection.request_id,
                    "model_info": _MODEL,
                    "model_uuid": self._model_uuid,
                },
            }
        )
        if final:
            self.starts_s = now_s

    async def metadata(self) -> None:
        await self._connection.send(
            {
                "type": "Metadata",
                "transaction_key": "deprecated",
                "request_id": self._connection.request_id,
                "sha256": self._digest.hexdigest(),
                "created": datetime.now(UTC).isoformat().replace("+00:00", "Z"),
                "duration": round(self._audio_bytes / self._parameters.audio.bytes_per_s, 3),
                "channels": 1,
            }
        )


class NovaSession:
    """One Nova connection that really listens."""

    def __init__(
        self,
        connection: Connection,
        parameters: NovaParameters,
        recogniser: Recogniser,
        silence_limit_s: float = SILENCE_LIMIT_S,
    ) -> None:
        self._connection = connection
        self._parameters = parameters
        self._wire = NovaWire(connection, parameters)
        self._framer = Framer(parameters.audio)
        self._listener = Listener(recogniser)
        self._silence_limit_s = silence_limit_s
        self._reported = False
        self._last_interim_ms = 0
        self._last_word_end_s: float | None = None

    async def run(self) -> None:
        """Serves the client until it leaves, asks for the end, or falls silent for 10 s."""
        messages = self._connection.messages()
        try:
            while True:
                async with asyncio.timeout(self._silence_limit_s):
                    message = await anext(messages, None)
                if message is None:
                    return
                if isinstance(message, bytes):
                    self._wire.count(message)
                    for frame in self._framer.frames(message):
                        await self._hear(frame)
                elif not await self._obey(message):
                    return
        except TimeoutError:
            await self._connection.close(*NO_AUDIO)
        finally:
            await self._listener.close()

    async def _obey(self, message: dict[str, Any]) -> bool:
        """Does what a control message asks; False when the connection is over."""
        match message.get("type"):
            case "KeepAlive":
                return True
            case "Finalize":
                await self._finish(from_finalize=True)
                return True
            case "CloseStream":
                await self._finish()
                await self._wire.metadata()
                await self._connection.close()
                return False
            case _:
                await self._connection.close(
                    1008, "The payload cannot be decoded as text or audio. See DATA-0000"
                )
                return False

    async def _hear(self, frame: bytes) -> None:
        listener, parameters = self._listener, self._parameters
        await listener.hear(frame)
        now_s = listener.heard_ms / 1000
        if listener.speaking:
            if not self._reported:
                self._reported = True
                await self._wire.speech_started(listener.began_ms / 1000)
            endpoint_ms = parameters.endpointing_ms
            if endpoint_ms is not None and listener.silence_ms >= max(endpoint_ms, _SHORTEST_ENDPOINT_MS):
                await self._finish(speech_final=True)
            elif listener.too_long:
                await self._finish()
            elif (
                parameters.interim_results
                and listener.words
                and listener.heard_ms - self._last_interim_ms >= _INTERIM_MS
            ):
                self._last_interim_ms = listener.heard_ms
                await self._wire.results(now_s, listener.words, final=False)
        elif (
            parameters.utterance_end_ms is not None
            and self._last_word_end_s is not None
            and (now_s - self._last_word_end_s) * 1000 >= parameters.utterance_end_ms
        ):
            ended_s, self._last_word_end_s = self._last_word_end_s, None
            await self._wire.utterance_end(ended_s)

    async def _finish(self, *, speech_final: bool = False, from_finalize: bool = False) -> None:
        """Sends what was said in the running stretch as final; empty when nothing was."""
        words = await self._listener.conclude() if self._listener.speaking else ()
        now_s = self._listener.heard_ms / 1000
        await self._wire.results(
            now_s, words, final=True, speech_final=speech_final, from_finalize=from_finalize
        )
        if words:
            self._last_word_end_s = words[-1].end_s
        self._reported = False
        await self._listener.forget()
