"""How many parts a text is sent as."""

import pytest

from domain.notifications.sms_parts import parts_of


@pytest.mark.parametrize(
    ("text", "encoding", "used", "segments"),
    [
        ("", "GSM-7", 0, 1),
        ("a" * 160, "GSM-7", 160, 1),
        ("a" * 161, "GSM-7", 161, 2),
        ("a" * 306, "GSM-7", 306, 2),
        ("a" * 307, "GSM-7", 307, 3),
        ("€" * 80, "GSM-7", 160, 1),
        ("a" * 152 + "€" + "a" * 150, "GSM-7", 304, 2),
        ("é ü ß ñ à", "GSM-7", 9, 1),
        ("ê" * 70, "UCS-2", 70, 1),
        ("ê" * 71, "UCS-2", 71, 2),
        ("It\u2019s on" + "a" * 64, "UCS-2", 71, 2),
        ("\U0001f600" * 35, "UCS-2", 70, 1),
        ("\U0001f600" * 67, "UCS-2", 134, 3),
    ],
    ids=[
        "nothing", "160", "161", "306", "307", "euro signs", "a sign that is not cut", "letters of the alphabet",
        "70 outside it", "71 outside it", "a typographic quote", "35 emoji", "emoji that are not cut",
    ],
)  # fmt: skip
def test_a_text_is_cut_as_carriers_cut_it(text: str, encoding: str, used: int, segments: int) -> None:
    parts = parts_of(text)
    assert (parts.encoding, parts.used, parts.segments) == (encoding, used, segments)
