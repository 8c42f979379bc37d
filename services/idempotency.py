"""Writes that are carried out once, however often they are sent: what was answered is stored and told again.

The effect, and the answer to it, are one transaction (`storage.postgres.spanning`). So a process that dies in between
leaves nothing behind, and the same request is carried out anew; after it, it is answered from what is stored.
"""

import asyncio
import hashlib
from collections.abc import AsyncGenerator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from time import monotonic
from uuid import UUID

from domain.errors import Conflict
from services.accounts.second_factor import Seal
from storage.postgres import idempotency
from storage.postgres.database import Database
from storage.postgres.idempotency import KeyOf, Stored
from storage.postgres.spanning import Span

WAIT_S = 10.0
"""The longest a request waits for the first one with its key."""

POLL_S = 0.05
"""While the first one is with another process."""

DIGEST_BYTES = 32
"""Of SHA-256."""

AT_ONCE = 500
"""Rows of a deletion."""

UNFINISHED = "the first request with this Idempotency-Key is still being carried out; ask again in a moment"
ANOTHER = "this Idempotency-Key was used for another request within 24 hours; take a fresh one for this one"


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(slots=True)
class _Turn:
    """Requests of this process with the same key come one after the other; who waits holds no connection.

    `done` is what was asked and answered, for those who waited.
    """

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    wanted_by: int = 0
    done: tuple[bytes, Answer] | None = None


class Undertaking:
    """A request that is the first with its key; `complete` or `abandon` ends it.

    Args:
        held: lets go of the turn.
    """

    def __init__(
        self, span: Span, key: KeyOf, fingerprint: bytes, seal: Seal, turn: _Turn, held: AsyncExitStack
    ) -> None:
        self._span = span
        self._key = key
        self._fingerprint = fingerprint
        self._seal = seal
        self._turn = turn
        self._held = held

    async def complete(self, answer: Answer) -> None:
        """What was written and the answer to it hold from now on. Raises StorageError: then neither does."""
        async with self._held:
            try:
                sealed = self._seal.close_bytes(answer.body)
                fingerprint = self._seal.close_bytes(self._fingerprint)
                stored = Stored(fingerprint, answer.status, answer.headers, sealed)
                await idempotency.store(self._span.scope, self._key, stored)
            except BaseException:
                await self._span.roll_back()
                raise
            await self._span.commit()
            self._turn.done = (self._fingerprint, answer)

    async def abandon(self) -> None:
        """Nothing that was written holds, and the key is free."""
        async with self._held:
            await self._span.roll_back()


class Idempotency:
    """One for each replica."""

    def __init__(self, database: Database, seal: Seal) -> None:
        self._database = database
        self._seal = seal
        self._turns: dict[KeyOf, _Turn] = {}

    async def begin(
        self, business_id: UUID | None, actor: str, key: str, fingerprint: bytes
    ) -> Undertaking | Answer:
        """The stored answer, or an undertaking: what is written as this business until it ends is a part of it.

        Args:
            business_id: None for writes about users.

        Raises:
            Conflict: the key stands for another request, or its first one takes too long.
            StorageError.
        """
        key_of = KeyOf(business_id, actor, hashlib.sha256(key.encode()).digest())
        async with AsyncExitStack() as stack:
            turn = await stack.enter_async_context(self._one_at_a_time(key_of))
            if turn.done is not None:
                return _told_again(*turn.done, fingerprint)
            span = await self._span(key_of)
            try:
                found = await idempotency.stored(span.scope, key_of)
            except BaseException:
                await span.roll_back()
                raise
            if found is None:
                return Undertaking(span, key_of, fingerprint, self._seal, turn, stack.pop_all())
            await span.roll_back()
        answer = Answer(found.status, found.headers, self._seal.open_bytes(found.body))
        asked = found.fingerprint
        if len(asked) != DIGEST_BYTES:  # else it is of a release that sealed none
            asked = self._seal.open_bytes(asked)
        return _told_again(asked, answer, fingerprint)

    async def _span(self, key: KeyOf) -> Span:
        """A transaction in which no other process works under the key."""
        number = int.from_bytes(hashlib.sha256(repr(key).encode()).digest()[:8], "big", signed=True)
        until_s = monotonic() + WAIT_S
        while True:
            span = await self._open(key)
            try:
                locked = await idempotency.try_lock(span.scope, number)
            except BaseException:
                await span.roll_back()
                raise
            if locked:
                return span
            await span.roll_back()
            if monotonic() > until_s:
                raise Conflict(UNFINISHED)
            await asyncio.sleep(POLL_S)

    async def _open(self, key: KeyOf) -> Span:
        if key.business_id is None:
            return await self._database.span_of_users()
        return await self._database.span(key.business_id)

    @asynccontextmanager
    async def _one_at_a_time(self, key: KeyOf) -> AsyncGenerator[_Turn]:
        turn = self._turns.setdefault(key, _Turn())
        turn.wanted_by += 1
        try:
            try:
                async with asyncio.timeout(WAIT_S):
                    await turn.lock.acquire()
            except TimeoutError:
                raise Conflict(UNFINISHED) from None
            try:
                yield turn
            finally:
                turn.lock.release()
        finally:
            turn.wanted_by -= 1
            if not turn.wanted_by:
                del self._turns[key]


def _told_again(asked: bytes, answer: Answer, fingerprint: bytes) -> Answer:
    if asked != fingerprint:
        raise Conflict(ANOTHER)
    return answer


class ForgottenAnswers:
    """Those that are over, for the worker."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def sweep(self, now: datetime) -> int:
        """Deletes them, in batches so that none holds locks for long; gives how many. Raises StorageError."""
        count = 0
        while True:
            async with self._database.worker() as session:
                some = await idempotency.forget(session, now - idempotency.KEPT, AT_ONCE)
            count += some
            if some < AT_ONCE:
                return count
