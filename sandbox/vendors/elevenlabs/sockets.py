"""The text-input WebSockets: `stream-input` (one text) and `multi-stream-input` (several contexts at once).

Text gathers until something sets it off: `flush`, `auto_mode` with a finished sentence, `try_trigger_generation`,
the chunk length schedule, or the end. Audio of one context is made in order; contexts do not wait for each other.

Source: https://elevenlabs.io/docs/api-reference/text-to-speech/v-1-text-to-speech-voice-id-stream-input and
https://elevenlabs.io/docs/api-reference/text-to-speech/v-1-text-to-speech-voice-id-multi-stream-input
"""

import asyncio
import base64
import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from sandbox.faults import Fault
from sandbox.vendors.elevenlabs.voicing import Chunk, Voicing

_SCHEDULE = (120, 160, 250, 290)
_SENTENCE_END = (".", "!", "?", "\n")
_INACTIVE = (1008, "input_timeout_exceeded")
INTERNAL_ERROR = 1011


class SocketCut(Exception):
    """A fault cut the connection, or the client has gone."""


@dataclass(frozen=True, slots=True)
class SocketOptions:
    """The connection's query: `sync_alignment` adds character times, `auto_mode` speaks finished sentences at once."""

    output_format: str
    auto_mode: bool
    sync_alignment: bool
    inactivity_timeout_s: float


class _Context:
    """One stretch of text on its way to audio."""

    def __init__(self, context_id: str | None) -> None:
        self.context_id = context_id
        self.text = ""
        self.spoken = 0
        self.schedule = _SCHEDULE
        self.due: asyncio.Queue[str | None] = asyncio.Queue(maxsize=256)
        self.task: asyncio.Task[None] | None = None

    def add(self, message: dict[str, Any], *, auto_mode: bool) -> str | None:
        """Takes in text; gives what should be spoken now."""
        config = message.get("generation_config") or message.get("generator_config") or {}
        self.schedule = tuple(config.get("chunk_length_schedule") or self.schedule)
        self.text += message.get("text") or ""
        ready = (
            message.get("flush")
            or message.get("try_trigger_generation")
            or (auto_mode and self.text.rstrip().endswith(_SENTENCE_END))
            or len(self.text) >= self.schedule[min(self.spoken, len(self.schedule) - 1)]
        )
        return self.take() if ready else None

    def take(self) -> str | None:
        """All gathered text, or None when it is only spaces."""
        text, self.text = self.text.strip(), ""
        if not text:
            return None
        self.spoken += 1
        return text


class TextSocket:
    """One accepted connection of either kind."""

    def __init__(
        self, socket: WebSocket, voicing: Voicing, options: SocketOptions, fault: Fault | None, *, multi: bool
    ) -> None:
        self._socket = socket
        self._voicing = voicing
        self._options = options
        self._multi = multi
        self._useful_left = fault.after_chunks if fault is not None and fault.kind == "drop" else -1
        self._contexts: dict[str | None, _Context] = {}

    async def run(self, group: asyncio.TaskGroup) -> None:
        """Serves the client until it says that it is done, leaves, or falls silent.

        Args:
            group: where the contexts' speech is made; the caller cancels it.
        """
        while True:
            try:
                async with asyncio.timeout(self._options.inactivity_timeout_s):
                    message = json.loads(await self._socket.receive_text())
            except TimeoutError:
                await self._socket.close(*_INACTIVE)
                return
            except ValueError:
                await self._socket.close(1008, "invalid_message")
                return
            if not await self._obey(message, lambda context: group.create_task(self._speak(context))):
                return

    async def _obey(self, message: dict[str, Any], start: Callable[[_Context], asyncio.Task[None]]) -> bool:
        """Does what a message asks; False when the connection is over."""
        if self._multi and message.get("close_socket"):
            for context in list(self._contexts.values()):
                await self._finish(context)
            await self._socket.close()
            return False
        context_id = message.get("context_id") if self._multi else None
        context = self._contexts.get(context_id)
        if context is None:
            if message.get("close_context") or not message.get("text"):
                return True
            context = self._contexts[context_id] = _Context(context_id)
            context.task = start(context)
        if message.get("close_context"):
            del self._contexts[context_id]
            await self._end(context)
            return True
        ends = not self._multi and message.get("text") == "" and not message.get("flush")
        if (text := context.add(message, auto_mode=self._options.auto_mode)) is not None:
            await context.due.put(text)
        if ends:
            await self._finish(context)
            await self._socket.close()
            return False
        return True

    async def _finish(self, context: _Context) -> None:
        await self._end(context)
        if context.task is not None:
            await asyncio.wait([context.task])

    @staticmethod
    async def _end(context: _Context) -> None:
        if (rest := context.take()) is not None:
            await context.due.put(rest)
        await context.due.put(None)

    async def _speak(self, context: _Context) -> None:
        """Speaks what one context has due, in order, then says that it is final."""
        while (text := await context.due.get()) is not None:
            spoken_ms, at = 0.0, 0
            chunks = [chunk async for chunk in self._voicing.speak(text, self._options.output_format)]
            whole_ms = sum(chunk.duration_ms for chunk in chunks) or 1.0
            for chunk in chunks:
                spoken_ms += chunk.duration_ms
                upto = round(len(text) * spoken_ms / whole_ms)
                await self._send(self._audio_message(context, chunk, text[at:upto]), useful=True)
                at = upto
        await self._send(self._named(context, {"isFinal": True}), useful=False)

    def _audio_message(self, context: _Context, chunk: Chunk, said: str) -> dict[str, Any]:
        alignment = _alignment(said, chunk.duration_ms) if self._options.sync_alignment and said else None
        audio = base64.b64encode(chunk.audio).decode()
        return self._named(
            context, {"audio": audio, "alignment": alignment, "normalizedAlignment": alignment}
        )

    def _named(self, context: _Context, message: dict[str, Any]) -> dict[str, Any]:
        if self._multi and context.context_id is not None:
            message["contextId"] = context.context_id
        return message

    async def _send(self, message: dict[str, Any], *, useful: bool) -> None:
        try:
            await self._socket.send_text(json.dumps(message))
        except (RuntimeError, WebSocketDisconnect) as error:
            raise SocketCut from error
        if useful and self._useful_left > 0:
            self._useful_left -= 1
            if self._useful_left == 0:
                with suppress(RuntimeError, WebSocketDisconnect):
                    await self._socket.close(INTERNAL_ERROR)
                raise SocketCut


def _alignment(text: str, duration_ms: float) -> dict[str, Any]:
    """Character times spread evenly over one chunk, relative to it."""
    edges = [round(duration_ms * index / len(text)) for index in range(len(text) + 1)]
    return {
        "chars": list(text),
        "charStartTimesMs": edges[:-1],
        "charDurationsMs": [end - start for start, end in pairwise(edges)],
    }
