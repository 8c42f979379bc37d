"""Recordings: who may hear them, voicemails in our own storage, calls on legal hold, links to one call."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from storage.migrations.row_security import keep_to_business

revision: str = "0033"
down_revision: str | Sequence[str] | None = "0032"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.add_column(
        "memberships",
        sa.Column("hears_recordings", sa.Boolean(), server_default=sa.text("false"), nullable=False),
    )
    op.add_column("calls", sa.Column("held_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("calls", sa.Column("held_because", sa.Text(), nullable=True))
    op.create_check_constraint(
        op.f("ck_calls_held_with_a_reason"), "calls", "(held_at IS NULL) = (held_because IS NULL)"
    )
    op.add_column("messages", sa.Column("recording_key", sa.Text(), nullable=True))
    op.add_column("messages", sa.Column("recording_removed_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        "ix_messages_recorded",
        "messages",
        ["business_id", "created_at", "id"],
        postgresql_where=sa.text("recording_key IS NOT NULL"),
    )
    op.create_table(
        "call_shares",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("business_id", sa.Uuid(), nullable=False),
        sa.Column("call_id", sa.Uuid(), nullable=False),
        sa.Column("shows_recording", sa.Boolean(), nullable=False),
        sa.Column("shows_transcript", sa.Boolean(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(
            "shows_recording OR shows_transcript", name=op.f("ck_call_shares_shows_something")
        ),
        sa.ForeignKeyConstraint(
            ["business_id", "call_id"],
            ["calls.business_id", "calls.id"],
            name=op.f("fk_call_shares_business_id_call_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["business_id"], ["businesses.id"], name=op.f("fk_call_shares_business_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_shares")),
        sa.UniqueConstraint("business_id", "id", name=op.f("uq_call_shares_business_id_id")),
    )
    op.create_index("ix_call_shares_call_id", "call_shares", ["business_id", "call_id", "created_at"])
    keep_to_business("call_shares")


def downgrade() -> None:
    op.drop_table("call_shares")
    op.drop_index("ix_messages_recorded", "messages")
    op.drop_column("messages", "recording_removed_at")
    op.drop_column("messages", "recording_key")
    op.drop_constraint(op.f("ck_calls_held_with_a_reason"), "calls")
    op.drop_column("calls", "held_because")
    op.drop_column("calls", "held_at")
    op.drop_column("memberships", "hears_recordings")
