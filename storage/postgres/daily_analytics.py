"""What a business's days come to: kept, and read."""

from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select, text
from sqlalchemy.dialects.postgresql import insert

from domain.analytics.figures import EDITION, HISTOGRAMS, Figures
from storage.postgres.analytics_tables import DailyAnalytics
from storage.postgres.tenant import TenantScope

_LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended('analytics ' || :business_id, 0))")
_FIGURES = tuple(each.name for each in fields(Figures))
_COLUMNS = (DailyAnalytics.day, *(getattr(DailyAnalytics, name) for name in _FIGURES))
_INSERT = insert(DailyAnalytics)
_KEEP = _INSERT.on_conflict_do_update(
    index_elements=[DailyAnalytics.business_id, DailyAnalytics.day],
    set_={name: _INSERT.excluded[name] for name in ("timezone", "edition", "counted_at", *_FIGURES)},
)


async def lock(scope: TenantScope) -> None:
    """Has this transaction alone count this business's days, until it ends: an older count cannot replace a newer."""
    await scope.session.execute(_LOCK, {"business_id": str(scope.business_id)})


async def kept(scope: TenantScope, timezone: str, first: date, last: date) -> dict[date, Figures]:
    """Those of the days that are there, counted in this zone and as it is done now."""
    found = await scope.session.execute(
        select(*_COLUMNS).where(
            DailyAnalytics.business_id == scope.business_id,
            DailyAnalytics.day.between(first, last),
            DailyAnalytics.timezone == timezone,
            DailyAnalytics.edition == EDITION,
        )
    )
    return {row.day: _figures(row[1:]) for row in found}


async def earliest(scope: TenantScope) -> date | None:
    """The first day that is kept, in whatever zone it was counted."""
    return await scope.session.scalar(
        select(func.min(DailyAnalytics.day)).where(DailyAnalytics.business_id == scope.business_id)
    )


async def keep(scope: TenantScope, timezone: str, days: Mapping[date, Figures], counted_at: datetime) -> None:
    """Writes the days, in the place of what was there."""
    if not days:
        return
    of_all: dict[str, Any] = {
        "business_id": scope.business_id,
        "timezone": timezone,
        "edition": EDITION,
        "counted_at": counted_at,
    }
    rows = [of_all | {"day": day} | _values(figures) for day, figures in days.items()]
    await scope.session.execute(_KEEP, rows)


def _values(figures: Figures) -> dict[str, Any]:
    values = asdict(figures)
    return values | {name: list(values[name]) for name in HISTOGRAMS}


def _figures(row: Any) -> Figures:
    values: dict[str, Any] = dict(zip(_FIGURES, row, strict=True))
    for name in HISTOGRAMS:
        values[name] = tuple(values[name])
    return Figures(**values)
