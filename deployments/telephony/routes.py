"""The addresses Twilio uses. Each path stands here once, for the router that answers and for the URLs we give out."""

from domain.numbers.webhooks import NumberWebhooks
from providers.twilio.callbacks import CallbackUrls

PREFIX = "/webhooks"
"""Serve sends what begins with it to the telephony application, which does not see it."""

VOICE = "/twilio/voice"
STATUS = "/twilio/status"
STREAM_ENDED = "/twilio/stream-ended"
STREAM_STATUS = "/twilio/stream"
TRANSFER_ASKED = "/twilio/transfer-asked"
TRANSFER_ACCEPTED = "/twilio/transfer-accepted"
TRANSFER_ENDED = "/twilio/transfer-ended"
VOICEMAIL_RECORDED = "/twilio/voicemail-recorded"
VOICEMAIL_STATUS = "/twilio/voicemail-status"
SMS = "/twilio/sms"
SMS_STATUS = "/twilio/sms-status"
MAIL_EVENTS = "/sendgrid/events"

MEDIA = "/media"
"""Of media streams. The balancer sends it to the media gateways, never to Serve."""


def callback_urls(carrier_url: str, media_url: str) -> CallbackUrls:
    """The addresses as Twilio is given them.

    Args:
        carrier_url: the public address, without a slash at its end.
        media_url: the same for media streams, `wss://...`.
    """
    webhooks = carrier_url + PREFIX
    return CallbackUrls(
        voice=webhooks + VOICE,
        stream_ended=webhooks + STREAM_ENDED,
        stream_status=webhooks + STREAM_STATUS,
        transfer_asked=webhooks + TRANSFER_ASKED,
        transfer_accepted=webhooks + TRANSFER_ACCEPTED,
        transfer_ended=webhooks + TRANSFER_ENDED,
        voicemail_recorded=webhooks + VOICEMAIL_RECORDED,
        voicemail_status=webhooks + VOICEMAIL_STATUS,
        sms_status=webhooks + SMS_STATUS,
        media=media_url + MEDIA,
    )


def number_webhooks(carrier_url: str) -> NumberWebhooks:
    """Where calls and texts of a business's number are to go."""
    webhooks = carrier_url + PREFIX
    return NumberWebhooks(webhooks + VOICE, webhooks + STATUS, webhooks + SMS)


def stream_address(path: str) -> tuple[str, str] | None:
    """Call id and token of a media stream's path; None for any other path."""
    match path.removeprefix(MEDIA).split("/"):
        case ["", call_id, token] if path.startswith(MEDIA) and token:
            return call_id, token
        case _:
            return None
