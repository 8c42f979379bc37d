"""Texts that follow from events: of bookings the business makes itself, and of calls nobody answered."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest
from sqlalchemy import delete, update

from domain.events.catalogue import (
    BookingCancelled,
    BookingCreated,
    BookingMoved,
    BusinessEvent,
    CallMissed,
    RecordedEvent,
)
from domain.ids import new_id
from domain.notifications.settings import NotificationSettings
from services.notifications.customer_texts import plan
from services.tools.context import CallContext
from services.tools.runner import ToolRunner
from storage.postgres import bookings, notification_settings, tables
from storage.postgres.bookings import BookingRow
from tests.support.salons import NOW, Salon

BOOKING = {"offering": "Haircut", "starts_at_local": "2026-11-24T10:00", "customer_name": "Sam"}
STAFF = f"user:{new_id()}"


async def booked(salon: Salon, call: CallContext) -> BookingRow:
    made = await ToolRunner(salon.database, salon.profile).run(call, "1", "book_appointment", BOOKING, NOW)
    assert made.booking_id is not None
    async with salon.database.tenant(salon.profile.id) as scope:
        return await bookings.get(scope, made.booking_id)


async def forget(salon: Salon) -> None:
    async with salon.database.tenant(salon.profile.id) as scope:
        await scope.session.execute(delete(tables.OutboxRow))


def about(booking: BookingRow, actor: str) -> dict[str, object]:
    return {
        "booking_id": booking.id,
        "customer_id": booking.customer_id,
        "offering_id": booking.offering_id,
        "staff_id": booking.staff_id,
        "location_id": None,
        "call_id": None,
        "starts_at": booking.starts_at,
        "ends_at": booking.starts_at,
        "actor": actor,
    }


def moved(booking: BookingRow) -> BookingMoved:
    was = {"was_starts_at": NOW, "was_ends_at": NOW, "was_staff_id": None}
    return BookingMoved(**about(booking, STAFF), **was)  # pyright: ignore[reportArgumentType]


async def told(salon: Salon, event: BusinessEvent, event_id: UUID | None = None) -> list[str]:
    """What stands in the outbox after the event, without what events themselves leave there."""
    recorded = RecordedEvent(event_id or new_id(), datetime.now(UTC), event)
    async with salon.database.tenant(salon.profile.id) as scope:
        await plan(scope, recorded)
    return [kind for kind, _, _ in await salon.promised() if kind.startswith("sms.")]


async def test_what_a_caller_books_is_told_once_and_what_the_business_books_too(salon: Salon) -> None:
    booking = await booked(salon, await salon.call())
    created = BookingCreated(**about(booking, STAFF))  # pyright: ignore[reportArgumentType]
    for _ in range(2):
        assert await told(salon, created) == ["sms.booking_confirmed"]
    await forget(salon)
    by_a_caller = BookingCreated(**about(booking, "call"))  # pyright: ignore[reportArgumentType]
    assert await told(salon, by_a_caller) == []
    assert await told(salon, created) == ["sms.booking_confirmed"]


async def test_a_move_is_told_once_and_not_beside_a_confirmation_that_has_not_gone(salon: Salon) -> None:
    booking = await booked(salon, await salon.call())
    assert await told(salon, moved(booking)) == ["sms.booking_confirmed"]
    await forget(salon)
    event_id = new_id()
    for _ in range(2):
        assert await told(salon, moved(booking), event_id) == ["sms.booking_moved"]
    cancelled = BookingCancelled(**about(booking, STAFF))  # pyright: ignore[reportArgumentType]
    assert await told(salon, cancelled) == ["sms.booking_moved", "sms.booking_cancelled"]


async def test_a_business_that_wants_no_texts_sends_none(salon: Salon) -> None:
    booking = await booked(salon, await salon.call())
    await forget(salon)
    async with salon.database.tenant(salon.profile.id) as scope:
        await notification_settings.put(scope, NotificationSettings(confirms_bookings=False))
    assert await told(salon, BookingCreated(**about(booking, STAFF))) == []  # pyright: ignore[reportArgumentType]


@pytest.mark.parametrize(
    ("wanted", "number", "sent"),
    [(True, "+61400000001", ["sms.missed_call"]), (True, None, []), (False, "+61400000001", [])],
    ids=["wanted", "a number withheld", "not wanted"],
)
async def test_who_rang_and_got_nobody_is_written_to_once_if_the_business_wants_it(
    salon: Salon, wanted: bool, number: str | None, sent: list[str]
) -> None:
    async with salon.database.tenant(salon.profile.id) as scope:
        await notification_settings.put(scope, NotificationSettings(texts_missed_calls=wanted))
    call = await salon.call(number)
    missed = CallMissed(call_id=call.call_id, started_at=NOW, ended_at=NOW)
    for _ in range(2):
        assert await told(salon, missed) == sent


async def test_a_customer_with_an_address_is_mailed_each_move_and_cancellation_once_whoever_did_it(
    salon: Salon,
) -> None:
    booking = await booked(salon, await salon.call())
    async with salon.database.tenant(salon.profile.id) as scope:
        await scope.session.execute(
            update(tables.Customer)
            .where(tables.Customer.id == booking.customer_id)
            .values(email="sam@example.com")
        )
    await forget(salon)

    async def mailed() -> list[tuple[str, object]]:
        return [
            (kind, payload["to"]) for kind, _, payload in await salon.promised() if kind.startswith("mail.")
        ]

    by_a_caller = replace(moved(booking), actor="call")
    event_id = new_id()
    for _ in range(2):
        await told(salon, by_a_caller, event_id)
    assert await mailed() == [("mail.booking_moved", "sam@example.com")]
    cancelled = BookingCancelled(**about(booking, "customer"))  # pyright: ignore[reportArgumentType]
    await told(salon, cancelled)
    assert sorted(await mailed())[0] == ("mail.booking_cancelled", "sam@example.com")
    async with salon.database.tenant(salon.profile.id) as scope:
        await notification_settings.put(scope, NotificationSettings(confirms_bookings=False))
    await forget(salon)
    await told(salon, by_a_caller)
    assert await mailed() == []
