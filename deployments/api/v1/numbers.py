"""Telephone numbers: those for sale, those the business wishes for, those it has and how calls to each are answered."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel, StringConstraints, model_validator

from deployments.api.authentication import InBusiness
from deployments.api.fields import fields_of
from deployments.api.paging import Page, Paged
from deployments.api.problems import RESPONSES, described
from deployments.api.v1.visit_models import Body
from deployments.policies import needs
from domain.accounts.roles import Permission
from domain.numbers.refusals import SENTENCES, Refusal
from domain.numbers.search import Capability, Sort
from domain.receptionist.content import AfterHours, ClosedAnswer
from services.numbers.desk import LONGEST_GREETING, LONGEST_LABEL, MOST_FOUND, LineForm, NumbersDesk, Offer
from storage.postgres.number_orders import OrderRow
from storage.postgres.phone_numbers import NumberRow, read_after_hours

router = APIRouter(prefix="/businesses/{business_id}", tags=["numbers"], responses=RESPONSES)

READ, WRITE = needs(Permission.SETTINGS_READ), needs(Permission.SETTINGS_WRITE)
PLAN: dict[int | str, dict[str, Any]] = {402: described("The plan has no more numbers")}

Country = Annotated[str, StringConstraints(pattern="^[A-Z]{2}$")]
Label = Annotated[str, StringConstraints(max_length=LONGEST_LABEL)]
Greeting = Annotated[str, StringConstraints(max_length=LONGEST_GREETING)]
Dialled = Annotated[str, StringConstraints(min_length=3, max_length=40)]
Sid = Annotated[str, StringConstraints(min_length=34, max_length=34)]


async def numbers_of(request: Request) -> NumbersDesk:
    return request.app.state.numbers


TheNumbers = Annotated[NumbersDesk, Depends(numbers_of)]


class AvailableNumber(BaseModel):
    """`monthly_cents`: what the carrier takes for it; the plan's price covers as many as the plan has.

    `papers`: what the law wants to see first, an `address` and a regulatory `bundle` that the carrier has approved.
    """

    number: str
    country: str
    sort: Sort
    locality: str
    region: str
    capabilities: list[Capability]
    monthly_cents: int
    papers: list[Literal["address", "bundle"]]


class AvailableNumbers(BaseModel):
    """`included_left`: how many more numbers the plan has; with 0 none can be bought."""

    included_left: int
    items: list[AvailableNumber]


class NumberOrderBody(Body):
    """A number as the search gave it, or as people write it. The ids are the carrier's."""

    number: Dialled
    sort: Sort = Sort.LOCAL
    label: Label = ""
    address_sid: Sid | None = None
    bundle_sid: Sid | None = None


class OwnNumberBody(Body):
    """A number that is in the carrier's account already, by its id there (`PN...`)."""

    sid: Sid
    label: Label = ""


class NumberOrder(BaseModel):
    """`phase`: `placed`, and within moments `filled` (`phone_number_id` is the number's) or `refused` (`reason` says
    why and what to do). While it is placed, `waits_for` says what keeps it."""

    id: UUID
    kind: Literal["bought", "brought"]
    phase: Literal["placed", "filled", "refused"]
    number: str | None
    sid: str | None
    sort: Sort | None
    label: str
    code: Refusal | None
    reason: str | None
    waits_for: str
    phone_number_id: UUID | None
    created_at: datetime
    settled_at: datetime | None


class AfterHoursBody(Body):
    """What callers of this number get while the business is closed; `number` is whom they are forwarded to."""

    answer: ClosedAnswer = ClosedAnswer.AGENT
    greeting: Greeting = ""
    number: Annotated[str, StringConstraints(max_length=20)] | None = None


class NumberBody(Body):
    """Only what is named is changed; null is the business's own. `is_caller_id` moves from one number to another."""

    label: Label | None = None
    location_id: UUID | None = None
    language: Annotated[str, StringConstraints(max_length=20)] | None = None
    greeting: Greeting | None = None
    after_hours: AfterHoursBody | None = None
    is_caller_id: Literal[True] | None = None

    @model_validator(mode="after")
    def _changes_something(self) -> "NumberBody":
        if not self.model_fields_set:
            raise ValueError("name what is to be changed")
        return self


class AfterHoursOfNumber(BaseModel):
    answer: ClosedAnswer
    greeting: str
    number: str | None


class PhoneNumber(BaseModel):
    """`phase`: `active`; `releasing`, when it goes back at `release_at` unless it is kept; `released` for a moment.

    `problem` is what the daily look at the carrier could not mend, `mended` which settings it put right last.
    `is_caller_id`: what the business's texts and calls show where nothing else says so.
    """

    id: UUID
    number: str
    phase: Literal["active", "releasing", "released"]
    release_at: datetime | None
    source: Literal["bought", "brought", "assigned"]
    sid: str | None
    sort: Sort | None
    capabilities: list[str]
    monthly_cents: int | None
    label: str
    location_id: UUID | None
    language: str | None
    greeting: str
    after_hours: AfterHoursOfNumber | None
    is_caller_id: bool
    problem: str
    mended: list[str]
    checked_at: datetime | None
    created_at: datetime


@router.get("/available-numbers", openapi_extra=WRITE)
async def search(
    principal: InBusiness,
    numbers: TheNumbers,
    country: Annotated[
        Country | None, Query(description="The business's by default", examples=["AU"])
    ] = None,
    sort: Sort = Sort.LOCAL,
    area: Annotated[str, Query(max_length=10, description="As it is dialled: 02, 212")] = "",
    contains: Annotated[str, Query(max_length=20, description="Digits or letters; * for any one")] = "",
    needs: Annotated[list[Capability] | None, Query(max_length=3)] = None,
    limit: Annotated[int, Query(ge=1, le=MOST_FOUND)] = 20,
) -> AvailableNumbers:
    """Numbers for sale, with what each costs and what has to be handed in."""
    found, left = await numbers.search(
        principal,
        country=country,
        sort=sort,
        area=area,
        contains=contains,
        needs=frozenset(needs or ()),
        limit=limit,
    )
    return AvailableNumbers(included_left=left.left, items=[_offer(one) for one in found])


@router.post("/number-orders", status_code=202, openapi_extra=WRITE, responses=PLAN)
async def order(body: NumberOrderBody, principal: InBusiness, numbers: TheNumbers) -> NumberOrder:
    """Buys a number: look at the order until it is filled or refused. The same wish again is the same order."""
    row = await numbers.order(
        principal,
        body.number,
        sort=body.sort,
        label=body.label,
        address_sid=body.address_sid,
        bundle_sid=body.bundle_sid,
    )
    return _order(row)


@router.post("/number-orders/own", status_code=202, openapi_extra=WRITE, responses=PLAN)
async def bring(body: OwnNumberBody, principal: InBusiness, numbers: TheNumbers) -> NumberOrder:
    """Takes over a number of the carrier's account: it is looked up, connected, and read back."""
    return _order(await numbers.bring(principal, body.sid, label=body.label))


@router.get("/number-orders", openapi_extra=READ, dependencies=[Depends(fields_of(NumberOrder))])
async def orders(principal: InBusiness, numbers: TheNumbers, page: Page) -> Paged[NumberOrder]:
    """Orders, the latest first."""
    rows = await numbers.orders(principal, limit=page.rows, after=page.after(datetime, UUID))
    return page.of(rows, _order, lambda row: (row.created_at, row.id))


@router.get(
    "/number-orders/{number_order_id}", openapi_extra=READ, dependencies=[Depends(fields_of(NumberOrder))]
)
async def order_of(number_order_id: UUID, principal: InBusiness, numbers: TheNumbers) -> NumberOrder:
    """One order."""
    return _order(await numbers.order_of(principal, number_order_id))


@router.get("/numbers", openapi_extra=READ, dependencies=[Depends(fields_of(PhoneNumber))])
async def held(principal: InBusiness, numbers: TheNumbers, page: Page) -> Paged[PhoneNumber]:
    """The business's numbers, the oldest first."""
    rows = await numbers.page(principal, limit=page.rows, after=page.after(datetime, UUID))
    return page.of(rows, _number, lambda row: (row.created_at, row.id))


@router.get("/numbers/{phone_number_id}", openapi_extra=READ, dependencies=[Depends(fields_of(PhoneNumber))])
async def number(phone_number_id: UUID, principal: InBusiness, numbers: TheNumbers) -> PhoneNumber:
    """One number."""
    return _number(await numbers.get(principal, phone_number_id))


@router.patch("/numbers/{phone_number_id}", openapi_extra=WRITE)
async def change(
    phone_number_id: UUID, body: NumberBody, principal: InBusiness, numbers: TheNumbers
) -> PhoneNumber:
    """How calls to it are answered: place, language, greeting, after hours; in force with the next call."""
    named = {name: getattr(body, name) for name in body.model_fields_set - {"is_caller_id", "after_hours"}}
    if "after_hours" in body.model_fields_set:
        given = body.after_hours
        named["after_hours"] = given and AfterHours(given.answer, given.greeting, given.number)
    form = LineForm(**named, is_caller_id=body.is_caller_id is True)
    return _number(await numbers.change(principal, phone_number_id, form))


@router.post("/numbers/{phone_number_id}/release", status_code=202, openapi_extra=WRITE)
async def release(phone_number_id: UUID, principal: InBusiness, numbers: TheNumbers) -> PhoneNumber:
    """Gives it back. At once callers hear that it is not in use; until `release_at` it can be kept."""
    return _number(await numbers.release(principal, phone_number_id))


@router.post("/numbers/{phone_number_id}/keep", openapi_extra=WRITE, responses=PLAN)
async def keep(phone_number_id: UUID, principal: InBusiness, numbers: TheNumbers) -> PhoneNumber:
    """Takes a release back, as far as the plan has room."""
    return _number(await numbers.keep(principal, phone_number_id))


def _offer(offer: Offer) -> AvailableNumber:
    one = offer.number
    return AvailableNumber(
        number=one.e164,
        country=one.country,
        sort=one.sort,
        locality=one.locality,
        region=one.region,
        capabilities=sorted(one.capabilities),
        monthly_cents=offer.monthly_cents,
        papers=[paper.value for paper in offer.papers],
    )


def _order(row: OrderRow) -> NumberOrder:
    why = Refusal(row.why) if row.why in list(Refusal) else None
    return NumberOrder.model_validate(
        {
            **{name: getattr(row, name) for name in ("id", "kind", "phase", "sid", "sort", "label")},
            **{name: getattr(row, name) for name in ("waits_for", "created_at", "settled_at")},
            "number": row.e164,
            "phone_number_id": row.number_id,
            "code": why,
            "reason": None if why is None else SENTENCES[why],
        }
    )


def _number(row: NumberRow) -> PhoneNumber:
    after_hours = read_after_hours(row.after_hours)
    return PhoneNumber.model_validate(
        {
            name: getattr(row, name)
            for name in PhoneNumber.model_fields
            if name not in ("number", "after_hours", "capabilities", "mended")
        }
        | {
            "number": row.e164,
            "capabilities": list(row.capabilities),
            "mended": list(row.mended),
            "after_hours": after_hours
            and {
                "answer": after_hours.answer,
                "greeting": after_hours.greeting,
                "number": after_hours.number,
            },
        }
    )
