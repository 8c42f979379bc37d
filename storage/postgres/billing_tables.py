"""The tables of what businesses pay and what their calls cost. Seconds and microcents are whole numbers."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.postgres.table_base import Base, business_column, created_at_column


class BillingAccount(Base):
    """A business's bill, from its first call or look at it.

    Attributes:
        customer_id: at Stripe, from the first checkout on.
        checkout_id: the page it may be bought on at the moment.
        subscription: that which counts of what Stripe has (`domain.billing.subscription`), as last fetched.
        revision: rises with each fetch that was stored, so that an older one cannot undo a newer one.
        cap_cents: the most that minutes beyond the plan may come to in a period.
        warned_percent: of the allowance, the highest the owner was warned of in the period from `warned_period` on.
        told_state: the state that was last announced.
        reconciled_on: the last day (UTC) on which its usage was held against Stripe's.
    """

    __tablename__ = "billing_accounts"
    __table_args__ = (
        UniqueConstraint("customer_id"),
        CheckConstraint("cap_cents >= 0", name="cap_not_negative"),
    )

    business_id: Mapped[UUID] = mapped_column(
        ForeignKey("businesses.id", ondelete="CASCADE"), primary_key=True
    )
    trial_began_at: Mapped[datetime]
    customer_id: Mapped[str | None]
    checkout_id: Mapped[str | None]
    subscription: Mapped[dict[str, Any] | None]
    revision: Mapped[int] = mapped_column(server_default=text("0"))
    synced_at: Mapped[datetime | None]
    cap_cents: Mapped[int | None]
    warned_percent: Mapped[int] = mapped_column(server_default=text("0"))
    warned_period: Mapped[datetime | None]
    told_state: Mapped[str] = mapped_column(server_default=text("'trial'"))
    plan: Mapped[str | None]
    """The plan its limits were last set by."""
    reconciled_on: Mapped[date | None]
    created_at: Mapped[datetime] = created_at_column()


class LedgerRow(Base):
    """What one call took of the vendors, what of it is to be paid, and whether Stripe has been told.

    It outlives the call's own row, and holds nothing of who called. `billable_s` is NULL until the worker has rated it.
    `metered`: `none` is to be reported, it is `due`, `sent`, `unsure` (asked so long ago that asking again could count
    it twice), `lost` (Stripe takes it no more), `cancelled`.
    """

    __tablename__ = "call_ledger"
    __table_args__ = (
        CheckConstraint(
            "metered IN ('none', 'due', 'sent', 'unsure', 'lost', 'cancelled')", name="metered_known"
        ),
        Index("ix_call_ledger_business_id_ended_at", "business_id", "ended_at"),
        Index(
            "ix_call_ledger_open",
            "business_id",
            "ended_at",
            postgresql_where=text("metered IN ('due', 'unsure')"),
        ),
    )

    call_id: Mapped[UUID] = mapped_column(primary_key=True)
    business_id: Mapped[UUID] = business_column()
    began_at: Mapped[datetime | None]
    """When the agent's first sound went out."""
    ended_at: Mapped[datetime]
    """When the agent's part of the call was over: which day and period it counts in."""
    outcome: Mapped[str]
    caller_spoke: Mapped[bool]
    carrier_s: Mapped[int] = mapped_column(server_default=text("0"))
    listened_s: Mapped[int] = mapped_column(server_default=text("0"))
    prompt_tokens: Mapped[int] = mapped_column(server_default=text("0"))
    cached_prompt_tokens: Mapped[int] = mapped_column(server_default=text("0"))
    completion_tokens: Mapped[int] = mapped_column(server_default=text("0"))
    wasted_prompt_tokens: Mapped[int] = mapped_column(server_default=text("0"))
    wasted_completion_tokens: Mapped[int] = mapped_column(server_default=text("0"))
    characters: Mapped[int] = mapped_column(server_default=text("0"))
    cached_characters: Mapped[int] = mapped_column(server_default=text("0"))
    talked_s: Mapped[int | None]
    billable_s: Mapped[int | None]
    free: Mapped[str | None]
    price_microcents: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))
    cost_microcents: Mapped[int] = mapped_column(BigInteger, server_default=text("0"))
    costs: Mapped[dict[str, Any] | None]
    """By vendor, in microcents (`domain.billing.costs.Costs`)."""
    metered: Mapped[str] = mapped_column(server_default=text("'none'"))
    tried_at: Mapped[datetime | None]
    """When Stripe was first told; from a day later on it might count the same call again."""
    metered_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = created_at_column()


class UsageDay(Base):
    """A day (UTC) of a business's usage held against Stripe's.

    `equal`; `repaired`: what Stripe lacked was reported anew; `waiting`: something is still on its way; `reported`: it
    cannot be mended here, and somebody has to look.
    """

    __tablename__ = "usage_days"
    __table_args__ = (
        CheckConstraint("status IN ('equal', 'repaired', 'waiting', 'reported')", name="status_known"),
    )

    business_id: Mapped[UUID] = mapped_column(
        ForeignKey("businesses.id", ondelete="CASCADE"), primary_key=True
    )
    day: Mapped[date] = mapped_column(primary_key=True)
    ledger_s: Mapped[int]
    counted_s: Mapped[int]
    corrected_s: Mapped[int] = mapped_column(server_default=text("0"))
    status: Mapped[str]
    checked_at: Mapped[datetime]
