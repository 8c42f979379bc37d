"""Call control as TwiML."""

from collections.abc import Mapping
from urllib.parse import urlencode

from domain.call_control import (
    ACCEPT_WITHIN_S,
    VOICEMAIL_MAX_S,
    AskToAccept,
    CallControl,
    HangUp,
    Hold,
    OpenStream,
    PutThrough,
    Refuse,
    SayAndHangUp,
    TakeVoicemail,
)
from providers.twilio import twiml
from providers.twilio.callbacks import (
    AGENT,
    ATTEMPT,
    BUSINESS,
    CALL,
    CALL_SID,
    STREAM,
    THEN,
    CallbackUrls,
)


def render(step: CallControl, urls: CallbackUrls, call_sid: str = "") -> str:
    """The TwiML that has Twilio carry the step out. Raises ValueError for a media address Twilio would refuse.

    `call_sid` names the caller's call in what Twilio asks for a person who is rung for it.
    """
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
        case PutThrough(number, words, language, business_id):
            named = {BUSINESS: business_id, CALL_SID: call_sid}
            asks = step.asks and business_id is not None
            return twiml.dial(
                number,
                action=_with(urls.transfer_ended, {THEN: AGENT}) if step.then_agent else urls.transfer_ended,
                asks_at=_with(urls.transfer_asked, named) if asks else None,
                timeout_s=step.ring_s,
                say=words or None,
                language=language or None,
                rings_on=step.then_agent,
            )
        case AskToAccept(words, language, business_id):
            return twiml.ask_to_accept(
                words,
                action=_with(urls.transfer_accepted, {BUSINESS: business_id, CALL_SID: call_sid}),
                timeout_s=ACCEPT_WITHIN_S,
                language=language,
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
        case Refuse():
            return twiml.reject_busy()
        case HangUp():
            return twiml.hang_up()


def _with(url: str, query: Mapping[str, object]) -> str:
    return f"{url}?{urlencode(query)}"
