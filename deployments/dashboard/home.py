"""The way in: the public front page, and where who is signed in goes on."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from deployments.dashboard.rendering import frame_of, sent_on
from deployments.dashboard.visitors import KNOWN, ThePages, Visitor

router = APIRouter(include_in_schema=False)


@router.get("/", dependencies=[KNOWN])
async def front(request: Request, pages: ThePages) -> Response:
    return pages.show(request, "public.Front")


@router.get("/app")
async def businesses(request: Request, pages: ThePages, _: Visitor) -> Response:
    """Of who works in one business, that one's first page."""
    found = frame_of(request).businesses
    if len(found) == 1:
        return sent_on(request, f"/businesses/{found[0].business_id}")
    return pages.show(request, "accounts.Businesses")
