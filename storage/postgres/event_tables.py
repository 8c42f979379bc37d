"""The table of business events."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, SmallInteger, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.postgres.table_base import Base, business_column, created_at_column


class BusinessEventRow(Base):
    """Something that happened in a business (`domain.events`); written once, never changed.

    Rows refer to others without a foreign key: what happened stays true when a booking or customer is erased, and the
    row holds nothing of them but an id.
    """

    __tablename__ = "business_events"
    __table_args__ = (
        UniqueConstraint("business_id", "once"),
        Index("ix_business_events_page", "business_id", "id"),
        Index("ix_business_events_kind", "business_id", "kind", "id"),
        Index("ix_business_events_customer_id", "business_id", "customer_id"),
        Index("ix_business_events_subject_id", "business_id", "subject_id"),
        Index("ix_business_events_at", "at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    """Ordered by time; subscribers know the event by it."""
    business_id: Mapped[UUID] = business_column()
    kind: Mapped[str]
    version: Mapped[int] = mapped_column(SmallInteger)
    subject_id: Mapped[UUID]
    customer_id: Mapped[UUID | None]
    once: Mapped[str | None]
    """Names what can happen once only."""
    data: Mapped[dict[str, Any]]
    at: Mapped[datetime] = created_at_column()
