"""Deleting set-up data: what bookings or other data refer to is archived in its stead."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from services.setup.affected import Affected, Watch
from services.setup.desk import Change
from storage.postgres import setup_rows
from storage.postgres.table_base import Base


class Outcome(StrEnum):
    """What became of something that was to be deleted."""

    DELETED = "deleted"
    ARCHIVED = "archived"


@dataclass(frozen=True, slots=True)
class Removed:
    outcome: Outcome
    detail: str
    affected: Affected


async def remove(
    change: Change,
    table: type[Base],
    row_id: UUID,
    what: str,
    name: str,
    before: dict[str, Any],
    *,
    force: bool,
) -> Removed:
    """Deletes the row, or makes it inactive where that would lose or change something else.

    Args:
        what: as the audit log names its kind: `staff`.
        before: for the audit log.

    Raises:
        BookingsAffected: visits to come need it, and it is not forced.
    """
    watch = await Watch.begin(change)
    columns: Any = table
    subject = f"{what}:{row_id}"
    if await setup_rows.is_referred_to(change.scope, table, row_id):
        await setup_rows.change(change.scope, table, row_id, {"active": False})
        await change.note(f"{what}.archived", subject, {"active": before["active"]}, {"active": False})
        outcome = Outcome.ARCHIVED
        detail = f"{name} is archived, as other data refers to it: it is kept, and cannot be booked any more."
    else:
        await setup_rows.remove(change.scope, table, columns.id == row_id)
        await change.note(f"{what}.deleted", subject, before)
        outcome, detail = Outcome.DELETED, f"{name} is deleted."
    affected = await watch.require_none(f"{name} is to be removed", force=force)
    return Removed(outcome, detail, affected)
