# The twilio package has no types.
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
"""The TwiML documents we answer with, as strings.

Text and numbers may hold any characters: the SDK escapes markup, and characters XML cannot carry are dropped.
Source: https://www.twilio.com/docs/voice/twiml
"""

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from twilio.twiml.messaging_response import MessagingResponse
from twilio.twiml.voice_response import Connect, Dial, Gather, Stream, VoiceResponse

MAX_PARAMETER_CHARS = 499
"""Name and value of a stream parameter together stay under 500 characters.

Source: https://www.twilio.com/docs/voice/twiml/stream#custom-parameters
"""

SAY_LANGUAGES: Mapping[str, tuple[str, ...]] = {
    "en": ("en-US", "en-GB", "en-AU", "en-CA", "en-IN"),
    "de": ("de-DE",),
    "fr": ("fr-FR", "fr-CA"),
    "es": ("es-ES", "es-MX", "es-US"),
    "it": ("it-IT",),
}
"""The tags `<Say>` takes without a voice being named, by language; the first stands in for regions that are not listed.

With a tag Twilio does not list (`de`, `de-AT`) the instruction fails and the call with it.
Source: https://www.twilio.com/docs/voice/twiml/say#language
"""

_SPANISH_OF_SPAIN = ("es", "es-ES", "es-GQ", "es-EA", "es-IC")
_ENGLISH_AS_IN_BRITAIN = ("en-IE", "en-NZ", "en-ZA", "en-MT", "en-SG", "en-HK")

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def connect_stream(
    url: str,
    *,
    action: str | None = None,
    status_callback: str | None = None,
    parameters: Mapping[str, str] | None = None,
    pause_s: int = 0,
) -> str:
    """Connects the call to a bidirectional media stream at `url`, after `pause_s` of silence.

    Args:
        url: `wss://...` without a query string (Twilio refuses or strips one, error 31920); `ws://` only on the
            loopback, for a simulated carrier.
        action: requested when the stream has ended; its answer goes on with the call.
        status_callback: told of `stream-started`, `stream-stopped` and `stream-error`.
        parameters: handed to us in the stream's `start` message.

    Raises:
        ValueError: Twilio would refuse the URL or a parameter.
    """
    parts = urlsplit(url)
    local = parts.scheme == "ws" and parts.hostname in ("127.0.0.1", "localhost", "::1")
    if not (parts.scheme == "wss" or local) or "?" in url:
        raise ValueError("a stream URL starts with wss:// and has no query string")
    response = VoiceResponse()
    if pause_s:
        response.pause(length=pause_s)
    connect = Connect(action=action, method="POST" if action else None)
    stream = Stream(
        url=url,
        track="inbound_track",
        status_callback=status_callback,
        status_callback_method="POST" if status_callback else None,
    )
    for name, value in (parameters or {}).items():
        if len(name) + len(value) > MAX_PARAMETER_CHARS:
            raise ValueError(f"stream parameter {name!r} is too long")
        stream.parameter(name=name, value=_xml_text(value))
    connect.append(stream)
    response.append(connect)
    return str(response)


def say_and_hangup(text: str, *, language: str | None = None, voice: str | None = None) -> str:
    """Speaks `text` with Twilio's own voice, then ends the call."""
    response = VoiceResponse()
    _say(response, text, language, voice)
    response.hangup()
    return str(response)


def dial(
    number: str,
    *,
    action: str,
    asks_at: str | None = None,
    timeout_s: int = 20,
    caller_id: str | None = None,
    say: str | None = None,
    language: str | None = None,
    rings_on: bool = False,
) -> str:
    """Puts the caller through to `number`, ringing for `timeout_s`; the answer of `action` then goes on.

    `say` is spoken first. Whoever picks up is dealt with by the TwiML at `asks_at` before the caller hears them; a
    hang-up in it ends their leg, unbridged. `action` receives DialCallStatus and DialBridged. With `rings_on` a call
    that was not answered yet is only once somebody takes it: until then its caller hears their own carrier's ringing.
    Source: https://www.twilio.com/docs/voice/twiml/number#url,
    https://www.twilio.com/docs/voice/twiml/dial#answeronbridge
    """
    response = VoiceResponse()
    if say:
        _say(response, say, language)
    dialled = Dial(
        action=action,
        method="POST",
        timeout=timeout_s,
        caller_id=caller_id,
        answer_on_bridge=True if rings_on else None,
    )
    dialled.number(_xml_text(number), url=asks_at, method="POST" if asks_at else None)
    response.append(dialled)
    return str(response)


def ask_to_accept(text: str, *, action: str, timeout_s: int, language: str | None = None) -> str:
    """Speaks `text` twice and waits for a key, which requests `action`; without one hangs up."""
    response = VoiceResponse()
    gathered = Gather(action=action, method="POST", num_digits=1, timeout=timeout_s, finish_on_key="")
    _say(gathered, text, language)
    gathered.pause(length=1)
    _say(gathered, text, language)
    response.append(gathered)
    response.hangup()
    return str(response)


def reject_busy() -> str:
    """Refuses the call with a busy tone; it is not billed."""
    response = VoiceResponse()
    response.reject(reason="busy")
    return str(response)


def record_voicemail(
    greeting: str,
    *,
    action: str,
    recording_status_callback: str | None = None,
    max_length_s: int = 120,
    otherwise: str | None = None,
    language: str | None = None,
) -> str:
    """Speaks `greeting`, beeps and records until silence, a key or `max_length_s`; then requests `action`.

    When nothing was said Twilio does not ask: `otherwise` is spoken and the call ends.
    Source: https://www.twilio.com/docs/voice/twiml/record#attributes-action
    """
    response = VoiceResponse()
    _say(response, greeting, language)
    response.record(
        action=action,
        method="POST",
        max_length=max_length_s,
        play_beep=True,
        recording_status_callback=recording_status_callback,
        recording_status_callback_method="POST" if recording_status_callback else None,
    )
    if otherwise:
        _say(response, otherwise, language)
        response.hangup()
    return str(response)


def hold(text: str, pause_s: int, url: str, *, language: str | None = None) -> str:
    """Speaks `text`, is silent for `pause_s` and goes on with the TwiML at `url`."""
    response = VoiceResponse()
    _say(response, text, language)
    response.pause(length=pause_s)
    response.redirect(_xml_text(url), method="POST")
    return str(response)


def redirect(url: str) -> str:
    """Goes on with the TwiML at `url`."""
    response = VoiceResponse()
    response.redirect(_xml_text(url), method="POST")
    return str(response)


def hang_up() -> str:
    """Ends the call."""
    response = VoiceResponse()
    response.hangup()
    return str(response)


def message(text: str) -> str:
    """Writes this back to whoever wrote.

    Source: https://www.twilio.com/docs/messaging/twiml/message
    """
    response = MessagingResponse()
    response.message(_xml_text(text))
    return str(response)


def empty() -> str:
    """Does nothing: the answer to callbacks whose answer is not TwiML, and the end of an `action`."""
    return str(VoiceResponse())


def _say(response: VoiceResponse | Gather, text: str, language: str | None, voice: str | None = None) -> None:
    response.say(_xml_text(text), language=say_language(language) if language else None, voice=voice)


def say_language(tag: str) -> str:
    """The listed tag that is nearest to a business's BCP 47 tag: itself, else one of its language, else `en-US`."""
    language, _, region = tag.replace("_", "-").partition("-")
    wanted = f"{language.lower()}-{region.upper()}" if region else language.lower()
    listed = SAY_LANGUAGES.get(language.lower(), SAY_LANGUAGES["en"])
    if wanted in listed:
        return wanted
    if wanted in _ENGLISH_AS_IN_BRITAIN:
        return "en-GB"
    if language.lower() == "es" and wanted not in _SPANISH_OF_SPAIN:
        return "es-MX"
    return listed[0]


def _xml_text(text: str) -> str:
    return _NOT_XML.sub("", text)
