"""Where Google says that a calendar has changed: outside of `/api`, without a body and without a signature.

What shows that it is Google is the token that we gave it with the channel. Google tries again on 500, 502, 503 and 504
alone; whatever is lost is found by polling.
"""

from typing import Annotated

import structlog
from fastapi import APIRouter, Header, HTTPException, Response

from deployments.api.v1.calendars import TheCalendars
from deployments.calendar_work import GOOGLE_NOTICES
from deployments.policies import link
from domain.errors import NotFound, NotPermitted, StorageError

log = structlog.get_logger()

router = APIRouter(tags=["calendars"])

_Text = Annotated[str, Header(max_length=1000)]


@router.post(
    GOOGLE_NOTICES,
    status_code=204,
    summary="A notice of Google Calendar's",
    openapi_extra=link(),
    responses={
        403: {"description": "The token is not the channel's"},
        404: {"description": "There is no such channel any more"},
        503: {"description": "Try again"},
    },
)
async def notice(
    those: TheCalendars,
    x_goog_channel_id: _Text = "",
    x_goog_channel_token: _Text = "",
    x_goog_resource_id: _Text = "",
    x_goog_resource_state: _Text = "",
    x_goog_message_number: _Text = "",
) -> Response:
    """Has the calendar read; what changed in it is not said."""
    try:
        await those.channels.noticed(
            x_goog_channel_id,
            x_goog_channel_token,
            x_goog_resource_id,
            x_goog_resource_state,
            x_goog_message_number,
        )
    except NotFound:
        raise HTTPException(404, "no such channel") from None
    except NotPermitted:
        log.warning("google.notice_refused")
        raise HTTPException(403, "no such channel and token") from None
    except StorageError as away:
        log.error("google.notice_not_kept", reason=str(away))
        raise HTTPException(503, "try again", headers={"Retry-After": "5"}) from None
    return Response(status_code=204)
