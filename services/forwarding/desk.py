"""Getting calls here, as a business's people go about it: which telephone, what is dialled, and a call to try it."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import phonenumbers
from phonenumbers import PhoneNumberType

from domain.accounts.roles import Permission, Principal
from domain.errors import Conflict, InvalidInput, LimitReached, NotFound
from domain.forwarding.carriers import Carrier, Condition, ForwardingTerms, Step, Written, chosen, steps
from domain.forwarding.progress import Progress, Test
from domain.ids import new_id
from domain.numbers.leaving import Phase as NumberPhase
from domain.numbers.search import country_of
from domain.phone_numbers import said_e164
from services.accounts.access import actor_of
from services.forwarding.kinds import TEST_CALL, TEST_OVER
from storage.postgres import audit, business_facts, forwardings, outbox, phone_numbers
from storage.postgres.database import Database
from storage.postgres.forwardings import ForwardingRow
from storage.postgres.phone_numbers import NumberRow
from storage.postgres.tenant import TenantScope

MOST = 50
TESTS_A_DAY = 20
ORDINARY = frozenset(
    {
        PhoneNumberType.FIXED_LINE,
        PhoneNumberType.MOBILE,
        PhoneNumberType.FIXED_LINE_OR_MOBILE,
        PhoneNumberType.TOLL_FREE,
        PhoneNumberType.VOIP,
    }
)
"""Others cost whoever calls them, which are we."""


@dataclass(frozen=True, slots=True)
class Forwarded:
    """A telephone and how far it is, at the instant it was asked for; `steps` is what is dialled on it."""

    row: ForwardingRow
    progress: Progress
    number: str
    carrier: Carrier
    steps: list[Step]


class ForwardingDesk:
    """One for each replica.

    Args:
        clock: now, aware.
    """

    def __init__(
        self,
        database: Database,
        terms: ForwardingTerms,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._database = database
        self._terms = terms
        self._clock = clock

    def carriers(self, country: str) -> list[Carrier]:
        """Of a country; none where nothing is known of it."""
        return list(self._terms.carriers.get(country, {}).values())

    async def country(self, principal: Principal) -> str:
        """The business's own. Raises NotPermitted."""
        principal.require(Permission.SETTINGS_READ)
        async with self._database.tenant(principal.business_id, read_only=True) as scope:
            return (await business_facts.get(scope)).country

    async def page(
        self, principal: Principal, *, limit: int, after: tuple[datetime, UUID] | None
    ) -> list[Forwarded]:
        """The oldest first. Raises NotPermitted."""
        principal.require(Permission.SETTINGS_READ)
        async with self._database.tenant(principal.business_id, read_only=True) as scope:
            rows = await forwardings.page(scope, limit=limit, after=after)
            numbers = {row.number_id: await phone_numbers.get(scope, row.number_id) for row in rows}
        return [self._shown(row, numbers[row.number_id]) for row in rows]

    async def get(self, principal: Principal, forwarding_id: UUID) -> Forwarded:
        """Raises NotPermitted, NotFound."""
        principal.require(Permission.SETTINGS_READ)
        async with self._database.tenant(principal.business_id) as scope:
            return await self._found(scope, forwarding_id)

    async def begin(
        self,
        principal: Principal,
        *,
        public_number: str,
        number_id: UUID,
        carrier: str,
        conditions: Collection[Condition],
        delay_s: int | None,
    ) -> Forwarded:
        """A telephone of the business's is to forward to one of its numbers here.

        Raises NotPermitted, InvalidInput, NotFound, Conflict.
        """
        principal.require(Permission.SETTINGS_WRITE)
        forwarding_id = new_id()
        async with self._database.tenant(principal.business_id) as scope:
            if len(await forwardings.page(scope, limit=MOST)) >= MOST:
                raise Conflict(f"there are {MOST} already; remove one that is not needed")
            public = public_telephone(public_number, (await business_facts.get(scope)).country)
            number = await self._own(scope, number_id)
            if await phone_numbers.by_e164(scope, public) is not None:
                raise InvalidInput(
                    "public_number: this number is here already; name the one customers dial now"
                )
            country = country_of(public) or ""
            values = self._values(country, carrier, conditions, delay_s)
            values |= {"public_e164": public, "number_id": number.id, "country": country}
            if not await forwardings.add(scope, forwarding_id, **values):
                raise Conflict(
                    "public_number: this telephone is known already; change how it forwards instead"
                )
            told = {**values, "number_id": str(number_id)}
            await self._note(scope, principal, "forwarding.added", forwarding_id, {}, told)
            return await self._found(scope, forwarding_id)

    async def change(
        self,
        principal: Principal,
        forwarding_id: UUID,
        *,
        number_id: UUID | None = None,
        carrier: str | None = None,
        conditions: Collection[Condition] | None = None,
        delay_s: int | None = None,
    ) -> Forwarded:
        """Another number, carrier, condition or wait, what is not named stays; what was proved is to be tried again.

        Raises NotPermitted, InvalidInput, NotFound, Conflict.
        """
        principal.require(Permission.SETTINGS_WRITE)
        async with self._database.tenant(principal.business_id) as scope:
            before = await forwardings.get(scope, forwarding_id, lock=True)
            wanted = conditions if conditions is not None else [Condition(each) for each in before.conditions]
            wait = delay_s if delay_s is not None or carrier is not None else before.delay_s
            values = self._values(before.country, carrier or before.carrier, wanted, wait)
            if number_id is not None:
                values["number_id"] = (await self._own(scope, number_id)).id
            changed = {name: value for name, value in values.items() if getattr(before, name) != value}
            if changed:
                await forwardings.change(scope, forwarding_id, test_sid=None, **changed)
                await forwardings.note(scope, forwarding_id, before.progress.changed())
                was = {name: _plain(getattr(before, name)) for name in changed}
                become = {name: _plain(value) for name, value in changed.items()}
                await self._note(scope, principal, "forwarding.changed", forwarding_id, was, become)
            return await self._found(scope, forwarding_id)

    async def tell(self, principal: Principal, forwarding_id: UUID) -> Forwarded:
        """What is to be dialled is being shown. Raises NotPermitted, NotFound."""
        principal.require(Permission.SETTINGS_WRITE)
        async with self._database.tenant(principal.business_id) as scope:
            row = await forwardings.get(scope, forwarding_id, lock=True)
            if row.progress.told() != row.progress:
                await forwardings.note(scope, forwarding_id, row.progress.told())
            return await self._found(scope, forwarding_id)

    async def test(self, principal: Principal, forwarding_id: UUID) -> Forwarded:
        """A call of ours goes to the telephone and has to come back in time.

        Raises:
            NotPermitted, NotFound. Conflict: one is on its way, or the number here is being given back.
            LimitReached: there were enough today.
        """
        principal.require(Permission.SETTINGS_WRITE)
        now = self._clock()
        async with self._database.tenant(principal.business_id) as scope:
            row = await forwardings.get(scope, forwarding_id, lock=True)
            number = await self._own(scope, row.number_id)
            if await forwardings.tests_since(scope, TEST_CALL, now - timedelta(days=1)) >= TESTS_A_DAY:
                raise LimitReached(f"{TESTS_A_DAY} test calls a day; try again tomorrow")
            test = Test(new_id(), number.e164, now + self._terms.test_within)
            progress = row.progress.tested(test, now)
            await forwardings.note(scope, forwarding_id, progress)
            await forwardings.change(scope, forwarding_id, test_sid=None)
            payload = {"forwarding_id": str(forwarding_id), "test_id": str(test.id)}
            await outbox.enqueue(scope, TEST_CALL, str(test.id), payload)
            await outbox.enqueue(scope, TEST_OVER, str(test.id), payload, due_at=test.until)
            await self._note(scope, principal, "forwarding.tested", forwarding_id, {}, {"from": number.e164})
            return await self._found(scope, forwarding_id)

    async def remove(self, principal: Principal, forwarding_id: UUID) -> None:
        """Calls that still come that way are answered, and proved no more. Raises NotPermitted, NotFound."""
        principal.require(Permission.SETTINGS_WRITE)
        async with self._database.tenant(principal.business_id) as scope:
            if not await forwardings.remove(scope, forwarding_id):
                raise NotFound("no such forwarding")
            await self._note(scope, principal, "forwarding.removed", forwarding_id, {}, {})

    async def _found(self, scope: TenantScope, forwarding_id: UUID) -> Forwarded:
        row = await forwardings.get(scope, forwarding_id)
        return self._shown(row, await phone_numbers.get(scope, row.number_id))

    def _shown(self, row: ForwardingRow, number: NumberRow) -> Forwarded:
        carrier = self._terms.carriers.get(row.country, {}).get(row.carrier)
        if carrier is None:  # of a file that knew more
            carrier = Carrier(
                row.carrier, row.carrier, Written.INTERNATIONAL, {}, hint="Ask the phone company."
            )
        conditions = [Condition(each) for each in row.conditions]
        known = carrier.codes and all(each in carrier.codes for each in conditions)
        dialled = steps(carrier, number.e164, conditions, row.delay_s) if known or not carrier.codes else []
        progress = row.progress.seen(self._clock(), self._terms.stale_after)
        return Forwarded(row, progress, number.e164, carrier, dialled)

    def _values(
        self, country: str, carrier: str, conditions: Collection[Condition], delay_s: int | None
    ) -> dict[str, Any]:
        found = self._terms.carrier(country, carrier)
        wanted, wait = chosen(found, conditions, delay_s)
        return {"carrier": found.id, "conditions": [each.value for each in wanted], "delay_s": wait}

    @staticmethod
    async def _own(scope: TenantScope, number_id: UUID) -> NumberRow:
        number = await phone_numbers.get(scope, number_id)
        if number.phase != NumberPhase.ACTIVE.value:
            raise Conflict("this number is being given back; keep it first, or choose another")
        return number

    async def _note(
        self,
        scope: TenantScope,
        principal: Principal,
        action: str,
        forwarding_id: UUID,
        before: dict[str, Any],
        after: dict[str, Any],
    ) -> None:
        await audit.note(
            scope,
            actor=actor_of(principal),
            action=action,
            subject=f"forwarding:{forwarding_id}",
            before=before,
            after=after,
        )


def public_telephone(text: str, country: str) -> str:
    """The number customers dial now, in E.164 form. Raises InvalidInput."""
    e164 = said_e164(text.strip(), country)
    if e164 is None:
        raise InvalidInput("public_number: this is no telephone number; write it as +61 2 8000 1234")
    if phonenumbers.number_type(phonenumbers.parse(e164)) not in ORDINARY:
        raise InvalidInput("public_number: only ordinary landline, mobile and free-call numbers can be tried")
    return e164


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, UUID) else value
