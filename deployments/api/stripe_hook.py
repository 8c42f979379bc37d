"""Where Stripe posts what happened: outside of `/api`, where neither limits nor JSON's rules of that are met.

The body is read raw, as its signature covers it; what is signed is kept for the worker and acknowledged.
"""

import asyncio
from datetime import UTC, datetime
from typing import Annotated

import structlog
from fastapi import APIRouter, Depends, HTTPException, Request, Response
from starlette.requests import ClientDisconnect

from deployments.api.billing import TheBilling
from deployments.policies import signature
from domain.errors import InvalidInput, StorageError
from providers.payments import ForgedNotice, Notice

log = structlog.get_logger()

PATH = "/hooks/stripe"
SIGNATURE = "Stripe-Signature"
MAX_BODY_BYTES = 512 * 1024
"""Events hold one object with its lists cut short: some kilobytes."""
BODY_WITHIN_S = 5.0

router = APIRouter(tags=["billing"])


async def signed_event(request: Request, billing: TheBilling) -> Notice:
    """The event of a request that Stripe signed a moment ago; nothing of any other is looked at or kept."""
    shown = request.headers.get(SIGNATURE)
    if not shown:
        raise HTTPException(403, "no signature")
    body = await _body(request)
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


async def _body(request: Request) -> bytes:
    """All of it, within a time and a size; what is larger is not read on."""
    whole = bytearray()
    try:
        async with asyncio.timeout(BODY_WITHIN_S):
            async for part in request.stream():
                whole += part
                if len(whole) > MAX_BODY_BYTES:
                    raise HTTPException(413, f"an event has at most {MAX_BODY_BYTES} bytes")
    except TimeoutError:
        raise HTTPException(408, "the body is too slow", headers={"Connection": "close"}) from None
    except ClientDisconnect:
        raise HTTPException(400, "the body broke off") from None
    return bytes(whole)
