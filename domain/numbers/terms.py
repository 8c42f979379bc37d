"""What numbers of businesses are subject to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

from domain.numbers.search import Sort


class Paper(StrEnum):
    """What the law wants to see before a number is sold."""

    ADDRESS = "address"
    BUNDLE = "bundle"


@dataclass(frozen=True, slots=True)
class NumberTerms:
    """`papers` by country and sort; what is missing wants none as far as is known."""

    release_after: timedelta
    papers: Mapping[str, Mapping[Sort, tuple[Paper, ...]]]

    def papers_for(self, country: str, sort: Sort, address: str = "none") -> tuple[Paper, ...]:
        """What has to be handed in.

        Args:
            address: what the carrier says of the very number: `none`, `any`, `local` or `foreign`.
        """
        known = self.papers.get(country, {}).get(sort, ())
        return tuple(
            paper for paper in Paper if paper in known or (paper is Paper.ADDRESS and address != "none")
        )


def read_terms(data: Mapping[str, Any]) -> NumberTerms:
    """As a file of the configuration has them. Raises KeyError, TypeError, ValueError."""
    days = data["release_after_days"]
    if not isinstance(days, int) or days < 1:
        raise ValueError("release_after_days must be a whole number of at least 1")
    return NumberTerms(
        timedelta(days=days),
        {
            country: {Sort(sort): tuple(Paper(paper) for paper in papers) for sort, papers in sorts.items()}
            for country, sorts in data["papers"].items()
        },
    )
