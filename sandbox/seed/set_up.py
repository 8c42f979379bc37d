"""How a business is set up: places, hours, holidays, staff, assets and what is sold."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from domain.business import OpeningHours
from domain.scheduling.calendar import Absence, Calendar, Holiday, Member, SpecialDay
from domain.scheduling.catalogue import AddOn, BookableOffering, Provider, Variant
from domain.scheduling.engine.visit import Segment
from domain.scheduling.hours import instant_of
from domain.scheduling.ranges import TimeRange, subtract
from sandbox.seed import names
from sandbox.seed.randomness import Chance
from sandbox.seed.rows import Rows
from sandbox.seed.shape import Branch, Person, Span
from sandbox.seed.towns import Town, holidays
from sandbox.seed.trades import Sold, Text, Trade, said
from storage.postgres import scheduling_tables as scheduling
from storage.postgres import tables

FOUNDED = datetime.fromisoformat("2025-01-06T09:00:00+00:00")
"""When what does not depend on the day was made."""

Stretch = tuple[int, str, str]


@dataclass(frozen=True, slots=True)
class SetUp:
    """Makes the set-up of one business."""

    trade: Trade
    town: Town
    span: Span
    chance: Chance
    rows: Rows

    def branches(self, branch_count: int) -> list[Branch]:
        zone = ZoneInfo(self.town.zone)
        for weekday, opens, closes in self.trade.hours:
            self.rows.add(tables.OpeningHoursRow, id=self._id(), weekday=weekday, opens=opens, closes=closes)
        sold = [(self._offering(place, each), each) for place, each in enumerate(self.trade.sold)]
        if branch_count == 1:
            return [self._branch(None, zone, self.trade.hours, sold, 0)]
        found: list[Branch] = []
        for place in range(branch_count):
            location_id = self._id()
            street = self.town.streets[place % len(self.town.streets)]
            self.rows.add(
                scheduling.Location,
                id=location_id,
                name=street,
                timezone=self.town.zone,
                address=f"{self.chance.random.randint(2, 180)} {street}, {self.town.city}",
                region=self.town.region,
                position=place,
            )
            hours = self.trade.hours
            if place:
                hours = [stretch for stretch in hours if stretch[0] != hours[0][0]]  # a day less
                for weekday, opens, closes in hours:
                    self.rows.add(
                        scheduling.LocationHours,
                        id=self._id(),
                        location_id=location_id,
                        weekday=weekday,
                        opens=opens,
                        closes=closes,
                    )
            found.append(self._branch(location_id, zone, hours, sold, place))
        return found

    def _id(self) -> UUID:
        return self.chance.id_at(FOUNDED)

    def _text(self, text: Text) -> str:
        return said(text, self.town.language.partition("-")[0])

    # --- places ---------------------------------------------------------------------------------------------------
    def _branch(
        self,
        location_id: UUID | None,
        zone: ZoneInfo,
        hours: Sequence[Stretch],
        sold: Sequence[tuple[BookableOffering, Sold]],
        place: int,
    ) -> Branch:
        calendar = Calendar(
            zone, _weekly(hours), tuple(self._special_days(location_id)), tuple(self._holidays(location_id))
        )
        assets = {kind: self._assets(location_id, name, count) for kind, name, count in self.trade.assets}
        least, most = self.trade.staff
        people = [
            self._person(location_id, calendar, hours, place * 100 + position)
            for position in range(self.chance.random.randint(least, most))
        ]
        offerings = [(self._done_here(offering, each, people, assets), each) for offering, each in sold]
        repairs = [self._repair(ids[-1], zone) for ids in assets.values() if len(ids) > 1]
        return Branch(location_id, zone, people, offerings, assets, repairs)

    def _special_days(self, location_id: UUID | None) -> list[SpecialDay]:
        """A day of training, one that opens late, and two days between the years."""
        length = (self.span.last - self.span.first).days
        training = self.span.first + timedelta(days=self.chance.random.randint(0, length))
        found: dict[date, SpecialDay] = {training: SpecialDay(training, (), "staff training")}
        late = self.span.first + timedelta(days=self.chance.random.randint(0, length))
        found.setdefault(late, SpecialDay(late, ((time(13), time(19)),), "stocktaking in the morning"))
        for year in (self.span.first.year, self.span.last.year):
            for day in (date(year, 12, 27), date(year, 12, 28)):
                if self.span.first <= day <= self.span.last:
                    found[day] = SpecialDay(day, (), "closed between the years")
        for special in found.values():
            for opens, closes in special.stretches or ((None, None),):
                self.rows.add(
                    scheduling.SpecialDayRow,
                    id=self._id(),
                    location_id=location_id,
                    staff_id=None,
                    day=special.day,
                    opens=opens,
                    closes=closes,
                    reason=special.reason,
                )
        return list(found.values())

    def _holidays(self, location_id: UUID | None) -> list[Holiday]:
        last = self.span.last + timedelta(days=365)
        found = [
            Holiday(day, name, self.trade.opens_on_holidays and self.chance.happens(0.7))
            for day, name in holidays(self.town.country, self.span.first, last)
        ]
        for each in found:
            self.rows.add(
                scheduling.PublicHoliday,
                id=self._id(),
                location_id=location_id,
                day=each.day,
                name=each.name,
                opened=each.opened,
                decided=each.opened,
            )
        return found

    def _assets(self, location_id: UUID | None, name: Text, count: int) -> tuple[UUID, ...]:
        made = tuple(self._id() for _ in range(count))
        for number, asset_id in enumerate(made, 1):
            text = f"{self._text(name)} {number}" if count > 1 else self._text(name)
            self.rows.add(scheduling.Asset, id=asset_id, location_id=location_id, name=text, position=number)
        return made

    def _repair(self, asset_id: UUID, zone: ZoneInfo) -> tuple[UUID, TimeRange]:
        begins = self._on_some_day(time(8), zone)
        during = TimeRange(begins, begins + timedelta(days=2))
        self.rows.add(
            scheduling.Absence,
            id=self._id(),
            staff_id=None,
            asset_id=asset_id,
            starts_at=during.start,
            ends_at=during.end,
            reason="repair",
        )
        return asset_id, during

    # --- people ---------------------------------------------------------------------------------------------------
    def _person(
        self, location_id: UUID | None, calendar: Calendar, hours: Sequence[Stretch], position: int
    ) -> Person:
        staff_id, name = self._id(), names.given(self.town.language.partition("-")[0], self.chance)
        self.rows.add(
            tables.Staff,
            id=staff_id,
            name=name,
            active=True,
            position=position,
            location_ids=[] if location_id is None else [location_id],
        )
        weekly: tuple[OpeningHours, ...] | None = None
        if location_id is not None or self.chance.happens(0.4):
            day_off = self.chance.one_of(sorted({stretch[0] for stretch in hours}))
            own = [stretch for stretch in hours if stretch[0] != day_off]
            weekly = _weekly(own)
            for weekday, opens, closes in own:
                self.rows.add(
                    scheduling.StaffHours,
                    id=self._id(),
                    staff_id=staff_id,
                    location_id=location_id,
                    weekday=weekday,
                    opens=opens,
                    closes=closes,
                )
        absences = [self._leave(staff_id, calendar.zone) for _ in range(self.chance.random.randint(0, 2))]
        member = Member(weekly, (), tuple(absences))
        free = subtract(
            member.hours(calendar, self.span.first, self.span.last), (each.during for each in absences)
        )
        return Person(staff_id, name, free)

    def _leave(self, staff_id: UUID, zone: ZoneInfo) -> Absence:
        reason = self.chance.one_of(("leave", "course", "dentist"))
        begins = self._on_some_day(time(0) if reason == "leave" else time(13), zone)
        lasts = timedelta(days=7) if reason == "leave" else timedelta(hours=4)
        self.rows.add(
            scheduling.Absence,
            id=self._id(),
            staff_id=staff_id,
            asset_id=None,
            starts_at=begins,
            ends_at=begins + lasts,
            reason=reason,
        )
        return Absence(TimeRange(begins, begins + lasts), reason)

    def _on_some_day(self, at: time, zone: ZoneInfo) -> datetime:
        length = (self.span.last - self.span.first).days
        day = self.span.first + timedelta(days=self.chance.random.randint(0, length))
        return instant_of(datetime.combine(day, at), zone)

    # --- what is sold -----------------------------------------------------------------------------------------------
    def _offering(self, place: int, sold: Sold) -> BookableOffering:
        offering_id = self._id()
        segments = tuple(Segment(*each) for each in sold.segments) or (Segment(sold.minutes),)
        self.rows.add(
            tables.Offering,
            id=offering_id,
            name=self._text(sold.name),
            duration_min=sold.minutes,
            buffer_min=sold.after,
            before_min=sold.before,
            price_cents=sold.price * 100,
            position=place,
            segments=_stored(sold.segments),
            channels=list(sold.channels),
            notice_min=sold.notice_min,
            horizon_days=sold.horizon_days,
            per_day=sold.per_day,
            grid_min=sold.grid_min,
            seats=sold.seats,
        )
        for position, (label, kind, choices) in enumerate(self.trade.questions if place == 0 else ()):
            self.rows.add(
                scheduling.OfferingQuestion,
                id=self._id(),
                offering_id=offering_id,
                label=self._text(label),
                kind=kind,
                required=position == 0,
                choices=[self._text(each) for each in choices],
                position=position,
            )
        variants: list[Variant] = []
        add_ons: list[AddOn] = []
        for position, option in enumerate(sold.options):
            option_id, name, cents = self._id(), self._text(option.name), option.price * 100
            self.rows.add(
                scheduling.OfferingOption,
                id=option_id,
                offering_id=offering_id,
                kind="variant" if option.instead else "add_on",
                name=name,
                minutes=option.minutes,
                segments=_stored(option.segments),
                price_cents=cents,
                position=position,
            )
            if option.instead:
                parts = tuple(Segment(*each) for each in option.segments) or (Segment(option.minutes),)
                variants.append(Variant(option_id, name, parts, cents))
            else:
                add_ons.append(AddOn(option_id, name, option.minutes, cents))
        return BookableOffering(
            offering_id,
            self._text(sold.name),
            segments,
            sold.price * 100,
            before_min=sold.before,
            after_min=sold.after,
            variants=tuple(variants),
            add_ons=tuple(add_ons),
            seats=sold.seats,
        )

    def _done_here(
        self,
        offering: BookableOffering,
        sold: Sold,
        people: Sequence[Person],
        assets: Mapping[str, tuple[UUID, ...]],
    ) -> BookableOffering:
        """The offering as this place can do it; who does it is said where not everybody does."""
        doers = people[: max(1, len(people) // 2)] if sold.by_some else people
        providers: list[Provider] = []
        for place, person in enumerate(doers):
            own = place == 1 and sold.seats is None and not sold.segments
            provider = Provider(
                person.id,
                sold.minutes + 10 if own else None,
                sold.price * 100 + 1_000 if own else None,
            )
            providers.append(provider)
            self.rows.add(
                scheduling.StaffOffering,
                offering_id=offering.id,
                staff_id=person.id,
                minutes=provider.minutes,
                price_cents=provider.price_cents,
            )
        needs = tuple(assets[kind] for kind in sold.needs)
        for need, candidates in enumerate(needs):
            for asset_id in candidates:
                self.rows.add(scheduling.OfferingAsset, offering_id=offering.id, need=need, asset_id=asset_id)
        return BookableOffering(
            offering.id,
            offering.name,
            offering.segments,
            offering.price_cents,
            providers=tuple(providers),
            assets=needs,
            before_min=offering.before_min,
            after_min=offering.after_min,
            variants=offering.variants,
            add_ons=offering.add_ons,
            seats=offering.seats,
        )


def _weekly(hours: Sequence[Stretch]) -> tuple[OpeningHours, ...]:
    return tuple(OpeningHours(weekday, _time(opens), _time(closes)) for weekday, opens, closes in hours)


def _time(text: str) -> time:
    return time(0) if text == "24:00" else time.fromisoformat(text)


def _stored(segments: Sequence[tuple[int, bool]]) -> list[dict[str, object]] | None:
    return [{"minutes": minutes, "processing": processing} for minutes, processing in segments] or None
