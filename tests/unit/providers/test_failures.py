"""What a vendor's headers say about when to ask again."""

from datetime import UTC, datetime

import pytest

from providers.failures import retry_after_s

NOW = datetime(2026, 3, 1, 12, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry-after": "2"}, 2.0),
        ({"retry-after": "0.5"}, 0.5),
        ({"retry-after": "0"}, 0.0),
        ({"retry-after-ms": "1500", "retry-after": "2"}, 1.5),
        ({"retry-after": "Sun, 01 Mar 2026 12:00:07 GMT"}, 7.0),
        ({"retry-after": "Sun, 01 Mar 2026 11:00:00 GMT"}, 0.0),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "-1"}, None),
        ({"retry-after": "nan"}, None),
        ({"retry-after": ""}, None),
    ],
    ids=[
        "none",
        "seconds",
        "fraction",
        "at once",
        "ms first",
        "date",
        "date past",
        "words",
        "negative",
        "nan",
        "empty",
    ],
)
def test_the_pause_a_vendor_asks_for(headers: dict[str, str], seconds: float | None):
    assert retry_after_s(headers, NOW) == seconds
