"""Telling a caller by text what they could no longer hear: that what they had agreed to was not booked."""

from datetime import datetime
from typing import Any
from uuid import UUID

from domain.business import BusinessProfile
from domain.call.last_words import Untold, untold
from domain.call.state import CallState
from domain.dialogue.intents import BookAppointment, MoveAppointment
from domain.dialogue.tools import parse
from domain.errors import InvalidInput
from domain.scheduling.hours import wall_of, zone_named
from services.tools.booking_texts import about
from services.tools.deferred_apply import BOOKING_NOT_MOVED, BOOKING_REFUSED
from storage.postgres import bookings, businesses, outbox
from storage.postgres.bookings import BookingRow
from storage.postgres.tenant import TenantScope

BOOKING_UNFINISHED = "sms.booking_unfinished"
"""Outbox kind: tell the caller that their call ended before anything was booked. The key is the call's id."""


async def promise_text(scope: TenantScope, call_id: UUID, state: CallState) -> None:
    """Promises the text, in the transaction that closes the call; at most one for each call, and safe to do again.

    A booking that was made after all has its own text. Nothing is promised to a caller without a number.
    """
    told, brief = untold(state), state.brief
    if told is None or brief is None or brief.caller_number is None:
        return
    profile = await businesses.load_profile(scope)
    if told.moves:
        await _promise_not_moved(scope, call_id, told, profile, brief.caller_number)
        return
    wanted = _intent(told)
    if any(_is_it(row, wanted, profile) for row in await bookings.for_call(scope, call_id)):
        return
    payload: dict[str, Any] = {
        "call_id": str(call_id),
        "to": brief.caller_number,
        "business_name": profile.name,
        "language": profile.language,
    }
    if wanted is None:
        await outbox.enqueue(scope, BOOKING_UNFINISHED, str(call_id), payload)
        return
    payload |= {
        "customer_name": wanted.customer_name,
        "offering": wanted.offering,
        "starts_at_local": wanted.starts_at_local.isoformat(timespec="minutes"),
        "timezone": profile.timezone,
    }
    await outbox.enqueue(scope, BOOKING_REFUSED, str(call_id), payload)


async def _promise_not_moved(
    scope: TenantScope, call_id: UUID, told: Untold, profile: BusinessProfile, caller_number: str
) -> None:
    """That it stays where it is, if it is the caller's and the answer that said no was right."""
    try:
        intent = parse("move_appointment", told.wanted or {})
    except InvalidInput:
        return
    if not isinstance(intent, MoveAppointment):
        return
    row = await bookings.of_caller(scope, intent.booking_id, (caller_number,), call_id)
    if row is None or row.status != "confirmed":
        return
    payload = about(profile, row, caller_number) | {"call_id": str(call_id)}
    if payload["starts_at_local"] != intent.starts_at_local.isoformat(timespec="minutes"):
        await outbox.enqueue(scope, BOOKING_NOT_MOVED, str(call_id), payload)


def _intent(told: Untold) -> BookAppointment | None:
    """The booking that was refused, where the model had named it well enough to be told."""
    if told.wanted is None:
        return None
    try:
        intent = parse("book_appointment", told.wanted)
    except InvalidInput:
        return None
    return intent if isinstance(intent, BookAppointment) else None


def _is_it(row: BookingRow, wanted: BookAppointment | None, profile: BusinessProfile) -> bool:
    """Whether the answer that said no was wrong about this booking: its store had written it all the same."""
    if row.status != "confirmed" or wanted is None:
        return False
    starts_at_local: datetime = wall_of(row.starts_at, zone_named(profile.timezone)).replace(tzinfo=None)
    return starts_at_local == wanted.starts_at_local
