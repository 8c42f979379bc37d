"""Call control as TwiML."""

from urllib.parse import urlencode

from domain.call_control import (
    RING_TIMEOUT_S,
    VOICEMAIL_MAX_S,
    CallControl,
    HangUp,
    Hold,
    OpenStream,
    PutThrough,
    SayAndHangUp,
    TakeVoicemail,
)
from providers.twilio import twiml
from providers.twilio.callbacks import ATTEMPT, BUSINESS, CALL, STREAM, CallbackUrls


def render(step: CallControl, urls: CallbackUrls) -> str:
    """The TwiML that has Twilio carry the step out. Raises ValueError for a media address Twilio would refuse."""
    match step:
        case OpenStream(call_id, token, generation, wait_s):
            return twiml.connect_stream(
                f"{urls.media}/{call_id}/{token}",
                action=_with(urls.stream_ended, {CALL: call_id, STREAM: generation}),
                status_callback=urls.stream_status,
                pause_s=wait_s,
            )
        case SayAndHangUp(text, language):
            return twiml.say_and_hangup(text, language=language)
        case PutThrough(number, words, language):
            return twiml.dial(
                number,
                action=urls.transfer_ended,
                timeout_s=RING_TIMEOUT_S,
                say=words or None,
                language=language or None,
            )
        case Hold(words, language, pause_s, attempt):
            return twiml.hold(words, pause_s, _with(urls.voice, {ATTEMPT: attempt}), language=language)
        case TakeVoicemail(words, goodbye, language, business_id):
            return twiml.record_voicemail(
                words,
                action=urls.voicemail_recorded,
                # The callback says neither who was called nor by whom.
                recording_status_callback=_with(urls.voicemail_status, {BUSINESS: business_id}),
                max_length_s=VOICEMAIL_MAX_S,
                otherwise=goodbye,
                language=language,
            )
        case HangUp():
            return twiml.hang_up()


def _with(url: str, query: dict[str, object]) -> str:
    return f"{url}?{urlencode(query)}"
