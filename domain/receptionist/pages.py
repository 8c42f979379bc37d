"""The text of a page or text file that an owner uploads: what people read of it, without marks.

Pages are read here rather than by Python's own parser: that takes time with the square of the length of hostile input
(CVE-2025-6069), and this is asked for by anybody who signs up. Every step looks at each character a bounded number of
times. Nothing a page refers to is ever fetched.
"""

import html
import re
import string
import unicodedata
from collections.abc import Iterator
from pathlib import PurePosixPath

from domain.errors import InvalidInput
from domain.receptionist.checks import LONGEST_TEXT

LARGEST_FILE = 512 * 1024

PAGES = frozenset({".html", ".htm", ".xhtml"})
TEXTS = frozenset({".txt", ".md", ".markdown", ".text"})

_TAG = re.compile(r"</?([a-zA-Z][a-zA-Z0-9]{0,30})(?![a-zA-Z0-9])[^<>]*>")
_UNREAD = frozenset(
    {"title", "script", "style", "template", "noscript", "svg", "head", "nav", "iframe", "object", "select"}
)
"""Elements whose content nobody reads, or everybody knows: menus."""

_LINES = frozenset(
    "address article aside blockquote br dd div dl dt fieldset figcaption footer form h1 h2 h3 h4 h5 h6 header hr li "
    "main ol p pre section table td th tr ul".split()
)
_LOWER = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)
"""Unlike `str.lower` it changes no text's length."""

_TITLE = re.compile(r"<title[^<>]*>([^<]{1,300})</title", re.IGNORECASE)
_MARKDOWN = re.compile(
    r"^[ \t]{0,3}(?:#{1,6}|>|[-*+])[ \t]+|[*_`]{1,3}(?=\S)|(?<=\S)[*_`]{1,3}", re.MULTILINE
)
_LINK = re.compile(r"!?\[([^\[\]\n]{0,300})\]\([^()\s]{0,500}\)")


def text_of(name: str, data: bytes) -> tuple[str, str]:
    """A title and the text of a file.

    Raises:
        InvalidInput: too large, of another kind, no text, or nothing to read in it.
    """
    if len(data) > LARGEST_FILE:
        raise InvalidInput(f"file: at most {LARGEST_FILE // 1024} KiB; take the part that callers ask about")
    kind = PurePosixPath(name.lower()).suffix
    if kind not in PAGES | TEXTS:
        raise InvalidInput(
            "file: must be a page (.html) or a text (.txt, .md); save other kinds, such as PDF, as text first"
        )
    raw = _decoded(data)
    title, text = page_text(raw) if kind in PAGES else ("", _plain(raw, markdown=kind != ".txt"))
    if not text:
        raise InvalidInput("file: holds no text to read")
    return _clean(title)[:200] or PurePosixPath(name).stem[:200], text


def page_text(source: str) -> tuple[str, str]:
    """Title and text of a page, a line for each block."""
    found = _TITLE.search(source)
    title = " ".join(html.unescape(found[1]).split()) if found else ""
    return title, _lines("".join(_read(source)))


def parts(text: str) -> Iterator[str]:
    """A text in pieces that an entry can hold, cut between lines, or between words."""
    while len(text) > LONGEST_TEXT:
        at = max(text.rfind("\n", 1, LONGEST_TEXT), text.rfind(" ", LONGEST_TEXT // 2, LONGEST_TEXT))
        at = at if at > 0 else LONGEST_TEXT
        yield text[:at].strip()
        text = text[at:].strip()
    if text:
        yield text


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = data.decode("utf-16", "replace")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("cp1252", "replace")
    if "\x00" in text:
        raise InvalidInput("file: is no text; save it as text or as a page first")
    return text


def _read(source: str) -> Iterator[str]:
    """What stands between tags; a comment or an unread element that does not end takes the rest with it."""
    low = source.translate(_LOWER)
    place = 0
    while place < len(source):
        begin = source.find("<", place)
        if begin < 0:
            yield html.unescape(source[place:])
            return
        yield html.unescape(source[place:begin])
        if source.startswith("<!--", begin):
            place = _behind(low, "-->", begin + 4)
            continue
        if source.startswith(("<!", "<?"), begin):
            place = _behind(low, ">", begin + 2)
            continue
        tag = _TAG.match(source, begin)
        if tag is None:
            yield "<"
            place = begin + 1
            continue
        name = tag[1].lower()
        place = tag.end()
        if name in _UNREAD and not source.startswith("</", begin):
            place = _behind(low, ">", _behind(low, f"</{name}", place))
        elif name in _LINES:
            yield "\n"


def _behind(text: str, mark: str, place: int) -> int:
    found = text.find(mark, place)
    return len(text) if found < 0 else found + len(mark)


def _plain(raw: str, *, markdown: bool) -> str:
    if markdown:
        raw = _MARKDOWN.sub("", _LINK.sub(r"\1", raw))
    return _lines(raw)


def _lines(text: str) -> str:
    lines = (_clean(line) for line in text.splitlines())
    return "\n".join(line for line in lines if line)


def _clean(line: str) -> str:
    """Composed, on one line, without characters that nobody can read."""
    composed = unicodedata.normalize("NFC", line)
    kept = (
        " " if character.isspace() else character
        for character in composed
        if character.isspace() or unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co", "Cn")
    )
    return " ".join("".join(kept).split())
