"""What a run against the API is."""

from collections.abc import Mapping
from dataclasses import dataclass, field

MOST_PER_S = 1_000.0
LONGEST_S = 3_600.0
WARM_UP_S = 5.0
LATE_MS = 10.0
"""A run whose requests went out later than this (p99) says more of the generator than of the server."""

MOST_UNDER_WAY = 500
"""Requests without an answer; a server that far behind gets no more of them."""


@dataclass(frozen=True, slots=True)
class ApiLoadOptions:
    """Raises ValueError for what cannot be meant.

    Attributes:
        rate: requests a second, evenly.
        seconds: how long they are counted; `warm_up_s` before that they are not.
        url: a running system with the same set of made-up businesses; None starts one and makes them.
        keys: API keys by business, instead of the made-up users' passwords and keys; with `url`.
        businesses, days, seed: of the set.
        asked: businesses the requests go to.
        settings: of a system started by the run.
    """

    rate: float = 100.0
    seconds: float = 30.0
    warm_up_s: float = WARM_UP_S
    url: str | None = None
    keys: Mapping[str, str] = field(default_factory=dict[str, str])
    businesses: int = 50
    days: int = 90
    seed: int = 1
    asked: int = 12
    settings: Mapping[str, str] = field(default_factory=dict[str, str])

    def __post_init__(self) -> None:
        if not 0 < self.rate <= MOST_PER_S:
            raise ValueError(f"--rate is between 0 and {MOST_PER_S:.0f} requests a second")
        if not 0 < self.seconds <= LONGEST_S:
            raise ValueError(f"--seconds is between 0 and {LONGEST_S:.0f}")
        if self.keys and self.url is None:
            raise ValueError("--api-key goes with --url: a system of the run's own has keys of its own")
        if self.url is not None and self.settings:
            raise ValueError("--setting goes with a system of the run's own, not with --url")
        if not 0 < self.businesses <= 500 or not 0 < self.days <= 730:
            raise ValueError("at most 500 businesses and 730 days")
