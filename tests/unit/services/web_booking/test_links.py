"""Links to one's own booking: nobody makes one, and each is good for one thing."""

from uuid import UUID

import pytest

from domain.errors import ConfigError
from services.web_booking.links import LENGTH, Links

BUSINESS, OTHER, BOOKING = UUID(int=1), UUID(int=2), UUID(int=3)


def test_a_link_is_of_one_purpose_and_one_business() -> None:
    links = Links(["secret"])
    token = links.token("manage", BUSINESS, BOOKING)
    assert len(token) == LENGTH
    assert links.of("manage", BUSINESS, token) == BOOKING
    assert links.of("hold", BUSINESS, token) is None
    assert links.of("manage", OTHER, token) is None
    assert Links(["another"]).of("manage", BUSINESS, token) is None


def test_links_outlive_a_change_of_keys_while_the_old_one_is_kept() -> None:
    token = Links(["old"]).token("manage", BUSINESS, BOOKING)
    assert Links(["new", "old"]).of("manage", BUSINESS, token) == BOOKING
    with pytest.raises(ConfigError, match="SEAL_KEYS"):
        Links([])


@pytest.mark.parametrize("position", range(0, LENGTH - 1, 6))
def test_a_changed_link_is_none(position: int) -> None:
    links = Links(["secret"])
    token = links.token("manage", BUSINESS, BOOKING)
    changed = token[:position] + ("A" if token[position] != "A" else "B") + token[position + 1 :]
    assert links.of("manage", BUSINESS, changed) is None


@pytest.mark.parametrize("shown", ["", "x", "ä" * LENGTH, "=" * LENGTH, "-" * (LENGTH + 1)])
def test_what_is_no_link_is_none(shown: str) -> None:
    assert Links(["secret"]).of("manage", BUSINESS, shown) is None
