"""When a visit can be had, and why not at another time."""

from datetime import UTC, datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel, Field

from deployments.api.authentication import InBusiness
from deployments.api.front_desk import Desk
from deployments.api.problems import RESPONSES
from deployments.api.v1.visit_models import Body, ChoiceAnswer, Day, Instant, Visit, asks_of
from deployments.policies import needs
from domain.accounts.roles import Permission
from domain.scheduling.catalogue import Channel
from services.front_desk.times import MOST_CHOICES, Times, VisitQuery

router = APIRouter(
    prefix="/businesses/{business_id}/availability", tags=["availability"], responses=RESPONSES
)


class AvailabilityBody(Body):
    """`from` and `to` are days at the location, both included, at most 31."""

    visit: Visit
    first: Annotated[Day, Field(alias="from")]
    last: Annotated[Day, Field(alias="to")]
    location_id: UUID | None = None
    """May be left out where there is one location at the most."""
    channel: Literal["staff", "phone", "web"] = "staff"
    """Whose rules hold: customers may not book everything by phone or on the web."""
    near: Instant | None = None
    """Gives the starts nearest to it, too."""
    choices: Annotated[int, Field(ge=0, le=MOST_CHOICES)] = 0
    """For so many of the first starts, with whom and at which price."""

    def query(self) -> VisitQuery:
        return VisitQuery(
            asks_of(self.visit),
            self.first,
            self.last,
            self.location_id,
            Channel(self.channel),
            self.near,
            self.choices,
        )


class Availability(BaseModel):
    """Starts in the wall time of the location, with its offset, in order; at most a minute old."""

    timezone: str
    starts: list[datetime]
    nearest: list[datetime]
    choices: list[ChoiceAnswer]

    @classmethod
    def of(cls, found: Times) -> "Availability":
        return cls.model_construct(
            timezone=found.timezone,
            starts=list(found.starts),
            nearest=list(found.nearest),
            choices=[ChoiceAnswer.of(each) for each in found.choices],
        )


class WhyNotBody(Body):
    visit: Visit
    starts_at: Instant
    location_id: UUID | None = None


class WhyNot(BaseModel):
    """Empty reasons when it is free. `to_callers` is as the agent may say it, without names."""

    free: bool
    reasons: list[str]
    to_callers: list[str]
    nearest: list[datetime]


@router.post("", openapi_extra=needs(Permission.BOOKINGS_READ))
async def availability(
    business_id: UUID, body: AvailabilityBody, principal: InBusiness, desk: Desk
) -> Availability:
    """All starts of a visit within a month."""
    principal.require(Permission.BOOKINGS_READ)
    return Availability.of(await desk.times.find(business_id, body.query(), datetime.now(UTC)))


@router.post("/explain", openapi_extra=needs(Permission.BOOKINGS_READ))
async def explain(business_id: UUID, body: WhyNotBody, principal: InBusiness, desk: Desk) -> WhyNot:
    """Why a visit cannot begin at an instant: closed, too short before closing, on leave, taken until when."""
    found = await desk.times.explain(
        principal, asks_of(body.visit), body.location_id, body.starts_at, datetime.now(UTC)
    )
    return WhyNot(
        free=found.free,
        reasons=list(found.owner),
        to_callers=list(found.agent),
        nearest=[each.astimezone(found.zone) for each in found.nearest],
    )
