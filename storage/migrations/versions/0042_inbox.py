"""One inbox of messages, voicemails, missed calls and texts: open or done, by whom, whose it is, who has read it."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

from storage.migrations.row_security import keep_to_business, with_all_rows

revision: str = "0042"
down_revision: str | Sequence[str] | None = "0041"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def _at(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=True)


def _assigned(table: str, column: str = "assigned_to") -> None:
    op.add_column(table, sa.Column(column, sa.Uuid(), nullable=True))
    op.create_foreign_key(op.f(f"fk_{table}_{column}"), table, "users", [column], ["id"], ondelete="SET NULL")


def upgrade() -> None:
    _assigned("messages")
    op.create_index(
        "ix_messages_open",
        "messages",
        ["business_id", "created_at", "id"],
        postgresql_where=sa.text("status = 'open'"),
    )

    op.add_column("calls", sa.Column("inbox_status", sa.Text(), nullable=True))
    op.create_check_constraint(
        op.f("ck_calls_inbox_status_known"), "calls", "inbox_status IN ('open', 'done')"
    )
    op.add_column("calls", _at("inbox_done_at"))
    op.add_column("calls", sa.Column("inbox_done_by", sa.Text(), nullable=True))
    _assigned("calls", "inbox_assigned_to")
    op.create_index(
        "ix_calls_inbox",
        "calls",
        ["business_id", "started_at", "id"],
        postgresql_where=sa.text("inbox_status IS NOT NULL"),
    )

    op.add_column(
        "text_threads",
        sa.Column("id", sa.Uuid(), server_default=sa.text("gen_random_uuid()"), nullable=False),
    )
    op.create_unique_constraint(op.f("uq_text_threads_business_id_id"), "text_threads", ["business_id", "id"])
    op.add_column(
        "text_threads", sa.Column("status", sa.Text(), server_default=sa.text("'done'"), nullable=False)
    )
    op.create_check_constraint(
        op.f("ck_text_threads_status_known"), "text_threads", "status IN ('open', 'done')"
    )
    op.add_column("text_threads", _at("done_at"))
    op.add_column("text_threads", sa.Column("done_by", sa.Text(), nullable=True))
    _assigned("text_threads")
    with_all_rows(["text_threads"], "UPDATE text_threads SET status = 'open' WHERE unread > 0")

    op.create_table(
        "inbox_reads",
        sa.Column("business_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["business_id"], ["businesses.id"], name=op.f("fk_inbox_reads_business_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_inbox_reads_user_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("business_id", "item_id", "user_id", name=op.f("pk_inbox_reads")),
    )
    keep_to_business("inbox_reads")


def downgrade() -> None:
    op.drop_table("inbox_reads")
    op.drop_constraint(op.f("ck_text_threads_status_known"), "text_threads", type_="check")
    op.drop_constraint(op.f("uq_text_threads_business_id_id"), "text_threads", type_="unique")
    for column in ("assigned_to", "done_by", "done_at", "status", "id"):
        op.drop_column("text_threads", column)
    op.drop_index("ix_calls_inbox", "calls")
    op.drop_constraint(op.f("ck_calls_inbox_status_known"), "calls", type_="check")
    for column in ("inbox_assigned_to", "inbox_done_by", "inbox_done_at", "inbox_status"):
        op.drop_column("calls", column)
    op.drop_index("ix_messages_open", "messages")
    op.drop_column("messages", "assigned_to")
