"""A bill from trial to cancellation: by what Stripe has, whatever comes in when; and what callers find meanwhile."""

import random
from dataclasses import replace
from datetime import timedelta

import pytest

from domain.accounts.roles import Role, member
from domain.billing.stop import Because
from domain.billing.subscription import State
from domain.conduct import Way, admission
from domain.errors import Conflict, InvalidInput, NotPermitted, PlanLimitReached, ProviderError
from domain.ids import new_id
from domain.numbers.leaving import Source
from services.numbers.room import room
from services.profiles import Profiles
from storage.postgres import billing_accounts, businesses, phone_numbers
from storage.postgres.database import Database
from storage.redis.connection import open_redis
from tests.support.billing import PayingBusiness, paying_business
from tests.support.businesses import unused_number

DAY = 86_400


@pytest.fixture
async def business(database: Database) -> PayingBusiness:
    return await paying_business(database)


async def way_of_a_call(business: PayingBusiness) -> tuple[Way, str]:
    """What the next caller gets."""
    async with business.database.tenant(business.id) as scope:
        profile = await businesses.load_profile(scope)
    found = admission(profile, "+61400000001", business.now)
    return found.way, found.reason


async def test_a_plan_is_bought_metered_reconciled_billed_cancelled_and_then_the_caller_is_forwarded(
    business: PayingBusiness,
) -> None:
    solo = business.terms.catalogue.plan("solo")
    assert (await business.standing()).standing.state is State.TRIAL
    await business.buys("solo")
    assert (await business.standing()).standing.state is State.ACTIVE
    assert await way_of_a_call(business) == (Way.AGENT, "")

    await business.passes(days=1)
    long_call = await business.call(solo.included_s + 600)
    wrong_number = await business.call(6)
    await business.works()
    assert (await business.entry(long_call)).metered == "sent"
    assert (await business.entry(wrong_number)).billable_s == 0
    overview = await business.desk.overview(business.owner)
    assert overview.overage_cents == round(10 * solo.overage_cents)
    assert overview.sums.free_calls == 1

    await business.passes(days=2)
    found = await business.reconciling.reconcile(business.id)
    assert (found.equal, found.difference_s) == (1, 0)

    await business.passes(days=29)
    latest = (await business.desk.invoices(business.owner, limit=1, after=None))[0]
    assert latest.total_cents == solo.price_cents + round(10 * solo.overage_cents)

    await business.desk.cancel(business.owner)
    assert (await business.standing()).standing.state is State.ACTIVE
    await business.passes(days=30)
    assert (await business.standing()).standing.state is State.CANCELLED
    assert await way_of_a_call(business) == (Way.RING, "the subscription was cancelled")


async def test_the_trial_ends_with_its_minutes_and_the_owner_is_warned_on_the_way(
    business: PayingBusiness,
) -> None:
    trial = business.terms.catalogue.trial
    for percent in (79, 1, 20):
        await business.call(trial.included_s * percent // 100)
        await business.works()
    warned = await business.told("billing.cap_warning")
    assert [one["percent"] for one in warned] == [80, 100]
    stop = await business.stop()
    assert stop is not None
    assert stop.because is Because.TRIAL_MINUTES
    assert await way_of_a_call(business) == (Way.RING, "the trial's minutes were used up")
    await business.buys()
    assert await business.stop() is None
    assert await way_of_a_call(business) == (Way.AGENT, "")


async def test_calls_of_the_trial_are_never_billed(business: PayingBusiness) -> None:
    early = await business.call(120)
    await business.works()
    business.stripe.now_s += 60
    await business.buys()
    late = await business.call(60)
    await business.works()
    assert [(await business.entry(one)).metered for one in (early, late)] == ["none", "sent"]
    assert (await business.standing()).used_s == 60


async def test_the_trial_is_over_after_its_days_without_anybody_doing_anything(
    business: PayingBusiness,
) -> None:
    await business.call(30)
    await business.works()
    assert await way_of_a_call(business) == (Way.AGENT, "")
    business.stripe.now_s += 14 * DAY
    assert await way_of_a_call(business) == (Way.RING, "the trial was over")


async def test_a_cap_warns_stops_and_lets_go_with_the_next_period(business: PayingBusiness) -> None:
    solo = business.terms.catalogue.plan("solo")
    await business.buys()
    await business.desk.set_cap(business.owner, 480)
    await business.passes(hours=1)
    for beyond_s in (solo.included_s + 450, 30, 120):
        await business.call(beyond_s)
        await business.works()
    assert [one["percent"] for one in await business.told("billing.cap_warning")] == [80, 100]
    found = await business.standing()
    assert await way_of_a_call(business) == (Way.RING, "the spending cap was reached")
    await business.desk.set_cap(business.owner, 5000)
    assert await way_of_a_call(business) == (Way.AGENT, "")
    await business.desk.set_cap(business.owner, 480)
    assert (await way_of_a_call(business))[0] is Way.RING
    business.stripe.now_s = int(found.standing.period.end.timestamp()) + 5
    assert await way_of_a_call(business) == (Way.AGENT, "")


async def test_a_payment_that_fails_is_served_through_the_grace_and_no_longer(
    business: PayingBusiness,
) -> None:
    await business.buys()
    found = await business.standing()
    account = found.account
    await business.stripe.by_hand("cards", account.customer_id or "", declines=True)
    to_the_end = found.standing.period.end - business.now
    await business.passes(seconds=to_the_end.total_seconds() + 3700)
    assert (await business.standing()).standing.state is State.PAST_DUE
    assert await way_of_a_call(business) == (Way.AGENT, "")
    business.stripe.now_s += 7 * DAY
    assert await way_of_a_call(business) == (Way.RING, "the bill was unpaid")
    await business.stripe.by_hand("cards", account.customer_id or "", declines=False)
    await business.passes(days=1)
    assert (await business.standing()).standing.state is State.ACTIVE
    assert await way_of_a_call(business) == (Way.AGENT, "")
    assert [one["state"] for one in await business.told("billing.state_changed")] == [
        "active",
        "past_due",
        "active",
    ]


async def test_whatever_order_the_events_of_a_life_come_in_the_bill_ends_the_same(
    database: Database,
) -> None:
    recorded = await paying_business(database)
    await recorded.buys()
    customer = (await recorded.standing()).account.customer_id or ""
    await recorded.desk.change_plan(recorded.owner, "team", None)
    await recorded.stripe.by_hand("cards", customer, declines=True)
    await recorded.stripe.pass_time(40 * DAY)
    await recorded.stripe.by_hand("cards", customer, declines=False)
    await recorded.stripe.pass_time(8 * DAY)
    await recorded.desk.cancel(recorded.owner)
    events = recorded.stripe.events()
    assert len(events) >= 12
    shuffler, ends = random.Random(20260921), set[tuple[object, ...]]()
    for _ in range(8):
        order = [*events, *shuffler.sample(events, 4)]
        shuffler.shuffle(order)
        async with database.tenant(recorded.id) as scope:
            # As if none of it had come in: the events are new to us each time.
            await billing_accounts.keep_subscription(scope, None, 0, recorded.now)
        renamed = [{**event, "id": f"{event['id']}_{shuffler.random()}"} for event in order]
        await recorded.hears(renamed)
        found = await recorded.standing()
        ends.add((found.standing, found.stop, found.account.subscription and str(found.account.subscription)))
    assert len(ends) == 1
    (only,) = ends
    assert only[0].state is State.ACTIVE  # type: ignore[attr-defined]
    assert only[0].plan == recorded.terms.catalogue.plan("team")  # type: ignore[attr-defined]


async def test_events_that_arrive_while_the_life_goes_on_end_in_what_is_last(database: Database) -> None:
    shuffler = random.Random(7)
    business = await paying_business(database)
    await business.buys()
    held_back = []
    seen = {event["id"] for event in business.stripe.events()}
    for step in range(5):
        await business.stripe.pass_time(9 * DAY)
        fresh = [event for event in business.stripe.events() if event["id"] not in seen]
        seen |= {event["id"] for event in fresh}
        shuffler.shuffle(fresh)
        await business.hears(fresh[: len(fresh) // 2])
        held_back += fresh[len(fresh) // 2 :]
        if step == 2:
            await business.desk.cancel(business.owner)
    shuffler.shuffle(held_back)
    await business.hears(held_back)
    assert (await business.standing()).standing.state is State.CANCELLED


async def test_an_event_that_comes_twice_is_carried_out_once(business: PayingBusiness) -> None:
    await business.buys()
    event = business.stripe.events()[-1]
    asked = len(business.stripe.exchanges)
    assert await business.hears([event, event]) == [False, False]
    assert len(business.stripe.exchanges) == asked


async def test_an_event_of_another_mode_or_of_nobody_changes_nothing(business: PayingBusiness) -> None:
    await business.buys()
    asked = len(business.stripe.exchanges)
    event = business.stripe.events()[-1]
    stranger = {**event["data"]["object"], "customer": "cus_somebody_else"}
    await business.hears(
        [
            {**event, "id": "evt_live", "livemode": True},
            {**event, "id": "evt_strange", "data": {"object": stranger}},
        ]
    )
    assert len(business.stripe.exchanges) == asked


async def test_while_stripe_is_away_an_event_waits_and_is_carried_out_later(business: PayingBusiness) -> None:
    link = await business.desk.checkout(business.owner, "solo")
    await business.stripe.by_hand("checkout", link.id)
    business.stripe.arm("refuse", 503, count=1000)
    await business.hears(business.stripe.events())
    assert (await business.standing()).standing.state is State.TRIAL
    business.stripe.options.faults.clear()
    business.stripe.now_s += 60
    await business.hears([])
    assert (await business.standing()).standing.state is State.ACTIVE


async def test_an_answer_of_stripes_that_was_overtaken_does_not_undo_a_newer_one(
    business: PayingBusiness,
) -> None:
    await business.buys()
    seen = business.payments.subscriptions
    subscription = (await seen((await business.standing()).account.customer_id or ""))[0]
    old = (replace(subscription, status="past_due", open_since=business.now - timedelta(days=30)),)
    answers = [old]

    async def slow(customer_id: str) -> object:
        if not answers:
            return await seen(customer_id)
        # While this answer was on its way, somebody else stored a newer one.
        async with business.database.tenant(business.id) as scope:
            account = await billing_accounts.opened(scope, business.now, lock=True)
            await billing_accounts.change(scope, revision=account.revision + 1)
        return answers.pop()

    business.payments.subscriptions = slow  # type: ignore[method-assign,assignment]
    await business.desk.cancel(business.owner, cancel=False)
    assert (await business.standing()).standing.state is State.ACTIVE


async def test_a_change_of_plan_is_charged_as_its_preview_said_and_sets_the_limits(
    business: PayingBusiness,
) -> None:
    await business.buys("solo")
    await business.passes(days=10)
    shown = await business.desk.preview(business.owner, "busy")
    business.stripe.now_s += 300
    await business.desk.change_plan(business.owner, "busy", shown.at)
    latest = (await business.desk.invoices(business.owner, limit=1, after=None))[0]
    assert latest.due_cents == shown.invoice.due_cents
    async with business.database.tenant(business.id) as scope:
        most = await businesses.max_concurrent_calls(scope)
    assert most == business.terms.catalogue.plan("busy").concurrent_calls
    with pytest.raises(InvalidInput, match="15 minutes"):
        await business.desk.change_plan(business.owner, "team", business.now - timedelta(minutes=16))
    with pytest.raises(Conflict, match="Busy is the plan already"):
        await business.desk.preview(business.owner, "busy")


async def test_a_smaller_plan_begins_when_what_is_paid_for_ends_and_can_be_taken_back_till_then(
    business: PayingBusiness,
) -> None:
    await business.buys("team")
    await business.passes(days=10)
    assert (await business.desk.keep_plan(business.owner)).plan == business.terms.catalogue.plan("team")
    for plan in ("busy", "solo"):
        waiting = await business.desk.change_plan_later(business.owner, plan)
        assert waiting.plan is not None
        assert waiting.subscription is not None
        assert (waiting.plan.id, waiting.subscription.next_plan) == ("team", plan)
    kept = await business.desk.keep_plan(business.owner)
    assert kept.subscription is not None
    assert kept.subscription.next_plan is None
    await business.desk.change_plan_later(business.owner, "solo")
    with pytest.raises(PlanLimitReached, match="Solo, which is to begin soon, has 1 number"):
        async with business.database.tenant(business.id) as scope:
            (await room(scope, business.terms.catalogue, business.now)).require()
    await business.passes(days=25)
    assert (await business.standing()).standing.plan == business.terms.catalogue.plan("solo")
    async with business.database.tenant(business.id) as scope:
        most = await businesses.max_concurrent_calls(scope)
    assert most == business.terms.catalogue.plan("solo").concurrent_calls
    # One that has come into force keeps nobody from another, or from an end.
    await business.desk.change_plan(business.owner, "busy", None)
    await business.desk.change_plan_later(business.owner, "team")
    ends = await business.desk.cancel(business.owner)
    assert ends.subscription is not None
    assert (ends.subscription.next_plan, ends.subscription.cancel_at) == (None, ends.subscription.period_end)
    with pytest.raises(Conflict, match="cancellation"):
        await business.desk.change_plan_later(business.owner, "solo")


async def test_a_plan_with_fewer_numbers_than_the_business_has_says_how_many_to_give_back(
    business: PayingBusiness,
) -> None:
    await business.buys("busy")
    async with business.database.tenant(business.id) as scope:
        for _ in range(3):
            await phone_numbers.take(
                scope,
                new_id(),
                unused_number(),
                source=Source.BOUGHT,
                sid="PN" + new_id().hex,
                sort="local",
                capabilities=("voice",),
                monthly_cents=450,
                label="",
                check_at=business.now,
            )
    for asked in (business.desk.preview, business.desk.change_plan_later):
        with pytest.raises(Conflict, match="Team has 3 numbers, and the business has 4: give 1 back first"):
            await asked(business.owner, "team")
    with pytest.raises(Conflict, match="Solo has 1 number, and the business has 4: give 3 back first"):
        await business.desk.change_plan(business.owner, "solo", None)
    held = (await business.desk.overview(business.owner)).numbers
    assert held == 4


async def test_nobody_can_buy_twice(business: PayingBusiness) -> None:
    first = await business.desk.checkout(business.owner, "solo")
    second = await business.desk.checkout(business.owner, "team")
    assert "error" in await business.stripe.by_hand("checkout", first.id)
    await business.stripe.by_hand("checkout", second.id)
    # No event of it has come in.
    with pytest.raises(Conflict, match="running already"):
        await business.desk.checkout(business.owner, "team")


async def test_only_owners_touch_the_bill(business: PayingBusiness) -> None:
    manager = member(business.id, business.owner.user_id or business.id, Role.MANAGER)
    for refused in (
        business.desk.overview(manager),
        business.desk.checkout(manager, "solo"),
        business.desk.portal(manager),
        business.desk.set_cap(manager, 1),
        business.desk.invoices(manager, limit=1, after=None),
    ):
        with pytest.raises(NotPermitted):
            await refused


async def test_what_stripe_refuses_leaves_the_bill_as_it_was(business: PayingBusiness) -> None:
    await business.buys()
    before = await business.standing()
    business.stripe.arm("refuse", 402, count=9)
    with pytest.raises(ProviderError):
        await business.desk.change_plan(business.owner, "team", None)
    business.stripe.options.faults.clear()
    assert await business.standing() == before


async def test_a_stop_reaches_calls_by_the_profile_they_begin_with(
    business: PayingBusiness, redis_url: str
) -> None:
    redis = open_redis(redis_url)
    profiles = Profiles(business.database, redis)
    assert (await profiles.get(business.id)).stop is None
    await business.call(business.terms.catalogue.trial.included_s)
    await business.works()
    await profiles.forget(business.id)
    stop = (await profiles.get(business.id)).stop
    assert stop is not None
    assert stop == (await profiles.get(business.id)).stop, "as it is kept"
    await redis.aclose()
