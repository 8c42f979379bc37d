"""Accounts at Google and the like: connecting them, choosing their calendars, and settling what is disputed there."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, Field, StringConstraints, model_validator

from deployments.api.authentication import InBusiness
from deployments.api.fields import fields_of
from deployments.api.paging import Page, Paged
from deployments.api.problems import RESPONSES
from deployments.api.v1.calendars import TheCalendars
from deployments.api.v1.visit_models import Body
from deployments.policies import needs
from domain.accounts.roles import Permission
from providers.calendars import ServiceChoice
from services.calendars.connections import Choice, Wanted
from services.calendars.writing import OFFERINGS
from storage.postgres.linked_calendars import ConnectionRow, LinkRow
from storage.postgres.written_entries import DisputeRow

router = APIRouter(prefix="/businesses/{business_id}", tags=["calendars"], responses=RESPONSES)

READ, WRITE = needs(Permission.SETTINGS_READ), needs(Permission.SETTINGS_WRITE)

Vendor = Literal["google", "square", "fresha"]
MOST_CHOSEN = 50


class ConsentBody(Body):
    """For one person, for one location, or for the whole business when it is for neither.

    Fresha has no public API, so nothing of it can be connected: add a calendar's iCal address instead.
    """

    kind: Vendor
    staff_id: UUID | None = None
    location_id: UUID | None = None


class ConsentAsked(BaseModel):
    """Lead the account's owner to `url`; they come back to `FRONTEND_URL/calendars/connected` until then."""

    url: str
    until: datetime


class ConnectionBody(Body):
    """What the owner came back with: `code`, or `error` when they said no."""

    state: Annotated[str, StringConstraints(min_length=1, max_length=4000)]
    code: Annotated[str, StringConstraints(min_length=1, max_length=2000)] | None = None
    error: Annotated[str, StringConstraints(max_length=200)] | None = None

    @model_validator(mode="after")
    def _came_back_with_something(self) -> "ConnectionBody":
        if self.code is None and self.error is None:
            raise ValueError("either code or error")
        return self


class UsedCalendar(BaseModel):
    """`calendar_id` is ours; how it fares is told at `/calendars/{calendar_id}`."""

    calendar_id: UUID
    name: str
    writes: bool
    blocks: bool


class CalendarConnection(BaseModel):
    """`disconnected`: `problem` says why; what was known still blocks, and connecting the account again mends it."""

    id: UUID
    kind: Vendor
    account: str
    staff_id: UUID | None
    location_id: UUID | None
    state: Literal["connected", "disconnected"]
    problem: str
    calendars: list[UsedCalendar]
    created_at: datetime


class CalendarOfAccount(BaseModel):
    """`usable`: it is the account's own. Others can be added by their iCal address."""

    id: str
    name: str
    primary: bool
    usable: bool
    writes: bool
    blocks: bool


class CalendarsOfAccount(BaseModel):
    items: list[CalendarOfAccount]


class ChosenCalendar(Body):
    """`writes`: our bookings are written to it. `blocks`: nothing is offered while somebody is busy in it."""

    id: Annotated[str, StringConstraints(min_length=1, max_length=500)]
    writes: bool = False
    blocks: bool = True
    staff_id: UUID | None = None
    """Whose it is, where one account has calendars of several people."""


class ChoiceBody(Body):
    """All that are to be used; what is not named is not used any more, and our bookings are taken out of it."""

    calendars: Annotated[list[ChosenCalendar], Field(max_length=MOST_CHOSEN)]


class ServiceOfAccount(BaseModel):
    """`offering_id`: what of ours it was said to be."""

    id: str
    name: str
    offering_ids: list[UUID]


class ServicesOfAccount(BaseModel):
    items: list[ServiceOfAccount]


class NamedOffering(Body):
    offering_id: UUID
    service_id: Annotated[str, StringConstraints(min_length=1, max_length=200)]


class NamesBody(Body):
    """All of them; an offering that is not named is not written to the account's calendars."""

    offerings: Annotated[list[NamedOffering], Field(max_length=500)]


class CalendarDispute(BaseModel):
    """A booking that was moved or deleted in a calendar, which could not be followed here; `why` says why not.

    `ours`, `theirs` and `cancel` can be posted to `settle`. `theirs_from` is null where it has no time there.
    """

    id: UUID
    calendar_id: UUID
    calendar_name: str
    calendar_kind: str
    """`google`, `square`, `fresha`."""
    booking_id: UUID
    kind: Literal["moved", "deleted"]
    why: str
    ours_from: datetime
    theirs_from: datetime | None
    theirs_until: datetime | None
    settled: Literal["ours", "theirs", "cancelled", "overtaken"] | None
    settled_at: datetime | None
    created_at: datetime


class SettleBody(Body):
    """`ours`: our time stays and is written back. `theirs`: what was done there is done here. `cancel`."""

    way: Literal["ours", "theirs", "cancel"]


@router.post("/calendar-connections/consent", openapi_extra=WRITE)
async def ask(body: ConsentBody, principal: InBusiness, those: TheCalendars) -> ConsentAsked:
    """Begins to connect an account: where its owner is asked."""
    asked = await those.connections.ask(
        principal, body.kind, staff_id=body.staff_id, location_id=body.location_id
    )
    return ConsentAsked(url=asked.url, until=asked.until)


@router.post("/calendar-connections", status_code=201, openapi_extra=WRITE)
async def connect(body: ConnectionBody, principal: InBusiness, those: TheCalendars) -> CalendarConnection:
    """Ends it, for who began it; the same account once more is connected again. No calendar is used yet."""
    return _connection(
        *await those.connections.finish(principal, body.state, code=body.code, error=body.error)
    )


@router.get(
    "/calendar-connections", openapi_extra=READ, dependencies=[Depends(fields_of(CalendarConnection))]
)
async def connections(principal: InBusiness, those: TheCalendars, page: Page) -> Paged[CalendarConnection]:
    """Connected accounts with the calendars that are used, the oldest first."""
    found = await those.connections.page(principal, after=page.after(datetime, UUID), limit=page.rows)
    return page.of(found, lambda each: _connection(*each), lambda each: (each[0].created_at, each[0].id))


@router.get(
    "/calendar-connections/{connection_id}",
    openapi_extra=READ,
    dependencies=[Depends(fields_of(CalendarConnection))],
)
async def connection(connection_id: UUID, principal: InBusiness, those: TheCalendars) -> CalendarConnection:
    """One account."""
    return _connection(*await those.connections.get(principal, connection_id))


@router.delete("/calendar-connections/{connection_id}", status_code=204, openapi_extra=WRITE)
async def leave(connection_id: UUID, principal: InBusiness, those: TheCalendars) -> None:
    """Disconnects it: nothing of it blocks any more, and the vendor is told that we need no consent."""
    await those.connections.leave(principal, connection_id)


@router.get("/calendar-connections/{connection_id}/calendars", openapi_extra=READ)
async def calendars_of_account(
    connection_id: UUID, principal: InBusiness, those: TheCalendars
) -> CalendarsOfAccount:
    """The account's calendars, as its vendor lists them now."""
    found = await those.connections.choices(principal, connection_id)
    return CalendarsOfAccount(items=[_choice(each) for each in found])


@router.put("/calendar-connections/{connection_id}/calendars", openapi_extra=WRITE)
async def choose(
    connection_id: UUID, body: ChoiceBody, principal: InBusiness, those: TheCalendars
) -> CalendarConnection:
    """Chooses its calendars. They are read within seconds, and bookings to come are written to them."""
    wanted = [Wanted(each.id, each.writes, each.blocks, each.staff_id) for each in body.calendars]
    return _connection(*await those.connections.choose(principal, connection_id, wanted))


@router.get("/calendar-connections/{connection_id}/services", openapi_extra=READ)
async def services_of_account(
    connection_id: UUID, principal: InBusiness, those: TheCalendars
) -> ServicesOfAccount:
    """What can be booked at the account's vendor, Square say, and which of our offerings it is; nothing at Google."""
    found = await those.connections.services(principal, connection_id)
    row, _ = await those.connections.get(principal, connection_id)
    return ServicesOfAccount(items=_services(found, row))


@router.put("/calendar-connections/{connection_id}/services", openapi_extra=WRITE)
async def name_services(
    connection_id: UUID, body: NamesBody, principal: InBusiness, those: TheCalendars
) -> CalendarConnection:
    """Says which of the vendor's services each offering is; bookings to come are written accordingly."""
    named = {each.offering_id: each.service_id for each in body.offerings}
    return _connection(*await those.connections.name(principal, connection_id, named))


@router.get(
    "/calendar-disputes",
    openapi_extra=needs(Permission.BOOKINGS_READ),
    dependencies=[Depends(fields_of(CalendarDispute))],
)
async def disputes(
    principal: InBusiness,
    those: TheCalendars,
    page: Page,
    settled: Annotated[bool, Query(description="Also those that are settled")] = False,
) -> Paged[CalendarDispute]:
    """What was done to bookings in calendars and could not be done here, the latest first."""
    found = await those.disputes.page(
        principal, open_only=not settled, after=page.after(datetime, UUID), limit=page.rows
    )
    return page.of(found, _dispute, lambda row: (row.created_at, row.id))


@router.post("/calendar-disputes/{dispute_id}/settle", openapi_extra=needs(Permission.BOOKINGS_WRITE))
async def settle(
    dispute_id: UUID, body: SettleBody, principal: InBusiness, those: TheCalendars
) -> CalendarDispute:
    """Decides it, once."""
    return _dispute(await those.disputes.settle(principal, dispute_id, body.way))


def _connection(row: ConnectionRow, links: list[LinkRow]) -> CalendarConnection:
    return CalendarConnection.model_validate(
        {
            "id": row.id,
            "kind": row.kind,
            "account": row.account,
            "staff_id": row.staff_id,
            "location_id": row.location_id,
            "state": row.phase,
            "problem": row.problem,
            "calendars": [
                {"calendar_id": each.calendar_id, "name": each.name}
                | {"writes": each.writes, "blocks": each.blocks}
                for each in links
                if each.writes or each.blocks
            ],
            "created_at": row.created_at,
        }
    )


def _services(found: list[ServiceChoice], row: ConnectionRow) -> list[ServiceOfAccount]:
    named: dict[str, str] = row.names.get(OFFERINGS, {})
    return [
        ServiceOfAccount(
            id=each.id,
            name=each.name,
            offering_ids=[UUID(ours) for ours, theirs in named.items() if theirs == each.id],
        )
        for each in found
    ]


def _choice(choice: Choice) -> CalendarOfAccount:
    link = choice.link
    return CalendarOfAccount(
        id=choice.calendar.id,
        name=choice.calendar.name,
        primary=choice.calendar.primary,
        usable=choice.calendar.ours_to_write,
        writes=link is not None and link.writes,
        blocks=link is not None and link.blocks,
    )


def _dispute(row: DisputeRow) -> CalendarDispute:
    return CalendarDispute.model_validate({name: getattr(row, name) for name in CalendarDispute.model_fields})
