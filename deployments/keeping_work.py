"""The worker's share of what is kept of calls and people: fetched, removed in time, erased."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from config.settings import Settings
from deployments.periodic import PeriodicTask
from providers.build import build_recordings
from services.accounts.erasing import Erasures
from services.archive.archive import CallArchives
from services.playback.voicemails import VoicemailDrain
from services.privacy.erasing import Digests, ErasureDrain
from services.privacy.forgetting import ForgottenCustomers
from services.records.retention import CallRetention
from storage.redis.persons import PersonTraces
from storage.stores import Stores

SWEEP_EVERY_S = 3600.0


@dataclass(frozen=True, slots=True)
class KeepingWork:
    """Over the stores of one process."""

    voicemails: VoicemailDrain
    retention: CallRetention
    erasures: Erasures
    persons: ErasureDrain
    archives: CallArchives
    forgotten: ForgottenCustomers | None

    @classmethod
    def over(
        cls,
        settings: Settings,
        stores: Stores,
        give_numbers_back: Callable[[UUID], Awaitable[None]] | None = None,
    ) -> "KeepingWork":
        """Raises ConfigError.

        Args:
            give_numbers_back: of a business that is erased.
        """
        carrier = build_recordings(settings.vendors())
        archives = CallArchives(stores.database, stores.objects)
        return cls(
            VoicemailDrain(stores.database, stores.objects, carrier),
            CallRetention(stores.database, stores.objects, archives),
            Erasures(stores.database, stores.objects, carrier, give_numbers_back, assets=stores.assets),
            ErasureDrain(
                stores.database, stores.objects, PersonTraces(stores.redis.client), carrier, archives
            ),
            archives,
            ForgottenCustomers(stores.database, Digests(settings.account_keys()[1]))
            if settings.has_accounts
            else None,
        )

    def tasks(self, drain_task: Callable[..., PeriodicTask]) -> tuple[PeriodicTask, ...]:
        """Args:
        drain_task: makes a task of a share of the outbox.
        """

        def sweep(name: str, of: Any) -> PeriodicTask:
            return PeriodicTask(name, SWEEP_EVERY_S, lambda: of.sweep(datetime.now(UTC)))

        return (
            drain_task("voicemails", self.voicemails),
            drain_task("persons", self.persons),
            sweep("call_retention", self.retention),
            sweep("call_archives", self.archives),
            sweep("erasures", self.erasures),
            *([sweep("forgotten_customers", self.forgotten)] if self.forgotten is not None else []),
        )
