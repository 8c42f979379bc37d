"""Versions of what several people change: who changes something says which version they saw."""

import hashlib
import json
import re
from dataclasses import dataclass
from typing import Any

from domain.errors import Outdated

_PLAIN = re.compile(r"[A-Za-z0-9_.:+-]{1,100}")


@dataclass(frozen=True, slots=True)
class Seen:
    """The versions a change may be made to.

    Attributes:
        versions: None for any version there is.
    """

    versions: frozenset[str] | None = None

    def require(self, current: str | int) -> None:
        """Ask inside the transaction that writes, the row locked. Raises Outdated unless this version was seen."""
        if self.versions is not None and str(current) not in self.versions:
            raise Outdated(
                "somebody has changed this since you read it; read it again and make your change to that"
            )


ANY = Seen()


def content_version(content: Any) -> str:
    """A version for what keeps none: the same for the same content (anything JSON can say; dates as text)."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:24]


def is_version(text: str) -> bool:
    """Whether it can stand in an ETag as it is."""
    return _PLAIN.fullmatch(text) is not None
