"""Text as the stores take it: Postgres has no NUL in text and takes UTF-8 alone, in which no half of a pair can be."""

import re

_NOT_STORABLE = re.compile("[\x00\ud800-\udfff]")


def storable(text: str) -> str:
    """The text without the characters no store takes.

    Source: https://www.postgresql.org/docs/18/datatype-character.html (NUL), RFC 3629 section 3 (surrogates)
    """
    return _NOT_STORABLE.sub("", text)
