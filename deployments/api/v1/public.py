"""Booking on the web without signing in, by the address of a business's page.

Requests are limited by network address and by page. What is unknown here, or not open to the web, is answered alike.
"""

from datetime import UTC, datetime
from typing import Annotated, Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends, Path, Query, Request
from pydantic import AfterValidator, BaseModel, Field, StringConstraints

from deployments.api.front_desk import Web
from deployments.api.problems import RESPONSES
from deployments.api.v1.visit_models import (
    Body,
    ChoiceAnswer,
    Day,
    Instant,
    Line,
    Person,
    Visit,
    asks_of,
    lines,
)
from deployments.policies import link, public
from domain.dialogue.appointment_tools import MOST_SEATS_AT_ONCE
from domain.scheduling.catalogue import Channel
from domain.scheduling.hours import zone_named
from domain.scheduling.questions import LONGEST_ANSWER
from services.front_desk.times import MOST_CHOICES, Times, VisitQuery
from services.scheduling.availability import Choice
from services.web_booking.page import Option, ShownPlace, WebPage, first_name
from services.web_booking.web_booking import Contact, Guest, OwnBooking
from storage.postgres.sessions import SessionRow

router = APIRouter(prefix="/public/{slug}", tags=["web booking"], responses=RESPONSES)

PAGE = public("businesses", "locations", "offerings", "offering_options", "offering_questions", "staff")
SESSIONS = public("businesses", "locations", "offerings", "group_sessions", "seats")
LINK = link()

Token = Annotated[str, StringConstraints(max_length=100)]


async def guest_of(slug: Annotated[str, Path(max_length=100)], request: Request) -> Guest:
    """The address is the proxy's word for it, as for every limit."""
    return Guest(slug, request.client.host if request.client is not None else "")


TheGuest = Annotated[Guest, Depends(guest_of)]


class OptionAnswer(BaseModel):
    """A variant, with its own minutes and price, or an add-on, with what it adds."""

    id: UUID
    name: str
    minutes: int
    price_cents: int

    @classmethod
    def of(cls, option: Option) -> "OptionAnswer":
        return cls.model_validate(option, from_attributes=True)


class QuestionAnswer(BaseModel):
    id: UUID
    label: str
    kind: Literal["text", "number", "choice", "date", "yes_no"]
    required: bool
    choices: list[str]


class OfferingAnswer(BaseModel):
    """`staff_ids` are those who do it; empty where nobody is needed."""

    id: UUID
    name: str
    minutes: int
    price_cents: int
    variants: list[OptionAnswer]
    add_ons: list[OptionAnswer]
    staff_ids: list[UUID]
    questions: list[QuestionAnswer]


class GroupAnswer(BaseModel):
    """What is had in a group: its sessions are listed under `/sessions`. `price_cents` is that of a seat."""

    id: UUID
    name: str
    minutes: int
    price_cents: int
    seats: int
    questions: list[QuestionAnswer]


class PlaceAnswer(BaseModel):
    """`id` is null for a business without locations."""

    id: UUID | None
    name: str
    address: str
    timezone: str
    offerings: list[OfferingAnswer]
    groups: list[GroupAnswer]

    @classmethod
    def of(cls, shown: ShownPlace) -> "PlaceAnswer":
        return cls(
            id=shown.place.id,
            name=shown.place.name,
            address=shown.place.address,
            timezone=shown.place.timezone,
            offerings=[
                OfferingAnswer(
                    id=each.id,
                    name=each.name,
                    minutes=each.minutes,
                    price_cents=each.price_cents,
                    variants=[OptionAnswer.of(option) for option in each.variants],
                    add_ons=[OptionAnswer.of(option) for option in each.add_ons],
                    staff_ids=list(each.staff),
                    questions=[
                        QuestionAnswer.model_validate(one, from_attributes=True) for one in each.questions
                    ],
                )
                for each in shown.offerings
            ],
            groups=[GroupAnswer.model_validate(each, from_attributes=True) for each in shown.groups],
        )


class PublicPage(BaseModel):
    """What can be booked by oneself. Staff are told by their first names."""

    name: str
    language: str
    currency: str
    places: list[PlaceAnswer]
    staff: list[Person]

    @classmethod
    def of(cls, page: WebPage) -> "PublicPage":
        return cls(
            name=page.host.name,
            language=page.host.language,
            currency=page.host.currency,
            places=[PlaceAnswer.of(each) for each in page.places],
            staff=[Person(id=each, name=name) for each, name in page.staff.items()],
        )


class PublicAvailabilityBody(Body):
    """`from` and `to` are days at the location, both included, at most 31."""

    visit: Visit
    first: Annotated[Day, Field(alias="from")]
    last: Annotated[Day, Field(alias="to")]
    location_id: UUID | None = None
    near: Instant | None = None
    choices: Annotated[int, Field(ge=0, le=MOST_CHOICES)] = 0


class PublicAvailability(BaseModel):
    """Starts in the wall time of the location, with its offset, in order; at most a minute old."""

    timezone: str
    starts: list[datetime]
    nearest: list[datetime]
    choices: list[ChoiceAnswer]

    @classmethod
    def of(cls, found: Times) -> "PublicAvailability":
        return cls(
            timezone=found.timezone,
            starts=list(found.starts),
            nearest=list(found.nearest),
            choices=[_choice(each) for each in found.choices],
        )


class PublicHoldBody(Body):
    visit: Visit
    starts_at: Instant
    location_id: UUID | None = None


class PublicHold(BaseModel):
    """`hold` is a secret: it turns the slot into a booking."""

    hold: str
    until: datetime
    choice: ChoiceAnswer


class PublicSession(BaseModel):
    """A group session, in the wall time of its location; `seats_left` 0 when it is full."""

    id: UUID
    starts_at: datetime
    ends_at: datetime
    seats: int
    seats_left: int

    @classmethod
    def of(cls, row: SessionRow, zone: ZoneInfo) -> "PublicSession":
        return cls(
            id=row.id,
            starts_at=row.starts_at.astimezone(zone),
            ends_at=row.ends_at.astimezone(zone),
            seats=row.seats,
            seats_left=row.free,
        )


class PublicSessions(BaseModel):
    timezone: str
    sessions: list[PublicSession]


class PublicSeatsBody(Body):
    seats: Annotated[int, Field(ge=1, le=MOST_SEATS_AT_ONCE)] = 1


class PublicSeatHold(BaseModel):
    """`hold` is a secret: it turns the seats into a booking."""

    hold: str
    until: datetime
    seats: int
    session: PublicSession


class PublicGiven(Body):
    question_id: UUID
    answer: Annotated[str, StringConstraints(max_length=LONGEST_ANSWER), AfterValidator(lines)]


class PublicContact(Body):
    """A number or an address is needed: the confirmation goes there."""

    name: Line
    phone: Annotated[str, StringConstraints(max_length=64)] = ""
    email: Annotated[str, StringConstraints(max_length=320)] = ""


class PublicBookingBody(Body):
    hold: Token
    customer: PublicContact
    answers: Annotated[list[PublicGiven], Field(max_length=50, default_factory=list)]


class PublicMoveBody(Body):
    starts_at: Instant


class PublicReasonBody(Body):
    reason: Line = ""


class PublicItem(BaseModel):
    name: str
    staff: str
    """First name; empty where nobody is needed."""
    price_cents: int


class PublicBooking(BaseModel):
    """One's own. `token` is the secret of its link: who has it may see, move and cancel it."""

    token: str
    status: Literal["confirmed", "cancelled", "no_show"]
    business: str
    address: str
    starts_at: datetime
    ends_at: datetime
    timezone: str
    items: list[PublicItem]
    price_cents: int
    customer_name: str
    can_change: bool

    @classmethod
    def of(cls, own: OwnBooking) -> "PublicBooking":
        booking, zone = own.booking, zone_named(own.booking.timezone)
        places = own.host.places
        place = next((each for each in places if each.id == booking.location_id), places[0])
        return cls(
            token=own.token,
            status="confirmed" if booking.status == "held" else booking.status,
            business=own.host.name,
            address=place.address,
            starts_at=booking.starts_at.astimezone(zone),
            ends_at=booking.ends_at.astimezone(zone),
            timezone=booking.timezone,
            items=[
                PublicItem(name=item.name, staff=first_name(item.staff_name), price_cents=item.price_cents)
                for item in booking.items
            ],
            price_cents=booking.price_cents,
            customer_name=booking.customer_name or "",
            can_change=own.can_change,
        )


def _choice(choice: Choice) -> ChoiceAnswer:
    found = ChoiceAnswer.of(choice)
    people = [Person(id=each.id, name=first_name(each.name)) for each in found.staff]
    return found.model_copy(update={"staff": people})


def _now() -> datetime:
    return datetime.now(UTC)


@router.get("", openapi_extra=PAGE)
async def page(guest: TheGuest, web: Web) -> PublicPage:
    """What can be booked here, where, with whom, and what is asked."""
    return PublicPage.of(await web.page(guest, _now()))


@router.post("/availability", openapi_extra=PAGE)
async def availability(body: PublicAvailabilityBody, guest: TheGuest, web: Web) -> PublicAvailability:
    """Free times of a visit within a month."""
    query = VisitQuery(
        asks_of(body.visit), body.first, body.last, body.location_id, Channel.WEB, body.near, body.choices
    )
    return PublicAvailability.of(await web.times(guest, query, _now()))


@router.post("/holds", status_code=201, openapi_extra=PAGE)
async def hold(body: PublicHoldBody, guest: TheGuest, web: Web) -> PublicHold:
    """Keeps a slot for five minutes."""
    held = await web.hold(guest, asks_of(body.visit), body.starts_at, body.location_id, _now())
    return PublicHold(hold=held.token, until=held.held.until, choice=_choice(held.held.choice))


@router.get("/sessions", openapi_extra=SESSIONS)
async def sessions(
    guest: TheGuest,
    web: Web,
    offering_id: UUID,
    first: Annotated[Day, Query(alias="from", description="A day at the location")],
    last: Annotated[Day, Query(alias="to", description="The last one, at most a month later")],
    location_id: UUID | None = None,
) -> PublicSessions:
    """The group sessions of an offering to come, soonest first, with how many seats are left."""
    found = await web.sessions(guest, offering_id, first, last, location_id, _now())
    return PublicSessions(
        timezone=found.zone.key, sessions=[PublicSession.of(each, found.zone) for each in found.sessions]
    )


@router.post("/sessions/{session_id}/holds", status_code=201, openapi_extra=SESSIONS)
async def hold_seats(session_id: UUID, body: PublicSeatsBody, guest: TheGuest, web: Web) -> PublicSeatHold:
    """Keeps seats of a session for five minutes."""
    held = await web.hold_seats(guest, session_id, body.seats, _now())
    return PublicSeatHold(
        hold=held.token,
        until=held.until,
        seats=held.seats,
        session=PublicSession.of(held.session, held.zone),
    )


@router.delete("/holds/{token}", status_code=204, openapi_extra=LINK)
async def release(token: Token, guest: TheGuest, web: Web) -> None:
    """Gives a slot back before its time; harmless when it is not held any more."""
    await web.release(guest, token)


@router.post("/bookings", status_code=201, openapi_extra=PAGE)
async def book(body: PublicBookingBody, guest: TheGuest, web: Web) -> PublicBooking:
    """Turns a slot that is held into a booking; again, the same booking. The confirmation is on its way."""
    contact = Contact(body.customer.name, body.customer.phone, body.customer.email)
    given = {each.question_id: each.answer for each in body.answers}
    return PublicBooking.of(await web.book(guest, body.hold, contact, given, _now()))


@router.get("/bookings/{token}", openapi_extra=LINK)
async def own(token: Token, guest: TheGuest, web: Web) -> PublicBooking:
    """The booking a link is for."""
    return PublicBooking.of(await web.own(guest, token, _now()))


@router.post("/bookings/{token}/move", openapi_extra=LINK)
async def move(token: Token, body: PublicMoveBody, guest: TheGuest, web: Web) -> PublicBooking:
    """Gives it another time, with the same people where they can; seats, those of the session that begins then."""
    return PublicBooking.of(await web.move(guest, token, body.starts_at, _now()))


@router.post("/bookings/{token}/cancel", openapi_extra=LINK)
async def cancel(token: Token, body: PublicReasonBody, guest: TheGuest, web: Web) -> PublicBooking:
    """Cancels it; harmless when it is cancelled."""
    return PublicBooking.of(await web.cancel(guest, token, body.reason, _now()))
