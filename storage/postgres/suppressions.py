"""Addresses that get nothing from a business: whoever said STOP, and what cannot be reached."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import delete, exists, select, union
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import aliased

from domain.notifications.answers import Meaning
from domain.notifications.kinds import Channel
from storage.postgres.keyset import beyond
from storage.postgres.notification_tables import InboundText, Suppression
from storage.postgres.tables import Customer
from storage.postgres.tenant import TenantScope


class Reason(StrEnum):
    STOPPED = "stopped"
    """Its owner said so: only they can take it back, by START."""
    UNDELIVERABLE = "undeliverable"
    """A vendor said so for good: a person who knows better may lift it."""


@dataclass(frozen=True, slots=True)
class Suppressed:
    channel: str
    address: str
    reason: str
    detail: str
    created_at: datetime


async def reasons(scope: TenantScope, channel: Channel, address: str) -> list[Reason]:
    """Why this address gets nothing; empty when it may be written to.

    Somebody known by several addresses who has said STOP from one of them has said it for all, until START comes from
    this one.
    """
    column = Customer.phone_e164 if channel is Channel.SMS else Customer.email
    other = aliased(Customer)
    other_column = other.phone_e164 if channel is Channel.SMS else other.email
    of_same_person = (
        select(other_column)
        .join(Customer, Customer.person_id == other.person_id)
        .where(
            other.business_id == scope.business_id,
            Customer.business_id == scope.business_id,
            column == address,
            other_column.is_not(None),
        )
    )
    started_since = exists().where(
        InboundText.business_id == scope.business_id,
        InboundText.number == address,
        InboundText.meaning == Meaning.START.value,
        InboundText.created_at > Suppression.created_at,
    )
    of_channel = (Suppression.business_id == scope.business_id, Suppression.channel == channel.value)
    found = await scope.session.scalars(
        union(
            select(Suppression.reason).where(*of_channel, Suppression.address == address),
            select(Suppression.reason).where(
                *of_channel,
                Suppression.reason == Reason.STOPPED.value,
                Suppression.address.in_(of_same_person),
                Suppression.address != address,
                ~started_since,
            ),
        )
    )
    return sorted(Reason(each) for each in found)


async def add(scope: TenantScope, channel: Channel, address: str, reason: Reason, detail: str = "") -> bool:
    """False when it was so already."""
    added = await scope.session.scalar(
        insert(Suppression)
        .values(
            business_id=scope.business_id,
            channel=channel.value,
            address=address,
            reason=reason.value,
            detail=detail,
        )
        .on_conflict_do_nothing()
        .returning(Suppression.address)
    )
    return added is not None


async def lift(scope: TenantScope, channel: Channel, address: str, reason: Reason) -> bool:
    """False when there was none."""
    gone = await scope.session.scalar(
        delete(Suppression)
        .where(
            Suppression.business_id == scope.business_id,
            Suppression.channel == channel.value,
            Suppression.address == address,
            Suppression.reason == reason.value,
        )
        .returning(Suppression.address)
    )
    return gone is not None


async def page(scope: TenantScope, *, after: tuple[str, str, str] | None, limit: int) -> list[Suppressed]:
    """By channel, address and reason."""
    order = (Suppression.channel, Suppression.address, Suppression.reason)
    found = await scope.session.execute(
        select(*order, Suppression.detail, Suppression.created_at)
        .where(Suppression.business_id == scope.business_id, *beyond(order, after))
        .order_by(*order)
        .limit(limit)
    )
    return [Suppressed(**row) for row in found.mappings()]
