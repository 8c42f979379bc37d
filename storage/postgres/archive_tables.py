"""The table of the archive: which calls' words lie in object storage, part by part."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.postgres.table_base import Base, business_column, created_at_column


class CallArchive(Base):
    """A part of a business's archive: some hundred calls that came in within one month (UTC).

    It is `writing` from when its calls were chosen until its object is there and their words are out of the rows.
    """

    __tablename__ = "call_archives"
    __table_args__ = (
        UniqueConstraint("business_id", "id"),
        CheckConstraint("phase IN ('writing', 'written')", name="phase_known"),
        CheckConstraint("(phase = 'written') = (checksum IS NOT NULL)", name="written_with_a_checksum"),
        Index("ix_call_archives_month", "business_id", "month", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    business_id: Mapped[UUID] = business_column()
    month: Mapped[date]
    """Its first day."""
    key: Mapped[str]
    phase: Mapped[str] = mapped_column(server_default=text("'writing'"))
    checksum: Mapped[bytes | None] = mapped_column(LargeBinary)
    """SHA-256 of the object."""
    calls: Mapped[int] = mapped_column(server_default=text("0"))
    size: Mapped[int] = mapped_column(server_default=text("0"))
    """Bytes of the object."""
    claimed_until: Mapped[datetime]
    created_at: Mapped[datetime] = created_at_column()
