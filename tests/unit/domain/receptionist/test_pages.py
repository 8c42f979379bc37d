"""What is read of an uploaded page or text, and that no file takes long."""

from contextlib import suppress

import pytest

from domain.errors import InvalidInput
from domain.receptionist.checks import LONGEST_TEXT
from domain.receptionist.pages import LARGEST_FILE, page_text, parts, text_of

PAGE = """<!DOCTYPE html><html><head><TITLE>About &amp; prices</TITLE><style>p{}</style></head><body>
<nav><a href=/>Home</a></nav><!-- secret --><h1>Our  prices</h1><p>A cut is <b>45&nbsp;&euro;</b>.<br>Colour: 90
</p><SCRIPT>alert("x < y")</SCRIPT><table><tr><td>Mo</td><td>9-5</td></tr></table> 5 < 6</body></html>"""


def test_a_page_is_read_as_people_read_it() -> None:
    title, text = page_text(PAGE)
    assert title == "About & prices"
    assert text == "Our prices\nA cut is 45 €.\nColour: 90\nMo\n9-5\n5 < 6"


@pytest.mark.parametrize(
    ("name", "data", "title", "text"),
    [
        ("Notes.txt", b"One\r\n\r\n  Two\x07 ", "Notes", "One\nTwo"),
        ("a.md", b"# Prices\n- **Cut**: [45](https://x.example)\n", "a", "Prices\nCut: 45"),
        ("u.txt", "Öffnungszeiten".encode("utf-16"), "u", "Öffnungszeiten"),
        ("w.txt", "Öffnung".encode("cp1252"), "w", "Öffnung"),
        ("b.txt", b"\xef\xbb\xbfHi", "b", "Hi"),
        ("x.html", b"<p>Hi</p>", "x", "Hi"),
        ("x.htm", "<p>İstanbul</p><SCRIPT>no</SCRIPT><p>yes</p>".encode(), "x", "İstanbul\nyes"),
    ],
)
def test_files_of_each_kind_are_read(name: str, data: bytes, title: str, text: str) -> None:
    assert text_of(name, data) == (title, text)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.pdf", b"%PDF-1.7"),
        ("noname", b"text"),
        ("a.txt", b"\x00\x01\x02"),
        ("a.txt", b"  \n "),
        ("a.html", b"<script>only()</script>"),
        ("a.txt", b"x" * (LARGEST_FILE + 1)),
    ],
)
def test_what_cannot_be_read_is_refused(name: str, data: bytes) -> None:
    with pytest.raises(InvalidInput, match="file: "):
        text_of(name, data)


@pytest.mark.parametrize(
    "piece", ["<", "<!--", "<a ", "</", "<script>", "<![CDATA[", "&#", "[a](", "<p", "**", "<title"]
)
def test_hostile_files_take_no_longer_than_others(piece: str) -> None:
    """Read with the square of its length, one of these would take minutes, and the test's own limit end it."""
    source = (piece * LARGEST_FILE)[: LARGEST_FILE // 4].encode()
    for name in ("a.html", "a.md"):
        with suppress(InvalidInput):
            assert text_of(name, source)[1]


def test_a_long_text_is_cut_into_pieces_that_lose_nothing() -> None:
    words = [f"word{n}" for n in range(9_000)]
    pieces = list(parts(" ".join(words)))
    assert len(pieces) > 2
    assert max(map(len, pieces)) <= LONGEST_TEXT
    assert " ".join(pieces).split() == words
    assert "".join(parts("x" * (LONGEST_TEXT + 5))) == "x" * (LONGEST_TEXT + 5)
