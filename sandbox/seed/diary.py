"""What was booked and will be: visits in the gaps of people's days, series, sessions with seats, holds, who waits."""

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from domain.scheduling.catalogue import BookableOffering, Wanted, Ways, doers, ways
from domain.scheduling.engine.assignment import Assignment
from domain.scheduling.engine.availability import absolute
from domain.scheduling.engine.visit import Visit
from domain.scheduling.hours import exists, instant_of, wall_of
from domain.scheduling.ranges import TimeRange
from sandbox.seed.shape import Branch, Made, Person, Somebody
from sandbox.seed.trades import Sold
from storage.postgres import scheduling_tables as scheduling
from storage.postgres import tables

_GRID = timedelta(minutes=15)
_SOURCES, _SOURCE_SHARES = ("phone", "web", "staff"), (0.55, 0.25, 0.2)
_NOTES = (
    "",
    "",
    "",
    "",
    "first visit",
    "please ring the bell",
    "brings a pram",
    "Allergie: Latex",
    "préfère le matin",
)


class TakenUp:
    """Who and what is taken when; nothing overlaps."""

    def __init__(self, taken: Iterable[tuple[UUID, TimeRange]]) -> None:
        self._of: dict[UUID, list[tuple[datetime, datetime]]] = defaultdict(list)
        for who, during in taken:
            self.take(who, (during,))

    def is_free(self, who: UUID, spans: Sequence[TimeRange]) -> bool:
        taken = self._of[who]
        for span in spans:
            place = bisect_left(taken, (span.end, span.end))
            if place and taken[place - 1][1] > span.start:
                return False
        return True

    def take(self, who: UUID, spans: Iterable[TimeRange]) -> None:
        for span in spans:
            insort(self._of[who], (span.start, span.end))


@dataclass(frozen=True, slots=True)
class Booked:
    """A visit as the calls know it."""

    id: UUID
    made_at: datetime
    starts_at: datetime
    offering: str
    customer: Somebody
    call_id: UUID | None


@dataclass
class Diary:
    """The bookings of one branch."""

    made: Made
    branch: Branch
    booked: list[Booked] = field(default_factory=list[Booked])

    def __post_init__(self) -> None:
        self._taken = TakenUp(self.branch.repairs)
        self._ways: dict[object, Ways] = {}

    def fill(self) -> None:
        """All of it; what repeats first, as it was agreed on first."""
        for offering, sold in self.branch.offerings:
            if sold.seats is not None:
                self._sessions(offering, sold)
        for number in range(2):
            self._series(number)
        for person in self.branch.people:
            self._days(person)
        self._hold()
        self._waiting()

    # --- single visits ----------------------------------------------------------------------------------------------
    def _days(self, person: Person) -> None:
        chance, span = self.made.chance, self.made.span
        for stretch in person.free:
            at = _on_grid(stretch.start)
            while at < stretch.end:
                # The further ahead, the less is booked by now.
                ahead_days = max(0.0, (at - span.now).total_seconds() / 86_400)
                if not chance.happens(self.made.trade.busy * max(0.15, 1 - ahead_days / 30)):
                    at += _GRID * chance.random.randint(1, 4)
                    continue
                wanted = self._wish(person)
                ends_at = self._book(wanted, at, person, stretch) if wanted else None
                at = _on_grid(ends_at) if ends_at else at + _GRID

    def _wish(self, person: Person) -> tuple[Wanted, ...]:
        chance = self.made.chance
        done = [
            (offering, sold)
            for offering, sold in self.branch.offerings
            if sold.seats is None and any(each.staff_id == person.id for each in offering.providers)
        ]
        if not done:
            return ()
        weights = [sold.often for _, sold in done]
        offering, _ = chance.weighted(done, weights)
        variant = chance.one_of(offering.variants).id if offering.variants and chance.happens(0.25) else None
        add_ons = (offering.add_ons[0].id,) if offering.add_ons and chance.happens(0.15) else ()
        asked_for = person.id if chance.happens(0.3) else None
        wanted = Wanted(offering, variant, add_ons, asked_for)
        if chance.happens(0.04) and self.made.trade.key in ("hair", "dental", "physio"):
            second, _ = chance.weighted(done, weights)
            if second.id != offering.id:
                return wanted, Wanted(second)
        return (wanted,)

    def _book(
        self,
        wanted: tuple[Wanted, ...],
        starts_at: datetime,
        person: Person,
        within: TimeRange,
        **more: Any,
    ) -> datetime | None:
        """When the person is done, or free for the next in between; None when it does not fit."""
        asked = tuple((each.offering.id, each.variant_id, each.add_on_ids, each.staff_id) for each in wanted)
        if asked not in self._ways:
            self._ways[asked] = ways(wanted)
        found = self._ways[asked]
        visit = next((each for each in found if person.id in each.claims[0].candidates), None)
        if visit is None:
            return None
        chosen = self._choose(visit, starts_at, person, within)
        if chosen is None:
            return None
        assignment = Assignment(visit, chosen)
        who_does = doers(assignment, found[visit])
        status = self._write(wanted, assignment, who_does, starts_at, **more)
        if status != "cancelled":
            for claim, who in zip(visit.claims, chosen, strict=True):
                self._taken.take(who, absolute(claim.spans, starts_at))
        first = list(visit.claims[0].spans)
        nested = len(first) > 1 or first[0].ends_min < visit.minutes
        done = first[0] if nested and self.made.chance.happens(0.7) else first[-1]
        return starts_at + timedelta(minutes=done.ends_min)

    def _choose(
        self, visit: Visit, starts_at: datetime, person: Person, within: TimeRange
    ) -> tuple[UUID, ...] | None:
        chosen: list[UUID] = []
        people = {each.id: each for each in self.branch.people}
        for place, claim in enumerate(visit.claims):
            spans = absolute(claim.spans, starts_at)
            candidates = (person.id,) if place == 0 else claim.candidates
            for each in candidates:
                if each in chosen or not self._taken.is_free(each, spans):
                    continue
                if each == person.id and not all(within.covers(span) for span in spans):
                    continue
                if each in people and each != person.id and not _works(people[each], spans):
                    continue
                chosen.append(each)
                break
            else:
                return None
        return tuple(chosen)

    def _write(
        self,
        wanted: tuple[Wanted, ...],
        assignment: Assignment,
        who_does: Sequence[UUID | None],
        starts_at: datetime,
        *,
        series_id: UUID | None = None,
        customer: Somebody | None = None,
        key: str = "",
    ) -> str:
        chance, made = self.made.chance, self.made
        ends_at = starts_at + timedelta(minutes=assignment.visit.minutes)
        made_at = self._made_at(starts_at)
        booking_id = chance.id_at(made_at)
        status = self._status(starts_at)
        released = status == "cancelled"
        customer = customer or self._somebody()
        source = "staff" if series_id else chance.weighted(_SOURCES, _SOURCE_SHARES)
        name = wanted[0].name
        by_phone = source == "phone" and made_at.date() >= made.span.first
        call_id = chance.id_at(made_at - timedelta(minutes=3)) if by_phone else None
        self.booked.append(Booked(booking_id, made_at, starts_at, name, customer, call_id))
        made.rows.add(
            tables.Booking,
            id=booking_id,
            staff_id=next((each for each in who_does if each is not None), None),
            offering_id=wanted[0].offering.id,
            customer_id=customer.id,
            call_id=call_id,
            starts_at=starts_at,
            ends_at=ends_at,
            during=_range(starts_at, ends_at),
            status=status,
            intent_key=key or f"seed/{booking_id}",
            location_id=self.branch.id,
            segmented=True,
            source=source,
            notes=chance.one_of(_NOTES),
            series_id=series_id,
            created_at=made_at,
        )
        for position, (each, who) in enumerate(zip(wanted, who_does, strict=True)):
            made.rows.add(
                scheduling.BookingItem,
                booking_id=booking_id,
                position=position,
                offering_id=each.offering.id,
                variant_id=each.variant_id,
                add_on_ids=list(each.add_on_ids),
                wanted_staff_id=each.staff_id,
                staff_id=who,
                name=each.name,
                price_cents=each.price_cents(who),
            )
        people = {each.id for each in self.branch.people}
        for claim, who in zip(assignment.visit.claims, assignment.chosen, strict=True):
            for during in absolute(claim.spans, starts_at):
                made.rows.add(
                    scheduling.BookingSegment,
                    id=chance.id_at(made_at),
                    booking_id=booking_id,
                    staff_id=who if who in people else None,
                    asset_id=None if who in people else who,
                    starts_at=during.start,
                    ends_at=during.end,
                    released=released,
                )
        self._history(booking_id, made_at, starts_at, status, source, call_id)
        return status

    def _history(
        self,
        booking_id: UUID,
        made_at: datetime,
        starts_at: datetime,
        status: str,
        source: str,
        call_id: UUID | None,
    ) -> None:
        chance, made = self.made.chance, self.made
        by = {"phone": f"call:{call_id}" if call_id else "system", "web": "web"}.get(
            source, f"user:{made.manager_id}"
        )
        moved = chance.happens(0.06)
        asked_for = starts_at - timedelta(days=1) if moved else starts_at
        self._note(booking_id, made_at, "booked", by, starts_at=asked_for.isoformat())
        if moved:
            self._note(
                booking_id,
                _later(made_at, starts_at, made.span.now, chance.between(0.1, 0.5)),
                "moved",
                by,
                before=asked_for.isoformat(),
                after=starts_at.isoformat(),
            )
        if status == "cancelled":
            at = _later(made_at, starts_at, made.span.now, chance.between(0.5, 0.95))
            self._note(
                booking_id, at, "cancelled", by, reason=chance.one_of(("", "ill", "found another time"))
            )
        if status == "no_show":
            self._note(booking_id, starts_at + timedelta(hours=1), "no_show", f"user:{made.manager_id}")

    def _note(self, booking_id: UUID, at: datetime, kind: str, actor: str, **details: str) -> None:
        self.made.rows.add(
            scheduling.BookingEvent,
            id=self.made.chance.id_at(at),
            booking_id=booking_id,
            at=at,
            kind=kind,
            actor=actor,
            details=details,
        )

    def _status(self, starts_at: datetime) -> str:
        draw = self.made.chance.random.random()
        if starts_at > self.made.span.now:
            return "cancelled" if draw < 0.06 else "confirmed"
        return "cancelled" if draw < 0.08 else "no_show" if draw < 0.12 else "confirmed"

    def _made_at(self, starts_at: datetime) -> datetime:
        """Some days before, most of them few; never after the moment everything is as of."""
        latest = min(starts_at, self.made.span.now)
        ahead = timedelta(hours=1 + self.made.chance.random.expovariate(1 / 120))
        return (latest - ahead).replace(microsecond=0)

    def _somebody(self) -> Somebody:
        """Regulars come more often than others."""
        customers = self.made.customers
        place = int(len(customers) * self.made.chance.random.random() ** 1.7)
        return customers[place]

    # --- what repeats -----------------------------------------------------------------------------------------------
    def _series(self, number: int) -> None:
        """Somebody who comes every week, or every other, at the same time of day with the same person."""
        chance, span = self.made.chance, self.made.span
        person = chance.one_of(self.branch.people)
        wanted = self._wish(person)[:1]
        if not wanted or not person.free:
            return
        first = chance.one_of(person.free)
        wall = wall_of(_on_grid(first.start) + timedelta(hours=1), self.branch.zone)
        every = 7 * (number + 1)
        series_id, customer = chance.id_at(span.now), self._somebody()
        count = 0
        while wall.date() <= span.last:
            starts_at = instant_of(wall, self.branch.zone)
            within = next((each for each in person.free if each.start <= starts_at < each.end), None)
            if within is not None and exists(wall, self.branch.zone):
                key = f"seed/{series_id}/{count}"
                wish = (Wanted(wanted[0].offering, wanted[0].variant_id, (), person.id),)
                self._book(wish, starts_at, person, within, series_id=series_id, customer=customer, key=key)
                count += 1
            wall += timedelta(days=every)

    def _sessions(self, offering: BookableOffering, sold: Sold) -> None:
        weekday, hour = sold.weekly
        span, chance = self.made.span, self.made.chance
        trainers = [
            each for each in self.branch.people if each.id in {p.staff_id for p in offering.providers}
        ]
        for day in _weekdays(span.first, span.last, weekday):
            starts_at = instant_of(datetime.combine(day, time(hour)), self.branch.zone)
            during = TimeRange(starts_at, starts_at + timedelta(minutes=sold.minutes))
            trainer = next((each for each in trainers if _works(each, (during,))), None)
            if trainer is None or not self._taken.is_free(trainer.id, (during,)):
                continue
            room = next(
                (each[0] for each in offering.assets if self._taken.is_free(each[0], (during,))), None
            )
            made_at = min(starts_at, span.now) - timedelta(days=20)
            session_id = chance.id_at(made_at)
            called_off = chance.happens(0.05)
            self.made.rows.add(
                scheduling.GroupSession,
                id=session_id,
                offering_id=offering.id,
                location_id=self.branch.id,
                starts_at=during.start,
                ends_at=during.end,
                status="cancelled" if called_off else "planned",
                created_at=made_at,
            )
            for staff_id, asset_id in ((trainer.id, None), (None, room)):
                if staff_id is None and asset_id is None:
                    continue
                self.made.rows.add(
                    scheduling.BookingSegment,
                    id=chance.id_at(made_at),
                    session_id=session_id,
                    staff_id=staff_id,
                    asset_id=asset_id,
                    starts_at=during.start,
                    ends_at=during.end,
                    released=called_off,
                )
                if not called_off:
                    self._taken.take(staff_id or asset_id or trainer.id, (during,))
            self._seats(offering, sold, session_id, trainer, during, called_off=called_off)

    def _seats(
        self,
        offering: BookableOffering,
        sold: Sold,
        session_id: UUID,
        trainer: Person,
        during: TimeRange,
        *,
        called_off: bool,
    ) -> None:
        chance, made = self.made.chance, self.made
        seats = sold.seats or 0
        taken: dict[int, UUID] = {}
        come = {self._somebody().id: True for _ in range(chance.random.randint(0, seats + 3))}
        customers = [each for each in made.customers if each.id in come]
        for customer in customers[:seats]:
            made_at = self._made_at(during.start)
            booking_id = chance.id_at(made_at)
            status = "cancelled" if called_off else self._status(during.start)
            if status != "cancelled":
                taken[len(taken) + 1] = booking_id
            made.rows.add(
                tables.Booking,
                id=booking_id,
                staff_id=trainer.id,
                offering_id=offering.id,
                customer_id=customer.id,
                starts_at=during.start,
                ends_at=during.end,
                during=_range(during.start, during.end),
                status=status,
                intent_key=f"seed/{booking_id}",
                location_id=self.branch.id,
                segmented=True,
                source=chance.one_of(("web", "web", "staff")),
                session_id=session_id,
                created_at=made_at,
            )
            made.rows.add(
                scheduling.BookingItem,
                booking_id=booking_id,
                position=0,
                offering_id=offering.id,
                staff_id=trainer.id,
                name=offering.name,
                price_cents=offering.price_cents,
            )
            self._history(booking_id, made_at, during.start, status, "web", None)
        for n in range(1, seats + 1):
            made.rows.add(scheduling.Seat, session_id=session_id, n=n, booking_id=taken.get(n))

    # --- what is not booked -------------------------------------------------------------------------------------------
    def _hold(self) -> None:
        """A hold whose caller hung up; the worker takes it away."""
        chance, made = self.made.chance, self.made
        person = chance.one_of(self.branch.people)
        wanted = self._wish(person)[:1]
        coming = [each for each in person.free if each.start > made.span.now]
        if not wanted or not coming:
            return
        starts_at = _on_grid(coming[-1].start)
        offering = wanted[0].offering
        during = TimeRange(starts_at, starts_at + timedelta(minutes=5))
        if not self._taken.is_free(person.id, (during,)):
            return
        booking_id = chance.id_at(made.span.now)
        until = made.span.now - timedelta(minutes=1)
        made.rows.add(
            tables.Booking,
            id=booking_id,
            staff_id=person.id,
            offering_id=offering.id,
            starts_at=during.start,
            ends_at=during.end,
            during=_range(during.start, during.end),
            status="held",
            hold_until=until,
            intent_key=f"hold:seed/{booking_id}",
            location_id=self.branch.id,
            segmented=True,
            created_at=until - timedelta(minutes=3),
        )
        made.rows.add(
            scheduling.BookingSegment,
            id=chance.id_at(until),
            booking_id=booking_id,
            staff_id=person.id,
            starts_at=during.start,
            ends_at=during.end,
            hold_until=until,
        )
        self._taken.take(person.id, (during,))

    def _waiting(self) -> None:
        chance, span = self.made.chance, self.made.span
        bookable = [offering for offering, sold in self.branch.offerings if sold.seats is None]
        for number in range(chance.random.randint(2, 6)):
            asked_at = span.now - timedelta(hours=chance.random.randint(1, 900))
            earliest = span.now + timedelta(days=chance.random.randint(-4, 10))
            over = earliest < span.now
            offering = chance.one_of(bookable)
            wants = chance.one_of(offering.providers).staff_id if chance.happens(0.4) else None
            self.made.rows.add(
                scheduling.WaitingEntry,
                id=chance.id_at(asked_at),
                customer_id=self._somebody().id,
                offering_id=offering.id,
                staff_id=wants,
                location_id=self.branch.id,
                earliest=earliest,
                latest=earliest + timedelta(days=chance.random.randint(1, 9)),
                status=chance.one_of(("lapsed", "withdrawn", "taken")) if over else "waiting",
                intent_key=f"seed/{asked_at.isoformat()}/{number}/{self.branch.id}",
                created_at=asked_at,
            )


def _works(person: Person, spans: Iterable[TimeRange]) -> bool:
    return all(any(stretch.covers(span) for stretch in person.free) for span in spans)


def _on_grid(instant: datetime) -> datetime:
    """The next quarter of an hour."""
    rest = timedelta(minutes=instant.minute % 15, seconds=instant.second, microseconds=instant.microsecond)
    return instant if not rest else instant - rest + _GRID


def _later(made_at: datetime, starts_at: datetime, now: datetime, share: float) -> datetime:
    """Between the booking and the visit, and not in the future."""
    return made_at + (min(starts_at, now) - made_at) * share


def _range(begin: datetime, end: datetime) -> str:
    return f'["{begin}","{end}")'


def _weekdays(first: date, last: date, weekday: int) -> Iterator[date]:
    day = first + timedelta(days=(weekday - first.weekday()) % 7)
    while day <= last:
        yield day
        day += timedelta(days=7)
