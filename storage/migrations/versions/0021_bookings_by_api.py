"""Customers with an address and notes, found by the beginning of a name or number; answers given with a booking."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "0021"
down_revision: str | Sequence[str] | None = "0020"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column("customers", sa.Column("email", sa.Text(), nullable=True))
    op.add_column("customers", sa.Column("notes", sa.Text(), server_default=sa.text("''"), nullable=False))
    # Functions are no index condition under row-level security, so the keys searched by are columns; in collation C,
    # where what begins alike stands together.
    op.add_column(
        "customers",
        sa.Column(
            "name_key",
            sa.Text(collation="C"),
            sa.Computed("lower(name)", persisted=True),
            nullable=False,
        ),
    )
    op.add_column(
        "customers",
        sa.Column(
            "phone_key", sa.Text(collation="C"), sa.Computed("phone_e164", persisted=True), nullable=True
        ),
    )
    op.create_index("ix_customers_name_key", "customers", ["business_id", "name_key", "id"])
    op.create_index("ix_customers_phone_key", "customers", ["business_id", "phone_key", "id"])
    op.create_index(
        "uq_customers_email_name",
        "customers",
        ["business_id", "email", sa.text("lower(name)")],
        unique=True,
        postgresql_where=sa.text("phone_e164 IS NULL"),
    )
    op.add_column(
        "bookings",
        sa.Column(
            "answers",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default=sa.text("'[]'::jsonb"),
            nullable=False,
        ),
    )
    op.create_index("ix_bookings_series_id", "bookings", ["business_id", "series_id"])
    op.create_index("ix_bookings_session_id", "bookings", ["business_id", "session_id"])
    op.create_index("ix_bookings_created_at", "bookings", ["business_id", "created_at"])
    op.create_index("ix_waiting_list_created_at", "waiting_list", ["business_id", "created_at", "id"])


def downgrade() -> None:
    op.drop_index("ix_waiting_list_created_at", "waiting_list")
    for name in ("ix_bookings_created_at", "ix_bookings_session_id", "ix_bookings_series_id"):
        op.drop_index(name, "bookings")
    op.drop_column("bookings", "answers")
    for name in ("uq_customers_email_name", "ix_customers_phone_key", "ix_customers_name_key"):
        op.drop_index(name, "customers")
    for column in ("phone_key", "name_key", "notes", "email"):
        op.drop_column("customers", column)
