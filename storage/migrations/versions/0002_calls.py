"""Calls, their turns and messages."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from storage.migrations.row_security import keep_to_business

revision: str = "0002"
down_revision: str | Sequence[str] | None = "0001"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table(
        "calls",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("business_id", sa.Uuid(), nullable=False),
        sa.Column("call_sid", sa.Text(), nullable=False),
        sa.Column("from_number", sa.Text(), nullable=True),
        sa.Column("to_number", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer_ms", sa.Float(), nullable=True),
        sa.Column("recording_key", sa.Text(), nullable=True),
        sa.Column("journal_key", sa.Text(), nullable=True),
        sa.CheckConstraint("status IN ('ringing', 'live', 'ended')", name=op.f("ck_calls_status_known")),
        sa.ForeignKeyConstraint(
            ["business_id"], ["businesses.id"], name=op.f("fk_calls_business_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calls")),
        sa.UniqueConstraint("business_id", "call_sid", name=op.f("uq_calls_business_id_call_sid")),
        sa.UniqueConstraint("business_id", "id", name=op.f("uq_calls_business_id_id")),
    )
    op.create_index("ix_calls_business_id_started_at", "calls", ["business_id", "started_at"], unique=False)
    op.create_index(
        "ix_calls_not_ended",
        "calls",
        ["business_id"],
        unique=False,
        postgresql_where=sa.text("status <> 'ended'"),
    )
    keep_to_business("calls")

    op.create_table(
        "turns",
        sa.Column("call_id", sa.Uuid(), nullable=False),
        sa.Column("index", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("business_id", sa.Uuid(), nullable=False),
        sa.Column("speaker", sa.Text(), nullable=False),
        sa.Column("generated_text", sa.Text(), nullable=False),
        sa.Column("heard_text", sa.Text(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("interrupted", sa.Boolean(), nullable=False),
        sa.Column(
            "latency_ms",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default=sa.text("'{}'::jsonb"),
            nullable=False,
        ),
        sa.CheckConstraint("speaker IN ('caller', 'agent')", name=op.f("ck_turns_speaker_known")),
        sa.ForeignKeyConstraint(
            ["business_id", "call_id"],
            ["calls.business_id", "calls.id"],
            name=op.f("fk_turns_business_id_call_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["business_id"], ["businesses.id"], name=op.f("fk_turns_business_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("call_id", "index", name=op.f("pk_turns")),
    )
    keep_to_business("turns")

    op.create_table(
        "messages",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("business_id", sa.Uuid(), nullable=False),
        sa.Column("call_id", sa.Uuid(), nullable=True),
        sa.Column("caller_name", sa.Text(), nullable=True),
        sa.Column("callback_number", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("intent_key", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["business_id", "call_id"],
            ["calls.business_id", "calls.id"],
            name=op.f("fk_messages_business_id_call_id"),
            ondelete="SET NULL (call_id)",
        ),
        sa.ForeignKeyConstraint(
            ["business_id"], ["businesses.id"], name=op.f("fk_messages_business_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_messages")),
        sa.UniqueConstraint("business_id", "intent_key", name=op.f("uq_messages_business_id_intent_key")),
    )
    op.create_index("ix_messages_call_id", "messages", ["business_id", "call_id"], unique=False)
    op.create_index("ix_messages_created_at", "messages", ["business_id", "created_at"], unique=False)
    keep_to_business("messages")


def downgrade() -> None:
    op.drop_table("messages")
    op.drop_table("turns")
    op.drop_table("calls")
