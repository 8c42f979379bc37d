"""The worker's part of billing: calls rated, usage reported, Stripe's events carried out, the books held together."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Protocol

from config.billing import load_billing
from config.settings import Settings
from deployments.periodic import PeriodicTask
from providers.build import build_payments
from services.billing.metering import MeterDrain, Reports
from services.billing.notices import NoticeDrain
from services.billing.rating import CallRating
from services.billing.reconciling import Reconciling
from services.billing.syncing import Syncing
from storage.postgres.database import Database

RECONCILED_EVERY_S = 900.0
"""Each business once a day; what waits for Stripe to count is looked at again."""


class Drain(Protocol):
    """Something of the outbox that is done as it falls due."""

    @property
    def kinds(self) -> Collection[str]: ...

    def due_in_s(self, longest_s: float) -> float: ...

    async def drain(self) -> int: ...


@dataclass(frozen=True, slots=True)
class BillingWork:
    """Its drains by name.

    Where nobody pays, calls are rated all the same: what they cost is of interest.
    """

    drains: dict[str, Drain]
    reconciling: Reconciling | None = None

    @classmethod
    def over(
        cls, settings: Settings, database: Database, on_difference: Callable[[int], None]
    ) -> "BillingWork":
        """Raises ConfigError."""
        terms = load_billing()
        drains: dict[str, Drain] = {
            "call_rating": CallRating(database, terms, charges=settings.has_billing),
        }
        if not settings.has_billing:
            return cls(drains)
        payments = build_payments(settings.stripe(), terms.catalogue.meter)
        reports = Reports(database, payments)
        drains["usage"] = MeterDrain(database, reports)
        syncing = Syncing(database, payments, terms.catalogue)
        drains["stripe_events"] = NoticeDrain(database, payments, syncing)
        return cls(drains, Reconciling(database, payments, reports, on_difference=on_difference))

    def tasks(self, drain_task: Callable[[str, Drain], PeriodicTask]) -> list[PeriodicTask]:
        """Each drain as a task that `drain_task` makes of it, woken as the outbox is stirred."""
        tasks = [drain_task(name, drain) for name, drain in self.drains.items()]
        if self.reconciling is not None:
            tasks.append(PeriodicTask("reconciling", RECONCILED_EVERY_S, self.reconciling.look))
        return tasks
