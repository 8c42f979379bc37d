"""Addresses of calendars: of the internet only, also where a redirect leads; and the secret of our own."""

from uuid import UUID

import pytest

from domain.calendars.address import feed_url, host_of, redirected
from domain.calendars.links import LENGTH, FeedToken, token_in
from domain.errors import InvalidInput

HERE = "https://calendar.example.com/a/basic.ics"
TOKEN = FeedToken(UUID(int=7), UUID(int=9), bytes(range(16)))


@pytest.mark.parametrize("scheme", ["webcal", "WEBCAL", "webcals", "https"])
def test_webcal_is_https(scheme: str) -> None:
    assert feed_url(f" {scheme}://calendar.example.com/a/basic.ics ") == HERE
    assert host_of(HERE) == "calendar.example.com"


@pytest.mark.parametrize(
    "url",
    [
        pytest.param("http://example.com/a.ics", id="no TLS"),
        pytest.param("webcal://192.168.1.4/a.ics", id="a private address"),
        pytest.param("webcal://169.254.169.254/latest", id="a metadata service"),
        pytest.param("https://me:pw@example.com/a.ics", id="a password"),
        pytest.param("file:///etc/passwd", id="a file"),
        pytest.param("webcal:", id="no host"),
        pytest.param("https://calendar/a.ics", id="a name of the network inside"),
    ],
)
def test_what_cannot_be_asked_is_refused(url: str) -> None:
    with pytest.raises(InvalidInput, match="url"):
        feed_url(url)


def test_a_redirect_is_held_to_the_same_rules() -> None:
    assert redirected(HERE, "../b.ics#top") == "https://calendar.example.com/b.ics"
    assert redirected(HERE, "//other.example.com/c") == "https://other.example.com/c"
    for inside in ("http://calendar.example.com/", "https://127.0.0.1/", "https://[::1]/", "https://[::"):
        with pytest.raises(InvalidInput):
            redirected(HERE, inside)


def test_a_token_is_read_as_it_was_made_and_nothing_else_is_one() -> None:
    assert len(TOKEN.text) == LENGTH
    assert token_in(TOKEN.text) == TOKEN
    for other in ("", TOKEN.text[:-1], TOKEN.text + "A", "é" * LENGTH, "!" * LENGTH):
        assert token_in(other) is None
