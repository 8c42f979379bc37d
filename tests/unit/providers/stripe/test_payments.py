"""Stripe's port against its stand-in: what is asked, what comes of it, and both sides against Stripe's contract."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from domain.errors import ProviderError
from providers.stripe.payments import StripePayments
from tests.support.contracts import checker, needs_contracts, openapi
from tests.support.stripe import BEGAN_S, StripeDouble

BUSINESS = UUID(int=7)
DAY = 86_400


def at(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


async def subscribed(stripe: StripeDouble, plan: str = "solo") -> tuple[StripePayments, str]:
    """Payments, and a customer who has bought the plan."""
    await stripe.stocked()
    payments = stripe.payments()
    customer = await payments.create_customer(
        BUSINESS, "Ringtail Cycles", "owner@example.com", at(stripe.now_s)
    )
    link = await payments.checkout(
        customer,
        BUSINESS,
        stripe.catalogue.plan(plan),
        success_url="https://voice.example.com/done",
        cancel_url="https://voice.example.com/back",
    )
    await stripe.by_hand("checkout", link.id)
    return payments, customer


async def test_publishing_puts_every_plan_on_sale_once() -> None:
    stripe = StripeDouble()
    made = await stripe.publish()
    assert len(made) == 1 + 2 * len(stripe.catalogue.plans)
    assert await stripe.publish() == []


async def test_a_price_that_changed_is_published_under_the_same_key() -> None:
    from dataclasses import replace

    stripe = StripeDouble()
    await stripe.publish()
    first = stripe.catalogue.plans[0]
    dearer = replace(stripe.catalogue, plans=(replace(first, price_cents=first.price_cents + 100),))
    assert await stripe.publish(dearer) == [f"price {first.base_lookup_key}"]


async def test_a_plan_that_was_paid_for_runs() -> None:
    stripe = StripeDouble()
    payments, customer = await subscribed(stripe)
    (one,) = await payments.subscriptions(customer)
    plan = stripe.catalogue.plan("solo")
    assert one.status == "active"
    assert set(one.price_keys) == {plan.base_lookup_key, plan.usage_lookup_key}
    assert one.period_start == at(BEGAN_S)
    assert one.open_since is None
    (invoice,) = await payments.invoices(customer, limit=10, after=None)
    assert (invoice.total_cents, invoice.status) == (plan.price_cents, "paid")


async def test_a_customer_asked_for_twice_is_one() -> None:
    stripe = StripeDouble()
    payments = stripe.payments()
    made = [await payments.create_customer(BUSINESS, "A", None, at(BEGAN_S)) for _ in range(2)]
    assert len(set(made)) == 1


async def test_usage_is_counted_once_and_summed_by_the_day() -> None:
    stripe = StripeDouble()
    payments, customer = await subscribed(stripe)
    midnight = at(BEGAN_S).replace(hour=0, minute=0, second=0)
    for _ in range(2):
        await payments.report_usage(customer, 95, "call-1", at(BEGAN_S))
    stripe.now_s += DAY
    await payments.report_usage(customer, 30, "call-2", at(stripe.now_s))
    days = await payments.usage_by_day(customer, midnight, midnight + timedelta(days=2))
    assert days == {midnight: 95, midnight + timedelta(days=1): 30}
    await payments.cancel_usage("call-2")
    days = await payments.usage_by_day(customer, midnight, midnight + timedelta(days=2))
    assert days == {midnight: 95}


@pytest.mark.parametrize(
    ("seconds_from_now", "counted"),
    [(-35 * DAY - 60, False), (-35 * DAY + 60, True), (240, True), (360, False)],
    ids=["too-old", "old-enough", "a-clock-ahead", "too-far-ahead"],
)
async def test_usage_outside_of_the_window_is_refused_for_good(seconds_from_now: int, counted: bool) -> None:
    stripe = StripeDouble()
    payments, customer = await subscribed(stripe)
    when = at(BEGAN_S + seconds_from_now)
    if counted:
        await payments.report_usage(customer, 60, "call-1", when)
        return
    with pytest.raises(ProviderError) as refused:
        await payments.report_usage(customer, 60, "call-1", when)
    assert not refused.value.retryable


async def test_usage_of_nobody_is_told_of_later_by_a_thin_event() -> None:
    stripe = StripeDouble()
    payments, _ = await subscribed(stripe)
    await payments.report_usage("cus_nobody", 60, "call-9", at(BEGAN_S))
    (thin,) = [event for event in stripe.events() if event["object"] == "v2.core.event"]
    notice = payments.read_notice(*stripe.webhook(thin), at(BEGAN_S))
    assert notice.thin
    assert await payments.meter_faults(notice.id) == [("call-9", "meter_event_customer_not_found")]


async def test_the_invoice_of_the_next_month_holds_the_minutes_of_the_last() -> None:
    stripe = StripeDouble()
    payments, customer = await subscribed(stripe)
    plan = stripe.catalogue.plan("solo")
    await payments.report_usage(customer, plan.included_s + 600, "call-1", at(BEGAN_S + 60))
    await stripe.pass_time(31 * DAY)
    latest, _ = await payments.invoices(customer, limit=10, after=None)
    assert latest.status == "paid"
    assert latest.total_cents == plan.price_cents + round(10 * plan.overage_cents)


async def test_usage_reported_while_the_invoice_is_a_draft_still_counts() -> None:
    stripe = StripeDouble()
    payments, customer = await subscribed(stripe)
    plan = stripe.catalogue.plan("solo")
    (one,) = await payments.subscriptions(customer)
    await stripe.pass_time(int((one.period_end - at(BEGAN_S)).total_seconds()) + 1800)
    await payments.report_usage(customer, plan.included_s + 60, "late", one.period_end - timedelta(minutes=5))
    await stripe.pass_time(3600)
    latest, _ = await payments.invoices(customer, limit=10, after=None)
    assert latest.total_cents == plan.price_cents + round(plan.overage_cents)


async def test_a_change_of_plan_costs_what_its_preview_said() -> None:
    stripe = StripeDouble()
    payments, customer = await subscribed(stripe)
    solo, team = stripe.catalogue.plan("solo"), stripe.catalogue.plan("team")
    await stripe.pass_time(15 * DAY)
    (one,) = await payments.subscriptions(customer)
    items, when = await payments.items(one.id), at(stripe.now_s)
    preview = await payments.preview_change(customer, items, team, when)
    left = (one.period_end - when) / (one.period_end - one.period_start)
    assert preview.due_cents == round(team.price_cents * left) - round(solo.price_cents * left)
    assert [line.cents < 0 for line in preview.lines] == [True, False]
    assert all(line.proration for line in preview.lines)
    await payments.change_plan(items, team, when)
    (one,) = await payments.subscriptions(customer)
    assert set(one.price_keys) == {team.base_lookup_key, team.usage_lookup_key}
    latest = (await payments.invoices(customer, limit=1, after=None))[0]
    assert latest.due_cents == preview.due_cents


async def test_going_to_less_is_credit_and_no_refund() -> None:
    stripe = StripeDouble()
    payments, customer = await subscribed(stripe, "team")
    (one,) = await payments.subscriptions(customer)
    preview = await payments.preview_change(
        customer, await payments.items(one.id), stripe.catalogue.plan("solo"), at(BEGAN_S)
    )
    assert preview.total_cents < 0
    assert preview.due_cents == 0


async def test_a_plan_can_change_when_what_is_paid_for_ends() -> None:
    stripe = StripeDouble()
    payments, customer = await subscribed(stripe, "team")
    team, solo, busy = (stripe.catalogue.plan(name) for name in ("team", "solo", "busy"))
    (one,) = await payments.subscriptions(customer)
    items = await payments.items(one.id)
    await payments.change_plan_at_period_end(items, busy, None)
    (waits,) = await payments.subscriptions(customer)
    await payments.change_plan_at_period_end(items, solo, waits.schedule_id)
    (waits,) = await payments.subscriptions(customer)
    assert (waits.next_plan, waits.next_from) == ("solo", one.period_end)
    assert set(waits.price_keys) == {team.base_lookup_key, team.usage_lookup_key}
    await payments.report_usage(customer, team.included_s + 600, "early", at(BEGAN_S + 60))
    await stripe.pass_time(int((one.period_end - at(BEGAN_S)).total_seconds()) + 1800)
    # Usage of the old plan that is told of late is charged as the old plan sold it.
    await payments.report_usage(customer, 600, "late", one.period_end - timedelta(minutes=5))
    await stripe.pass_time(3600)
    (changed,) = await payments.subscriptions(customer)
    assert set(changed.price_keys) == {solo.base_lookup_key, solo.usage_lookup_key}
    assert (changed.next_plan, changed.next_from) == (None, None)
    latest = (await payments.invoices(customer, limit=1, after=None))[0]
    assert latest.total_cents == solo.price_cents + round(20 * team.overage_cents)
    assert not any(line.proration for line in latest.lines)
    for _ in range(3):
        await stripe.pass_time(31 * DAY)
    (later,) = await payments.subscriptions(customer)
    assert (later.schedule_id, later.status) == (None, "active")
    assert set(later.price_keys) == {solo.base_lookup_key, solo.usage_lookup_key}


async def test_a_change_that_waits_can_be_dropped_again_and_again() -> None:
    stripe = StripeDouble()
    payments, customer = await subscribed(stripe, "team")
    (one,) = await payments.subscriptions(customer)
    await payments.change_plan_at_period_end(
        await payments.items(one.id), stripe.catalogue.plan("solo"), None
    )
    (waits,) = await payments.subscriptions(customer)
    assert waits.schedule_id is not None
    for _ in range(2):
        await payments.drop_waiting_change(waits.schedule_id)
    (kept,) = await payments.subscriptions(customer)
    assert (kept.schedule_id, kept.next_plan) == (None, None)
    await stripe.pass_time(40 * DAY)
    (kept,) = await payments.subscriptions(customer)
    assert stripe.catalogue.plan("team").base_lookup_key in kept.price_keys


async def test_a_card_that_refuses_leads_to_past_due_with_the_day_it_began() -> None:
    stripe = StripeDouble()
    payments, customer = await subscribed(stripe)
    (one,) = await payments.subscriptions(customer)
    await stripe.by_hand("cards", customer, declines=True)
    await stripe.pass_time(int((one.period_end - at(BEGAN_S)).total_seconds()) + 2 * 3600)
    (one,) = await payments.subscriptions(customer)
    assert one.status == "past_due"
    assert one.open_since == one.period_start + timedelta(hours=1)
    await stripe.pass_time(20 * DAY)
    (one,) = await payments.subscriptions(customer)
    assert one.status == "canceled"


async def test_what_the_portal_cancels_runs_to_the_end_of_what_is_paid() -> None:
    stripe = StripeDouble()
    payments, customer = await subscribed(stripe)
    (one,) = await payments.subscriptions(customer)
    url = await payments.portal(customer, "https://voice.example.com", cancels=one.id)
    await stripe.by_hand("portal", url.rpartition("/")[2], action="cancel")
    (one,) = await payments.subscriptions(customer)
    assert (one.status, one.cancel_at) == ("active", one.period_end)
    await payments.cancel_at_period_end(one.id, cancel=False)
    (one,) = await payments.subscriptions(customer)
    assert one.cancel_at is None
    await payments.cancel_at_period_end(one.id, cancel=True)
    await stripe.pass_time(32 * DAY)
    (one,) = await payments.subscriptions(customer)
    assert (one.status, one.ended_at) == ("canceled", one.period_end)


async def test_a_page_that_has_expired_sells_nothing() -> None:
    stripe = StripeDouble()
    await stripe.publish()
    payments = stripe.payments()
    customer = await payments.create_customer(BUSINESS, "A", None, at(BEGAN_S))
    link = await payments.checkout(
        customer,
        BUSINESS,
        stripe.catalogue.plans[0],
        success_url="https://a.example",
        cancel_url="https://a.example",
    )
    await payments.expire_checkout(link.id)
    await payments.expire_checkout(link.id)
    assert "error" in await stripe.by_hand("checkout", link.id)
    assert await payments.subscriptions(customer) == ()


@pytest.mark.parametrize(
    ("kind", "status", "retryable"),
    [("refuse", 429, True), ("refuse", 402, False), ("garble", 200, True)],
    ids=["too-many", "refused", "html"],
)
async def test_what_stripe_does_not_answer_is_one_error_of_ours(
    kind: str, status: int, retryable: bool
) -> None:
    stripe = StripeDouble()
    stripe.arm(kind, status, count=4)
    with pytest.raises(ProviderError) as raised:
        await stripe.payments().subscriptions("cus_1")
    assert raised.value.provider == "stripe"
    assert raised.value.retryable is retryable


async def test_a_wrong_key_is_told_apart() -> None:
    stripe = StripeDouble()
    payments = StripePayments("sk_test_other", "http://stripe.test", meter="m", transport=stripe)
    with pytest.raises(ProviderError) as refused:
        await payments.subscriptions("cus_1")
    assert refused.value.status == 401


@needs_contracts
async def test_every_message_of_both_sides_is_within_the_contract() -> None:
    stripe = StripeDouble()
    await stripe.publish()
    payments, customer = await subscribed(stripe)
    (one,) = await payments.subscriptions(customer)
    items = await payments.items(one.id)
    team, now = stripe.catalogue.plan("team"), at(BEGAN_S)
    await payments.report_usage(customer, 60, "call-1", now)
    await payments.report_usage("cus_nobody", 60, "call-2", now)
    await payments.cancel_usage("call-1")
    midnight = now.replace(hour=0, minute=0, second=0)
    await payments.usage_by_day(customer, midnight, midnight + timedelta(days=1))
    await payments.preview_change(customer, items, team, now)
    await payments.change_plan(items, team, now)
    await payments.change_plan_at_period_end(items, stripe.catalogue.plan("solo"), None)
    (waits,) = await payments.subscriptions(customer)
    await payments.change_plan_at_period_end(items, stripe.catalogue.plan("busy"), waits.schedule_id)
    await payments.drop_waiting_change(waits.schedule_id or "")
    await payments.portal(customer, "https://voice.example.com", cancels=one.id)
    await payments.cancel_at_period_end(one.id, cancel=True)
    await payments.invoices(customer, limit=10, after=None)
    await stripe.pass_time(40 * DAY)
    await payments.subscriptions(customer)
    wrong: list[str] = []
    check = checker()
    specs = [openapi(f"{name}.trimmed.json") for name in ("stripe_from_wheel", "stripe_more_from_wheel")]
    for each in stripe.exchanges:
        spec = next(one for one in specs if check.match(one, each.request.method, each.path)[0])
        asked = check.check_request(
            spec,
            each.request.method,
            each.path,
            each.request.url.query.decode(),
            each.request.headers.get("content-type", ""),
            each.request.content,
        )
        told = check.check_response(
            spec, each.request.method, each.path, each.response.status_code, each.response.json()
        )
        wrong += [f"{each.request.method} {each.path}: {one}" for one in (*asked, *told)]
    for event in stripe.events():
        if event["object"] == "event":
            wrong += [
                f"{event['type']}: {one}" for one in check.check_stripe_event(specs[0], specs[1], event)
            ]
    assert wrong == []
