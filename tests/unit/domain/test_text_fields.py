"""Text of forms: every script and emoji may stand there, what cannot be seen may not."""

import pytest

from domain.errors import InvalidInput
from domain.text_fields import optional_text, required_text


@pytest.mark.parametrize(
    "text",
    [
        "Zoë",
        "صالون نور",
        "מספרה",
        "美容室",
        "💇‍♀️ Curl",
        "\U0001fae8",
        "\U0001fadf",
        "O'Brien-Šmíd",
        "\u200fנועה",
    ],
)
def test_names_of_every_script_and_emoji_are_taken(text: str) -> None:
    assert required_text("name", f"  {text} ", longest=40) == text


def test_letters_are_composed() -> None:
    assert required_text("name", "Zoe\u0308", longest=3) == "Zoë"


@pytest.mark.parametrize(
    "text", ["a\x00b", "a\nb", "a\x1bb", "a\x7fb", "a\u0085b", "a\ud800b", "a\ue000b", "a\uffffb", "a\u202eb"]
)
def test_what_cannot_be_seen_or_turns_the_line_around_is_refused(text: str) -> None:
    for check in (required_text, optional_text):
        with pytest.raises(InvalidInput, match="name: holds a control character"):
            check("name", text, longest=40)


@pytest.mark.parametrize("text", ["", "   ", "\u200b\u200d", "\u200f"])
def test_a_field_that_shows_nothing_is_empty(text: str) -> None:
    with pytest.raises(InvalidInput, match="name: must not be empty"):
        required_text("name", text, longest=40)


def test_a_text_has_an_end() -> None:
    assert optional_text("address", " ", longest=5) == ""
    with pytest.raises(InvalidInput, match="address: at most 5 characters"):
        optional_text("address", "123456", longest=5)
