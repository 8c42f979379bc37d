"""Files a business shows and plays: what they may be, told from their bytes and not from what they are called.

Nothing that a browser would run is among them: no SVG, no HTML.
"""

from enum import StrEnum

from domain.errors import InvalidInput


class FileKind(StrEnum):
    LOGO = "logo"
    GREETING = "greeting"
    """Audio that is played to callers."""


LARGEST = {FileKind.LOGO: 512 * 1024, FileKind.GREETING: 1000 * 1024}
"""Bytes."""
ACCEPTED = {FileKind.LOGO: "PNG, JPEG, GIF or WebP", FileKind.GREETING: "WAV, MP3 or Ogg"}


def media_type_of(kind: FileKind, data: bytes) -> str:
    """The media type of such a file. Raises InvalidInput: it is too large, empty, or nothing of what is accepted."""
    if not data:
        raise InvalidInput("file: is empty")
    if len(data) > LARGEST[kind]:
        raise InvalidInput(f"file: may have {LARGEST[kind] // 1024} KiB at the most")
    found = _picture(data) if kind is FileKind.LOGO else _audio(data)
    if found is None:
        raise InvalidInput(f"file: has to be {ACCEPTED[kind]}")
    return found


def _picture(data: bytes) -> str | None:
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if data.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if data.startswith((b"GIF87a", b"GIF89a")):
        return "image/gif"
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "image/webp"
    return None


def _audio(data: bytes) -> str | None:
    if data.startswith(b"RIFF") and data[8:12] == b"WAVE":
        return "audio/wav"
    if data.startswith(b"OggS"):
        return "audio/ogg"
    # An MP3 begins with tags, or with the first frame: eleven set bits, and no layer that is reserved.
    frame = len(data) > 1 and data[0] == 0xFF and data[1] & 0xE0 == 0xE0 and data[1] & 0x06 != 0
    if data.startswith(b"ID3") or frame:
        return "audio/mpeg"
    return None
