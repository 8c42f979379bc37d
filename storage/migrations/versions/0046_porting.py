"""Requests to bring a number along from another carrier, and what happened to each."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from storage.migrations.row_security import keep_to_business

revision: str = "0046"
down_revision: str | Sequence[str] | None = "0045"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "port_requests",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("business_id", sa.Uuid(), nullable=False),
        sa.Column("e164", sa.Text(), nullable=False),
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column("carrier", sa.Text(), nullable=False),
        sa.Column("account_holder", sa.Text(), nullable=False),
        sa.Column("account_number", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("wished_on", sa.Date(), nullable=True),
        sa.Column("phase", sa.Text(), server_default=sa.text("'draft'"), nullable=False),
        sa.Column("port_on", sa.Date(), nullable=True),
        sa.Column("documents", postgresql.JSONB(), server_default=sa.text("'{}'::jsonb"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(
            "phase IN ('draft', 'handed_in', 'needs_documents', 'in_review', 'scheduled', 'done', 'rejected',"
            " 'withdrawn')",
            name=op.f("ck_port_requests_phase_known"),
        ),
        sa.CheckConstraint(
            "(phase IN ('scheduled', 'done')) = (port_on IS NOT NULL)",
            name=op.f("ck_port_requests_a_day_once_known"),
        ),
        sa.ForeignKeyConstraint(
            ["business_id"], ["businesses.id"], name=op.f("fk_port_requests_business_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_port_requests")),
        sa.UniqueConstraint("business_id", "id", name=op.f("uq_port_requests_business_id_id")),
    )
    op.create_index("ix_port_requests_page", "port_requests", ["business_id", "created_at", "id"])
    op.create_index(
        "uq_port_requests_under_way",
        "port_requests",
        ["business_id", "e164"],
        unique=True,
        postgresql_where=sa.text("phase NOT IN ('done', 'rejected', 'withdrawn')"),
    )
    keep_to_business("port_requests")
    op.create_table(
        "port_notes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("business_id", sa.Uuid(), nullable=False),
        sa.Column("port_request_id", sa.Uuid(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("phase", sa.Text(), nullable=True),
        sa.Column("words", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["business_id"], ["businesses.id"], name=op.f("fk_port_notes_business_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["business_id", "port_request_id"],
            ["port_requests.business_id", "port_requests.id"],
            name=op.f("fk_port_notes_business_id_port_request_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_port_notes")),
    )
    op.create_index(
        "ix_port_notes_page", "port_notes", ["business_id", "port_request_id", "created_at", "id"]
    )
    keep_to_business("port_notes")


def downgrade() -> None:
    op.drop_table("port_notes")
    op.drop_table("port_requests")
