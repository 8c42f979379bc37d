"""Messages callers left, and who has seen to them."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from deployments.api.front_desk import Desk
from deployments.dashboard.forms import sent
from deployments.dashboard.rendering import HTMX, frame_of, sent_on
from deployments.dashboard.visitors import InBusiness, ThePages
from domain.errors import InvalidInput

router = APIRouter(include_in_schema=False)

ROWS = 100


@router.get("/businesses/{business_id}/inbox")
async def inbox(
    request: Request,
    principal: InBusiness,
    desk: Desk,
    pages: ThePages,
    status: Annotated[Literal["open", "done"], Query()] = "open",
) -> Response:
    found = await desk.messages.page(principal, status=status, after=None, limit=ROWS)
    return pages.show(request, "inbox.Inbox", {"messages": found, "status": status})


@router.post("/businesses/{business_id}/inbox/{message_id}")
async def set_status(
    request: Request, principal: InBusiness, message_id: UUID, desk: Desk, pages: ThePages
) -> Response:
    """Marks a message as done or open again; htmx gets the row as it is now, which offers to take it back."""
    form = await sent(request)
    if form["status"] not in ("open", "done"):
        raise InvalidInput("status: open or done")
    told = await desk.messages.set_status(principal, message_id, form["status"])
    if request.headers.get(HTMX):
        return pages.show(request, "inbox.Message", {"read": told})
    return sent_on(request, f"{frame_of(request).base}/inbox")
