"""What waits for somebody of a business, in one list: messages, voicemails, missed calls and threads of texts.

Each has its state where it stands itself. Every branch gives no more rows than the page holds, from an index.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import (
    Boolean,
    Select,
    Text,
    Uuid,
    and_,
    case,
    cast,
    exists,
    func,
    literal,
    null,
    select,
    true,
    union_all,
    update,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import aliased

from domain.errors import NotFound
from storage.postgres.customer_tables import CustomerTag
from storage.postgres.keyset import beyond
from storage.postgres.messages import left_by_voice
from storage.postgres.notification_tables import InboxRead, MessageRead, TextThread
from storage.postgres.tables import Call, Customer, Message
from storage.postgres.tenant import TenantScope


class Kind(StrEnum):
    MESSAGE = "message"
    VOICEMAIL = "voicemail"
    MISSED_CALL = "missed_call"
    TEXTS = "texts"
    """What one number has written; its last text."""


@dataclass(frozen=True, slots=True)
class Filter:
    """What is wanted; None and empty leave a point open.

    Attributes:
        unread_by: a user who has not read it.
        assigned_to: a user whose it is; with `unassigned` nobody's.
    """

    status: str | None = None
    kinds: Collection[Kind] = ()
    urgent: bool | None = None
    unread_by: UUID | None = None
    assigned_to: UUID | None = None
    unassigned: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to see to.

    Attributes:
        id: of the message, the call or the thread.
        number: to call or write back to, E.164.
        name: as they told it.
        customer_id, customer_name: who is known by the number; the first of several.
        vip: one of those who are has the tag.
    """

    kind: Kind
    id: UUID
    at: datetime
    number: str | None
    name: str | None
    text: str
    urgent: bool
    status: str
    assigned_to: UUID | None
    done_at: datetime | None
    done_by: str | None
    call_id: UUID | None
    customer_id: UUID | None
    customer_name: str | None
    vip: bool


@dataclass(frozen=True, slots=True)
class Counts:
    """What is open."""

    messages: int
    voicemails: int
    missed_calls: int
    texts: int
    urgent: int
    unread: int
    mine: int


async def open_call(scope: TenantScope, call_id: UUID) -> None:
    """A call nobody answered waits to be called back, unless somebody has seen to it."""
    await scope.session.execute(
        update(Call)
        .where(Call.business_id == scope.business_id, Call.id == call_id, Call.inbox_status.is_(None))
        .values(inbox_status="open")
    )


async def page(
    scope: TenantScope, wanted: Filter, *, after: tuple[datetime, UUID] | None, limit: int
) -> list[Item]:
    """The latest first: one statement."""
    return await _items(
        scope,
        [
            branch.where(*beyond((at, key), after, descending=True))
            .order_by(at.desc(), key.desc())
            .limit(limit)
            for branch, at, key in _branches(scope, wanted)
        ],
        limit,
    )


async def get(scope: TenantScope, item_id: UUID) -> Item:
    """Raises NotFound."""
    found = await _items(
        scope, [branch.where(key == item_id) for branch, _, key in _branches(scope, Filter())], 1
    )
    if not found:
        raise NotFound("there is nothing of this id in the inbox")
    return found[0]


async def _items(scope: TenantScope, branches: Sequence[Select[Any]], limit: int) -> list[Item]:
    if not branches:
        return []
    every = union_all(*(select(branch.subquery()) for branch in branches)).subquery()
    listed = select(every).order_by(every.c.at.desc(), every.c.id.desc()).limit(limit).subquery()
    known = _known(scope, listed.c.number)
    found = await scope.session.execute(
        select(
            listed,
            known.c.customer_id,
            known.c.customer_name,
            func.coalesce(known.c.vip, literal(False)).label("vip"),
        )
        .outerjoin(known, true())
        .order_by(listed.c.at.desc(), listed.c.id.desc())
    )
    items: list[Item] = []
    for row in found.mappings():
        values: dict[str, Any] = dict(row)
        values["kind"] = Kind(values["kind"])
        items.append(Item(**values))
    return items


async def counts(scope: TenantScope, user_id: UUID | None) -> Counts:
    """Of what is open: one statement over its indexes; a program has read nothing and nothing is its own."""
    open_ones = union_all(
        *(
            select(branch.subquery())
            for branch, _, _ in _branches(scope, Filter(status="open"), counted_for=(user_id,))
        )
    ).subquery()
    column = open_ones.c
    row = (
        await scope.session.execute(
            select(
                *(func.count().filter(column.kind == kind.value) for kind in Kind),
                func.count().filter(column.urgent),
                func.count().filter(~column.is_read),
                func.count().filter(column.assigned_to == user_id) if user_id else literal(0),
            )
        )
    ).one()
    return Counts(*row)


async def readings(scope: TenantScope, ids: Collection[UUID]) -> list[tuple[UUID, UUID, datetime]]:
    """Item, user and time, the first reader first."""
    reads = union_all(
        select(MessageRead.message_id.label("item_id"), MessageRead.user_id, MessageRead.read_at).where(
            MessageRead.business_id == scope.business_id, MessageRead.message_id.in_(ids)
        ),
        select(InboxRead.item_id, InboxRead.user_id, InboxRead.read_at).where(
            InboxRead.business_id == scope.business_id, InboxRead.item_id.in_(ids)
        ),
    ).subquery()
    found = await scope.session.execute(
        select(reads.c.item_id, reads.c.user_id, reads.c.read_at).order_by(reads.c.read_at, reads.c.user_id)
    )
    return [(row.item_id, row.user_id, row.read_at) for row in found]


async def note_read(scope: TenantScope, item: Item, user_id: UUID) -> None:
    """Of a message the first reading counts, of what may go on the last."""
    own = {"business_id": scope.business_id, "user_id": user_id}
    if item.kind in (Kind.MESSAGE, Kind.VOICEMAIL):
        await scope.session.execute(
            insert(MessageRead).values(message_id=item.id, **own).on_conflict_do_nothing()
        )
        return
    await scope.session.execute(
        insert(InboxRead)
        .values(item_id=item.id, read_at=func.clock_timestamp(), **own)
        .on_conflict_do_update(
            index_elements=[InboxRead.business_id, InboxRead.item_id, InboxRead.user_id],
            set_={"read_at": func.clock_timestamp()},
        )
    )
    if item.kind is Kind.TEXTS:
        await scope.session.execute(
            update(TextThread)
            .where(TextThread.business_id == scope.business_id, TextThread.id == item.id)
            .values(unread=0)
        )


async def change(scope: TenantScope, item: Item, *, status: str, assigned_to: UUID | None, by: str) -> None:
    """Where it stands and whose it is; when it was done, and by whom, stays while it is."""
    table: Any = {Kind.MISSED_CALL: Call, Kind.TEXTS: TextThread}.get(item.kind, Message)
    prefix = "inbox_" if table is Call else ""
    values: dict[str, Any] = {f"{prefix}assigned_to": assigned_to}
    if status != item.status:
        is_done = status == "done"
        values |= {
            f"{prefix}status": status,
            f"{prefix}done_at": func.now() if is_done else None,
            f"{prefix}done_by": by if is_done else None,
        }
    await scope.session.execute(
        update(table).where(table.business_id == scope.business_id, table.id == item.id).values(**values)
    )


_Branch = tuple[Select[Any], Any, Any]
"""What is listed, with its time and key."""
_Unnarrowed = tuple[Select[Any], tuple[Any, Any, Any, Any], Any]
"""With its time, key, state and whose it is, and the condition that somebody has read it."""


def _branches(
    scope: TenantScope, wanted: Filter, *, counted_for: tuple[UUID | None] | None = None
) -> Sequence[_Branch]:
    """Args:
    counted_for: who asks; each has a column then that says whether they have read it.
    """
    reader = counted_for[0] if counted_for else wanted.unread_by
    found: list[_Branch] = []
    for branches in (_messages, _calls, _threads):
        for query, columns, read in branches(scope, wanted, reader):
            narrowed = _narrowed(query, wanted, columns[2:], read)
            if counted_for is not None:
                narrowed = narrowed.add_columns((read if reader else literal(False)).label("is_read"))
            found.append((narrowed, columns[0], columns[1]))
    return found


def _messages(scope: TenantScope, wanted: Filter, reader: UUID | None) -> Sequence[_Unnarrowed]:
    kinds = {Kind.MESSAGE, Kind.VOICEMAIL} & set(wanted.kinds or Kind)
    if not kinds:
        return []
    read = exists().where(
        MessageRead.business_id == scope.business_id,
        MessageRead.message_id == Message.id,
        MessageRead.user_id == reader,
    )
    query = select(
        case((left_by_voice(), literal(Kind.VOICEMAIL.value)), else_=literal(Kind.MESSAGE.value)).label(
            "kind"
        ),
        Message.id,
        Message.created_at.label("at"),
        func.coalesce(Message.callback_number, Call.from_number).label("number"),
        Message.caller_name.label("name"),
        Message.text,
        Message.urgent,
        Message.status,
        Message.assigned_to,
        Message.done_at,
        Message.done_by,
        Message.call_id,
    )
    query = query.outerjoin(
        Call, and_(Call.business_id == scope.business_id, Call.id == Message.call_id)
    ).where(Message.business_id == scope.business_id)
    if len(kinds) == 1:
        query = query.where(left_by_voice() if Kind.VOICEMAIL in kinds else ~left_by_voice())
    if wanted.urgent is not None:
        query = query.where(Message.urgent == wanted.urgent)
    return [(query, (Message.created_at, Message.id, Message.status, Message.assigned_to), read)]


def _calls(scope: TenantScope, wanted: Filter, reader: UUID | None) -> Sequence[_Unnarrowed]:
    """Those whose caller has left no message: that stands for them."""
    if Kind.MISSED_CALL not in (wanted.kinds or Kind) or wanted.urgent:
        return []
    read = exists().where(
        InboxRead.business_id == scope.business_id,
        InboxRead.item_id == Call.id,
        InboxRead.user_id == reader,
    )
    left = exists().where(Message.business_id == scope.business_id, Message.call_id == Call.id)
    query = select(
        literal(Kind.MISSED_CALL.value).label("kind"),
        Call.id,
        Call.started_at.label("at"),
        Call.from_number.label("number"),
        cast(null(), Text()).label("name"),
        func.coalesce(Call.reason, "").label("text"),
        literal(False, Boolean()).label("urgent"),
        Call.inbox_status.label("status"),
        Call.inbox_assigned_to.label("assigned_to"),
        Call.inbox_done_at.label("done_at"),
        Call.inbox_done_by.label("done_by"),
        Call.id.label("call_id"),
    ).where(Call.business_id == scope.business_id, Call.inbox_status.is_not(None), ~left)
    return [(query, (Call.started_at, Call.id, Call.inbox_status, Call.inbox_assigned_to), read)]


def _threads(scope: TenantScope, wanted: Filter, reader: UUID | None) -> Sequence[_Unnarrowed]:
    if Kind.TEXTS not in (wanted.kinds or Kind) or wanted.urgent:
        return []
    read = exists().where(
        InboxRead.business_id == scope.business_id,
        InboxRead.item_id == TextThread.id,
        InboxRead.user_id == reader,
        InboxRead.read_at >= TextThread.last_at,
    )
    query = select(
        literal(Kind.TEXTS.value).label("kind"),
        TextThread.id,
        TextThread.last_at.label("at"),
        TextThread.number,
        cast(null(), Text()).label("name"),
        TextThread.last_body.label("text"),
        literal(False, Boolean()).label("urgent"),
        TextThread.status,
        TextThread.assigned_to,
        TextThread.done_at,
        TextThread.done_by,
        cast(null(), Uuid()).label("call_id"),
    ).where(TextThread.business_id == scope.business_id)
    columns = (TextThread.last_at, TextThread.id, TextThread.status, TextThread.assigned_to)
    return [(query, columns, read)]


def _narrowed(query: Select[Any], wanted: Filter, columns: Sequence[Any], read: Any) -> Select[Any]:
    status, assigned_to = columns
    if wanted.status is not None:
        query = query.where(status == wanted.status)
    if wanted.unassigned:
        query = query.where(assigned_to.is_(None))
    elif wanted.assigned_to is not None:
        query = query.where(assigned_to == wanted.assigned_to)
    if wanted.unread_by is not None:
        query = query.where(~read)
    return query


def _known(scope: TenantScope, number: Any) -> Any:
    """Who is known by a number: the first of them, and whether any is a VIP."""
    row = aliased(Customer)
    tagged = exists().where(
        CustomerTag.business_id == scope.business_id,
        CustomerTag.customer_id == row.id,
        CustomerTag.tag_key == "vip",
    )
    return (
        select(
            Customer.id.label("customer_id"),
            Customer.name.label("customer_name"),
            tagged.label("vip"),
        )
        .join(row, row.person_id == Customer.id)
        .where(
            Customer.business_id == scope.business_id,
            row.business_id == scope.business_id,
            row.phone_e164 == number,
        )
        .order_by(tagged.desc(), row.created_at)
        .limit(1)
        .lateral()
    )
