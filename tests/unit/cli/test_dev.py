"""What `receptionist dev` writes to the terminal, where others may look over a shoulder or keep it in a file."""

import pytest

from cli.dev import shown_address


@pytest.mark.parametrize(
    ("url", "ours", "shown"),
    [
        ("postgresql://app:s3cret@db.example/shop", False, "postgresql://app:***@db.example/shop"),
        ("postgresql://app:p%40ss@[::1]:5432/shop?x=1", False, "postgresql://app:***@[::1]:5432/shop?x=1"),
        ("redis://:s3cret@cache.example:6379/0", False, "redis://:***@cache.example:6379/0"),
        ("rediss://cache.example:6379/0", False, "rediss://cache.example:6379/0"),
        (
            "postgresql://app:made-here@127.0.0.1:5433/shop",
            True,
            "postgresql://app:made-here@127.0.0.1:5433/shop",
        ),
    ],
    ids=["database", "escaped password", "Redis", "no password", "the embedded one"],
)
def test_passwords_of_stores_that_were_not_made_here_are_not_shown(url: str, ours: bool, shown: str) -> None:
    assert shown_address(url, ours=ours) == shown
