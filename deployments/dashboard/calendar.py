"""The bookings of a business as a list, day by day."""

from collections import defaultdict
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from deployments.api.front_desk import Desk
from deployments.dashboard.rendering import frame_of
from deployments.dashboard.visitors import InBusiness, ThePages, TheSetUp
from domain.scheduling.hours import instant_of
from storage.postgres.booking_lists import Filter, ListedBooking

router = APIRouter(include_in_schema=False)

MOST = 500
VIEWS = {"day": 1, "week": 7}


@router.get("/businesses/{business_id}/calendar")
async def calendar(
    request: Request,
    principal: InBusiness,
    desk: Desk,
    set_up: TheSetUp,
    pages: ThePages,
    day: Annotated[str, Query()] = "",
    view: Annotated[str, Query()] = "week",
    staff: Annotated[str, Query()] = "",
) -> Response:
    formats = frame_of(request).formats
    assert formats is not None  # noqa: S101 (in_business has set it)
    today = formats.local(datetime.now(UTC)).date()
    shown = view if view in VIEWS else "week"
    first = _day(day) or today
    if shown == "week":
        first -= timedelta(days=first.weekday())
    days = VIEWS[shown]
    people = await set_up.staff.page(principal, active=True, after=None, limit=MOST)
    chosen = next((person for person in people if str(person.id) == staff), None)
    wanted = Filter(
        since=instant_of(datetime.combine(first, time()), formats.zone),
        until=instant_of(datetime.combine(first + timedelta(days=days), time()), formats.zone),
        statuses=("confirmed", "no_show"),
        staff_id=chosen.id if chosen is not None else None,
    )
    found = await desk.visits.page(principal, wanted, after=None, limit=MOST)
    by_day: dict[date, list[ListedBooking]] = defaultdict(list)
    for visit in found:
        by_day[formats.local(visit.starts_at).date()].append(visit)
    values = {
        "days": [(each, by_day.get(each, [])) for each in (first + timedelta(days=n) for n in range(days))],
        "first": first,
        "before": first - timedelta(days=days),
        "after": first + timedelta(days=days),
        "today": today,
        "view": shown,
        "people": people,
        "chosen": chosen,
        "is_cut": len(found) == MOST,
    }
    return pages.show(request, "calendar.Calendar", values)


@router.get("/businesses/{business_id}/calendar/{booking_id}")
async def visit(
    request: Request, principal: InBusiness, booking_id: UUID, desk: Desk, pages: ThePages
) -> Response:
    return pages.show(request, "calendar.Visit", {"whole": await desk.visits.get(principal, booking_id)})


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if 2000 <= found.year <= 2200 else None
