"""Requests as Twilio makes them: signed, form-encoded, answered with XML."""

from collections.abc import Mapping
from typing import Annotated

import structlog
from fastapi import Depends, HTTPException, Request, Response

from deployments.telephony.wiring import Telephony
from providers.twilio.signature import valid_signature

log = structlog.get_logger()

MAX_BODY_BYTES = 64 * 1024
"""Twilio's own posts have one or two kilobytes."""

WITHHELD = frozenset(
    (
        *("", "anonymous", "restricted", "blocked", "unknown", "unavailable"),
        *("+266696687", "+7378742833", "+2562533", "+8656696", "+86282452253"),
    )
)
"""How carriers say that a caller hides their number: the words, and what they spell on a keypad."""


FINAL_STATUSES = frozenset({"completed", "busy", "failed", "no-answer", "canceled"})
"""Of a call nothing can be done with any more.

Source: https://www.twilio.com/docs/voice/api/call-resource#call-status-values
"""


def telephony_of(request: Request) -> Telephony:
    return request.app.state.telephony


async def signed_form(request: Request) -> Mapping[str, str]:
    """The form of a request Twilio signed; unknown fields are welcome.

    Answers 403 for a wrong signature, 411 or 413 for a body without a length or beyond `MAX_BODY_BYTES`, unread.
    """
    telephony = telephony_of(request)
    length = request.headers.get("content-length", "")
    if not length.isdecimal():
        raise HTTPException(411, "a Content-Length header is needed")
    if int(length) > MAX_BODY_BYTES:
        raise HTTPException(413, f"a webhook has at most {MAX_BODY_BYTES} bytes")
    form = await request.form()
    fields = {name: value for name, value in form.items() if isinstance(value, str)}
    query = f"?{request.url.query}" if request.url.query else ""
    url = telephony.carrier_url + request.scope["root_path"].rstrip("/") + _path(request) + query
    if not valid_signature(url, form, request.headers, telephony.auth_token):
        log.warning("webhook.refused", path=request.url.path, reason="signature")
        raise HTTPException(403, "the X-Twilio-Signature header is missing or wrong")
    return fields


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


def caller_number(form: Mapping[str, str]) -> str | None:
    """The caller's number, None when withheld."""
    number = form.get("From", "").strip()
    return None if number.lower() in WITHHELD else number
