"""Callback URLs: where Twilio asks what to do with a call next, and where it reports."""

from dataclasses import dataclass
from uuid import UUID

ATTEMPT = "attempt"
BUSINESS = "business"
CALL = "call"
CALL_SID = "sid"
NOTIFICATION = "notification"
STREAM = "stream"
THEN = "then"
"""Query parameters of the callbacks: what they are about, where Twilio's form does not say it."""

AGENT = "agent"
"""Of `THEN`: the agent answers when nobody takes the call."""


@dataclass(frozen=True, slots=True)
class CallbackUrls:
    """Where Twilio asks what comes next and where it reports: absolute addresses without a query.

    Attributes:
        voice: asked for a call that comes in; with `ATTEMPT`, for one that has been on hold.
        stream_ended: asked after a media stream; `CALL` and `STREAM` name it.
        stream_status: told how a media stream fares.
        transfer_asked: asked what a person who was rung is to hear; `BUSINESS` and `CALL_SID` name the caller's call.
        transfer_accepted: told that they take the call; the same.
        transfer_ended: asked after a person was rung; `THEN` says who is next when they did not take the call.
        voicemail_recorded: asked after a caller has left a message.
        voicemail_status: told where the message is; `BUSINESS` names whose it is.
        sms_status: told what becomes of a text; `BUSINESS` and `NOTIFICATION` name it.
        media: media streams are opened below it, at `{media}/{call id}/{token}`; `wss://...`.
    """

    voice: str
    stream_ended: str
    stream_status: str
    transfer_asked: str
    transfer_accepted: str
    transfer_ended: str
    voicemail_recorded: str
    voicemail_status: str
    sms_status: str
    media: str

    def report_of_text(self, business_id: UUID, notification_id: UUID) -> str:
        """Where Twilio tells what becomes of this text."""
        return f"{self.sms_status}?{BUSINESS}={business_id}&{NOTIFICATION}={notification_id}"
