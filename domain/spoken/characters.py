"""Text from outside, cleaned where it enters: nothing in it that no store can keep and no voice can say.

Lone surrogates cannot be encoded, a NUL cannot be written to Postgres, and one such row holds up what comes after it.
"""

import re
from collections.abc import Mapping
from typing import Any, cast

_PAIR = re.compile("([\ud800-\udbff])([\udc00-\udfff])")
_MANGLED = re.compile(r"\x00([a-f][0-9a-f])")
"""`\\u0000e9` for `\\u00e9`: models that escape letters of Latin-1 get the code wrong in this way."""

_UNWANTED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\uffff"
    "\ufdd0-\ufdef\ud800-\udfff\ue000-\uf8ff\U000e0000-\U0010ffff]"
)
"""Controls, surrogates, private use, what directs or tags other text, and what is no character. A zero-width joiner
stays: Hindi and Persian need it."""

_PUNCTUATION: Mapping[str, str] = {
    "\x13": "–",
    "\x14": "—",
    "\x18": "‘",
    "\x19": "’",
    "\x1c": "“",
    "\x1d": "”",
}
"""`\\u0019` for `\\u2019`: the same with quotes and dashes."""

_SUSPECT = re.compile("[^\n\t\x20-\x7e\u00a0-\u00ac\u00ae-\u017f]")
_HELD = re.compile("(?:[\ud800-\udbff]|\x00[a-f]?)$")


def clean(text: str) -> str:
    """The text without what cannot be stored or said. Halves of a pair that stand side by side are put together."""
    if not _SUSPECT.search(text):
        return text
    text = _PAIR.sub(lambda pair: _joined(*pair.groups()), text)
    text = _MANGLED.sub(lambda code: chr(int(code[1], 16)), text)
    return _UNWANTED.sub(_instead, text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n"))


def clean_value(value: Any) -> Any:
    """Parsed JSON with every string in it cleaned, names of fields included."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list):
        return [clean_value(each) for each in cast("list[Any]", value)]
    if isinstance(value, dict):
        return {clean_value(name): clean_value(each) for name, each in cast("dict[Any, Any]", value).items()}
    return value


class StreamCleaner:
    """`clean` for text that comes in pieces, which may be cut within a character."""

    def __init__(self) -> None:
        self._held = ""

    def feed(self, delta: str) -> str:
        """This piece, cleaned; half a character at its end waits for the next one."""
        text = self._held + delta
        cut = _HELD.search(text)
        self._held = text[cut.start() :] if cut else ""
        return clean(text[: cut.start()] if cut else text)

    def flush(self) -> str:
        """What is left when the text is over."""
        rest, self._held = self._held, ""
        return clean(rest)


def _joined(high: str, low: str) -> str:
    return chr(0x10000 + (ord(high) - 0xD800) * 0x400 + (ord(low) - 0xDC00))


def _instead(unwanted: re.Match[str]) -> str:
    sign = unwanted[0]
    if sign in _PUNCTUATION:
        return _PUNCTUATION[sign]
    if "\x80" <= sign <= "\x9f":
        # Windows' code page taken for Latin-1: \x92 is an apostrophe.
        return sign.encode("latin-1").decode("cp1252", "ignore")
    return ""
