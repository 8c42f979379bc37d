"""An incoming call: whose number it is, whether a node has room for it, whether its business has a line left."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import structlog

from domain.business import BusinessProfile
from domain.call_control import CallControl, HangUp, Refuse, SayAndHangUp
from domain.caller_limits import DEFAULT_LIMITS, CallerLimits
from domain.conduct import Admission, Way, admission, conduct
from domain.dialled import as_dialled
from domain.dialogue.lines import lines_for
from domain.errors import StorageError
from domain.ids import new_id
from domain.languages import DEFAULT_LANGUAGE
from services.events import calls as call_events
from services.forwarding.arrivals import ForwardedCalls
from services.profiles import Profiles
from services.routing import overflow
from services.routing.patience import within
from services.routing.ringing import CONNECTED_WITHIN_S, RING_WITHIN_S
from services.routing.streams import Streams
from services.routing.transfers import PutThroughs
from storage.postgres import businesses, calls, known_callers, missed_calls
from storage.postgres.calls import CallRow, NewCall
from storage.postgres.database import Database
from storage.postgres.tenant import TenantScope
from storage.redis.live_view import LiveCalls
from storage.redis.tickets import Ticket

log = structlog.get_logger()

UNSEEN_FOR = timedelta(minutes=2)
"""A call this young occupies a line of its business before its agent shows it; later one that none shows is lost."""


class IncomingCalls:
    """Decides about calls that come in, whichever replica is asked."""

    def __init__(
        self,
        database: Database,
        live: LiveCalls,
        profiles: Profiles,
        streams: Streams,
        put_throughs: PutThroughs,
        limits: CallerLimits = DEFAULT_LIMITS,
    ) -> None:
        self._database = database
        self._live = live
        self._profiles = profiles
        self._streams = streams
        self._put_throughs = put_throughs
        self._forwarded = ForwardedCalls(database)
        self._limits = limits

    async def decide(
        self,
        call_sid: str,
        from_number: str | None,
        to_number: str,
        now: datetime,
        *,
        attempt: int = 0,
        caller: str = "",
        forwarded_from: str = "",
        staff_rung: bool = False,
    ) -> CallControl:
        """A call comes in; asked twice about one call, it answers the same.

        The phone rings until an actor is kept for the call: this may take `RING_WITHIN_S`.

        Args:
            from_number: of the caller, E.164; None when they have or show none.
            to_number: dialled, E.164.
            attempt: how often the caller has been held for want of a line.
            caller: what the carrier shows of the caller, whatever it is.
            forwarded_from: the phone that forwards the call here, if the carrier says so.
            staff_rung: a person was rung for the caller before the agent, and nobody took the call.

        Raises:
            StorageError: Postgres, and nothing can be decided; the caller is to hear an apology.
        """
        business_id = await businesses.business_id_for_caller(self._database, to_number)
        if business_id is None:
            return SayAndHangUp(lines_for(DEFAULT_LANGUAGE).unknown_number, DEFAULT_LANGUAGE)
        if not attempt and await self._put_throughs.comes_back(
            business_id, call_sid, caller or from_number or "", forwarded_from, now
        ):
            log.warning("call.came_back_from_a_transfer", call_sid=call_sid)
            return Refuse()
        profile = as_dialled(await self._profiles.get(business_id), to_number)
        if not attempt and await self._forwarded.arrived(
            profile, from_number, to_number, forwarded_from, now
        ):
            log.info("call.was_a_test_of_forwarding", call_sid=call_sid)
            return Refuse()
        admitted = admission(profile, from_number, now)
        new = NewCall(new_id(now), call_sid, from_number, to_number, now, profile.receptionist_version)
        if admitted.way is not Way.AGENT and not (admitted.then_agent and (staff_rung or attempt)):
            step = await self._without_agent(profile, new, admitted)
            if step is not None:
                return step
        refusal, shown = await self._room(business_id)
        known = None
        async with self._database.tenant(business_id) as scope:
            call, created = await call_events.create(scope, new)
            fresh = created or (attempt > 0 and call.outcome == "missed")
            if staff_rung and call.status == "ringing":
                fresh = await self._is_waiting(call)
            if fresh and not admitted.priority:
                refusal = refusal or await self._over_limit(scope, call, shown, now)
            if fresh and not created and call.outcome == "missed":
                await missed_calls.let_in(scope, call.id)
                call = await calls.get(scope, call.id)
            if fresh and refusal is not None:
                call = await call_events.finish(
                    scope, call.id, outcome="missed", reason=refusal, ended_at=now
                )
            elif fresh and from_number is not None:
                by_name = conduct(profile).callers.by_name
                known = await known_callers.by_number(scope, from_number, now, by_name=by_name)
        if call.outcome == "missed":
            return overflow.no_line(profile, attempt)
        if call.status == "ended":
            return HangUp()
        try:
            rings = fresh and not attempt
            within_s = RING_WITHIN_S if rings else CONNECTED_WITHIN_S
            # A caller on hold is connected; a repeated webhook finds an actor kept, or its call served.
            if not await self._streams.actor_for_a_fresh_call(call.id, 0, within_s) and fresh:
                await self._missed(call, "no call actor was ready in time", now)
                return overflow.no_line(profile, attempt)
            ticket = Ticket(call.id, business_id, call_sid, from_number, to_number, "", now)
            opened = await self._streams.first(
                replace(ticket, receptionist_version=call.receptionist_version, caller=known)
            )
        except StorageError as error:
            if fresh:
                await self._missed(call, f"{error.store} was away", now)
            return overflow.no_line(profile, attempt)
        return opened

    async def _without_agent(
        self, profile: BusinessProfile, new: NewCall, admitted: Admission
    ) -> CallControl | None:
        """No agent yet, or none at all: nothing of ours is taken up by the call but its row.

        None for a repeated question about a call that was let in: the business has closed or paused since.
        """
        async with self._database.tenant(profile.id) as scope:
            call, created = await call_events.create(scope, new)
            if not created and call.status != "ended" and not await self._is_waiting(call):
                return None
            if call.status == "ringing" and not admitted.then_agent:
                reason = admitted.reason
                await call_events.finish(
                    scope, call.id, outcome="missed", reason=reason, ended_at=new.started_at
                )
        if admitted.then_agent and call.status == "ended":
            return HangUp()
        log.info("call.without_agent", call_sid=new.call_sid, way=admitted.way.name.lower())
        if admitted.way is Way.REFUSED:
            return Refuse()
        if admitted.way is Way.TOLD:
            return overflow.given_up(profile)
        if admitted.rings is None:
            return overflow.nobody_answered(profile)
        return overflow.put_through(profile, admitted.rings, then_agent=admitted.then_agent)

    async def _is_waiting(self, call: CallRow) -> bool:
        """Whether the caller was not let in yet. While Redis is away nobody can be."""
        try:
            return await self._streams.ticket(call.id) is None
        except StorageError:
            return True

    async def _room(self, business_id: UUID) -> tuple[str | None, dict[UUID, Any]]:
        """Why no node can take a fresh call, None when one can; and the calls the business's agents show."""
        try:
            room = await self._streams.room_for_a_fresh_call()
            shown = await within(self._live.list(business_id))
        except StorageError as error:
            return f"{error.store} was away", {}
        return None if room else "no call slot was free", shown

    async def _over_limit(
        self, scope: TenantScope, call: CallRow, shown: dict[UUID, Any], now: datetime
    ) -> str | None:
        """Why the business has no line for this call; None when it has. Decided for one call at a time."""
        limit = await businesses.max_concurrent_calls(scope, lock=True)
        taken, theirs = await calls.lines_taken(
            scope,
            but=call.id,
            started_after=now - UNSEEN_FOR,
            shown=shown,
            from_number=call.from_number,
        )
        if taken >= limit:
            return f"all {limit} lines of the business were taken"
        most = self._limits.lines
        return f"the caller had {most} lines of the business already" if theirs >= most else None

    async def _missed(self, call: CallRow, reason: str, now: datetime) -> None:
        async with self._database.tenant(call.business_id) as scope:
            await call_events.finish(scope, call.id, outcome="missed", reason=reason, ended_at=now)
