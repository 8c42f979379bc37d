"""Draining the outbox of its text messages: claimed, noted, sent, marked."""

import asyncio
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Any
from uuid import UUID

import structlog

from domain.errors import InvalidInput, NotFound, ProviderError, StorageError
from domain.languages import spoken_language
from domain.notifications.delivery import TAKEN, Status
from domain.notifications.kinds import Channel, Kind
from domain.notifications.sms_parts import parts_of
from domain.scheduling.hours import zone_named
from providers.ports import Carrier
from services.notifications import text_messages, undeliverable
from services.notifications.booking_letters import booking_fields
from services.notifications.kinds import MISSED_CALL, REMINDER, REPLY, STAFF_TEXT, UNCOUNTED
from services.notifications.message_letters import message_letter
from services.notifications.rendering import rendered
from services.notifications.text_limits import TextLimits
from services.outbox.due_items import DueItems
from services.records.untold import BOOKING_UNFINISHED
from services.scheduling.waiting_list import OFFERED
from services.tools.context import BOOKING_CANCELLED, BOOKING_CONFIRMED, BOOKING_MOVED, CALLER_CODE
from services.tools.deferred_apply import BOOKING_NOT_MOVED, BOOKING_REFUSED
from storage.postgres import (
    bookings,
    business_facts,
    message_lists,
    messages,
    notification_settings,
    notifications,
    outbox,
    phone_numbers,
    suppressions,
)
from storage.postgres.database import Database
from storage.postgres.notifications import NewNotification
from storage.postgres.outbox import OutboxItem
from storage.postgres.tenant import TenantScope

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
"""The kinds whose payload holds all there is to say, each with what writes its text."""

KINDS = (*WORDING, STAFF_TEXT, REMINDER, MISSED_CALL, REPLY)
OWN_WORDS: Mapping[str, Kind] = MappingProxyType(
    {
        BOOKING_CONFIRMED: Kind.BOOKING_CONFIRMED,
        BOOKING_MOVED: Kind.BOOKING_MOVED,
        BOOKING_CANCELLED: Kind.BOOKING_CANCELLED,
        REMINDER: Kind.BOOKING_REMINDER,
        MISSED_CALL: Kind.MISSED_CALL,
    }
)
"""Those a business may word for itself."""
"""The kinds that can be sent; others stay in the outbox until somebody can."""

SECRET = frozenset({CALLER_CODE})
"""What these say is kept nowhere once it was sent."""

SETTLE_WITHIN_S = 45.0
"""How long a text that was sent is tried to be marked as such: a claim's lease, less the sending."""

SETTLE_PAUSE_S = 0.5
RESENDINGS = 2
"""Of a text that Twilio neither answers for nor has: a third would be one too many for whoever gets them all."""

_UNANSWERED = re.compile(r" \(unanswered (\d+)\)$")
_CODE = re.compile(r"refused: error (\d+)")
NOT_OURS = frozenset({401, 403, 404, 407})
"""Refusals that are about the account, not about the text: it can be sent once somebody has mended that."""


@dataclass(frozen=True, slots=True)
class _Text:
    """A text as it is to be sent. `new` is what is noted of it."""

    body: str
    from_: str
    country: str
    new: NewNotification


class _Refused(Exception):
    """It is not sent: for good, or until somebody has mended what is wrong."""

    def __init__(self, reason: str, new: NewNotification | None = None, *, for_good: bool = True) -> None:
        super().__init__(reason)
        self.new = new
        self.for_good = for_good


class TextDrain:
    """Drains the outbox of the kinds in `KINDS`; several workers may do so at once.

    Each text is noted as being sent before Twilio is asked. One whose answer did not come, or whose worker ended, is
    looked for at Twilio, which takes no idempotency key, before it is sent again. What has been cancelled or is past
    by now is not sent at all, nor anything to a number that gets nothing.
    Source: https://www.twilio.com/docs/messaging/api/message-resource (there is no such parameter)

    Args:
        fallback_number: E.164 that texts come from when the business holds no number of its own.
        limits: what may be sent; everything without them.
        frontend_url: where links lead.
        report_to: the address at which Twilio tells what becomes of a business's text; None for no reports.
    """

    def __init__(
        self,
        database: Database,
        carrier: Carrier,
        *,
        fallback_number: str | None,
        limits: TextLimits | None = None,
        frontend_url: str = "",
        report_to: Callable[[UUID, UUID], str] | None = None,
    ) -> None:
        self._database = database
        self._carrier = carrier
        self._fallback_number = fallback_number
        self._limits = limits
        self._frontend_url = frontend_url.rstrip("/")
        self._report_to = report_to
        self._due = DueItems(database, KINDS)
        self.kinds = self._due.kinds

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
            async with self._database.tenant(item.tenant) as scope:
                text = await self._text(scope, item)
        except (InvalidInput, KeyError) as error:
            await self._settle(item, None, error=f"malformed: {type(error).__name__}", for_good=True)
            return
        except NotFound:
            await self._settle(item, None, error="nothing to tell any more", for_good=True)
            return
        except _Refused as refused:
            new, for_good = refused.new, refused.for_good
            await self._settle(item, Status.REFUSED, error=str(refused), for_good=for_good, new=new)
            return
        if self._limits is not None:
            refusal = await self._limits.refusal(
                str(item.id),
                text.new.recipient,
                own_country=text.country,
                from_=text.from_,
                counted=item.kind not in UNCOUNTED,
            )
            if refusal is not None:
                await self._settle(item, Status.REFUSED, error=refusal, for_good=True, new=text.new)
                return
        async with self._database.tenant(item.tenant) as scope:
            known = await notifications.begin(scope, text.new, again=item.attempts > 1)
        if known in TAKEN:
            await self._settle(item, Status.ACCEPTED)
        else:
            await self._deliver(item, text, ended_unknown=known is not None)

    async def _deliver(self, item: OutboxItem, text: _Text, *, ended_unknown: bool) -> None:
        """Sends it, unless an earlier attempt that was not answered for has done so."""
        to = text.new.recipient
        unanswered = max(unanswered_sendings(item.last_error), int(ended_unknown))
        try:
            sid = await self._found(item, text) if unanswered else None
            if sid is None and unanswered > RESENDINGS:
                lost = "never answered, and not found"
                await self._settle(item, Status.PERHAPS_SENT, error=lost, for_good=True)
                return
        except ProviderError as error:
            await self._settle(item, None, error=noted(unanswered, error))
            return
        if sid is None:
            report_to = self._report_to(item.tenant, item.id) if self._report_to else None
            try:
                sid = await self._carrier.send_sms(
                    to=to, from_=text.from_, body=text.body, report_to=report_to
                )
            except ProviderError as error:
                unanswered += error.status is None
                for_good = refused_for_good(error)
                status = Status.FAILED if for_good else Status.PENDING
                # Without an answer it stays what it is: being sent, by all anybody knows.
                await self._settle(
                    item, status if error.status else None, error=noted(unanswered, error), for_good=for_good
                )
                return
        log.info("outbox.sent", item=str(item.id), kind=item.kind, message_sid=sid)
        await self._settle(item, Status.ACCEPTED, vendor_id=sid, message_id=text.new.message_id)

    async def _found(self, item: OutboxItem, text: _Text) -> str | None:
        since = item.created_at or datetime.now(UTC) - timedelta(days=1)
        return await self._carrier.find_sms(
            to=text.new.recipient, from_=text.from_, body=text.body, since=since
        )

    async def _text(self, scope: TenantScope, item: OutboxItem) -> _Text:
        """What is to be said, from where, to whom.

        Raises:
            _Refused: it is not to be sent. InvalidInput, KeyError: the payload says too little.
            NotFound: what it is about is gone.
        """
        to = str(item.payload["to"])
        facts = await business_facts.get(scope)
        message_id = booking_id = None
        if item.kind == STAFF_TEXT:
            message = await messages.get(scope, UUID(str(item.payload["message_id"])))
            corrected = bool(item.payload.get("corrected"))
            letter = await message_letter(scope, facts, message, self._frontend_url, corrected=corrected)
            body, message_id = letter.sms, message.id
        else:
            body = await self._words(scope, item)
            booking_id = await self._booking_of(scope, item)
        if await self._is_pointless(scope, item):
            raise _Refused("cancelled or past by now")
        call_id = item.payload.get("call_id")
        own = await phone_numbers.own_number(scope, UUID(call_id) if call_id else None)
        from_ = own or self._fallback_number
        if from_ is None:
            raise _Refused("there is no number to send from", for_good=False)
        new = NewNotification(
            id=item.id,
            kind=item.kind.partition(".")[2],
            channel=Channel.SMS,
            recipient=to,
            subject="",
            body="" if item.kind in SECRET else body,
            segments=parts_of(body).segments,
            message_id=message_id,
            booking_id=booking_id,
        )
        if await suppressions.reasons(scope, Channel.SMS, to):
            raise _Refused("the number gets no texts from this business", new)
        return _Text(body, from_, facts.country, new)

    async def _words(self, scope: TenantScope, item: OutboxItem) -> str:
        if item.kind == REPLY:
            return str(item.payload["text"])
        language, kind = str(item.payload.get("language") or ""), OWN_WORDS.get(item.kind)
        own = await notification_settings.template(scope, kind, spoken_language(language)) if kind else None
        if item.kind == MISSED_CALL:
            fields = {name: str(item.payload.get(name) or "") for name in ("business_name", "address")}
            return rendered(Kind.MISSED_CALL, language, fields, own).sms
        if kind is not None and (own is not None or item.kind == REMINDER):
            return rendered(kind, language, booking_fields(item.payload, language), own).sms
        return WORDING[item.kind](item.payload)

    async def _booking_of(self, scope: TenantScope, item: OutboxItem) -> UUID | None:
        named = item.payload.get("booking_id")
        if not named:
            return None
        try:
            return (await bookings.get(scope, UUID(str(named)))).id
        except NotFound:
            return None

    async def _is_pointless(self, scope: TenantScope, item: OutboxItem) -> bool:
        """Whether the appointment this is about was cancelled, or has begun, or is not kept for them any more."""
        now = datetime.now(UTC)
        if item.kind in (OFFERED, CALLER_CODE) and datetime.fromisoformat(item.payload["until"]) <= now:
            return True
        begins_at = appointment_begins_at(item.payload)
        if item.kind == BOOKING_CONFIRMED and (booking_id := item.payload.get("booking_id")):
            try:
                booking = await bookings.get(scope, UUID(booking_id))
            except NotFound:
                return True
            if booking.status == "cancelled":
                return True
            begins_at = booking.starts_at
        if item.kind in (BOOKING_MOVED, REMINDER) and await self._is_elsewhere(scope, item):
            return True
        return begins_at is not None and begins_at <= now

    async def _is_elsewhere(self, scope: TenantScope, item: OutboxItem) -> bool:
        """Whether the appointment was cancelled, or moved once more, which has a text of its own."""
        try:
            booking = await bookings.get(scope, UUID(item.payload["booking_id"]))
        except NotFound:
            return True
        told = datetime.fromisoformat(item.payload["starts_at"])
        return booking.status == "cancelled" or booking.starts_at != told

    async def _settle_failed(self, item: OutboxItem) -> None:
        try:
            await self._settle(item, None, error="an internal error")
        except Exception:
            # As above; its lease ends, and its attempts are counted.
            log.exception("outbox.not_settled", item=str(item.id), kind=item.kind)

    async def _settle(
        self,
        item: OutboxItem,
        status: Status | None,
        *,
        error: str | None = None,
        for_good: bool = False,
        vendor_id: str | None = None,
        message_id: UUID | None = None,
        new: NewNotification | None = None,
    ) -> None:
        """Marks the item, and what it has come to; while Postgres is away that is tried again, for as long as the
        claim is ours.

        Args:
            status: None leaves what is noted as it is.
            new: what was not handed to anybody.
        """
        loop = asyncio.get_running_loop()
        deadline = loop.time() + SETTLE_WITHIN_S
        while True:
            try:
                async with self._database.tenant(item.tenant) as scope:
                    if new is not None:
                        await notifications.refuse(scope, new, error_code(error or ""))
                    elif status is not None:
                        code = None if error is None else error_code(error)
                        await notifications.settle(
                            scope, item.id, status, vendor_id=vendor_id, error_code=code
                        )
                    if message_id is not None:
                        await message_lists.note_sent(scope, message_id, datetime.now(UTC))
                    if status is Status.FAILED and error is not None:
                        to = str(item.payload.get("to") or "")
                        await undeliverable.note_number(scope, to, error_code(error))
                    await self._mark(scope, item, error, for_good=for_good)
                break
            except StorageError as away:
                log.warning("outbox.not_marked", item=str(item.id), reason=str(away))
            if loop.time() >= deadline:
                log.error("outbox.mark_given_up", item=str(item.id), kind=item.kind, sent=error is None)
                return
            await asyncio.sleep(SETTLE_PAUSE_S)
        if error is not None:
            log.warning("outbox.refused", item=str(item.id), kind=item.kind, reason=error, for_good=for_good)

    async def _mark(self, scope: TenantScope, item: OutboxItem, error: str | None, *, for_good: bool) -> None:
        now = datetime.now(UTC)
        if error is None:
            await outbox.done(scope.session, item, now)
        elif for_good:
            await outbox.bury(scope.session, item, error)
        else:
            await outbox.failed(scope.session, item, error, now)


def error_code(error: str) -> str:
    """The vendor's code in an error of its, else what is wrong in a few words."""
    found = _CODE.search(error)
    return found[1] if found else error[:200]


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
