"""One person across the tables of a business: where they are, and taking them out."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    Column,
    ColumnElement,
    LargeBinary,
    String,
    Table,
    and_,
    cast,
    delete,
    exists,
    func,
    literal,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeDecorator

from storage.postgres.keyset import beyond
from storage.postgres.notification_tables import InboundText
from storage.postgres.outbox import OutboxItem
from storage.postgres.personal_data import ERASED_NAME, RULES, Rule, Set
from storage.postgres.privacy_tables import Erasure
from storage.postgres.scheduling_tables import WaitingEntry
from storage.postgres.table_base import Base
from storage.postgres.tables import (
    Booking,
    Call,
    Customer,
    Message,
    OutboxRow,
    PhoneNumber,
    Turn,
    WebhookInbox,
)
from storage.postgres.tenant import TenantScope

SCRUBBED = "[erased]"
TURNS_AT_ONCE = 500
"""Calls whose turns are looked through in one statement."""


@dataclass(frozen=True, slots=True)
class CallOfPerson:
    """A call with what is kept of it."""

    id: UUID
    call_sid: str
    status: str
    recording_key: str | None
    journal_key: str | None
    is_held: bool


@dataclass(frozen=True, slots=True)
class Voicemail:
    id: UUID
    recording_key: str | None
    recording_url: str | None


@dataclass(frozen=True, slots=True)
class PersonRows:
    """Where a person is. Phones are E.164, addresses lower case."""

    phones: frozenset[str] = frozenset()
    emails: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    customers: frozenset[UUID] = frozenset()
    bookings: frozenset[UUID] = frozenset()
    calls: tuple[CallOfPerson, ...] = ()
    messages: tuple[Voicemail, ...] = ()
    held: frozenset[UUID] = field(default_factory=frozenset[UUID])
    """Calls on legal hold: nothing of them is erased."""

    def ids(self, of: Set) -> Collection[Any]:
        match of:
            case Set.CUSTOMERS:
                return self.customers
            case Set.BOOKINGS:
                return self.bookings
            case Set.CALLS:
                return [call.id for call in self.calls]
            case Set.MESSAGES:
                return [message.id for message in self.messages]
            case Set.ADDRESSES:
                return self.phones | self.emails


async def find(
    scope: TenantScope, phones: Collection[str], emails: Collection[str], *, customers: Collection[UUID] = ()
) -> PersonRows:
    """Everything that is linked to these numbers and addresses, and to these customers.

    A customer found by one of them brings their other number or address along, unless somebody else has it too.
    """
    found = PersonRows(frozenset(phones), frozenset(emails), customers=frozenset(customers))
    while True:
        named = await _customers(scope, found)
        phones_now = found.phones | await _own(scope, Customer.phone_e164, named)
        emails_now = found.emails | frozenset(
            email.lower() for email in await _own(scope, Customer.email, named)
        )
        if (phones_now, emails_now, frozenset(named)) == (found.phones, found.emails, found.customers):
            break
        found = replace(found, phones=phones_now, emails=emails_now, customers=frozenset(named))
    names = {name for name in named.values() if name and name != ERASED_NAME}
    business = scope.business_id
    bookings = await scope.session.execute(
        select(Booking.id, Booking.call_id).where(
            Booking.business_id == business, Booking.customer_id.in_(found.customers)
        )
    )
    made = [(row.id, row.call_id) for row in bookings]
    rows = await scope.session.execute(
        select(
            Call.id,
            Call.call_sid,
            Call.status,
            Call.recording_key,
            Call.journal_key,
            Call.held_at.is_not(None).label("is_held"),
        ).where(
            Call.business_id == business,
            or_(
                Call.from_number.in_(found.phones),
                Call.id.in_([call_id for _, call_id in made if call_id is not None]),
                Call.id.in_(
                    select(Message.call_id).where(
                        Message.business_id == business, Message.callback_number.in_(found.phones)
                    )
                ),
            ),
        )
    )
    calls = [CallOfPerson(**row) for row in rows.mappings()]
    left = await scope.session.execute(
        select(
            Message.id, Message.recording_key, Message.recording_url, Message.caller_name, Message.call_id
        ).where(
            Message.business_id == business,
            or_(
                Message.callback_number.in_(found.phones),
                Message.call_id.in_([call.id for call in calls]),
            ),
        )
    )
    held = frozenset(call.id for call in calls if call.is_held)
    messages: list[Voicemail] = []
    for row in left:
        if row.call_id not in held:
            messages.append(Voicemail(row.id, row.recording_key, row.recording_url))
            names |= {row.caller_name} if row.caller_name else set()
    return replace(
        found,
        names=frozenset(names),
        bookings=frozenset(booking_id for booking_id, _ in made),
        calls=tuple(call for call in calls if not call.is_held),
        messages=tuple(messages),
        held=held,
    )


async def _customers(scope: TenantScope, found: PersonRows) -> dict[UUID, str]:
    """By id, their names; with those merged with them, where there are merges."""
    person: Any = Customer.__table__.c.get("person_id")
    same = or_(
        Customer.phone_e164.in_(found.phones),
        func.lower(Customer.email).in_(found.emails),
        Customer.id.in_(found.customers),
    )
    if person is not None:
        of_person = select(person).where(Customer.business_id == scope.business_id, same)
        same = person.in_(of_person)
    rows = await scope.session.execute(
        select(Customer.id, Customer.name).where(Customer.business_id == scope.business_id, same)
    )
    return {row.id: row.name for row in rows}


async def _own(scope: TenantScope, column: Any, customers: Iterable[UUID]) -> frozenset[str]:
    """What these customers have in a column and no other customer has."""
    ids = list(customers)
    mine = select(column).where(Customer.business_id == scope.business_id, Customer.id.in_(ids))
    others = select(column).where(
        Customer.business_id == scope.business_id, Customer.id.not_in(ids), column.is_not(None)
    )
    found = await scope.session.scalars(mine.where(column.is_not(None), column.not_in(others)))
    return frozenset(found)


async def may_change_the_log(scope: TenantScope) -> None:
    """Until the transaction ends; the audit log is otherwise never changed."""
    await scope.session.execute(text("SELECT set_config('app.erasure', 'on', true)"))


async def apply(scope: TenantScope, person: PersonRows) -> dict[str, int]:
    """Carries the rules out; by table, how many rows were deleted or cleared. Safe to do again."""
    counts: dict[str, int] = {}
    for name, rule in RULES.items():
        table = Base.metadata.tables.get(name)
        if table is None or not rule.by:
            continue
        conditions = _conditions(table, rule, person)
        if not conditions:
            continue
        where = and_(table.c.business_id == scope.business_id, or_(*conditions))
        clears = {column: value for column, value in rule.clears.items() if column in table.c}
        if name == "customers":
            counts[name] = await _anonymise_customers(scope, person, clears)
            continue
        statement = update(table).where(where).values(clears) if clears else delete(table).where(where)
        done: Any = await scope.session.execute(statement)
        if done.rowcount:
            counts[name] = int(done.rowcount)
    return counts


MOST_EXPORTED = 20_000
"""Rows of one table."""


async def rows_of(scope: TenantScope, person: PersonRows) -> dict[str, list[dict[str, Any]]]:
    """What there is of the person, by table; tables without any are left out."""
    found: dict[str, list[dict[str, Any]]] = {}
    for name, rule in RULES.items():
        table = Base.metadata.tables.get(name)
        conditions = _conditions(table, rule, person) if table is not None else []
        if table is None or not conditions:
            continue
        shown = [column for column in table.c if _is_told(column)]
        rows = await scope.session.execute(
            select(*shown)
            .where(table.c.business_id == scope.business_id, or_(*conditions))
            .order_by(*table.primary_key.columns)
            .limit(MOST_EXPORTED)
        )
        told: list[dict[str, Any]] = [dict(row) for row in rows.mappings()]
        if told:
            found[name] = told
    return found


def _is_told(column: Column[Any]) -> bool:
    return (
        column.name != "business_id" and column.computed is None and not isinstance(column.type, LargeBinary)
    )


def _conditions(table: Table, rule: Rule, person: PersonRows) -> list[ColumnElement[bool]]:
    return [
        _lowered(table.c[column]).in_(values) if of is Set.ADDRESSES else table.c[column].in_(values)
        for column, of in rule.by.items()
        if column in table.c and (values := list(person.ids(of)))
    ]


async def _anonymise_customers(scope: TenantScope, person: PersonRows, clears: Mapping[str, Any]) -> int:
    """Those with a booking stay, so that its time does; the others go."""
    if not person.customers:
        return 0
    booked = select(Booking.customer_id).where(
        Booking.business_id == scope.business_id, Booking.customer_id.in_(person.customers)
    )
    mine = (Customer.business_id == scope.business_id, Customer.id.in_(person.customers))
    await scope.session.execute(update(Customer).where(*mine).values(clears))
    if Customer.__table__.c.get("person_id") is None:
        await scope.session.execute(delete(Customer).where(*mine, Customer.id.not_in(booked)))
    return len(person.customers)


async def not_heard_of_since(scope: TenantScope, before: datetime, limit: int) -> list[UUID]:
    """Customers who were noted before, and have neither booked for later, called nor written since; the oldest first.

    Who waits for being erased already is not among them.
    """
    business = scope.business_id
    booked = exists().where(
        Booking.business_id == business, Booking.customer_id == Customer.id, Booking.ends_at >= before
    )
    called = exists().where(
        Call.business_id == business, Call.from_number == Customer.phone_e164, Call.started_at >= before
    )
    wrote = exists().where(
        InboundText.business_id == business,
        InboundText.number == Customer.phone_e164,
        InboundText.created_at >= before,
    )
    left = exists().where(
        Message.business_id == business,
        Message.callback_number == Customer.phone_e164,
        Message.created_at >= before,
    )
    waits = exists().where(
        WaitingEntry.business_id == business,
        WaitingEntry.customer_id == Customer.id,
        WaitingEntry.latest >= before,
    )
    pending = exists().where(
        OutboxRow.business_id == business,
        OutboxRow.kind == "privacy.erase",
        OutboxRow.status == "pending",
        OutboxRow.payload["customer_id"].astext == cast(Customer.id, String),
    )
    found = await scope.session.scalars(
        select(Customer.id)
        .where(
            Customer.business_id == business,
            Customer.created_at < before,
            or_(Customer.name != ERASED_NAME, Customer.phone_e164.is_not(None), Customer.email.is_not(None)),
            ~booked,
            ~called,
            ~wrote,
            ~left,
            ~waits,
            ~pending,
        )
        .order_by(Customer.created_at, Customer.id)
        .limit(limit)
    )
    return list(found)


async def still_there(scope: TenantScope, customers: Collection[UUID]) -> list[UUID]:
    """Those of the customers of whom a row is left."""
    found = await scope.session.scalars(
        select(Customer.id)
        .where(Customer.business_id == scope.business_id, Customer.id.in_(customers))
        .order_by(Customer.id)
    )
    return list(found)


async def forget_files(scope: TenantScope, ids: Collection[UUID], now: datetime) -> None:
    """Their recordings and words are gone."""
    await scope.session.execute(
        update(Call)
        .where(Call.business_id == scope.business_id, Call.id.in_(ids))
        .values(
            recording_removed_at=func.coalesce(Call.recording_removed_at, now),
            recording_key=None,
            journal_key=None,
            transcript_removed_at=func.coalesce(Call.transcript_removed_at, now),
        )
    )


def pattern_of(words: Iterable[str]) -> str:
    """A regular expression of Postgres that finds any of the words; matches nothing when there is none."""
    found = sorted({word for word in words if word}, key=len, reverse=True)
    escaped = (re.sub(r"([^\w\s])", r"\\\1", word) for word in found)
    return "(" + "|".join(escaped) + ")" if found else "(?!)"


async def scrub(scope: TenantScope, pattern: str) -> dict[str, int]:
    """Takes what the pattern finds out of every text of the business that may name somebody; of how many rows."""
    counts: dict[str, int] = {}
    for name, table in Base.metadata.tables.items():
        rule = RULES.get(name)
        if rule is None or not rule.scrubbed or name == Turn.__tablename__ or "business_id" not in table.c:
            continue
        count = await _scrub(scope, table, pattern, ())
        if count:
            counts[name] = count
    return counts


async def scrub_turns(scope: TenantScope, pattern: str, call_ids: Collection[UUID]) -> list[UUID]:
    """The same of turns; gives the calls on which it was found."""
    table = Base.metadata.tables[Turn.__tablename__]
    hits = await scope.session.scalars(
        select(Turn.call_id)
        .distinct()
        .where(
            Turn.business_id == scope.business_id,
            Turn.call_id.in_(call_ids),
            or_(Turn.heard_text.regexp_match(pattern, "i"), Turn.generated_text.regexp_match(pattern, "i")),
        )
    )
    found = list(hits)
    if found:
        await _scrub(scope, table, pattern, (table.c.call_id.in_(found),))
    return found


async def calls_after(scope: TenantScope, after: UUID | None) -> list[UUID]:
    """Ids of calls in order, `TURNS_AT_ONCE` at most; calls on hold are left out."""
    query = select(Call.id).where(Call.business_id == scope.business_id, Call.held_at.is_(None))
    if after is not None:
        query = query.where(Call.id > after)
    return list(await scope.session.scalars(query.order_by(Call.id).limit(TURNS_AT_ONCE)))


async def journals_of(scope: TenantScope, ids: Collection[UUID]) -> list[tuple[UUID, str]]:
    rows = await scope.session.execute(
        select(Call.id, Call.journal_key).where(
            Call.business_id == scope.business_id, Call.id.in_(ids), Call.journal_key.is_not(None)
        )
    )
    return [(call_id, key) for call_id, key in rows if key is not None]


async def forget_journals(scope: TenantScope, ids: Collection[UUID]) -> None:
    await scope.session.execute(
        update(Call).where(Call.business_id == scope.business_id, Call.id.in_(ids)).values(journal_key=None)
    )


async def forget_promised(
    scope: TenantScope, person: PersonRows, pattern: str, but: OutboxItem | None
) -> int:
    """Work promised for the person is not done any more, and what it said is forgotten; how much it was."""
    ids = [*person.customers, *person.bookings, *person.ids(Set.MESSAGES), *person.ids(Set.CALLS)]
    named = pattern_of(map(str, ids))
    said = cast(OutboxRow.payload, String)
    done: Any = await scope.session.execute(
        update(OutboxRow)
        .where(
            OutboxRow.business_id == scope.business_id,
            OutboxRow.payload != {},
            OutboxRow.id != but.id if but is not None else literal(True),
            or_(
                said.regexp_match(pattern, "i"),
                and_(said.regexp_match(named, "i"), OutboxRow.kind.regexp_match("^(sms|mail|email)[.]")),
            ),
        )
        .values(
            payload={}, status="done", last_error=None, done_at=func.coalesce(OutboxRow.done_at, func.now())
        )
    )
    return int(done.rowcount)


async def own_numbers(scope: TenantScope) -> list[str]:
    return list(
        await scope.session.scalars(
            select(PhoneNumber.e164).where(PhoneNumber.business_id == scope.business_id)
        )
    )


async def forget_webhooks(session: Any, pattern: str, of_business: str) -> int:
    """What vendors' webhooks said of the person to this business. `session` is `Database.system`'s."""
    said = cast(WebhookInbox.payload, String)
    done: Any = await session.execute(
        update(WebhookInbox)
        .where(said.regexp_match(pattern, "i"), said.regexp_match(of_business), WebhookInbox.due_at.is_(None))
        .values(payload={})
    )
    return int(done.rowcount)


# --- receipts -------------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class ErasureRow:
    id: UUID
    subject_digest: bytes
    status: str
    counts: dict[str, int]
    asked_by: str
    created_at: datetime
    done_at: datetime | None


_RECEIPT = select(*(getattr(Erasure, name) for name in ErasureRow.__dataclass_fields__))


async def ask_erasure(scope: TenantScope, erasure_id: UUID, digest: bytes, asked_by: str) -> None:
    scope.session.add(
        Erasure(id=erasure_id, business_id=scope.business_id, subject_digest=digest, asked_by=asked_by)
    )
    await scope.session.flush()


async def count_erased(scope: TenantScope, erasure_id: UUID, counts: Mapping[str, int]) -> None:
    """Adds to what a receipt says, in the transaction that erased it."""
    row = await scope.session.scalar(
        select(Erasure)
        .where(Erasure.business_id == scope.business_id, Erasure.id == erasure_id)
        .with_for_update()
    )
    if row is None:
        return
    total = dict(row.counts)
    for name, count in counts.items():
        total[name] = total.get(name, 0) + count
    row.counts = total
    await scope.session.flush()


async def finish_erasure(scope: TenantScope, erasure_id: UUID, now: datetime) -> None:
    await scope.session.execute(
        update(Erasure)
        .where(
            Erasure.business_id == scope.business_id, Erasure.id == erasure_id, Erasure.status == "pending"
        )
        .values(status="done", done_at=now)
    )


async def erasure(scope: TenantScope, erasure_id: UUID) -> ErasureRow | None:
    found = await scope.session.execute(
        _RECEIPT.where(Erasure.business_id == scope.business_id, Erasure.id == erasure_id)
    )
    row = found.mappings().one_or_none()
    return None if row is None else ErasureRow(**row)


async def erasures(
    scope: TenantScope, *, after: tuple[datetime, UUID] | None, limit: int
) -> list[ErasureRow]:
    """The latest first, behind (created_at, id)."""
    found = await scope.session.execute(
        _RECEIPT.where(
            Erasure.business_id == scope.business_id,
            *beyond((Erasure.created_at, Erasure.id), after, descending=True),
        )
        .order_by(Erasure.created_at.desc(), Erasure.id.desc())
        .limit(limit)
    )
    return [ErasureRow(**row) for row in found.mappings()]


async def _scrub(
    scope: TenantScope, table: Table, pattern: str, conditions: Sequence[ColumnElement[bool]]
) -> int:
    columns = [column for column in table.c if _is_text(column)]
    if not columns:
        return 0
    held = table.c.id if table.name == Call.__tablename__ else table.c.get("call_id")
    mine = [table.c.business_id == scope.business_id, *conditions]
    if held is not None and not conditions:
        on_hold = select(Call.id).where(Call.business_id == scope.business_id, Call.held_at.is_not(None))
        mine.append(or_(held.is_(None), held.not_in(on_hold)))
    found = or_(*(cast(column, String).regexp_match(pattern, "i") for column in columns))
    done: Any = await scope.session.execute(
        update(table)
        .where(*mine, found)
        .values({column.name: _without(column, pattern) for column in columns})
    )
    return int(done.rowcount)


def _is_text(column: Column[Any]) -> bool:
    kind = _kind(column)
    if column.primary_key or column.computed is not None or column.foreign_keys:
        return False
    if isinstance(kind, ARRAY):
        return isinstance(_untyped(kind).item_type, String)
    return isinstance(kind, (String, JSONB))


def _untyped(value: Any) -> Any:
    """For types that SQLAlchemy does not say in full."""
    return value


def _kind(column: Column[Any]) -> Any:
    return column.type.impl if isinstance(column.type, TypeDecorator) else column.type


def _without(column: Column[Any], pattern: str) -> Any:
    kind = _kind(column)
    whole = func.regexp_replace(cast(column, String), pattern, SCRUBBED, "gi")
    if isinstance(kind, JSONB):
        return cast(whole, JSONB)
    if isinstance(kind, ARRAY):
        return cast(whole, _untyped(kind))
    return whole


def _lowered(column: Column[Any]) -> ColumnElement[Any]:
    return func.lower(column)
