"""Requests as Twilio makes them: signed, form-encoded, answered with XML."""

import asyncio
import contextlib
import re
from collections.abc import Generator, Mapping
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Annotated

import structlog
from fastapi import Depends, HTTPException, Request, Response
from starlette.requests import ClientDisconnect

from deployments.telephony.wiring import Telephony
from domain.errors import StorageError
from domain.phone_numbers import dialled_e164, valid_e164
from providers.twilio.signature import valid_signature

log = structlog.get_logger()

MAX_BODY_BYTES = 64 * 1024
"""Twilio's own posts have one or two kilobytes."""

BODY_WITHIN_S = 3.0
"""For all of it to arrive; Twilio sends it in one piece."""

SIGNATURE = "X-Twilio-Signature"

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
"""No field has them; Postgres takes no NUL."""

_TELEPHONE = re.compile(r"(?:sips?|tel):([+0-9][0-9().-]{4,20})", re.IGNORECASE)

LATEST_CALLBACK = timedelta(days=1)
"""What is told of longer ago is a mistake of somebody's clock."""

FINAL_STATUSES = frozenset({"completed", "busy", "failed", "no-answer", "canceled"})
"""Of a call nothing can be done with any more.

Source: https://www.twilio.com/docs/voice/api/call-resource#call-status-values
"""


async def telephony_of(request: Request) -> Telephony:
    return request.app.state.telephony


async def signed_form(request: Request) -> Mapping[str, str]:
    """The form of a request Twilio signed; unknown fields are welcome.

    Answers, with the body unread, 403 without a signature, 411 or 413 for a body without a length or beyond
    `MAX_BODY_BYTES`; then 408 for a body that takes longer than `BODY_WITHIN_S`, and 403 for a wrong signature.
    """
    telephony: Telephony = request.app.state.telephony
    if not request.headers.get(SIGNATURE):
        raise _refused(request, "no signature")
    length = request.headers.get("content-length", "")
    if not (length.isascii() and length.isdecimal()):
        raise HTTPException(411, "a Content-Length header is needed")
    if len(length) > len(str(MAX_BODY_BYTES)) or int(length) > MAX_BODY_BYTES:
        raise HTTPException(413, f"a webhook has at most {MAX_BODY_BYTES} bytes")
    try:
        async with asyncio.timeout(BODY_WITHIN_S):
            form = await request.form()
    except TimeoutError:
        raise HTTPException(408, f"the body did not arrive within {BODY_WITHIN_S:g} s") from None
    except ClientDisconnect:
        raise HTTPException(400, "the body is incomplete") from None
    query = f"?{request.url.query}" if request.url.query else ""
    url = telephony.carrier_url + request.scope["root_path"].rstrip("/") + _path(request) + query
    if not valid_signature(url, form, request.headers, telephony.auth_token):
        raise _refused(request, "wrong signature")
    return {name: _CONTROL.sub("", value) for name, value in form.items() if isinstance(value, str)}


def _refused(request: Request, reason: str) -> HTTPException:
    log.warning("webhook.refused", path=request.url.path, reason=reason)
    return HTTPException(403, f"the {SIGNATURE} header is missing or wrong")


def _path(request: Request) -> str:
    return request.url.path.removeprefix(request.scope["root_path"].rstrip("/"))


SignedForm = Annotated[Mapping[str, str], Depends(signed_form)]
TelephonyDep = Annotated[Telephony, Depends(telephony_of)]


def xml(document: str) -> Response:
    return Response(document, media_type="text/xml")


def required(form: Mapping[str, str], name: str) -> str:
    """A field no such request comes without. Answers 400 otherwise."""
    if not form.get(name):
        raise HTTPException(400, f"the form field {name} is missing")
    return form[name]


def call_ended(form: Mapping[str, str]) -> bool:
    """Whether the call the request is about is over."""
    return form.get("CallStatus") in FINAL_STATUSES


def told_at(form: Mapping[str, str], now: datetime) -> datetime:
    """When what a status callback tells happened: it can be late, and repeated; `now` when it does not say.

    Source: https://www.twilio.com/docs/voice/api/call-resource#statuscallback
    """
    try:
        at = parsedate_to_datetime(form.get("Timestamp", ""))
    except ValueError:
        return now
    return at if at.tzinfo is not None and now - LATEST_CALLBACK <= at <= now else now


def lasted_s(form: Mapping[str, str]) -> int:
    """How long the call was up, in seconds, as far as the callback says."""
    said = form.get("CallDuration", "")
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 6 else 0


def has_talked(form: Mapping[str, str]) -> bool:
    """Whether caller and person were connected, by how the carrier says that a dialled leg is over.

    `DialBridged` says it outright, and is not always there. Without it a leg that was answered counts: nobody who has
    talked is to be asked for a message.

    Source: https://www.twilio.com/docs/voice/twiml/dial#action
    """
    bridged = form.get("DialBridged", "").strip().casefold()
    if bridged in ("true", "false"):
        return bridged == "true"
    answered = form.get("DialCallStatus", "").strip().casefold() in ("completed", "answered", "in-progress")
    return answered and form.get("DialCallDuration", "").strip() != "0"


def caller_number(form: Mapping[str, str]) -> str | None:
    """The number of the caller; None when they withhold it, or call from something that has none."""
    return valid_e164(form.get("From", ""))


def called_number(form: Mapping[str, str]) -> str:
    """The number that was dialled; empty when the request does not say."""
    return dialled_e164(form.get("To") or form.get("Called") or "")


def forwarding_telephone(form: Mapping[str, str]) -> str:
    """The telephone that forwards the call here, as the carrier writes it; empty when it says nothing.

    A trunk hands on what the network says (`Diversion`, RFC 5806: the latest first; `History-Info`, RFC 7044).
    """
    named = form.get("ForwardedFrom", "").strip()
    if named:
        return named
    for header in ("SipHeader_Diversion", "SipHeader_History-Info"):
        found = _TELEPHONE.search(form.get(header, ""))
        if found is not None:
            return found[1]
    return ""


@contextlib.contextmanager
def tried_again() -> Generator[None]:
    """Answers 503 while a store is away, so that the vendor sends the webhook again."""
    try:
        yield
    except StorageError as error:
        log.error("webhook.not_accepted", reason=str(error))
        raise HTTPException(503, "try again", headers={"Retry-After": "5"}) from None
