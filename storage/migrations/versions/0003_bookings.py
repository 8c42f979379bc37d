"""Customers and bookings."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from storage.migrations.row_security import keep_to_business

revision: str = "0003"
down_revision: str | Sequence[str] | None = "0002"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "customers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("business_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("phone_e164", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["business_id"], ["businesses.id"], name=op.f("fk_customers_business_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customers")),
        sa.UniqueConstraint("business_id", "id", name=op.f("uq_customers_business_id_id")),
    )
    op.create_index(
        "uq_customers_phone_name",
        "customers",
        ["business_id", "phone_e164", sa.literal_column("lower(name)")],
        unique=True,
    )
    keep_to_business("customers")

    # A range over uuid lets GiST compare staff ids without the btree_gist extension.
    op.execute("CREATE TYPE uuidrange AS RANGE (subtype = uuid)")
    op.create_table(
        "bookings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("business_id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("offering_id", sa.Uuid(), nullable=False),
        sa.Column("customer_id", sa.Uuid(), nullable=False),
        sa.Column("call_id", sa.Uuid(), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("during", postgresql.TSTZRANGE(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("intent_key", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        postgresql.ExcludeConstraint(
            (sa.text("uuidrange(staff_id, staff_id, '[]')"), "&&"),
            (sa.text("during"), "&&"),
            where=sa.text("status <> 'cancelled'"),
            using="gist",
            name="ex_bookings_no_overlap",
        ),
        sa.CheckConstraint("status IN ('confirmed', 'cancelled')", name=op.f("ck_bookings_status_known")),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_bookings_ends_after_start")),
        sa.CheckConstraint(
            "lower(during) = starts_at AND lower_inc(during) AND upper(during) >= ends_at AND NOT upper_inc(during)",
            name=op.f("ck_bookings_during_covers"),
        ),
        sa.ForeignKeyConstraint(
            ["business_id", "call_id"],
            ["calls.business_id", "calls.id"],
            name=op.f("fk_bookings_business_id_call_id"),
            ondelete="SET NULL (call_id)",
        ),
        sa.ForeignKeyConstraint(
            ["business_id", "customer_id"],
            ["customers.business_id", "customers.id"],
            name=op.f("fk_bookings_business_id_customer_id"),
        ),
        sa.ForeignKeyConstraint(
            ["business_id", "offering_id"],
            ["offerings.business_id", "offerings.id"],
            name=op.f("fk_bookings_business_id_offering_id"),
        ),
        sa.ForeignKeyConstraint(
            ["business_id", "staff_id"],
            ["staff.business_id", "staff.id"],
            name=op.f("fk_bookings_business_id_staff_id"),
        ),
        sa.ForeignKeyConstraint(
            ["business_id"], ["businesses.id"], name=op.f("fk_bookings_business_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bookings")),
        sa.UniqueConstraint("business_id", "id", name=op.f("uq_bookings_business_id_id")),
        sa.UniqueConstraint("business_id", "intent_key", name=op.f("uq_bookings_business_id_intent_key")),
    )
    op.create_index("ix_bookings_call_id", "bookings", ["business_id", "call_id"], unique=False)
    op.create_index("ix_bookings_customer_id", "bookings", ["business_id", "customer_id"], unique=False)
    op.create_index(
        "ix_bookings_staff_id_starts_at", "bookings", ["business_id", "staff_id", "starts_at"], unique=False
    )
    keep_to_business("bookings")


def downgrade() -> None:
    op.drop_table("bookings")
    op.drop_table("customers")
    op.execute("DROP TYPE uuidrange")
