"""A business of a test's own, with something in every table."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import insert

from domain.accounts.roles import Permission, Role
from domain.business import Answer, Offering, StaffMember
from domain.events.catalogue import CustomerChanged
from domain.ids import new_id
from domain.scheduling.ranges import TimeRange
from storage.postgres import (
    api_keys,
    audit,
    bookings,
    business_events,
    calendar_feeds,
    calls,
    customers,
    idempotency,
    linked_calendars,
    memberships,
    messages,
    outbox,
    receptionist_versions,
    remote_calendars,
    sign_ins,
    users,
    webhooks,
    written_entries,
)
from storage.postgres import scheduling_tables as scheduling
from storage.postgres.account_tables import GoneSignIn, Invitation, RecoveryCode
from storage.postgres.bookings import NewBooking
from storage.postgres.calls import NewCall, TurnRow
from storage.postgres.database import Database
from storage.postgres.idempotency import KeyOf, Stored
from storage.postgres.linked_calendar_tables import UnconfirmedBooking
from storage.postgres.messages import NewMessage
from storage.postgres.receptionist_versions import DraftRow
from storage.postgres.remote_calendars import ConflictRow
from storage.postgres.table_base import Base
from storage.postgres.tenant import TenantScope
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
        booking = await bookings.insert(scope, shop.booking("fill"))
        await messages.insert(scope, NewMessage(new_id(), call.id, "Cleo", None, "Call me", "fill"))
        await outbox.enqueue(scope, "email", "fill", {"to": "owner"})
        changed = CustomerChanged(customer_id=shop.customer_id, changed=("name",))
        await business_events.add(scope, changed)
        endpoint_id = new_id()
        await webhooks.add_endpoint(scope, endpoint_id, url="https://example.com/", secret=b"sealed")
        await webhooks.add_delivery(scope, endpoint_id, new_id(), changed.KIND, "{}")
        version = await receptionist_versions.published(scope)
        draft = DraftRow(version.content, version.number, "system", MONDAY_TEN)
        await receptionist_versions.keep_draft(scope, draft)
    await _fill_calendars(db, shop, booking.id)
    await _fill_accounts(db, shop)
    await _fill_scheduling(db, shop, booking.id, call.id)
    return call.id


async def _fill_calendars(db: Database, shop: Shop, booking_id: UUID) -> None:
    hour = TimeRange(MONDAY_TEN, MONDAY_TEN + timedelta(hours=1))
    async with db.tenant(shop.business_id) as scope:
        await calendar_feeds.add(scope, new_id(), secret=b"sealed", digest=b"digest")
        calendar_id = new_id()
        sealed = {"url": b"sealed", "host": "example.com", "next_poll_at": datetime(2100, 1, 1, tzinfo=UTC)}
        await remote_calendars.add(scope, calendar_id, name="Elsewhere", **sealed)
        await remote_calendars.replace_busy(scope, calendar_id, (hour,))
        conflict = ConflictRow(
            calendar_id,
            "Elsewhere",
            booking_id,
            None,
            hour.start,
            hour.end,
            "Cut",
            None,
            hour.start,
            hour.end,
            None,
        )
        await remote_calendars.keep_conflict(scope, conflict, "system")
        await _fill_linked(scope, calendar_id, booking_id, hour)


async def _fill_linked(scope: TenantScope, calendar_id: UUID, booking_id: UUID, hour: TimeRange) -> None:
    connection_id = new_id()
    tokens = {"access_token": b"sealed", "refresh_token": b"sealed", "access_expires_at": hour.start}
    await linked_calendars.connect(
        scope, connection_id, kind="google", account="mia@example.com", connected_by="system", **tokens
    )
    used = {"external_id": "mia@example.com", "writes": True, "blocks": True}
    await linked_calendars.add_link(scope, calendar_id, connection_id=connection_id, **used)
    await linked_calendars.add_channel(
        scope, new_id(), calendar_id=calendar_id, digest=b"digest", expires_at=hour.end
    )
    busy = linked_calendars.Busy("private", None, hour)
    await linked_calendars.keep_entries(scope, calendar_id, new_id(), [busy])
    await written_entries.note_written(
        scope, calendar_id, booking_id, external_id="ours", etag="1", during=hour
    )
    await written_entries.dispute(
        scope, calendar_id, booking_id, kind="moved", why="", ours_from=hour.start, theirs=None, etag=""
    )
    values = {"booking_id": booking_id, "calendar_id": calendar_id, "business_id": scope.business_id}
    await scope.session.execute(insert(UnconfirmedBooking).values(**values))


async def _fill_accounts(db: Database, shop: Shop) -> None:
    user_id, sign_in_id, unlike = new_id(), new_id(), new_id().bytes
    async with db.founding(shop.business_id) as scope:
        session = scope.session
        await users.insert_user(
            session, user_id, email=f"{user_id}@example.com", name="Mia", password_hash=None
        )
        await users.add_email_token(session, unlike, user_id, "verify", "mia@example.com", MONDAY_TEN)
        await session.execute(insert(RecoveryCode).values(user_id=user_id, digest=unlike))
        nobodys = KeyOf(None, "anybody", unlike)
        await idempotency.store(scope, nobodys, Stored(b"", 204, {}, b""))
        await session.execute(insert(GoneSignIn).values(id=new_id()))
        await sign_ins.open_sign_in(session, sign_in_id, user_id, user_agent="", address="", now=MONDAY_TEN)
        await sign_ins.add_token(session, unlike, sign_in_id, MONDAY_TEN)
        await memberships.add(scope, user_id, Role.OWNER)
        await session.execute(
            insert(Invitation).values(
                id=new_id(),
                business_id=shop.business_id,
                email="noor@example.com",
                role="staff",
                digest=unlike,
                expires_at=MONDAY_TEN,
            )
        )
        await api_keys.insert_key(
            scope,
            new_id(),
            name="Website",
            prefix=user_id.hex[-12:],
            digest=unlike,
            scopes=[Permission.BOOKINGS_READ],
            created_by=user_id,
            expires_at=None,
        )
        await audit.note(scope, actor=f"user:{user_id}", action="filled", subject="shop")
        key = KeyOf(shop.business_id, f"user:{user_id}", unlike)
        await idempotency.store(scope, key, Stored(unlike, 201, {}, unlike))


async def _fill_scheduling(db: Database, shop: Shop, booking_id: UUID, call_id: UUID) -> None:
    location_id, asset_id, session_id = new_id(), new_id(), new_id()
    day, later = MONDAY_TEN.date(), MONDAY_TEN + timedelta(hours=1)
    hours = {"weekday": 0, "opens": time(9), "closes": time(17)}
    staff, offering = {"staff_id": shop.staff_id}, {"offering_id": shop.offering_id}
    span = {"starts_at": MONDAY_TEN, "ends_at": later}
    rows: tuple[tuple[type[Base], dict[str, Any]], ...] = (
        (scheduling.Location, {"id": location_id, "name": "Corner", "timezone": "Australia/Adelaide"}),
        (scheduling.LocationHours, {"id": new_id(), "location_id": location_id, **hours}),
        (scheduling.StaffHours, {"id": new_id(), **staff, **hours}),
        (scheduling.SpecialDayRow, {"id": new_id(), "day": day}),
        (scheduling.PublicHoliday, {"id": new_id(), "day": day, "name": "Proclamation Day"}),
        (scheduling.Asset, {"id": asset_id, "name": "Chair"}),
        (scheduling.Absence, {"id": new_id(), **staff, **span}),
        (scheduling.StaffOffering, {**staff, **offering}),
        (scheduling.OfferingAsset, {"need": 0, "asset_id": asset_id, **offering}),
        (
            scheduling.OfferingOption,
            {"id": new_id(), "kind": "add_on", "name": "Wash", "minutes": 5, "price_cents": 0, **offering},
        ),
        (scheduling.OfferingQuestion, {"id": new_id(), "label": "Allergies?", "kind": "text", **offering}),
        (
            scheduling.BookingItem,
            {"booking_id": booking_id, "position": 0, "name": "Cut", "price_cents": 0, **offering},
        ),
        (
            scheduling.BookingEvent,
            {"id": new_id(), "booking_id": booking_id, "kind": "booked", "actor": "call"},
        ),
        (scheduling.GroupSession, {"id": session_id, **offering, **span}),
        (scheduling.Seat, {"session_id": session_id, "n": 1}),
        (
            scheduling.CallerCode,
            {
                "id": new_id(),
                "call_id": call_id,
                "phone_e164": "+61400000001",
                "digest": b"",
                "expires_at": later,
            },
        ),
        (
            scheduling.WaitingEntry,
            {
                "id": new_id(),
                "customer_id": shop.customer_id,
                "earliest": MONDAY_TEN,
                "latest": later,
                "intent_key": "fill",
                **offering,
            },
        ),
    )
    async with db.tenant(shop.business_id) as scope:
        for table, values in rows:
            await scope.session.execute(insert(table).values(business_id=shop.business_id, **values))
