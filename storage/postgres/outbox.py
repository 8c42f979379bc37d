"""Work promised in a transaction and done after it: at least once, by whichever worker claims it first.

An item is due, is claimed for a lease, and is then done, failed (due again later) or dead. A worker that dies leaves
its items to fall due when their lease ends.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import exists, func, select, text, tuple_, type_coerce, update
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlalchemy.ext.asyncio import AsyncSession

from domain.errors import NotFound
from domain.ids import new_id
from domain.storable import storable
from storage.postgres.any_of import any_of
from storage.postgres.notices import OUTBOX, notify
from storage.postgres.tables import OutboxRow
from storage.postgres.tenant import TenantScope

MAX_ATTEMPTS = 10
FIRST_DELAY_S = 5.0
LONGEST_DELAY_S = 3600.0

_ALL_DONE = text(
    "UPDATE outbox SET status = 'done', done_at = :now, last_error = NULL"
    " FROM unnest(CAST(:ids AS uuid[]), CAST(:attempts AS int[])) AS claims (id, attempts)"
    " WHERE outbox.id = claims.id AND outbox.attempts = claims.attempts AND outbox.status = 'pending'"
)
_NOT_EMPTY = text("payload <> '{}'::jsonb")
"""As the index over settled items has it."""


@dataclass(frozen=True, slots=True)
class OutboxItem:
    """One claimed item. `attempts` counts this claim and identifies it when it is settled."""

    id: UUID
    business_id: UUID | None
    """None for what is no business's: mail to a user about their account."""
    kind: str
    key: str
    payload: dict[str, Any]
    attempts: int
    created_at: datetime | None = None
    last_error: str | None = None

    @property
    def tenant(self) -> UUID:
        """The business it belongs to. Raises NotFound where it is no business's."""
        if self.business_id is None:
            raise NotFound("this item belongs to no business")
        return self.business_id


async def enqueue(
    scope: TenantScope, kind: str, key: str, payload: dict[str, Any], *, due_at: datetime | None = None
) -> None:
    """Promises work, to be done once the scope commits; a second item with the same kind and key is ignored.

    Args:
        key: names the work within its kind and business, e.g. a booking's id.
        payload: JSON.
        due_at: not before then; at once when None.
    """
    await scope.session.execute(
        insert(OutboxRow)
        .values(
            id=new_id(),
            business_id=scope.business_id,
            kind=kind,
            key=key,
            payload=payload,
            due_at=func.now() if due_at is None else due_at,
        )
        .on_conflict_do_nothing(index_elements=[OutboxRow.business_id, OutboxRow.kind, OutboxRow.key])
    )


async def enqueue_again(
    scope: TenantScope, kind: str, key: str, payload: dict[str, Any], *, due_at: datetime
) -> None:
    """Promises work that begins after this scope's commit, however often the same was done before.

    One that waits to be begun stays due when it is. One that is done, dead, or being done by somebody who may not have
    seen what this scope writes, is due then.
    """
    statement = insert(OutboxRow).values(
        id=new_id(), business_id=scope.business_id, kind=kind, key=key, payload=payload, due_at=due_at
    )
    await scope.session.execute(
        statement.on_conflict_do_update(
            index_elements=[OutboxRow.business_id, OutboxRow.kind, OutboxRow.key],
            # Without attempts no claim is in force: who settles an older one finds nothing to settle.
            set_={
                "status": "pending",
                "attempts": 0,
                "payload": payload,
                "due_at": due_at,
                "done_at": None,
                "last_error": None,
            },
            where=(OutboxRow.status != "pending") | (OutboxRow.attempts > 0),
        )
    )
    await notify(scope.session, OUTBOX, kind)


async def enqueue_for_user(session: AsyncSession, kind: str, key: str, payload: dict[str, Any]) -> None:
    """Promises work that is no business's, as `enqueue` does; the session is `Database.identity`'s.

    Args:
        key: unlike any other of its kind; a business's uniqueness does not hold here.
    """
    await session.execute(
        insert(OutboxRow).values(id=new_id(), business_id=None, kind=kind, key=key, payload=payload)
    )


async def amend(scope: TenantScope, kind: str, key: str, changes: dict[str, Any]) -> bool:
    """Changes these fields of an item's payload, unless it is done or dead; whether there was one to change."""
    amended = await scope.session.execute(
        update(OutboxRow)
        .where(
            OutboxRow.business_id == scope.business_id,
            OutboxRow.kind == kind,
            OutboxRow.key == key,
            OutboxRow.status == "pending",
        )
        .values(payload=OutboxRow.payload.op("||")(type_coerce(changes, JSONB)))
        .returning(OutboxRow.id)
    )
    return amended.first() is not None


async def promised(scope: TenantScope, item_id: UUID) -> tuple[str, dict[str, Any]] | None:
    """Kind and payload of an item, whatever became of it; None when there is none, or it was emptied."""
    found = (
        await scope.session.execute(
            select(OutboxRow.kind, OutboxRow.payload).where(
                OutboxRow.business_id == scope.business_id, OutboxRow.id == item_id, _NOT_EMPTY
            )
        )
    ).one_or_none()
    return None if found is None else (found[0], found[1])


async def has_due(scope: TenantScope, kinds: Collection[str], key: str, now: datetime) -> bool:
    """Whether anything of these kinds whose key begins so is still to be done now, and not at some later time."""
    found = await scope.session.scalar(
        select(
            exists().where(
                OutboxRow.business_id == scope.business_id,
                OutboxRow.kind.in_(kinds),
                OutboxRow.key.startswith(key, autoescape=True),
                OutboxRow.status == "pending",
                (OutboxRow.due_at <= now) | (OutboxRow.attempts > 0),
            )
        )
    )
    return bool(found)


async def claim(
    session: AsyncSession,
    limit: int,
    now: datetime,
    lease_s: float,
    *,
    kinds: Collection[str],
    but: tuple[str, Collection[str]] | None = None,
) -> list[OutboxItem]:
    """Takes up to `limit` due items, longest due first; nobody else gets them until the lease ends.

    Args:
        session: from `Database.worker`; commit it before doing the work.
        kinds: what the worker can do; the rest waits for one that can.
        but: a field of the payload, and with which of its values items are left alone.
    """
    wanted = [OutboxRow.status == "pending", OutboxRow.due_at <= now, any_of(OutboxRow.kind, kinds)]
    if but is not None and but[1]:
        wanted.append(OutboxRow.payload[but[0]].astext.not_in(but[1]))
    due = (
        select(OutboxRow.id)
        .where(*wanted)
        .order_by(OutboxRow.due_at, OutboxRow.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
        .cte("due")
    )
    claimed = await session.execute(
        update(OutboxRow)
        .where(OutboxRow.id == due.c.id)
        .values(due_at=now + timedelta(seconds=lease_s), attempts=OutboxRow.attempts + 1)
        .returning(
            OutboxRow.id,
            OutboxRow.business_id,
            OutboxRow.kind,
            OutboxRow.key,
            OutboxRow.payload,
            OutboxRow.attempts,
            OutboxRow.created_at,
            OutboxRow.last_error,
        )
    )
    items = [OutboxItem(**row) for row in claimed.mappings()]
    return sorted(items, key=lambda item: item.id)


async def next_due(session: AsyncSession, *, kinds: Collection[str]) -> datetime | None:
    """When the next of these items falls due; None while there is none. `session` is from `Database.worker`."""
    return await session.scalar(
        select(func.min(OutboxRow.due_at)).where(OutboxRow.status == "pending", any_of(OutboxRow.kind, kinds))
    )


async def done(session: AsyncSession, item: OutboxItem, now: datetime, *, forget: bool = False) -> bool:
    """The work is done. False when the lease had ended and somebody else claimed the item since.

    With `forget` the payload is removed at once, for what holds a secret.
    """
    forgotten: dict[str, object] = {"payload": {}} if forget else {}
    return await _settle(session, item, status="done", done_at=now, last_error=None, **forgotten)


async def all_done(session: AsyncSession, items: Sequence[OutboxItem], now: datetime) -> None:
    """The work of all of them is done. What somebody else has claimed since is left to them."""
    ids, attempts = [item.id for item in items], [item.attempts for item in items]
    await session.execute(_ALL_DONE, {"ids": ids, "attempts": attempts, "now": now})


async def failed(session: AsyncSession, item: OutboxItem, error: str, now: datetime) -> bool:
    """The work failed: due again after a delay that doubles with each attempt, or dead after `MAX_ATTEMPTS`.

    `error` is kept for operators; it must hold no personal data. False as for `done`.
    """
    if item.attempts >= MAX_ATTEMPTS:
        return await _settle(session, item, status="dead", last_error=storable(error))
    return await _settle(session, item, due_at=now + retry_delay(item.attempts), last_error=storable(error))


async def postpone(session: AsyncSession, item: OutboxItem, error: str, due_at: datetime) -> bool:
    """Due again then, however often it was tried: for work with times of its own. `error` and False as for `failed`."""
    return await _settle(session, item, due_at=due_at, last_error=storable(error))


async def give_back(session: AsyncSession, item: OutboxItem, error: str | None, due_at: datetime) -> bool:
    """It was not tried after all: due then, and the claim does not count.

    Args:
        error: as for `failed`; None leaves what an earlier attempt came to.

    False as for `done`.
    """
    known = item.last_error if error is None else storable(error)
    return await _settle(session, item, due_at=due_at, attempts=item.attempts - 1, last_error=known)


async def release(session: AsyncSession, items: Sequence[OutboxItem], due_at: datetime) -> None:
    """Gives back what was claimed and not begun: due then."""
    claims = [(item.id, item.attempts) for item in items]
    await session.execute(
        update(OutboxRow)
        .where(OutboxRow.status == "pending", tuple_(OutboxRow.id, OutboxRow.attempts).in_(claims))
        .values(due_at=due_at)
    )


async def bury(session: AsyncSession, item: OutboxItem, error: str) -> bool:
    """The work can never be done: dead at once. `error` and False as for `failed`."""
    return await _settle(session, item, status="dead", last_error=storable(error))


@dataclass(frozen=True, slots=True)
class DeadItem:
    """An item nobody tries any more. `due_at` is when its last attempt's lease ended, or would have."""

    id: UUID
    business_id: UUID | None
    kind: str
    attempts: int
    last_error: str
    due_at: datetime


async def dead(session: AsyncSession, limit: int) -> list[DeadItem]:
    """Of every business, the latest first. `session` is from `Database.worker`."""
    found = await session.execute(
        select(
            OutboxRow.id,
            OutboxRow.business_id,
            OutboxRow.kind,
            OutboxRow.attempts,
            func.coalesce(OutboxRow.last_error, "").label("last_error"),
            OutboxRow.due_at,
        )
        .where(OutboxRow.status == "dead")
        .order_by(OutboxRow.due_at.desc(), OutboxRow.id)
        .limit(limit)
    )
    return [DeadItem(**row) for row in found.mappings()]


async def count_dead(session: AsyncSession) -> int:
    """Of every business. `session` is from `Database.worker`."""
    return (
        await session.scalar(select(func.count()).select_from(OutboxRow).where(OutboxRow.status == "dead"))
    ) or 0


async def revive(session: AsyncSession, item_id: UUID, now: datetime) -> bool:
    """Has a dead item tried again from the beginning; False when there is none, or what it says has been removed.

    `session` is from `Database.worker`.
    """
    revived = await session.scalar(
        update(OutboxRow)
        .where(OutboxRow.id == item_id, OutboxRow.status == "dead", _NOT_EMPTY)
        .values(status="pending", attempts=0, due_at=now)
        .returning(OutboxRow.id)
    )
    if revived is not None:
        await notify(session, OUTBOX)
    return revived is not None


async def forget_settled(session: AsyncSession, before: datetime, limit: int) -> int:
    """Empties the payloads of items that were settled before then, and returns of how many.

    The rows stay: their keys are what keeps a thing from being done twice.

    Args:
        session: from `Database.worker`.
        before: compared with the end of the last claim, which is at most a lease after the item was settled.
    """
    old = (
        select(OutboxRow.id)
        .where(OutboxRow.status != "pending", _NOT_EMPTY, OutboxRow.due_at < before)
        .order_by(OutboxRow.due_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
        .cte("old")
    )
    emptied = await session.execute(
        update(OutboxRow).where(OutboxRow.id == old.c.id).values(payload={}).returning(OutboxRow.id)
    )
    return len(emptied.all())


def retry_delay(attempts: int) -> timedelta:
    """How long to wait after this many attempts."""
    return timedelta(seconds=min(FIRST_DELAY_S * 2 ** (attempts - 1), LONGEST_DELAY_S))


async def _settle(session: AsyncSession, item: OutboxItem, **values: object) -> bool:
    settled = await session.scalar(
        update(OutboxRow)
        .where(OutboxRow.id == item.id, OutboxRow.status == "pending", OutboxRow.attempts == item.attempts)
        .values(**values)
        .returning(OutboxRow.id)
    )
    return settled is not None
