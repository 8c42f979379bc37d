"""Draining the outbox of numbers: wishes filled, numbers given back to the carrier.

The carrier knows no idempotency key. A number is bought under the wish's own name, and every attempt begins by asking
whether there is one of that name: a worker that dies between the purchase and writing it down leaves a number that the
next attempt finds. What a wish can buy is one very number, so that two workers cannot buy two.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from uuid import UUID

import structlog

from domain.errors import DomainError, NotFound, ProviderError, StorageError
from domain.ids import new_id
from domain.numbers.leaving import Phase, Source
from domain.numbers.refusals import Refusal
from domain.numbers.search import Capability
from domain.numbers.webhooks import NumberWebhooks
from providers.numbers import CarrierNumber, NumberRefused, Numbers, Papers
from services.numbers.kinds import KINDS, ORDER, RELEASE
from services.outbox.due_items import DueItems
from storage.postgres import audit, billing_accounts, businesses, number_orders, outbox, phone_numbers
from storage.postgres.database import Database
from storage.postgres.number_orders import FILLED, PLACED, REFUSED, OrderRow
from storage.postgres.outbox import OutboxItem, retry_delay
from storage.postgres.tenant import TenantScope

log = structlog.get_logger()

CHECKED_AFTER = timedelta(days=1)
GIVES_UP_AFTER = timedelta(days=1)
"""A wish that could not be carried to the carrier for so long is refused, unless the number may have been bought."""


def name_of(order_id: UUID) -> str:
    """What a number of this wish is called at the carrier (at most 64 characters there)."""
    return f"receptionist {order_id}"


class Refused(Exception):
    """The wish cannot be filled."""

    def __init__(self, why: Refusal) -> None:
        super().__init__(why)
        self.why = why


class NumberDrain:
    """Several workers may drain at once; each item is with one of them.

    Args:
        platform_number: the service's own, which no business may take.
    """

    def __init__(
        self,
        database: Database,
        numbers: Numbers,
        webhooks: NumberWebhooks,
        *,
        platform_number: str | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._database = database
        self._numbers = numbers
        self._webhooks = webhooks
        self._platform_number = platform_number
        self._clock = clock
        self._due = DueItems(database, KINDS)
        self.kinds = self._due.kinds

    def due_in_s(self, longest_s: float) -> float:
        """How long nothing falls due, at most `longest_s`, as the last `drain` saw it."""
        return self._due.due_in_s(longest_s)

    async def drain(self) -> int:
        """Does what is due, a few at a time, and returns how many it tried. Raises StorageError."""
        return await self._due.handle(self._handle)

    async def _handle(self, item: OutboxItem) -> None:
        error, again_at = "an internal error", None
        try:
            work = {ORDER: self._order, RELEASE: self._release}[item.kind]
            await work(item)
            return
        except StorageError as away:
            log.warning("numbers.not_done", item=str(item.id), kind=item.kind, reason=str(away))
            return
        except ProviderError as away:
            # However often: money and a business's calls hang on it, and nobody knows what the carrier has done.
            error, again_at = str(away), self._clock() + retry_delay(min(item.attempts, 10))
            log.warning("numbers.put_off", item=str(item.id), kind=item.kind, reason=error)
        except (DomainError, KeyError, ValueError) as malformed:
            error = f"malformed: {type(malformed).__name__}"
        except Exception:
            # The root of one item: it must not take the others with it. It falls due again and dies in the end.
            log.exception("numbers.failed", item=str(item.id), kind=item.kind)
        with suppress(StorageError):
            async with self._database.worker() as session:
                if again_at is not None:
                    await outbox.postpone(session, item, error, again_at)
                else:
                    await outbox.failed(session, item, error, self._clock())

    async def _order(self, item: OutboxItem) -> None:
        order_id = UUID(str(item.payload["order_id"]))
        async with self._database.tenant(item.tenant) as scope:
            order = await number_orders.get(scope, order_id)
            closed = await billing_accounts.is_closed(scope)
        if order.phase == PLACED:
            try:
                number = await self._filled(order, closed=closed)
                await self._fill(item.tenant, order, number)
            except Refused as refused:
                await self._refuse(item.tenant, order, refused.why)
            except NumberRefused as refused:
                await self._refuse(item.tenant, order, refused.why)
            except ProviderError as away:
                if not await self._given_up(item.tenant, order):
                    await self._waits(item.tenant, order, away)
                    raise
        async with self._database.worker() as session:
            await outbox.done(session, item, self._clock())

    async def _filled(self, order: OrderRow, *, closed: bool) -> CarrierNumber:
        """The number of the carrier's. Raises Refused, ProviderError."""
        if order.kind == Source.BROUGHT.value:
            return await self._brought(order, closed=closed)
        bought = await self._numbers.named(name_of(order.id))
        if bought is not None:
            return await self._connected(bought)
        if closed:
            raise Refused(Refusal.CLOSED)
        papers = Papers(order.address_sid, order.bundle_sid)
        try:
            bought = await self._numbers.buy(order.e164 or "", name_of(order.id), self._webhooks, papers)
        except NumberRefused as refused:
            # Somebody else's now; or ours: bought by an attempt whose answer never came.
            ours = await self._numbers.named(name_of(order.id)) if refused.why is Refusal.GONE else None
            if ours is None:
                raise
            bought = ours
        return await self._connected(bought)

    async def _brought(self, order: OrderRow, *, closed: bool) -> CarrierNumber:
        found = await self._numbers.get(order.sid or "")
        if closed:
            raise Refused(Refusal.CLOSED)
        if found.e164 == self._platform_number:
            raise Refused(Refusal.TAKEN)
        if await businesses.business_id_for_number(self._database, found.e164) is not None:
            raise Refused(Refusal.TAKEN)
        if Capability.VOICE not in found.capabilities:
            raise Refused(Refusal.NO_VOICE)
        return await self._connected(found)

    async def _connected(self, number: CarrierNumber) -> CarrierNumber:
        """Read back: what the carrier was told is not always what it goes by."""
        if not self._webhooks.drift(number.settings):
            return number
        connected = await self._numbers.connect(number.sid, self._webhooks)
        if self._webhooks.drift(connected.settings):
            raise Refused(Refusal.NOT_CONFIGURABLE)
        return connected

    async def _fill(self, business_id: UUID, order: OrderRow, number: CarrierNumber) -> None:
        now, number_id = self._clock(), new_id()
        async with self._database.tenant(business_id) as scope:
            locked = await number_orders.get(scope, order.id, lock=True)
            if locked.phase != PLACED:
                return
            taken = await phone_numbers.take(
                scope,
                number_id,
                number.e164,
                source=Source(order.kind),
                sid=number.sid,
                sort=order.sort or (number.sort.value if number.sort is not None else None),
                capabilities=[each.value for each in number.capabilities],
                monthly_cents=order.monthly_cents,
                label=order.label,
                check_at=now + CHECKED_AFTER,
            )
            if not taken:
                # Bought, and somebody's row has it: nobody may be cut off by our giving it back.
                log.error("numbers.held_by_another", order=str(order.id), sid=number.sid)
                await self._settle(scope, order, REFUSED, sid=number.sid, why=Refusal.TAKEN.value)
                return
            await self._settle(scope, order, FILLED, sid=number.sid, e164=number.e164, number_id=number_id)
            log.info("numbers.filled", order=str(order.id), kind=order.kind)

    async def _refuse(self, business_id: UUID, order: OrderRow, why: Refusal) -> None:
        async with self._database.tenant(business_id) as scope:
            locked = await number_orders.get(scope, order.id, lock=True)
            if locked.phase == PLACED:
                await self._settle(scope, order, REFUSED, why=why.value)
        log.info("numbers.refused", order=str(order.id), why=why.value)

    async def _settle(self, scope: TenantScope, order: OrderRow, phase: str, **values: object) -> None:
        await number_orders.change(
            scope, order.id, phase=phase, settled_at=self._clock(), waits_for="", **values
        )
        told = {name: str(value) for name, value in values.items() if value is not None}
        await audit.note(
            scope,
            actor="system",
            action=f"number.order_{phase}",
            subject=f"number_order:{order.id}",
            after=told,
        )

    async def _waits(self, business_id: UUID, order: OrderRow, away: ProviderError) -> None:
        async with self._database.tenant(business_id) as scope:
            await number_orders.change(scope, order.id, waits_for=away.message[:200])

    async def _given_up(self, business_id: UUID, order: OrderRow) -> bool:
        """After a day, once the carrier says that nothing was bought for it."""
        if self._clock() < order.created_at + GIVES_UP_AFTER:
            return False
        try:
            if order.kind == Source.BOUGHT.value and await self._numbers.named(name_of(order.id)) is not None:
                return False
        except ProviderError:
            return False
        await self._refuse(business_id, order, Refusal.AWAY)
        return True

    async def _release(self, item: OutboxItem) -> None:
        number_id, now = UUID(str(item.payload["number_id"])), self._clock()
        goes = None
        try:
            async with self._database.tenant(item.tenant) as scope:
                row = await phone_numbers.get(scope, number_id, lock=True)
                leaving = row.leaving.due(now)
                if leaving.phase is Phase.RELEASED:
                    # First, and for good: from now on nobody can keep what may be gone at the carrier.
                    await phone_numbers.leave(scope, number_id, leaving)
                    goes = row
        except NotFound:
            pass
        if goes is not None:
            if goes.source == Source.BOUGHT.value and goes.sid is not None:
                await self._numbers.give_back(goes.sid)
            async with self._database.tenant(item.tenant) as scope:
                await phone_numbers.remove(scope, number_id)
                await audit.note(
                    scope,
                    actor="system",
                    action="number.released",
                    subject=f"number:{number_id}",
                    after={"number": goes.e164},
                )
        async with self._database.worker() as session:
            await outbox.done(session, item, self._clock())
