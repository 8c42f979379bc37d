"""What there was between a business and one person, in one list: calls, texts, mails, bookings, messages, notes.

Every branch gives no more rows than the page holds, from an index, so that a page costs the same however much there
was. Calls, texts and mails are found by the person's numbers and addresses: where several people share one, each of
them shows them.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Boolean, Select, Text, Uuid, cast, literal, null, or_, select, union_all

from domain.notifications.kinds import Channel
from storage.postgres.customer_tables import CustomerNote
from storage.postgres.keyset import beyond
from storage.postgres.messages import left_by_voice
from storage.postgres.notification_tables import InboundText, NotificationRow
from storage.postgres.tables import Booking, Call, Customer, Message, Offering
from storage.postgres.tenant import TenantScope


class Kind(StrEnum):
    CALL = "call"
    TEXT = "text"
    MAIL = "mail"
    BOOKING = "booking"
    """At the time it was made; `starts_at` is when it begins."""
    MESSAGE = "message"
    VOICEMAIL = "voicemail"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Reached:
    """How a person is known: every row's id, number (E.164) and address."""

    ids: tuple[UUID, ...]
    numbers: tuple[str, ...]
    emails: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """Something of the list.

    Attributes:
        id: of the call, text, booking, message or note.
        incoming: whether it came from the customer; None where that says nothing.
        text: what was written or noted; of a booking the offering, of a mail its subject, of a call why it ended so.
        status: of a call its outcome, of what was sent what became of it, of a booking or a message where it stands.
        starts_at: when a booking begins.
        call_id: the call it came from.
        author: who wrote a note.
    """

    kind: Kind
    id: UUID
    at: datetime
    incoming: bool | None
    text: str | None
    status: str | None
    starts_at: datetime | None
    call_id: UUID | None
    author: str | None


async def reached(scope: TenantScope, person_id: UUID) -> Reached:
    """All of a person's rows: one statement."""
    rows = (
        await scope.session.execute(
            select(Customer.id, Customer.phone_e164, Customer.email)
            .where(Customer.business_id == scope.business_id, Customer.person_id == person_id)
            .order_by(Customer.created_at, Customer.id)
        )
    ).all()
    return Reached(
        tuple(row.id for row in rows),
        tuple(dict.fromkeys(row.phone_e164 for row in rows if row.phone_e164)),
        tuple(dict.fromkeys(row.email for row in rows if row.email)),
    )


async def page(
    scope: TenantScope,
    who: Reached,
    kinds: Collection[Kind],
    *,
    after: tuple[datetime, UUID] | None,
    limit: int,
) -> list[Entry]:
    """The latest first: one statement."""
    branches = [
        branch.where(*beyond((at, key), after, descending=True))
        .order_by(at.desc(), key.desc())
        .limit(limit)
        .subquery()
        for branch, at, key in _branches(scope, who, kinds)
    ]
    if not branches:
        return []
    every = union_all(*(select(branch) for branch in branches)).subquery()
    found = await scope.session.execute(
        select(every).order_by(every.c.at.desc(), every.c.id.desc()).limit(limit)
    )
    entries: list[Entry] = []
    for row in found.mappings():
        values: dict[str, Any] = dict(row)
        values["kind"] = Kind(values["kind"])
        entries.append(Entry(**values))
    return entries


_Branch = tuple[Select[Any], Any, Any]


def _branches(scope: TenantScope, who: Reached, kinds: Collection[Kind]) -> Sequence[_Branch]:
    found: list[_Branch] = []
    business = scope.business_id
    if who.numbers and Kind.CALL in kinds:
        found.append(
            (
                _entry(
                    Kind.CALL,
                    Call.id,
                    Call.started_at,
                    incoming=literal(True),
                    text=Call.reason,
                    status=Call.outcome,
                    call_id=Call.id,
                ).where(Call.business_id == business, Call.from_number.in_(who.numbers)),
                Call.started_at,
                Call.id,
            )
        )
    if who.numbers and Kind.TEXT in kinds:
        found.append(
            (
                _entry(
                    Kind.TEXT,
                    InboundText.id,
                    InboundText.created_at,
                    incoming=literal(True),
                    text=InboundText.body,
                ).where(InboundText.business_id == business, InboundText.number.in_(who.numbers)),
                InboundText.created_at,
                InboundText.id,
            )
        )
    for kind, channel, addresses, text in (
        (Kind.TEXT, Channel.SMS, who.numbers, NotificationRow.body),
        (Kind.MAIL, Channel.EMAIL, who.emails, NotificationRow.subject),
    ):
        if addresses and kind in kinds:
            sent = _entry(
                kind,
                NotificationRow.id,
                NotificationRow.created_at,
                incoming=literal(False),
                text=text,
                status=NotificationRow.status,
            ).where(
                NotificationRow.business_id == business,
                NotificationRow.recipient.in_(addresses),
                NotificationRow.channel == channel.value,
                # What goes to the business's own people is no word to a customer.
                NotificationRow.message_id.is_(None),
            )
            found.append((sent, NotificationRow.created_at, NotificationRow.id))
    if Kind.BOOKING in kinds:
        booked = (
            _entry(
                Kind.BOOKING,
                Booking.id,
                Booking.created_at,
                text=Offering.name,
                status=Booking.status,
                starts_at=Booking.starts_at,
                call_id=Booking.call_id,
            )
            .join(Offering, Offering.id == Booking.offering_id)
            .where(
                Booking.business_id == business,
                Booking.customer_id.in_(who.ids),
                Booking.status != "held",
            )
        )
        found.append((booked, Booking.created_at, Booking.id))
    found += _messages(business, who, kinds)
    if Kind.NOTE in kinds:
        noted = _entry(
            Kind.NOTE,
            CustomerNote.id,
            CustomerNote.created_at,
            text=CustomerNote.text,
            author=CustomerNote.author,
        ).where(CustomerNote.business_id == business, CustomerNote.customer_id.in_(who.ids))
        found.append((noted, CustomerNote.created_at, CustomerNote.id))
    return found


def _messages(business: UUID, who: Reached, kinds: Collection[Kind]) -> Sequence[_Branch]:
    """By the number to call back, or by the call they were left in."""
    found: list[_Branch] = []
    for kind, of_kind in (
        (Kind.MESSAGE, ~left_by_voice()),
        (Kind.VOICEMAIL, left_by_voice()),
    ):
        if not who.numbers or kind not in kinds:
            continue
        left = _entry(
            kind,
            Message.id,
            Message.created_at,
            incoming=literal(True),
            text=Message.text,
            status=Message.status,
            call_id=Message.call_id,
        ).where(Message.business_id == business, of_kind)
        back = Message.callback_number.in_(who.numbers)
        found.append((left.where(back), Message.created_at, Message.id))
        found.append(
            (
                left.join(Call, Call.id == Message.call_id).where(
                    Call.business_id == business,
                    Call.from_number.in_(who.numbers),
                    or_(Message.callback_number.is_(None), ~back),
                ),
                Message.created_at,
                Message.id,
            )
        )
    return found


def _entry(
    kind: Kind,
    key: Any,
    at: Any,
    *,
    incoming: Any = None,
    text: Any = None,
    status: Any = None,
    starts_at: Any = None,
    call_id: Any = None,
    author: Any = None,
) -> Select[Any]:
    """The columns of `Entry`, in their order."""
    return select(
        literal(kind.value).label("kind"),
        key.label("id"),
        at.label("at"),
        _or_null(incoming, Boolean()).label("incoming"),
        _or_null(text, Text()).label("text"),
        _or_null(status, Text()).label("status"),
        _or_null(starts_at, at.type).label("starts_at"),
        _or_null(call_id, Uuid()).label("call_id"),
        _or_null(author, Text()).label("author"),
    )


def _or_null(column: Any, kind: Any) -> Any:
    return cast(null(), kind) if column is None else column
