"""The tables of outgoing webhooks: where a business's events are sent, and what became of each message."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, LargeBinary, SmallInteger, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY, TEXT
from sqlalchemy.orm import Mapped, mapped_column

from storage.postgres.table_base import Base, business_column, created_at_column, within_business


class WebhookEndpoint(Base):
    """An address of a business's own, or of a program it uses."""

    __tablename__ = "webhook_endpoints"
    __table_args__ = (
        UniqueConstraint("business_id", "id"),
        CheckConstraint("(disabled_at IS NULL) = (disabled_because IS NULL)", name="disabled_with_a_reason"),
        CheckConstraint("(old_secret IS NULL) = (old_secret_until IS NULL)", name="old_secret_with_an_end"),
        Index("ix_webhook_endpoints_page", "business_id", "created_at", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    business_id: Mapped[UUID] = business_column()
    url: Mapped[str]
    description: Mapped[str] = mapped_column(server_default=text("''"))
    kinds: Mapped[list[str] | None] = mapped_column(ARRAY(TEXT))
    """Of which events it is told; of all when None."""
    secret: Mapped[bytes] = mapped_column(LargeBinary)
    """Sealed."""
    old_secret: Mapped[bytes | None] = mapped_column(LargeBinary)
    """Sealed; signed with as well until `old_secret_until`."""
    old_secret_until: Mapped[datetime | None]
    disabled_at: Mapped[datetime | None]
    disabled_because: Mapped[str | None]
    failing_since: Mapped[datetime | None]
    """Since when it has taken nothing; None while it does, or has not been asked."""
    resting_until: Mapped[datetime | None]
    """It asked to be let be."""
    created_at: Mapped[datetime] = created_at_column()


class WebhookDelivery(Base):
    """One message to one endpoint: an event, with what became of every attempt."""

    __tablename__ = "webhook_deliveries"
    __table_args__ = (
        UniqueConstraint("business_id", "endpoint_id", "event_id"),
        within_business("endpoint_id", "webhook_endpoints", ondelete="CASCADE"),
        CheckConstraint("status IN ('pending', 'delivered', 'failed')", name="status_known"),
        Index("ix_webhook_deliveries_page", "business_id", "endpoint_id", "id"),
        Index(
            "ix_webhook_deliveries_failed",
            "business_id",
            "endpoint_id",
            "created_at",
            postgresql_where=text("status = 'failed'"),
        ),
        Index("ix_webhook_deliveries_customer_id", "business_id", "customer_id"),
        Index("ix_webhook_deliveries_created_at", "created_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    business_id: Mapped[UUID] = business_column()
    endpoint_id: Mapped[UUID]
    event_id: Mapped[UUID]
    """The message's id for its receiver, made of it, stays the same over attempts and replays."""
    kind: Mapped[str]
    customer_id: Mapped[UUID | None]
    body: Mapped[str]
    """As it is signed and sent."""
    status: Mapped[str] = mapped_column(server_default=text("'pending'"))
    round: Mapped[int] = mapped_column(SmallInteger, server_default=text("0"))
    """How often it was replayed."""
    attempts: Mapped[int] = mapped_column(SmallInteger, server_default=text("0"))
    """In this round."""
    attempt_log: Mapped[list[dict[str, Any]]] = mapped_column(server_default=text("'[]'::jsonb"))
    """The latest attempts, the oldest first."""
    next_attempt_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]
    """When it was delivered or given up."""
    created_at: Mapped[datetime] = created_at_column()
