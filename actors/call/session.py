"""One live call: takes an event, steps the machine, journals, runs the effects, until the call leaves this process.

Everything a call does happens in one event loop and one task group. Tasks and callbacks talk to the loop only by
`emit`; the loop alone touches the state.
"""

import asyncio
import socket
from dataclasses import asdict
from datetime import UTC, datetime

import structlog

from actors.call.audible_stream import AudibleStream
from actors.call.carrier_stream import CarrierStream
from actors.call.clock import CallRecording, Clock
from actors.call.consent import RecordingConsent
from actors.call.dependencies import GOES_ON_HERE, CallDependencies, EndedHere, Ending, brief, keyterms
from actors.call.effects import STAY_HERE, CallEffects
from actors.call.finish import CallFinisher
from actors.call.generation import Generation
from actors.call.instructions import Instructions
from actors.call.journal_writer import JournalWriter
from actors.call.live_view import LiveView
from actors.call.migration import PendingMigration
from actors.call.node_store import NodeCallStore
from actors.call.restore import Restored
from actors.call.sentence_voice import SentenceVoice
from actors.call.speech_input import SpeechInput
from actors.call.speech_output import SpeechOutput
from actors.handoff.messages import Migration
from domain.business import BusinessProfile
from domain.call import codec
from domain.call.effects import Effect, Finalise
from domain.call.ending import transfer_reason, transfer_topic
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
from domain.conduct import Target, conduct, transfer_target
from domain.dialogue.danger import assessment
from domain.dialogue.tools import tool_specs
from domain.line.played_audio import PlayedAudio
from services.phrases import CallPhrases
from services.recording.spool import StereoSpool
from services.tools.runner import CallContext
from storage.redis.tickets import Ticket

log = structlog.get_logger()

FLUSH_TIMEOUT_S = 1.0

HEAR_OUT_S = 1.2
"""For the last words of a caller who hung up on them: a recogniser has them half a second after their end."""


class CallSession:
    """Serves one call on one socket, from the media stream's opening to the written rows.

    Args:
        dependencies: what it shares with the process's other calls.
        ticket: what the webhook decided.
        profile: the business's.
        node_store: what this node keeps of the call.
        restored: the call as another process left it.
    """

    def __init__(
        self,
        dependencies: CallDependencies,
        ticket: Ticket,
        profile: BusinessProfile,
        node_store: NodeCallStore,
        *,
        restored: Restored | None = None,
    ) -> None:
        self._dependencies = dependencies
        self._ticket = ticket
        self._profile = profile
        self._node_store = node_store
        self._clock = Clock()
        self._events: asyncio.Queue[tuple[float, Event] | None] = asyncio.Queue()
        self.state = restored.state if restored else CallState()
        self._on_fresh_stream = restored is not None and restored.fresh
        taken_over = restored if restored is not None and not self._on_fresh_stream else None
        self._stream = CarrierStream(
            self,
            call_sid=ticket.call_sid,
            stream_sid=taken_over.stream_sid if taken_over else None,
            unread_bytes=taken_over.unread_bytes if taken_over else None,
        )
        self._journal = JournalWriter(
            dependencies.records.journal, node_store, ticket.call_id, restored.known if restored else ()
        )
        self._live = LiveView(dependencies.records.live, dependencies.watched, ticket, lambda: self.state)
        self._spool = StereoSpool(node_store.spool_path, mended=taken_over is not None)
        self._recording = CallRecording(self._spool, self._clock, ticket.received_at.timestamp() * 1000)
        played = taken_over.kept.played if taken_over else PlayedAudio()
        self._speech_input = SpeechInput(
            dependencies.speech_to_text,
            played,
            language=profile.language,
            keyterms=keyterms(profile),
            now_ms=self._clock.now_ms,
            emit=self.emit,
            eagerness=conduct(profile).eagerness,
            circuit=dependencies.circuits.speech_to_text,
        )
        self._speech_output = SpeechOutput(
            SentenceVoice(
                dependencies.text_to_speech,
                voice_id=profile.voice_id,
                language=profile.language,
                fallback_voice_id=dependencies.fallback_voice_id,
                circuit=dependencies.circuits.text_to_speech,
            ),
            AudibleStream(self._stream, played, self._clock.now_ms),
            CallPhrases(dependencies.phrases, voice_id=profile.voice_id, language=profile.language),
            self._recording,
            now_ms=self._clock.now_ms,
            emit=self.emit,
        )
        self._generation = Generation(
            dependencies.language_model,
            fallback=dependencies.fallback_language_model,
            circuit=dependencies.circuits.language_model,
            language=profile.language,
            country=profile.country,
            instructions=Instructions(profile, ticket.received_at, ticket.from_number, ticket.caller).at,
            tools=tool_specs(profile),
            now_ms=self._clock.now_ms,
            emit=self.emit,
        )
        self._consent = RecordingConsent(
            conduct(profile).recording_in_force,
            profile.language,
            self._spool,
            dependencies.records.objects,
            ticket,
        )
        self._finisher = CallFinisher(
            dependencies.records,
            ticket,
            node_store,
            self.state,
            dependencies.rows,
            permission=self._consent.of,
            keeps_nothing=conduct(profile).retention.keeps_nothing,
        )
        self._migration = PendingMigration(
            ticket, dependencies.next_steps, dependencies.leases, self._look_again
        )
        self._stream_end: tuple[str, bool] | None = None
        self.over_at_s: float | None = None
        """On the loop's clock: when nobody was on the stream any more and only the writing was left."""
        self._taken_over = taken_over is not None
        if taken_over is not None:
            kept = taken_over.kept
            self._speech_output.take_over(kept.ledger, kept.sent_bytes)
            self.emit(CallResumed(audio_kept=bool(kept.caller)))
            self._speech_input.replay_audio(kept.caller)

    @property
    def unread_bytes(self) -> bytes | None:
        """What had been read of a message of the stream when the call migrated to another process of the node."""
        return self._migration.unread_bytes

    def _transfer(self) -> tuple[str, Target | None]:
        """Why the caller is put through and to whom, by the version the call began with."""
        topic, caller = transfer_topic(self.state), self._ticket.from_number
        return transfer_reason(self.state), transfer_target(
            self._profile, datetime.now(UTC), topic=topic, caller=caller
        )

    def emit(self, event: Event) -> None:
        """Something happened, now."""
        self._events.put_nowait((self._clock.now_ms(), event))

    def _look_again(self) -> None:
        self._events.put_nowait(None)

    def migrate(self, how: Migration, within_s: float) -> None:
        """Has the call leave this process at the next turn boundary, or anywhere once `within_s` are over."""
        self._migration.request(how, within_s)

    async def serve(self, sock: socket.socket) -> Ending:
        """Runs the call until it leaves this process."""
        ending, finalise = Ending.CRASHED, None
        try:
            finalise = await self._run(sock)
            ending = Ending.FINISHED
        except* EndedHere as ended:
            ending = ended.exceptions[0].ending if isinstance(ended.exceptions[0], EndedHere) else ending
        except* Exception as crash:
            # The task-group root: a defect ends this process's part of this call only.
            log.error("call.crashed", exc_info=crash)
        finally:
            self._migration.close()
            await self._end(ending, finalise)
        return ending

    async def _run(self, sock: socket.socket) -> Finalise | None:
        async with asyncio.TaskGroup() as tasks:
            effects = CallEffects(
                call=CallContext(self._ticket.call_id, self._ticket.business_id, self._ticket.from_number),
                call_sid=self._ticket.call_sid,
                stream=self._stream,
                speech_output=self._speech_output,
                generation=self._generation,
                tools=self._dependencies.tools(self._profile),
                next_steps=self._dependencies.next_steps,
                transfer=self._transfer,
                publisher=self._live,
                tasks=tasks,
                emit=self.emit,
            )
            background = [
                tasks.create_task(self._speech_input.run(), name="speech_input"),
                tasks.create_task(self._speech_output.run(), name="speech_output"),
                tasks.create_task(self._live.run(), name="live_view"),
                tasks.create_task(self._journal.run(), name="journal"),
            ]
            if (stock := self._dependencies.phrase_stock) is not None:
                filling = stock.fill(self._profile.voice_id, self._profile.language)
                background.append(tasks.create_task(filling, name="phrase_stock"))
            self._consent.follow(self.state, tasks)
            if self._taken_over:
                # Marks lie in the socket already, and must be expected before they are read.
                await self._take(effects)
                self._look_again()
            await self._stream.attach(sock)
            try:
                while effects.finalise is None:
                    await self._take(effects)
                    self._finisher.record_answer(self.state, tasks)
                    self._consent.follow(self.state, tasks)
                    await self._take_stream_end()
                    await self._migrate_if_due(effects)
            finally:
                effects.cancel_timers()
            for task in background:
                task.cancel()
            return effects.finalise

    async def _take(self, effects: CallEffects, *, leaving: bool = False) -> None:
        """One step: whatever has happened goes through the machine, into the journal, and then takes effect.

        Args:
            leaving: another process goes on from here.
        """
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
            stays_here = not leaving and all(isinstance(effect, STAY_HERE) for effect in asked)
            await self._journal.write(entries, deferred=stays_here)
        for effect in asked:
            effects.run(effect)

    # --- leaving this process -----------------------------------------------------------------------------------
    async def _take_stream_end(self) -> None:
        """The stream is gone: by the caller, by us, because it broke, or because the carrier has a fresher one."""
        if self._stream_end is None:
            return
        (reason, lost), self._stream_end = self._stream_end, None
        stream_ended = self.state.phase in (Phase.ENDING_STREAM, Phase.ENDED)
        if not stream_ended:
            if await self._migration.is_superseded():
                raise EndedHere(Ending.SUPERSEDED)
            if lost:
                raise EndedHere(Ending.STREAM_LOST)
        late_ms = 0.0
        if not stream_ended:
            ended_at_ms = self._clock.now_ms()
            await self._speech_input.hear_out(HEAR_OUT_S)
            late_ms = self._clock.now_ms() - ended_at_ms
        self.emit(CallerHungUp(reason, late_ms))

    async def _migrate_if_due(self, effects: CallEffects) -> None:
        how = self._migration.due(self.state, quiet=self._speech_input.quiet)
        if how is Migration.LOCAL:
            await self._speech_output.pause()  # what it sent from now on would not reach the carrier
            self._migration.unread_bytes = await self._stream.release()
            if self._migration.unread_bytes is None:
                self._speech_output.resume()
                self._migration.postpone()
                return
            if not self._events.empty():
                await self._take(effects, leaving=True)
            raise EndedHere(Ending.MIGRATED_LOCALLY)
        if how is Migration.REMOTE:
            if self._journal.behind or not await self._migration.announce():
                self._migration.postpone()  # another node could not go on with it
                return
            self.emit(CallParted())
            await self._take(effects, leaving=True)
            if not self._journal.behind:
                self._stream.close()  # the caller waits for the next one
            raise EndedHere(Ending.MIGRATED_REMOTELY)
        if how is Migration.SUPERSEDED:
            raise EndedHere(Ending.SUPERSEDED)

    async def _end(self, ending: Ending, finalise: Finalise | None) -> None:
        if ending is Ending.CRASHED:
            self._stream.detach()
        if ending not in GOES_ON_HERE:
            self.over_at_s = asyncio.get_running_loop().time()
        try:
            if ending is Ending.FINISHED and finalise is not None:
                self._stream.close()
                self._spool.close(self._recording.at_ms())
                await self._live.show_last()
                await self._journal.flush(FLUSH_TIMEOUT_S)
                if await self._finisher.write(self.state, finalise, self._spool):
                    self._node_store.clear()
            else:
                if (
                    ending is not Ending.SUPERSEDED
                ):  # what it has left to say would come behind its successor's
                    await self._journal.flush(FLUSH_TIMEOUT_S)
                if ending is Ending.MIGRATED_REMOTELY:
                    self._stream.close()
                    await self._finisher.keep_part(self._spool, self.state)
                    self._node_store.clear()
                self._spool.close()
        finally:
            self._node_store.close()
            if ending not in GOES_ON_HERE:
                self._stream.abort()
            how = asdict(finalise) if finalise else {}
            log.info(
                "call.ended_here",
                ending=ending.value,
                dropped_frames=self._speech_input.dropped_frames,
                **how,
            )

    # --- StreamListener -----------------------------------------------------------------------------------------
    def stream_started(self, stream_sid: str) -> None:
        assessment.prepare(self._profile.language)
        begun = CallAnswered(brief(self._ticket, self._profile), stream_sid)
        self.emit(CallMoved(stream_sid, self._ticket.stream_generation) if self._on_fresh_stream else begun)

    def audio_received(self, ulaw: bytes) -> None:
        self._recording.caller(ulaw)
        self._speech_input.feed(ulaw)

    def mark_returned(self, name: str) -> None:
        self._speech_output.mark_returned(name)

    def key_pressed(self, digit: str) -> None:
        self.emit(KeyPressed(digit))

    def stream_ended(self, reason: str, *, lost: bool) -> None:
        self._stream_end = (reason, lost)
        self._look_again()

    def close(self, reason: str) -> None:
        """Ends the call from outside."""
        self.emit(CloseRequested(reason))
