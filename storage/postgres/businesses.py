"""Businesses: which one a number belongs to, and what a call needs to know of it."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy import case, func, select
from sqlalchemy.dialects.postgresql import insert

from domain.billing.stop import read_stop
from domain.business import (
    Answer,
    AskedQuestion,
    BusinessProfile,
    GivenUp,
    Offering,
    OpeningHours,
    Option,
    Site,
    SpecialHours,
    StaffMember,
)
from domain.business_settings import served_greeting, served_timezone
from domain.errors import NotFound, StorageError
from domain.ids import new_id
from domain.numbers.leaving import Phase
from domain.scheduling.engine.diary import Rules
from domain.setup.offerings import Question, QuestionKind
from domain.setup.slugs import slug_of, with_suffix
from storage.postgres import phone_numbers, places, scheduling_tables, tables
from storage.postgres.database import Database
from storage.postgres.receptionist_versions import get, published
from storage.postgres.tenant import TenantScope

DEFAULT_VOICE = "21m00Tcm4TlvDq8ikWAM"
"""One that every account with ElevenLabs has."""

SPECIAL_DAYS_AHEAD = 8
"""Those a profile knows: a call is over long before, and callers ask about the week to come."""


NO_DAY = date(2000, 1, 1)
"""A place is read without what is special about single days: the engine knows that."""


@dataclass(frozen=True, slots=True)
class NewBusiness:
    """What a business has when it is founded; the rest has defaults until it is set up."""

    id: UUID
    name: str
    timezone: str
    language: str
    country: str
    currency: str


SLUGS_TRIED = 5
"""With a number; a random one is tried after them."""


async def insert_business(scope: TenantScope, business: NewBusiness) -> str:
    """Founds the scope's business, with the greeting of its language; gives the slug, which reads as its name."""
    wished = slug_of(business.name)
    numbered = (with_suffix(wished, str(n)) for n in range(2, SLUGS_TRIED + 1))
    random = with_suffix(wished, new_id().hex[-12:])
    for slug in (wished, *numbered, random) if wished else (random,):
        if await _insert(scope, business, slug):
            return slug
    raise StorageError("postgres", "no slug is free for a business")


async def id_of_slug(db: Database, slug: str) -> UUID | None:
    """The business whose web booking has this address, or None."""
    async with db.shown_slug(slug) as session:
        return await session.scalar(select(tables.Business.id).where(tables.Business.slug == slug))


async def _insert(scope: TenantScope, business: NewBusiness, slug: str) -> bool:
    """Whether the slug was free: other businesses' rows cannot be seen here."""
    added = await scope.session.execute(
        insert(tables.Business)
        .values(
            id=business.id,
            slug=slug,
            keeps_holidays=True,
            name=business.name,
            timezone=business.timezone,
            language=business.language,
            country=business.country,
            currency=business.currency,
            greeting=served_greeting("", business.name, business.language),
            voice_id=DEFAULT_VOICE,
            address="",
        )
        .on_conflict_do_nothing(index_elements=["slug"])
        .returning(tables.Business.id)
    )
    return added.one_or_none() is not None


async def business_id_for_number(db: Database, e164: str) -> UUID | None:
    """The business whose number this is, one that is being given back too, or None when nobody holds it."""
    async with db.dialled(e164) as session:
        return await session.scalar(
            select(tables.PhoneNumber.business_id).where(tables.PhoneNumber.e164 == e164)
        )


async def business_id_for_caller(db: Database, e164: str) -> UUID | None:
    """The business that fresh calls to this number reach: none where it is being given back."""
    async with db.dialled(e164) as session:
        return await session.scalar(
            select(tables.PhoneNumber.business_id).where(
                tables.PhoneNumber.e164 == e164, tables.PhoneNumber.phase == Phase.ACTIVE.value
            )
        )


async def load_profile(scope: TenantScope, version: int | None = None) -> BusinessProfile:
    """The scope's business with its active offerings and staff.

    Args:
        version: of the receptionist; the published one by default.

    Raises:
        NotFound: no such business or version.
    """
    session, business_id = scope.session, scope.business_id
    business = await session.scalar(select(tables.Business).where(tables.Business.id == business_id))
    if business is None:
        raise NotFound("no such business")
    offering = tables.Offering
    offerings = await session.scalars(
        select(offering)
        .where(offering.business_id == business_id, offering.active)
        .order_by(offering.position, offering.name)
    )
    staff = await session.scalars(
        select(tables.Staff)
        .where(tables.Staff.business_id == business_id, tables.Staff.active)
        .order_by(tables.Staff.name, tables.Staff.id)
    )
    options = await _options(scope)
    questions = await _questions(scope)
    hours = await session.scalars(
        select(tables.OpeningHoursRow)
        .where(tables.OpeningHoursRow.business_id == business_id)
        .order_by(tables.OpeningHoursRow.weekday, tables.OpeningHoursRow.opens)
    )
    row = await (published(scope) if version is None else get(scope, version))
    content = row.content
    return BusinessProfile(
        id=business.id,
        name=business.name,
        timezone=served_timezone(business.timezone, business.country),
        language=content.language,
        country=business.country,
        currency=business.currency,
        greeting=served_greeting(content.greeting, business.name, content.language),
        voice_id=content.voice_id,
        address=business.address,
        transfer_number=content.transfers.number,
        offerings=tuple(
            Offering(
                row.id,
                row.name,
                row.duration_min,
                row.price_cents,
                row.buffer_min,
                options.get((row.id, "variant"), ()),
                options.get((row.id, "add_on"), ()),
                questions.get(row.id, ()),
                row.seats,
            )
            for row in offerings
        ),
        staff=tuple(StaffMember(row.id, row.name) for row in staff),
        opening_hours=tuple(OpeningHours(row.weekday, row.opens, row.closes) for row in hours),
        answers=tuple(Answer(entry.question, entry.text) for entry in content.knowledge if entry.question),
        overflow=content.overflow,
        receptionist=content,
        receptionist_version=row.number,
        special_hours=await _special_hours(scope),
        sites=await _sites(scope),
        given_up=GivenUp(business.closed_forward_to) if business.closed_at is not None else None,
        stop=read_stop(business.agent_stop),
        lines=await phone_numbers.lines(scope),
    )


async def _sites(scope: TenantScope) -> tuple[Site, ...]:
    """Of several each with its usual week, who works there, and what can be had."""
    site = scheduling_tables.Location
    rows = (
        await scope.session.scalars(
            select(site)
            .where(site.business_id == scope.business_id, site.active)
            .order_by(site.position, site.name, site.id)
        )
    ).all()
    sites = tuple(Site(row.id, row.name, row.timezone, row.address) for row in rows)
    if len(sites) < 2:
        return sites
    found: list[Site] = []
    for each in sites:
        place = await places.load_place(scope, each.id, (NO_DAY, NO_DAY), Rules())
        found.append(
            replace(
                each,
                opening_hours=place.calendar.weekly,
                staff=tuple(one.id for one in place.bookables.values() if not one.is_asset),
                offerings=tuple(place.offerings),
            )
        )
    return tuple(found)


async def _options(scope: TenantScope) -> dict[tuple[UUID, str], tuple[Option, ...]]:
    """Variants and add-ons by offering and kind."""
    option = scheduling_tables.OfferingOption
    rows = await scope.session.scalars(
        select(option)
        .where(option.business_id == scope.business_id, option.active)
        .order_by(option.position, option.name)
    )
    found: dict[tuple[UUID, str], tuple[Option, ...]] = {}
    for row in rows:
        key = row.offering_id, row.kind
        found[key] = (*found.get(key, ()), Option(row.id, row.name, row.minutes, row.price_cents))
    return found


async def _questions(scope: TenantScope) -> dict[UUID, tuple[AskedQuestion, ...]]:
    """What is asked when an offering is booked, by offering."""
    table = scheduling_tables.OfferingQuestion
    rows = await scope.session.scalars(
        select(table)
        .where(table.business_id == scope.business_id)
        .order_by(table.offering_id, table.position, table.id)
    )
    found: dict[UUID, tuple[AskedQuestion, ...]] = {}
    for row in rows:
        question = Question(row.label, QuestionKind(row.kind), row.required, tuple(row.choices))
        asked = AskedQuestion(question.label, question.required, question.expects)
        found[row.offering_id] = (*found.get(row.offering_id, ()), asked)
    return found


async def _special_hours(scope: TenantScope) -> tuple[SpecialHours, ...]:
    """Of the days around now: the owner's own before public holidays that are kept.

    Those of a single location or person are none of the business's.
    """
    special, holiday = scheduling_tables.SpecialDayRow, scheduling_tables.PublicHoliday
    near = (func.current_date() - 2, func.current_date() + SPECIAL_DAYS_AHEAD)
    holidays = await scope.session.scalars(
        select(holiday).where(
            holiday.business_id == scope.business_id,
            holiday.location_id.is_(None),
            holiday.day.between(*near),
            holiday.opened.is_(False),
        )
    )
    found = {row.day: SpecialHours(row.day, (), row.name) for row in holidays}
    rows = await scope.session.scalars(
        select(special)
        .where(
            special.business_id == scope.business_id,
            special.location_id.is_(None),
            special.staff_id.is_(None),
            special.day.between(*near),
        )
        .order_by(special.day, special.opens)
    )
    own: dict[date, SpecialHours] = {}
    for row in rows:
        begun = own.get(row.day, SpecialHours(row.day, (), row.reason))
        stretch = () if row.opens is None or row.closes is None else ((row.opens, row.closes),)
        own[row.day] = SpecialHours(row.day, (*begun.stretches, *stretch), begun.reason or row.reason)
    return tuple((found | own)[day] for day in sorted(found | own))


async def name(scope: TenantScope) -> str:
    """The business's. Raises NotFound."""
    found = await scope.session.scalar(
        select(tables.Business.name).where(tables.Business.id == scope.business_id)
    )
    if found is None:
        raise NotFound("no such business")
    return found


async def country(scope: TenantScope) -> str:
    """The business's, ISO 3166 alpha-2. Raises NotFound."""
    found = await scope.session.scalar(
        select(tables.Business.country).where(tables.Business.id == scope.business_id)
    )
    if found is None:
        raise NotFound("no such business")
    return found


async def max_concurrent_calls(scope: TenantScope, *, lock: bool = False) -> int:
    """How many calls the business may have at once: at least one, and none while it is suspended. Raises NotFound.

    With `lock`, who else asks so waits until this transaction ends: calls are admitted one after the other. Rows that
    refer to the business can be written meanwhile.
    """
    lines = case((tables.Business.suspended_at.is_not(None), 0), else_=tables.Business.max_concurrent_calls)
    query = select(lines).where(tables.Business.id == scope.business_id)
    limit = await scope.session.scalar(query.with_for_update(key_share=True) if lock else query)
    if limit is None:
        raise NotFound("no such business")
    return limit
