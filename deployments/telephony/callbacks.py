"""Twilio's status callbacks: what may matter is taken in once; while a store is away, Twilio is to send it again."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Annotated
from uuid import UUID

import structlog
from fastapi import APIRouter, Query, Response

from deployments.policies import signature
from deployments.telephony import routes
from deployments.telephony.requests import (
    SignedForm,
    TelephonyDep,
    call_ended,
    called_number,
    caller_number,
    lasted_s,
    required,
    told_at,
    tried_again,
    xml,
)
from deployments.telephony.wiring import Telephony
from domain.errors import NotFound
from domain.ids import new_id
from providers.twilio import twiml
from providers.twilio.callbacks import BUSINESS
from services.routing.voicemail import Recording
from storage.postgres import webhook_inbox
from storage.postgres.calls import NewCall

log = structlog.get_logger()

router = APIRouter()

USUAL_STREAM_EVENTS = frozenset({"stream-started", "stream-stopped"})
"""Two of each call, and nothing depends on them: the gateway sees streams come and go itself. They are only logged."""


@router.post(routes.STATUS, summary="Call status callback", openapi_extra=signature())
async def status(form: SignedForm, telephony: TelephonyDep) -> Response:
    call_sid, call_status = form.get("CallSid", ""), form.get("CallStatus", "")
    key = f"{call_sid}:status:{form.get('SequenceNumber') or call_status}"
    if call_ended(form):
        with tried_again():
            # Before the inbox: were it kept first and this failed, the next delivery would pass for a repetition.
            await _close(telephony, form, datetime.now(UTC))
    if await _first_time(telephony, key, form):
        log.info("call.status_changed", call_sid=call_sid, status=call_status)
    return xml(twiml.empty())


@router.post(routes.STREAM_STATUS, summary="Media stream status callback", openapi_extra=signature())
async def stream(form: SignedForm, telephony: TelephonyDep) -> Response:
    stream_event = form.get("StreamEvent", "")
    key = f"{form.get('CallSid', '')}:stream:{form.get('StreamSid', '')}:{stream_event}"
    if stream_event in USUAL_STREAM_EVENTS or await _first_time(telephony, key, form):
        known = log.warning if stream_event == "stream-error" else log.info
        known(
            "stream.status_changed",
            call_sid=form.get("CallSid"),
            status=stream_event,
            error=form.get("StreamError"),
        )
    return xml(twiml.empty())


@router.post(
    routes.VOICEMAIL_STATUS, summary="Recording status callback of a voicemail", openapi_extra=signature()
)
async def voicemail_status(
    form: SignedForm, telephony: TelephonyDep, business: Annotated[UUID, Query(alias=BUSINESS)]
) -> Response:
    """Keeps the message that Twilio has recorded.

    Source: https://www.twilio.com/docs/voice/twiml/record#attributes-recording-status-callback
    """
    call_sid, sid = required(form, "CallSid"), required(form, "RecordingSid")
    duration = form.get("RecordingDuration", "")
    if form.get("RecordingStatus", "completed") != "completed" or not form.get("RecordingUrl"):
        log.warning("voicemail.not_recorded", call_sid=call_sid, status=form.get("RecordingStatus"))
        return xml(twiml.empty())
    recording = Recording(sid, form["RecordingUrl"], int(duration) if duration.isdecimal() else 0)
    with tried_again():
        try:
            await telephony.voicemails.keep(business, call_sid, recording, datetime.now(UTC))
        except NotFound:
            log.error("voicemail.of_nobody", call_sid=call_sid, business_id=str(business))
        else:
            log.info("voicemail.kept", call_sid=call_sid, business_id=str(business))
    return xml(twiml.empty())


async def _close(telephony: Telephony, form: Mapping[str, str], now: datetime) -> None:
    call_sid, to_number = form.get("CallSid", ""), called_number(form)
    ended_at = told_at(form, now)
    coming = None
    if call_sid and form.get("Direction", "inbound") == "inbound":
        began_at = ended_at - timedelta(seconds=lasted_s(form))
        coming = NewCall(new_id(began_at), call_sid, caller_number(form), to_number, began_at)
    await telephony.ended_calls.close(
        call_sid, to_number, form.get("CallStatus", ""), now, ended_at=ended_at, coming=coming
    )


async def _first_time(telephony: Telephony, key: str, form: Mapping[str, str]) -> bool:
    """Whether this callback is new."""
    with tried_again():
        async with telephony.database.system() as session:
            return await webhook_inbox.accept(session, "twilio", key, dict(form))
