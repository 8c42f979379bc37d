"""Twilio's webhooks: a ringing call, the end of its stream, transfer or voicemail, status callbacks.

Every request is signed; an unsigned one is refused before anything is read from or written to a store. Answers are
TwiML even when our stores are down: a ringing caller always hears something.
"""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Awaitable, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

import structlog
from fastapi import APIRouter, FastAPI, Query, Response

from config.settings import Settings
from config.startup import start_process
from deployments.metrics import PhoneMetrics
from deployments.policies import signature
from deployments.serve_decorators import NEVER_FULL, deployment, ingress
from deployments.telephony import callbacks, routes, texts
from deployments.telephony.requests import (
    SignedForm,
    TelephonyDep,
    call_ended,
    called_number,
    caller_number,
    forwarding_telephone,
    has_talked,
    required,
    xml,
)
from deployments.telephony.wiring import Telephony
from domain.call_control import CallControl, PutThrough, SayAndHangUp
from domain.dialogue.lines import lines_for
from domain.errors import ReceptionistError, StorageError
from providers.twilio import twiml
from providers.twilio.call_control import render
from providers.twilio.callbacks import AGENT, ATTEMPT, BUSINESS, CALL, CALL_SID, STREAM, THEN
from services.routing.stream_ended import EndedStream
from storage.stores import open_stores

log = structlog.get_logger()

APOLOGY = SayAndHangUp(lines_for("en").model_failed_goodbye, "en")
"""For when nothing can be looked up, the caller's language included."""

router = APIRouter(tags=["telephony"])
router.include_router(callbacks.router)
router.include_router(texts.router)


async def answer(
    telephony: Telephony,
    form: Mapping[str, str],
    deciding: Awaitable[CallControl],
    within: asyncio.Timeout | None = None,
) -> Response:
    """The decided step as TwiML; an apology when it cannot be decided, or not in time.

    Args:
        within: the time there is; the usual one by default.
    """
    call_sid = form.get("CallSid", "")
    try:
        async with within or asyncio.timeout(telephony.answer_within_s):
            step = await deciding
    except (ReceptionistError, TimeoutError) as error:
        log.error("call.undecided", call_sid=call_sid, reason=str(error) or "it took too long")
        return xml(render(APOLOGY, telephony.callbacks))
    if isinstance(step, PutThrough):
        await telephony.put_throughs.began(step, call_sid, form.get("From", ""), datetime.now(UTC))
    log.info("call.decided", call_sid=call_sid, step=type(step).__name__)
    return xml(render(step, telephony.callbacks, call_sid))


@router.post(
    routes.VOICE, summary="A call comes in, or has been on hold for want of a line", openapi_extra=signature()
)
async def voice(
    form: SignedForm, telephony: TelephonyDep, attempt: Annotated[int, Query(alias=ATTEMPT, ge=0)] = 0
) -> Response:
    # A phone rings meanwhile, and one that rings longer is better than a caller who is sent away. On hold they wait.
    within = asyncio.timeout(telephony.answer_within_s if attempt else telephony.ringing_answer_within_s)
    return await answer(telephony, form, _incoming(form, telephony, attempt=attempt), within)


def _incoming(
    form: Mapping[str, str], telephony: Telephony, *, attempt: int = 0, staff_rung: bool = False
) -> Awaitable[CallControl]:
    return telephony.incoming_calls.decide(
        required(form, "CallSid"),
        caller_number(form),
        called_number(form) or required(form, "To"),
        datetime.now(UTC),
        attempt=attempt,
        caller=form.get("From", ""),
        forwarded_from=forwarding_telephone(form),
        staff_rung=staff_rung,
    )


@router.post(
    routes.STREAM_ENDED, summary="A call's media stream is over; what comes next?", openapi_extra=signature()
)
async def stream_ended(
    form: SignedForm,
    telephony: TelephonyDep,
    call: Annotated[UUID | None, Query(alias=CALL)] = None,
    stream: Annotated[int, Query(alias=STREAM, ge=0)] = 0,
) -> Response:
    ended = EndedStream(form.get("CallSid", ""), called_number(form), call_ended(form), call, stream)
    return await answer(telephony, form, telephony.ended_streams.after(ended, datetime.now(UTC)))


@router.post(
    routes.TRANSFER_ASKED,
    summary="A person was rung and has picked up; what do they hear?",
    openapi_extra=signature(),
)
async def transfer_asked(
    telephony: TelephonyDep,
    _: SignedForm,
    business: Annotated[UUID, Query(alias=BUSINESS)],
    sid: Annotated[str, Query(alias=CALL_SID)],
) -> Response:
    step = await telephony.put_throughs.ask(business, sid)
    return xml(render(step, telephony.callbacks, sid))


@router.post(
    routes.TRANSFER_ACCEPTED,
    summary="A person who was rung has pressed a key to take the call",
    openapi_extra=signature(),
)
async def transfer_accepted(
    telephony: TelephonyDep,
    _: SignedForm,
    business: Annotated[UUID, Query(alias=BUSINESS)],
    sid: Annotated[str, Query(alias=CALL_SID)],
) -> Response:
    log.info("transfer.accepted", call_sid=sid)
    await telephony.put_throughs.accepted(business, sid)
    return xml(twiml.empty())


@router.post(routes.TRANSFER_ENDED, summary="A transfer is over; what comes next?", openapi_extra=signature())
async def transfer_ended(
    form: SignedForm, telephony: TelephonyDep, then: Annotated[str, Query(alias=THEN)] = ""
) -> Response:
    call_sid, talked = form.get("CallSid", ""), has_talked(form)
    log.info("transfer.ended", call_sid=call_sid, status=form.get("DialCallStatus"), talked=talked)
    then_agent = then == AGENT and not call_ended(form)
    within = asyncio.timeout(telephony.ringing_answer_within_s if then_agent else telephony.answer_within_s)

    async def decided() -> CallControl:
        ended = await telephony.put_throughs.ended(
            call_sid, called_number(form), talked=talked, then_agent=then_agent
        )
        return ended or await _incoming(form, telephony, staff_rung=True)

    return await answer(telephony, form, decided(), within)


@router.post(
    routes.VOICEMAIL_RECORDED,
    summary="A caller has left a message; what comes next?",
    openapi_extra=signature(),
)
async def voicemail_recorded(form: SignedForm, telephony: TelephonyDep) -> Response:
    recorded = telephony.ended_calls.after_voicemail(called_number(form))
    return await answer(telephony, form, recorded)


@asynccontextmanager
async def _connected(app: FastAPI) -> AsyncGenerator[None]:
    """Opens connections before the first call rings; stores that are away now are tried again by that call."""
    telephony: Telephony = app.state.telephony
    with contextlib.suppress(StorageError):
        await telephony.database.ping()
        await telephony.capacity.by_node()
    yield


def telephony_app(telephony: Telephony) -> FastAPI:
    """The ASGI application."""
    app = FastAPI(
        title="Telephony webhooks", docs_url=None, redoc_url=None, openapi_url=None, lifespan=_connected
    )
    app.state.telephony = telephony
    app.include_router(router)
    return app


def build_telephony(settings: Settings) -> FastAPI:
    """The ASGI application with everything it needs."""
    stores = open_stores(
        settings.stores(),
        application_name="receptionist telephony",
        pool_size=settings.database_pool_size,
        max_overflow=settings.database_max_overflow,
        reads_from_replica=True,
    )
    return telephony_app(Telephony(settings, stores, on_rang=PhoneMetrics().rang))


def _in_replica() -> FastAPI:
    return build_telephony(start_process("telephony"))


@deployment(name="telephony", ray_actor_options={"num_cpus": 0}, max_ongoing_requests=NEVER_FULL)
@ingress(_in_replica)
class TelephonyDeployment:
    """Answers the carrier; Serve builds the application in each replica."""
