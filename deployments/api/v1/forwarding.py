"""Getting calls here: which telephone of the business forwards its calls, what is dialled for that, and the proof."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel, Field, StringConstraints, model_validator

from deployments.api.authentication import InBusiness
from deployments.api.fields import fields_of
from deployments.api.paging import Page, Paged
from deployments.api.problems import RESPONSES
from deployments.api.v1.visit_models import Body
from deployments.policies import needs
from domain.accounts.roles import Permission
from domain.forwarding import carriers
from domain.forwarding.carriers import Condition, Does
from domain.forwarding.progress import SENTENCES, Failure, Phase
from services.forwarding.desk import Forwarded, ForwardingDesk

router = APIRouter(prefix="/businesses/{business_id}", tags=["numbers"], responses=RESPONSES)

READ, WRITE = needs(Permission.SETTINGS_READ), needs(Permission.SETTINGS_WRITE)

CarrierId = Annotated[str, StringConstraints(pattern="^[a-z_]{2,40}$"), Field(examples=["telstra_mobile"])]
Telephone = Annotated[
    str, StringConstraints(min_length=3, max_length=40), Field(examples=["+61 2 9374 4000"])
]
Conditions = Annotated[
    list[Condition], Field(min_length=1, max_length=4, examples=[["no_answer", "busy", "unreachable"]])
]
Delay = Annotated[int, Field(ge=5, le=60, examples=[15])]


async def forwarding_of(request: Request) -> ForwardingDesk:
    return request.app.state.forwarding


TheForwarding = Annotated[ForwardingDesk, Depends(forwarding_of)]


class Carrier(BaseModel):
    """`conditions` it can forward on: any where it is a setting of an account (`hint` says where). `delays`: seconds
    that can be chosen for unanswered calls; none where the carrier has its own."""

    id: str
    name: str
    conditions: list[Condition]
    delays: list[int]
    hint: str


class Carriers(BaseModel):
    country: str
    items: list[Carrier]


class ForwardingBody(Body):
    """A telephone that customers dial now, and the number here that its calls are to come to."""

    public_number: Telephone
    phone_number_id: UUID
    carrier: CarrierId
    conditions: Conditions
    delay_s: Delay | None = None


class ForwardingChangeBody(Body):
    """Only what is named is changed; what was proved is to be tried again then."""

    phone_number_id: UUID | None = None
    carrier: CarrierId | None = None
    conditions: Conditions | None = None
    delay_s: Delay | None = None

    @model_validator(mode="after")
    def _changes_something(self) -> "ForwardingChangeBody":
        if not self.model_fields_set:
            raise ValueError("name what is to be changed")
        return self


class Step(BaseModel):
    """Something to `dial` on the telephone, or to do as `hint` says; `switch_off` ends the forwarding."""

    does: Does
    dial: str
    condition: Condition | None
    hint: str


class Forwarding(BaseModel):
    """`phase`: `not_begun`, `told` what to dial, `testing`, `proved` (green), `failed` (`reason` says why and what to
    do), or `stale`: proved once, and nothing has come that way for two weeks.

    `last_forwarded_at` is of the last call that came this way, within a minute.
    """

    id: UUID
    public_number: str
    phone_number_id: UUID
    number: str
    carrier: str
    carrier_name: str
    conditions: list[Condition]
    delay_s: int | None
    phase: Phase
    code: Failure | None
    reason: str | None
    test_until: datetime | None
    proved_at: datetime | None
    last_forwarded_at: datetime | None
    steps: list[Step]
    created_at: datetime


@router.get("/forwarding-carriers", openapi_extra=READ)
async def list_carriers(
    principal: InBusiness,
    forwarding: TheForwarding,
    country: Annotated[
        str | None, Query(pattern="^[A-Z]{2}$", description="The business's by default", examples=["AU"])
    ] = None,
) -> Carriers:
    """Carriers of a country whose codes are known."""
    own = await forwarding.country(principal)
    found = forwarding.carriers(country or own)
    return Carriers(country=country or own, items=[_carrier(one) for one in found])


@router.get("/forwardings", openapi_extra=READ, dependencies=[Depends(fields_of(Forwarding))])
async def forwardings(principal: InBusiness, forwarding: TheForwarding, page: Page) -> Paged[Forwarding]:
    """Telephones that forward here, or are to, the oldest first; none: nobody has begun."""
    found = await forwarding.page(principal, limit=page.rows, after=page.after(datetime, UUID))
    return page.of(found, _forwarding, lambda each: (each.row.created_at, each.row.id))


@router.post("/forwardings", status_code=201, openapi_extra=WRITE)
async def begin(body: ForwardingBody, principal: InBusiness, forwarding: TheForwarding) -> Forwarding:
    """Begins with a telephone; `steps` is what is dialled on it, in order."""
    found = await forwarding.begin(
        principal,
        public_number=body.public_number,
        number_id=body.phone_number_id,
        carrier=body.carrier,
        conditions=body.conditions,
        delay_s=body.delay_s,
    )
    return _forwarding(found)


@router.get("/forwardings/{forwarding_id}", openapi_extra=READ, dependencies=[Depends(fields_of(Forwarding))])
async def one(forwarding_id: UUID, principal: InBusiness, forwarding: TheForwarding) -> Forwarding:
    """One telephone."""
    return _forwarding(await forwarding.get(principal, forwarding_id))


@router.patch("/forwardings/{forwarding_id}", openapi_extra=WRITE)
async def change(
    forwarding_id: UUID, body: ForwardingChangeBody, principal: InBusiness, forwarding: TheForwarding
) -> Forwarding:
    """Another number, carrier, condition or wait."""
    found = await forwarding.change(
        principal,
        forwarding_id,
        number_id=body.phone_number_id,
        carrier=body.carrier,
        conditions=body.conditions,
        delay_s=body.delay_s,
    )
    return _forwarding(found)


@router.post("/forwardings/{forwarding_id}/told", openapi_extra=WRITE)
async def tell(forwarding_id: UUID, principal: InBusiness, forwarding: TheForwarding) -> Forwarding:
    """Somebody has been shown what to dial."""
    return _forwarding(await forwarding.tell(principal, forwarding_id))


@router.post("/forwardings/{forwarding_id}/test", status_code=202, openapi_extra=WRITE)
async def test(forwarding_id: UUID, principal: InBusiness, forwarding: TheForwarding) -> Forwarding:
    """Calls the telephone from the number here: it is proved when the call comes back before `test_until`.

    Nobody is to answer meanwhile, where it is unanswered calls that are forwarded.
    """
    return _forwarding(await forwarding.test(principal, forwarding_id))


@router.delete("/forwardings/{forwarding_id}", status_code=204, openapi_extra=WRITE)
async def remove(forwarding_id: UUID, principal: InBusiness, forwarding: TheForwarding) -> None:
    """Forgets it. The telephone goes on forwarding until it is told otherwise."""
    await forwarding.remove(principal, forwarding_id)


def _carrier(carrier: carriers.Carrier) -> Carrier:
    return Carrier(
        id=carrier.id,
        name=carrier.name,
        conditions=list(carrier.codes or Condition),
        delays=list(carrier.delays),
        hint=carrier.hint,
    )


def _forwarding(found: Forwarded) -> Forwarding:
    row, progress = found.row, found.progress
    return Forwarding.model_validate(
        {
            "id": row.id,
            "public_number": row.public_e164,
            "phone_number_id": row.number_id,
            "number": found.number,
            "carrier": row.carrier,
            "carrier_name": found.carrier.name,
            "conditions": list(row.conditions),
            "delay_s": row.delay_s,
            "phase": progress.phase,
            "code": progress.failure,
            "reason": None if progress.failure is None else SENTENCES[progress.failure],
            "test_until": None if progress.test is None else progress.test.until,
            "proved_at": progress.proved_at,
            "last_forwarded_at": progress.last_forwarded_at,
            "steps": [
                {"does": each.does, "dial": each.dial, "condition": each.condition, "hint": each.hint}
                for each in found.steps
            ],
            "created_at": row.created_at,
        }
    )
