"""Where Square tells of sellers' bookings: signed over the address and the raw body; it has calendars read sooner."""

from typing import Annotated

import structlog
from fastapi import APIRouter, Depends, HTTPException, Request, Response

from deployments.api.raw_bodies import raw_body
from deployments.api.v1.calendars import TheCalendars
from deployments.calendar_work import SQUARE_NOTICES
from deployments.policies import signature
from domain.errors import StorageError
from providers.square.notices import ForgedNotice, SquareNotice

log = structlog.get_logger()

SIGNATURE = "x-square-hmacsha256-signature"

router = APIRouter(tags=["calendars"])


async def signed_square_event(request: Request, those: TheCalendars) -> SquareNotice:
    """The event of a request that Square signed; nothing of any other is looked at."""
    shown = request.headers.get(SIGNATURE, "")
    if those.square is None or not shown:
        raise HTTPException(403, "no signature")
    try:
        return those.square.read(await raw_body(request), shown)
    except ForgedNotice:
        log.warning("square.notice_refused")
        raise HTTPException(403, "this is not signed by Square") from None
    except ValueError:
        raise HTTPException(400, "this is no event") from None


@router.post(SQUARE_NOTICES, status_code=204, summary="An event of Square's", openapi_extra=signature())
async def take(
    notice: Annotated[SquareNotice, Depends(signed_square_event)], those: TheCalendars
) -> Response:
    """Has the account's calendars read; Square tells it again for a day unless it hears 2xx within 10 s."""
    try:
        await those.channels.told("square", notice.merchant)
    except StorageError as away:
        log.error("square.notice_not_kept", reason=str(away))
        raise HTTPException(503, "try again", headers={"Retry-After": "5"}) from None
    return Response(status_code=204)
