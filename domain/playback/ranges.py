"""Which bytes of a file a request asks for.

Source: https://www.rfc-editor.org/rfc/rfc9110#section-14
"""

import re
from dataclasses import dataclass

_ONE = re.compile(r"bytes=[ \t]*(\d{0,18})-(\d{0,18})[ \t]*", re.ASCII)
_SEVERAL = re.compile(r"bytes=[ \t]*[\d, \t-]*,[\d, \t-]*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Part:
    """The bytes from `start` up to and with `last`."""

    start: int
    last: int

    @property
    def length(self) -> int:
        return self.last - self.start + 1


@dataclass(frozen=True, slots=True)
class Unsatisfiable:
    """Nothing of the file was asked for, or what this server does not do; `because` is a sentence for a person."""

    because: str


def asked_part(header: str | None, size: int) -> Part | Unsatisfiable | None:
    """What a `Range` header asks for of so many bytes; None for all of them, also where the header means nothing.

    Several ranges in one request are refused rather than answered as multipart: no player asks for them.
    """
    if header is None:
        return None
    if _SEVERAL.fullmatch(header):
        return Unsatisfiable("One range at a time; ask for each in a request of its own.")
    found = _ONE.fullmatch(header)
    if found is None or found[1] == found[2] == "":
        return None
    if found[1] == "":
        wanted = int(found[2])
        if wanted == 0 or size == 0:
            return Unsatisfiable(f"There are {size} bytes, and none of them was asked for.")
        return Part(max(0, size - wanted), size - 1)
    start = int(found[1])
    if found[2] and int(found[2]) < start:
        return None  # malformed: the standard has it ignored
    if start >= size:
        return Unsatisfiable(f"There are {size} bytes; the range begins behind the last of them.")
    return Part(start, min(int(found[2]), size - 1) if found[2] else size - 1)


def may_continue(if_range: str | None, etag: str) -> bool:
    """Whether a range holds for the file as it is: without `If-Range`, or with its very ETag.

    A weak tag never fits, nor does a date: two states of a file may have the same second.
    """
    return if_range is None or (if_range == etag and not etag.startswith("W/"))
