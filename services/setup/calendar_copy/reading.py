"""The calendar data of a business, read as a document."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from domain.errors import NotFound
from domain.opening_hours import OpeningHours
from domain.setup.business import LocationSettings
from domain.setup.offerings import OfferingSettings
from domain.setup.resources import AssetSettings, StaffSettings
from domain.setup.weeks import clock_text
from services.setup.absences import Away
from services.setup.calendar_copy.keys import keys_of
from services.setup.calendar_copy.shapes import (
    AbsencePart,
    AddOnPart,
    AssetPart,
    CalendarDocument,
    DayHours,
    DoerPart,
    LocationPart,
    OfferingPart,
    QuestionPart,
    SegmentPart,
    SpecialDayPart,
    StaffPart,
    StaffWeekHours,
    VariantPart,
    WeekHours,
)
from services.setup.desk import Stored
from services.setup.set_up import SetUp
from services.setup.special_days import OwnedDay
from services.setup.weeks import Owner, Stretch
from storage.postgres import setup_rows
from storage.postgres.scheduling_tables import LocationHours, StaffHours
from storage.postgres.tables import Business, OpeningHoursRow
from storage.postgres.tenant import TenantScope


@dataclass(frozen=True, slots=True)
class Calendar:
    """Everything a document is made of; archived ones too, special days and absences to come."""

    currency: str
    balance: Any
    weeks: dict[Owner, tuple[Stretch, ...]]
    locations: list[Stored[LocationSettings]]
    assets: list[Stored[AssetSettings]]
    staff: list[Stored[StaffSettings]]
    offerings: list[Stored[OfferingSettings]]
    special_days: list[OwnedDay]
    absences: list[Away]

    @property
    def location_keys(self) -> dict[UUID, str]:
        return _keys(self.locations)

    @property
    def asset_keys(self) -> dict[UUID, str]:
        return _keys(self.assets)

    @property
    def staff_keys(self) -> dict[UUID, str]:
        return _keys(self.staff)

    @property
    def offering_keys(self) -> dict[UUID, str]:
        return _keys(self.offerings)


async def read(scope: TenantScope, set_up: SetUp, now: datetime) -> Calendar:
    """In a fixed number of statements. Raises NotFound."""
    row = (
        await scope.session.execute(
            select(Business.currency, Business.balance).where(Business.id == scope.business_id)
        )
    ).one_or_none()
    if row is None:
        raise NotFound("no such business")
    locations = sorted(await set_up.locations.all_within(scope), key=_place)
    places = _keys(locations)
    return Calendar(
        row.currency,
        row.balance,
        await _weeks(scope),
        locations,
        sorted(
            await set_up.assets.all_within(scope),
            key=lambda one: (*_place(one), places.get(one.settings.location_id or one.id, "")),
        ),
        sorted(
            await set_up.staff.all_within(scope),
            key=lambda one: (*_place(one), sorted(places[each] for each in one.settings.location_ids)),
        ),
        sorted(
            await set_up.offerings.all_within(scope),
            key=lambda one: (*_place(one), one.settings.price_cents, one.settings.duration_min),
        ),
        await set_up.special_days.to_come_within(scope, now.date()),
        await set_up.absences.to_come_within(scope, now),
    )


def _place(one: Stored[Any]) -> tuple[Any, ...]:
    """In the order of the business; of one position by what they are, as ids differ from business to business."""
    settings = one.settings
    return settings.position, settings.name.casefold(), settings.name, not settings.active


async def _weeks(scope: TenantScope) -> dict[Owner, tuple[Stretch, ...]]:
    found: dict[Owner, list[Stretch]] = defaultdict(list)
    for table in (OpeningHoursRow, LocationHours, StaffHours):
        columns: Any = table
        rows: Sequence[Any] = await setup_rows.rows(scope, table, order=(columns.weekday, columns.opens))
        for row in rows:
            of_staff = table is StaffHours
            owner = (
                Owner(staff_id=row.staff_id)
                if of_staff
                else Owner(row.location_id)
                if table is LocationHours
                else Owner()
            )
            hours = OpeningHours(row.weekday, row.opens, row.closes)
            found[owner].append(Stretch(hours, row.location_id if of_staff else None))
    return {owner: tuple(stretches) for owner, stretches in found.items()}


def document_of(calendar: Calendar) -> CalendarDocument:
    """In the order of the business; what refers to several is in the order of their keys."""
    locations, assets = calendar.location_keys, calendar.asset_keys
    staff, offerings = calendar.staff_keys, calendar.offering_keys
    weeks = calendar.weeks
    return CalendarDocument(
        currency=calendar.currency,
        balance=calendar.balance,
        hours=[WeekHours(**_stretch(each)) for each in weeks.get(Owner(), ())],
        locations=[
            LocationPart(
                key=locations[one.id],
                **_fields(one.settings),
                hours=[WeekHours(**_stretch(each)) for each in weeks.get(Owner(one.id), ())],
            )
            for one in calendar.locations
        ],
        assets=[
            AssetPart(
                key=assets[one.id],
                location=locations.get(one.settings.location_id) if one.settings.location_id else None,
                **_fields(one.settings, "location_id"),
            )
            for one in calendar.assets
        ],
        staff=[
            StaffPart(
                key=staff[one.id],
                locations=sorted(locations[each] for each in one.settings.location_ids),
                hours=[
                    StaffWeekHours(
                        **_stretch(each), location=locations[each.location_id] if each.location_id else None
                    )
                    for each in weeks.get(Owner(staff_id=one.id), ())
                ],
                **_fields(one.settings, "location_ids"),
            )
            for one in calendar.staff
        ],
        offerings=[_offering(offerings[one.id], one.settings, staff, assets) for one in calendar.offerings],
        special_days=sorted(
            (_special_day(each, locations, staff) for each in calendar.special_days),
            key=lambda each: (each.day, each.location or "", each.staff or ""),
        ),
        absences=sorted(
            (_absence(each, staff, assets) for each in calendar.absences),
            key=lambda each: (each.starts_at, each.staff or "", each.asset or "", each.ends_at, each.reason),
        ),
    )


def _offering(
    key: str, settings: OfferingSettings, staff: dict[UUID, str], assets: dict[UUID, str]
) -> OfferingPart:
    doers = None
    if settings.staff is not None:
        doers = sorted(
            (
                DoerPart(staff=staff[one.staff_id], minutes=one.minutes, price_cents=one.price_cents)
                for one in settings.staff
            ),
            key=lambda one: one.staff,
        )
    return OfferingPart(
        key=key,
        segments=_segments(settings.segments),
        channels=sorted(settings.channels),
        staff=doers,
        asset_needs=[sorted(assets[each] for each in need) for need in settings.asset_needs],
        variants=[
            VariantPart(
                name=one.name,
                segments=_segments(one.segments),
                price_cents=one.price_cents,
                active=one.active,
            )
            for one in settings.variants
        ],
        add_ons=[AddOnPart(**_fields(one, "id")) for one in settings.add_ons],
        questions=[
            QuestionPart(label=one.label, kind=one.kind, required=one.required, choices=list(one.choices))
            for one in settings.questions
        ],
        **_fields(
            settings, "segments", "channels", "staff", "asset_needs", "variants", "add_ons", "questions"
        ),
    )


def _special_day(one: OwnedDay, locations: dict[UUID, str], staff: dict[UUID, str]) -> SpecialDayPart:
    owner = one.owner
    return SpecialDayPart(
        day=one.day.day,
        location=locations[owner.location_id] if owner.location_id else None,
        staff=staff[owner.staff_id] if owner.staff_id else None,
        hours=[
            DayHours(opens=opens, closes=closes)
            for opens, closes in (clock_text(*stretch) for stretch in one.day.stretches)
        ],
        reason=one.day.reason,
    )


def _absence(one: Away, staff: dict[UUID, str], assets: dict[UUID, str]) -> AbsencePart:
    return AbsencePart(
        staff=staff[one.staff_id] if one.staff_id else None,
        asset=assets[one.asset_id] if one.asset_id else None,
        starts_at=one.during.start,
        ends_at=one.during.end,
        reason=one.reason,
    )


def _keys(rows: Iterable[Stored[Any]]) -> dict[UUID, str]:
    return keys_of((one.id, one.settings.name) for one in rows)


def _stretch(one: Stretch) -> dict[str, Any]:
    opens, closes = clock_text(one.hours.opens, one.hours.closes)
    return {"weekday": one.hours.weekday, "opens": opens, "closes": closes}


def _segments(segments: Iterable[Any]) -> list[SegmentPart]:
    return [SegmentPart(minutes=each.minutes, processing=each.processing) for each in segments]


def _fields(settings: Any, *but: str) -> dict[str, Any]:
    return {name: getattr(settings, name) for name in settings.__dataclass_fields__ if name not in but}
