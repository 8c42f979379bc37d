"""What the stand-in's account holds, each as the REST API words it."""

import io
import wave
from array import array
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from domain.audio import LINEAR
from sandbox.phone.call_fields import new_sid, rfc2822

API_VERSION = "2010-04-01"


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(slots=True)
class Call:
    """A call as its carrier reported it.

    `carrier` is the attachment that runs it.
    """

    sid: str
    account_sid: str
    from_number: str
    to_number: str
    direction: str
    status: str
    carrier: str
    created_at: datetime = field(default_factory=_now)
    updated_at: datetime = field(default_factory=_now)
    started_at: datetime | None = None
    ended_at: datetime | None = None

    @property
    def is_live(self) -> bool:
        return self.status in {"queued", "ringing", "in-progress"}

    def take_status(self, status: str) -> None:
        self.status = status
        self.updated_at = _now()
        if status == "in-progress" and self.started_at is None:
            self.started_at = self.updated_at
        if not self.is_live:
            self.ended_at = self.updated_at

    def json(self) -> dict[str, Any]:
        uri = f"/{API_VERSION}/Accounts/{self.account_sid}/Calls/{self.sid}"
        seconds = (
            (self.ended_at - self.started_at).total_seconds() if self.ended_at and self.started_at else None
        )
        return {
            "sid": self.sid,
            "account_sid": self.account_sid,
            "parent_call_sid": None,
            "to": self.to_number,
            "to_formatted": self.to_number,
            "from": self.from_number,
            "from_formatted": self.from_number,
            "phone_number_sid": None,
            "status": self.status,
            "start_time": rfc2822(self.started_at) if self.started_at else None,
            "end_time": rfc2822(self.ended_at) if self.ended_at else None,
            "duration": str(round(seconds)) if seconds is not None else None,
            "price": None,
            "price_unit": "USD",
            "direction": self.direction,
            "answered_by": None,
            "api_version": API_VERSION,
            "forwarded_from": None,
            "group_sid": None,
            "caller_name": None,
            "queue_time": "0",
            "trunk_sid": None,
            "date_created": rfc2822(self.created_at),
            "date_updated": rfc2822(self.updated_at),
            "uri": f"{uri}.json",
            "subresource_uris": {
                "notifications": f"{uri}/Notifications.json",
                "recordings": f"{uri}/Recordings.json",
                "streams": f"{uri}/Streams.json",
            },
        }


@dataclass(frozen=True, slots=True)
class Message:
    sid: str
    account_sid: str
    from_number: str | None
    to_number: str
    body: str
    messaging_service_sid: str | None = None
    created_at: datetime = field(default_factory=_now)

    def json(self, status: str = "delivered") -> dict[str, Any]:
        uri = f"/{API_VERSION}/Accounts/{self.account_sid}/Messages/{self.sid}"
        return {
            "sid": self.sid,
            "account_sid": self.account_sid,
            "from": self.from_number,
            "to": self.to_number,
            "body": self.body,
            "status": status,
            "direction": "outbound-api",
            "num_segments": str(segments(self.body)),
            "num_media": "0",
            "messaging_service_sid": self.messaging_service_sid,
            "date_created": rfc2822(self.created_at),
            "date_updated": rfc2822(self.created_at),
            "date_sent": rfc2822(self.created_at) if status == "delivered" else None,
            "price": None,
            "price_unit": "USD",
            "error_code": None,
            "error_message": None,
            "api_version": API_VERSION,
            "uri": f"{uri}.json",
            "subresource_uris": {"media": f"{uri}/Media.json"},
        }


def segments(body: str) -> int:
    """How many SMS the body takes: 160 or 153 a part in 7-bit text, 70 or 67 otherwise (ASCII stands for 7-bit)."""
    single, part = (160, 153) if body.isascii() else (70, 67)
    return 1 if len(body) <= single else -(-len(body) // part)


@dataclass(slots=True)
class PhoneNumber:
    """A number the account owns; `settings` by their REST names (VoiceUrl, StatusCallback, ...)."""

    sid: str
    account_sid: str
    number: str
    settings: dict[str, str]
    created_at: datetime = field(default_factory=_now)
    updated_at: datetime = field(default_factory=_now)
    kind: str = "local"
    sms: bool = True

    def change(self, settings: dict[str, str]) -> None:
        self.settings |= settings
        self.updated_at = _now()

    def json(self) -> dict[str, Any]:
        given = self.settings.get
        return {
            "sid": self.sid,
            "account_sid": self.account_sid,
            "phone_number": self.number,
            "friendly_name": given("FriendlyName", self.number),
            "voice_url": given("VoiceUrl", ""),
            "voice_method": given("VoiceMethod", "POST"),
            "voice_fallback_url": given("VoiceFallbackUrl", ""),
            "voice_fallback_method": given("VoiceFallbackMethod", "POST"),
            "voice_caller_id_lookup": given("VoiceCallerIdLookup", "false").lower() == "true",
            "voice_application_sid": given("VoiceApplicationSid") or None,
            "voice_receive_mode": "voice",
            "status_callback": given("StatusCallback", ""),
            "status_callback_method": given("StatusCallbackMethod", "POST"),
            "sms_url": given("SmsUrl", ""),
            "sms_method": given("SmsMethod", "POST"),
            "sms_fallback_url": given("SmsFallbackUrl", ""),
            "sms_fallback_method": given("SmsFallbackMethod", "POST"),
            "sms_application_sid": given("SmsApplicationSid") or None,
            "address_sid": given("AddressSid"),
            "address_requirements": "none",
            "bundle_sid": given("BundleSid"),
            "identity_sid": None,
            "trunk_sid": given("TrunkSid") or None,
            "emergency_status": "Inactive",
            "emergency_address_sid": None,
            "emergency_address_status": "unregistered",
            "capabilities": {"voice": True, "sms": self.sms, "mms": False, "fax": False},
            "beta": False,
            "origin": "twilio",
            "status": "in-use",
            "type": self.kind,
            "api_version": API_VERSION,
            "date_created": rfc2822(self.created_at),
            "date_updated": rfc2822(self.updated_at),
            "uri": f"/{API_VERSION}/Accounts/{self.account_sid}/IncomingPhoneNumbers/{self.sid}.json",
        }


@dataclass(frozen=True, slots=True)
class Recording:
    """A recording asked for over REST."""

    sid: str
    account_sid: str
    call_sid: str
    channels: int
    track: str
    started_at: datetime = field(default_factory=_now)

    def json(self, status: str, duration_s: int | None) -> dict[str, Any]:
        base = f"/{API_VERSION}/Accounts/{self.account_sid}/Calls/{self.call_sid}/Recordings/{self.sid}"
        return {
            "sid": self.sid,
            "account_sid": self.account_sid,
            "call_sid": self.call_sid,
            "conference_sid": None,
            "status": status,
            "channels": self.channels,
            "source": "StartCallRecordingAPI",
            "track": self.track,
            "duration": str(duration_s) if duration_s is not None else None,
            "start_time": rfc2822(self.started_at),
            "price": None,
            "price_unit": "USD",
            "error_code": None,
            "encryption_details": None,
            "api_version": API_VERSION,
            "date_created": rfc2822(self.started_at),
            "date_updated": rfc2822(self.started_at),
            "uri": f"{base}.json",
        }


@dataclass(frozen=True, slots=True)
class Tape:
    """What a caller left after a `<Record>`: µ-law 8 kHz."""

    sid: str
    call_sid: str
    ulaw: bytes = field(repr=False)

    def wav(self) -> bytes:
        """As Twilio's `.wav`: one channel of 16-bit PCM at 8 kHz."""
        pcm = array("h", [LINEAR[each] for each in self.ulaw]).tobytes()
        file = io.BytesIO()
        with wave.open(file, "wb") as written:
            written.setnchannels(1)
            written.setsampwidth(2)
            written.setframerate(8000)
            written.writeframes(pcm)
        return file.getvalue()


@dataclass(slots=True)
class Account:
    """Everything the stand-in keeps, in memory."""

    sid: str
    calls: dict[str, Call] = field(default_factory=dict)
    messages: dict[str, Message] = field(default_factory=dict)
    numbers: dict[str, PhoneNumber] = field(default_factory=dict)
    recordings: dict[str, Recording] = field(default_factory=dict)
    tapes: dict[str, Tape] = field(default_factory=dict)
    created_at: datetime = field(default_factory=_now)

    def json(self) -> dict[str, Any]:
        base = f"/{API_VERSION}/Accounts/{self.sid}"
        names = ("calls", "messages", "recordings", "incoming_phone_numbers", "available_phone_numbers")
        return {
            "sid": self.sid,
            "owner_account_sid": self.sid,
            "friendly_name": "Sandbox",
            "status": "active",
            "type": "Full",
            "auth_token": None,
            "date_created": rfc2822(self.created_at),
            "date_updated": rfc2822(self.created_at),
            "uri": f"{base}.json",
            "subresource_uris": {
                name: f"{base}/{''.join(part.title() for part in name.split('_'))}.json" for name in names
            },
        }

    def add_message(self, from_number: str | None, to_number: str, body: str, service: str | None) -> Message:
        message = Message(new_sid("SM"), self.sid, from_number, to_number, body, service)
        self.messages[message.sid] = message
        return message

    def add_number(self, number: str, settings: dict[str, str]) -> PhoneNumber:
        owned = PhoneNumber(new_sid("PN"), self.sid, number, settings)
        self.numbers[owned.sid] = owned
        return owned
