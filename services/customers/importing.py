"""Lists of customers taken in and given out."""

import asyncio
from collections.abc import AsyncGenerator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from domain.accounts.roles import Permission, Principal
from domain.customers.lists import COLUMNS, CustomerList, Duplicate, Listed, read_list, written
from domain.customers.tags import MOST
from domain.events.catalogue import CustomersImported
from domain.ids import new_id
from services.accounts.access import actor_of
from services.events.record import record
from storage.postgres import audit, businesses, customer_import, customers
from storage.postgres.customer_import import Existing
from storage.postgres.customers import Filter
from storage.postgres.database import Database

AT_ONCE = 500
"""Customers of one transaction of an export."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a list, or would: rows that were added, that filled in what was not known, or said nothing new."""

    read: CustomerList
    added: int
    filled_in: int
    unchanged: int
    duplicates: tuple[Duplicate, ...]


@dataclass(slots=True)
class _Plan:
    new: list[tuple[UUID, Listed]] = field(default_factory=list[tuple[UUID, Listed]])
    filled: list[tuple[UUID, str | None, str | None, str]] = field(
        default_factory=list[tuple[UUID, str | None, str | None, str]]
    )
    tags: list[tuple[UUID, str]] = field(default_factory=list[tuple[UUID, str]])
    filled_in: int = 0
    unchanged: int = 0
    duplicates: list[Duplicate] = field(default_factory=list[Duplicate])


class Importing:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def take(
        self, principal: Principal, data: bytes, named: Mapping[str, str | None], *, dry_run: bool
    ) -> Imported:
        """Adds whoever is not known, and fills in what is not known of the others; nothing known is overwritten.

        The same list again changes nothing. What of it cannot be taken is named, and the rest is.

        Args:
            named: fields by header, where somebody has said so.
            dry_run: nothing is written.

        Raises:
            NotPermitted. InvalidInput: it is no list of customers, or too long.
        """
        principal.require(Permission.CUSTOMERS_WRITE)
        async with self._database.tenant(principal.business_id) as scope:
            country = await businesses.country(scope)
        # A second of CPU for the longest list: others are answered meanwhile.
        read = await asyncio.to_thread(read_list, data, country, named)
        async with self._database.tenant(principal.business_id) as scope:
            await customer_import.hold(scope)
            plan = _plan(read.customers, await customer_import.existing(scope, read.customers))
            if not dry_run and (plan.new or plan.filled_in):
                await customer_import.add(scope, plan.new)
                await customer_import.fill_in(scope, plan.filled)
                await customer_import.tag(scope, plan.tags)
                import_id, added, changed = new_id(), len(plan.new), plan.filled_in
                await audit.note(
                    scope,
                    actor=actor_of(principal),
                    action="customer.imported",
                    subject=f"import:{import_id}",
                    after={"added": added, "changed": changed},
                )
                await record(
                    scope,
                    CustomersImported(import_id=import_id, customers_added=added, customers_changed=changed),
                )
        return Imported(
            read, len(plan.new), plan.filled_in, plan.unchanged, (*read.duplicates, *plan.duplicates)
        )

    async def export(self, principal: Principal, wanted: Filter) -> AsyncGenerator[str]:
        """A table of the customers, by name, piece by piece. Raises NotPermitted."""
        principal.require(Permission.CUSTOMERS_READ)
        return self._written(principal.business_id, wanted)

    async def _written(self, business_id: UUID, wanted: Filter) -> AsyncGenerator[str]:
        # Spreadsheets take a file without this mark for Windows-1252.
        yield "\ufeff" + written([COLUMNS])
        after: tuple[str, UUID] | None = None
        while True:
            async with self._database.tenant(business_id, read_only=True) as scope:
                rows = await customers.page(scope, wanted, after=after, limit=AT_ONCE)
            if rows:
                yield written(
                    (
                        row.name,
                        row.phone or "",
                        row.email or "",
                        "; ".join(row.tags),
                        row.notes,
                        row.created_at.isoformat(),
                        str(row.id),
                    )
                    for row in rows
                )
            if len(rows) < AT_ONCE:
                return
            after = rows[-1].name_key, rows[-1].id


def _plan(listed: Sequence[Listed], there: Sequence[Existing]) -> _Plan:
    plan = _Plan()
    by_phone, by_email, by_name = _by_keys(there)
    taken: dict[UUID, int] = {}
    for each in listed:
        name = each.name.lower()
        known = by_phone.get((each.phone or "", name)) or by_email.get((each.email or "", name))
        if known is None and not each.phone and not each.email:
            known = by_name.get(name)
        if known is not None and each.phone and known.phone and known.phone != each.phone:
            known = None  # the address is one household's
        if known is None:
            plan.new.append((new_id(), each))
        elif known.row_id in taken:
            plan.duplicates.append(Duplicate(each.row, taken[known.row_id]))
        else:
            taken[known.row_id] = each.row
            _fill(plan, known, each)
    return plan


def _fill(plan: _Plan, known: Existing, each: Listed) -> None:
    filled = replace(
        known,
        phone=known.phone or each.phone,
        email=known.email or each.email,
        notes=known.notes or each.notes,
    )
    tags = [tag for tag in each.tags if tag.lower() not in known.tags][: max(MOST - len(known.tags), 0)]
    if filled != known:
        plan.filled.append((known.row_id, filled.phone, filled.email, filled.notes))
    plan.tags += [(known.row_id, tag) for tag in tags]
    if filled != known or tags:
        plan.filled_in += 1
    else:
        plan.unchanged += 1


_Keys = dict[tuple[str, str], Existing]


def _by_keys(there: Sequence[Existing]) -> tuple[_Keys, _Keys, dict[str, Existing]]:
    """The oldest of those with the same number, address, or name with neither."""
    by_phone: _Keys = {}
    by_email: _Keys = {}
    by_name: dict[str, Existing] = {}
    for each in there:
        name = each.name.lower()
        if each.phone:
            by_phone.setdefault((each.phone, name), each)
        if each.email:
            by_email.setdefault((each.email, name), each)
        if not each.phone and not each.email:
            by_name.setdefault(name, each)
    return by_phone, by_email, by_name
