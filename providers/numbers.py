"""The port to whoever sells telephone numbers and connects calls to them, in our words.

Every method raises `ProviderError` only; `NumberRefused` for what will not be different when it is asked again. Without
a status it is unknown whether what was asked has been done.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from domain.errors import ProviderError
from domain.numbers.refusals import Refusal
from domain.numbers.search import Capability, Sort, Wish
from domain.numbers.webhooks import NumberWebhooks


class NumberRefused(ProviderError):
    """The carrier said no, and why; `str(why)` is the last of the arguments it is rebuilt from."""

    def __init__(
        self, provider: str, operation: str, message: str, why: str, status: int | None = None
    ) -> None:
        super().__init__(provider, operation, message, retryable=False, status=status)
        self.args = (provider, operation, message, why, status)
        self.why = Refusal(why)


@dataclass(frozen=True, slots=True)
class OfferedNumber:
    """A number that can be bought.

    Attributes:
        address: `none`, `any`, `local` or `foreign`: what address the law wants with it.
    """

    e164: str
    country: str
    sort: Sort
    locality: str
    region: str
    capabilities: frozenset[Capability]
    address: str


@dataclass(frozen=True, slots=True)
class CarrierNumber:
    """A number of the account.

    Attributes:
        settings: where it is connected to, by the names of `NumberWebhooks.settings`.
    """

    sid: str
    e164: str
    name: str
    sort: Sort | None
    capabilities: frozenset[Capability]
    settings: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class Papers:
    """What the law wants to see; ids at the carrier."""

    address_sid: str | None = None
    bundle_sid: str | None = None


class CallEnd(StrEnum):
    """What became of a call of ours."""

    UNDER_WAY = "under_way"
    ANSWERED = "answered"
    BUSY = "busy"
    RANG_OUT = "rang_out"
    FAILED = "failed"


class Calls(Protocol):
    """Calls of our own that say one sentence and hang up."""

    async def ring(self, to: str, from_: str, *, rings_s: int) -> str:
        """Has a telephone ring; gives the carrier's id. It knows no key either: `rung` tells."""
        ...

    async def rung(self, to: str, from_: str, since: datetime) -> str | None:
        """A call that was made so since then."""
        ...

    async def end_of(self, sid: str) -> CallEnd: ...


class Numbers(Protocol):
    """All that is asked; one for each process."""

    async def search(self, wish: Wish, limit: int) -> Sequence[OfferedNumber]:
        """Numbers for sale; none where the country has none of that sort."""
        ...

    async def buy(self, e164: str, name: str, webhooks: NumberWebhooks, papers: Papers) -> CarrierNumber:
        """Buys it and connects it. The carrier knows no key by which it could tell a repetition: `named` tells."""
        ...

    async def named(self, name: str) -> CarrierNumber | None:
        """The number that was bought under this name."""
        ...

    async def get(self, sid: str) -> CarrierNumber:
        """Raises NumberRefused: NOT_IN_ACCOUNT."""
        ...

    async def connect(self, sid: str, webhooks: NumberWebhooks) -> CarrierNumber:
        """Has its calls and texts come to us, and gives what the carrier then says of it."""
        ...

    async def give_back(self, sid: str) -> None:
        """For good; nothing when the account has it no more."""
        ...
