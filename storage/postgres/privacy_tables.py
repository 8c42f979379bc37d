"""The table of receipts: that a person was erased, and what of them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from storage.postgres.table_base import Base, business_column, created_at_column


class Erasure(Base):
    """A person's erasure. Who it was is known by a keyed digest alone, to be compared with that of a number."""

    __tablename__ = "erasures"
    __table_args__ = (
        UniqueConstraint("business_id", "id"),
        CheckConstraint("status IN ('pending', 'done')", name="status_known"),
        CheckConstraint("(status = 'done') = (done_at IS NOT NULL)", name="done_at_some_time"),
        Index("ix_erasures_page", "business_id", "created_at", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    business_id: Mapped[UUID] = business_column()
    subject_digest: Mapped[bytes] = mapped_column(LargeBinary)
    status: Mapped[str] = mapped_column(server_default=text("'pending'"))
    counts: Mapped[dict[str, Any]] = mapped_column(JSONB, server_default=text("'{}'::jsonb"))
    """By kind, how much was erased."""
    asked_by: Mapped[str]
    """As the audit log names them."""
    created_at: Mapped[datetime] = created_at_column()
    done_at: Mapped[datetime | None]
