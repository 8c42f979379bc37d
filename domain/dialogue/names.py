"""What counts as a person's name: it goes into text messages, which must not carry words of the caller's choosing."""

import re
import unicodedata

from domain.errors import InvalidInput

MAX_NAME_CHARS = 60

_WRITTEN_AS = str.maketrans(
    {
        "\u2019": "'",
        "\u2018": "'",
        "\u02bc": "'",
        "\u00b4": "'",
        "`": "'",
        "\u2010": "-",
        "\u2011": "-",
        "\u2013": "-",
    }
    | {"\u30fb": " ", ",": " "}
)
"""Signs that stand for one a name may have: typographic apostrophes and hyphens, dots and commas between its parts."""

_BETWEEN = frozenset(" '-.")


def person_name(text: str) -> str:
    """The name in its one form: letters, marks, single spaces and `'-.`, at most `MAX_NAME_CHARS`.

    A full stop is followed by a space, so that no phone makes a link of it.

    Raises:
        InvalidInput: it has something no name has, is longer, or is none. The message tells the model what to do.
    """
    kept = "".join(c for c in unicodedata.normalize("NFC", text) if unicodedata.category(c) != "Cf")
    name = " ".join(re.sub(r"\.(?=\S)", ". ", kept.translate(_WRITTEN_AS)).split())
    if any(c not in _BETWEEN and unicodedata.category(c)[0] not in "LM" for c in name):
        raise InvalidInput(
            "A name has only letters, spaces, hyphens, apostrophes and full stops. Ask the caller for their name alone."
        )
    if len(name) > MAX_NAME_CHARS:
        raise InvalidInput(
            f"A name has at most {MAX_NAME_CHARS} characters. Ask the caller for a shorter form."
        )
    if not any(unicodedata.category(c)[0] == "L" for c in name):
        raise InvalidInput("That is not a name. Ask the caller for it first.")
    return name
