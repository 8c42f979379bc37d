"""A business of a test's own, with something in every table."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from domain.business import Answer, Offering, StaffMember
from domain.ids import new_id
from storage.postgres import bookings, calls, customers, messages, outbox
from storage.postgres.bookings import NewBooking
from storage.postgres.calls import NewCall, TurnRow
from storage.postgres.database import Database
from storage.postgres.messages import NewMessage
from tests.support.businesses import open_on, store_business, unused_number

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


def new_call(number: str = "+61280001234") -> NewCall:
    call_id = new_id()
    return NewCall(call_id, f"CA{call_id.hex}", "+61400000001", number, MONDAY_TEN)


async def open_shop(db: Database) -> Shop:
    """A business with two staff members, an offering, opening hours, a customer and a number."""
    number = unused_number()
    profile = await store_business(
        db,
        number=number,
        max_concurrent_calls=3,
        name="Corner Shop",
        timezone="Australia/Adelaide",
        greeting="Hello.",
        address="1 Corner",
        transfer_number=None,
        offerings=(Offering(new_id(), "Cut", 45, 5_000, buffer_min=15),),
        staff=(StaffMember(new_id(), "Ana"), StaffMember(new_id(), "Bo")),
        opening_hours=open_on(0),
        answers=(Answer("Is there parking?", "Yes."),),
    )
    async with db.tenant(profile.id) as scope:
        customer_id = await customers.find_or_create(scope, "Cleo", "+61400000001")
    ana, bo = profile.staff
    return Shop(profile.id, ana.id, bo.id, profile.offerings[0].id, customer_id, number)


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
