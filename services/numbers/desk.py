"""A business's numbers, as its people see, wish for, set up and give them back."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from domain.accounts.roles import Permission, Principal
from domain.billing.plans import Catalogue
from domain.billing.terms import BillingTerms
from domain.errors import Conflict, InvalidInput
from domain.ids import new_id
from domain.languages import offered_language
from domain.numbers.leaving import Leaving, Phase
from domain.numbers.search import Capability, Sort, country_of, wish, wished_number
from domain.numbers.terms import NumberTerms, Paper
from domain.phone_numbers import valid_e164
from domain.receptionist.content import AfterHours, ClosedAnswer
from domain.text_fields import optional_text
from providers.numbers import Numbers, OfferedNumber
from services.accounts.access import actor_of
from services.numbers.kinds import ORDER, RELEASE
from services.numbers.room import Room, room
from storage.postgres import audit, business_facts, number_orders, outbox, phone_numbers, setup_rows
from storage.postgres.database import Database
from storage.postgres.number_orders import OrderRow
from storage.postgres.phone_numbers import NumberRow, after_hours_document
from storage.postgres.scheduling_tables import Location
from storage.postgres.tenant import TenantScope

MOST_FOUND = 50
LONGEST_LABEL = 100
LONGEST_GREETING = 1000
_SIDS = {"PN": "sid", "AD": "address_sid", "BU": "bundle_sid"}


@dataclass(frozen=True, slots=True)
class Offer:
    """A number for sale, with what it costs us a month in cents, and what has to be handed in for it."""

    number: OfferedNumber
    monthly_cents: int
    papers: tuple[Paper, ...]


@dataclass(frozen=True, slots=True)
class LineForm:
    """What is to be changed of a number; `...` leaves a field as it is, None is the business's own."""

    label: Any = ...
    location_id: Any = ...
    language: Any = ...
    greeting: Any = ...
    after_hours: Any = ...
    """An `AfterHours`."""
    is_caller_id: bool = False


class NumbersDesk:
    """One for each replica.

    Args:
        charges: whether businesses pay here, so that their plan says how many numbers they may have.
        clock: now, aware.
    """

    def __init__(
        self,
        database: Database,
        numbers: Numbers,
        terms: NumberTerms,
        billing: BillingTerms,
        *,
        charges: bool,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._database = database
        self._numbers = numbers
        self._terms = terms
        self._prices = billing.numbers
        self._catalogue: Catalogue | None = billing.catalogue if charges else None
        self._clock = clock

    async def search(
        self,
        principal: Principal,
        *,
        country: str | None,
        sort: Sort,
        area: str = "",
        contains: str = "",
        needs: frozenset[Capability] = frozenset(),
        limit: int = 20,
    ) -> tuple[list[Offer], Room]:
        """Numbers for sale, and how many the business may still have.

        Raises NotPermitted, InvalidInput, ProviderError.
        """
        principal.require(Permission.SETTINGS_WRITE)
        async with self._database.tenant(principal.business_id) as scope:
            country = country or (await business_facts.get(scope)).country
            left = await room(scope, self._catalogue, self._clock())
        monthly_cents = self._price(country, sort)
        found = await self._numbers.search(
            wish(country, sort, area=area, contains=contains, needs=needs), min(limit, MOST_FOUND)
        )
        offers = [
            Offer(one, monthly_cents, self._terms.papers_for(country, sort, one.address)) for one in found
        ]
        return offers, left

    async def order(
        self,
        principal: Principal,
        number: str,
        *,
        sort: Sort = Sort.LOCAL,
        label: str = "",
        address_sid: str | None = None,
        bundle_sid: str | None = None,
    ) -> OrderRow:
        """Wishes for a number that is for sale; it is bought within moments. The same wish again is one wish.

        Raises:
            NotPermitted, InvalidInput.
            PlanLimitReached: the plan has no more numbers.
            Conflict: the business has it.
        """
        principal.require(Permission.SETTINGS_WRITE)
        papers = {"address_sid": _sid("AD", address_sid), "bundle_sid": _sid("BU", bundle_sid)}
        label = optional_text("label", label, longest=LONGEST_LABEL)
        async with self._database.tenant(principal.business_id) as scope:
            e164 = wished_number(number, (await business_facts.get(scope)).country)
            monthly_cents = self._price(country_of(e164) or "", sort)
            left = await room(scope, self._catalogue, self._clock(), lock=True)
            wished = await number_orders.placed(scope, e164=e164)
            if wished is not None:
                return wished
            held = await phone_numbers.by_e164(scope, e164)
            if held is not None:
                kept = "keep it instead" if held.phase != Phase.ACTIVE.value else "it is in use"
                raise Conflict(f"the business has this number already; {kept}")
            left.require()
            values = {
                "kind": "bought",
                "e164": e164,
                "sort": sort.value,
                "label": label,
                "monthly_cents": monthly_cents,
                **papers,
            }
            return await self._placed(scope, principal, values)

    async def bring(self, principal: Principal, sid: str, *, label: str = "") -> OrderRow:
        """Takes over a number that the carrier's account has already. Raises as `order`."""
        principal.require(Permission.SETTINGS_WRITE)
        found = _sid("PN", sid)
        label = optional_text("label", label, longest=LONGEST_LABEL)
        async with self._database.tenant(principal.business_id) as scope:
            left = await room(scope, self._catalogue, self._clock(), lock=True)
            wished = await number_orders.placed(scope, sid=found)
            if wished is not None:
                return wished
            left.require()
            return await self._placed(scope, principal, {"kind": "brought", "sid": found, "label": label})

    async def orders(
        self, principal: Principal, *, limit: int, after: tuple[datetime, UUID] | None
    ) -> list[OrderRow]:
        """The latest first. Raises NotPermitted."""
        principal.require(Permission.SETTINGS_READ)
        async with self._database.tenant(principal.business_id, read_only=True) as scope:
            return await number_orders.page(scope, limit=limit, after=after)

    async def order_of(self, principal: Principal, order_id: UUID) -> OrderRow:
        """Raises NotPermitted, NotFound."""
        principal.require(Permission.SETTINGS_READ)
        async with self._database.tenant(principal.business_id) as scope:
            return await number_orders.get(scope, order_id)

    async def page(
        self, principal: Principal, *, limit: int, after: tuple[datetime, UUID] | None
    ) -> list[NumberRow]:
        """The oldest first. Raises NotPermitted."""
        principal.require(Permission.SETTINGS_READ)
        async with self._database.tenant(principal.business_id, read_only=True) as scope:
            return await phone_numbers.page(scope, limit=limit, after=after)

    async def get(self, principal: Principal, number_id: UUID) -> NumberRow:
        """Raises NotPermitted, NotFound."""
        principal.require(Permission.SETTINGS_READ)
        async with self._database.tenant(principal.business_id) as scope:
            return await phone_numbers.get(scope, number_id)

    async def change(self, principal: Principal, number_id: UUID, form: LineForm) -> NumberRow:
        """How calls to the number are answered, from the next call on.

        Raises:
            NotPermitted, NotFound, InvalidInput. Conflict: it is being given back.
        """
        principal.require(Permission.SETTINGS_WRITE)
        async with self._database.tenant(principal.business_id) as scope:
            before = await phone_numbers.get(scope, number_id, lock=True)
            values = await self._values(scope, form)
            if form.is_caller_id and before.phase != Phase.ACTIVE.value:
                raise Conflict("this number is being given back; keep it first")
            changed = {name: value for name, value in values.items() if getattr(before, name) != value}
            if changed:
                await phone_numbers.change(scope, number_id, **changed)
            if form.is_caller_id and not before.is_caller_id:
                await phone_numbers.show(scope, number_id)
                changed["is_caller_id"] = True
            if changed:
                was = {name: _plain(getattr(before, name)) for name in changed}
                become = {name: _plain(value) for name, value in changed.items()}
                await self._note(scope, principal, "number.changed", number_id, was, become)
            return await phone_numbers.get(scope, number_id)

    async def release(self, principal: Principal, number_id: UUID) -> NumberRow:
        """Gives it back: at once callers hear that it is not in use, and for some days it can still be kept.

        Raises NotPermitted, NotFound, Conflict.
        """
        principal.require(Permission.SETTINGS_WRITE)
        async with self._database.tenant(principal.business_id) as scope:
            row = await phone_numbers.get(scope, number_id, lock=True)
            leaving = row.leaving.asked_for(self._clock(), self._terms.release_after)
            if leaving != row.leaving:
                await self._leaves(scope, principal, row, leaving, "number.release_asked")
                await outbox.enqueue_again(
                    scope,
                    RELEASE,
                    str(number_id),
                    {"number_id": str(number_id)},
                    due_at=leaving.release_at or self._clock(),
                )
            return await phone_numbers.get(scope, number_id)

    async def keep(self, principal: Principal, number_id: UUID) -> NumberRow:
        """Takes a release back. Raises NotPermitted, NotFound, Conflict, PlanLimitReached."""
        principal.require(Permission.SETTINGS_WRITE)
        now = self._clock()
        async with self._database.tenant(principal.business_id) as scope:
            left = await room(scope, self._catalogue, now, lock=True)
            row = await phone_numbers.get(scope, number_id, lock=True)
            leaving = row.leaving.due(now).kept()
            if leaving != row.leaving:
                left.require()
                await self._leaves(scope, principal, row, leaving, "number.kept")
            return await phone_numbers.get(scope, number_id)

    async def _leaves(
        self, scope: TenantScope, principal: Principal, row: NumberRow, leaving: Leaving, action: str
    ) -> None:
        await phone_numbers.leave(scope, row.id, leaving)
        at = None if leaving.release_at is None else leaving.release_at.isoformat()
        after = {"number": row.e164, "release_at": at}
        await self._note(scope, principal, action, row.id, {}, after)

    async def _placed(self, scope: TenantScope, principal: Principal, values: dict[str, Any]) -> OrderRow:
        order_id = new_id()
        await number_orders.place(scope, order_id, **values)
        await outbox.enqueue(scope, ORDER, str(order_id), {"order_id": str(order_id)})
        told = {name: value for name, value in values.items() if value}
        await audit.note(
            scope,
            actor=actor_of(principal),
            action="number.ordered",
            subject=f"number_order:{order_id}",
            after=told,
        )
        return await number_orders.get(scope, order_id)

    async def _values(self, scope: TenantScope, form: LineForm) -> dict[str, Any]:
        values: dict[str, Any] = {}
        if form.label is not ...:
            values["label"] = optional_text("label", form.label or "", longest=LONGEST_LABEL)
        if form.location_id is not ...:
            if form.location_id is not None:
                await setup_rows.one(scope, Location, form.location_id, "location")
            values["location_id"] = form.location_id
        if form.language is not ...:
            values["language"] = None if form.language is None else offered_language(form.language)
        if form.greeting is not ...:
            values["greeting"] = optional_text("greeting", form.greeting or "", longest=LONGEST_GREETING)
        if form.after_hours is not ...:
            values["after_hours"] = after_hours_document(_checked(form.after_hours))
        return values

    def _price(self, country: str, sort: Sort) -> int:
        cents = self._prices.monthly_cents(country, sort.value)
        if cents is None:
            offered = ", ".join(self._prices.by_country)
            raise InvalidInput(
                f"country: there are no {sort.value.replace('_', '-')} numbers of {country[:2] or 'that country'}"
                f" to be had; there are numbers of {offered}"
            )
        return cents

    async def _note(
        self,
        scope: TenantScope,
        principal: Principal,
        action: str,
        number_id: UUID,
        before: dict[str, Any],
        after: dict[str, Any],
    ) -> None:
        await audit.note(
            scope,
            actor=actor_of(principal),
            action=action,
            subject=f"number:{number_id}",
            before=before,
            after=after,
        )


def _checked(after_hours: AfterHours | None) -> AfterHours | None:
    if after_hours is None:
        return None
    number = after_hours.number
    if number is not None and valid_e164(number) is None:
        raise InvalidInput("after_hours.number: write it as +61 2 8000 1234 without blanks")
    if after_hours.answer is not ClosedAnswer.FORWARD and number is not None:
        raise InvalidInput("after_hours.number: only callers who are forwarded need one")
    greeting = optional_text("after_hours.greeting", after_hours.greeting, longest=LONGEST_GREETING)
    return AfterHours(after_hours.answer, greeting, number)


def _sid(prefix: str, text: str | None) -> str | None:
    if text is None:
        return None
    if re.fullmatch(rf"{prefix}[0-9a-fA-F]{{32}}", text.strip()) is None:
        raise InvalidInput(f"{_SIDS[prefix]}: the carrier's id, {prefix} and 32 digits or letters a to f")
    return text.strip()


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, UUID) else value
