"""Numbers bought, brought along and given back; what is different about calls to each."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from storage.migrations.row_security import keep_to_business

revision: str = "0036"
down_revision: str | Sequence[str] | None = "0035"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def _new() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("phase", sa.Text(), server_default=sa.text("'active'"), nullable=False),
        sa.Column("release_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("source", sa.Text(), server_default=sa.text("'assigned'"), nullable=False),
        sa.Column("sid", sa.Text(), nullable=True),
        sa.Column("sort", sa.Text(), nullable=True),
        sa.Column(
            "capabilities",
            postgresql.ARRAY(sa.Text()),
            server_default=sa.text("'{voice,sms}'"),
            nullable=False,
        ),
        sa.Column("monthly_cents", sa.Integer(), nullable=True),
        sa.Column("label", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("location_id", sa.Uuid(), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("greeting", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("after_hours", postgresql.JSONB(), nullable=True),
        sa.Column("is_caller_id", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("problem", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("mended", postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("check_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
    )


_CHECKS = {
    "phase_known": "phase IN ('active', 'releasing', 'released')",
    "released_at_some_time": "(phase = 'active') = (release_at IS NULL)",
    "source_known": "source IN ('bought', 'brought', 'assigned')",
    "known_at_the_carrier": "source = 'assigned' OR sid IS NOT NULL",
}
_WORKER = "current_setting('app.worker', true) = 'on'"


def upgrade() -> None:
    for column in _new():
        op.add_column("phone_numbers", column)
    for name, check in _CHECKS.items():
        op.create_check_constraint(op.f(f"ck_phone_numbers_{name}"), "phone_numbers", check)
    op.create_unique_constraint(
        op.f("uq_phone_numbers_business_id_id"), "phone_numbers", ["business_id", "id"]
    )
    op.create_foreign_key(
        op.f("fk_phone_numbers_business_id_location_id"),
        "phone_numbers",
        "locations",
        ["business_id", "location_id"],
        ["business_id", "id"],
        ondelete="SET NULL (location_id)",
    )
    op.create_index(
        "uq_phone_numbers_caller_id",
        "phone_numbers",
        ["business_id"],
        unique=True,
        postgresql_where=sa.text("is_caller_id"),
    )
    op.create_index(
        "ix_phone_numbers_check_at",
        "phone_numbers",
        ["check_at"],
        postgresql_where=sa.text("sid IS NOT NULL"),
    )
    op.execute(f"CREATE POLICY worker_reads ON phone_numbers FOR SELECT USING ({_WORKER})")

    op.create_table(
        "number_orders",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("business_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("e164", sa.Text(), nullable=True),
        sa.Column("sid", sa.Text(), nullable=True),
        sa.Column("sort", sa.Text(), nullable=True),
        sa.Column("label", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("address_sid", sa.Text(), nullable=True),
        sa.Column("bundle_sid", sa.Text(), nullable=True),
        sa.Column("monthly_cents", sa.Integer(), nullable=True),
        sa.Column("phase", sa.Text(), server_default=sa.text("'placed'"), nullable=False),
        sa.Column("why", sa.Text(), nullable=True),
        sa.Column("waits_for", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("number_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('bought', 'brought')", name=op.f("ck_number_orders_kind_known")),
        sa.CheckConstraint(
            "phase IN ('placed', 'filled', 'refused')", name=op.f("ck_number_orders_phase_known")
        ),
        sa.CheckConstraint("num_nonnulls(e164, sid) > 0", name=op.f("ck_number_orders_says_which")),
        sa.ForeignKeyConstraint(
            ["business_id"], ["businesses.id"], name=op.f("fk_number_orders_business_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_number_orders")),
    )
    op.create_index("ix_number_orders_page", "number_orders", ["business_id", "created_at", "id"])
    op.create_index(
        "uq_number_orders_placed",
        "number_orders",
        ["business_id", "e164"],
        unique=True,
        postgresql_where=sa.text("phase = 'placed'"),
    )
    keep_to_business("number_orders")


def downgrade() -> None:
    op.drop_table("number_orders")
    op.execute("DROP POLICY worker_reads ON phone_numbers")
    op.drop_constraint(op.f("fk_phone_numbers_business_id_location_id"), "phone_numbers")
    op.drop_constraint(op.f("uq_phone_numbers_business_id_id"), "phone_numbers")
    op.drop_index("uq_phone_numbers_caller_id", "phone_numbers")
    op.drop_index("ix_phone_numbers_check_at", "phone_numbers")
    for name in _CHECKS:
        op.drop_constraint(op.f(f"ck_phone_numbers_{name}"), "phone_numbers")
    for column in reversed(_new()):
        op.drop_column("phone_numbers", column.name)
