"""How many parts a text message is sent and charged as.

Source: 3GPP TS 23.038 section 6.2.1 (alphabet), https://www.twilio.com/docs/glossary/what-sms-character-limit
"""

from dataclasses import dataclass

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("^{}\\[~]|€\f")
"""Each takes two places of the basic alphabet."""


@dataclass(frozen=True, slots=True)
class Parts:
    """`encoding` is `GSM-7` or `UCS-2`; `used` counts its units: 7-bit places or 16-bit words."""

    encoding: str
    used: int
    segments: int


def parts_of(text: str) -> Parts:
    """How a carrier would cut it: one character outside GSM-7 makes all of it UCS-2."""
    if all(each in _BASIC or each in _EXTENDED for each in text):
        sizes = [2 if each in _EXTENDED else 1 for each in text]
        return Parts("GSM-7", sum(sizes), _segments(sizes, 160, 153))
    sizes = [2 if ord(each) > 0xFFFF else 1 for each in text]
    return Parts("UCS-2", sum(sizes), _segments(sizes, 70, 67))


def _segments(sizes: list[int], alone: int, joined: int) -> int:
    """No character is cut in two: one that does not fit begins the next part."""
    if sum(sizes) <= alone:
        return 1
    segments, used = 1, 0
    for size in sizes:
        if used + size > joined:
            segments, used = segments + 1, 0
        used += size
    return segments
