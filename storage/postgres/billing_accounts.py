"""Bills of businesses: what Stripe said last, the cap, and what the owner was told."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import null, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from domain.errors import NotFound
from storage.postgres.billing_tables import BillingAccount
from storage.postgres.tables import Business
from storage.postgres.tenant import TenantScope


@dataclass(frozen=True, slots=True)
class Account:
    """A bill as it is stored; see `billing_tables.BillingAccount`."""

    business_id: UUID
    trial_began_at: datetime
    customer_id: str | None
    checkout_id: str | None
    subscription: Mapping[str, Any] | None
    revision: int
    synced_at: datetime | None
    cap_cents: int | None
    warned_percent: int
    warned_period: datetime | None
    told_state: str
    plan: str | None
    reconciled_on: date | None


_COLUMNS = tuple(getattr(BillingAccount, name) for name in Account.__dataclass_fields__)


async def opened(scope: TenantScope, now: datetime, *, lock: bool = False) -> Account:
    """The business's bill; without one its trial begins now.

    Args:
        lock: nobody else changes it until the transaction ends.
    """
    found = await find(scope, lock=lock)
    if found is not None:
        return found
    await scope.session.execute(
        insert(BillingAccount)
        .values(business_id=scope.business_id, trial_began_at=now)
        .on_conflict_do_nothing(index_elements=[BillingAccount.business_id])
    )
    found = await find(scope, lock=lock)
    if found is None:
        raise NotFound("no such business")
    return found


async def find(scope: TenantScope, *, lock: bool = False) -> Account | None:
    wanted = select(*_COLUMNS).where(BillingAccount.business_id == scope.business_id)
    row = (await scope.session.execute(wanted.with_for_update() if lock else wanted)).mappings().one_or_none()
    return None if row is None else Account(**row)


async def change(scope: TenantScope, **values: object) -> None:
    """Sets columns of the bill."""
    await scope.session.execute(
        update(BillingAccount).where(BillingAccount.business_id == scope.business_id).values(**values)
    )


async def keep_subscription(
    scope: TenantScope, subscription: Mapping[str, Any] | None, revision: int, now: datetime
) -> None:
    """What Stripe said now, as the `revision`-th answer that is kept."""
    await change(
        scope,
        # None as a value of JSONB would be JSON's null.
        subscription=null() if subscription is None else dict(subscription),
        revision=revision,
        synced_at=now,
    )


async def agent_stop(scope: TenantScope) -> Mapping[str, Any] | None:
    return await scope.session.scalar(select(Business.agent_stop).where(Business.id == scope.business_id))


async def stop_agent(scope: TenantScope, stop: Mapping[str, Any] | None) -> bool:
    """Writes why the agent takes no calls, where that has changed; whether it has."""
    # None as a value of JSONB would be JSON's null.
    differs = Business.agent_stop.is_not(None) if stop is None else Business.agent_stop.is_distinct_from(stop)
    changed = await scope.session.scalar(
        update(Business)
        .where(Business.id == scope.business_id, differs)
        .values(agent_stop=null() if stop is None else stop)
        .returning(Business.id)
    )
    return changed is not None


async def is_closed(scope: TenantScope) -> bool:
    """Whether its owner has closed the business."""
    closed_at = await scope.session.scalar(select(Business.closed_at).where(Business.id == scope.business_id))
    return closed_at is not None


async def limit_calls(scope: TenantScope, concurrent_calls: int) -> None:
    """How many of the business's callers may talk to the agent at once."""
    await scope.session.execute(
        update(Business).where(Business.id == scope.business_id).values(max_concurrent_calls=concurrent_calls)
    )


async def business_of(session: AsyncSession, customer_id: str) -> UUID | None:
    """Whose customer at Stripe this is. `session` is from `Database.billing_customer`."""
    return await session.scalar(
        select(BillingAccount.business_id).where(BillingAccount.customer_id == customer_id)
    )


async def to_reconcile(session: AsyncSession, today: date, limit: int) -> list[UUID]:
    """Businesses with a customer whose usage was not held against Stripe's today. `session`: `Database.worker`."""
    found = await session.scalars(
        select(BillingAccount.business_id)
        .where(
            BillingAccount.customer_id.is_not(None),
            or_(BillingAccount.reconciled_on.is_(None), BillingAccount.reconciled_on < today),
        )
        .order_by(BillingAccount.business_id)
        .limit(limit)
    )
    return list(found)
