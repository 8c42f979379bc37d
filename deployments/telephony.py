"""Twilio's webhooks: a ringing call, the end of its stream or transfer, status callbacks.

Every request is signed; an unsigned one is refused before anything is read from or written to a store. Answers are
TwiML even when our stores are down: a ringing caller always hears something.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Iterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Annotated

import structlog
from fastapi import APIRouter, Depends, FastAPI, HTTPException, Request, Response
from ray import serve

from config.logging import configure_logging
from config.sentry import start_sentry
from config.settings import Settings, load_settings
from domain.dialogue.policy import lines_for
from domain.errors import ReceptionistError, StorageError
from providers.twilio import twiml
from providers.twilio.signature import valid_signature
from services.profiles import Profiles
from services.reception import HangUp, OpenStream, PutThrough, Reception, SayAndHangUp, Step
from storage import webhook_inbox
from storage.database import Database
from storage.live import LiveCalls
from storage.redis_connection import open_redis

log = structlog.get_logger()

PREFIX = "/webhooks"
RING_TIMEOUT_S = 25
MAX_BODY_BYTES = 64 * 1024
"""Twilio's own posts have one or two kilobytes."""
ANSWER_WITHIN_S = 6.0
"""The caller hears silence until our answer, and Twilio gives up on us after 15 s."""

WITHHELD = frozenset(
    (
        *("", "anonymous", "restricted", "blocked", "unknown", "unavailable"),
        *("+266696687", "+7378742833", "+2562533", "+8656696", "+86282452253"),
    )
)
"""How carriers say that a caller hides their number: the words, and what they spell on a keypad."""

router = APIRouter(prefix="/twilio", tags=["telephony"])


class Telephony:
    """What the webhooks need; one per replica."""

    def __init__(
        self,
        settings: Settings,
        database: Database,
        live: LiveCalls,
        profiles: Profiles,
        *,
        answer_within_s: float = ANSWER_WITHIN_S,
    ) -> None:
        self.auth_token = settings.vendors().twilio_auth_token
        self.carrier_url = settings.carrier_url
        self.media_url = settings.media_url
        self.database = database
        self.live = live
        self.answer_within_s = answer_within_s
        self.reception = Reception(database, live, profiles, token_key=self.auth_token)

    def document(self, step: Step) -> str:
        """The step as TwiML."""
        match step:
            case OpenStream(path):
                return twiml.connect_stream(
                    self.media_url + path,
                    action=f"{self.carrier_url}{PREFIX}/twilio/stream-ended",
                    status_callback=f"{self.carrier_url}{PREFIX}/twilio/stream",
                )
            case SayAndHangUp(text, language):
                return twiml.say_and_hangup(text, language=language)
            case PutThrough(number):
                return twiml.dial(
                    number,
                    action=f"{self.carrier_url}{PREFIX}/twilio/transfer-ended",
                    timeout_s=RING_TIMEOUT_S,
                )
            case HangUp():
                return twiml.hang_up()

    def apology(self) -> str:
        """For when nothing can be looked up, the caller's language included."""
        return twiml.say_and_hangup(lines_for("en").model_failed_goodbye, language="en")


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


Form = Annotated[Mapping[str, str], Depends(signed_form)]
Office = Annotated[Telephony, Depends(telephony_of)]


def xml(document: str) -> Response:
    return Response(document, media_type="text/xml")


async def answer(telephony: Telephony, call_sid: str, deciding: Awaitable[Step]) -> Response:
    """The decided step as TwiML; an apology when it cannot be decided, or not in time."""
    try:
        async with asyncio.timeout(telephony.answer_within_s):
            step = await deciding
    except (ReceptionistError, TimeoutError) as error:
        log.error("call.undecided", call_sid=call_sid, reason=str(error) or "it took too long")
        return xml(telephony.apology())
    log.info("call.decided", call_sid=call_sid, step=type(step).__name__)
    return xml(telephony.document(step))


@router.post("/voice", summary="A call comes in")
async def voice(form: Form, telephony: Office) -> Response:
    call_sid, to_number = required(form, "CallSid"), required(form, "To")
    incoming = telephony.reception.incoming(call_sid, caller_number(form), to_number, datetime.now(UTC))
    return await answer(telephony, call_sid, incoming)


@router.post("/stream-ended", summary="A call's media stream is over; what comes next?")
async def stream_ended(form: Form, telephony: Office) -> Response:
    call_sid = form.get("CallSid", "")
    ended = telephony.reception.stream_ended(call_sid, form.get("To", ""), datetime.now(UTC))
    return await answer(telephony, call_sid, ended)


@router.post("/transfer-ended", summary="A transfer is over; what comes next?")
async def transfer_ended(form: Form, telephony: Office) -> Response:
    bridged = form.get("DialBridged", "").lower() == "true"
    ended = telephony.reception.transfer_ended(form.get("To", ""), bridged=bridged)
    return await answer(telephony, form.get("CallSid", ""), ended)


@router.post("/status", summary="Call status callback")
async def status(form: Form, telephony: Office) -> Response:
    call_sid, call_status = form.get("CallSid", ""), form.get("CallStatus", "")
    key = f"{call_sid}:status:{form.get('SequenceNumber') or call_status}"
    with _tried_again():
        # Before the inbox: were it kept first and this failed, the next delivery would pass for a repetition.
        await telephony.reception.status_changed(call_sid, form.get("To", ""), call_status, datetime.now(UTC))
    if await _first_time(telephony, key, form):
        log.info("call.status_changed", call_sid=call_sid, status=call_status)
    return xml(twiml.empty())


@router.post("/stream", summary="Media stream status callback")
async def stream(form: Form, telephony: Office) -> Response:
    stream_event = form.get("StreamEvent", "")
    key = f"{form.get('CallSid', '')}:stream:{form.get('StreamSid', '')}:{stream_event}"
    if await _first_time(telephony, key, form):
        known = log.warning if stream_event == "stream-error" else log.info
        known(
            "stream.status_changed",
            call_sid=form.get("CallSid"),
            status=stream_event,
            error=form.get("StreamError"),
        )
    return xml(twiml.empty())


async def _first_time(telephony: Telephony, key: str, form: Mapping[str, str]) -> bool:
    """Whether this callback is new."""
    with _tried_again():
        async with telephony.database.system() as session:
            return await webhook_inbox.accept(session, "twilio", key, dict(form))


@contextlib.contextmanager
def _tried_again() -> Iterator[None]:
    """Answers 503 while a store is away, so that Twilio sends the callback again."""
    try:
        yield
    except StorageError as error:
        log.error("webhook.not_accepted", reason=str(error))
        raise HTTPException(503, "try again", headers={"Retry-After": "5"}) from None


def required(form: Mapping[str, str], name: str) -> str:
    """A field no call comes without. Answers 400 otherwise."""
    if not form.get(name):
        raise HTTPException(400, f"the form field {name} is missing")
    return form[name]


def caller_number(form: Mapping[str, str]) -> str | None:
    """The caller's number, None when withheld."""
    number = form.get("From", "").strip()
    return None if number.lower() in WITHHELD else number


@asynccontextmanager
async def _connected(app: FastAPI) -> AsyncIterator[None]:
    """Opens connections before the first call rings; stores that are away now are tried again by that call."""
    telephony: Telephony = app.state.telephony
    with contextlib.suppress(StorageError):
        await telephony.database.ping()
        await telephony.live.capacity()
    yield


def telephony_app(telephony: Telephony) -> FastAPI:
    """The ASGI application."""
    app = FastAPI(
        title="Telephony webhooks", docs_url=None, redoc_url=None, openapi_url=None, lifespan=_connected
    )
    app.state.telephony = telephony
    app.include_router(router)
    return app


def _in_replica() -> FastAPI:
    settings = load_settings()
    configure_logging(settings.log_level, settings.log_format)
    start_sentry(settings, component="telephony")
    redis = open_redis(settings.required("redis_url"))
    database = Database(
        settings.required("database_url"),
        read_url=settings.read_database_url,
        pool_size=settings.database_pool_size,
        max_overflow=settings.database_max_overflow,
        application_name="receptionist telephony",
    )
    return telephony_app(Telephony(settings, database, LiveCalls(redis), Profiles(database, redis)))


@serve.deployment(name="telephony", ray_actor_options={"num_cpus": 0}, max_ongoing_requests=100)
@serve.ingress(_in_replica)
class TelephonyDeployment:
    """Answers the carrier; Serve builds the application in each replica."""
