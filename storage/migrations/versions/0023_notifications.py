"""Notifications and what became of them, a business's settings and words for them, texts from customers; messages
callers leave are urgent or not, open or done, and read by somebody."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from storage.migrations.row_security import keep_to_business

revision: str = "0023"
down_revision: str | Sequence[str] | None = "0022"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

TABLES = (
    "message_reads",
    "notifications",
    "notification_settings",
    "notification_templates",
    "suppressions",
    "text_threads",
    "inbound_texts",
)


def _at(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    default = None if nullable else sa.text("now()")
    return sa.Column(name, sa.DateTime(timezone=True), server_default=default, nullable=nullable)


def _business(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["business_id"], ["businesses.id"], name=op.f(f"fk_{table}_business_id"), ondelete="CASCADE"
    )


def _texts(name: str) -> sa.Column[Any]:
    return sa.Column(name, postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False)


def _channel_known(table: str) -> sa.CheckConstraint:
    return sa.CheckConstraint("channel IN ('sms', 'email')", name=op.f(f"ck_{table}_channel_known"))


def upgrade() -> None:
    _change_messages()
    op.create_table(
        "message_reads",
        sa.Column("business_id", sa.Uuid(), nullable=False),
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        _at("read_at"),
        sa.ForeignKeyConstraint(
            ["business_id", "message_id"],
            ["messages.business_id", "messages.id"],
            name=op.f("fk_message_reads_business_id_message_id"),
            ondelete="CASCADE",
        ),
        _business("message_reads"),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_message_reads_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("message_id", "user_id", name=op.f("pk_message_reads")),
    )
    _create_notifications()
    _create_settings()
    _create_texts()
    for table in TABLES:
        keep_to_business(table)


def _change_messages() -> None:
    op.create_unique_constraint(op.f("uq_messages_business_id_id"), "messages", ["business_id", "id"])
    op.add_column(
        "messages", sa.Column("urgent", sa.Boolean(), server_default=sa.text("false"), nullable=False)
    )
    op.add_column(
        "messages", sa.Column("status", sa.Text(), server_default=sa.text("'open'"), nullable=False)
    )
    op.create_check_constraint(op.f("ck_messages_status_known"), "messages", "status IN ('open', 'done')")
    op.add_column("messages", _at("done_at", nullable=True))
    op.add_column("messages", sa.Column("done_by", sa.Text(), nullable=True))
    op.add_column("messages", _at("sent_at", nullable=True))


def _create_notifications() -> None:
    op.create_table(
        "notifications",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("business_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("segments", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("message_id", sa.Uuid(), nullable=True),
        sa.Column("booking_id", sa.Uuid(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("error_code", sa.Text(), nullable=True),
        sa.Column("vendor_id", sa.Text(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        _at("answered_at", nullable=True),
        _at("created_at"),
        _at("updated_at"),
        _channel_known("notifications"),
        sa.CheckConstraint(
            "status IN ('pending', 'sending', 'perhaps_sent', 'accepted', 'sent', 'delivered', 'undelivered', 'failed',"
            " 'refused')",
            name=op.f("ck_notifications_status_known"),
        ),
        sa.CheckConstraint(
            "answer IN ('confirmed', 'cancelled')", name=op.f("ck_notifications_answer_known")
        ),
        _business("notifications"),
        sa.ForeignKeyConstraint(
            ["business_id", "message_id"],
            ["messages.business_id", "messages.id"],
            name=op.f("fk_notifications_business_id_message_id"),
            ondelete="SET NULL (message_id)",
        ),
        sa.ForeignKeyConstraint(
            ["business_id", "booking_id"],
            ["bookings.business_id", "bookings.id"],
            name=op.f("fk_notifications_business_id_booking_id"),
            ondelete="SET NULL (booking_id)",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notifications")),
        sa.UniqueConstraint("business_id", "id", name=op.f("uq_notifications_business_id_id")),
    )
    op.create_index("ix_notifications_created_at", "notifications", ["business_id", "created_at", "id"])
    op.create_index("ix_notifications_recipient", "notifications", ["business_id", "recipient", "created_at"])
    op.create_index("ix_notifications_message_id", "notifications", ["business_id", "message_id"])
    op.create_index("ix_notifications_booking_id", "notifications", ["business_id", "booking_id"])


def _create_settings() -> None:
    op.create_table(
        "notification_settings",
        sa.Column("business_id", sa.Uuid(), nullable=False),
        _texts("staff_emails"),
        _texts("staff_phones"),
        sa.Column("quiet_since", sa.Time(), nullable=True),
        sa.Column("quiet_until", sa.Time(), nullable=True),
        sa.Column(
            "reminder_hours",
            postgresql.ARRAY(sa.Integer()),
            server_default=sa.text("'{24}'"),
            nullable=False,
        ),
        sa.Column("confirms_bookings", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("texts_missed_calls", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("digest_at", sa.Time(), nullable=True),
        _at("updated_at"),
        sa.CheckConstraint(
            "(quiet_since IS NULL) = (quiet_until IS NULL)",
            name=op.f("ck_notification_settings_quiet_from_and_until"),
        ),
        _business("notification_settings"),
        sa.PrimaryKeyConstraint("business_id", name=op.f("pk_notification_settings")),
    )
    op.create_table(
        "notification_templates",
        sa.Column("business_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("sms", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("mail", sa.Text(), nullable=False),
        _at("updated_at"),
        _business("notification_templates"),
        sa.PrimaryKeyConstraint("business_id", "kind", "language", name=op.f("pk_notification_templates")),
    )
    op.create_table(
        "suppressions",
        sa.Column("business_id", sa.Uuid(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), server_default=sa.text("''"), nullable=False),
        _at("created_at"),
        _channel_known("suppressions"),
        sa.CheckConstraint(
            "reason IN ('stopped', 'undeliverable')", name=op.f("ck_suppressions_reason_known")
        ),
        _business("suppressions"),
        sa.PrimaryKeyConstraint("business_id", "channel", "address", "reason", name=op.f("pk_suppressions")),
    )


def _create_texts() -> None:
    op.create_table(
        "text_threads",
        sa.Column("business_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("own_number", sa.Text(), nullable=False),
        sa.Column("last_body", sa.Text(), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("unread", sa.Integer(), server_default=sa.text("0"), nullable=False),
        _business("text_threads"),
        sa.PrimaryKeyConstraint("business_id", "number", name=op.f("pk_text_threads")),
    )
    op.create_index("ix_text_threads_last_at", "text_threads", ["business_id", "last_at", "number"])
    op.create_table(
        "inbound_texts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("business_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("own_number", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column(
            "media",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default=sa.text("'[]'::jsonb"),
            nullable=False,
        ),
        sa.Column("message_sid", sa.Text(), nullable=False),
        sa.Column("meaning", sa.Text(), nullable=False),
        _at("created_at"),
        _business("inbound_texts"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbound_texts")),
        sa.UniqueConstraint(
            "business_id", "message_sid", name=op.f("uq_inbound_texts_business_id_message_sid")
        ),
    )
    op.create_index("ix_inbound_texts_number", "inbound_texts", ["business_id", "number", "created_at", "id"])


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
    for column in ("sent_at", "done_by", "done_at", "urgent"):
        op.drop_column("messages", column)
    op.drop_constraint(op.f("ck_messages_status_known"), "messages", type_="check")
    op.drop_column("messages", "status")
    op.drop_constraint(op.f("uq_messages_business_id_id"), "messages", type_="unique")
