"""Numbers that are to come over from another carrier: asked for by a business, carried out by operators."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from domain.accounts.roles import Permission, Principal
from domain.errors import Conflict, InvalidInput
from domain.ids import new_id
from domain.notifications.kinds import Kind
from domain.numbers.search import country_of, wished_number
from domain.porting.requests import Document, Phase, PortRequest, documents
from domain.porting.words import state_in
from domain.text_fields import optional_text, required_text
from services.accounts.access import actor_of
from services.notifications.notices import promise_notice
from storage.postgres import audit, business_facts, phone_numbers, port_requests
from storage.postgres.database import Database
from storage.postgres.port_requests import MOST_NOTES, NoteRow, PortRow
from storage.postgres.tenant import TenantScope

LONGEST_NAME = 200
LONGEST_NOTE = 2000
LONGEST_DOCUMENT = 500


@dataclass(frozen=True, slots=True)
class PortForm:
    """What is to be written; None leaves a field as it is.

    Attributes:
        documents: where each is, by its kind; an empty text takes one back.
    """

    carrier: str | None = None
    account_holder: str | None = None
    account_number: str | None = None
    wished_on: date | None = None
    documents: Mapping[Document, str] | None = None


@dataclass(frozen=True, slots=True)
class Port:
    """A request, what it needs, and what has happened to it, the oldest first."""

    row: PortRow
    needed: tuple[Document, ...]
    notes: list[NoteRow]

    @property
    def missing(self) -> list[Document]:
        return [each for each in self.needed if not self.row.documents.get(each.value)]


class PortDesk:
    """One for each replica.

    Args:
        clock: now, aware.
    """

    def __init__(self, database: Database, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._database = database
        self._clock = clock

    async def page(
        self, principal: Principal, *, limit: int, after: tuple[datetime, UUID] | None
    ) -> list[PortRow]:
        """The latest first. Raises NotPermitted."""
        principal.require(Permission.SETTINGS_READ)
        async with self._database.tenant(principal.business_id, read_only=True) as scope:
            return await port_requests.page(scope, limit=limit, after=after)

    async def get(self, principal: Principal, port_id: UUID) -> Port:
        """Raises NotPermitted, NotFound."""
        principal.require(Permission.SETTINGS_READ)
        async with self._database.tenant(principal.business_id) as scope:
            return await _port(scope, port_id)

    async def begin(self, principal: Principal, number: str, form: PortForm) -> Port:
        """A draft. Raises NotPermitted, InvalidInput; Conflict: the number is here, or asked for already."""
        principal.require(Permission.SETTINGS_WRITE)
        port_id = new_id()
        async with self._database.tenant(principal.business_id) as scope:
            e164 = wished_number(number, (await business_facts.get(scope)).country)
            country = country_of(e164)
            if country is None:
                raise InvalidInput("number: this is no country's number; it cannot be ported")
            if await phone_numbers.by_e164(scope, e164) is not None:
                raise Conflict("number: this number is here already")
            values = self._values(form, country, {})
            for name in ("carrier", "account_holder"):
                if not values.get(name):
                    raise InvalidInput(f"{name}: is needed")
            if not await port_requests.add(scope, port_id, e164=e164, country=country, **values):
                raise Conflict("number: a request for it is under way already")
            await self._happened(scope, actor_of(principal), port_id, Phase.DRAFT, "")
            return await _port(scope, port_id)

    async def change(self, principal: Principal, port_id: UUID, form: PortForm) -> Port:
        """Until it is handed in, and while it needs something.

        Raises NotPermitted, NotFound, InvalidInput, Conflict.
        """
        principal.require(Permission.SETTINGS_WRITE)
        async with self._database.tenant(principal.business_id) as scope:
            row = await port_requests.get(scope, port_id, lock=True)
            row.request.changed()
            values = self._values(form, row.country, row.documents)
            if values:
                await port_requests.change(scope, port_id, **values)
                await audit.note(
                    scope,
                    actor=actor_of(principal),
                    action="port.changed",
                    subject=f"port_request:{port_id}",
                    after={"changed": sorted(values)},
                )
            return await _port(scope, port_id)

    async def hand_in(self, principal: Principal, port_id: UUID) -> Port:
        """Raises NotPermitted, NotFound; Conflict: something is missing, which it names."""
        principal.require(Permission.SETTINGS_WRITE)
        async with self._database.tenant(principal.business_id) as scope:
            row = await port_requests.get(scope, port_id, lock=True)
            given = [each for each in Document if row.documents.get(each.value)]
            await self._moves(
                scope, actor_of(principal), row, row.request.handed_in(given, documents(row.country)), ""
            )
            return await _port(scope, port_id)

    async def withdraw(self, principal: Principal, port_id: UUID) -> Port:
        """Raises NotPermitted, NotFound, Conflict."""
        principal.require(Permission.SETTINGS_WRITE)
        async with self._database.tenant(principal.business_id) as scope:
            row = await port_requests.get(scope, port_id, lock=True)
            await self._moves(
                scope, actor_of(principal), row, row.request.withdrawn(self._clock().date()), ""
            )
            return await _port(scope, port_id)

    async def say(self, principal: Principal, port_id: UUID, words: str) -> Port:
        """Adds a note. Raises NotPermitted, NotFound, InvalidInput; Conflict: there are as many as there may be."""
        principal.require(Permission.SETTINGS_WRITE)
        async with self._database.tenant(principal.business_id) as scope:
            await port_requests.get(scope, port_id, lock=True)
            if await port_requests.count_notes(scope, port_id) >= MOST_NOTES:
                raise Conflict(f"there are {MOST_NOTES} notes already")
            await port_requests.note(
                scope, port_id, actor_of(principal), required_text("note", words, longest=LONGEST_NOTE)
            )
            return await _port(scope, port_id)

    async def look(self, operator: UUID, business_id: UUID, port_id: UUID) -> Port:
        """For whoever carries it out; the business's audit log says that they looked. Raises NotFound."""
        async with self._database.tenant(business_id) as scope:
            found = await _port(scope, port_id)
            await audit.note(
                scope,
                actor=f"operator:{operator}",
                action="operator.looked",
                subject=f"port_request:{port_id}",
            )
            return found

    async def move(
        self, operator: UUID, business_id: UUID, port_id: UUID, to: Phase, port_on: date | None, words: str
    ) -> Port:
        """Whoever carries it out moves it on; the business is told by mail. Raises NotFound, Conflict, InvalidInput."""
        async with self._database.tenant(business_id) as scope:
            row = await port_requests.get(scope, port_id, lock=True)
            moved = row.request.moved(to, port_on, self._clock().date())
            said = optional_text("note", words, longest=LONGEST_NOTE)
            if to is Phase.NEEDS and not said:
                raise InvalidInput("note: say what is missing")
            note_id = await self._moves(scope, f"operator:{operator}", row, moved, said)
            facts = await business_facts.get(scope)
            fields = {
                "business_name": facts.name,
                "number": row.e164,
                "state": state_in(facts.language, moved.phase),
                "date": "" if moved.port_on is None else moved.port_on.isoformat(),
                "note": said,
            }
            await promise_notice(scope, Kind.NUMBER_PORT, str(note_id), fields)
            return await _port(scope, port_id)

    async def _moves(
        self, scope: TenantScope, actor: str, row: PortRow, moved: PortRequest, words: str
    ) -> UUID:
        await port_requests.change(scope, row.id, phase=moved.phase.value, port_on=moved.port_on)
        return await self._happened(scope, actor, row.id, moved.phase, words)

    @staticmethod
    async def _happened(scope: TenantScope, actor: str, port_id: UUID, phase: Phase, words: str) -> UUID:
        await audit.note(
            scope,
            actor=actor,
            action="port.moved",
            subject=f"port_request:{port_id}",
            after={"phase": phase.value},
        )
        return await port_requests.note(scope, port_id, actor, words, phase.value)

    def _values(self, form: PortForm, country: str, have: Mapping[str, str]) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for name in ("carrier", "account_holder"):
            given = getattr(form, name)
            if given is not None:
                values[name] = required_text(name, given, longest=LONGEST_NAME)
        if form.account_number is not None:
            values["account_number"] = optional_text(
                "account_number", form.account_number, longest=LONGEST_NAME
            )
        if form.wished_on is not None:
            if form.wished_on <= self._clock().date():
                raise InvalidInput("wished_on: a day to come")
            values["wished_on"] = form.wished_on
        if form.documents is not None:
            wanted = documents(country)
            strange = [each.value for each in form.documents if each not in wanted]
            if strange:
                raise InvalidInput(f"documents: {', '.join(strange)} is not asked for; {_named(wanted)} are")
            told = {
                each.value: optional_text(f"documents.{each.value}", where, longest=LONGEST_DOCUMENT)
                for each, where in form.documents.items()
            }
            values["documents"] = {name: where for name, where in {**have, **told}.items() if where}
        return values


async def _port(scope: TenantScope, port_id: UUID) -> Port:
    row = await port_requests.get(scope, port_id)
    return Port(row, documents(row.country), await port_requests.notes(scope, port_id))


def _named(wanted: tuple[Document, ...]) -> str:
    return ", ".join(each.value for each in wanted)
