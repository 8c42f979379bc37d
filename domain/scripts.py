"""Scripts whose characters are words: Japanese, Chinese and Korean."""

import re

WIDE = r"\u1100-\u11ff\u2e80-\u2fff\u3040-\ua4cf\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff"
"""Their letters, as the inside of a character class."""

LETTERS_A_WIDE_CHARACTER = 3
"""One of them takes about as long to say as three Latin letters: five to seven a second against sixteen."""

_WIDE = re.compile(f"[{WIDE}]")


def is_wide(text: str) -> bool:
    """Whether the text begins with one of them."""
    return bool(_WIDE.match(text))


def spoken_length(text: str) -> int:
    """How long it takes to say, in Latin letters."""
    return len(text) + (LETTERS_A_WIDE_CHARACTER - 1) * len(_WIDE.findall(text))
