"""One live call: takes an event, steps the machine, journals, runs the effects, until the call is over.

Everything a call does happens in one event loop and one task group. Tasks and callbacks talk to the loop only by
`emit`; the loop alone touches the state.
"""

import asyncio
import socket
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import structlog

from actors.call_clock import Clock, Tape
from actors.call_effects import CallEffects, Tools
from actors.carrier_stream import CarrierStream
from actors.ears import Ears
from actors.journal_writer import JournalWriter
from actors.live_view import LiveView
from actors.mind import Mind
from actors.restoration import Restored
from actors.voice import Voice
from domain.business import BusinessProfile
from domain.call import codec
from domain.call.effects import Effect, Finalise
from domain.call.events import (
    CallAnswered,
    CallBrief,
    CallerHungUp,
    CallResumed,
    CloseRequested,
    Event,
    KeyPressed,
)
from domain.call.machine import step
from domain.call.state import CallState
from domain.dialogue.prompt import system_prompt
from domain.dialogue.tools import tool_specs
from domain.errors import ReceptionistError
from providers.ports import LanguageModel, SpeechToText, TextToSpeech
from services.call_records import CallRecords
from services.phrases import CallPhrases, Phrases
from services.profiles import Profiles
from services.recordings import StereoSpool
from services.tools import CallContext
from storage.live import Ticket

log = structlog.get_logger()

ANSWER_TIMEOUT_S = 10.0
FINALISE_TIMEOUT_S = 20.0
FINALISE_ATTEMPTS = 4
FINALISE_PAUSE_S = 1.0


@dataclass(frozen=True, slots=True)
class SessionParts:
    """What the calls of one process share; `tools` gives a business's."""

    speech_to_text: SpeechToText
    language_model: LanguageModel
    text_to_speech: TextToSpeech
    phrases: Phrases
    profiles: Profiles
    records: CallRecords
    tools: Callable[[BusinessProfile], Tools]
    spool_dir: Path


class CallSession:
    """Serves one call on one socket, from the media stream's opening to the written rows.

    Args:
        parts: what it shares with the process's other calls.
        ticket: what the webhook decided.
        profile: the business's.
        restored: the call as another process left it, with the stream to take over.
    """

    def __init__(
        self,
        parts: SessionParts,
        ticket: Ticket,
        profile: BusinessProfile,
        *,
        restored: Restored | None = None,
    ) -> None:
        self._parts = parts
        self._ticket = ticket
        self._profile = profile
        self._clock = Clock()
        self._events: asyncio.Queue[tuple[float, Event]] = asyncio.Queue()
        self.state = restored.state if restored else CallState()
        self._stream = CarrierStream(
            self, call_sid=ticket.call_sid, stream_sid=restored.stream_sid if restored else None
        )
        if restored is not None:
            self.emit(CallResumed())
        loop = asyncio.get_running_loop()
        self._journal = JournalWriter(parts.records.journal, ticket.call_id, loop.time)
        self._live = LiveView(parts.records.live, ticket, lambda: self.state)
        self._spool = StereoSpool(parts.spool_dir / f"{ticket.call_id}.spool")
        self._tape = Tape(self._spool, self._clock, ticket.received_at.timestamp() * 1000)
        self._ears = Ears(
            parts.speech_to_text,
            language=profile.language,
            keyterms=keyterms(profile),
            now_ms=self._clock.now_ms,
            emit=self.emit,
        )
        self._voice = Voice(
            parts.text_to_speech,
            self._stream,
            CallPhrases(parts.phrases, voice_id=profile.voice_id, language=profile.language),
            self._tape,
            voice_id=profile.voice_id,
            language=profile.language,
            now_ms=self._clock.now_ms,
            emit=self.emit,
        )
        self._mind = Mind(
            parts.language_model,
            system_prompt=system_prompt(profile, now=ticket.received_at, caller_number=ticket.from_number),
            tools=tool_specs(profile),
            now_ms=self._clock.now_ms,
            emit=self.emit,
        )
        self._answer_recorded = False

    def emit(self, event: Event) -> None:
        """Something happened, now."""
        self._events.put_nowait((self._clock.now_ms(), event))

    async def serve(self, sock: socket.socket) -> bool:
        """Runs the call to its end and writes its rows; False when something of ours broke."""
        finalise: Finalise | None = None
        clean = True
        try:
            finalise = await self._run(sock)
        except* Exception as crash:
            # The task-group root: a defect ends this call only, is told, and leaves its rows behind.
            clean = False
            log.error("call.crashed", exc_info=crash)
        finally:
            self._stream.close()
            try:
                await self._write_records(finalise)
            finally:
                self._stream.abort()
        return clean

    async def _run(self, sock: socket.socket) -> Finalise | None:
        async with asyncio.TaskGroup() as tasks:
            effects = CallEffects(
                call=CallContext(self._ticket.call_id, self._ticket.business_id, self._ticket.from_number),
                call_sid=self._ticket.call_sid,
                stream=self._stream,
                voice=self._voice,
                mind=self._mind,
                tools=self._parts.tools(self._profile),
                live=self._parts.records.live,
                publisher=self._live,
                tasks=tasks,
                emit=self.emit,
            )
            background = [
                tasks.create_task(self._ears.run(), name="ears"),
                tasks.create_task(self._voice.run(), name="voice"),
                tasks.create_task(self._live.run(), name="live_view"),
            ]
            await self._stream.attach(sock)
            while effects.finalise is None:
                await self._take(effects)
                self._record_answer(tasks)
            effects.cancel_timers()
            for task in background:
                task.cancel()
            return effects.finalise

    async def _take(self, effects: CallEffects) -> None:
        """One step: whatever has happened goes through the machine, into the journal, and then takes effect."""
        batch = [await self._events.get()]
        while not self._events.empty():
            batch.append(self._events.get_nowait())
        asked: list[Effect] = []
        entries: list[bytes] = []
        for at_ms, event in batch:
            self.state, more = step(self.state, event, at_ms)
            entries.append(codec.encode(event, at_ms, codec.digest(self.state.phase, more)))
            asked.extend(more)
        await self._journal.write(entries)
        for effect in asked:
            effects.run(effect)

    def _answered(self, stream_sid: str) -> CallAnswered:
        profile, ticket = self._profile, self._ticket
        return CallAnswered(
            CallBrief(
                call_id=str(ticket.call_id),
                business_id=str(ticket.business_id),
                caller_number=ticket.from_number,
                language=profile.language,
                country=profile.country,
                greeting=profile.greeting,
                can_transfer=profile.transfer_number is not None,
            ),
            stream_sid,
        )

    def _record_answer(self, tasks: asyncio.TaskGroup) -> None:
        if self.state.first_audio_at_ms is not None and not self._answer_recorded:
            self._answer_recorded = True
            tasks.create_task(self._write_answer(), name="record_answer")

    async def _write_answer(self) -> None:
        try:
            async with asyncio.timeout(ANSWER_TIMEOUT_S):
                await self._parts.records.answered(self._ticket, self.state)
        except (ReceptionistError, TimeoutError) as error:
            log.warning("call.answer_not_recorded", reason=str(error) or "timeout")

    async def _write_records(self, finalise: Finalise | None) -> None:
        """Recording, journal, rows; the rows are tried again while Postgres is away, bounded."""
        ending = finalise or Finalise("failed", "an internal error ended the call")
        records = self._parts.records
        self._spool.close(self._tape.at_ms())
        await self._journal.flush(FINALISE_PAUSE_S)
        files = await records.store_files(self._ticket, self._spool)
        for attempt in range(1, FINALISE_ATTEMPTS + 1):
            try:
                async with asyncio.timeout(FINALISE_TIMEOUT_S):
                    await records.write_rows(
                        self._ticket, self.state, files, outcome=ending.outcome, reason=ending.reason
                    )
                break
            except (ReceptionistError, TimeoutError) as error:
                log.error("call.not_recorded", attempt=attempt, reason=str(error) or "timeout")
                if attempt < FINALISE_ATTEMPTS:
                    await asyncio.sleep(FINALISE_PAUSE_S * 2**attempt)
        log.info(
            "call.finished",
            outcome=ending.outcome,
            reason=ending.reason,
            dropped_frames=self._ears.dropped_frames,
        )

    # --- StreamListener -----------------------------------------------------------------------------------------
    def stream_started(self, stream_sid: str) -> None:
        self.emit(self._answered(stream_sid))

    def audio_received(self, ulaw: bytes) -> None:
        self._tape.caller(ulaw)
        self._ears.feed(ulaw)

    def mark_returned(self, name: str) -> None:
        self._voice.mark_returned(name)

    def key_pressed(self, digit: str) -> None:
        self.emit(KeyPressed(digit))

    def stream_ended(self, reason: str) -> None:
        self.emit(CallerHungUp(reason))

    def close(self, reason: str) -> None:
        """Ends the call from outside."""
        self.emit(CloseRequested(reason))


def keyterms(profile: BusinessProfile) -> tuple[str, ...]:
    """The names a recogniser should favour: the business's, its people's, its offerings'."""
    return (
        profile.name,
        *(member.name for member in profile.staff),
        *(offering.name for offering in profile.offerings),
    )
