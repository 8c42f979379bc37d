"""The business itself."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Response
from pydantic import BaseModel, Field

from deployments.api.authentication import InBusiness
from deployments.api.etags import Match, tag
from deployments.api.fields import fields_of
from deployments.api.v1.set_up.shapes import (
    OF_BUSINESS,
    SETTINGS_RESPONSES,
    Body,
    Line,
    Name,
    TheSetUp,
    WithAffected,
    YesNo,
    affected_of,
    changes_of,
    unset,
)
from deployments.policies import needs
from domain.accounts.roles import Permission
from domain.scheduling.balance import Balance
from domain.setup.business import BusinessSettings
from services.setup.desk import Stored

router = APIRouter(tags=["business"], responses=SETTINGS_RESPONSES)


class Business(BaseModel):
    """`slug` is the address of web booking; `region` a subdivision of the country, for its public holidays.

    These are named in `language`. The language calls are answered in is the receptionist's.
    """

    id: UUID
    name: str
    slug: str
    timezone: str
    language: str
    country: str
    region: str | None
    currency: str
    address: str
    balance: Balance
    keeps_holidays: bool


class ChangedBusiness(Business, WithAffected):
    """`warnings` say in sentences what else the change brought with it."""

    warnings: list[str]


class BusinessPatch(Body):
    """What is left out stays. Another country takes the region away, unless one is given with it."""

    name: Name = Field(default_factory=unset)
    slug: Annotated[str, Field(max_length=100, default_factory=unset)]
    timezone: Annotated[str, Field(max_length=64, default_factory=unset, examples=["Australia/Sydney"])]
    language: Annotated[str, Field(max_length=20, default_factory=unset, examples=["en-AU"])]
    country: Annotated[str, Field(pattern="^[A-Z]{2}$", default_factory=unset)]
    region: Annotated[str | None, Field(max_length=40, default=None, examples=["VIC"])]
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$", default_factory=unset)]
    address: Line = Field(default_factory=unset)
    balance: Balance = Field(default_factory=unset)
    keeps_holidays: YesNo = Field(default_factory=unset)


@router.get(
    OF_BUSINESS,
    openapi_extra=needs(Permission.SETTINGS_READ),
    dependencies=[Depends(fields_of(Business))],
)
async def business(
    business_id: UUID, principal: InBusiness, set_up: TheSetUp, response: Response
) -> Business:
    """Name, zone, language, country and address."""
    found = await set_up.business.get(principal)
    tag(response, found.version)
    return Business(**_fields(found))


@router.patch(OF_BUSINESS, openapi_extra=needs(Permission.SETTINGS_WRITE))
async def change_business(
    business_id: UUID,
    body: BusinessPatch,
    principal: InBusiness,
    set_up: TheSetUp,
    seen: Match,
    response: Response,
) -> ChangedBusiness:
    """Changes what is sent, in force for the next call. Another country or region brings its public holidays."""
    done = await set_up.business.change(principal, changes_of(body), seen=seen)
    tag(response, done.stored.version)
    return ChangedBusiness(**_fields(done.stored), warnings=list(done.warnings), **affected_of(done.affected))


def _fields(stored: Stored[BusinessSettings]) -> dict[str, Any]:
    settings = stored.settings
    return {"id": stored.id, **{name: getattr(settings, name) for name in settings.__dataclass_fields__}}
