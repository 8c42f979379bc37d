"""Putting callers through: what the person hears first, whether they take the call, and calls that come back."""

import asyncio
from datetime import UTC, datetime
from uuid import UUID

import structlog

from domain.call_control import AskToAccept, CallControl, HangUp, PutThrough
from domain.dialled import as_dialled
from domain.dialogue.whisper import whisper
from domain.errors import StorageError
from domain.languages import DEFAULT_LANGUAGE
from domain.phone_numbers import dialled_e164, valid_e164
from services.events import calls as call_events
from services.profiles import Profiles
from services.routing import overflow
from services.routing.patience import within
from storage.postgres import businesses, calls
from storage.postgres.database import Database
from storage.redis.next_steps import NextSteps
from storage.redis.transfers import Ringing, Transfers

log = structlog.get_logger()

WHISPER_WITHIN_S = 3.0
"""A person stands with the phone at their ear."""

LOOPS_WITHIN_S = 60.0
"""A phone is rung for `domain.call_control.RING_TIMEOUT_S`; its carrier forwards the call within that."""

TAKEN_BY_STAFF = "a person took the call before the agent"

ADDRESSES = ("sip:", "sips:", "client:")


class PutThroughs:
    """Calls that are put through to a person; one per replica."""

    def __init__(
        self, database: Database, transfers: Transfers, next_steps: NextSteps, profiles: Profiles
    ) -> None:
        self._database = database
        self._transfers = transfers
        self._next_steps = next_steps
        self._profiles = profiles

    async def began(self, step: PutThrough, call_sid: str, caller: str, now: datetime) -> None:
        """The carrier is told to ring somebody. Never raises for a store: a loop is then not recognised."""
        if step.business_id is None:
            return
        try:
            ringing = Ringing(caller.strip(), step.number, now.timestamp())
            await within(self._transfers.began(step.business_id, call_sid, ringing))
        except StorageError as error:
            log.warning("transfer.not_noted", call_sid=call_sid, reason=str(error))

    async def comes_back(
        self, business_id: UUID, call_sid: str, caller: str, forwarded_from: str, now: datetime
    ) -> bool:
        """Whether this call is one of ours that the person's phone forwards back to us.

        Their carrier says whose phone forwards it, or the caller is one for whom somebody is being rung: who calls a
        second time has hung up before, and then nobody is rung any more. False while Redis is away.
        """
        try:
            under_way = await within(self._transfers.under_way(business_id))
        except StorageError as error:
            log.warning("transfer.loop_not_looked_for", call_sid=call_sid, reason=str(error))
            return False
        known_caller, via = _known(caller), dialled_e164(forwarded_from)
        return any(
            ringing.number == via or (known_caller is not None and known_caller == _known(ringing.caller))
            for sid, ringing in under_way.items()
            if sid != call_sid and now.timestamp() - ringing.since_s <= LOOPS_WITHIN_S
        )

    async def ask(self, business_id: UUID, call_sid: str) -> AskToAccept:
        """What the person hears. Never raises for a store: they are rung already and have to hear something."""
        reason, profile = "", None
        try:
            async with asyncio.timeout(WHISPER_WITHIN_S):
                profile = await self._profiles.get(business_id)
                step = await self._next_steps.get(call_sid)
                reason = step.reason if step is not None else ""
        except (StorageError, TimeoutError) as error:
            log.warning("transfer.whispered_less", call_sid=call_sid, reason=str(error) or "timeout")
        language = profile.language if profile is not None else DEFAULT_LANGUAGE
        name = profile.name if profile is not None else ""
        return AskToAccept(whisper(name, reason, language), language, business_id)

    async def accepted(self, business_id: UUID, call_sid: str) -> None:
        """The person takes the call: it counts as transferred. Never raises for a store: both are waiting to talk."""
        try:
            await self._count_as_transferred(business_id, call_sid)
        except StorageError as error:
            log.warning("transfer.not_counted", call_sid=call_sid, reason=str(error))

    async def ended(
        self, call_sid: str, to_number: str, *, talked: bool, then_agent: bool = False
    ) -> CallControl | None:
        """The person was rung: nothing more when they talked, a voicemail otherwise.

        None: nobody took the call, and the agent is to answer it.

        Raises:
            StorageError: Postgres, and nothing can be decided; the caller is to hear an apology.
        """
        business_id = await businesses.business_id_for_number(self._database, to_number)
        if business_id is None:
            return HangUp()
        await self.over(business_id, call_sid)
        if talked:
            await self._count_as_transferred(business_id, call_sid)
            return HangUp()
        if then_agent:
            return None
        return overflow.nobody_answered(as_dialled(await self._profiles.get(business_id), to_number))

    async def over(self, business_id: UUID, call_sid: str) -> None:
        """Nobody is rung for this call any more. Never raises for a store."""
        try:
            await within(self._transfers.ended(business_id, call_sid))
        except StorageError as error:
            log.warning("transfer.end_not_noted", call_sid=call_sid, reason=str(error))

    async def _count_as_transferred(self, business_id: UUID, call_sid: str) -> None:
        async with self._database.tenant(business_id) as scope:
            call = await calls.by_sid(scope, call_sid)
            if call is None:
                return
            await calls.lift_outcome(scope, call.id, "transferred")
            if call.status == "ringing":  # rung before the agent, who never has it now
                await call_events.finish(
                    scope, call.id, outcome="transferred", reason=TAKEN_BY_STAFF, ended_at=datetime.now(UTC)
                )


def _known(caller: str) -> str | None:
    """The caller's number or address; None for words, which many callers share."""
    if caller.casefold().startswith(ADDRESSES) and "anonymous" not in caller.casefold():
        return caller.casefold()
    return valid_e164(caller)
