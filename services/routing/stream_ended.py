"""What comes after a call's media stream: what its agent decided, a fresh stream, or the overflow."""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import structlog

from domain.business import BusinessProfile
from domain.call.effects import NextStepKind
from domain.call.next_step import NextStep
from domain.call_control import CallControl, HangUp, OpenStream, PutThrough, SayAndHangUp
from domain.conduct import general_target
from domain.dialled import as_dialled
from domain.dialogue.lines import lines_for
from domain.errors import NotFound, StorageError
from services.events import calls as call_events
from services.profiles import Profiles
from services.records.call_records import CallRecords
from services.routing import overflow
from services.routing.patience import within
from services.routing.ringing import CONNECTED_WITHIN_S
from services.routing.streams import Streams
from storage.postgres import businesses, calls
from storage.postgres.calls import CallRow
from storage.redis.leases import Leases
from storage.redis.next_steps import NextSteps
from storage.redis.tickets import MovedOn, Ticket

log = structlog.get_logger()

UNSERVED = frozenset({"failed", "missed"})
"""Outcomes that leave a caller on the line with nothing."""

ROW_WITHIN_S = 1.5
"""For the call's row; the caller hears silence meanwhile."""

DECIDED_WITHIN_S = 4.0
"""With stores that are slow rather than away; then there is still time to have a message taken."""


@dataclass(frozen=True, slots=True)
class EndedStream:
    """A media stream the carrier says is over.

    `call_ended` says that the call is over with it; `call_id` and `stream_generation` are those of its `OpenStream`.
    """

    call_sid: str
    to_number: str
    call_ended: bool = False
    call_id: UUID | None = None
    stream_generation: int = 0


class EndedStreams:
    """Decides for the carrier's webhook, and for the watchdog, which finds what the carrier does not notice."""

    def __init__(
        self,
        records: CallRecords,
        leases: Leases,
        next_steps: NextSteps,
        profiles: Profiles,
        streams: Streams,
    ) -> None:
        self._records = records
        self._leases = leases
        self._next_steps = next_steps
        self._profiles = profiles
        self._streams = streams

    async def after(self, ended: EndedStream, now: datetime) -> CallControl:
        """The step after this stream; asked twice, the answer is the same.

        A call whose agent decided nothing goes on in a fresh stream: its process, gateway or node died.

        Raises:
            StorageError: nothing can be decided; the caller is to hear an apology.
        """
        if ended.call_ended:
            return HangUp()
        try:
            async with asyncio.timeout(DECIDED_WITHIN_S):
                return await self._after(ended, now)
        except (StorageError, TimeoutError) as error:
            if isinstance(error, StorageError) and error.store != "redis":
                raise
            log.error("call.not_reopened", call_sid=ended.call_sid, reason=str(error) or "timeout")
        call = await self._call(ended)
        if call is None or _was_served(call):
            return HangUp()
        return await self._broken_off(call.business_id, call, now)

    async def unasked(self, ticket: Ticket, now: datetime) -> CallControl | None:
        """What the carrier is to be told about a call nobody serves: a fresh stream; without room, the overflow.

        None when the carrier asks about the call right now, or has asked: it has its answer, and a redirect would
        break off what it is doing.

        Raises:
            StorageError: Redis cannot be asked.
        """
        known = await self._streams.ticket(ticket.call_id) or ticket
        generation = known.stream_generation + 2
        try:
            opened = None
            if await self._has_room(ticket, generation, begun=True):
                opened = await self._streams.unasked(ticket, known)
        except MovedOn:
            return None
        return await self._opened_or_overflow(ticket, opened, now)

    async def awaits_stream(self, ticket: Ticket) -> bool:
        """Whether a call whose lease lapsed is still to be served; not when its end is decided or known.

        Raises:
            StorageError: Redis cannot be asked.
        """
        step = await within(self._next_steps.get(ticket.call_sid))
        if step is not None and step.kind is not NextStepKind.MOVE:
            return False
        call = await self._row(ticket)
        return call is None or (call.status != "ended" and call.ended_at is None)

    async def _after(self, ended: EndedStream, now: datetime) -> CallControl:
        ticket = await self._streams.ticket(ended.call_id) if ended.call_id is not None else None
        if ticket is not None and (ticket.call_sid, ticket.to_number) != (ended.call_sid, ended.to_number):
            return HangUp()
        if ticket is not None and ticket.stream_generation > ended.stream_generation:  # asked again
            latest = ticket.stream_generation
            not_obeyed = ticket.redirected and ended.stream_generation < latest - 1
            return await self._reopen(ticket, latest - 1 if not_obeyed else latest, now, begun=True)
        call = await self._call(ended) if ticket is None else None
        owner = ticket or call
        if owner is None:
            return HangUp()
        step = await within(self._next_steps.get(ended.call_sid))
        if step is not None and step.kind is not NextStepKind.MOVE:
            return await self._decided(owner, step)
        if step is None:
            call = call or (await self._row(ticket) if ticket is not None else None)
            if call is not None and call.status == "ended":
                return HangUp() if _was_served(call) else await self._broken_off(call.business_id, call, now)
        if ticket is None and call is not None:
            ticket = await self._ticket(call, ended.stream_generation)
        if ticket is None:
            return await self._broken_off(owner.business_id, call, now)
        begun = call is None or call.status != "ringing"
        return await self._reopen(ticket, ended.stream_generation + 1, now, begun=begun)

    async def _reopen(self, ticket: Ticket, generation: int, now: datetime, *, begun: bool) -> CallControl:
        """`begun`: an agent has talked with the caller."""
        opened = None
        if generation > ticket.stream_generation:
            await self._streams.hold(ticket)
        if generation <= ticket.stream_generation or await self._has_room(ticket, generation, begun):
            opened = await self._streams.fresh(ticket, generation)
        return await self._opened_or_overflow(ticket, opened, now)

    async def _opened_or_overflow(
        self, ticket: Ticket, opened: OpenStream | None, now: datetime
    ) -> CallControl:
        if opened is not None:
            log.warning(
                "call.reopened", call_id=str(ticket.call_id), stream_generation=opened.stream_generation
            )
            return opened
        log.error(
            "call.not_reopened", call_id=str(ticket.call_id), stream_generation=ticket.stream_generation
        )
        await within(self._leases.release(ticket.call_id))
        await within(self._records.live.remove(ticket.business_id, ticket.call_id))
        return await self._broken_off(ticket.business_id, await self._row(ticket), now)

    async def _has_room(self, ticket: Ticket, generation: int, begun: bool) -> bool:
        """Whether the call may go on in a fresh stream: the caller is connected, and hears nothing until it is served.

        A conversation goes on as soon as some node gets round to it. A caller nobody has talked to yet has waited for
        an actor before; the overflow is better for them than waiting again.
        """
        ready = await self._streams.actor_for_a_live_call(ticket.call_id, generation, CONNECTED_WITHIN_S)
        return ready or (begun and await self._streams.room_for_a_live_call())

    async def _ticket(self, call: CallRow, generation: int) -> Ticket | None:
        """A ticket for a call that has a row; None when no agent ever had it."""
        known = await self._streams.ticket(call.id)
        if known is not None or not await within(self._records.journal.read(call.id)):
            return known
        return Ticket(
            call.id,
            call.business_id,
            call.call_sid,
            call.from_number,
            call.to_number,
            "",
            call.started_at,
            generation,
            call.receptionist_version,
        )

    async def _decided(self, owner: Ticket | CallRow, step: NextStep) -> CallControl:
        """What the agent decided."""
        if step.kind is NextStepKind.HANG_UP:
            return HangUp()
        profile = await self._profile(owner.business_id, owner.receptionist_version, owner.to_number)
        if profile is None:
            return overflow.unknown(owner.business_id)
        if step.kind is NextStepKind.SAY_AND_HANG_UP:
            return SayAndHangUp(step.words, profile.language)
        if step.kind is NextStepKind.VOICEMAIL:
            words = step.words or lines_for(profile.language).voicemail_when_failed
            return overflow.voicemail(profile, words)
        whom = step.whom or general_target(profile)
        if whom is None:
            return overflow.nobody_answered(profile)
        return PutThrough(whom.number, step.words, profile.language, profile.id, whom.ring_s, asks=whom.warm)

    async def _broken_off(self, business_id: UUID, call: CallRow | None, now: datetime) -> CallControl:
        """No stream for this call any more: its row is left to be closed from its journal."""
        never_answered = call is not None and (call.status == "ringing" or call.outcome == "missed")
        if call is not None and call.status != "ended":
            await self._note_end(call, now)
        version = call.receptionist_version if call is not None else None
        profile = await self._profile(business_id, version, call.to_number if call is not None else "")
        if profile is None:
            return overflow.unknown(business_id)
        if never_answered:
            return overflow.no_line(profile, overflow.NO_MORE_ATTEMPTS)
        return overflow.broken_off(profile)

    async def _note_end(self, call: CallRow, now: datetime) -> None:
        try:
            async with self._records.database.tenant(call.business_id) as scope:
                if call.status == "ringing":
                    reason = "no media stream was opened"
                    await call_events.finish(scope, call.id, outcome="missed", reason=reason, ended_at=now)
                else:
                    await call_events.mark_over(scope, call.id, now)
        except StorageError as error:
            log.warning("call.end_not_noted", call_id=str(call.id), reason=str(error))

    async def _profile(
        self, business_id: UUID, version: int | None, to_number: str
    ) -> BusinessProfile | None:
        """With the version the call was answered by. None while the stores are away."""
        try:
            return as_dialled(await self._profiles.get(business_id, version), to_number)
        except StorageError as error:
            log.warning("call.without_profile", reason=str(error))
            return None

    async def _row(self, ticket: Ticket) -> CallRow | None:
        """None also while Postgres is away: that must not keep a caller from an agent."""
        try:
            async with asyncio.timeout(ROW_WITHIN_S):
                async with self._records.database.tenant(ticket.business_id) as scope:
                    return await calls.get(scope, ticket.call_id)
        except (NotFound, StorageError, TimeoutError) as error:
            log.warning("call.without_row", call_id=str(ticket.call_id), reason=str(error) or "timeout")
            return None

    async def _call(self, ended: EndedStream) -> CallRow | None:
        business_id = await businesses.business_id_for_number(self._records.database, ended.to_number)
        if business_id is None:
            return None
        async with self._records.database.tenant(business_id) as scope:  # a replica may not know it yet
            return await calls.by_sid(scope, ended.call_sid)


def _was_served(call: CallRow) -> bool:
    return call.status == "ended" and call.outcome not in UNSERVED
