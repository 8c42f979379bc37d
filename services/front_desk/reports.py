"""What came in by phone, and what it came to."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from uuid import UUID

from domain.accounts.roles import Permission, Principal
from domain.errors import NotFound
from domain.scheduling.hours import instant_of, wall_of
from services.kept_answers import KeptAnswers
from storage.postgres import business_stats, call_lists, calls, places
from storage.postgres.business_stats import Counts
from storage.postgres.call_lists import Filter, ListedCall
from storage.postgres.calls import TurnRow
from storage.postgres.database import Database

STATS_KEPT_S = 300
STRETCHES = {"today": 1, "last_7_days": 7, "last_30_days": 30}
"""Local days, today included."""


@dataclass(frozen=True, slots=True)
class Stats:
    """By stretch; `as_of` is when they were counted."""

    timezone: str
    as_of: datetime
    counts: dict[str, Counts]


class Reports:
    def __init__(self, database: Database, answers: KeptAnswers) -> None:
        self._database = database
        self._answers = answers

    async def calls(
        self,
        principal: Principal,
        wanted: Filter,
        *,
        after: tuple[datetime, UUID] | None,
        limit: int,
    ) -> list[ListedCall]:
        """The latest first. Raises NotPermitted."""
        principal.require(Permission.CALLS_READ)
        async with self._database.tenant(principal.business_id, read_only=True) as scope:
            return await call_lists.page(scope, wanted, after=after, limit=limit)

    async def call(self, principal: Principal, call_id: UUID) -> tuple[ListedCall, list[TurnRow]]:
        """With what was said. Raises NotPermitted, NotFound."""
        principal.require(Permission.CALLS_READ)
        async with self._database.tenant(principal.business_id, read_only=True) as scope:
            found = await call_lists.get(scope, call_id)
            if found is None:
                raise NotFound("no such call")
            return found, await calls.turns(scope, call_id)

    async def stats(self, principal: Principal, now: datetime) -> Stats:
        """Kept for five minutes, or until a call or a booking changes. Raises NotPermitted."""
        principal.require(Permission.CALLS_READ)

        async def count() -> str:
            async with self._database.tenant(principal.business_id, read_only=True) as scope:
                zone = await places.zone(scope, None)
                midnight = wall_of(now, zone).replace(hour=0, minute=0, second=0, microsecond=0)
                starts = [
                    instant_of(midnight - timedelta(days=days - 1), zone) for days in STRETCHES.values()
                ]
                found = await business_stats.since(scope, starts)
            counts = {name: asdict(each) for name, each in zip(STRETCHES, found, strict=True)}
            return json.dumps([zone.key, now.isoformat(), counts])

        # Every zone is a multiple of a quarter of an hour from UTC: no quarter lies on two local days.
        quarter = int(now.timestamp() // 900)
        kept = await self._answers.get(principal.business_id, f"stats {quarter}", count)
        timezone, as_of, counts = json.loads(kept)
        return Stats(
            timezone,
            datetime.fromisoformat(as_of),
            {name: Counts(**each) for name, each in counts.items()},
        )
