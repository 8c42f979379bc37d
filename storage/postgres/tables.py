"""The tables.

Every tenant table carries `business_id`, has row-level security forced on it, and refers to other tenant tables by
`(business_id, id)`, so that no row can point into another business. Times are `timestamptz`, money is integer cents.
Row-level security and privileges are not part of the metadata; the migrations set them.
"""

from datetime import datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Computed,
    ForeignKey,
    Index,
    SmallInteger,
    Text,
    UniqueConstraint,
    Uuid,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, TSTZRANGE, Range
from sqlalchemy.orm import Mapped, mapped_column

from storage.postgres.table_base import (
    Base,
    ClosingTime,
    KnownTimezone,
    OfferedLanguage,
    SpokenGreeting,
    business_column,
    created_at_column,
    within_business,
)


class Business(Base):
    """The tenant. `answers` is a list of `{"question": ..., "answer": ...}`.

    What the receptionist's versions hold too (`receptionist_tables`) says here what the latest of them says.
    """

    __tablename__ = "businesses"
    __table_args__ = (
        CheckConstraint("max_concurrent_calls > 0", name="max_concurrent_calls_positive"),
        CheckConstraint("overflow IN ('retry', 'voicemail', 'forward')", name="overflow_known"),
        CheckConstraint(
            "(suspended_at IS NULL) = (suspended_because IS NULL)", name="suspended_with_a_reason"
        ),
        CheckConstraint("(closed_at IS NULL) = (erased_after IS NULL)", name="closed_for_a_while"),
        CheckConstraint("balance IN ('listed', 'load')", name="balance_known"),
        CheckConstraint("slug ~ '^[a-z0-9][a-z0-9-]{1,58}[a-z0-9]$'", name="slug_form"),
        UniqueConstraint("slug"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str]
    timezone: Mapped[str] = mapped_column(KnownTimezone)
    language: Mapped[str] = mapped_column(OfferedLanguage)
    country: Mapped[str]
    currency: Mapped[str]
    greeting: Mapped[str] = mapped_column(SpokenGreeting)
    voice_id: Mapped[str]
    address: Mapped[str]
    transfer_number: Mapped[str | None]
    answers: Mapped[list[dict[str, str]]] = mapped_column(server_default=text("'[]'::jsonb"))
    max_concurrent_calls: Mapped[int] = mapped_column(server_default=text("10"))
    overflow: Mapped[str] = mapped_column(server_default=text("'voicemail'"))
    balance: Mapped[str] = mapped_column(server_default=text("'listed'"))
    """Who is chosen where anybody will do (`domain.scheduling.balance`)."""
    region: Mapped[str | None]
    """Subdivision of the country, for its public holidays: `VIC`."""
    suspended_at: Mapped[datetime | None]
    """By an operator of the platform, `suspended_because`."""
    suspended_because: Mapped[str | None]
    closed_at: Mapped[datetime | None]
    """By its owner, who can reopen it until `erased_after` (`domain.accounts.closing`)."""
    erased_after: Mapped[datetime | None]
    closed_forward_to: Mapped[str | None]
    """E.164, who callers of a closed business are put through to."""
    slug: Mapped[str] = mapped_column(server_default=text("unnamed_slug()"))
    """Where customers book on the web; unlike every other business's."""
    keeps_holidays: Mapped[bool] = mapped_column(server_default=text("false"))
    holidays_edition: Mapped[str | None]
    """From which calendar its public holidays were taken last (`services.setup.holidays`)."""
    agent_stop: Mapped[dict[str, Any] | None]
    """Why the agent takes no calls (`domain.billing.stop`); written by billing alone."""
    created_at: Mapped[datetime] = created_at_column()


class PhoneNumber(Base):
    """A number callers dial; E.164, held by one business at a time."""

    __tablename__ = "phone_numbers"
    __table_args__ = (
        CheckConstraint("e164 ~ '^[+][1-9][0-9]{1,14}$'", name="e164_form"),
        CheckConstraint("phase IN ('active', 'releasing', 'released')", name="phase_known"),
        CheckConstraint("(phase = 'active') = (release_at IS NULL)", name="released_at_some_time"),
        CheckConstraint("source IN ('bought', 'brought', 'assigned')", name="source_known"),
        CheckConstraint("source = 'assigned' OR sid IS NOT NULL", name="known_at_the_carrier"),
        UniqueConstraint("business_id", "id"),
        within_business("location_id", "locations", ondelete="SET NULL (location_id)"),
        Index(
            "uq_phone_numbers_caller_id", "business_id", unique=True, postgresql_where=text("is_caller_id")
        ),
        Index("ix_phone_numbers_check_at", "check_at", postgresql_where=text("sid IS NOT NULL")),
    )

    e164: Mapped[str] = mapped_column(primary_key=True)
    business_id: Mapped[UUID] = business_column()
    created_at: Mapped[datetime] = created_at_column()
    id: Mapped[UUID] = mapped_column(server_default=func.gen_random_uuid())
    phase: Mapped[str] = mapped_column(server_default=text("'active'"))
    release_at: Mapped[datetime | None]
    source: Mapped[str] = mapped_column(server_default=text("'assigned'"))
    sid: Mapped[str | None]
    """Of the carrier; NULL of one that only rows know."""
    sort: Mapped[str | None]
    capabilities: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default=text("'{voice,sms}'"))
    monthly_cents: Mapped[int | None]
    """What it costs us."""
    label: Mapped[str] = mapped_column(server_default=text("''"))
    location_id: Mapped[UUID | None]
    language: Mapped[str | None] = mapped_column(OfferedLanguage)
    greeting: Mapped[str] = mapped_column(server_default=text("''"))
    after_hours: Mapped[dict[str, Any] | None]
    """`{"answer": "voicemail", "greeting": "", "number": null}`; NULL leaves the business's."""
    is_caller_id: Mapped[bool] = mapped_column(server_default=text("false"))
    """What the business shows whom it calls and writes to, where nothing else says so."""
    problem: Mapped[str] = mapped_column(server_default=text("''"))
    """What the last look at the carrier found and could not mend."""
    mended: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default=text("'{}'"))
    """What it found and did mend."""
    checked_at: Mapped[datetime | None]
    check_at: Mapped[datetime] = mapped_column(server_default=func.now())


class Staff(Base):
    __tablename__ = "staff"
    __table_args__ = (UniqueConstraint("business_id", "id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    business_id: Mapped[UUID] = business_column()
    name: Mapped[str]
    active: Mapped[bool] = mapped_column(server_default=text("true"))
    position: Mapped[int] = mapped_column(server_default=text("0"))
    location_ids: Mapped[list[UUID]] = mapped_column(ARRAY(Uuid()), server_default=text("'{}'"))
    """Where they work; empty: everywhere."""
    created_at: Mapped[datetime] = created_at_column()


class Offering(Base):
    """What can be booked.

    `duration_min` is the customer's time; `segments` its parts, `[{"minutes": 20, "processing": false}, ...]`, NULL
    when all of it is hands-on. `channels` are the ways customers may book it. What is NULL of the rules is the
    location's; `seats` is set for group sessions.
    """

    __tablename__ = "offerings"
    __table_args__ = (
        UniqueConstraint("business_id", "id"),
        CheckConstraint("duration_min > 0", name="duration_positive"),
        CheckConstraint("buffer_min >= 0", name="buffer_not_negative"),
        CheckConstraint("price_cents >= 0", name="price_not_negative"),
        CheckConstraint("before_min >= 0", name="before_not_negative"),
        CheckConstraint("seats > 0", name="seats_positive"),
        CheckConstraint("per_day > 0", name="per_day_positive"),
        CheckConstraint("grid_min > 0 AND 1440 % grid_min = 0", name="grid_divides_a_day"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    business_id: Mapped[UUID] = business_column()
    name: Mapped[str]
    duration_min: Mapped[int]
    buffer_min: Mapped[int] = mapped_column(server_default=text("0"))
    price_cents: Mapped[int]
    active: Mapped[bool] = mapped_column(server_default=text("true"))
    position: Mapped[int] = mapped_column(server_default=text("0"))
    segments: Mapped[list[dict[str, Any]] | None]
    before_min: Mapped[int] = mapped_column(server_default=text("0"))
    channels: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default=text("'{phone,web}'"))
    notice_min: Mapped[int | None]
    horizon_days: Mapped[int | None]
    per_day: Mapped[int | None]
    grid_min: Mapped[int | None]
    seats: Mapped[int | None]
    created_at: Mapped[datetime] = created_at_column()


class OpeningHoursRow(Base):
    """One open stretch that begins on a weekday (0 is Monday), in the business's wall time.

    `closes` may be 24:00, which reads as 00:00, and may lie on the next day (`domain.business.OpeningHours`).
    """

    __tablename__ = "opening_hours"
    __table_args__ = (
        UniqueConstraint("business_id", "weekday", "opens"),
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday_range"),
        CheckConstraint("opens < '24:00' AND (closes <> opens OR opens = '00:00')", name="opens_for_a_while"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    business_id: Mapped[UUID] = business_column()
    weekday: Mapped[int] = mapped_column(SmallInteger)
    opens: Mapped[time]
    closes: Mapped[time] = mapped_column(ClosingTime)


class Customer(Base):
    """Somebody who booked. The same number under two names is two people (a family's phone), until they are merged.

    Who has no number is recognised by their e-mail address. `name_key` and `phone_key` are to search by. A row that was
    merged stays as it was, and names the one it was merged into and the one at the end of the chain, `survivor_id`;
    rows with the same `person_id` are one person, which is the surviving row's id.
    """

    __tablename__ = "customers"
    __table_args__ = (
        UniqueConstraint("business_id", "id"),
        within_business("merged_into", "customers", ondelete="CASCADE"),
        within_business("survivor_id", "customers", ondelete="CASCADE"),
        within_business("preferred_staff_id", "staff", ondelete="SET NULL (preferred_staff_id)"),
        CheckConstraint("(merged_into IS NULL) = (survivor_id IS NULL)", name="merged_whole"),
        Index("ix_customers_person_id", "business_id", "person_id"),
        Index("ix_customers_email", "business_id", "email"),
        Index(
            "ix_customers_preferred_staff_id",
            "business_id",
            "preferred_staff_id",
            postgresql_where=text("preferred_staff_id IS NOT NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    business_id: Mapped[UUID] = business_column()
    name: Mapped[str]
    phone_e164: Mapped[str | None]
    email: Mapped[str | None]
    notes: Mapped[str] = mapped_column(server_default=text("''"))
    name_key: Mapped[str] = mapped_column(Text(collation="C"), Computed("lower(name)", persisted=True))
    phone_key: Mapped[str | None] = mapped_column(Text(collation="C"), Computed("phone_e164", persisted=True))
    merged_into: Mapped[UUID | None]
    survivor_id: Mapped[UUID | None]
    person_id: Mapped[UUID] = mapped_column(Computed("COALESCE(survivor_id, id)", persisted=True))
    preferred_staff_id: Mapped[UUID | None]
    created_at: Mapped[datetime] = created_at_column()


# NULL numbers never conflict: without a number nobody can be recognised.
Index(
    "uq_customers_phone_name",
    Customer.business_id,
    Customer.phone_e164,
    func.lower(Customer.name),
    unique=True,
)
Index(
    "uq_customers_email_name",
    Customer.business_id,
    Customer.email,
    func.lower(Customer.name),
    unique=True,
    postgresql_where=Customer.phone_e164.is_(None),
)
Index("ix_customers_name_key", Customer.business_id, Customer.name_key, Customer.id)
Index("ix_customers_phone_key", Customer.business_id, Customer.phone_key, Customer.id)


class Call(Base):
    __tablename__ = "calls"
    __table_args__ = (
        UniqueConstraint("business_id", "id"),
        UniqueConstraint("business_id", "call_sid"),
        CheckConstraint("status IN ('ringing', 'live', 'ended')", name="status_known"),
        CheckConstraint("(held_at IS NULL) = (held_because IS NULL)", name="held_with_a_reason"),
        within_business("archive_id", "call_archives", ondelete="SET NULL (archive_id)"),
        Index(
            "ix_calls_unarchived",
            "business_id",
            "started_at",
            "id",
            postgresql_where=text(
                "archive_id IS NULL AND transcript_removed_at IS NULL AND status = 'ended'"
            ),
        ),
        Index(
            "ix_calls_archive_id",
            "business_id",
            "archive_id",
            postgresql_where=text("archive_id IS NOT NULL"),
        ),
        Index(
            "ix_calls_restored_until",
            "restored_until",
            postgresql_where=text("restored_until IS NOT NULL"),
        ),
        Index("ix_calls_business_id_started_at", "business_id", "started_at"),
        CheckConstraint("inbox_status IN ('open', 'done')", name="inbox_status_known"),
        Index("ix_calls_from_number", "business_id", "from_number", "started_at"),
        Index(
            "ix_calls_inbox",
            "business_id",
            "started_at",
            "id",
            postgresql_where=text("inbox_status IS NOT NULL"),
        ),
        Index("ix_calls_not_ended", "business_id", postgresql_where=text("status <> 'ended'")),
        Index(
            "ix_calls_unreported",
            "ended_at",
            postgresql_where=text("status = 'ended' AND reported_at IS NULL"),
        ),
        Index(
            "ix_calls_recorded",
            "business_id",
            "ended_at",
            postgresql_where=text("recording_key IS NOT NULL"),
        ),
        Index(
            "ix_calls_transcribed",
            "business_id",
            "ended_at",
            postgresql_where=text("transcript_removed_at IS NULL AND status = 'ended'"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    business_id: Mapped[UUID] = business_column()
    call_sid: Mapped[str]
    from_number: Mapped[str | None]
    to_number: Mapped[str]
    status: Mapped[str]
    outcome: Mapped[str | None]
    reason: Mapped[str | None]
    started_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    answer_ms: Mapped[float | None]
    recording_key: Mapped[str | None]
    journal_key: Mapped[str | None]
    receptionist_version: Mapped[int | None]
    """The number of the version that served it; None of calls of a release without versions."""
    reported_at: Mapped[datetime | None]
    """When its end was told as a business event: once the row is written and the caller is gone."""
    inbox_status: Mapped[str | None]
    """Of one that nobody answered: whether somebody has seen to it; None of all others."""
    inbox_done_at: Mapped[datetime | None]
    inbox_done_by: Mapped[str | None]
    inbox_assigned_to: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    recording_removed_at: Mapped[datetime | None]
    transcript_removed_at: Mapped[datetime | None]
    """When they went: deleted by somebody, or because the business kept them no longer."""
    held_at: Mapped[datetime | None]
    """From when on nothing of it may be deleted, `held_because`: legal hold."""
    held_because: Mapped[str | None]
    archive_id: Mapped[UUID | None]
    """The part of the archive that holds its words, which are then in its turns no more."""
    restored_until: Mapped[datetime | None]
    """Until when they are back."""


class Turn(Base):
    __tablename__ = "turns"
    __table_args__ = (
        within_business("call_id", "calls", ondelete="CASCADE"),
        CheckConstraint("speaker IN ('caller', 'agent')", name="speaker_known"),
    )

    call_id: Mapped[UUID] = mapped_column(primary_key=True)
    index: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    business_id: Mapped[UUID] = business_column()
    speaker: Mapped[str]
    generated_text: Mapped[str]
    heard_text: Mapped[str]
    started_at: Mapped[datetime]
    interrupted: Mapped[bool]
    latency_ms: Mapped[dict[str, float]] = mapped_column(server_default=text("'{}'::jsonb"))


class Booking(Base):
    """A visit: held, booked, cancelled, or one nobody came to.

    `starts_at` to `ends_at` is the customer's time; staff and offering are those of its first item. What it takes of
    people and assets is `booking_segments`: of a booking that is not `segmented` a trigger keeps the one row, of its
    staff for `during`. A hold has no customer yet.
    """

    __tablename__ = "bookings"
    __table_args__ = (
        UniqueConstraint("business_id", "id"),
        UniqueConstraint("business_id", "intent_key"),
        within_business("staff_id", "staff"),
        within_business("offering_id", "offerings"),
        within_business("customer_id", "customers"),
        within_business("call_id", "calls", ondelete="SET NULL (call_id)"),
        within_business("session_id", "group_sessions"),
        within_business("location_id", "locations"),
        CheckConstraint("status IN ('held', 'confirmed', 'cancelled', 'no_show')", name="status_known"),
        CheckConstraint("(status = 'held') = (hold_until IS NOT NULL)", name="held_until"),
        CheckConstraint("status = 'held' OR customer_id IS NOT NULL", name="has_customer"),
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        CheckConstraint(
            "lower(during) = starts_at AND lower_inc(during) AND upper(during) >= ends_at AND NOT upper_inc(during)",
            name="during_covers",
        ),
        Index("ix_bookings_staff_id_starts_at", "business_id", "staff_id", "starts_at"),
        Index("ix_bookings_customer_id", "business_id", "customer_id"),
        Index("ix_bookings_call_id", "business_id", "call_id"),
        Index("ix_bookings_starts_at", "business_id", "starts_at"),
        Index("ix_bookings_created_at", "business_id", "created_at"),
        Index("ix_bookings_series_id", "business_id", "series_id"),
        Index("ix_bookings_session_id", "business_id", "session_id"),
        Index("ix_bookings_hold_until", "hold_until", postgresql_where=text("status = 'held'")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    business_id: Mapped[UUID] = business_column()
    staff_id: Mapped[UUID | None]
    offering_id: Mapped[UUID]
    customer_id: Mapped[UUID | None]
    call_id: Mapped[UUID | None]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    during: Mapped[Range[datetime]] = mapped_column(TSTZRANGE)
    status: Mapped[str]
    intent_key: Mapped[str]
    location_id: Mapped[UUID | None]
    segmented: Mapped[bool] = mapped_column(server_default=text("false"))
    hold_until: Mapped[datetime | None]
    source: Mapped[str] = mapped_column(server_default=text("'phone'"))
    notes: Mapped[str] = mapped_column(server_default=text("''"))
    series_id: Mapped[UUID | None]
    session_id: Mapped[UUID | None]
    answers: Mapped[list[dict[str, str]]] = mapped_column(server_default=text("'[]'::jsonb"))
    """What the customer was asked: `[{"question": ..., "answer": ...}, ...]`."""
    created_at: Mapped[datetime] = created_at_column()


# Here, because a message has a text of its own.
_FALSE, _OPEN, _RECORDED = text("false"), text("'open'"), text("recording_key IS NOT NULL")
_IS_OPEN = text("status = 'open'")


class Message(Base):
    """What a caller wants passed on; `recording_url` is where the carrier keeps one that was left as a recording."""

    __tablename__ = "messages"
    __table_args__ = (
        UniqueConstraint("business_id", "id"),
        UniqueConstraint("business_id", "intent_key"),
        CheckConstraint("status IN ('open', 'done')", name="status_known"),
        within_business("call_id", "calls", ondelete="SET NULL (call_id)"),
        Index("ix_messages_call_id", "business_id", "call_id"),
        Index("ix_messages_created_at", "business_id", "created_at"),
        Index(
            "ix_messages_recorded",
            "business_id",
            "created_at",
            "id",
            postgresql_where=_RECORDED,
        ),
        Index("ix_messages_callback_number", "business_id", "callback_number", "created_at"),
        Index("ix_messages_open", "business_id", "created_at", "id", postgresql_where=_IS_OPEN),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    business_id: Mapped[UUID] = business_column()
    call_id: Mapped[UUID | None]
    caller_name: Mapped[str | None]
    callback_number: Mapped[str | None]
    text: Mapped[str]
    intent_key: Mapped[str]
    recording_url: Mapped[str | None]
    urgent: Mapped[bool] = mapped_column(server_default=_FALSE)
    status: Mapped[str] = mapped_column(server_default=_OPEN)
    done_at: Mapped[datetime | None]
    done_by: Mapped[str | None]
    """As the audit log names who set it."""
    assigned_to: Mapped[UUID | None] = mapped_column(ForeignKey("users.id", ondelete="SET NULL"))
    sent_at: Mapped[datetime | None]
    """When a vendor first took it for somebody of the business."""
    recording_key: Mapped[str | None]
    """The recording in our own storage, once it was fetched from the carrier, where it is then erased."""
    recording_removed_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = created_at_column()


class OutboxRow(Base):
    """Work to be done after its transaction committed. A claim moves `due_at` to the end of its lease."""

    __tablename__ = "outbox"
    __table_args__ = (
        UniqueConstraint("business_id", "kind", "key"),
        CheckConstraint("status IN ('pending', 'done', 'dead')", name="status_known"),
        Index("ix_outbox_due", "due_at", postgresql_where=text("status = 'pending'")),
        Index(
            "ix_outbox_settled",
            "due_at",
            postgresql_where=text("status <> 'pending' AND payload <> '{}'::jsonb"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    business_id: Mapped[UUID | None] = mapped_column(ForeignKey("businesses.id", ondelete="CASCADE"))
    """None for what is no business's: mail to a user about their account."""
    kind: Mapped[str]
    key: Mapped[str]
    payload: Mapped[dict[str, Any]]
    status: Mapped[str] = mapped_column(server_default=text("'pending'"))
    attempts: Mapped[int] = mapped_column(server_default=text("0"))
    due_at: Mapped[datetime] = mapped_column(server_default=func.now())
    last_error: Mapped[str | None]
    created_at: Mapped[datetime] = created_at_column()
    done_at: Mapped[datetime | None]


class WebhookInbox(Base):
    """Vendors' webhooks already taken in; belongs to no business.

    `due_at` is set while a worker has still to do what it asks for. A claim moves it to the end of its lease.
    """

    __tablename__ = "webhook_inbox"
    __table_args__ = (
        Index("ix_webhook_inbox_received_at", "received_at"),
        Index("ix_webhook_inbox_due_at", "due_at", postgresql_where=text("due_at IS NOT NULL")),
    )

    provider: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    payload: Mapped[dict[str, str]]
    received_at: Mapped[datetime] = created_at_column()
    due_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(server_default=text("0"))
    last_error: Mapped[str | None]
