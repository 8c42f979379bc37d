"""Who is known by the number a call comes from: one statement, while its phone rings."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import aliased

from domain.customers.known import (
    LONGEST_NOTE,
    MOST_NOTES,
    MOST_PEOPLE,
    KnownCaller,
    KnownPerson,
    KnownVisit,
)
from domain.customers.tags import VIP
from domain.scheduling.hours import wall_of, zone_named
from storage.postgres.customer_tables import CustomerNote, CustomerTag
from storage.postgres.people import reached_by, staff_of_person
from storage.postgres.scheduling_tables import Location
from storage.postgres.tables import Booking, Business, Customer, Offering, Staff
from storage.postgres.tenant import TenantScope

_Row = aliased(Customer)
_Preferred = aliased(Staff)


async def by_number(scope: TenantScope, number: str, now: datetime, *, by_name: bool) -> KnownCaller | None:
    """None when nobody is. With `by_name` their names are told."""
    own = Booking.business_id == scope.business_id
    of_person = and_(own, Booking.customer_id == Customer.id)
    last = _visit(
        and_(of_person, Booking.status == "confirmed", Booking.starts_at <= now), Booking.starts_at.desc()
    )
    following = _visit(
        and_(of_person, Booking.status == "confirmed", Booking.starts_at > now), Booking.starts_at
    )
    missed = (
        select(func.count())
        .where(of_person, Booking.status == "no_show")
        .correlate(Customer)
        .scalar_subquery()
    )
    rows = (
        select(_Row.id)
        .where(_Row.business_id == scope.business_id, _Row.person_id == Customer.id)
        .correlate(Customer)
    )
    notes = select(func.array_agg(_latest_notes(scope, rows).c.text)).correlate(Customer).scalar_subquery()
    vip = (
        select(func.count())
        .where(
            CustomerTag.business_id == scope.business_id,
            CustomerTag.customer_id.in_(rows),
            CustomerTag.tag_key == VIP.lower(),
        )
        .correlate(Customer)
        .scalar_subquery()
    )
    latest = select(func.max(Booking.created_at)).where(of_person).correlate(Customer).scalar_subquery()
    found = (
        await scope.session.execute(
            select(
                Customer.name,
                (vip > 0).label("vip"),
                func.coalesce(_Preferred.name, "").label("preferred"),
                *_columns(last, "last"),
                *_columns(following, "next"),
                notes.label("notes"),
                missed.label("no_shows"),
            )
            .select_from(Customer)
            .outerjoin(last, last.c.id.is_not(None))
            .outerjoin(following, following.c.id.is_not(None))
            .outerjoin(
                _Preferred,
                and_(
                    _Preferred.business_id == scope.business_id,
                    _Preferred.id == staff_of_person(),
                    _Preferred.active,
                ),
            )
            .where(
                Customer.business_id == scope.business_id,
                Customer.merged_into.is_(None),
                reached_by(scope, (number,)),
            )
            .order_by(latest.desc().nulls_last(), Customer.created_at, Customer.id)
            .limit(MOST_PEOPLE)
        )
    ).all()
    if not found:
        return None
    return KnownCaller(tuple(_person(row, by_name=by_name) for row in found))


def _person(row: Any, *, by_name: bool) -> KnownPerson:
    return KnownPerson(
        name=row.name if by_name else "",
        vip=row.vip,
        preferred_staff=row.preferred,
        last=_known(row.last_at, row.last_zone, row.last_offering, row.last_staff),
        next=_known(row.next_at, row.next_zone, row.next_offering, row.next_staff),
        notes=tuple(note[:LONGEST_NOTE] for note in row.notes or ()),
        no_shows=row.no_shows,
    )


def _known(
    at: datetime | None, zone: str | None, offering: str | None, staff: str | None
) -> KnownVisit | None:
    if at is None or zone is None:
        return None
    return KnownVisit(wall_of(at, zone_named(zone)), offering or "", staff or "")


def _visit(which: ColumnElement[bool], order: Any) -> Any:
    return (
        select(
            Booking.id,
            Booking.starts_at.label("at"),
            func.coalesce(Location.timezone, Business.timezone).label("zone"),
            Offering.name.label("offering"),
            func.coalesce(Staff.name, "").label("staff"),
        )
        .join(Business, Business.id == Booking.business_id)
        .join(Offering, Offering.id == Booking.offering_id)
        .outerjoin(Staff, Staff.id == Booking.staff_id)
        .outerjoin(Location, Location.id == Booking.location_id)
        .where(which)
        .order_by(order)
        .limit(1)
        .correlate(Customer)
        .lateral()
    )


def _columns(visit: Any, name: str) -> Sequence[Any]:
    return [getattr(visit.c, each).label(f"{name}_{each}") for each in ("at", "zone", "offering", "staff")]


def _latest_notes(scope: TenantScope, rows: Any) -> Any:
    return (
        select(CustomerNote.text)
        .where(
            CustomerNote.business_id == scope.business_id,
            CustomerNote.customer_id.in_(rows),
            CustomerNote.for_agent,
        )
        .order_by(CustomerNote.created_at.desc(), CustomerNote.id.desc())
        .limit(MOST_NOTES)
        .correlate(Customer)
        .subquery()
    )
