"""Usage on its way to Stripe, once whatever happens, and held against what Stripe counted."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, update

from domain.errors import Conflict
from storage.postgres import billing_accounts, call_ledger, outbox
from storage.postgres.database import Database
from storage.postgres.tables import Business, OutboxRow
from tests.support.billing import PayingBusiness, paying_business

DAY = 86_400


@pytest.fixture
async def business(database: Database) -> PayingBusiness:
    """With a plan, some days ago."""
    made = await paying_business(database)
    await made.buys()
    await made.passes(days=2)
    return made


def counted_s(business: PayingBusiness) -> int:
    return sum(used.value for used in business.stripe.books.usage if not used.cancelled)


async def falls_due(business: PayingBusiness) -> None:
    """What failed is due again now, whatever its delay."""
    async with business.database.tenant(business.id) as scope:
        await scope.session.execute(
            update(OutboxRow)
            .where(OutboxRow.business_id == business.id, OutboxRow.status == "pending")
            .values(due_at=func.now())
        )


async def test_a_report_that_was_not_answered_counts_once(business: PayingBusiness) -> None:
    business.stripe.arm("drop", count=3)  # each attempt is taken, and answered with an error
    call = await business.call(90)
    await business.works()
    assert (await business.entry(call)).metered == "due"
    await falls_due(business)
    await business.works()
    assert (await business.entry(call)).metered == "sent"
    assert counted_s(business) == 90


async def test_a_worker_that_dies_at_any_step_loses_and_doubles_nothing(business: PayingBusiness) -> None:
    calls = [await business.call(60 + number) for number in range(4)]
    await business.rating.drain()
    for call in calls[:2]:
        # Killed after Stripe had it, before it was noted.
        async with business.database.tenant(business.id) as scope:
            await call_ledger.change(scope, call, tried_at=business.now)
        customer = (await business.standing()).account.customer_id or ""
        entry = await business.entry(call)
        await business.payments.report_usage(customer, entry.billable_s or 0, f"call_{call}", entry.ended_at)
    await business.works()
    assert {(await business.entry(call)).metered for call in calls} == {"sent"}
    assert counted_s(business) == 60 + 61 + 62 + 63


async def test_rated_twice_a_call_is_reported_once(business: PayingBusiness) -> None:
    call = await business.call(75)
    await business.works()
    before = await business.entry(call)
    async with business.database.tenant(business.id) as scope:
        await outbox.enqueue(scope, "billing.call", f"{call}:longer", {"call_id": str(call)})
        await call_ledger.lasted(scope, call, 500, at_least_by=10)
    await business.works()
    after = await business.entry(call)
    assert counted_s(business) == 75
    assert after.cost_microcents > before.cost_microcents
    assert (after.billable_s, after.price_microcents) == (before.billable_s, before.price_microcents)


async def test_a_day_after_it_was_perhaps_told_stripe_is_not_told_again_and_the_sums_decide(
    business: PayingBusiness,
) -> None:
    counted, missing = await business.call(100), await business.call(40)
    await business.rating.drain()
    customer = (await business.standing()).account.customer_id or ""
    entry = await business.entry(counted)
    await business.payments.report_usage(customer, 100, f"call_{counted}", entry.ended_at)
    for call in (counted, missing):
        async with business.database.tenant(business.id) as scope:
            await call_ledger.change(scope, call, tried_at=business.now)
    await business.passes(days=2)
    await business.works()
    assert {(await business.entry(call)).metered for call in (counted, missing)} == {"unsure"}
    found = await business.reconciling.reconcile(business.id)
    assert (found.repaired, found.difference_s) == (1, 0)
    assert counted_s(business) == 140
    assert (await business.reconciling.reconcile(business.id)).equal == 1
    assert {(await business.entry(call)).metered for call in (counted, missing)} == {"sent"}


async def test_reports_that_were_given_up_are_made_at_night(business: PayingBusiness) -> None:
    call = await business.call(70)
    await business.rating.drain()
    async with business.database.worker() as session:
        (item,) = await outbox.claim(
            session, 1, business.now + timedelta(days=4000), 1, kinds=["billing.usage"]
        )
        await outbox.bury(session, item, "Stripe was away for hours")
    await business.passes(days=1)
    business.stripe.books.lag_s = 600
    first = await business.reconciling.reconcile(business.id)
    assert (first.waiting, first.repaired) == (1, 0), "what was told a moment ago is not counted yet"
    await business.passes(hours=2)
    assert (await business.reconciling.reconcile(business.id)).equal == 1
    assert (await business.entry(call)).metered == "sent"
    assert counted_s(business) == 70


async def test_what_stripe_lost_is_repaired_once_however_often_it_is_looked_at(
    business: PayingBusiness,
) -> None:
    await business.call(70)
    await business.works()
    lost = business.stripe.books.usage.pop()
    await business.passes(days=1)
    for _ in range(2):
        await business.reconciling.reconcile(business.id)
    assert [used.value for used in business.stripe.books.usage] == [lost.value]
    assert (await business.reconciling.reconcile(business.id)).equal == 1
    assert business.differences == []


async def test_what_stripe_counted_too_much_is_told_to_somebody(business: PayingBusiness) -> None:
    await business.call(70)
    await business.works()
    customer = (await business.standing()).account.customer_id or ""
    await business.payments.report_usage(customer, 11, "nobody-knows", business.now)
    await business.passes(days=1)
    found = await business.reconciling.reconcile(business.id)
    assert (found.reported, found.difference_s) == (1, 11)
    assert business.differences == [11]


async def test_a_business_is_reconciled_once_a_day_and_one_that_fails_does_not_hold_up_others(
    database: Database, business: PayingBusiness
) -> None:
    await business.call(30)
    await business.works()
    await business.passes(days=1)
    assert await business.reconciling.look() >= 1
    before = len(business.stripe.exchanges)
    async with business.database.tenant(business.id) as scope:
        account = await billing_accounts.find(scope)
    assert account is not None
    assert account.reconciled_on == (business.now - timedelta(minutes=15)).date()
    await business.reconciling.look()
    mine = [
        e for e in business.stripe.exchanges[before:] if (account.customer_id or "none") in str(e.request.url)
    ]
    assert mine == []


async def test_usage_stripe_will_not_take_is_lost_and_said_so(business: PayingBusiness) -> None:
    call = await business.call(60)
    await business.rating.drain()
    async with business.database.tenant(business.id) as scope:
        await call_ledger.change(scope, call, ended_at=business.now - timedelta(days=36))
    await business.works()
    assert (await business.entry(call)).metered == "lost"


@pytest.mark.parametrize(
    ("seconds", "outcome", "why"),
    [(121, "answered", "up to 120 s"), (60, "booked", "led to something")],
    ids=["long", "booked"],
)
async def test_not_every_call_can_be_called_spam(
    business: PayingBusiness, seconds: int, outcome: str, why: str
) -> None:
    call = await business.call(seconds, outcome=outcome)
    await business.works()
    with pytest.raises(Conflict, match=why):
        await business.desk.declare_spam(business.owner, call)


async def test_a_call_that_was_spam_is_taken_back_from_stripe(business: PayingBusiness) -> None:
    spam, other = await business.call(60), await business.call(50)
    await business.works()
    entry = await business.desk.declare_spam(business.owner, spam)
    assert (entry.billable_s, entry.free, entry.metered) == (0, "spam", "cancelled")
    assert counted_s(business) == 50
    assert (await business.standing()).used_s == 50
    await business.passes(days=1)
    assert (await business.reconciling.reconcile(business.id)).difference_s == 0
    with pytest.raises(Conflict, match="within a day"):
        await business.desk.declare_spam(business.owner, other)


async def test_the_cost_of_a_call_stands_beside_its_price(business: PayingBusiness) -> None:
    call = await business.call(600)
    await business.works()
    entry, solo = await business.entry(call), business.terms.catalogue.plan("solo")
    assert entry.price_microcents == round(solo.price_cents * 600 / solo.included_s * 1_000_000)
    assert entry.costs is not None
    assert entry.cost_microcents == sum(
        entry.costs[part] for part in ("carrier", "recognition", "model", "synthesis")
    )
    assert 0 < entry.cost_microcents < entry.price_microcents


async def test_a_notice_of_usage_that_was_not_counted_is_looked_into_once(business: PayingBusiness) -> None:
    call = UUID(int=99)
    await business.payments.report_usage("cus_nobody", 60, f"call_{call}", business.now)
    thin = [event for event in business.stripe.events() if event["object"] == "v2.core.event"]
    assert await business.hears(thin) == [True]
    assert await business.hears(thin) == [False]
    fetched = [each for each in business.stripe.exchanges if each.path.startswith("/v2/core/events/")]
    assert len(fetched) == 1


async def test_who_closes_the_business_pays_for_no_further_period(business: PayingBusiness) -> None:
    async with business.database.tenant(business.id) as scope:
        await scope.session.execute(
            update(Business)
            .where(Business.id == business.id)
            .values(closed_at=business.now, erased_after=business.now + timedelta(days=30))
        )
    for _ in range(2):
        await business.reconciling.reconcile(business.id)
    await business.hears_news()
    subscription = (await business.standing()).standing.subscription
    assert subscription is not None
    assert subscription.cancel_at == subscription.period_end
