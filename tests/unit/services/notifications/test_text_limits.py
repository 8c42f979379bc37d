"""Where texts go, and how many."""

import pytest

from domain.errors import StorageError
from services.notifications.text_limits import TextLimits, country_of

SYDNEY, AUCKLAND, LONDON, NEW_YORK, KINGSTON = (
    "+61491570156",
    "+6421234567",
    "+447400123456",
    "+12125550123",
    "+18765550123",
)


class Counted:
    def __init__(self) -> None:
        self.items: dict[str, set[str]] = {}
        self.away = False

    async def take(self, number: str, item: str, most: int) -> bool:
        if self.away:
            raise StorageError("redis", "connection refused")
        items = self.items.setdefault(number, set())
        if item not in items and len(items) >= most:
            return False
        items.add(item)
        return True


@pytest.mark.parametrize(
    ("number", "country"),
    [
        (SYDNEY, "AU"),
        (AUCKLAND, "NZ"),
        (LONDON, "GB"),
        (NEW_YORK, "US"),
        (KINGSTON, "JM"),
        ("+266696687", None),
        ("0491 570 156", None),
        ("sip:anna@pbx.example", None),
        ("+8835100", None),
        ("", None),
    ],
)
def test_the_country_of_a_number_is_told_also_where_countries_share_a_code(number: str, country: str | None):
    assert country_of(number) == country


@pytest.mark.parametrize(
    ("to", "from_", "countries", "sent"),
    [
        (SYDNEY, SYDNEY, (), True),
        (SYDNEY, NEW_YORK, (), True),
        (NEW_YORK, NEW_YORK, (), True),
        (AUCKLAND, SYDNEY, (), False),
        (AUCKLAND, SYDNEY, ("NZ", "GB"), True),
        (KINGSTON, NEW_YORK, (), False),
        (KINGSTON, SYDNEY, ("*",), True),
        ("+266696687", SYDNEY, ("*",), False),
    ],
)
async def test_texts_go_to_the_business_own_country_and_to_those_allowed(
    to: str, from_: str, countries: tuple[str, ...], sent: bool
):
    limits = TextLimits(Counted(), countries)
    assert (await limits.refusal("item", to, own_country="AU", from_=from_) is None) is sent


async def test_a_number_gets_so_many_a_day_and_a_text_that_is_tried_again_counts_once():
    limits = TextLimits(Counted(), per_day=2)

    async def refusal(item: str, to: str = SYDNEY) -> str | None:
        return await limits.refusal(item, to, own_country="AU", from_=SYDNEY)

    assert [await refusal(item) for item in ("one", "one", "one", "two")] == [None] * 4
    refused = await refusal("three")
    assert refused is not None
    assert "2 texts within a day" in refused
    assert SYDNEY not in refused
    assert await refusal("one") is None
    assert await refusal("three", "+61491570157") is None


async def test_while_the_count_is_away_texts_are_sent():
    counts = Counted()
    counts.away = True
    assert await TextLimits(counts).refusal("one", SYDNEY, own_country="AU", from_=SYDNEY) is None
