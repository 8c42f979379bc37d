"""A document taken over by a business: what has a key of it is changed to what it says, what is new is added.

All of it or nothing, and by the same ways as single changes. A dry run does everything and undoes it: what it lists is
what would happen.
"""

from collections import Counter, defaultdict
from collections.abc import Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC
from typing import Any, TypeVar, cast
from uuid import UUID
from zoneinfo import ZoneInfo

from domain.accounts.roles import Permission, Principal
from domain.errors import InvalidInput
from domain.opening_hours import OpeningHours
from domain.scheduling.calendar import SpecialDay
from domain.scheduling.engine.visit import Segment
from domain.setup.business import LocationSettings
from domain.setup.documents import differences
from domain.setup.offerings import AddOnSetting, DoneBy, OfferingSettings, Question, VariantSetting
from domain.setup.resources import AssetSettings, StaffSettings, absence_during
from domain.setup.weeks import clock
from services.setup.affected import Affected, Watch
from services.setup.calendar_copy.keys import Known, check_distinct
from services.setup.calendar_copy.reading import Calendar, document_of, read
from services.setup.calendar_copy.shapes import (
    AbsencePart,
    CalendarDocument,
    OfferingPart,
    SegmentPart,
    SpecialDayPart,
    StaffWeekHours,
    WeekHours,
)
from services.setup.desk import Change, Stored
from services.setup.resources import Resources, Within
from services.setup.set_up import SetUp
from services.setup.weeks import Owner, Stretch
from storage.postgres import setup_rows
from storage.postgres.spanning import RolledBack
from storage.postgres.tables import Business

_Settings = TypeVar("_Settings", LocationSettings, AssetSettings, StaffSettings)


@dataclass(frozen=True, slots=True)
class Line:
    """One entry of the audit log, with keys in the place of ids; `what` is empty where it has none."""

    action: str
    what: str
    before: dict[str, Any]
    after: dict[str, Any]


@dataclass(frozen=True, slots=True)
class TakenOver:
    """What was changed, or would be; `skipped` are special days and absences that are over."""

    changes: tuple[Line, ...]
    affected: Affected
    skipped: int


class CalendarCopies:
    """Of any business."""

    def __init__(self, set_up: SetUp) -> None:
        self._set_up = set_up

    async def document(self, principal: Principal) -> CalendarDocument:
        """Raises NotPermitted."""
        async with self._set_up.desk.reading(principal) as scope:
            return document_of(await read(scope, self._set_up, self._set_up.desk.now))

    async def take_over(
        self,
        principal: Principal,
        wanted: CalendarDocument,
        *,
        dry_run: bool,
        remove_others: bool = False,
        force: bool = False,
    ) -> TakenOver:
        """Makes the business's calendar data what the document says.

        Args:
            dry_run: nothing is changed.
            remove_others: what the document does not name is deleted, or archived where bookings refer to it.
            force: go on although bookings to come need what is changed; they stay as they are.

        Raises:
            NotPermitted, LimitReached, StorageError.
            InvalidInput: something of the document cannot be taken; names it.
            BookingsAffected: not forced, and no dry run.
        """
        principal.require(Permission.SETTINGS_WRITE)
        regions = {one.region for one in wanted.locations if one.region}
        codes: Mapping[str, str | None] = {}
        fill: Within | None = None
        if regions:
            codes, fill = await self._set_up.locations.regions_known(principal, regions)
        try:
            async with self._set_up.desk.changing(principal) as plain:
                watch = await Watch.begin(plain)
                change = _Recorded(plain.scope, plain.principal, plain.now, watched=True)
                before = await read(plain.scope, self._set_up, plain.now)
                taking = _Taking(self._set_up, change, before, wanted, codes, fill)
                await taking.take(remove_others=remove_others)
                if dry_run:
                    raise _Undone(TakenOver(change.told(), await watch.lost(), taking.skipped))
                affected = await watch.require_none("the document is to be taken over", force=force)
        except _Undone as done:
            return done.found
        return TakenOver(change.told(), affected, taking.skipped)


class _Undone(RolledBack):
    """Ends a dry run."""

    def __init__(self, found: TakenOver) -> None:
        super().__init__()
        self.found = found


@dataclass(frozen=True, slots=True)
class _Recorded(Change):
    """A change that remembers what it notes: action, subject, before, after."""

    noted: list[tuple[str, str, Mapping[str, Any], Mapping[str, Any]]] = field(
        default_factory=list[tuple[str, str, Mapping[str, Any], Mapping[str, Any]]]
    )
    names: dict[str, str] = field(default_factory=dict[str, str])
    """Keys by id."""

    async def note(
        self,
        action: str,
        subject: str,
        before: Mapping[str, Any] | None = None,
        after: Mapping[str, Any] | None = None,
    ) -> bool:
        is_noted = await Change.note(self, action, subject, before, after)
        if is_noted:
            self.noted.append((action, subject, *differences(before or {}, after or {})))
        return is_noted

    def told(self) -> tuple[Line, ...]:
        """With the keys in the place of ids."""
        return tuple(
            Line(action, self.names.get(subject.partition(":")[2], ""), self._named(was), self._named(now))
            for action, subject, was, now in self.noted
        )

    def _named(self, value: Any) -> Any:
        if isinstance(value, Mapping):
            items = cast("Mapping[str, Any]", value)
            return {key: self._named(each) for key, each in items.items() if key != "id"}
        if isinstance(value, list):
            items = cast("list[Any]", value)
            named = [self._named(each) for each in items]
            of_whom = [self.names.get(_id_in(each)) for each in items]
            if None in of_whom:
                return named
            # What refers to several stands in the order of ids, which a dry run gives out anew.
            return [named[n] for n in sorted(range(len(named)), key=lambda n: str(of_whom[n]))]
        return self.names.get(value, value) if isinstance(value, str) else value


def _id_in(one: Any) -> str:
    """Of an id, and of one of the staff who do an offering."""
    if isinstance(one, Mapping):
        return str(cast("Mapping[str, Any]", one).get("staff_id"))
    return str(one)


class _Taking:
    """One document on its way into one business, from what nothing refers to up to what refers to others."""

    def __init__(
        self,
        set_up: SetUp,
        change: _Recorded,
        before: Calendar,
        wanted: CalendarDocument,
        codes: Mapping[str, str | None],
        fill: Within | None,
    ) -> None:
        self._set_up = set_up
        self._change = change
        self._before = before
        self._wanted = wanted
        self._codes = codes
        self._fill = fill
        self.skipped = 0
        self._locations = Known("location", before.location_keys)
        self._assets = Known("asset", before.asset_keys)
        self._staff = Known("member of staff", before.staff_keys)
        self._offerings = Known("offering", before.offering_keys)
        for keys in (before.location_keys, before.asset_keys, before.staff_keys, before.offering_keys):
            change.names.update({str(row_id): key for row_id, key in keys.items()})

    async def take(self, *, remove_others: bool) -> None:
        wanted = self._wanted
        if wanted.currency != self._before.currency:
            raise InvalidInput(
                f"currency: the prices of the document are in {wanted.currency}, those here in {self._before.currency}"
            )
        for name, parts in (
            ("locations", wanted.locations),
            ("assets", wanted.assets),
            ("staff", wanted.staff),
            ("offerings", wanted.offerings),
        ):
            check_distinct(name, (one.key for one in parts))
        await self._business()
        kept = {
            "locations": await self._take_locations(),
            "assets": await self._take_assets(),
            "staff": await self._take_staff(),
            "offerings": await self._take_offerings(),
        }
        days = await self._take_special_days()
        absences = await self._take_absences()
        if remove_others:
            await self._remove_times(days, absences)
            await self._remove_others(kept)

    async def _business(self) -> None:
        was, given = self._before, self._wanted.model_fields_set
        if "balance" in given and self._wanted.balance != was.balance:
            values = {"balance": self._wanted.balance.value}
            await setup_rows.change(self._change.scope, Business, self._change.scope.business_id, values)
            await self._change.note("business.changed", "business", {"balance": was.balance}, values)
        if "hours" in given:
            with _at("hours"):
                await self._week(Owner(), self._wanted.hours)

    async def _take_locations(self) -> set[UUID]:
        found: set[UUID] = set()
        before = {one.id: one for one in self._before.locations}
        for n, part in enumerate(self._wanted.locations):
            with _at(f"locations.{n}"):
                settings = LocationSettings(
                    part.name,
                    part.timezone,
                    part.address,
                    self._codes[part.region] if part.region else None,
                    part.active,
                    part.position,
                )
                row_id = await self._put(self._set_up.locations, self._locations, part.key, settings, before)
                await self._week(Owner(row_id), part.hours)
                found.add(row_id)
        if self._fill is not None and any(
            action.startswith("location.") for action, *_ in self._change.noted
        ):
            await self._fill(self._change, Stored(self._change.scope.business_id, None))
        return found

    async def _take_assets(self) -> set[UUID]:
        found: set[UUID] = set()
        before = {one.id: one for one in self._before.assets}
        for n, part in enumerate(self._wanted.assets):
            with _at(f"assets.{n}"):
                location = self._locations.need("location", part.location) if part.location else None
                settings = AssetSettings(part.name, location, part.active, part.position)
                found.add(await self._put(self._set_up.assets, self._assets, part.key, settings, before))
        return found

    async def _take_staff(self) -> set[UUID]:
        found: set[UUID] = set()
        before: dict[UUID | None, Stored[StaffSettings]] = {one.id: one for one in self._before.staff}
        for n, part in enumerate(self._wanted.staff):
            with _at(f"staff.{n}"):
                places = tuple(self._locations.need("locations", key) for key in part.locations)
                settings = StaffSettings(part.name, part.active, part.position, places)
                known = before.get(self._staff.get(part.key))
                if known is not None and set(known.settings.location_ids) == set(places):
                    settings = replace(settings, location_ids=known.settings.location_ids)
                row_id = await self._put(self._set_up.staff, self._staff, part.key, settings, before)
                await self._week(Owner(staff_id=row_id), part.hours)
                found.add(row_id)
        return found

    async def _take_offerings(self) -> set[UUID]:
        found: set[UUID] = set()
        before = {one.id: one for one in self._before.offerings}
        for n, part in enumerate(self._wanted.offerings):
            with _at(f"offerings.{n}"):
                row_id = self._offerings.get(part.key)
                known = before.get(row_id) if row_id is not None else None
                settings = self._offering(part, known.settings if known is not None else None)
                if known is None:
                    known = await self._set_up.offerings.add_within(self._change, settings)
                    self._offerings.add(part.key, known.id)
                    self._change.names[str(known.id)] = part.key
                elif settings.checked() != known.settings:
                    await self._set_up.offerings.change_within(self._change, known, settings)
                found.add(known.id)
        return found

    def _offering(self, part: OfferingPart, known: OfferingSettings | None) -> OfferingSettings:
        doers = None
        if part.staff is not None:
            doers = tuple(
                sorted(
                    (
                        DoneBy(self._staff.need("staff", one.staff), one.minutes, one.price_cents)
                        for one in part.staff
                    ),
                    key=lambda one: one.staff_id,
                )
            )
        variants = {one.name.casefold(): one.id for one in known.variants} if known else {}
        add_ons = {one.name.casefold(): one.id for one in known.add_ons} if known else {}
        questions = {one.label.casefold(): one.id for one in known.questions} if known else {}
        return OfferingSettings(
            name=part.name,
            segments=_segments(part.segments),
            price_cents=part.price_cents,
            before_min=part.before_min,
            after_min=part.after_min,
            channels=frozenset(part.channels),
            notice_min=part.notice_min,
            horizon_days=part.horizon_days,
            per_day=part.per_day,
            grid_min=part.grid_min,
            seats=part.seats,
            active=part.active,
            position=part.position,
            staff=doers,
            asset_needs=tuple(
                tuple(sorted(self._assets.need("asset_needs", key) for key in need))
                for need in part.asset_needs
            ),
            variants=tuple(
                VariantSetting(
                    one.name,
                    _segments(one.segments),
                    one.price_cents,
                    one.active,
                    variants.get(one.name.casefold()),
                )
                for one in part.variants
            ),
            add_ons=tuple(
                AddOnSetting(
                    one.name, one.minutes, one.price_cents, one.active, add_ons.get(one.name.casefold())
                )
                for one in part.add_ons
            ),
            questions=tuple(
                Question(
                    one.label,
                    one.kind,
                    one.required,
                    tuple(one.choices),
                    questions.get(one.label.casefold()),
                )
                for one in part.questions
            ),
        )

    async def _take_special_days(self) -> set[tuple[Owner, Any]]:
        known = {(one.owner, one.day.day): one.day for one in self._before.special_days}
        named: set[tuple[Owner, Any]] = set()
        wanted: dict[Owner, list[SpecialDay]] = defaultdict(list)
        for n, part in enumerate(self._wanted.special_days):
            with _at(f"special_days.{n}"):
                if part.day < self._change.now.date():
                    self.skipped += 1
                    continue
                owner, day = self._special_day(part)
                if (owner, day.day) in named:
                    raise InvalidInput(f"day: {day.day.isoformat()} stands there twice for the same")
                named.add((owner, day.day))
                if known.get((owner, day.day)) != day:
                    wanted[owner].append(day)
        for owner, days in wanted.items():
            with _at("special_days"):
                await self._set_up.special_days.put_within(self._change, owner, days)
        return named

    def _special_day(self, part: SpecialDayPart) -> tuple[Owner, SpecialDay]:
        if part.location is not None and part.staff is not None:
            raise InvalidInput("location: either a location or a person")
        owner = Owner(
            self._locations.need("location", part.location) if part.location else None,
            self._staff.need("staff", part.staff) if part.staff else None,
        )
        stretches = sorted((clock("opens", one.opens), clock("closes", one.closes)) for one in part.hours)
        return owner, SpecialDay(part.day, tuple(stretches), part.reason.strip())

    async def _take_absences(self) -> Counter[Any]:
        known = Counter(_of_absence(one) for one in self._before.absences)
        named: Counter[Any] = Counter()
        for n, part in enumerate(self._wanted.absences):
            with _at(f"absences.{n}"):
                away = self._absence(part)
                if away is None:
                    self.skipped += 1
                    continue
                staff_id, asset_id, during, reason = away
                key = staff_id, asset_id, during.start, during.end, reason
                named[key] += 1
                if named[key] > known[key]:
                    await self._set_up.absences.add_within(
                        self._change, during, staff_id=staff_id, asset_id=asset_id, reason=reason
                    )
        return named

    def _absence(self, part: AbsencePart) -> tuple[UUID | None, UUID | None, Any, str] | None:
        if (part.staff is None) == (part.asset is None):
            raise InvalidInput("staff: either a person or an asset is away")
        if part.starts_at.tzinfo is None or part.ends_at.tzinfo is None:
            raise InvalidInput("starts_at: with an offset from UTC, as 2026-12-24T09:00:00+11:00")
        during = absence_during(part.starts_at.astimezone(UTC), part.ends_at.astimezone(UTC), ZoneInfo("UTC"))
        if during.end <= self._change.now:
            return None
        return (
            self._staff.need("staff", part.staff) if part.staff else None,
            self._assets.need("asset", part.asset) if part.asset else None,
            during,
            part.reason.strip(),
        )

    async def _remove_times(self, days: set[tuple[Owner, Any]], absences: Counter[Any]) -> None:
        left: dict[Owner, list[SpecialDay]] = defaultdict(list)
        for one in self._before.special_days:
            if (one.owner, one.day.day) not in days:
                left[one.owner].append(one.day)
        for owner, several in left.items():
            await self._set_up.special_days.remove_within(self._change, owner, several)
        kept = Counter(absences)
        for away in self._before.absences:
            if kept[_of_absence(away)] > 0:
                kept[_of_absence(away)] -= 1
            else:
                await self._set_up.absences.remove_within(self._change, away)

    async def _remove_others(self, kept: Mapping[str, set[UUID]]) -> None:
        """What refers to others first; visits are watched by the whole."""
        for offering in self._before.offerings:
            if offering.id not in kept["offerings"]:
                await self._set_up.offerings.remove_within(self._change, offering, force=True)
        for person in self._before.staff:
            if person.id not in kept["staff"]:
                await self._set_up.staff.remove_within(self._change, person, force=True)
        for asset in self._before.assets:
            if asset.id not in kept["assets"]:
                await self._set_up.assets.remove_within(self._change, asset, force=True)
        for location in self._before.locations:
            if location.id not in kept["locations"]:
                await self._set_up.locations.remove_within(self._change, location, force=True)

    async def _put(
        self,
        resources: Resources[_Settings],
        known: Known,
        key: str,
        settings: _Settings,
        before: Mapping[Any, Stored[_Settings]],
    ) -> UUID:
        row_id = known.get(key)
        if row_id is None:
            added = await resources.add_within(self._change, settings)
            known.add(key, added.id)
            self._change.names[str(added.id)] = key
            return added.id
        if row_id in before and resources.kind.checked(settings) != before[row_id].settings:
            await resources.change_within(self._change, before[row_id], settings)
        return row_id

    async def _week(self, owner: Owner, hours: Sequence[WeekHours]) -> None:
        wanted = sorted((self._stretch(one) for one in hours), key=_order)
        if wanted != sorted(self._before.weeks.get(owner, ()), key=_order):
            await self._set_up.weeks.replace_within(self._change, owner, wanted)

    def _stretch(self, one: WeekHours) -> Stretch:
        hours = OpeningHours(one.weekday, clock("hours", one.opens), clock("hours", one.closes))
        location = one.location if isinstance(one, StaffWeekHours) else None
        return Stretch(hours, self._locations.need("hours", location) if location else None)


def _order(one: Stretch) -> tuple[Any, ...]:
    return one.hours.weekday, one.hours.opens, one.hours.closes, str(one.location_id or "")


def _of_absence(one: Any) -> tuple[Any, ...]:
    return one.staff_id, one.asset_id, one.during.start, one.during.end, one.reason


def _segments(parts: Iterable[SegmentPart]) -> tuple[Segment, ...]:
    return tuple(Segment(one.minutes, one.processing) for one in parts)


@contextmanager
def _at(place: str) -> Generator[None]:
    """What is refused within is named with its place in the document."""
    try:
        yield
    except InvalidInput as error:
        raise InvalidInput(f"{place}.{error}") from None
