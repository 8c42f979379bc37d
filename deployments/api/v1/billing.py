"""The bill: plans, what is running, minutes and money so far, and the way to Stripe's pages."""

from datetime import UTC, datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from deployments.api.authentication import InBusiness
from deployments.api.billing import TheBilling
from deployments.api.fields import fields_of
from deployments.api.paging import Page, Paged
from deployments.api.problems import RESPONSES
from deployments.api.v1.platform import AsOperator
from deployments.api.v1.visit_models import Instant
from deployments.policies import needs, operators, public
from domain.accounts.roles import Permission
from domain.billing import plans
from providers.payments import Invoice as BilledInvoice
from services.billing.desk import HIGHEST_CAP_CENTS, Overview
from services.billing.margins import Margin
from storage.postgres.call_ledger import Entry

router = APIRouter(tags=["billing"], responses=RESPONSES)

OF_BUSINESS = "/businesses/{business_id}/billing"
OWNER = needs(Permission.BILLING)
PlanId = Annotated[str, StringConstraints(max_length=40), Field(examples=["team"])]


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Plan(BaseModel):
    """By the month. `overage_cents` is a minute beyond those included, charged by the second."""

    id: str
    name: str
    price_cents: int
    minutes: int
    numbers: int
    concurrent_calls: int
    overage_cents: float

    @classmethod
    def of(cls, plan: plans.Plan) -> "Plan":
        return cls.model_validate(plan, from_attributes=True)


class Trial(BaseModel):
    days: int
    minutes: int
    numbers: int
    concurrent_calls: int


class Plans(BaseModel):
    """Everything on sale."""

    currency: str
    trial: Trial
    plans: list[Plan]


class Usage(BaseModel):
    """Of the period under way. Free are calls that were silent, wrong, spam, broken off by us, or taken by a person.

    `forecast` is where the period's end finds it if it goes on as it began. `unrated` calls ended a moment ago.
    """

    calls: int
    free_calls: int
    unrated: int
    billable_seconds: int
    included_seconds: int
    overage_cents: int
    forecast_seconds: int
    forecast_overage_cents: int


class Stop(BaseModel):
    """Why the agent takes no calls from `since` on: callers are put through, or leave a message."""

    because: Literal["trial_over", "trial_minutes", "cap", "unpaid", "paused", "cancelled"]
    since: datetime
    until: datetime | None
    holds: bool


class PlanChange(BaseModel):
    """Another plan, when what is paid for ends."""

    plan: str
    at: datetime


class Numbers(BaseModel):
    """Telephone numbers the business has, and how many its plan has."""

    held: int
    included: int


class Bill(BaseModel):
    """`cap_cents` is the most that minutes beyond the plan may come to in a period; null for no cap.

    `warned_percent` of the cap, or of the trial's minutes, is the highest step (80, 100) that is reached.
    """

    state: Literal["trial", "trial_over", "active", "past_due", "unpaid", "paused", "cancelled"]
    plan: Plan | None
    currency: str
    period_start: datetime
    period_end: datetime
    cancel_at: datetime | None
    change: PlanChange | None
    numbers: Numbers
    cap_cents: int | None
    warned_percent: int
    stop: Stop | None
    usage: Usage


class PlanBody(_Body):
    plan: PlanId


class ChangeBody(PlanBody):
    at: Instant | None = None
    """Of a preview, within 15 minutes: what was shown there is what is charged."""
    when: Literal["now", "period_end"] = "now"
    """`period_end`: when what is paid for ends, with nothing to settle."""

    @model_validator(mode="after")
    def _at_one_time(self) -> "ChangeBody":
        if self.when == "period_end" and self.at is not None:
            raise ValueError("at: a preview is of a change now")
        return self


class CapBody(_Body):
    cap_cents: Annotated[int | None, Field(ge=0, le=HIGHEST_CAP_CENTS, examples=[5000])]
    """Null for no cap; 0: the agent stops when the plan's minutes are used up."""


class Link(BaseModel):
    """An address that is good for a while and shows who opens it as the customer: open it, never keep it."""

    url: str


class InvoiceLine(BaseModel):
    text: str
    cents: int
    starts_at: datetime
    ends_at: datetime
    proration: bool


class Invoice(BaseModel):
    """`due_cents` is what is asked for, earlier credit taken off; the addresses are null of a draft."""

    id: str
    number: str | None
    status: str
    currency: str
    total_cents: int
    due_cents: int
    created_at: datetime
    starts_at: datetime
    ends_at: datetime
    page_url: str | None
    pdf_url: str | None
    lines: list[InvoiceLine]

    @classmethod
    def of(cls, invoice: BilledInvoice) -> "Invoice":
        return cls.model_validate(invoice, from_attributes=True)


class Preview(BaseModel):
    """A change that was made at `at` would ask for `due_cents` now; a negative `total_cents` is credit."""

    plan: Plan
    at: datetime
    due_cents: int
    total_cents: int
    lines: list[InvoiceLine]


class RatedCall(BaseModel):
    """`billable_seconds` is null for a call that ended a moment ago; `free` says why a call costs nothing."""

    call_id: UUID
    ended_at: datetime
    outcome: str
    talked_seconds: int | None
    billable_seconds: int | None
    free: Literal["no_agent", "silent", "wrong_number", "failed", "spam"] | None

    @classmethod
    def of(cls, entry: Entry) -> "RatedCall":
        return cls(
            call_id=entry.call_id,
            ended_at=entry.ended_at,
            outcome=entry.outcome,
            talked_seconds=entry.talked_s,
            billable_seconds=entry.billable_s,
            free=entry.free,  # pyright: ignore[reportArgumentType] - one of `domain.billing.rating.Free`
        )


class BusinessMargin(BaseModel):
    """Of the period under way; what calls brought in beyond the plan's price is part of the revenue.

    `cost_cents` is of calls, `numbers_cents` of telephone numbers, by the month.
    """

    id: UUID
    name: str
    state: str | None
    plan: str | None
    calls: int
    free_calls: int
    billable_seconds: int
    revenue_cents: int
    cost_cents: float
    numbers_cents: int
    margin_cents: float


@router.get("/billing/plans", openapi_extra=public())
async def list_plans(billing: TheBilling) -> Plans:
    """The trial and the plans, for anybody who thinks of buying."""
    catalogue = billing.desk.catalogue
    return Plans(
        currency=catalogue.currency,
        trial=Trial.model_validate(catalogue.trial, from_attributes=True),
        plans=[Plan.of(plan) for plan in catalogue.plans],
    )


@router.get(OF_BUSINESS, openapi_extra=OWNER, dependencies=[Depends(fields_of(Bill))])
async def bill(business_id: UUID, principal: InBusiness, billing: TheBilling) -> Bill:
    """What is running, what of it is used, and what the month will come to."""
    return _bill(await billing.desk.overview(principal), billing.desk.catalogue)


@router.post(f"{OF_BUSINESS}/checkout", status_code=201, openapi_extra=OWNER)
async def checkout(business_id: UUID, body: PlanBody, principal: InBusiness, billing: TheBilling) -> Link:
    """A page of Stripe's to buy a plan on; the one made before it is void."""
    return Link(url=(await billing.desk.checkout(principal, body.plan)).url)


@router.post(f"{OF_BUSINESS}/portal", status_code=201, openapi_extra=OWNER)
async def portal(business_id: UUID, principal: InBusiness, billing: TheBilling, cancel: bool = False) -> Link:
    """A page of Stripe's for cards, invoices and cancelling (`?cancel=true` opens it there). Make it when clicked."""
    return Link(url=await billing.desk.portal(principal, cancels=cancel))


@router.post(f"{OF_BUSINESS}/plan/preview", openapi_extra=OWNER)
async def preview(business_id: UUID, body: PlanBody, principal: InBusiness, billing: TheBilling) -> Preview:
    """What changing to a plan would ask for now, by the second of what is left of the period."""
    found = await billing.desk.preview(principal, body.plan)
    invoice = Invoice.of(found.invoice)
    return Preview(
        plan=Plan.of(found.plan),
        at=found.at,
        due_cents=invoice.due_cents,
        total_cents=invoice.total_cents,
        lines=invoice.lines,
    )


@router.put(f"{OF_BUSINESS}/plan", openapi_extra=OWNER)
async def change_plan(
    business_id: UUID, body: ChangeBody, principal: InBusiness, billing: TheBilling
) -> Bill:
    """Changes the plan at once, or when what is paid for ends: then in the place of another change that waits."""
    if body.when == "period_end":
        return _bill(await billing.desk.change_plan_later(principal, body.plan), billing.desk.catalogue)
    changed = await billing.desk.change_plan(principal, body.plan, body.at)
    return _bill(changed, billing.desk.catalogue)


@router.delete(f"{OF_BUSINESS}/plan/change", openapi_extra=OWNER)
async def keep_plan(business_id: UUID, principal: InBusiness, billing: TheBilling) -> Bill:
    """Takes a change of plan back that waits for the end of what is paid for."""
    return _bill(await billing.desk.keep_plan(principal), billing.desk.catalogue)


@router.post(f"{OF_BUSINESS}/cancellation", openapi_extra=OWNER)
async def cancel(business_id: UUID, principal: InBusiness, billing: TheBilling) -> Bill:
    """Cancels at the end of what is paid for; until then all goes on."""
    return _bill(await billing.desk.cancel(principal), billing.desk.catalogue)


@router.delete(f"{OF_BUSINESS}/cancellation", openapi_extra=OWNER)
async def keep(business_id: UUID, principal: InBusiness, billing: TheBilling) -> Bill:
    """Takes a cancellation back that has not come into force."""
    return _bill(await billing.desk.cancel(principal, cancel=False), billing.desk.catalogue)


@router.put(f"{OF_BUSINESS}/cap", openapi_extra=OWNER)
async def set_cap(business_id: UUID, body: CapBody, principal: InBusiness, billing: TheBilling) -> Bill:
    """Caps what minutes beyond the plan may come to; warned at 80 and 100 percent of it, then the agent stops."""
    return _bill(await billing.desk.set_cap(principal, body.cap_cents), billing.desk.catalogue)


@router.get(f"{OF_BUSINESS}/calls", openapi_extra=OWNER, dependencies=[Depends(fields_of(RatedCall))])
async def calls(
    business_id: UUID, principal: InBusiness, billing: TheBilling, page: Page
) -> Paged[RatedCall]:
    """The calls of the period and what of each is to be paid, the latest first."""
    rows = await billing.desk.calls(principal, limit=page.rows, after=page.after(datetime, UUID))
    return page.of(rows, RatedCall.of, lambda row: (row.ended_at, row.call_id))


@router.post(f"{OF_BUSINESS}/calls/{{call_id}}/spam", openapi_extra=OWNER)
async def declare_spam(
    business_id: UUID, call_id: UUID, principal: InBusiness, billing: TheBilling
) -> RatedCall:
    """Makes a short call free that was spam, within a day of it."""
    return RatedCall.of(await billing.desk.declare_spam(principal, call_id))


@router.get(f"{OF_BUSINESS}/invoices", openapi_extra=OWNER, dependencies=[Depends(fields_of(Invoice))])
async def invoices(
    business_id: UUID, principal: InBusiness, billing: TheBilling, page: Page
) -> Paged[Invoice]:
    """Invoices, the latest first; at most 99 a page."""
    after = page.after(str)
    rows = await billing.desk.invoices(
        principal, limit=min(page.rows, 100), after=None if after is None else after[0]
    )
    return page.of(rows, Invoice.of, lambda row: (row.id,))


@router.get("/platform/margins", openapi_extra=operators("businesses"))
async def margins(operator: AsOperator, billing: TheBilling, page: Page) -> Paged[BusinessMargin]:
    """What each business brings in and what its calls cost. Each finds in its audit log that it was looked at."""
    rows = await billing.margins.page(
        operator, datetime.now(UTC), limit=page.rows, after=page.after(datetime, UUID)
    )
    return page.of(rows, _margin, lambda row: (row.created_at, row.business_id))


def _bill(overview: Overview, catalogue: plans.Catalogue) -> Bill:
    now, plan = overview.now, overview.plan
    stop, subscription = now.stop, overview.subscription
    bought = plan is not None and subscription is not None
    return Bill(
        state=now.standing.state.value,
        plan=Plan.of(plan) if plan is not None else None,
        currency=catalogue.currency,
        period_start=now.standing.period.start,
        period_end=now.standing.period.end,
        cancel_at=None if subscription is None else subscription.cancel_at,
        change=None
        if subscription is None or subscription.next_plan is None or subscription.next_from is None
        else PlanChange(plan=subscription.next_plan, at=subscription.next_from),
        numbers=Numbers(
            held=overview.numbers,
            included=plan.numbers if bought and plan is not None else catalogue.trial.numbers,
        ),
        cap_cents=now.account.cap_cents,
        warned_percent=now.limit.warned_at if now.limit is not None else 0,
        stop=None
        if stop is None
        else Stop(
            because=stop.because.value,
            since=stop.since,
            until=stop.until,
            holds=stop.holds(datetime.now(UTC)),
        ),
        usage=Usage(
            calls=overview.sums.calls,
            free_calls=overview.sums.free_calls,
            unrated=overview.sums.unrated,
            billable_seconds=now.used_s,
            included_seconds=plan.included_s if bought and plan is not None else catalogue.trial.included_s,
            overage_cents=overview.overage_cents,
            forecast_seconds=overview.forecast_s,
            forecast_overage_cents=overview.forecast_overage_cents,
        ),
    )


def _margin(row: Margin) -> BusinessMargin:
    return BusinessMargin(
        id=row.business_id,
        name=row.name,
        state=row.state,
        plan=row.plan,
        calls=row.sums.calls,
        free_calls=row.sums.free_calls,
        billable_seconds=row.sums.billable_s,
        revenue_cents=row.revenue_cents,
        cost_cents=round(row.cost_cents, 2),
        numbers_cents=row.numbers_cents,
        margin_cents=round(row.margin_cents, 2),
    )
