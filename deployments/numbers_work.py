"""The worker's part of numbers: wishes filled, forwarding tried, numbers given back and looked at."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from config.settings import Settings
from deployments.periodic import PeriodicTask
from deployments.telephony.routes import number_webhooks
from providers.build import build_calls, build_numbers
from services.forwarding.trials import Trials
from services.numbers.drain import NumberDrain
from services.numbers.reconciling import NumberChecks, give_all_back
from storage.postgres.database import Database

CHECKED_EVERY_S = 900.0
"""Each number once a day."""


@dataclass(frozen=True, slots=True)
class NumbersWork:
    """`give_all_back` is for businesses that are erased."""

    drain: NumberDrain
    trials: Trials
    checks: NumberChecks
    give_all_back: Callable[[UUID], Awaitable[None]]

    @classmethod
    def over(cls, settings: Settings, database: Database) -> "NumbersWork":
        """Raises ConfigError without a carrier."""
        numbers = build_numbers(settings.vendors())
        webhooks = number_webhooks(settings.carrier_url)
        return cls(
            NumberDrain(database, numbers, webhooks, platform_number=settings.twilio_phone_number),
            Trials(database, build_calls(settings.vendors())),
            NumberChecks(database, numbers, webhooks),
            partial(give_all_back, database, numbers),
        )

    def tasks(self, drain_task: Callable[[str, NumberDrain | Trials], PeriodicTask]) -> list[PeriodicTask]:
        """The drain as a task that `drain_task` makes of it, woken as the outbox is stirred."""
        return [
            drain_task("numbers", self.drain),
            drain_task("forwarding", self.trials),
            PeriodicTask("number_checks", CHECKED_EVERY_S, self.checks.look),
        ]
