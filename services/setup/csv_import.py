"""Staff and offerings from lists other programs export: good rows are added, the others named."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from domain.accounts.roles import Principal
from domain.errors import DomainError, InvalidInput
from domain.scheduling.engine.visit import Segment
from domain.setup.lists import Columns, ListRow, cents, rows_of, whole_number
from domain.setup.offerings import OfferingSettings
from domain.setup.resources import StaffSettings
from domain.text_fields import required_text
from services.setup.desk import Change, Desk, Stored
from services.setup.offerings import Offerings
from services.setup.resources import Resources
from storage.postgres import setup_rows
from storage.postgres.tables import Business, Offering, Staff

STAFF_COLUMNS: Columns = {
    "name": ("staff", "staff member", "employee", "full name", "mitarbeiter", "nom", "nombre", "nome"),
    "position": ("order",),
}
OFFERING_COLUMNS: Columns = {
    "name": (
        "service",
        "service name",
        "offering",
        "title",
        "leistung",
        "prestation",
        "servicio",
        "servizio",
    ),
    "minutes": ("duration", "duration min", "duration (min)", "dauer", "durée", "duración", "durata"),
    "price": ("amount", "preis", "prix", "precio", "prezzo"),
    "buffer": ("buffer min", "after min", "buffer time"),
    "position": ("order",),
}


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that was not added, by its line, and why."""

    line: int
    detail: str


@dataclass(frozen=True, slots=True)
class Imported:
    added: tuple[UUID, ...]
    refused: tuple[Refused, ...]


class CsvImport:
    """Of any business."""

    def __init__(self, desk: Desk, staff: Resources[StaffSettings], offerings: Offerings) -> None:
        self._desk = desk
        self._staff = staff
        self._offerings = offerings

    async def staff(self, principal: Principal, text: str) -> Imported:
        """A row a person, in the order of the list. Raises NotPermitted, InvalidInput: it is no list with names."""

        async def add(change: Change, row: ListRow, _: str) -> Stored[Any]:
            settings = StaffSettings(_name(row.fields), position=_number(row.fields, "position", row.line))
            return await self._staff.add_within(change, settings)

        return await self._add_each(principal, text, STAFF_COLUMNS, Staff, add)

    async def offerings(self, principal: Principal, text: str) -> Imported:
        """A row an offering, which everybody does, in the order of the list.

        Raises NotPermitted, InvalidInput: it is no list with names.
        """

        async def add(change: Change, row: ListRow, currency: str) -> Stored[Any]:
            fields, price = row.fields, row.fields.get("price", "")
            settings = OfferingSettings(
                _name(fields),
                (Segment(_number(fields, "minutes", None)),),
                cents("price", price, currency) if price else 0,
                after_min=_number(fields, "buffer", 0),
                position=_number(fields, "position", row.line),
            )
            return await self._offerings.add_within(change, settings)

        return await self._add_each(principal, text, OFFERING_COLUMNS, Offering, add)

    async def _add_each(
        self,
        principal: Principal,
        text: str,
        columns: Columns,
        table: type[Staff] | type[Offering],
        add: Callable[[Change, ListRow, str], Awaitable[Stored[Any]]],
    ) -> Imported:
        added: list[UUID] = []
        refused: list[Refused] = []
        async with self._desk.changing(principal) as change:
            rows = rows_of(text, columns)
            currency = await change.scope.session.scalar(
                select(Business.currency).where(Business.id == change.scope.business_id)
            )
            known = {row.name.casefold() for row in await setup_rows.rows(change.scope, table)}
            for row in rows:
                try:
                    name = _name(row.fields)
                    if name.casefold() in known:
                        raise InvalidInput(f"name: there is {name} already")
                    async with change.scope.savepoint():
                        added.append((await add(change, row, currency or "")).id)
                    known.add(name.casefold())
                except DomainError as error:
                    refused.append(Refused(row.line, str(error)))
        return Imported(tuple(added), tuple(refused))


def _name(fields: Mapping[str, str]) -> str:
    return required_text("name", fields.get("name", ""), longest=100)


def _number(fields: Mapping[str, str], field: str, usual: int | None) -> int:
    text = fields.get(field, "")
    if not text and usual is not None:
        return usual
    return whole_number(field, text)
