"""Where Stripe posts what happened: outside of `/api`, where neither limits nor JSON's rules of that are met.

The body is read raw, as its signature covers it; what is signed is kept for the worker and acknowledged.
"""

from datetime import UTC, datetime
from typing import Annotated

import structlog
from fastapi import APIRouter, Depends, HTTPException, Request, Response

from deployments.api.billing import TheBilling
from deployments.api.raw_bodies import raw_body
from deployments.policies import signature
from domain.errors import InvalidInput, StorageError
from providers.payments import ForgedNotice, Notice

log = structlog.get_logger()

PATH = "/hooks/stripe"
SIGNATURE = "Stripe-Signature"

router = APIRouter(tags=["billing"])


async def signed_event(request: Request, billing: TheBilling) -> Notice:
    """The event of a request that Stripe signed a moment ago; nothing of any other is looked at or kept."""
    shown = request.headers.get(SIGNATURE)
    if not shown:
        raise HTTPException(403, "no signature")
    body = await raw_body(request)
    try:
        return billing.notices.read(body, shown, datetime.now(UTC))
    except ForgedNotice as forged:
        log.warning("stripe.notice_refused", reason=str(forged))
        raise HTTPException(403, "this is not signed by Stripe, or was long ago") from None
    except InvalidInput as refused:
        log.error("stripe.notice_unreadable", reason=str(refused))
        raise HTTPException(400, "this is no event") from None


@router.post(PATH, status_code=204, summary="An event of Stripe's", openapi_extra=signature())
async def take(notice: Annotated[Notice, Depends(signed_event)], billing: TheBilling) -> Response:
    """Keeps the event for the worker; Stripe sends it again for three days unless it hears 2xx."""
    try:
        await billing.notices.take(notice, datetime.now(UTC))
    except StorageError as away:
        log.error("stripe.notice_not_kept", reason=str(away))
        raise HTTPException(503, "try again", headers={"Retry-After": "5"}) from None
    return Response(status_code=204)
