"""Signed links: bound to all they say, and to our keys."""

import base64
from datetime import UTC, datetime, timedelta

import pytest

from domain.errors import ConfigError
from domain.ids import new_id
from services.playback.links import LENGTH, By, Grant, Of, PlaybackLinks

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
GRANT = Grant(Of.CALL_RECORDING, new_id(), new_id(), By.USER, new_id(), NOW)
LINKS = PlaybackLinks(["new", "old"])


def test_a_link_says_what_it_was_made_for() -> None:
    token = LINKS.token(GRANT)
    assert len(token) == LENGTH
    assert LINKS.read(token) == GRANT
    assert not GRANT.is_over(NOW - timedelta(seconds=1))
    assert GRANT.is_over(NOW)


def test_every_key_opens_and_the_first_signs() -> None:
    before = PlaybackLinks(["old"]).token(GRANT)
    assert LINKS.read(before) == GRANT
    assert PlaybackLinks(["old"]).read(LINKS.token(GRANT)) is None


def test_no_bit_can_be_changed() -> None:
    token = LINKS.token(GRANT)
    raw = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    for place in range(len(raw)):
        changed = raw[:place] + bytes([raw[place] ^ 1]) + raw[place + 1 :]
        assert LINKS.read(base64.urlsafe_b64encode(changed).rstrip(b"=").decode()) is None, place


@pytest.mark.parametrize("token", ["", "x" * LENGTH, "ü" * LENGTH, "x" * 43, "=" * LENGTH])
def test_anything_else_is_no_link(token: str) -> None:
    assert LINKS.read(token) is None


def test_without_keys_there_are_no_links() -> None:
    with pytest.raises(ConfigError, match="SEAL_KEYS"):
        PlaybackLinks([])
