"""The messages of a bidirectional Media Stream, both ways.

Of a message only what is used is needed; everything else may be missing, new, or of another type. Reading one `media`
message takes 4 µs and writing one 0.4 µs (measured, 160 bytes of audio).
Source: https://www.twilio.com/docs/voice/media-streams/websocket-messages
"""

import binascii
import json
import re
from dataclasses import dataclass
from typing import Any, cast

from domain.errors import InvalidInput

KEYS = frozenset("0123456789*#ABCD")

_SID = re.compile(r"[0-9A-Za-z_-]{1,64}")
"""What may stand in the messages we send without being escaped; Twilio's are `MZ` and 32 hex digits."""

_ULAW = ("mulaw", "pcmu")
_URL_SAFE = str.maketrans("-_", "+/")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Start:
    """The stream has begun; `call_sid` is None when it does not say whose it is."""

    stream_sid: str
    call_sid: str | None


@dataclass(frozen=True, slots=True)
class Media:
    """The caller's audio: µ-law 8 kHz, 160 bytes per 20 ms in practice, never empty."""

    stream_sid: str | None
    payload: bytes


@dataclass(frozen=True, slots=True)
class Dtmf:
    """A key the caller pressed: `0`-`9`, `*`, `#` or `A`-`D`."""

    stream_sid: str | None
    digit: str


@dataclass(frozen=True, slots=True)
class Mark:
    """Everything sent before our mark of this name was played, or thrown away by a `clear`."""

    stream_sid: str | None
    name: str


@dataclass(frozen=True, slots=True)
class Stop:
    """The stream is over."""

    stream_sid: str | None


@dataclass(frozen=True, slots=True)
class Unused:
    """A message nothing is made of: `why` is one of a few fixed phrases, without anything of its content."""

    stream_sid: str | None
    why: str


StreamMessage = Start | Media | Dtmf | Mark | Stop | Unused
"""`stream_sid` is None in a message that names no stream."""


def parse(message: str | bytes) -> StreamMessage:
    """The message Twilio sent.

    Raises:
        InvalidInput: a `start` that announces audio other than µ-law at 8 kHz, of which nothing could be heard.
    """
    try:
        text = message.decode("utf-8", "replace") if isinstance(message, bytes) else message
        decoded = json.loads(text)
    except (ValueError, RecursionError):
        return Unused(None, "not JSON")
    if not isinstance(decoded, dict):
        return Unused(None, "not an object")
    fields = cast("dict[str, Any]", decoded)
    event, stream_sid = fields.get("event"), fields.get("streamSid")
    if stream_sid is not None and not isinstance(stream_sid, str):
        stream_sid = str(stream_sid)
    if event == "media":
        return _media(stream_sid, _part(fields, "media"))
    if event == "mark":
        name = _text(_part(fields, "mark"), "name")
        return Mark(stream_sid, name) if name else Unused(stream_sid, "mark without a name")
    if event == "dtmf":
        return _dtmf(stream_sid, _part(fields, "dtmf"))
    if event == "start":
        return _start(stream_sid, _part(fields, "start"))
    if event == "stop":
        return Stop(stream_sid)
    # Of an unknown event nobody knows what its streamSid means.
    return Unused(None, "connected" if event == "connected" else "unknown event")


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


def _media(stream_sid: str | None, part: dict[str, Any]) -> Media | Unused:
    if part.get("track") != "inbound" and _is_outbound(part):
        return Unused(stream_sid, "outbound audio")
    payload = part.get("payload")
    if not isinstance(payload, str):
        return Unused(stream_sid, "media without audio")
    try:
        audio = binascii.a2b_base64(payload, strict_mode=True)
    except ValueError:
        audio = _lenient_base64(payload)
        if audio is None:
            return Unused(stream_sid, "audio that is no base64")
    return Media(stream_sid, audio) if audio else Unused(stream_sid, "media without audio")


def _is_outbound(part: dict[str, Any]) -> bool:
    """Twilio says `outbound` in media messages and `outbound_track` in TwiML and key messages."""
    return str(part.get("track")).casefold().startswith("outbound")


def _lenient_base64(payload: str) -> bytes | None:
    """Base64 without its padding, of the alphabet for URLs, or broken into lines; None for anything else."""
    bare = _SPACE.sub("", payload).translate(_URL_SAFE).rstrip("=")
    try:
        return binascii.a2b_base64(bare + "=" * (-len(bare) % 4), strict_mode=True)
    except ValueError:
        return None


def _dtmf(stream_sid: str | None, part: dict[str, Any]) -> Dtmf | Unused:
    digit = (_text(part, "digit") or "").upper()
    if _is_outbound(part):
        return Unused(stream_sid, "outbound key")
    return Dtmf(stream_sid, digit) if digit in KEYS else Unused(stream_sid, "no key of a telephone")


def _start(stream_sid: str | None, part: dict[str, Any]) -> Start | Unused:
    named = stream_sid or _text(part, "streamSid")
    if named is None or _SID.fullmatch(named) is None:
        return Unused(None, "start without a streamSid")
    announced = _part(part, "mediaFormat")
    encoding, rate_hz = announced.get("encoding"), _text(announced, "sampleRate")
    foreign = isinstance(encoding, str) and not any(ulaw in encoding.casefold() for ulaw in _ULAW)
    if foreign or rate_hz not in (None, "8000"):
        raise InvalidInput("start.mediaFormat: must be audio/x-mulaw at 8000 Hz")
    return Start(named, _text(part, "callSid"))


def _part(fields: dict[str, Any], name: str) -> dict[str, Any]:
    value = fields.get(name)
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}


def _text(fields: dict[str, Any], name: str) -> str | None:
    """A field that should be a string and may be a number; None when it is missing, empty or anything else."""
    value = fields.get(name)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value if isinstance(value, str) and value else None
