"""Calendar data that a template adds: what is there by the same name stays, unless it is to be replaced."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete, func, insert, select, update

from domain.dialogue.intents import folded
from domain.ids import new_id
from domain.opening_hours import OpeningHours
from storage.postgres.scheduling_tables import OfferingQuestion
from storage.postgres.tables import Offering, OpeningHoursRow, Staff
from storage.postgres.tenant import TenantScope


@dataclass(frozen=True, slots=True)
class OfferingToAdd:
    """`segments` are minutes and whether they are processing time."""

    name: str
    segments: tuple[tuple[int, bool], ...]
    buffer_min: int
    asked: tuple[str, ...]


async def add_offerings(
    scope: TenantScope, wanted: Sequence[OfferingToAdd], *, replace: bool
) -> tuple[list[str], list[str]]:
    """Gives the names of those that were added or replaced, and of those that were there."""
    rows = await scope.session.scalars(select(Offering).where(Offering.business_id == scope.business_id))
    known = {folded(row.name): row.id for row in rows}
    added: list[str] = []
    there: list[str] = []
    for place, each in enumerate(wanted):
        plain = len(each.segments) == 1
        values = {
            "duration_min": sum(minutes for minutes, _ in each.segments),
            "buffer_min": each.buffer_min,
            "segments": None
            if plain
            else [{"minutes": minutes, "processing": waits} for minutes, waits in each.segments],
        }
        found = known.get(folded(each.name))
        if found is None:
            found = new_id()
            await scope.session.execute(
                insert(Offering).values(
                    id=found,
                    business_id=scope.business_id,
                    name=each.name,
                    price_cents=0,
                    position=len(known) + place,
                    **values,
                )
            )
        elif replace:
            mine = (Offering.business_id == scope.business_id, Offering.id == found)
            await scope.session.execute(update(Offering).where(*mine).values(**values))
        else:
            there.append(each.name)
            continue
        added.append(each.name)
        await _add_questions(scope, found, each.asked)
    return added, there


async def _add_questions(scope: TenantScope, offering_id: UUID, labels: Sequence[str]) -> None:
    found = await scope.session.scalars(
        select(OfferingQuestion.label).where(
            OfferingQuestion.business_id == scope.business_id, OfferingQuestion.offering_id == offering_id
        )
    )
    known = set(found)
    for label in labels:
        if label not in known:
            await scope.session.execute(
                insert(OfferingQuestion).values(
                    id=new_id(),
                    business_id=scope.business_id,
                    offering_id=offering_id,
                    label=label,
                    kind="text",
                    position=len(known),
                )
            )
            known.add(label)


async def add_hours(scope: TenantScope, hours: Sequence[OpeningHours], *, replace: bool) -> bool:
    """Whether they were set: the business had none, or its own are replaced."""
    own = OpeningHoursRow.business_id == scope.business_id
    known = await scope.session.scalar(select(func.count()).select_from(OpeningHoursRow).where(own))
    if known and not replace:
        return False
    await scope.session.execute(delete(OpeningHoursRow).where(own))
    rows = [
        {
            "id": new_id(),
            "business_id": scope.business_id,
            "weekday": each.weekday,
            "opens": each.opens,
            "closes": each.closes,
        }
        for each in hours
    ]
    await scope.session.execute(insert(OpeningHoursRow), rows)
    return True


async def add_staff(scope: TenantScope, names: Sequence[str]) -> list[str]:
    """Those who were not there by that name; gives them."""
    rows = await scope.session.scalars(select(Staff.name).where(Staff.business_id == scope.business_id))
    known = {folded(name) for name in rows}
    added: list[str] = []
    for name in names:
        if folded(name) not in known:
            known.add(folded(name))
            row = {"id": new_id(), "business_id": scope.business_id, "name": name}
            await scope.session.execute(insert(Staff).values(position=len(known), **row))
            added.append(name)
    return added
