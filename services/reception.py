"""What happens to a call before and after the agent talks: who is called, is there room, what comes next."""

import hashlib
import hmac
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from domain.call.effects import NextStep
from domain.dialogue.policy import Lines, lines_for
from domain.ids import new_id
from services.profiles import Profiles
from services.stale_calls import is_served
from storage import businesses, calls
from storage.calls import CallRow, NewCall
from storage.database import Database
from storage.live import LiveCalls, Ticket, hash_token
from storage.tenant import TenantScope

TICKET_TTL_S = 60.0
"""From the webhook to the media stream: the carrier needs well under a second."""

UNSEEN_FOR = timedelta(minutes=2)
"""A call this young occupies a line of its business before its agent shows it; later one that none shows is lost."""

DEFAULT_LANGUAGE = "en"

FINAL_STATUSES = frozenset({"completed", "busy", "failed", "no-answer", "canceled"})
"""Source: https://www.twilio.com/docs/voice/api/call-resource#call-status-values"""


@dataclass(frozen=True, slots=True)
class OpenStream:
    """Let the carrier open a media stream at `path`."""

    path: str


@dataclass(frozen=True, slots=True)
class SayAndHangUp:
    """Have the carrier speak, then end the call."""

    text: str
    language: str


@dataclass(frozen=True, slots=True)
class PutThrough:
    """Have the carrier ring a person."""

    number: str


@dataclass(frozen=True, slots=True)
class HangUp:
    """Nothing more to say."""


Step = OpenStream | SayAndHangUp | PutThrough | HangUp


class Reception:
    """Decides for the telephony webhooks.

    Args:
        token_key: secret that stream tokens are made with.
    """

    def __init__(self, database: Database, live: LiveCalls, profiles: Profiles, *, token_key: str) -> None:
        self._database = database
        self._live = live
        self._profiles = profiles
        self._token_key = token_key.encode()

    async def incoming(self, call_sid: str, from_number: str | None, to_number: str, now: datetime) -> Step:
        """A call comes in; asked twice about one call, it answers the same.

        Raises:
            StorageError: nothing can be decided; the caller is to be told so in words.
        """
        business_id = await businesses.business_id_for_number(self._database, to_number)
        if business_id is None:
            return SayAndHangUp(lines_for(DEFAULT_LANGUAGE).unknown_number, DEFAULT_LANGUAGE)
        room = any(free > 0 for free, _ in (await self._live.capacity()).values())
        shown = await self._live.list(business_id)
        async with self._database.tenant(business_id) as scope:
            call, created = await calls.create(
                scope, NewCall(new_id(now), call_sid, from_number, to_number, now)
            )
            if created:
                busy = await self._over_limit(scope, call, shown, now) if room else "no call slot was free"
                if busy is not None:
                    call = await calls.finish(scope, call.id, outcome="missed", reason=busy, ended_at=now)
        if call.status == "ended":
            if call.outcome == "missed":
                return await self._say(business_id, "all_lines_busy")
            return HangUp()
        token = self._token(call.id)
        if created or await self._live.peek(call.id) is None:
            ticket = Ticket(
                call_id=call.id,
                business_id=business_id,
                call_sid=call_sid,
                from_number=from_number,
                to_number=to_number,
                token_hash=hash_token(token),
                received_at=now,
            )
            await self._live.admit(ticket, TICKET_TTL_S)
            await self._profiles.get(business_id)  # read ahead: the actor finds it in Redis
        return OpenStream(f"/media/{call.id}/{token}")

    async def stream_ended(self, call_sid: str, to_number: str, now: datetime) -> Step:
        """The media stream is over: what the agent decided, or an apology when it could not decide.

        Raises:
            StorageError: as for `incoming`.
        """
        business_id = await businesses.business_id_for_number(self._database, to_number)
        call = await self._call(business_id, call_sid) if business_id is not None else None
        if call is None:
            return HangUp()
        step = await self._live.get_next(call_sid)
        if step is None:
            return await self._unfinished(call, now)
        profile = await self._profiles.get(call.business_id)
        match step["kind"]:
            case NextStep.TRANSFER if profile.transfer_number is not None:
                return PutThrough(profile.transfer_number)
            case NextStep.TRANSFER:  # the number was taken away during the call
                return await self._say(call.business_id, "model_failed_goodbye")
            case NextStep.SAY_AND_HANG_UP:
                return SayAndHangUp(step["words"], profile.language)
            case _:
                return HangUp()

    async def transfer_ended(self, to_number: str, *, bridged: bool) -> Step:
        """The person was rung: nothing more when they talked, an apology otherwise."""
        business_id = await businesses.business_id_for_number(self._database, to_number)
        if bridged or business_id is None:
            return HangUp()
        return await self._say(business_id, "model_failed_goodbye")

    async def status_changed(self, call_sid: str, to_number: str, status: str, now: datetime) -> None:
        """The carrier's word on the call; closes the row of a call that no agent serves, or serves any more.

        An agent that serves the call writes the row itself, and better.

        Raises:
            StorageError: nothing was changed; safe to do again.
        """
        if status not in FINAL_STATUSES:
            return
        business_id = await businesses.business_id_for_number(self._database, to_number)
        if business_id is None:
            return
        async with self._database.tenant(business_id) as scope:
            call = await calls.by_sid(scope, call_sid)
        if call is None or call.status == "ended":
            return
        if is_served(call, await self._live.list(business_id), now):
            async with self._database.tenant(business_id) as scope:
                await calls.mark_over(scope, call.id, now)  # should that agent be lost too
            return
        outcome, reason = "abandoned", f"the carrier said {status}"
        if call.status == "live":
            outcome, reason = "failed", f"{reason}, and its agent was gone"
        async with self._database.tenant(business_id) as scope:
            await calls.finish(scope, call.id, outcome=outcome, reason=reason, ended_at=now)

    async def _over_limit(
        self, scope: TenantScope, call: CallRow, shown: Collection[UUID], now: datetime
    ) -> str | None:
        """Why the business has no line for this call; None when it has. Decided for one call at a time."""
        limit = await businesses.max_concurrent_calls(scope, lock=True)
        taken = await calls.under_way(scope, but=call.id, started_after=now - UNSEEN_FOR, shown=shown)
        return f"all {limit} lines of the business were taken" if taken >= limit else None

    async def _unfinished(self, call: CallRow, now: datetime) -> Step:
        """No agent left word: either none took the call, or it broke off."""
        if call.status == "ringing" and call.id not in await self._live.list(call.business_id):
            async with self._database.tenant(call.business_id) as scope:
                await calls.finish(
                    scope, call.id, outcome="missed", reason="no media stream was opened", ended_at=now
                )
            return await self._say(call.business_id, "all_lines_busy")
        if call.status == "ended" and call.outcome != "failed":
            return HangUp()
        return await self._say(call.business_id, "model_failed_goodbye")

    async def _call(self, business_id: UUID, call_sid: str) -> CallRow | None:
        async with self._database.tenant(business_id) as scope:  # a replica may not have heard of it yet
            return await calls.by_sid(scope, call_sid)

    async def _say(self, business_id: UUID, line: str) -> SayAndHangUp:
        profile = await self._profiles.get(business_id)
        lines: Lines = lines_for(profile.language)
        return SayAndHangUp(str(getattr(lines, line)), profile.language)

    def _token(self, call_id: UUID) -> str:
        """The same for the same call, so that a repeated webhook gets the same answer."""
        return hmac.new(self._token_key, f"media stream {call_id}".encode(), hashlib.sha256).hexdigest()[:40]
