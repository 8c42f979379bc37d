"""A business of a test's own, with something in every table."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import insert

from domain.ids import new_id
from storage.postgres import bookings, calls, customers, messages, outbox, tables
from storage.postgres.bookings import NewBooking
from storage.postgres.calls import NewCall, TurnRow
from storage.postgres.database import Database
from storage.postgres.messages import NewMessage

MONDAY_TEN = datetime(2026, 11, 30, 10, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Shop:
    business_id: UUID
    staff_id: UUID
    other_staff_id: UUID
    offering_id: UUID
    customer_id: UUID
    number: str

    def booking(self, intent_key: str, *, starts_at: datetime = MONDAY_TEN, **changes: UUID) -> NewBooking:
        """45 minutes and a buffer of 15."""
        fields = {
            "staff_id": self.staff_id,
            "offering_id": self.offering_id,
            "customer_id": self.customer_id,
        } | changes
        return NewBooking(
            **fields,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=45),
            until=starts_at + timedelta(minutes=60),
            intent_key=intent_key,
        )


def unused_number() -> str:
    return f"+999{new_id().int % 10**11:011d}"


def new_call(number: str = "+61280001234") -> NewCall:
    call_id = new_id()
    return NewCall(call_id, f"CA{call_id.hex}", "+61400000001", number, MONDAY_TEN)


async def open_shop(db: Database) -> Shop:
    """A business with two staff members, an offering, opening hours, a customer and a number."""
    business_id, staff_id, other_staff_id, offering_id = new_id(), new_id(), new_id(), new_id()
    number = unused_number()
    business = {
        "id": business_id,
        "name": "Corner Shop",
        "timezone": "Australia/Adelaide",
        "language": "en-AU",
        "country": "AU",
        "currency": "AUD",
        "greeting": "Hello.",
        "voice_id": "voice",
        "address": "1 Corner",
        "transfer_number": None,
        "answers": [{"question": "Is there parking?", "answer": "Yes."}],
        "max_concurrent_calls": 3,
    }
    owned = {"business_id": business_id}
    async with db.tenant(business_id) as scope:
        add = scope.session.execute
        await add(insert(tables.Business).values(business))
        await add(insert(tables.PhoneNumber).values(e164=number, **owned))
        await add(insert(tables.Staff).values(id=staff_id, name="Ana", **owned))
        await add(insert(tables.Staff).values(id=other_staff_id, name="Bo", **owned))
        await add(
            insert(tables.Offering).values(
                id=offering_id, name="Cut", duration_min=45, buffer_min=15, price_cents=5_000, **owned
            )
        )
        await add(
            insert(tables.OpeningHoursRow).values(
                id=new_id(), weekday=0, opens=time(9), closes=time(17, 30), **owned
            )
        )
        customer_id = await customers.find_or_create(scope, "Cleo", "+61400000001")
    return Shop(business_id, staff_id, other_staff_id, offering_id, customer_id, number)


async def fill(db: Database, shop: Shop) -> UUID:
    """Puts a row into each table `open_shop` leaves empty; gives the call's id."""
    call = new_call(shop.number)
    async with db.tenant(shop.business_id) as scope:
        await calls.create(scope, call)
        await calls.save_turns(scope, call.id, [TurnRow(0, "agent", "Hello.", "Hello.", MONDAY_TEN)])
        await bookings.insert(scope, shop.booking("fill"))
        await messages.insert(scope, NewMessage(new_id(), call.id, "Cleo", None, "Call me", "fill"))
        await outbox.enqueue(scope, "email", "fill", {"to": "owner"})
    return call.id
