"""Businesses with a row in every table, whose every text, id and number says whose it is.

Rows are made from the tables themselves, so that a new table is attacked as soon as it is there: a column gets a value
by its type, its checks and its references. What that cannot know stands in `VALUES`; a table no row can be made for
fails the suite.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Float,
    Integer,
    LargeBinary,
    Table,
    Time,
    insert,
    null,
)
from sqlalchemy.dialects.postgresql import JSONB, TSTZRANGE, Range
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.types import String, TypeDecorator, Uuid

from domain.ids import new_id
from storage.postgres.schema import Base
from storage.postgres.table_policies import TABLES, Rows

NOW = datetime.now(UTC)
# A Monday at ten in Sydney, weeks ahead of any clock this runs by.
SOON = (NOW + timedelta(days=28)).replace(hour=0, minute=0, second=0, microsecond=0)
SOON -= timedelta(days=SOON.weekday())


@dataclass(slots=True)
class Tenant:
    """A business and what is its own.

    Attributes:
        word: stands in every text of its rows, and in nobody else's.
        rows: by table, the row that was made for it.
    """

    word: str
    number: int
    id: UUID = field(default_factory=new_id)
    rows: dict[str, dict[str, Any]] = field(default_factory=dict)
    other_customer: UUID = field(default_factory=new_id)
    """A second one, for what is about two."""
    secrets: set[str] = field(default_factory=set)

    def row_id(self, table: str) -> UUID:
        return self.rows[table]["id"]

    def phone(self, last: int) -> str:
        return f"+6128000{self.number:02}{last:02}"

    @property
    def price_cents(self) -> int:
        """Nobody else's."""
        return 7_654_300 + self.number

    def text(self, of: str) -> str:
        return f"{self.word} {of.replace('_', ' ')}"


Value = Callable[[Tenant], Any]


def fixed(value: Any) -> Value:
    return lambda _: value


def receptionist(tenant: Tenant, of: str) -> dict[str, Any]:
    """A version's content that can be published."""
    entry = {"id": "k1", "question": tenant.text("asked"), "text": tenant.text("told")}
    return {
        "greeting": tenant.text(f"{of} greeting"),
        "voice_id": f"{tenant.word}-voice",
        "language": "en-AU",
        "rules": [tenant.text("rule")],
        "knowledge": [entry],
    }


VALUES: Mapping[str, Value] = {
    "businesses.timezone": fixed("Australia/Sydney"),
    "businesses.language": fixed("en-AU"),
    "businesses.country": fixed("AU"),
    "businesses.currency": fixed("AUD"),
    "businesses.region": fixed("NSW"),
    "businesses.slug": lambda tenant: f"{tenant.word}-salon",
    "businesses.suspended_because": fixed(None),
    "businesses.closed_forward_to": fixed(None),
    "businesses.voice_id": lambda tenant: f"{tenant.word}-voice",
    "users.wished_business": fixed(null()),
    "turns.latency_ms": fixed({"first_token": 412.5}),
    "receptionist_versions.number": fixed(2),  # the first is made with the business
    "receptionist_versions.content": lambda tenant: receptionist(tenant, "published"),
    "receptionist_drafts.content": lambda tenant: receptionist(tenant, "drafted"),
    "businesses.transfer_number": lambda tenant: tenant.phone(1),
    "businesses.answers": lambda tenant: [
        {"question": tenant.text("question"), "answer": tenant.text("answer")}
    ],
    "phone_numbers.e164": lambda tenant: tenant.phone(2),
    "phone_numbers.language": fixed("en-AU"),
    "phone_numbers.sort": fixed("local"),
    "phone_numbers.after_hours": fixed(null()),
    "phone_numbers.release_at": fixed(None),
    "port_requests.e164": lambda tenant: tenant.phone(8),
    "port_requests.country": fixed("AU"),
    "port_requests.port_on": fixed(None),
    "port_requests.documents": lambda tenant: {
        "letter_of_authorisation": tenant.text("letter"),
        "latest_bill": tenant.text("bill"),
    },
    "port_notes.phase": fixed("draft"),
    "forwardings.public_e164": lambda tenant: tenant.phone(7),
    "forwardings.country": fixed("AU"),
    "forwardings.carrier": fixed("telstra_mobile"),
    "forwardings.conditions": fixed(["all"]),
    "forwardings.failure": fixed(None),
    "forwardings.test_id": fixed(None),
    "forwardings.test_caller": fixed(None),
    "forwardings.test_until": fixed(None),
    "forwardings.delay_s": fixed(None),
    "number_orders.sort": fixed("local"),
    "number_orders.why": fixed("gone"),
    "number_orders.phase": fixed("refused"),
    "number_orders.e164": lambda tenant: tenant.phone(6),
    "customers.phone_e164": lambda tenant: tenant.phone(3),
    "customers.merged_into": fixed(None),
    "customers.survivor_id": fixed(None),
    "customer_merges.absorbed_id": lambda tenant: tenant.other_customer,
    "customer_merges.undone_at": fixed(NOW),
    "customer_merge_rows.kind": fixed("booking"),
    "customers_apart.low_id": lambda tenant: min(tenant.row_id("customers"), tenant.other_customer),
    "customers_apart.high_id": lambda tenant: max(tenant.row_id("customers"), tenant.other_customer),
    "calls.from_number": lambda tenant: tenant.phone(3),
    "calls.to_number": lambda tenant: tenant.phone(2),
    "calls.status": fixed("ended"),
    "calls.outcome": fixed("booked"),
    "calls.ended_at": fixed(SOON),
    "calls.recording_key": lambda tenant: f"{tenant.id}/2026/11/02/{tenant.word}.wav",
    "calls.journal_key": lambda tenant: f"{tenant.id}/2026/11/02/{tenant.word}.journal.gz",
    "calls.held_because": fixed(None),
    "messages.recording_key": lambda tenant: f"{tenant.id}/2026/11/02/{tenant.word}.voicemail.wav",
    "brand_files.key": lambda tenant: f"{tenant.id}/{tenant.word}.png",
    "brand_files.kind": fixed("logo"),
    "calls.archive_id": fixed(None),
    "call_archives.phase": fixed("writing"),
    "erasures.counts": fixed({"customers": 1}),
    "call_shares.shows_recording": fixed(True),
    "call_shares.shows_transcript": fixed(True),
    "messages.callback_number": lambda tenant: tenant.phone(4),
    "notifications.channel": fixed("sms"),
    "notifications.status": fixed("delivered"),
    "notifications.answer": fixed(None),
    "notifications.recipient": lambda tenant: tenant.phone(3),
    "notification_settings.staff_emails": lambda tenant: [f"staff@{tenant.word}.example.com"],
    "notification_settings.quiet_since": fixed(time(21)),
    "notification_settings.quiet_until": fixed(time(8)),
    "notification_templates.kind": fixed("missed_call"),
    "notification_templates.language": fixed("en"),
    "suppressions.channel": fixed("sms"),
    "suppressions.reason": fixed("undeliverable"),
    "suppressions.address": lambda tenant: tenant.phone(5),
    "text_threads.number": lambda tenant: tenant.phone(3),
    "text_threads.own_number": lambda tenant: tenant.phone(2),
    "inbound_texts.number": lambda tenant: tenant.phone(3),
    "inbound_texts.own_number": lambda tenant: tenant.phone(2),
    "locations.timezone": fixed("Australia/Sydney"),
    "locations.region": fixed("NSW"),
    "offerings.duration_min": fixed(45),
    "offering_options.kind": fixed("add_on"),
    "invitations.email": lambda tenant: f"invited@{tenant.word}.example.com",
    "invitations.role": fixed("staff"),
    "invitations.expires_at": fixed(SOON),
    "api_keys.scopes": fixed(["calls:read"]),
    "api_keys.prefix": lambda tenant: f"{tenant.number:02}{tenant.id.hex[-10:]}",
    "billing_accounts.trial_began_at": fixed(NOW),
    "billing_accounts.customer_id": fixed(None),
    "billing_accounts.checkout_id": fixed(None),
    "billing_accounts.plan": fixed(None),
    "call_ledger.ended_at": fixed(NOW),
    "call_ledger.outcome": fixed("answered"),
    "call_ledger.billable_s": fixed(40),
    "call_ledger.free": fixed(None),
    "outbox.status": fixed("done"),
    "webhook_endpoints.url": lambda tenant: f"https://{tenant.word}.example.com/hooks",
    "webhook_endpoints.disabled_because": fixed(None),
    "webhook_deliveries.kind": fixed("booking.created"),
    "webhook_deliveries.status": fixed("failed"),
    "calendar_feeds.staff_id": fixed(None),
    "calendar_feeds.shows": fixed("busy"),
    "remote_calendars.location_id": fixed(None),
    "remote_calendars.kind": fixed("ical"),
    "remote_calendars.phase": fixed("fresh"),
    "calendar_connections.location_id": fixed(None),
    "calendar_connections.kind": fixed("google"),
    "calendar_connections.phase": fixed("connected"),
    "calendar_connections.leased_until": fixed(None),
    "calendar_connections.access_expires_at": fixed(SOON),
    "calendar_disputes.kind": fixed("moved"),
    "calendar_disputes.settled": fixed(None),
    "written_entries.phase": fixed("written"),
    "remote_entries.starts_at": fixed(SOON),
    "remote_entries.ends_at": fixed(SOON + timedelta(minutes=30)),
    "remote_busy.starts_at": fixed(SOON),
    "remote_busy.ends_at": fixed(SOON + timedelta(minutes=30)),
    "business_events.kind": fixed("booking.created"),
    "daily_analytics.timezone": fixed("Australia/Sydney"),
    "daily_analytics.outcomes": fixed({"booked": 1}),
    "absences.asset_id": fixed(None),
    "absences.starts_at": fixed(SOON + timedelta(days=3)),
    "absences.ends_at": fixed(SOON + timedelta(days=4)),
    "bookings.during": fixed(Range(SOON, SOON + timedelta(hours=1))),
    "bookings.segmented": fixed(True),
    "bookings.status": fixed("confirmed"),
    "bookings.series_id": lambda tenant: tenant.id,
    "bookings.session_id": fixed(None),
    "bookings.source": fixed("phone"),
    "booking_segments.session_id": fixed(None),
    "booking_segments.asset_id": fixed(None),
    "booking_events.kind": fixed("booked"),
    "booking_events.actor": fixed("system"),
    "group_sessions.starts_at": fixed(SOON + timedelta(days=1)),
    "group_sessions.ends_at": fixed(SOON + timedelta(days=1, hours=1)),
    "waiting_list.offered_booking_id": fixed(None),
    "special_days.staff_id": fixed(None),
    "special_days.location_id": fixed(None),
}
"""By table and column: what cannot be told from the column."""

_ENDS = ("ends_at", "latest", "expires_at", "offered_until")


async def fill(connection: AsyncConnection, tenant: Tenant) -> None:
    """One row of the tenant's in each table that has none of it yet. The connection is the owner's."""
    for table in Base.metadata.sorted_tables:
        if TABLES.get(table.name) in (Rows.OF_BUSINESS, Rows.OF_USER) and table.name not in tenant.rows:
            await add_row(connection, tenant, table)
            if table.name == "customers":
                other = {"id": tenant.other_customer, "name": tenant.text("other customer")}
                await add_row(connection, tenant, table, **other, phone_e164=tenant.phone(6))


async def add_row(connection: AsyncConnection, tenant: Tenant, table: Table, **given: Any) -> dict[str, Any]:
    """A row with the values given; the tenant's own, if it is its first."""
    row = {column.name: _value(tenant, table, column) for column in table.c if column.name not in given}
    row = {name: value for name, value in row.items() if value is not _DEFAULT} | given
    await connection.execute(insert(table).values(row))
    tenant.rows.setdefault(table.name, row)
    tenant.secrets |= set(_secrets_of(row))
    return row


class _Default:
    """The column's own default holds."""


_DEFAULT = _Default()


def _value(tenant: Tenant, table: Table, column: Column[Any]) -> Any:
    if column.computed is not None:
        return _DEFAULT
    name = f"{table.name}.{column.name}"
    if name in VALUES:
        return VALUES[name](tenant)
    if (table.name == "businesses" and column.name == "id") or column.name == "business_id":
        return tenant.id
    for reference in column.foreign_keys:
        of, key = reference.target_fullname.split(".")
        return tenant.rows[of][key] if of in tenant.rows else _DEFAULT
    return _by_type(tenant, table, column)


def _by_type(tenant: Tenant, table: Table, column: Column[Any]) -> Any:
    kind = column.type.impl if isinstance(column.type, TypeDecorator) else column.type
    if isinstance(kind, Uuid):
        return None if column.nullable else new_id()
    if isinstance(kind, JSONB):
        if column.nullable or "[]" in str(getattr(column.server_default, "arg", "")):
            return None if column.nullable else _DEFAULT
        return {"note": tenant.text(column.name)}
    if isinstance(kind, String):
        return _text(tenant, table, column)
    if column.name == "price_cents":
        return tenant.price_cents
    if column.server_default is not None:
        return _DEFAULT
    if column.nullable:
        return None
    if isinstance(kind, TSTZRANGE):
        return Range(SOON, SOON + timedelta(hours=1))
    plain: tuple[tuple[type[Any], Any], ...] = (
        (DateTime, SOON + timedelta(hours=1) if column.name in _ENDS else SOON),
        (Date, SOON.date()),
        (Time, time(17) if column.name == "closes" else time(9)),
        (Boolean, False),
        (Float, 1.5),
        (Integer, 1),
        (LargeBinary, new_id().bytes),
        (ARRAY, []),
    )
    return next(value for of, value in plain if isinstance(kind, of))


def _text(tenant: Tenant, table: Table, column: Column[Any]) -> Any:
    for check in table.constraints:
        if isinstance(check, CheckConstraint):
            allowed = re.match(rf"{column.name} IN \('([^']*)'", str(check.sqltext))
            if allowed is not None:
                return allowed[1]
    default = str(getattr(column.server_default, "arg", ""))
    return _DEFAULT if default not in ("", "''") else tenant.text(f"{table.name}.{column.name}")


def _secrets_of(row: Mapping[str, Any]) -> list[str]:
    """What must not reach anybody else of a row, beside its texts, which hold the tenant's word."""
    found: list[str] = []
    for name, value in row.items():
        if isinstance(value, UUID):
            found += [str(value), value.hex]
        elif isinstance(value, str) and value.startswith("+"):
            found.append(value)
        elif name == "price_cents":
            found.append(str(value))
    return found
