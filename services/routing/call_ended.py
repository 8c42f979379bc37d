"""What is left to do for a call whose agent is done with it: after a voicemail, and when it is over."""

from datetime import datetime

from domain.call_control import CallControl, HangUp, SayAndHangUp
from domain.dialled import as_dialled
from domain.dialogue.lines import lines_for
from services.events import calls as call_events
from services.profiles import Profiles
from services.records.call_records import CallRecords, CallRef
from services.records.close_from_journal import close_from_journal
from services.records.ledger import carrier_done
from services.records.stale_calls import is_served
from services.routing.transfers import PutThroughs
from storage.postgres import businesses, calls
from storage.postgres.calls import CallRow, NewCall
from storage.redis.leases import Leases


class EndedCalls:
    """Decides what comes after the agent, and closes the rows of calls that no agent closes."""

    def __init__(
        self, records: CallRecords, leases: Leases, profiles: Profiles, put_throughs: PutThroughs
    ) -> None:
        self._records = records
        self._database = records.database
        self._live = records.live
        self._leases = leases
        self._profiles = profiles
        self._put_throughs = put_throughs

    async def after_voicemail(self, to_number: str) -> CallControl:
        """The carrier has the message: a goodbye to a caller who is still there. Raises StorageError."""
        business_id = await businesses.business_id_for_number(self._database, to_number)
        if business_id is None:
            return HangUp()
        profile = as_dialled(await self._profiles.get(business_id), to_number)
        return SayAndHangUp(lines_for(profile.language).voicemail_goodbye, profile.language)

    async def close(
        self,
        call_sid: str,
        to_number: str,
        status: str,
        now: datetime,
        *,
        ended_at: datetime | None = None,
        coming: NewCall | None = None,
    ) -> None:
        """The carrier says that the call is over; closes the row of one that no agent serves, or serves any more.

        An agent that serves the call writes the row itself, and better.

        Args:
            status: how it ended, in the carrier's words.
            ended_at: when it did; now unless given.
            coming: the call itself, for when this is the first that is heard of it: it gets its row, closed, and a
                webhook that was overtaken finds it so.

        Raises:
            StorageError: nothing was changed, or not all; safe to do again.
        """
        business_id = await businesses.business_id_for_number(self._database, to_number)
        if business_id is None:
            return
        await self._put_throughs.over(business_id, call_sid)
        async with self._database.tenant(business_id) as scope:
            call = await calls.by_sid(scope, call_sid)
            if call is None and coming is not None:
                call, _ = await call_events.create(scope, coming)
            elif call is not None and call.status == "ended" and call.reported_at is None:
                await call_events.caller_gone(scope, call.id)
        if call is None:
            return
        ended_at = max(call.started_at, ended_at or now)
        if call.status == "ended":
            await self._enter(call, ended_at)
            return
        if is_served(call, await self._live.list(business_id), now):
            async with self._database.tenant(business_id) as scope:
                await call_events.mark_over(scope, call.id, ended_at)  # should that agent be lost too
            return
        outcome, reason = "abandoned", f"the carrier said {status}"
        if call.status == "live":
            outcome, reason = "failed", f"{reason}, and its agent was gone"
        async with self._database.tenant(business_id) as scope:
            await call_events.mark_over(scope, call.id, ended_at)
        await self._leases.release(call.id)
        ref = CallRef(call.id, business_id, call.started_at)
        hung_up = status != "failed"
        if not await close_from_journal(self._records, ref, reason, hung_up=hung_up):
            async with self._database.tenant(business_id) as scope:
                await call_events.finish(scope, call.id, outcome=outcome, reason=reason, ended_at=ended_at)
                await carrier_done(scope, call.id, outcome, call.started_at, ended_at)

    async def _enter(self, call: CallRow, ended_at: datetime) -> None:
        """What the call cost, as the carrier says how long it lasted."""
        async with self._database.tenant(call.business_id) as scope:
            await carrier_done(scope, call.id, call.outcome or "missed", call.started_at, ended_at)
