"""The calls of a business, and one of them with what was said."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from deployments.api.front_desk import Desk
from deployments.api.paging import PageQuery, cursor_of
from deployments.dashboard.visitors import InBusiness, ThePages
from storage.postgres.call_lists import Filter

router = APIRouter(include_in_schema=False)

ROWS = 50
OUTCOMES = ("booked", "message", "transferred", "answered", "abandoned", "missed", "failed", "emergency")


@router.get("/businesses/{business_id}/calls")
async def calls(
    request: Request,
    principal: InBusiness,
    desk: Desk,
    pages: ThePages,
    outcome: Annotated[str, Query()] = "",
    cursor: Annotated[str | None, Query(max_length=1000)] = None,
) -> Response:
    chosen = outcome if outcome in OUTCOMES else ""
    page = PageQuery(ROWS, cursor or None)
    wanted = Filter(outcomes=(chosen,) if chosen else ())
    found = await desk.reports.calls(principal, wanted, after=page.after(datetime, UUID), limit=page.rows)
    following = None
    if len(found) > ROWS:
        last = found[ROWS - 1]
        following = cursor_of((last.started_at, last.id))
    values = {
        "calls": found[:ROWS],
        "outcome": chosen,
        "outcomes": OUTCOMES,
        "following": following,
        "is_first": cursor is None,
    }
    return pages.show(request, "calls.Calls", values)


@router.get("/businesses/{business_id}/calls/{call_id}")
async def call(
    request: Request, principal: InBusiness, call_id: UUID, desk: Desk, pages: ThePages
) -> Response:
    found, turns = await desk.reports.call(principal, call_id)
    return pages.show(request, "calls.Call", {"call": found, "turns": turns})
