"""Posts webhooks as Twilio does: signed over the public address, delivered to wherever the application listens."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit
from uuid import UUID

import httpx
from fastapi import FastAPI
from redis.asyncio import Redis
from twilio.request_validator import RequestValidator

from config.settings import Settings
from deployments.telephony.app import telephony_app
from deployments.telephony.wiring import Telephony
from domain.ids import new_id
from sandbox.phone.twiml import parse
from sandbox.phone.verbs import Connect, Hangup, Record, Say, Verb
from storage.objects import Objects
from storage.postgres.database import Database
from storage.redis.stores import RedisStores
from storage.stores import Stores

PUBLIC_URL = "https://voice.example.com"
TOKEN = "auth-token-of-the-account"


def call_fields(to_number: str, call_sid: str | None = None, **changes: str) -> dict[str, str]:
    """The form of a ringing call, with fields this system knows nothing about."""
    return {
        "CallSid": call_sid or f"CA{new_id().hex}",
        "AccountSid": "AC" + "0" * 32,
        "From": "+61400000001",
        "To": to_number,
        "CallStatus": "ringing",
        "Direction": "inbound",
        "ApiVersion": "2010-04-01",
        "CallerCity": "",
        "FieldOfNextYear": "naïve & <unescaped> +1",
        **changes,
    }


@dataclass(frozen=True, slots=True)
class Twilio:
    """The carrier's side of the webhooks of one application mounted under `/webhooks`."""

    app: FastAPI
    public_url: str = PUBLIC_URL
    token: str = TOKEN

    def signature(self, path: str, fields: Mapping[str, str], algorithm: str = "HMAC_SHA1") -> str:
        """Twilio's signature over the public address."""
        url = f"{self.public_url}/webhooks/twilio/{path}"
        return str(RequestValidator(self.token).compute_signature(url, dict(fields), algorithm))

    async def post(
        self, path: str, fields: Mapping[str, str], headers: Mapping[str, str] | None = None
    ) -> httpx.Response:
        """Delivers the form; `headers` replace the signature."""
        sent = {"X-Twilio-Signature": self.signature(path, fields)} if headers is None else headers
        transport = httpx.ASGITransport(self.app, root_path="/webhooks")
        async with httpx.AsyncClient(transport=transport, base_url="http://10.0.0.7:8000") as http:
            return await http.post(f"/webhooks/twilio/{path}", data=dict(fields), headers=dict(sent))

    async def document(self, path: str, fields: Mapping[str, str]) -> tuple[Verb, ...]:
        """The verbs of a good answer."""
        answer = await self.post(path, fields)
        assert answer.status_code == 200, answer.text
        assert answer.headers["content-type"].startswith("text/xml")
        return parse(answer.text)


def webhooks(
    database: Database,
    redis: Redis,
    public_url: str = PUBLIC_URL,
    *,
    answer_within_s: float = 6.0,
    rings_longer_s: float = 7.0,
) -> Twilio:
    settings = Settings(
        _env_file=None,  # pyright: ignore[reportCallIssue]
        public_url=public_url,
        twilio_auth_token=TOKEN,  # pyright: ignore[reportArgumentType]
    )
    objects = Objects("memory://")
    stores = Stores(database, RedisStores.over(redis), objects, objects)
    telephony = Telephony(settings, stores, answer_within_s=answer_within_s, rings_longer_s=rings_longer_s)
    return Twilio(telephony_app(telephony), settings.carrier_url)


def connect(verbs: tuple[Verb, ...]) -> Connect:
    """The one verb of a document that opens a stream."""
    (verb,) = verbs
    assert isinstance(verb, Connect)
    return verb


def ticket_of(verbs: tuple[Verb, ...]) -> tuple[UUID, str]:
    """Call id and token in the stream's address."""
    path = urlsplit(connect(verbs).stream.url).path
    _, media, call_id, token = path.split("/")
    assert media == "media"
    return UUID(call_id), token


def voicemail(verbs: tuple[Verb, ...]) -> str:
    """The words of a document that asks for a message."""
    say, record, goodbye, hangup = verbs
    assert isinstance(say, Say)
    assert isinstance(record, Record)
    assert isinstance(goodbye, Say)
    assert isinstance(hangup, Hangup)
    return say.text


def spoken(verbs: tuple[Verb, ...]) -> str:
    """The words of a document that says something and then hangs up."""
    say, hangup = verbs
    assert isinstance(say, Say)
    assert isinstance(hangup, Hangup)
    return say.text
