"""The form fields of the carrier's webhooks.

Source: https://www.twilio.com/docs/voice/twiml#request-parameters and
https://www.twilio.com/docs/voice/api/call-resource#statuscallback
"""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime

_COUNTRIES = {"+61": "AU", "+64": "NZ", "+44": "GB", "+353": "IE", "+49": "DE", "+33": "FR", "+1": "US"}


def new_sid(prefix: str) -> str:
    """A fresh identifier in Twilio's form: two letters and 32 hex digits."""
    return prefix + secrets.token_hex(16)


def rfc2822(moment: datetime | None = None) -> str:
    return format_datetime(moment or datetime.now(UTC))


@dataclass(frozen=True, slots=True)
class CallFields:
    """What every webhook of one call carries.

    `parent_call_sid` and `forwarded_from` only where they apply; `caller_name` where the number looks it up.
    """

    account_sid: str
    call_sid: str
    from_number: str
    to_number: str
    direction: str = "inbound"
    caller_name: str | None = None
    forwarded_from: str | None = None

    def form(self, status: str, extra: Mapping[str, str] | None = None) -> dict[str, str]:
        """The fields of a request at this call status, `extra` on top."""
        fields = {
            "AccountSid": self.account_sid,
            "ApiVersion": "2010-04-01",
            "CallSid": self.call_sid,
            "CallStatus": status,
            "Direction": self.direction,
            "From": self.from_number,
            "To": self.to_number,
            "Caller": self.from_number,
            "Called": self.to_number,
            "CallToken": json.dumps({"parentCallInfoToken": self.call_sid[2:]}, separators=(",", ":")),
        }
        for side, number in (("From", self.from_number), ("To", self.to_number)):
            place = {"City": "", "State": "", "Zip": "", "Country": _country(number)}
            for name, value in place.items():
                fields[side + name] = value
                fields[("Caller" if side == "From" else "Called") + name] = value
        if self.caller_name is not None:
            fields["CallerName"] = self.caller_name
        if self.forwarded_from is not None:
            fields["ForwardedFrom"] = self.forwarded_from
        return fields | dict(extra or {})

    def completed(self, status: str, duration_s: float, sequence: int) -> dict[str, str]:
        """The fields of the status callback that ends a call."""
        seconds = round(duration_s)
        extra = {
            "Timestamp": rfc2822(),
            "CallbackSource": "call-progress-events",
            "SequenceNumber": str(sequence),
            "CallDuration": str(seconds),
            # In minutes, begun ones counted.
            "Duration": str(-(-seconds // 60)),
        }
        if status in {"completed", "busy", "no-answer"}:
            extra["SipResponseCode"] = {"completed": "200", "busy": "486", "no-answer": "487"}[status]
        return self.form(status, extra)

    def progress(self, status: str, sequence: int) -> dict[str, str]:
        """The fields of a status callback on the way: initiated, ringing, in-progress."""
        extra = {
            "Timestamp": rfc2822(),
            "CallbackSource": "call-progress-events",
            "SequenceNumber": str(sequence),
        }
        return self.form(status, extra)

    def stream(self, stream_sid: str, name: str, event: str, error: str | None) -> dict[str, str]:
        """The fields of a stream's status callback; `event` is stream-started, stream-stopped or stream-error."""
        fields = {
            "AccountSid": self.account_sid,
            "CallSid": self.call_sid,
            "StreamSid": stream_sid,
            "StreamName": name or stream_sid,
            "StreamEvent": event,
            "Timestamp": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z",
        }
        if error is not None:
            fields["StreamError"] = error
        return fields


def _country(number: str) -> str:
    for length in (4, 3, 2):
        if number[:length] in _COUNTRIES:
            return _COUNTRIES[number[:length]]
    return ""
