"""What businesses pay and what their calls cost; webhooks that a worker carries out; why the agent takes no calls."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from storage.migrations.row_security import keep_to_business

revision: str = "0027"
down_revision: str | Sequence[str] | None = "0026"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_WORKER = "current_setting('app.worker', true) = 'on'"


def _counted(name: str, kind: Any = None) -> "sa.Column[Any]":
    return sa.Column(name, kind or sa.Integer(), server_default=sa.text("0"), nullable=False)


def _instant(name: str, *, nullable: bool = True) -> "sa.Column[Any]":
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _created_at() -> "sa.Column[Any]":
    return sa.Column(
        "created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
    )


def _of_business(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["business_id"], ["businesses.id"], name=op.f(f"fk_{table}_business_id"), ondelete="CASCADE"
    )


def upgrade() -> None:
    op.create_table(
        "billing_accounts",
        sa.Column("business_id", sa.Uuid(), nullable=False),
        _instant("trial_began_at", nullable=False),
        sa.Column("customer_id", sa.Text(), nullable=True),
        sa.Column("checkout_id", sa.Text(), nullable=True),
        sa.Column("subscription", postgresql.JSONB(), nullable=True),
        _counted("revision"),
        _instant("synced_at"),
        sa.Column("cap_cents", sa.Integer(), nullable=True),
        _counted("warned_percent"),
        _instant("warned_period"),
        sa.Column("told_state", sa.Text(), server_default=sa.text("'trial'"), nullable=False),
        sa.Column("plan", sa.Text(), nullable=True),
        sa.Column("reconciled_on", sa.Date(), nullable=True),
        _created_at(),
        sa.CheckConstraint("cap_cents >= 0", name=op.f("ck_billing_accounts_cap_not_negative")),
        _of_business("billing_accounts"),
        sa.PrimaryKeyConstraint("business_id", name=op.f("pk_billing_accounts")),
        sa.UniqueConstraint("customer_id", name=op.f("uq_billing_accounts_customer_id")),
    )
    keep_to_business("billing_accounts")
    # A webhook names the customer; which bills are to be reconciled the worker has to find.
    op.execute(
        "CREATE POLICY of_customer ON billing_accounts FOR SELECT "
        "USING (customer_id = NULLIF(current_setting('app.billing_customer', true), ''))"
    )
    op.execute(f"CREATE POLICY worker_reads ON billing_accounts FOR SELECT USING ({_WORKER})")
    op.create_table(
        "call_ledger",
        sa.Column("call_id", sa.Uuid(), nullable=False),
        sa.Column("business_id", sa.Uuid(), nullable=False),
        _instant("began_at"),
        _instant("ended_at", nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("caller_spoke", sa.Boolean(), nullable=False),
        _counted("carrier_s"),
        _counted("listened_s"),
        _counted("prompt_tokens"),
        _counted("cached_prompt_tokens"),
        _counted("completion_tokens"),
        _counted("wasted_prompt_tokens"),
        _counted("wasted_completion_tokens"),
        _counted("characters"),
        _counted("cached_characters"),
        sa.Column("talked_s", sa.Integer(), nullable=True),
        sa.Column("billable_s", sa.Integer(), nullable=True),
        sa.Column("free", sa.Text(), nullable=True),
        _counted("price_microcents", sa.BigInteger()),
        _counted("cost_microcents", sa.BigInteger()),
        sa.Column("costs", postgresql.JSONB(), nullable=True),
        sa.Column("metered", sa.Text(), server_default=sa.text("'none'"), nullable=False),
        _instant("tried_at"),
        _instant("metered_at"),
        _created_at(),
        sa.CheckConstraint(
            "metered IN ('none', 'due', 'sent', 'unsure', 'lost', 'cancelled')",
            name=op.f("ck_call_ledger_metered_known"),
        ),
        _of_business("call_ledger"),
        sa.PrimaryKeyConstraint("call_id", name=op.f("pk_call_ledger")),
    )
    op.create_index(
        "ix_call_ledger_business_id_ended_at", "call_ledger", ["business_id", "ended_at"], unique=False
    )
    op.create_index(
        "ix_call_ledger_open",
        "call_ledger",
        ["business_id", "ended_at"],
        unique=False,
        postgresql_where=sa.text("metered IN ('due', 'unsure')"),
    )
    keep_to_business("call_ledger")
    op.create_table(
        "usage_days",
        sa.Column("business_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("ledger_s", sa.Integer(), nullable=False),
        sa.Column("counted_s", sa.Integer(), nullable=False),
        _counted("corrected_s"),
        sa.Column("status", sa.Text(), nullable=False),
        _instant("checked_at", nullable=False),
        sa.CheckConstraint(
            "status IN ('equal', 'repaired', 'waiting', 'reported')", name=op.f("ck_usage_days_status_known")
        ),
        _of_business("usage_days"),
        sa.PrimaryKeyConstraint("business_id", "day", name=op.f("pk_usage_days")),
    )
    keep_to_business("usage_days")
    op.add_column("businesses", sa.Column("agent_stop", postgresql.JSONB(), nullable=True))
    op.add_column("webhook_inbox", _instant("due_at"))
    op.add_column("webhook_inbox", _counted("attempts"))
    op.add_column("webhook_inbox", sa.Column("last_error", sa.Text(), nullable=True))
    op.create_index(
        "ix_webhook_inbox_due_at",
        "webhook_inbox",
        ["due_at"],
        unique=False,
        postgresql_where=sa.text("due_at IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_index("ix_webhook_inbox_due_at", table_name="webhook_inbox")
    op.drop_column("webhook_inbox", "last_error")
    op.drop_column("webhook_inbox", "attempts")
    op.drop_column("webhook_inbox", "due_at")
    op.drop_column("businesses", "agent_stop")
    op.drop_table("usage_days")
    op.drop_table("call_ledger")
    op.drop_table("billing_accounts")
