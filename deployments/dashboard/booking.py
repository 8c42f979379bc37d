"""The page on which anybody books with a business, and manages what they booked by their own link.

Each step is a page of its own and works without scripts: what, when, who. Nothing is kept of who looks.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Query, Request
from starlette.responses import Response

from deployments.api.cookies import require_own_origin
from deployments.api.front_desk import Web
from deployments.dashboard.accounts import token_of
from deployments.dashboard.errors import sentence_of
from deployments.dashboard.formats import Formats
from deployments.dashboard.forms import Form, sent
from deployments.dashboard.rendering import frame_of
from deployments.dashboard.visitors import ThePages
from domain.errors import (
    Conflict,
    InvalidInput,
    LimitReached,
    NotPermitted,
    OutsideHours,
    SlotTaken,
)
from domain.scheduling.catalogue import Channel
from domain.scheduling.hours import wall_of, zone_named
from services.front_desk.times import VisitQuery
from services.front_desk.visits import asks_of
from services.scheduling.looking import Ask
from services.web_booking.page import ShownOffering, ShownPlace, WebPage
from services.web_booking.web_booking import Contact, Guest, OwnBooking

router = APIRouter(include_in_schema=False)

DAYS = 7
"""Shown at once."""

FURTHEST = timedelta(days=730)
REFUSALS = (Conflict, InvalidInput, LimitReached, NotPermitted, SlotTaken, OutsideHours)
"""What is said on the page it happened on; others are pages of their own."""


def guest_of(slug: Annotated[str, Path(max_length=100)], request: Request) -> Guest:
    return Guest(slug, request.client.host if request.client is not None else "")


TheGuest = Annotated[Guest, Depends(guest_of)]
Chosen = Annotated[str, Query(max_length=40)]


@router.get("/book/{slug}")
async def choose(
    request: Request,
    guest: TheGuest,
    web: Web,
    pages: ThePages,
    offering: Chosen = "",
    place: Chosen = "",
    variant: Chosen = "",
    staff: Chosen = "",
    day: Chosen = "",
) -> Response:
    """What there is; or, once it is chosen, when it is free."""
    now = datetime.now(UTC)
    page = await web.page(guest, now)
    at = next((each for each in page.places if str(each.place.id or "") == place), page.places[0])
    wanted = next((each for each in at.offerings if str(each.id) == offering), None)
    if wanted is None:
        return pages.show(request, "book.Offerings", _values(guest, page, at))
    chosen = Form({"offering": offering, "place": place, "variant": variant, "staff": staff})
    return await _times(request, guest, web, pages, page, at, wanted, chosen, day)


async def _times(
    request: Request,
    guest: Guest,
    web: Web,
    pages: ThePages,
    page: WebPage,
    at: ShownPlace,
    wanted: ShownOffering,
    form: Form,
    day: str = "",
) -> Response:
    now, zone = datetime.now(UTC), zone_named(at.place.timezone)
    today = wall_of(now, zone).date()
    first = min(max(_day(day) or today, today), today + FURTHEST)
    query = VisitQuery(
        (_ask(wanted, form),), first, first + timedelta(days=DAYS - 1), at.place.id, Channel.WEB
    )
    found = await web.times(guest, query, now)
    days = [(first + timedelta(days=n), list[datetime]()) for n in range(DAYS)]
    for start in found.starts:
        days[(start.date() - first).days][1].append(start)
    values = _values(guest, page, at) | {
        "offering": wanted,
        "form": form,
        "days": days,
        "earlier": max(today, first - timedelta(days=DAYS)) if first > today else None,
        "later": first + timedelta(days=DAYS),
    }
    return pages.show(request, "book.Times", values, status=422 if form.error else 200)


@router.post("/book/{slug}/hold")
async def hold(request: Request, guest: TheGuest, web: Web, pages: ThePages) -> Response:
    """Keeps the time for a few minutes and asks who it is for."""
    require_own_origin(request)
    form, now = await sent(request), datetime.now(UTC)
    page = await web.page(guest, now)
    at = next((each for each in page.places if str(each.place.id or "") == form["place"]), page.places[0])
    wanted = next((each for each in at.offerings if str(each.id) == form["offering"]), None)
    if wanted is None:
        raise InvalidInput("what is to be booked was not chosen; begin again")
    try:
        starts_at = _instant(form["starts_at"])
        held = await web.hold(guest, (_ask(wanted, form),), starts_at, at.place.id, now)
    except REFUSALS as error:
        return await _times(request, guest, web, pages, page, at, wanted, form.wrong(sentence_of(error)))
    kept = Form({**form.values, "hold": held.token, "until": held.held.until.isoformat()})
    return _who(request, guest, pages, page, at, wanted, kept)


def _who(
    request: Request,
    guest: Guest,
    pages: ThePages,
    page: WebPage,
    at: ShownPlace,
    wanted: ShownOffering,
    form: Form,
) -> Response:
    values = _values(guest, page, at) | {
        "offering": wanted,
        "form": form,
        "starts_at": _instant(form["starts_at"]),
        "until": _instant(form["until"]),
    }
    return pages.show(request, "book.Who", values, status=422 if form.error else 200)


@router.post("/book/{slug}")
async def book(request: Request, guest: TheGuest, web: Web, pages: ThePages) -> Response:
    require_own_origin(request)
    form, now = await sent(request), datetime.now(UTC)
    given = {
        UUID(name.removeprefix("answer.")): value
        for name, value in form.values.items()
        if name.startswith("answer.") and value.strip() and _is_id(name.removeprefix("answer."))
    }
    contact = Contact(form["name"], form["phone"], form["email"])
    try:
        own = await web.book(guest, form["hold"], contact, given, now)
    except REFUSALS as error:
        page = await web.page(guest, now)
        at = next((each for each in page.places if str(each.place.id or "") == form["place"]), page.places[0])
        wanted = next((each for each in at.offerings if str(each.id) == form["offering"]), None)
        if wanted is None:
            raise
        told = form.wrong(sentence_of(error))
        if isinstance(error, InvalidInput | LimitReached):
            return _who(request, guest, pages, page, at, wanted, told)
        return await _times(request, guest, web, pages, page, at, wanted, told)
    return _own(request, guest, pages, own, "booked")


@router.post("/book/{slug}/own")
async def own(request: Request, guest: TheGuest, web: Web, pages: ThePages) -> Response:
    """What a link is for; its token comes from behind the `#`."""
    require_own_origin(request)
    found = await web.own(guest, token_of(await sent(request)), datetime.now(UTC))
    return _own(request, guest, pages, found)


@router.post("/book/{slug}/cancel")
async def cancel(request: Request, guest: TheGuest, web: Web, pages: ThePages) -> Response:
    require_own_origin(request)
    form = await sent(request)
    found = await web.cancel(guest, form["token"], form["reason"][:300], datetime.now(UTC))
    return _own(request, guest, pages, found, "cancelled")


@router.post("/book/{slug}/other-times")
async def other_times(request: Request, guest: TheGuest, web: Web, pages: ThePages) -> Response:
    """When the same visit could be had instead."""
    require_own_origin(request)
    return await _other_times(request, guest, web, pages, await sent(request))


async def _other_times(request: Request, guest: Guest, web: Web, pages: ThePages, form: Form) -> Response:
    now = datetime.now(UTC)
    found = await web.own(guest, form["token"], now)
    zone = zone_named(found.booking.timezone)
    today = wall_of(now, zone).date()
    first = min(
        max(_day(form["day"]) or wall_of(found.booking.starts_at, zone).date(), today), today + FURTHEST
    )
    asks = asks_of(found.booking)
    query = VisitQuery(asks, first, first + timedelta(days=DAYS - 1), found.booking.location_id, Channel.WEB)
    times = await web.times(guest, query, now)
    days = [(first + timedelta(days=n), list[datetime]()) for n in range(DAYS)]
    for start in times.starts:
        days[(start.date() - first).days][1].append(start)
    _frame(request, found)
    values = {
        "guest": guest,
        "own": found,
        "form": form,
        "days": days,
        "earlier": max(today, first - timedelta(days=DAYS)) if first > today else None,
        "later": first + timedelta(days=DAYS),
    }
    return pages.show(request, "book.OtherTimes", values, status=422 if form.error else 200)


@router.post("/book/{slug}/move")
async def move(request: Request, guest: TheGuest, web: Web, pages: ThePages) -> Response:
    require_own_origin(request)
    form = await sent(request)
    try:
        found = await web.move(guest, form["token"], _instant(form["starts_at"]), datetime.now(UTC))
    except REFUSALS as error:
        return await _other_times(request, guest, web, pages, form.wrong(sentence_of(error)))
    return _own(request, guest, pages, found, "moved")


def _own(request: Request, guest: Guest, pages: ThePages, found: OwnBooking, told: str = "") -> Response:
    _frame(request, found)
    place = next(
        (each for each in found.host.places if each.id == found.booking.location_id), found.host.places[0]
    )
    return pages.show(request, "book.Own", {"guest": guest, "own": found, "place": place, "told": told})


def _frame(request: Request, found: OwnBooking) -> None:
    """Times and money as the business writes them."""
    formats = Formats(found.host.language, found.booking.timezone, found.host.currency)
    request.state.frame = replace(frame_of(request), formats=formats)


def _values(guest: Guest, page: WebPage, at: ShownPlace) -> dict[str, object]:
    formats = Formats(page.host.language, at.place.timezone, page.host.currency)
    return {"guest": guest, "shown": page, "at": at, "formats": formats}


def _ask(wanted: ShownOffering, form: Form) -> Ask:
    """With a variant and a person where they are of this offering."""
    variant = next((each.id for each in wanted.variants if str(each.id) == form["variant"]), None)
    staff = next((each for each in wanted.staff if str(each) == form["staff"]), None)
    return Ask(wanted.id, variant, (), staff)


def _instant(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise InvalidInput("choose a time")
    return found


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
