"""Once a day each number is looked at where the carrier has it: what leads elsewhere is led back, and shown."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import structlog

from domain.errors import NotFound, ProviderError
from domain.numbers.leaving import Phase
from domain.numbers.refusals import Refusal
from domain.numbers.webhooks import NumberWebhooks
from providers.numbers import NumberRefused, Numbers
from storage.postgres import audit, phone_numbers
from storage.postgres.database import Database
from storage.postgres.phone_numbers import NumberRow

log = structlog.get_logger()

CHECKED_EVERY = timedelta(days=1)
AT_ONCE = 50

LOST = (
    "The carrier has this number no more: callers hear that it is not in use. Ask whoever runs this service."
)
ELSEWHERE = "Calls or texts of this number are led elsewhere at the carrier, and it did not let us change that: {names}"


class NumberChecks:
    """Several workers may do so at once: what two look at is the same afterwards."""

    def __init__(
        self,
        database: Database,
        numbers: Numbers,
        webhooks: NumberWebhooks,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._database = database
        self._numbers = numbers
        self._webhooks = webhooks
        self._clock = clock

    async def look(self) -> int:
        """Looks at what is due, and gives of how many it did; while the carrier is away the rest waits.

        Raises StorageError.
        """
        async with self._database.worker() as session:
            due = await phone_numbers.to_check(session, self._clock(), AT_ONCE)
        done = 0
        for business_id, number_id in due:
            try:
                await self._check(business_id, number_id)
            except NotFound:
                continue
            except ProviderError as away:
                log.warning("numbers.not_checked", number=str(number_id), reason=str(away))
                break
            done += 1
        return done

    async def _check(self, business_id: UUID, number_id: UUID) -> None:
        async with self._database.tenant(business_id) as scope:
            row = await phone_numbers.get(scope, number_id)
        if row.sid is None or row.phase != Phase.ACTIVE.value:
            return
        problem, mended = "", ()
        try:
            found = await self._numbers.get(row.sid)
            mended = self._webhooks.drift(found.settings)
            if mended:
                found = await self._numbers.connect(row.sid, self._webhooks)
                left = self._webhooks.drift(found.settings)
                mended = tuple(name for name in mended if name not in left)
                problem = ELSEWHERE.format(names=", ".join(left)) if left else ""
        except NumberRefused as refused:
            lost = refused.why is Refusal.NOT_IN_ACCOUNT
            problem = LOST if lost else f"The carrier refused to tell of this number: {refused.message}"
        await self._noted(business_id, row, problem, mended)

    async def _noted(self, business_id: UUID, row: NumberRow, problem: str, mended: tuple[str, ...]) -> None:
        now = self._clock()
        values: dict[str, Any] = {"checked_at": now, "check_at": now + CHECKED_EVERY, "problem": problem}
        if mended:
            values["mended"] = list(mended)
        async with self._database.tenant(business_id) as scope:
            await phone_numbers.change(scope, row.id, **values)
            if mended or problem != row.problem:
                await audit.note(
                    scope,
                    actor="system",
                    action="number.checked",
                    subject=f"number:{row.id}",
                    after={"mended": list(mended), "problem": problem},
                )
        if mended or problem:
            log.warning("numbers.led_elsewhere", number=str(row.id), mended=list(mended), problem=problem)


async def give_all_back(database: Database, numbers: Numbers, business_id: UUID) -> None:
    """Every number that was bought for the business goes back to the carrier. Raises ProviderError, StorageError."""
    async with database.tenant(business_id) as scope:
        bought = await phone_numbers.bought(scope)
    for row in bought:
        if row.sid is not None:
            await numbers.give_back(row.sid)
