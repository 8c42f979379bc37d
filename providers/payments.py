"""The port to whoever takes the businesses' money: what billing needs of them, in our words.

Every method raises `ProviderError` only; without a status it is unknown whether what was asked has been done.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from domain.billing.plans import Catalogue, Plan
from domain.billing.subscription import Subscription


@dataclass(frozen=True, slots=True)
class RunningItems:
    """What of a subscription a change of plan has to name."""

    subscription_id: str
    base_item: str
    usage_item: str | None


@dataclass(frozen=True, slots=True)
class CheckoutLink:
    id: str
    url: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class InvoiceLine:
    """`cents` is negative for a credit; `period` is what it is for."""

    text: str
    cents: int
    starts_at: datetime
    ends_at: datetime
    proration: bool = False


@dataclass(frozen=True, slots=True)
class Invoice:
    """An invoice, or the preview of one, which has no id.

    Attributes:
        number: as the business reads it; None of a draft.
        due_cents: what is asked for now, credit taken off.
        pdf_url, page_url: for people; None of a draft.
    """

    id: str
    number: str | None
    status: str
    currency: str
    total_cents: int
    due_cents: int
    created_at: datetime
    starts_at: datetime
    ends_at: datetime
    page_url: str | None
    pdf_url: str | None
    lines: tuple[InvoiceLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Notice:
    """A webhook whose signature is good: what it says happened is only a reason to look.

    Attributes:
        customer_id: whom it is about; None where it tells nobody's.
        thin: it holds no data; `fetch_meter_faults` has them.
    """

    id: str
    type: str
    created_at: datetime
    customer_id: str | None
    live: bool
    thin: bool = False


class ForgedNotice(Exception):
    """A webhook without a good signature, or signed too long ago."""


class Payments(Protocol):
    """All that is asked; one for each process."""

    async def create_customer(self, business_id: UUID, name: str, email: str | None, now: datetime) -> str:
        """Makes the customer and gives their id; asked twice within an hour, the same."""
        ...

    async def checkout(
        self, customer_id: str, business_id: UUID, plan: Plan, *, success_url: str, cancel_url: str
    ) -> CheckoutLink:
        """A page on which the plan is bought."""
        ...

    async def expire_checkout(self, checkout_id: str) -> None:
        """Nobody can buy on that page any more; nothing when it is over."""
        ...

    async def portal(self, customer_id: str, return_url: str, *, cancels: str | None = None) -> str:
        """A page for cards, invoices and cancelling, for minutes: whoever has the address is the customer.

        Args:
            cancels: the subscription whose cancelling it opens at.
        """
        ...

    async def subscriptions(self, customer_id: str) -> tuple[Subscription, ...]:
        """All of the customer's, ended ones too."""
        ...

    async def items(self, subscription_id: str) -> RunningItems: ...

    async def preview_change(
        self, customer_id: str, items: RunningItems, plan: Plan, at: datetime
    ) -> Invoice:
        """What would be asked for if the plan were changed then."""
        ...

    async def change_plan(self, items: RunningItems, plan: Plan, at: datetime) -> None:
        """Changes it now: prices in advance count by the second, and what differs is asked for or credited at once."""
        ...

    async def change_plan_at_period_end(
        self, items: RunningItems, plan: Plan, schedule_id: str | None
    ) -> None:
        """Has the plan change when what is paid for ends, without anything to settle; another one instead of that.

        Args:
            schedule_id: of a change that is waiting.
        """
        ...

    async def drop_waiting_change(self, schedule_id: str) -> None:
        """The plan stays as it is; nothing when no change is waiting any more."""
        ...

    async def cancel_at_period_end(self, subscription_id: str, *, cancel: bool) -> None:
        """Cancels, or takes that back while the subscription still runs."""
        ...

    async def invoices(self, customer_id: str, *, limit: int, after: str | None) -> tuple[Invoice, ...]:
        """The latest first, behind an invoice's id."""
        ...

    async def report_usage(self, customer_id: str, seconds: int, identifier: str, at: datetime) -> None:
        """Counts seconds; the same identifier again counts nothing, for a day at least.

        Raises ProviderError, not retryable, for what cannot be counted any more: older than 35 days.
        """
        ...

    async def cancel_usage(self, identifier: str) -> None:
        """Takes back what was reported within the last day."""
        ...

    async def usage_by_day(self, customer_id: str, start: datetime, end: datetime) -> dict[datetime, int]:
        """Seconds counted in each day of UTC from `start` to before `end`, both at midnight; 0 is left out."""
        ...

    async def meter_faults(self, notice_id: str) -> Sequence[tuple[str, str]]:
        """Of a thin notice about usage: identifiers that were not counted, each with the reason."""
        ...

    def read_notice(self, body: bytes, signature: str | None, now: datetime) -> Notice:
        """Raises ForgedNotice; InvalidInput for a signed body that is no notice."""
        ...


class Catalogued(Protocol):
    """What puts plans on sale."""

    async def publish(self, catalogue: Catalogue) -> list[str]:
        """Makes meter, products and prices that are missing or differ, and says what it made."""
        ...
