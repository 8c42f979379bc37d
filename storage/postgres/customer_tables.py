"""What a business keeps about its customers: notes, tags, which of them are the same person and which are not."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Computed, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.postgres.table_base import Base, business_column, created_at_column, within_business

# Here, because a note has a text of its own.
_FALSE = text("false")


class CustomerNote(Base):
    """What somebody of the business wrote about a customer; `for_agent`: the agent may know of it in a call."""

    __tablename__ = "customer_notes"
    __table_args__ = (
        within_business("customer_id", "customers", ondelete="CASCADE"),
        Index("ix_customer_notes_customer_id", "business_id", "customer_id", "created_at", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    business_id: Mapped[UUID] = business_column()
    customer_id: Mapped[UUID]
    text: Mapped[str]
    for_agent: Mapped[bool] = mapped_column(server_default=_FALSE)
    author: Mapped[str]
    """As the audit log names them."""
    created_at: Mapped[datetime] = created_at_column()
    edited_at: Mapped[datetime | None]
    edited_by: Mapped[str | None]


class CustomerTag(Base):
    """A word customers are sorted by, once for each in any case."""

    __tablename__ = "customer_tags"
    __table_args__ = (
        within_business("customer_id", "customers", ondelete="CASCADE"),
        Index("ix_customer_tags_tag_key", "business_id", "tag_key", "customer_id"),
    )

    business_id: Mapped[UUID] = business_column()
    customer_id: Mapped[UUID] = mapped_column(primary_key=True)
    tag_key: Mapped[str] = mapped_column(
        Text(collation="C"), Computed("lower(tag)", persisted=True), primary_key=True
    )
    tag: Mapped[str]


class CustomerMerge(Base):
    """Two customers are one person from `merged_at` on, until it is undone.

    The absorbed row stays as it was; what of its bookings and places on the waiting list went to the surviving one is
    `customer_merge_rows`. `parked_phone` and `parked_email` are taken off it while the surviving one has the same with
    the same name, which two rows cannot.
    """

    __tablename__ = "customer_merges"
    __table_args__ = (
        UniqueConstraint("business_id", "id"),
        within_business("survivor_id", "customers", ondelete="CASCADE"),
        within_business("absorbed_id", "customers", ondelete="CASCADE"),
        CheckConstraint("survivor_id <> absorbed_id", name="of_two"),
        CheckConstraint("(undone_at IS NULL) = (undone_by IS NULL)", name="undone_by_somebody"),
        Index(
            "uq_customer_merges_absorbed_id",
            "business_id",
            "absorbed_id",
            unique=True,
            postgresql_where=text("undone_at IS NULL"),
        ),
        Index("ix_customer_merges_survivor_id", "business_id", "survivor_id"),
        Index("ix_customer_merges_merged_at", "business_id", "merged_at", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    business_id: Mapped[UUID] = business_column()
    survivor_id: Mapped[UUID]
    absorbed_id: Mapped[UUID]
    merged_at: Mapped[datetime] = created_at_column()
    merged_by: Mapped[str]
    parked_phone: Mapped[str | None]
    parked_email: Mapped[str | None]
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[str | None]


class CustomerMergeRow(Base):
    """A row that a merge gave to the surviving customer: it goes back when the merge is undone."""

    __tablename__ = "customer_merge_rows"
    __table_args__ = (
        within_business("merge_id", "customer_merges", ondelete="CASCADE"),
        CheckConstraint("kind IN ('booking', 'waiting')", name="kind_known"),
        Index("ix_customer_merge_rows_row_id", "business_id", "row_id"),
    )

    business_id: Mapped[UUID] = business_column()
    merge_id: Mapped[UUID] = mapped_column(primary_key=True)
    row_id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str]


class CustomersApart(Base):
    """Two customers that look alike and are not the same person: nobody is asked again. `low_id` < `high_id`."""

    __tablename__ = "customers_apart"
    __table_args__ = (
        within_business("low_id", "customers", ondelete="CASCADE"),
        within_business("high_id", "customers", ondelete="CASCADE"),
        CheckConstraint("low_id < high_id", name="in_order"),
        Index("ix_customers_apart_high_id", "business_id", "high_id"),
    )

    business_id: Mapped[UUID] = business_column()
    low_id: Mapped[UUID] = mapped_column(primary_key=True)
    high_id: Mapped[UUID] = mapped_column(primary_key=True)
    told_by: Mapped[str]
    created_at: Mapped[datetime] = created_at_column()
