"""One live call: takes an event, steps the machine, journals, runs the effects, until the call leaves this process.

Everything a call does happens in one event loop and one task group. Tasks and callbacks talk to the loop only by
`emit`; the loop alone touches the state.
"""

import asyncio
import socket
from dataclasses import asdict

import structlog

from actors.call.carrier_stream import CarrierStream
from actors.call.clock import Clock, Tape
from actors.call.dependencies import Ending, Left, SessionParts, brief, keyterms
from actors.call.effects import CallEffects
from actors.call.finish import CallClosing
from actors.call.generation import Mind
from actors.call.journal_writer import JournalWriter
from actors.call.live_view import LiveView
from actors.call.migration import Leave, Leaving
from actors.call.node_store import CallShelf
from actors.call.restore import Restored
from actors.call.speech_input import Ears
from actors.call.speech_output import Voice
from domain.business import BusinessProfile
from domain.call import codec
from domain.call.effects import Effect, Finalise
from domain.call.events import (
    CallAnswered,
    CallerHungUp,
    CallMoved,
    CallParted,
    CallResumed,
    CloseRequested,
    Event,
    KeyPressed,
)
from domain.call.machine import step
from domain.call.state import CallState, Phase
from domain.dialogue.prompt import system_prompt
from domain.dialogue.tools import tool_specs
from services.phrases import CallPhrases
from services.recording.spool import StereoSpool
from services.tools.runner import CallContext
from storage.redis.live_view import Ticket

log = structlog.get_logger()

FLUSH_TIMEOUT_S = 1.0


class CallSession:
    """Serves one call on one socket, from the media stream's opening to the written rows.

    Args:
        parts: what it shares with the process's other calls.
        ticket: what the webhook decided.
        profile: the business's.
        shelf: what this node keeps of the call.
        restored: the call as another process left it.
    """

    def __init__(
        self,
        parts: SessionParts,
        ticket: Ticket,
        profile: BusinessProfile,
        shelf: CallShelf,
        *,
        restored: Restored | None = None,
    ) -> None:
        self._parts = parts
        self._ticket = ticket
        self._profile = profile
        self._shelf = shelf
        self._clock = Clock()
        self._events: asyncio.Queue[tuple[float, Event] | None] = asyncio.Queue()
        self.state = restored.state if restored else CallState()
        self._moved = restored is not None and restored.fresh
        taken_over = restored if restored is not None and not self._moved else None
        self._stream = CarrierStream(
            self,
            call_sid=ticket.call_sid,
            stream_sid=taken_over.stream_sid if taken_over else None,
            carry=taken_over.carry if taken_over else None,
        )
        self._journal = JournalWriter(
            parts.records.journal, shelf, ticket.call_id, restored.known if restored else ()
        )
        self._live = LiveView(parts.records.live, ticket, lambda: self.state)
        self._spool = StereoSpool(shelf.spool_path)
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
        self._closing = CallClosing(parts.records, ticket, shelf, self.state)
        self._leaving = Leaving(ticket, parts.records.live, parts.leases, self._look_again)
        self._stream_end: tuple[str, bool] | None = None
        self._taken_over = taken_over is not None
        if taken_over is not None:
            kept = taken_over.kept
            self._voice.take_over(kept.ledger, kept.sent_bytes)
            self.emit(CallResumed(audio_kept=bool(kept.caller)))
            self._ears.hear_again(kept.caller)

    @property
    def carry(self) -> bytes | None:
        """What had been read of a message of the stream when it was handed on."""
        return self._leaving.carry

    def emit(self, event: Event) -> None:
        """Something happened, now."""
        self._events.put_nowait((self._clock.now_ms(), event))

    def _look_again(self) -> None:
        self._events.put_nowait(None)

    def leave(self, wish: Leave, within_s: float) -> None:
        """Has the call leave this process at the next turn boundary, or anywhere once `within_s` are over."""
        self._leaving.ask(wish, within_s)

    async def serve(self, sock: socket.socket) -> Ending:
        """Runs the call until it leaves this process."""
        ending, finalise = Ending.CRASHED, None
        try:
            finalise = await self._run(sock)
            ending = Ending.FINISHED
        except* Left as left:
            ending = left.exceptions[0].ending if isinstance(left.exceptions[0], Left) else ending
        except* Exception as crash:
            # The task-group root: a defect ends this process's part of this call only.
            log.error("call.crashed", exc_info=crash)
        finally:
            self._leaving.close()
            await self._end(ending, finalise)
        return ending

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
                tasks.create_task(self._journal.run(), name="journal"),
            ]
            if self._taken_over:
                # Marks lie in the socket already, and must be expected before they are read.
                await self._take(effects)
                self._look_again()
            await self._stream.attach(sock)
            try:
                while effects.finalise is None:
                    await self._take(effects)
                    self._closing.record_answer(self.state, tasks)
                    await self._see_to_the_stream()
                    await self._leave_if_asked(effects)
            finally:
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
        for happened in batch:
            if happened is None:
                continue
            at_ms, event = happened
            self.state, more = step(self.state, event, at_ms)
            entries.append(codec.encode(event, at_ms, codec.digest(self.state.phase, more)))
            asked.extend(more)
        if entries:
            await self._journal.write(entries)
        for effect in asked:
            effects.run(effect)

    # --- leaving ------------------------------------------------------------------------------------------------
    async def _see_to_the_stream(self) -> None:
        """The stream is gone: by the caller, by us, because it broke, or because the carrier has a fresher one."""
        if self._stream_end is None:
            return
        (reason, lost), self._stream_end = self._stream_end, None
        leaving = self.state.phase in (Phase.LEAVING, Phase.ENDED)
        if self.state.brief is not None and not leaving:
            if await self._leaving.is_superseded():
                raise Left(Ending.SUPERSEDED)
            if lost:
                raise Left(Ending.STREAM_LOST)
        self.emit(CallerHungUp(reason))

    async def _leave_if_asked(self, effects: CallEffects) -> None:
        wish = self._leaving.due(self.state, quiet=self._ears.quiet)
        if wish is Leave.HAND_ON:
            await self._voice.fall_quiet()  # what it sent from now on would not reach the carrier
            self._leaving.carry = await self._stream.release()
            if self._leaving.carry is None:
                self._voice.go_on()
                self._leaving.put_off()
                return
            if not self._events.empty():
                await self._take(effects)
            raise Left(Ending.HANDED_ON)
        if wish is Leave.MOVE:
            if self._journal.behind or not await self._leaving.announce():
                self._leaving.put_off()  # another node could not go on with it
                return
            self.emit(CallParted())
            await self._take(effects)
            if not self._journal.behind:
                self._stream.close()  # the caller waits for the next one
            raise Left(Ending.MOVED)
        if wish is Leave.GIVE_WAY:
            raise Left(Ending.SUPERSEDED)

    async def _end(self, ending: Ending, finalise: Finalise | None) -> None:
        if ending is Ending.CRASHED:
            self._stream.detach()
        try:
            if ending is Ending.FINISHED and finalise is not None:
                self._stream.close()
                self._spool.close(self._tape.at_ms())
                await self._journal.flush(FLUSH_TIMEOUT_S)
                if await self._closing.write(self.state, finalise, self._spool):
                    self._shelf.clear()
            else:
                await self._journal.flush(FLUSH_TIMEOUT_S)
                if ending is Ending.MOVED:
                    self._stream.close()
                    await self._closing.keep_part(self._spool)
                    self._shelf.clear()
                self._spool.close()
        finally:
            self._shelf.close()
            if ending not in (Ending.HANDED_ON, Ending.CRASHED):
                self._stream.abort()
            how = asdict(finalise) if finalise else {}
            log.info("call.left", ending=ending.value, dropped_frames=self._ears.dropped_frames, **how)

    # --- StreamListener -----------------------------------------------------------------------------------------
    def stream_started(self, stream_sid: str) -> None:
        begun = CallAnswered(brief(self._ticket, self._profile), stream_sid)
        self.emit(CallMoved(stream_sid, self._ticket.moves) if self._moved else begun)

    def audio_received(self, ulaw: bytes) -> None:
        self._tape.caller(ulaw)
        self._ears.feed(ulaw)

    def mark_returned(self, name: str) -> None:
        self._voice.mark_returned(name)

    def key_pressed(self, digit: str) -> None:
        self.emit(KeyPressed(digit))

    def stream_ended(self, reason: str, *, lost: bool) -> None:
        self._stream_end = (reason, lost)
        self._look_again()

    def close(self, reason: str) -> None:
        """Ends the call from outside."""
        self.emit(CloseRequested(reason))
