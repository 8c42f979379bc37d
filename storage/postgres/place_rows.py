"""Everything set up for a place in one statement: a dozen by themselves cost a caller, and the processor, ten times it.

The rows of each part come as JSON, and are turned here into what their columns hold.
"""

# ruff: noqa: S608 - of constants of this module

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time
from types import SimpleNamespace
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Date, Uuid, bindparam, text

from storage.postgres.tenant import TenantScope

_HERE = "(location_id IS NULL OR location_id = :location)"
"""Rows of this location and those of all; without a location, those of none."""

_PARTS: Mapping[str, str] = {
    "business": "SELECT timezone, country, balance FROM businesses WHERE id = :business",
    "location": "SELECT timezone, region, active FROM locations WHERE business_id = :business AND id = :location",
    "location_hours": "SELECT weekday, opens, closes FROM location_hours"
    " WHERE business_id = :business AND location_id = :location",
    "opening_hours": "SELECT weekday, opens, closes FROM opening_hours WHERE business_id = :business",
    "special_days": "SELECT location_id, staff_id, day, opens, closes, reason FROM special_days"
    f" WHERE business_id = :business AND day BETWEEN :first AND :last AND {_HERE} ORDER BY day, opens",
    "holidays": "SELECT location_id, day, name, opened FROM public_holidays"
    f" WHERE business_id = :business AND day BETWEEN :first AND :last AND {_HERE}",
    "staff": "SELECT id, name, location_ids FROM staff WHERE business_id = :business AND active"
    " ORDER BY position, name, id",
    "staff_hours": "SELECT staff_id, location_id, weekday, opens, closes FROM staff_hours"
    " WHERE business_id = :business",
    # A day more on either side: no zone is further from UTC.
    "absences": "SELECT staff_id, asset_id, starts_at, ends_at, reason FROM absences WHERE business_id = :business"
    " AND ends_at > CAST(:first AS date) - 1 AND starts_at < CAST(:last AS date) + 2",
    "remote_busy": "SELECT c.staff_id, b.starts_at, b.ends_at, c.name AS reason FROM remote_busy b"
    " JOIN remote_calendars c ON c.business_id = b.business_id AND c.id = b.calendar_id"
    " WHERE b.business_id = :business AND (c.location_id IS NULL OR c.location_id = :location)"
    " AND b.ends_at > CAST(:first AS date) - 1 AND b.starts_at < CAST(:last AS date) + 2",
    "assets": f"SELECT id, name FROM assets WHERE business_id = :business AND active AND {_HERE}"
    " ORDER BY position, name, id",
    "offerings": "SELECT id, name, duration_min, buffer_min, price_cents, segments, before_min, channels, notice_min,"
    " horizon_days, per_day, grid_min, seats FROM offerings WHERE business_id = :business AND active"
    " ORDER BY position, name",
    "staff_offerings": "SELECT staff_id, offering_id, minutes, price_cents FROM staff_offerings"
    " WHERE business_id = :business",
    "offering_assets": "SELECT offering_id, need, asset_id FROM offering_assets WHERE business_id = :business",
    "offering_options": "SELECT id, offering_id, kind, name, minutes, segments, price_cents FROM offering_options"
    " WHERE business_id = :business AND active ORDER BY position, name",
}

_READ = text(
    "SELECT CAST(json_build_object("
    + ", ".join(f"'{part}', (SELECT json_agg(r) FROM ({query}) r)" for part, query in _PARTS.items())
    + ") AS text)"
).bindparams(
    bindparam("business", type_=Uuid()),
    bindparam("location", type_=Uuid()),
    bindparam("first", type_=Date()),
    bindparam("last", type_=Date()),
)


def _closing(stored: str) -> time:
    """24:00 reads as 00:00, as in `table_base.ClosingTime`."""
    return time(0) if stored.startswith("24:") else time.fromisoformat(stored)


def _ids(stored: list[str]) -> list[UUID]:
    return [UUID(each) for each in stored]


_READERS: Mapping[str, Callable[[Any], object]] = {
    "opens": time.fromisoformat,
    "closes": _closing,
    "day": date.fromisoformat,
    "starts_at": datetime.fromisoformat,
    "ends_at": datetime.fromisoformat,
    "location_ids": _ids,
    **dict.fromkeys(("id", "location_id", "staff_id", "asset_id", "offering_id"), UUID),
}

Rows = Mapping[str, Sequence[Any]]
"""By part; each row has its columns as attributes."""


async def read(scope: TenantScope, location_id: UUID | None, window: tuple[date, date]) -> Rows:
    """The rows of each part, in the order a place has them.

    Args:
        window: local days; special days, holidays, absences and busy times outside it are left out.
    """
    first, last = window
    found = await scope.session.scalar(
        _READ, {"business": scope.business_id, "location": location_id, "first": first, "last": last}
    )
    parts = cast("dict[str, list[dict[str, Any]] | None]", json.loads(found))
    return {part: [_row(values) for values in rows or ()] for part, rows in parts.items()}


def _row(values: dict[str, Any]) -> SimpleNamespace:
    for name in values.keys() & _READERS.keys():
        if values[name] is not None:
            values[name] = _READERS[name](values[name])
    return SimpleNamespace(**values)
