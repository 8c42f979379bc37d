"""Flux (`/v2/listen`): turns out of speech.

The turns follow the vendor's state machine; confidence that a turn is over is a function of silence alone here:
`1 - exp(-silence / 415 ms)`, which reaches the default threshold of 0.7 after 500 ms.

Source: https://developers.deepgram.com/docs/flux/state
"""

import json
import math
from collections.abc import Iterable
from typing import Any, Literal

from sandbox.speech.listener import Listener
from sandbox.speech.recogniser import Heard, Recogniser, transcript
from sandbox.vendors.deepgram.connection import Connection
from sandbox.vendors.deepgram.framing import Framer
from sandbox.vendors.deepgram.parameters import BadParameter, FluxParameters, Thresholds

_UPDATE_MS = 240
_SILENCE_SCALE_MS = 415.0
_FORGET_NOISE_MS = 600
TurnEvent = Literal["Update", "StartOfTurn", "EagerEndOfTurn", "TurnResumed", "EndOfTurn"]


def end_confidence(silence_ms: float) -> float:
    """How sure it is that a turn is over after so much silence; never quite 1."""
    return min(0.9999, round(1 - math.exp(-silence_ms / _SILENCE_SCALE_MS), 4))


class FluxWire:
    """The server's side of the wire: numbers the messages and words them."""

    def __init__(self, connection: Connection, parameters: FluxParameters) -> None:
        self._connection = connection
        self._parameters = parameters
        self._sequence = 0
        self.turn_index = 0
        self.window_start_s = 0.0

    async def connected(self) -> None:
        await self._send({"type": "Connected"}, useful=False)

    async def turn(
        self, event: TurnEvent, now_s: float, words: Heard, confidence: float, trigger: str | None = None
    ) -> None:
        """Sends one TurnInfo; an EndOfTurn moves on to the next turn."""
        message: dict[str, Any] = {
            "type": "TurnInfo",
            "event": event,
            "turn_index": self.turn_index,
            "audio_window_start": round(self.window_start_s, 2),
            "audio_window_end": round(now_s, 2),
            "transcript": transcript(words),
            "words": [
                {"word": word.text, "confidence": word.confidence, "start": word.start_s, "end": word.end_s}
                for word in words
            ],
            "end_of_turn_confidence": confidence,
        }
        if trigger is not None:
            message["trigger"] = trigger
        if self._parameters.language_hints:
            message["languages_hinted"] = list(self._parameters.language_hints)
        await self._send(dict(message))
        if event == "EndOfTurn" and self._connection.repeats:
            # As a busy vendor's: the end once more, and an update that was overtaken by it.
            await self._send(dict(message))
            await self._send({**message, "event": "Update"})
        if event == "EndOfTurn":
            self.turn_index += 1
            self.window_start_s = now_s

    async def configured(self, thresholds: Thresholds, keyterms: Iterable[str]) -> None:
        await self._send(
            {
                "type": "ConfigureSuccess",
                "thresholds": {
                    "eot_threshold": thresholds.eot,
                    "eot_timeout_ms": thresholds.timeout_ms,
                    **({} if thresholds.eager is None else {"eager_eot_threshold": thresholds.eager}),
                },
                "keyterms": list(keyterms),
            },
            useful=False,
        )

    async def not_configured(self, problem: str) -> None:
        await self._send(
            {"type": "ConfigureFailure", "code": "INVALID_CONFIGURE", "description": problem}, useful=False
        )

    async def fail(self, code: str, description: str) -> None:
        """Sends the fatal Error and closes."""
        message = {"type": "Error", "sequence_id": self._sequence, "code": code, "description": description}
        await self._connection.send(json.dumps(message), useful=False)
        await self._connection.close(1008, description)

    async def _send(self, message: dict[str, Any], *, useful: bool = True) -> None:
        kind = message.pop("type")
        head = {"type": kind, "request_id": self._connection.request_id, "sequence_id": self._sequence}
        self._sequence += 1
        await self._connection.send({**head, **message}, useful=useful)


class FluxSession:
    """One Flux connection that really listens."""

    def __init__(self, connection: Connection, parameters: FluxParameters, recogniser: Recogniser) -> None:
        self._connection = connection
        self._wire = FluxWire(connection, parameters)
        self._framer = Framer(parameters.audio)
        self._listener = Listener(recogniser)
        self._thresholds = parameters.thresholds
        self._keyterms = parameters.keyterms
        self._started = False
        self._awaiting_end = False
        self._last_sent_ms = 0

    async def run(self) -> None:
        """Serves the client until it leaves or asks for the end."""
        await self._wire.connected()
        try:
            async for message in self._connection.messages():
                if isinstance(message, bytes):
                    for frame in self._framer.frames(message):
                        await self._hear(frame)
                elif not await self._obey(message):
                    return
        finally:
            await self._listener.close()

    async def _obey(self, message: dict[str, Any]) -> bool:
        """Does what a control message asks; False when the connection is over."""
        match message.get("type"):
            case "CloseStream":
                if self._listener.speaking:
                    await self._end_turn("manual")
                await self._connection.close()
                return False
            case "ForceEndTurn":
                if self._listener.speaking:
                    await self._end_turn("manual")
            case "Configure":
                try:
                    self._thresholds = self._thresholds.updated(message.get("thresholds") or {})
                except BadParameter as problem:
                    await self._wire.not_configured(str(problem))
                else:
                    keyterms = message.get("keyterms")
                    if keyterms is not None:
                        self._keyterms = (keyterms,) if isinstance(keyterms, str) else tuple(keyterms)
                    await self._wire.configured(self._thresholds, self._keyterms)
            case _:
                await self._wire.fail("UNPARSABLE_CLIENT_MESSAGE", "the text message could not be understood")
                return False
        return True

    async def _hear(self, frame: bytes) -> None:
        listener = self._listener
        await listener.hear(frame)
        if listener.speaking:
            await self._follow_turn()
        if listener.heard_ms - self._last_sent_ms >= _UPDATE_MS:
            await self._say("Update")

    async def _follow_turn(self) -> None:
        listener, limits = self._listener, self._thresholds
        confidence = end_confidence(listener.silence_ms)
        if self._awaiting_end and listener.silence_ms == 0:
            await listener.resume()
            self._awaiting_end = False
            await self._say("TurnResumed")
        if not self._started and listener.words:
            self._started = True
            await self._say("StartOfTurn")
        only_noise = not self._started and listener.silence_ms >= _FORGET_NOISE_MS
        if only_noise or limits.eot <= confidence:
            await self._end_turn("model")
        elif listener.silence_ms >= limits.timeout_ms or listener.too_long:
            await self._end_turn("timeout")
        elif (
            limits.eager is not None
            and self._started
            and not self._awaiting_end
            and confidence >= limits.eager
            and await listener.conclude()
        ):
            self._awaiting_end = True
            await self._say("EagerEndOfTurn")

    async def _end_turn(self, trigger: str) -> None:
        """Ends the running turn; noise without a word ends without a trace."""
        if await self._listener.conclude():
            if not self._started:
                await self._say("StartOfTurn")
            await self._say("EndOfTurn", trigger)
        self._started = self._awaiting_end = False
        await self._listener.forget()

    async def _say(self, event: TurnEvent, trigger: str | None = None) -> None:
        listener = self._listener
        self._last_sent_ms = listener.heard_ms
        confidence = end_confidence(listener.silence_ms) if listener.speaking else 0.0
        await self._wire.turn(event, listener.heard_ms / 1000, listener.words, confidence, trigger)
