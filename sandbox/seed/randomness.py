"""Chance that comes out the same for the same seed, ids included."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random
from typing import TypeVar
from uuid import UUID

_Item = TypeVar("_Item")


class Chance:
    """What is drawn for one business: it does not depend on how many others are made."""

    def __init__(self, *named: object) -> None:
        self.random = Random("/".join(map(str, named)))

    def id_at(self, instant: datetime) -> UUID:
        """A UUIDv7 of that instant (`domain.ids`)."""
        bits = self.random.getrandbits(74)
        milliseconds = int(instant.timestamp() * 1000)
        return UUID(
            int=milliseconds << 80 | 0x7 << 76 | (bits >> 62) << 64 | 0b10 << 62 | (bits & ((1 << 62) - 1))
        )

    def happens(self, share: float) -> bool:
        return self.random.random() < share

    def one_of(self, items: Sequence[_Item]) -> _Item:
        return items[int(self.random.random() * len(items))]

    def weighted(self, items: Sequence[_Item], weights: Sequence[float]) -> _Item:
        return self.random.choices(items, weights)[0]

    def minutes(self, least: int, most: int) -> timedelta:
        return timedelta(minutes=self.random.randint(least, most))

    def between(self, least: float, most: float) -> float:
        return self.random.uniform(least, most)
