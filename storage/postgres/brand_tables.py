"""The table of a business's own files."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, func
from sqlalchemy.orm import Mapped, mapped_column

from storage.postgres.table_base import Base


class BrandFile(Base):
    """A logo or a greeting, and where its bytes lie; one of each kind."""

    __tablename__ = "brand_files"
    __table_args__ = (CheckConstraint("kind IN ('logo', 'greeting')", name="kind_known"),)

    business_id: Mapped[UUID] = mapped_column(
        ForeignKey("businesses.id", ondelete="CASCADE"), primary_key=True
    )
    kind: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    uploaded_by: Mapped[str]
    uploaded_at: Mapped[datetime] = mapped_column(server_default=func.now())
