"""Forms as they were typed, and where a page may send somebody on to."""

import pytest

from deployments.dashboard.forms import Form, own_path


@pytest.mark.parametrize(
    "text",
    [None, "", "calls", "//evil.example", "/\\evil.example", "https://evil.example", "/a\nb", "javascript:1"],
)
def test_nobody_is_sent_anywhere_but_to_our_own_pages(text: str | None) -> None:
    assert own_path(text, "/app") == "/app"


def test_a_path_of_ours_is_kept_with_its_question() -> None:
    assert own_path("/businesses/1/calls?outcome=booked", "/app") == "/businesses/1/calls?outcome=booked"


def test_a_form_keeps_what_was_typed_when_something_is_wrong() -> None:
    form = Form({"name": "Mia"}).wrong("Choose one.").wrong("Is taken.", "slug")
    assert (form["name"], form["slug"], form.error, form.errors) == (
        "Mia",
        "",
        "Choose one.",
        {"slug": "Is taken."},
    )
