"""Customers that are the same person, with notes, tags and whom they prefer; calls and messages found by number."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

from storage.migrations.row_security import keep_to_business

revision: str = "0041"
down_revision: str | Sequence[str] | None = "0040"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

TABLES = ("customer_notes", "customer_tags", "customer_merges", "customer_merge_rows", "customers_apart")


def _at(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    default = None if nullable else sa.text("now()")
    return sa.Column(name, sa.DateTime(timezone=True), server_default=default, nullable=nullable)


def _business(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["business_id"], ["businesses.id"], name=op.f(f"fk_{table}_business_id"), ondelete="CASCADE"
    )


def _within(
    table: str, column: str, target: str = "customers", ondelete: str = "CASCADE"
) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["business_id", column],
        [f"{target}.business_id", f"{target}.id"],
        name=op.f(f"fk_{table}_business_id_{column}"),
        ondelete=ondelete,
    )


def upgrade() -> None:
    _change_customers()
    op.create_table(
        "customer_notes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("business_id", sa.Uuid(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("for_agent", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        _at("created_at"),
        _at("edited_at", nullable=True),
        sa.Column("edited_by", sa.Text(), nullable=True),
        _within("customer_notes", "customer_id"),
        _business("customer_notes"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer_notes")),
    )
    op.create_index(
        "ix_customer_notes_customer_id", "customer_notes", ["business_id", "customer_id", "created_at", "id"]
    )
    op.create_table(
        "customer_tags",
        sa.Column("business_id", sa.Uuid(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column(
            "tag_key", sa.Text(collation="C"), sa.Computed("lower(tag)", persisted=True), nullable=False
        ),
        sa.Column("tag", sa.Text(), nullable=False),
        _within("customer_tags", "customer_id"),
        _business("customer_tags"),
        sa.PrimaryKeyConstraint("customer_id", "tag_key", name=op.f("pk_customer_tags")),
    )
    op.create_index("ix_customer_tags_tag_key", "customer_tags", ["business_id", "tag_key", "customer_id"])
    _create_merges()
    op.create_index("ix_calls_from_number", "calls", ["business_id", "from_number", "started_at"])
    op.create_index(
        "ix_messages_callback_number", "messages", ["business_id", "callback_number", "created_at"]
    )
    for table in TABLES:
        keep_to_business(table)


def _change_customers() -> None:
    for column in ("merged_into", "survivor_id", "preferred_staff_id"):
        op.add_column("customers", sa.Column(column, sa.Uuid(), nullable=True))
    op.add_column(
        "customers",
        sa.Column(
            "person_id", sa.Uuid(), sa.Computed("COALESCE(survivor_id, id)", persisted=True), nullable=False
        ),
    )
    for column, target, ondelete in (
        ("merged_into", "customers", "CASCADE"),
        ("survivor_id", "customers", "CASCADE"),
        ("preferred_staff_id", "staff", "SET NULL (preferred_staff_id)"),
    ):
        op.create_foreign_key(
            op.f(f"fk_customers_business_id_{column}"),
            "customers",
            target,
            ["business_id", column],
            ["business_id", "id"],
            ondelete=ondelete,
        )
    op.create_check_constraint(
        op.f("ck_customers_merged_whole"), "customers", "(merged_into IS NULL) = (survivor_id IS NULL)"
    )
    op.create_index("ix_customers_person_id", "customers", ["business_id", "person_id"])
    op.create_index("ix_customers_email", "customers", ["business_id", "email"])
    op.create_index(
        "ix_customers_preferred_staff_id",
        "customers",
        ["business_id", "preferred_staff_id"],
        postgresql_where=sa.text("preferred_staff_id IS NOT NULL"),
    )


def _create_merges() -> None:
    op.create_table(
        "customer_merges",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("business_id", sa.Uuid(), nullable=False),
        sa.Column("survivor_id", sa.Uuid(), nullable=False),
        sa.Column("absorbed_id", sa.Uuid(), nullable=False),
        _at("merged_at"),
        sa.Column("merged_by", sa.Text(), nullable=False),
        sa.Column("parked_phone", sa.Text(), nullable=True),
        sa.Column("parked_email", sa.Text(), nullable=True),
        _at("undone_at", nullable=True),
        sa.Column("undone_by", sa.Text(), nullable=True),
        sa.CheckConstraint("survivor_id <> absorbed_id", name=op.f("ck_customer_merges_of_two")),
        sa.CheckConstraint(
            "(undone_at IS NULL) = (undone_by IS NULL)", name=op.f("ck_customer_merges_undone_by_somebody")
        ),
        _within("customer_merges", "survivor_id"),
        _within("customer_merges", "absorbed_id"),
        _business("customer_merges"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer_merges")),
        sa.UniqueConstraint("business_id", "id", name=op.f("uq_customer_merges_business_id_id")),
    )
    op.create_index(
        "uq_customer_merges_absorbed_id",
        "customer_merges",
        ["business_id", "absorbed_id"],
        unique=True,
        postgresql_where=sa.text("undone_at IS NULL"),
    )
    op.create_index("ix_customer_merges_survivor_id", "customer_merges", ["business_id", "survivor_id"])
    op.create_index("ix_customer_merges_merged_at", "customer_merges", ["business_id", "merged_at", "id"])
    op.create_table(
        "customer_merge_rows",
        sa.Column("business_id", sa.Uuid(), nullable=False),
        sa.Column("merge_id", sa.Uuid(), nullable=False),
        sa.Column("row_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.CheckConstraint("kind IN ('booking', 'waiting')", name=op.f("ck_customer_merge_rows_kind_known")),
        _within("customer_merge_rows", "merge_id", "customer_merges"),
        _business("customer_merge_rows"),
        sa.PrimaryKeyConstraint("merge_id", "row_id", name=op.f("pk_customer_merge_rows")),
    )
    op.create_index("ix_customer_merge_rows_row_id", "customer_merge_rows", ["business_id", "row_id"])
    op.create_table(
        "customers_apart",
        sa.Column("business_id", sa.Uuid(), nullable=False),
        sa.Column("low_id", sa.Uuid(), nullable=False),
        sa.Column("high_id", sa.Uuid(), nullable=False),
        sa.Column("told_by", sa.Text(), nullable=False),
        _at("created_at"),
        sa.CheckConstraint("low_id < high_id", name=op.f("ck_customers_apart_in_order")),
        _within("customers_apart", "low_id"),
        _within("customers_apart", "high_id"),
        _business("customers_apart"),
        sa.PrimaryKeyConstraint("low_id", "high_id", name=op.f("pk_customers_apart")),
    )
    op.create_index("ix_customers_apart_high_id", "customers_apart", ["business_id", "high_id"])


def downgrade() -> None:
    op.drop_index("ix_messages_callback_number", "messages")
    op.drop_index("ix_calls_from_number", "calls")
    for table in reversed(TABLES):
        op.drop_table(table)
    for name in ("ix_customers_preferred_staff_id", "ix_customers_email", "ix_customers_person_id"):
        op.drop_index(name, "customers")
    op.drop_constraint(op.f("ck_customers_merged_whole"), "customers", type_="check")
    op.drop_column("customers", "person_id")
    for column in ("preferred_staff_id", "survivor_id", "merged_into"):
        op.drop_constraint(op.f(f"fk_customers_business_id_{column}"), "customers", type_="foreignkey")
        op.drop_column("customers", column)
