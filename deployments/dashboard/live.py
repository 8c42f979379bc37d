"""Calls as they are going on: who is on the line, who has the floor, what is being said."""

from collections.abc import AsyncIterator

from fastapi import APIRouter, Request
from starlette.responses import Response

from deployments.dashboard.live_boards import LiveBoards
from deployments.dashboard.streams import EventStream, shown_again
from deployments.dashboard.visitors import InBusiness, ThePages
from domain.accounts.roles import Permission
from storage.redis.live_view import LiveCalls

router = APIRouter(include_in_schema=False)

PATH = "/businesses/{business_id}/live"
EVENTS = f"{PATH}/events"


@router.get(PATH)
async def live(request: Request, principal: InBusiness, pages: ThePages) -> Response:
    """With what is live now; the stream tells the rest."""
    principal.require(Permission.CALLS_READ)
    calls: LiveCalls = request.app.state.live_calls
    heads = await calls.list(principal.business_id)
    newest = [heads[call_id] for call_id in sorted(heads, reverse=True)]
    return pages.show(request, "live.Live", {"calls": newest})


@router.get(EVENTS)
async def events(request: Request, principal: InBusiness, pages: ThePages) -> Response:
    """The calls as HTML, again whenever something changes."""
    principal.require(Permission.CALLS_READ)
    boards: LiveBoards = request.app.state.live_boards

    async def told() -> AsyncIterator[str]:
        async with boards.watched(principal.business_id) as board:

            def show() -> str:
                values = {"calls": board.calls, "reachable": board.reachable}
                return pages.text(request, "live.Calls", values)

            async for each in shown_again(board, show):
                yield each

    return EventStream(told())
