"""The tables of telephone numbers: what businesses wish for, beside those they have (`storage.postgres.tables`)."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from storage.postgres.table_base import Base, business_column, created_at_column, within_business


class NumberOrder(Base):
    """A number that somebody wants for the business, and what became of it."""

    __tablename__ = "number_orders"
    __table_args__ = (
        CheckConstraint("kind IN ('bought', 'brought')", name="kind_known"),
        CheckConstraint("phase IN ('placed', 'filled', 'refused')", name="phase_known"),
        CheckConstraint("num_nonnulls(e164, sid) > 0", name="says_which"),
        Index("ix_number_orders_page", "business_id", "created_at", "id"),
        Index(
            "uq_number_orders_placed",
            "business_id",
            "e164",
            unique=True,
            postgresql_where=text("phase = 'placed'"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    """Part of the name it is bought under."""
    business_id: Mapped[UUID] = business_column()
    kind: Mapped[str]
    e164: Mapped[str | None]
    sid: Mapped[str | None]
    """The carrier's id of a number that is brought along, or has been bought."""
    sort: Mapped[str | None]
    label: Mapped[str] = mapped_column(server_default=text("''"))
    address_sid: Mapped[str | None]
    bundle_sid: Mapped[str | None]
    monthly_cents: Mapped[int | None]
    phase: Mapped[str] = mapped_column(server_default=text("'placed'"))
    why: Mapped[str | None]
    """Of a refused one (`domain.numbers.refusals`)."""
    waits_for: Mapped[str] = mapped_column(server_default=text("''"))
    """Of a placed one: what kept it from being filled so far."""
    number_id: Mapped[UUID | None]
    """Of a filled one; the number may have been given back since."""
    created_at: Mapped[datetime] = created_at_column()
    settled_at: Mapped[datetime | None]


class Forwarding(Base):
    """A telephone of the business's own that forwards its calls to one of its numbers here."""

    __tablename__ = "forwardings"
    __table_args__ = (
        UniqueConstraint("business_id", "public_e164"),
        CheckConstraint("phase IN ('not_begun', 'told', 'testing', 'proved', 'failed')", name="phase_known"),
        CheckConstraint("(phase = 'failed') = (failure IS NOT NULL)", name="failed_for_a_reason"),
        CheckConstraint("(phase = 'testing') = (test_id IS NOT NULL)", name="tested_by_a_call"),
        CheckConstraint(
            "num_nonnulls(test_id, test_caller, test_until) IN (0, 3)", name="a_test_is_all_of_it"
        ),
        within_business("number_id", "phone_numbers", ondelete="CASCADE"),
        Index("ix_forwardings_page", "business_id", "created_at", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    business_id: Mapped[UUID] = business_column()
    public_e164: Mapped[str]
    number_id: Mapped[UUID]
    country: Mapped[str]
    carrier: Mapped[str]
    """Of `config/forwarding.yaml`."""
    conditions: Mapped[list[str]] = mapped_column(ARRAY(Text))
    delay_s: Mapped[int | None]
    phase: Mapped[str] = mapped_column(server_default=text("'not_begun'"))
    failure: Mapped[str | None]
    test_id: Mapped[UUID | None]
    test_caller: Mapped[str | None]
    test_until: Mapped[datetime | None]
    test_sid: Mapped[str | None]
    """The carrier's, once the call is made."""
    proved_at: Mapped[datetime | None]
    last_forwarded_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = created_at_column()


class PortRequest(Base):
    """A number that is to come over from another carrier for good."""

    __tablename__ = "port_requests"
    __table_args__ = (
        UniqueConstraint("business_id", "id"),
        CheckConstraint(
            "phase IN ('draft', 'handed_in', 'needs_documents', 'in_review', 'scheduled', 'done', 'rejected',"
            " 'withdrawn')",
            name="phase_known",
        ),
        CheckConstraint("(phase IN ('scheduled', 'done')) = (port_on IS NOT NULL)", name="a_day_once_known"),
        Index("ix_port_requests_page", "business_id", "created_at", "id"),
        Index(
            "uq_port_requests_under_way",
            "business_id",
            "e164",
            unique=True,
            postgresql_where=text("phase NOT IN ('done', 'rejected', 'withdrawn')"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    business_id: Mapped[UUID] = business_column()
    e164: Mapped[str]
    country: Mapped[str]
    carrier: Mapped[str]
    """That has it so far."""
    account_holder: Mapped[str]
    account_number: Mapped[str] = mapped_column(server_default=text("''"))
    wished_on: Mapped[date | None]
    phase: Mapped[str] = mapped_column(server_default=text("'draft'"))
    port_on: Mapped[date | None]
    documents: Mapped[dict[str, str]] = mapped_column(server_default=text("'{}'::jsonb"))
    """Where each is: a name, an address, a code."""
    created_at: Mapped[datetime] = created_at_column()


class PortNote(Base):
    """What happened to a request, by whom."""

    __tablename__ = "port_notes"
    __table_args__ = (
        within_business("port_request_id", "port_requests", ondelete="CASCADE"),
        Index("ix_port_notes_page", "business_id", "port_request_id", "created_at", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    business_id: Mapped[UUID] = business_column()
    port_request_id: Mapped[UUID]
    actor: Mapped[str]
    phase: Mapped[str | None]
    """That it came to; NULL of a note alone."""
    words: Mapped[str] = mapped_column(server_default=text("''"))
    created_at: Mapped[datetime] = created_at_column()
