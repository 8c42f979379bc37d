"""What a business and a number write each other: threads, and the texts that came in."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, literal, or_, select, union_all, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import aliased

from domain.errors import NotFound
from domain.ids import new_id
from domain.notifications.delivery import Status
from domain.notifications.kinds import Channel
from storage.postgres.keyset import beyond
from storage.postgres.notification_tables import InboundText, NotificationRow, TextThread
from storage.postgres.tables import Booking, Customer
from storage.postgres.tenant import TenantScope

SHOWN = 200
"""Characters of a thread's last text."""


@dataclass(frozen=True, slots=True)
class NewText:
    """A text that came in. `number` is who wrote it, `own_number` the business's they wrote to; both E.164."""

    message_sid: str
    number: str
    own_number: str
    body: str
    media: tuple[dict[str, str], ...]
    meaning: str


@dataclass(frozen=True, slots=True)
class Thread:
    """`customer_name` is one of those known by this number; None when nobody is."""

    number: str
    own_number: str
    last_body: str
    last_at: datetime
    unread: int
    customer_name: str | None


@dataclass(frozen=True, slots=True)
class ThreadText:
    """One text of a thread, in either direction; `status` of those sent."""

    id: UUID
    incoming: bool
    body: str
    status: str | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Reminder:
    """The latest reminder a number got of an appointment, and how that stands."""

    notification_id: UUID
    booking_id: UUID
    starts_at: datetime
    status: str
    location_id: UUID | None
    answer: str | None


async def keep(scope: TenantScope, new: NewText, *, unread: bool) -> bool:
    """Keeps it with its thread; False when it was kept before."""
    kept = await scope.session.scalar(
        insert(InboundText)
        .values(
            id=new_id(),
            business_id=scope.business_id,
            number=new.number,
            own_number=new.own_number,
            body=new.body,
            media=list(new.media),
            message_sid=new.message_sid,
            meaning=new.meaning,
        )
        .on_conflict_do_nothing(index_elements=[InboundText.business_id, InboundText.message_sid])
        .returning(InboundText.id)
    )
    if kept is None:
        return False
    values = {"own_number": new.own_number, "last_body": new.body[:SHOWN], "last_at": func.clock_timestamp()}
    opened: dict[str, Any] = {"status": "open", "done_at": None, "done_by": None} if unread else {}
    await scope.session.execute(
        insert(TextThread)
        .values(business_id=scope.business_id, number=new.number, unread=int(unread), **values, **opened)
        .on_conflict_do_update(
            index_elements=[TextThread.business_id, TextThread.number],
            set_=values | {"unread": TextThread.unread + int(unread)} | opened,
        )
    )
    return True


async def latest_reminder(scope: TenantScope, number: str, kind: str) -> Reminder | None:
    """Of an appointment this number was reminded of last, whatever became of it."""
    row = (
        await scope.session.execute(
            select(
                NotificationRow.id,
                Booking.id,
                Booking.starts_at,
                Booking.status,
                Booking.location_id,
                NotificationRow.answer,
            )
            .join(
                Booking,
                (Booking.id == NotificationRow.booking_id)
                & (Booking.business_id == NotificationRow.business_id),
            )
            .where(
                NotificationRow.business_id == scope.business_id,
                NotificationRow.recipient == number,
                NotificationRow.kind == kind,
                NotificationRow.status.not_in([Status.REFUSED.value, Status.FAILED.value]),
            )
            .order_by(NotificationRow.created_at.desc())
            .limit(1)
        )
    ).one_or_none()
    return None if row is None else Reminder(*row)


async def answer(scope: TenantScope, notification_id: UUID, answer: str) -> None:
    """What the customer answered; the last answer counts."""
    await scope.session.execute(
        update(NotificationRow)
        .where(NotificationRow.business_id == scope.business_id, NotificationRow.id == notification_id)
        .values(answer=answer, answered_at=func.now())
    )


async def threads(
    scope: TenantScope, *, unread: bool, after: tuple[datetime, str] | None, limit: int
) -> list[Thread]:
    """The latest first."""
    row = aliased(Customer)
    name = (
        select(Customer.name)
        .join(row, row.person_id == Customer.id)
        .where(
            Customer.business_id == scope.business_id,
            row.business_id == scope.business_id,
            row.phone_e164 == TextThread.number,
        )
        .order_by(row.created_at)
        .limit(1)
        .scalar_subquery()
    )
    query = select(
        TextThread.number,
        TextThread.own_number,
        TextThread.last_body,
        TextThread.last_at,
        TextThread.unread,
        name.label("customer_name"),
    ).where(TextThread.business_id == scope.business_id)
    if unread:
        query = query.where(TextThread.unread > 0)
    order = (TextThread.last_at, TextThread.number)
    found = await scope.session.execute(
        query.where(*beyond(order, after, descending=True))
        .order_by(TextThread.last_at.desc(), TextThread.number.desc())
        .limit(limit)
    )
    return [Thread(**row) for row in found.mappings()]


async def in_thread(
    scope: TenantScope, number: str, *, after: tuple[datetime, UUID] | None, limit: int
) -> list[ThreadText]:
    """What was written in both directions, the latest first."""
    came = select(
        InboundText.id,
        literal(True).label("incoming"),
        InboundText.body,
        literal(None).label("status"),
        InboundText.created_at,
    ).where(InboundText.business_id == scope.business_id, InboundText.number == number)
    went = select(
        NotificationRow.id,
        literal(False),
        NotificationRow.body,
        NotificationRow.status,
        NotificationRow.created_at,
    ).where(
        NotificationRow.business_id == scope.business_id,
        NotificationRow.recipient == number,
        NotificationRow.channel == Channel.SMS.value,
    )
    both = union_all(came, went).subquery()
    order = (both.c.created_at, both.c.id)
    found = await scope.session.execute(
        select(both)
        .where(*beyond(order, after, descending=True))
        .order_by(both.c.created_at.desc(), both.c.id.desc())
        .limit(limit)
    )
    return [ThreadText(**row) for row in found.mappings()]


async def thread(scope: TenantScope, number: str) -> str:
    """The number of the business this number wrote to last. Raises NotFound."""
    own = await scope.session.scalar(
        select(TextThread.own_number).where(
            TextThread.business_id == scope.business_id, TextThread.number == number
        )
    )
    if own is None:
        raise NotFound("nobody of this number has written")
    return own


async def note_read(scope: TenantScope, number: str) -> None:
    await scope.session.execute(
        update(TextThread)
        .where(TextThread.business_id == scope.business_id, TextThread.number == number)
        .values(unread=0)
    )


@dataclass(frozen=True, slots=True)
class Unanswered:
    """An appointment somebody was reminded of and has not answered for."""

    booking_id: UUID
    starts_at: datetime
    customer_name: str
    number: str
    reminded_at: datetime


async def unanswered(
    scope: TenantScope, kind: str, now: datetime, *, after: tuple[datetime, UUID] | None, limit: int
) -> list[Unanswered]:
    """Whom to call: of the appointments to come, each once, soonest first."""
    latest = (
        select(
            NotificationRow.booking_id,
            func.max(NotificationRow.created_at).label("reminded_at"),
            func.max(NotificationRow.recipient).label("number"),
            func.count(NotificationRow.answer).label("answers"),
        )
        .where(NotificationRow.business_id == scope.business_id, NotificationRow.kind == kind)
        .group_by(NotificationRow.booking_id)
        .subquery()
    )
    order = (Booking.starts_at, Booking.id)
    found = await scope.session.execute(
        select(
            Booking.id.label("booking_id"),
            Booking.starts_at,
            Customer.name.label("customer_name"),
            latest.c.number,
            latest.c.reminded_at,
        )
        .join(latest, latest.c.booking_id == Booking.id)
        .join(
            Customer,
            (Customer.id == Booking.customer_id) & (Customer.business_id == Booking.business_id),
        )
        .where(
            Booking.business_id == scope.business_id,
            Booking.status == "confirmed",
            Booking.starts_at > now,
            or_(latest.c.answers == 0, latest.c.answers.is_(None)),
            *beyond(order, after),
        )
        .order_by(*order)
        .limit(limit)
    )
    return [Unanswered(**row) for row in found.mappings()]
