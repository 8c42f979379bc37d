"""What a file is shows in its bytes; what a browser would run is refused."""

import pytest

from domain.brand import LARGEST, FileKind, media_type_of
from domain.errors import InvalidInput

LOGO, GREETING = FileKind.LOGO, FileKind.GREETING


@pytest.mark.parametrize(
    ("kind", "data", "media_type"),
    [
        (LOGO, b"\x89PNG\r\n\x1a\nrest", "image/png"),
        (LOGO, b"\xff\xd8\xff\xe0rest", "image/jpeg"),
        (LOGO, b"GIF89arest", "image/gif"),
        (LOGO, b"RIFF0000WEBPVP8 ", "image/webp"),
        (GREETING, b"RIFF0000WAVEfmt ", "audio/wav"),
        (GREETING, b"OggSrest", "audio/ogg"),
        (GREETING, b"ID3rest", "audio/mpeg"),
        (GREETING, b"\xff\xfb\x90rest", "audio/mpeg"),
    ],
)
def test_known_files_are_told_by_their_bytes(kind: FileKind, data: bytes, media_type: str) -> None:
    assert media_type_of(kind, data) == media_type


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        (LOGO, b""),
        (LOGO, b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>"),
        (LOGO, b"<html><script>1</script>"),
        (LOGO, b"RIFF0000WAVEfmt "),
        (GREETING, b"\x89PNG\r\n\x1a\n"),
        (GREETING, b"\xff\xf9\x00"),
        (LOGO, b"\xff\xd8\xff" + bytes(LARGEST[LOGO])),
        (GREETING, b"ID3" + bytes(LARGEST[GREETING])),
    ],
)
def test_anything_else_is_refused(kind: FileKind, data: bytes) -> None:
    with pytest.raises(InvalidInput, match="file: "):
        media_type_of(kind, data)
