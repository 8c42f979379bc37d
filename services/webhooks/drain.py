"""Draining the outbox of messages to webhooks: many endpoints side by side, few requests to each.

At least once: the answer is written after it came, so a worker that dies between the two sends the message again, under
the same id. Whatever an endpoint does, it keeps no other waiting: it has `PER_ENDPOINT` requests at most under way, and
what else is due for it is given back.
"""

import asyncio
import random
from collections import Counter
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import func, select

from domain.accounts.roles import Role
from domain.errors import StorageError
from domain.ids import new_id
from domain.webhooks.schedule import Answer, Verdict, is_given_up, next_attempt, rest_until
from services.accounts.mails import WEBHOOK_DISABLED
from services.accounts.second_factor import Seal
from services.webhooks.sending import Web, send
from storage.postgres import audit, memberships, outbox, webhooks
from storage.postgres.database import Database
from storage.postgres.outbox import OutboxItem
from storage.postgres.tables import Business
from storage.postgres.webhook_tables import WebhookEndpoint
from storage.postgres.webhooks import DELIVER, ENDPOINT, Due

log = structlog.get_logger()

AT_ONCE = 64
PER_ENDPOINT = 4
"""Requests under way, in one worker."""
LEASE_S = 60.0
"""Longer than a request and the writing of its answer."""
CLAIMED_AGAIN_S = 0.25
"""While requests are under way, what became due meanwhile is looked for so often at least."""
MOST_OWNERS = 20

GONE = "it answered 410: it does not want to hear from us any more"
FAILING = "it has taken nothing for five days"


class WebhookDrain:
    """Several workers may drain at once.

    Args:
        seal: opens the endpoints' secrets.
        chance: 0 to 1, for the jitter.
        clock: now, aware.
    """

    def __init__(
        self,
        database: Database,
        web: Web,
        seal: Seal,
        *,
        at_once: int = AT_ONCE,
        per_endpoint: int = PER_ENDPOINT,
        chance: Callable[[], float] = random.random,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._database = database
        self._web = web
        self._seal = seal
        self._at_once = at_once
        self._per_endpoint = per_endpoint
        self._chance = chance
        self._clock = clock
        self._busy: Counter[str] = Counter()
        self._next_due: datetime | None = None

    kinds = (DELIVER,)

    def due_in_s(self, longest_s: float) -> float:
        """How long nothing falls due, at most `longest_s`, as the last `drain` saw it."""
        if self._next_due is None:
            return longest_s
        return min(longest_s, max(0.0, (self._next_due - self._clock()).total_seconds()))

    async def drain(self, stopping: Callable[[], bool] = lambda: False) -> int:
        """Sends what is due, until nothing is or it is to stop, and returns how many attempts were made.

        Raises:
            StorageError: Postgres is away; what was claimed falls due again.
        """
        under_way: set[asyncio.Task[None]] = set()
        made = 0
        try:
            while True:
                begun = [] if stopping() else await self._begin(self._at_once - len(under_way))
                made += len(begun)
                under_way.update(begun)
                if not under_way:
                    return made
                _, under_way = await asyncio.wait(
                    under_way, timeout=CLAIMED_AGAIN_S, return_when=asyncio.FIRST_COMPLETED
                )
                await asyncio.sleep(0)  # answers that came together are counted together
        finally:
            if under_way:
                await asyncio.wait(under_way)

    async def _begin(self, room: int) -> list[asyncio.Task[None]]:
        """Claims what is due and begins to send it; nothing when there is hardly room."""
        if room < min(self._at_once, 8):
            return []
        full = [endpoint for endpoint, count in self._busy.items() if count >= self._per_endpoint]
        async with self._database.worker() as session:
            now = self._clock()
            items = await outbox.claim(session, room, now, LEASE_S, kinds=(DELIVER,), but=(ENDPOINT, full))
            mine, surplus = self._shared(items)
            if surplus:
                await outbox.release(session, surplus, now)
            if not items:
                self._next_due = await outbox.next_due(session, kinds=(DELIVER,))
            elif not mine:
                self._next_due = now
        tasks: list[asyncio.Task[None]] = []
        for business_id in dict.fromkeys(item.tenant for item in mine):
            theirs = [item for item in mine if item.tenant == business_id]
            for item, due in await self._to_send(business_id, theirs, now):
                tasks.append(
                    asyncio.get_running_loop().create_task(
                        self._handle(business_id, item, due), name="webhook.delivery"
                    )
                )
        return tasks

    def _shared(self, items: Sequence[OutboxItem]) -> tuple[list[OutboxItem], list[OutboxItem]]:
        """What may be sent now, and what is too much for its endpoint."""
        mine: list[OutboxItem] = []
        surplus: list[OutboxItem] = []
        counted = Counter(self._busy)
        for item in items:
            endpoint = str(item.payload.get(ENDPOINT))
            counted[endpoint] += 1
            (mine if counted[endpoint] <= self._per_endpoint else surplus).append(item)
        return mine, surplus

    async def _to_send(
        self, business_id: UUID, items: Sequence[OutboxItem], now: datetime
    ) -> list[tuple[OutboxItem, Due]]:
        """Without what is not to be sent any more, or not yet; in one transaction."""
        found: list[tuple[OutboxItem, Due]] = []
        settled: list[OutboxItem] = []
        async with self._database.tenant(business_id) as scope:
            due = await webhooks.due(scope, [_delivery_of(item) for item in items])
            for item in items:
                one = due.get(_delivery_of(item))
                if one is None or _round_of(item) != one.delivery.round or one.delivery.status != "pending":
                    settled.append(item)
                elif one.endpoint.disabled_at is not None:
                    await webhooks.give_up(scope, one.delivery, now)
                    settled.append(item)
                elif one.endpoint.resting_until is not None and one.endpoint.resting_until > now:
                    await outbox.postpone(scope.session, item, "it rests", one.endpoint.resting_until)
                else:
                    found.append((item, one))
            if settled:
                await outbox.all_done(scope.session, settled, now)
        return found

    async def _handle(self, business_id: UUID, item: OutboxItem, due: Due) -> None:
        """The root of one delivery."""
        with self._counted(str(due.endpoint.id)):
            try:
                await self._deliver(business_id, item, due)
            except StorageError as error:
                log.warning("webhook.answer_not_kept", item=str(item.id), reason=str(error))
            except Exception:
                # It must not take the others with it. It falls due again when its lease ends.
                log.exception("webhook.failed", item=str(item.id))

    @contextmanager
    def _counted(self, endpoint: str) -> Generator[None]:
        self._busy[endpoint] += 1
        try:
            yield
        finally:
            self._busy[endpoint] -= 1
            if not self._busy[endpoint]:
                del self._busy[endpoint]

    async def _deliver(self, business_id: UUID, item: OutboxItem, due: Due) -> None:
        began, request_id = self._clock(), new_id()
        secrets = tuple(self._seal.open(sealed) for sealed in due.endpoint.secrets(began))
        message = due.delivery
        answer = await send(
            self._web, due.endpoint.url, secrets, message.event_id, message.body, request_id, began
        )
        entry = {
            "request_id": str(request_id),
            "at": began.isoformat(),
            "status": answer.status,
            "duration_ms": answer.duration_ms,
            "error": "" if answer.verdict is Verdict.DELIVERED else answer.reason,
            "response": answer.excerpt,
        }
        because = await self._settle(business_id, item, due, answer, entry)
        if because is not None:
            await self._disable(business_id, due.endpoint.id, because)

    async def _settle(
        self, business_id: UUID, item: OutboxItem, due: Due, answer: Answer, entry: dict[str, Any]
    ) -> str | None:
        """Keeps what came of it, in one transaction; why the endpoint is to be disabled, if it is."""
        now, message, endpoint = self._clock(), due.delivery, due.endpoint
        again = None
        if answer.verdict is Verdict.RETRY:
            again = next_attempt(answer, message.attempts + 1, now, self._chance())
        status = _status(answer, again)
        async with self._database.tenant(business_id) as scope:
            await webhooks.note_attempt(scope, message, entry, status=status, next_attempt_at=again, now=now)
            if again is None:
                await outbox.done(scope.session, item, now)
            else:
                await outbox.postpone(scope.session, item, answer.reason, again)
            if status == "delivered":
                if endpoint.failing_since is not None or endpoint.resting_until is not None:
                    await webhooks.change_endpoint(scope, endpoint.id, failing_since=None, resting_until=None)
                return None
            rest = rest_until(answer, now)
            if endpoint.failing_since is None or rest is not None:
                since = func.coalesce(WebhookEndpoint.failing_since, now)
                changes = {"failing_since": since} | ({} if rest is None else {"resting_until": rest})
                await webhooks.change_endpoint(scope, endpoint.id, **changes)
        if answer.verdict is Verdict.GONE:
            return GONE
        return FAILING if is_given_up(endpoint.failing_since, now) else None

    async def _disable(self, business_id: UUID, endpoint_id: UUID, because: str) -> None:
        """Sends nothing there any more, and tells the business's owners by mail; once."""
        now = self._clock()
        async with self._database.founding(business_id) as scope:
            if not await webhooks.disable_endpoint(scope, endpoint_id, because, now):
                return
            endpoint = await webhooks.endpoint(scope, endpoint_id)
            name = await scope.session.scalar(select(Business.name).where(Business.id == business_id))
            members = await memberships.members(scope, limit=200, after=None)
            for owner in [each for each in members if each.role is Role.OWNER][:MOST_OWNERS]:
                fields = {"to": owner.email, "business_name": name, "url": endpoint.url, "because": because}
                key = f"{endpoint_id} {now.isoformat()} {owner.user_id}"
                await outbox.enqueue(scope, WEBHOOK_DISABLED, key, fields)
            await audit.note(
                scope,
                actor="system",
                action="webhook.disabled",
                subject=f"webhook:{endpoint_id}",
                after={"because": because},
            )
        log.warning("webhook.disabled", endpoint=str(endpoint_id), reason=because)


def _status(answer: Answer, again: datetime | None) -> webhooks.DeliveryStatus:
    if answer.verdict is Verdict.DELIVERED:
        return "delivered"
    return "failed" if again is None else "pending"


def _delivery_of(item: OutboxItem) -> UUID:
    return UUID(item.key.partition("/")[0])


def _round_of(item: OutboxItem) -> int:
    return int(item.key.partition("/")[2])
