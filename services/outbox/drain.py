"""Draining the outbox of its text messages: claimed, sent, marked."""

import asyncio
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Any
from uuid import UUID

import structlog

from domain.errors import InvalidInput, NotFound, ProviderError, StorageError
from domain.scheduling.hours import zone_named
from providers.ports import Carrier
from services.outbox import text_messages
from services.outbox.due_items import DueItems
from services.outbox.text_limits import TextLimits
from services.records.untold import BOOKING_UNFINISHED
from services.scheduling.waiting_list import OFFERED
from services.tools.context import BOOKING_CANCELLED, BOOKING_CONFIRMED, BOOKING_MOVED, CALLER_CODE
from services.tools.deferred_apply import BOOKING_NOT_MOVED, BOOKING_REFUSED
from storage.postgres import bookings, businesses, outbox, phone_numbers
from storage.postgres.database import Database
from storage.postgres.outbox import OutboxItem

log = structlog.get_logger()

WORDING: Mapping[str, Callable[[Mapping[str, Any]], str]] = MappingProxyType(
    {
        BOOKING_CONFIRMED: text_messages.booking_confirmed,
        BOOKING_REFUSED: text_messages.booking_refused,
        BOOKING_UNFINISHED: text_messages.booking_unfinished,
        OFFERED: text_messages.waiting_list_offer,
        BOOKING_MOVED: text_messages.booking_moved,
        BOOKING_NOT_MOVED: text_messages.booking_not_moved,
        BOOKING_CANCELLED: text_messages.booking_cancelled,
        CALLER_CODE: text_messages.caller_code,
    }
)
"""The kinds that can be sent, each with what writes its text; others stay in the outbox until somebody can."""

SETTLE_WITHIN_S = 45.0
"""How long a text that was sent is tried to be marked as such: a claim's lease, less the sending."""

SETTLE_PAUSE_S = 0.5
RESENDINGS = 2
"""Of a text that Twilio neither answers for nor has: a third would be one too many for whoever gets them all."""

_UNANSWERED = re.compile(r" \(unanswered (\d+)\)$")
NOT_OURS = frozenset({401, 403, 404, 407})
"""Refusals that are about the account, not about the text: it can be sent once somebody has mended that."""


class OutboxDrain:
    """Drains the outbox of the kinds in `WORDING`; several workers may do so at once.

    At least once: Twilio takes no idempotency key, so a text is sent a second time when the worker ends, or Postgres
    stays away for longer than `SETTLE_WITHIN_S`, between the sending and the mark. A text whose answer did not come is
    looked for at Twilio before it is sent again. What has been cancelled or is past by now is not sent at all.
    Source: https://www.twilio.com/docs/messaging/api/message-resource (there is no such parameter)

    Args:
        fallback_number: E.164 that texts come from when the business holds no number of its own.
        limits: what may be sent; everything without them.
    """

    def __init__(
        self,
        database: Database,
        carrier: Carrier,
        *,
        fallback_number: str | None,
        limits: TextLimits | None = None,
    ) -> None:
        self._database = database
        self._carrier = carrier
        self._fallback_number = fallback_number
        self._limits = limits
        self._due = DueItems(database, WORDING)

    def due_in_s(self, longest_s: float) -> float:
        """How long nothing falls due, at most `longest_s`, as the last `drain` saw it."""
        return self._due.due_in_s(longest_s)

    async def drain(self) -> int:
        """Sends what is due, a few at a time, and returns how many it tried.

        Raises:
            StorageError: Postgres is away; what was claimed falls due again.
        """
        return await self._due.handle(self._handle)

    async def _handle(self, item: OutboxItem) -> None:
        try:
            await self._send(item)
        except StorageError as error:
            log.warning("outbox.not_sent", item=str(item.id), kind=item.kind, reason=str(error))
        except Exception:
            # The root of one item: it must not take the others with it. It falls due again and dies in the end.
            log.exception("outbox.failed", item=str(item.id), kind=item.kind)
            await self._settle_failed(item)

    async def _send(self, item: OutboxItem) -> None:
        try:
            body, to = WORDING[item.kind](item.payload), str(item.payload["to"])
        except (InvalidInput, KeyError) as error:
            await self._settle(item, error=f"malformed: {type(error).__name__}", for_good=True)
            return
        if await self._is_pointless(item):
            await self._settle(item, error="cancelled or past by now", for_good=True)
            return
        from_, country = await self._sender(item)
        if from_ is None:
            await self._settle(item, error="there is no number to send from")
            return
        if self._limits is not None:
            refusal = await self._limits.refusal(str(item.id), to, own_country=country, from_=from_)
            if refusal is not None:
                await self._settle(item, error=refusal, for_good=True)
                return
        await self._deliver(item, to, from_, body)

    async def _deliver(self, item: OutboxItem, to: str, from_: str, body: str) -> None:
        """Sends it, unless an earlier attempt that was not answered for has done so."""
        unanswered = unanswered_sendings(item.last_error)
        try:
            sid = await self._found(item, to, from_, body) if unanswered else None
            if sid is None and unanswered > RESENDINGS:
                await self._settle(item, error="never answered, and not found", for_good=True)
                return
        except ProviderError as error:
            await self._settle(item, error=noted(unanswered, error))
            return
        if sid is None:
            try:
                sid = await self._carrier.send_sms(to=to, from_=from_, body=body)
            except ProviderError as error:
                unanswered += error.status is None
                await self._settle(item, error=noted(unanswered, error), for_good=refused_for_good(error))
                return
        log.info("outbox.sent", item=str(item.id), kind=item.kind, message_sid=sid)
        await self._settle(item)

    async def _found(self, item: OutboxItem, to: str, from_: str, body: str) -> str | None:
        since = item.created_at or datetime.now(UTC) - timedelta(days=1)
        return await self._carrier.find_sms(to=to, from_=from_, body=body, since=since)

    async def _is_pointless(self, item: OutboxItem) -> bool:
        """Whether the appointment this is about was cancelled, or has begun, or is not kept for them any more."""
        now = datetime.now(UTC)
        if item.kind in (OFFERED, CALLER_CODE) and datetime.fromisoformat(item.payload["until"]) <= now:
            return True
        begins_at = appointment_begins_at(item.payload)
        if item.kind == BOOKING_CONFIRMED and (booking_id := item.payload.get("booking_id")):
            try:
                async with self._database.tenant(item.tenant) as scope:
                    booking = await bookings.get(scope, UUID(booking_id))
            except NotFound:
                return True
            if booking.status == "cancelled":
                return True
            begins_at = booking.starts_at
        if item.kind == BOOKING_MOVED and await self._is_elsewhere(item):
            return True
        return begins_at is not None and begins_at <= now

    async def _is_elsewhere(self, item: OutboxItem) -> bool:
        """Whether the appointment was cancelled, or moved once more, which has a text of its own."""
        async with self._database.tenant(item.tenant) as scope:
            try:
                booking = await bookings.get(scope, UUID(item.payload["booking_id"]))
            except NotFound:
                return True
        told = datetime.fromisoformat(item.payload["starts_at"])
        return booking.status == "cancelled" or booking.starts_at != told

    async def _sender(self, item: OutboxItem) -> tuple[str | None, str]:
        """The number it comes from, and the business's country."""
        call_id = item.payload.get("call_id")
        async with self._database.tenant(item.tenant) as scope:
            own = await phone_numbers.own_number(scope, UUID(call_id) if call_id else None)
            country = await businesses.country(scope)
        return own or self._fallback_number, country

    async def _settle_failed(self, item: OutboxItem) -> None:
        try:
            await self._settle(item, error="an internal error")
        except Exception:
            # As above; its lease ends, and its attempts are counted.
            log.exception("outbox.not_settled", item=str(item.id), kind=item.kind)

    async def _settle(self, item: OutboxItem, *, error: str | None = None, for_good: bool = False) -> None:
        """Marks the item; while Postgres is away it is tried again, for as long as the claim is ours."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + SETTLE_WITHIN_S
        while True:
            try:
                await self._mark(item, error, for_good=for_good)
                break
            except StorageError as away:
                log.warning("outbox.not_marked", item=str(item.id), reason=str(away))
            if loop.time() >= deadline:
                log.error("outbox.mark_given_up", item=str(item.id), kind=item.kind, sent=error is None)
                return
            await asyncio.sleep(SETTLE_PAUSE_S)
        if error is not None:
            log.warning("outbox.refused", item=str(item.id), kind=item.kind, reason=error, for_good=for_good)

    async def _mark(self, item: OutboxItem, error: str | None, *, for_good: bool) -> None:
        now = datetime.now(UTC)
        async with self._database.worker() as session:
            if error is None:
                await outbox.done(session, item, now)
            elif for_good:
                await outbox.bury(session, item, error)
            else:
                await outbox.failed(session, item, error, now)


def unanswered_sendings(last_error: str | None) -> int:
    """How often this was sent without an answer, as `noted` wrote it."""
    found = _UNANSWERED.search(last_error or "")
    return int(found[1]) if found else 0


def noted(unanswered: int, error: ProviderError) -> str:
    """The error for the row, with what has to be known at the next attempt."""
    return f"{error} (unanswered {unanswered})" if unanswered else str(error)


def appointment_begins_at(payload: Mapping[str, Any]) -> datetime | None:
    """When the appointment begins that a text is about; None where the payload does not say so exactly."""
    try:
        if "starts_at" in payload:
            return datetime.fromisoformat(payload["starts_at"])
        local = datetime.fromisoformat(payload["starts_at_local"])
        return local.replace(tzinfo=zone_named(payload["timezone"]))
    except (KeyError, TypeError, ValueError, InvalidInput):
        return None


def refused_for_good(error: ProviderError) -> bool:
    """Whether this very text will never be taken: a landline, a number that does not exist."""
    refused = error.status is not None and 400 <= error.status < 500
    return refused and not error.retryable and error.status not in NOT_OURS
