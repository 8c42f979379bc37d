"""The tables of a receptionist's versions.

A published version is never changed: a trigger refuses it (migration 0019). The columns of `businesses` that older
releases read (greeting, voice, language, answers, transfer number, overflow) hold what the latest version says; whoever
writes them otherwise publishes a version by it, which another trigger adds.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, SmallInteger, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.postgres.table_base import Base, business_column, created_at_column


class ReceptionistVersion(Base):
    """`author` as the audit log names them; `restored_from` is the number of the version this one repeats."""

    __tablename__ = "receptionist_versions"
    __table_args__ = (
        UniqueConstraint("business_id", "number"),
        CheckConstraint("number > 0", name="number_positive"),
        Index(
            "ix_receptionist_versions_retention",
            "business_id",
            postgresql_where=text(
                "(content #>> '{retention,recording_days}' IS NOT NULL"
                " OR content #>> '{retention,transcript_days}' IS NOT NULL"
                " OR content #>> '{retention,message_days}' IS NOT NULL"
                " OR content #>> '{retention,customer_days}' IS NOT NULL"
                " OR content #>> '{retention,keeps_nothing}' = 'true')"
            ),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    business_id: Mapped[UUID] = business_column()
    number: Mapped[int]
    schema: Mapped[int] = mapped_column(SmallInteger)
    content: Mapped[dict[str, Any]]
    author: Mapped[str]
    note: Mapped[str] = mapped_column(server_default=text("''"))
    restored_from: Mapped[int | None]
    created_at: Mapped[datetime] = created_at_column()


class ReceptionistDraft(Base):
    """What is to become the next version; `based_on` is the number of the one it was begun from."""

    __tablename__ = "receptionist_drafts"

    business_id: Mapped[UUID] = mapped_column(
        ForeignKey("businesses.id", ondelete="CASCADE"), primary_key=True
    )
    schema: Mapped[int] = mapped_column(SmallInteger)
    content: Mapped[dict[str, Any]]
    based_on: Mapped[int]
    author: Mapped[str]
    changed_at: Mapped[datetime] = created_at_column()
