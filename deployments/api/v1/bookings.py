"""Bookings, the holds they are made of, and series of them."""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response
from pydantic import BaseModel, Field, model_validator

from deployments.api.authentication import InBusiness
from deployments.api.etags import Match, tag
from deployments.api.fields import fields_of
from deployments.api.front_desk import Desk
from deployments.api.paging import Page, Paged
from deployments.api.problems import RESPONSES
from deployments.api.v1.visit_models import (
    Answers,
    Body,
    Booking,
    ChoiceAnswer,
    CustomerOfBooking,
    Instant,
    IntentKey,
    Line,
    Lines,
    Visit,
    WholeBooking,
    asks_of,
    given_of,
)
from deployments.policies import needs
from domain.accounts.roles import Permission
from domain.scheduling.catalogue import Channel
from domain.versions import Seen
from services.front_desk.versions import booking_version
from services.front_desk.visits import LONGEST_HOLD, SHORTEST_HOLD, VisitWish, Whole
from services.scheduling.bookings import HOLD, Check
from services.scheduling.series import MOST_DATES
from services.scheduling.sessions import MOST_SEATS
from storage.postgres.booking_lists import BOOKED, Filter
from storage.postgres.visits import VisitRow

router = APIRouter(prefix="/businesses/{business_id}", tags=["bookings"], responses=RESPONSES)

READ, WRITE = needs(Permission.BOOKINGS_READ), needs(Permission.BOOKINGS_WRITE)


class WishBody(Body):
    visit: Visit
    starts_at: Instant
    location_id: UUID | None = None
    channel: Literal["staff", "phone", "web"] = "staff"
    """Whose rules hold, and where the booking is counted."""
    intent_key: IntentKey | None = None

    def wish(self, notes: str = "", answers: tuple[dict[str, str], ...] = ()) -> VisitWish:
        return VisitWish(
            asks_of(self.visit),
            self.starts_at,
            self.location_id,
            Channel(self.channel),
            notes,
            answers,
            self.intent_key,
        )


class BookingBody(WishBody):
    customer: CustomerOfBooking
    notes: Lines = ""
    answers: Answers


class HoldBody(Body):
    """A visit at a time, or seats of a group session."""

    visit: Visit | None = None
    starts_at: Instant | None = None
    location_id: UUID | None = None
    channel: Literal["staff", "phone", "web"] = "staff"
    session_id: UUID | None = None
    seats: Annotated[int, Field(ge=1, le=MOST_SEATS)] = 1
    seconds: Annotated[int, Field(ge=SHORTEST_HOLD.seconds, le=LONGEST_HOLD.seconds)] = HOLD.seconds

    @model_validator(mode="after")
    def _one_or_the_other(self) -> "HoldBody":
        of_visit = self.visit is not None and self.starts_at is not None
        if of_visit == (self.session_id is not None):
            raise ValueError("either visit and starts_at, or session_id")
        return self


class Hold(BaseModel):
    """Nobody else can have it until `until`. Of a session, which seats; of a visit, with whom and at which price."""

    id: UUID
    until: datetime
    choice: ChoiceAnswer | None
    seats: list[int] | None


class ConfirmBody(Body):
    customer: CustomerOfBooking
    notes: Lines = ""
    answers: Answers


class MoveBody(Body):
    """`visit` is for other offerings or people; without it they stay."""

    starts_at: Instant
    visit: Visit | None = None


class ReasonBody(Body):
    reason: Line = ""


class NotesBody(Body):
    notes: Lines


class SeriesBody(BookingBody):
    """The same wall time, every so many days."""

    every_days: Annotated[int, Field(ge=1, le=366)]
    count: Annotated[int, Field(ge=1, le=MOST_DATES)]


class DateNotBooked(BaseModel):
    """A date that could not be had: the wall time wanted, why, and what is near."""

    wanted: str
    why: list[str]
    nearest: list[datetime]


class Series(BaseModel):
    id: UUID
    bookings: list[Booking]
    not_booked: list[DateNotBooked]


class CancelSeriesBody(Body):
    """What begins then or later; the future when it is left out."""

    since: Instant | None = None


def _now() -> datetime:
    return datetime.now(UTC)


def _seen(seen: Seen) -> Check:
    def check(row: VisitRow) -> None:
        seen.require(booking_version(row))

    return check


def _told(whole: Whole, response: Response) -> WholeBooking:
    tag(response, booking_version(whole.booking))
    return WholeBooking.of_whole(whole)


async def _filter(
    since: Annotated[Instant | None, Query(alias="from", description="Begins then or later")] = None,
    until: Annotated[Instant | None, Query(alias="to", description="Begins before")] = None,
    status: Annotated[
        list[Literal["held", "confirmed", "cancelled", "no_show"]] | None,
        Query(max_length=4, description="Any of these; all but `held` when left out"),
    ] = None,
    staff_id: UUID | None = None,
    customer_id: UUID | None = None,
    offering_id: UUID | None = None,
    location_id: UUID | None = None,
    series_id: UUID | None = None,
    session_id: UUID | None = None,
    channel: Annotated[list[Literal["staff", "phone", "web"]] | None, Query(max_length=3)] = None,
) -> Filter:
    return Filter(
        since,
        until,
        status or BOOKED,
        staff_id,
        customer_id,
        offering_id,
        location_id,
        series_id,
        session_id,
        channel or (),
    )


@router.get("/bookings", openapi_extra=READ, dependencies=[Depends(fields_of(Booking))])
async def bookings(
    principal: InBusiness,
    desk: Desk,
    wanted: Annotated[Filter, Depends(_filter)],
    page: Page,
    order: Annotated[Literal["asc", "desc"], Query(description="By when they begin")] = "asc",
) -> Paged[Booking]:
    """Bookings by when they begin."""
    after = page.after(datetime, UUID)
    found = await desk.visits.page(
        principal, wanted, after=after, limit=page.rows, latest_first=order == "desc"
    )
    return page.of(found, Booking.of, lambda row: (row.starts_at, row.id))


@router.post("/bookings", status_code=201, openapi_extra=WRITE)
async def book(body: BookingBody, principal: InBusiness, desk: Desk, response: Response) -> WholeBooking:
    """Books a visit; what cannot be had is refused with why, and with what is near."""
    who = await desk.customers.who(principal, body.customer.form(), body.customer.id)
    made = await desk.visits.book(principal, body.wish(body.notes, given_of(body.answers)), who, _now())
    return _told(made, response)


@router.get("/bookings/{booking_id}", openapi_extra=READ, dependencies=[Depends(fields_of(WholeBooking))])
async def booking(booking_id: UUID, principal: InBusiness, desk: Desk, response: Response) -> WholeBooking:
    """One booking with its items, what it takes, and what became of it."""
    return _told(await desk.visits.get(principal, booking_id), response)


@router.patch("/bookings/{booking_id}", openapi_extra=WRITE)
async def note(
    booking_id: UUID, body: NotesBody, principal: InBusiness, desk: Desk, seen: Match, response: Response
) -> WholeBooking:
    """Changes the notes."""
    return _told(await desk.visits.note(principal, booking_id, body.notes, check=_seen(seen)), response)


@router.post("/bookings/{booking_id}/move", openapi_extra=WRITE)
async def move(
    booking_id: UUID, body: MoveBody, principal: InBusiness, desk: Desk, seen: Match, response: Response
) -> WholeBooking:
    """Gives it another time, with the same people where they can; it stays where it is when that cannot be had."""
    moved = await desk.visits.move(
        principal,
        booking_id,
        body.starts_at,
        _now(),
        asks=asks_of(body.visit) if body.visit else None,
        check=_seen(seen),
    )
    return _told(moved, response)


@router.post("/bookings/{booking_id}/cancel", openapi_extra=WRITE)
async def cancel(
    booking_id: UUID, body: ReasonBody, principal: InBusiness, desk: Desk, seen: Match, response: Response
) -> WholeBooking:
    """Gives the time back, which is offered to who waits for it. Harmless when it is cancelled."""
    return _told(await desk.visits.cancel(principal, booking_id, body.reason, check=_seen(seen)), response)


@router.post("/bookings/{booking_id}/restore", openapi_extra=WRITE)
async def restore(booking_id: UUID, principal: InBusiness, desk: Desk, response: Response) -> WholeBooking:
    """Takes a cancelled booking's time again, if it is still free, or takes back that nobody came."""
    return _told(await desk.visits.restore(principal, booking_id), response)


@router.post("/bookings/{booking_id}/no-show", openapi_extra=WRITE)
async def no_show(booking_id: UUID, principal: InBusiness, desk: Desk, response: Response) -> WholeBooking:
    """Notes that nobody came to a booking that has begun."""
    return _told(await desk.visits.no_show(principal, booking_id, _now()), response)


@router.post("/holds", status_code=201, openapi_extra=WRITE)
async def hold(body: HoldBody, principal: InBusiness, desk: Desk) -> Hold:
    """Keeps a slot, or seats, while somebody decides."""
    lasting = timedelta(seconds=body.seconds)
    if body.session_id is not None:
        seats = await desk.visits.hold_seats(principal, body.session_id, body.seats, _now(), for_=lasting)
        return Hold(id=seats.booking_id, until=seats.until, choice=None, seats=list(seats.seats))
    wish = VisitWish(
        asks_of(body.visit or []), body.starts_at or _now(), body.location_id, Channel(body.channel)
    )
    held = await desk.visits.hold(principal, wish, _now(), for_=lasting)
    return Hold(id=held.booking_id, until=held.until, choice=ChoiceAnswer.of(held.choice), seats=None)


@router.post("/holds/{hold_id}/confirm", status_code=201, openapi_extra=WRITE)
async def confirm(
    hold_id: UUID, body: ConfirmBody, principal: InBusiness, desk: Desk, response: Response
) -> WholeBooking:
    """Turns a hold into a booking, which keeps its id. Again, the same booking."""
    who = await desk.customers.who(principal, body.customer.form(), body.customer.id)
    made = await desk.visits.confirm(
        principal, hold_id, who, _now(), notes=body.notes, answers=given_of(body.answers)
    )
    return _told(made, response)


@router.delete("/holds/{hold_id}", status_code=204, openapi_extra=WRITE)
async def release(hold_id: UUID, principal: InBusiness, desk: Desk) -> None:
    """Gives a hold back before it runs out."""
    await desk.visits.release(principal, hold_id)


@router.post("/series", status_code=201, openapi_extra=WRITE, tags=["series"])
async def book_series(body: SeriesBody, principal: InBusiness, desk: Desk) -> Series:
    """Books each date that can be had, and names those that cannot with what is near."""
    who = await desk.customers.who(principal, body.customer.form(), body.customer.id)
    made, rows = await desk.visits.book_series(
        principal,
        body.wish(body.notes, given_of(body.answers)),
        who,
        _now(),
        every_days=body.every_days,
        count=body.count,
    )
    return Series(
        id=made.id,
        bookings=[Booking.of(row) for row in rows],
        not_booked=[
            DateNotBooked(
                wanted=each.wanted_local.isoformat(timespec="minutes"),
                why=list(each.taken.why),
                nearest=list(each.taken.nearest),
            )
            for each in made.not_booked
        ],
    )


@router.post("/series/{series_id}/cancel", openapi_extra=WRITE, tags=["series"])
async def cancel_series(series_id: UUID, body: CancelSeriesBody, principal: InBusiness, desk: Desk) -> Series:
    """Cancels what of a series is still to come."""
    rows = await desk.visits.cancel_series(principal, series_id, body.since or _now())
    return Series(id=series_id, bookings=[Booking.of(row) for row in rows], not_booked=[])
