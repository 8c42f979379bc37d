"""Carrying out what the call machine asks for."""

import asyncio
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, Protocol

import structlog

from actors.call.carrier_stream import CarrierStream
from actors.call.generation import Generation
from actors.call.speech_output import SpeechOutput
from domain.call.effects import (
    AskModel,
    AwaitPlayout,
    CancelModel,
    CancelTimer,
    Effect,
    EndStream,
    Finalise,
    NextStepKind,
    Publish,
    RunTool,
    Speak,
    StartTimer,
    StopSpeaking,
    TimerName,
)
from domain.call.events import Event, TimerFired, ToolFinished
from domain.call.next_step import NextStep
from domain.conduct import Target
from domain.dialogue.tool_results import ToolRefused
from domain.errors import StorageError
from services.tools.runner import CallContext, ToolOutcome
from storage.redis.next_steps import NextSteps

log = structlog.get_logger()

NEXT_STEP_TIMEOUT_S = 1.0

STAY_HERE = (Publish, StartTimer, CancelTimer)
"""Effects that nobody outside this process can tell by. A timer's end is an event of its own, journalled behind the one
that began it; what watchers see is forgotten.
"""


class Publisher(Protocol):
    def publish(self) -> None: ...


class Tools(Protocol):
    """A business's tools (`services.tools.runner.ToolRunner`)."""

    async def run(
        self, call: CallContext, call_key: str, name: str, arguments: Mapping[str, Any], now: datetime
    ) -> ToolOutcome: ...


class CallEffects:
    """Runs effects in order without waiting: what takes time becomes a task of the call and ends in an event.

    Args:
        transfer: why the caller is put through, and to whom.
    """

    def __init__(
        self,
        *,
        call: CallContext,
        call_sid: str,
        stream: CarrierStream,
        speech_output: SpeechOutput,
        generation: Generation,
        tools: Tools,
        next_steps: NextSteps,
        transfer: Callable[[], tuple[str, Target | None]],
        publisher: Publisher,
        tasks: asyncio.TaskGroup,
        emit: Callable[[Event], None],
    ) -> None:
        self._call = call
        self._call_sid = call_sid
        self._stream = stream
        self._speech_output = speech_output
        self._generation = generation
        self._tools = tools
        self._next_steps = next_steps
        self._transfer = transfer
        self._publisher = publisher
        self._tasks = tasks
        self._emit = emit
        self._timers: dict[TimerName, asyncio.TimerHandle] = {}
        self.finalise: Finalise | None = None

    def run(self, effect: Effect) -> None:
        match effect:
            case Speak():
                self._speech_output.speak(effect)
            case AwaitPlayout():
                self._speech_output.await_playout(effect)
            case StopSpeaking():
                self._speech_output.stop(effect.turn_id)
            case AskModel():
                self._generation.ask(effect, self._tasks)
            case CancelModel():
                self._generation.cancel(effect.generation)
            case RunTool():
                self._tasks.create_task(self._run_tool(effect), name=f"tool.{effect.name}")
            case StartTimer():
                self._start_timer(effect)
            case CancelTimer():
                self._cancel_timer(effect.name)
            case EndStream():
                self._tasks.create_task(self._end_stream(effect), name="end_stream")
            case Publish():
                self._publisher.publish()
            case Finalise():
                self.finalise = effect

    def cancel_timers(self) -> None:
        for name in tuple(self._timers):
            self._cancel_timer(name)

    def _start_timer(self, effect: StartTimer) -> None:
        self._cancel_timer(effect.name)
        fired = TimerFired(effect.name.value, effect.turn_id)
        self._timers[effect.name] = asyncio.get_running_loop().call_later(
            effect.delay_ms / 1000, self._emit, fired
        )

    def _cancel_timer(self, name: TimerName) -> None:
        timer = self._timers.pop(name, None)
        if timer is not None:
            timer.cancel()

    async def _run_tool(self, effect: RunTool) -> None:
        try:
            outcome = await self._tools.run(
                self._call, effect.tool_call_id, effect.name, effect.arguments, datetime.now(UTC)
            )
        except Exception:
            # An effect boundary: whatever is wrong with a tool must not end the call.
            log.exception("tool.crashed", tool=effect.name)
            content = ToolRefused("unavailable", "This failed and is not confirmed. Say so.").to_content()
            self._emit(ToolFinished(effect.tool_call_id, content, ok=False))
            return
        self._emit(
            ToolFinished(
                effect.tool_call_id,
                outcome.content,
                outcome.ok,
                outcome.effect,
                str(outcome.booking_id) if outcome.booking_id else None,
                str(outcome.message_id) if outcome.message_id else None,
            )
        )

    async def _end_stream(self, effect: EndStream) -> None:
        """The next step is written first: the carrier asks for it as soon as the stream is closed."""
        reason, whom = self._transfer() if effect.next_step is NextStepKind.TRANSFER else ("", None)
        try:
            async with asyncio.timeout(NEXT_STEP_TIMEOUT_S):
                step = NextStep(effect.next_step, effect.words, reason, whom)
                await self._next_steps.put(self._call_sid, step)
        except (StorageError, TimeoutError) as error:
            log.error("call.next_step_lost", reason=str(error) or "timeout")
        self._stream.close()
