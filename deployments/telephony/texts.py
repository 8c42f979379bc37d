"""Texts customers write, and what Twilio and SendGrid report of texts and mails we sent."""

import asyncio
from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

import structlog
from fastapi import APIRouter, Depends, HTTPException, Query, Request, Response
from starlette.requests import ClientDisconnect

from deployments.policies import signature
from deployments.telephony import routes
from deployments.telephony.requests import (
    BODY_WITHIN_S,
    SignedForm,
    Telephony,
    TelephonyDep,
    required,
    tried_again,
    xml,
)
from domain.errors import NotFound
from domain.phone_numbers import dialled_e164, valid_e164
from providers.sendgrid.events import SIGNATURE, TIMESTAMP, events_of, uuid_of, valid_signature
from providers.twilio import twiml
from providers.twilio.callbacks import BUSINESS, NOTIFICATION
from services.notifications.inbound import Incoming
from services.notifications.reports import MailEvent

log = structlog.get_logger()

router = APIRouter()

MAX_EVENTS_BYTES = 2 * 1024 * 1024
"""SendGrid batches events up to 768 kB."""
MOST_MEDIA = 10


@router.post(routes.SMS, summary="A text comes in", openapi_extra=signature())
async def incoming(form: SignedForm, telephony: TelephonyDep) -> Response:
    """Takes it in once; the answer may hold a text that is written back.

    Source: https://www.twilio.com/docs/messaging/guides/webhook-request
    """
    number = valid_e164(form.get("From", ""))
    if number is None:  # a short code, or a sender's name: nobody can be answered
        log.info("text.of_nobody", message_sid=form.get("MessageSid"))
        return xml(twiml.empty())
    count = form.get("NumMedia", "0")
    media = tuple(
        {"url": form[f"MediaUrl{n}"], "content_type": form.get(f"MediaContentType{n}", "")}
        for n in range(min(int(count) if count.isdecimal() else 0, MOST_MEDIA))
        if form.get(f"MediaUrl{n}")
    )
    text = Incoming(
        required(form, "MessageSid"),
        number,
        dialled_e164(required(form, "To")),
        form.get("Body", ""),
        media,
        form.get("OptOutType", ""),
    )
    with tried_again():
        try:
            reply = await telephony.inbound_texts.take(text, datetime.now(UTC))
        except NotFound:
            log.warning("text.to_nobody", message_sid=text.message_sid)
            reply = None
    return xml(twiml.message(reply) if reply else twiml.empty())


@router.post(routes.SMS_STATUS, summary="Status callback of a text", openapi_extra=signature())
async def status(
    form: SignedForm,
    telephony: TelephonyDep,
    business: Annotated[UUID, Query(alias=BUSINESS)],
    notification: Annotated[UUID, Query(alias=NOTIFICATION)],
) -> Response:
    with tried_again():
        await telephony.reports.of_text(
            business, notification, form.get("MessageStatus", ""), form.get("ErrorCode", "")
        )
    return xml(twiml.empty())


async def signed_events(request: Request) -> bytes:
    """The body of a request SendGrid signed, byte for byte. Answers 403, 408 or 413 otherwise."""
    telephony: Telephony = request.app.state.telephony
    length = request.headers.get("content-length", "")
    if not (length.isascii() and length.isdecimal()) or int(length[:12]) > MAX_EVENTS_BYTES:
        raise HTTPException(413, f"events have a Content-Length of at most {MAX_EVENTS_BYTES} bytes")
    try:
        async with asyncio.timeout(BODY_WITHIN_S):
            body = await request.body()
    except (TimeoutError, ClientDisconnect):
        raise HTTPException(408, "the body did not arrive") from None
    signed, at = request.headers.get(SIGNATURE, ""), request.headers.get(TIMESTAMP, "")
    key = telephony.mail_events_key
    if not key or not valid_signature(key, body, signed, at, datetime.now(UTC)):
        log.warning("webhook.refused", path=request.url.path, reason="wrong signature")
        raise HTTPException(403, f"the {SIGNATURE} header is missing or wrong")
    return body


@router.post(routes.MAIL_EVENTS, summary="SendGrid's event webhook", openapi_extra=signature())
async def mail_events(body: Annotated[bytes, Depends(signed_events)], telephony: TelephonyDep) -> Response:
    """Takes each event in once."""
    try:
        events = list(events_of(body))
    except ValueError:
        raise HTTPException(400, "no JSON array of events") from None
    with tried_again():
        for event in events:
            if not isinstance(event_id := event.get("sg_event_id"), str) or not event_id:
                continue
            await telephony.reports.of_mail(
                MailEvent(
                    event_id[:200],
                    str(event.get("event", ""))[:40],
                    str(event.get("type", ""))[:40],
                    str(event.get("reason", "")),
                    uuid_of(event, "business"),
                    uuid_of(event, "reference"),
                )
            )
    return Response(status_code=204)
