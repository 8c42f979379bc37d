"""Booking on the web without signing in: by the address of a business's page, over the engine everybody books with.

Who asks is nobody we know. So they see what the page shows and free times, hold one slot at a time, and manage what
they booked by a secret link. How often they may ask, and how many appointments somebody may have, is limited.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import structlog
from redis.asyncio import Redis

from domain.caller_limits import DEFAULT_LIMITS
from domain.contacts import customer_email, customer_phone
from domain.errors import (
    Conflict,
    InvalidInput,
    LimitReached,
    NotFound,
    NotPermitted,
    StorageError,
)
from domain.ids import new_id
from domain.scheduling.catalogue import Channel
from domain.scheduling.engine.diary import Rules
from domain.scheduling.questions import checked_answers
from domain.storable import storable
from domain.text_fields import required_text
from services.front_desk.customers import LONGEST_NAME
from services.front_desk.times import MOST_DAYS, Times, TimesOfVisits, VisitQuery
from services.front_desk.visits import asks_of
from services.scheduling.availability import DEFAULT_RULES
from services.scheduling.bookings import HOLD_KEY, Bookings, Check
from services.scheduling.looking import Ask, Question
from services.scheduling.session_times import SessionTimes, sessions_for
from services.scheduling.sessions import HeldSeats, SeatWish, Sessions
from services.scheduling.waiting_list import note_freed
from services.scheduling.wishes import Held, Who, Wish
from services.web_booking.confirmation import promise
from services.web_booking.links import Links
from services.web_booking.page import NO_PAGE, WebPage, load_page
from storage.postgres import booking_lists, bookings, places, sessions, visits, web_pages
from storage.postgres.booking_lists import ListedBooking
from storage.postgres.bookings import BookingRow
from storage.postgres.database import Database
from storage.postgres.sessions import SessionRow
from storage.postgres.tenant import TenantScope
from storage.postgres.visits import VisitRow
from storage.postgres.web_pages import Host
from storage.redis.request_rates import Rate, RequestRates

log = structlog.get_logger()

HELD_FOR = timedelta(minutes=5)
"""Long enough to type a name and a number."""
MOST_HOLDS = 30
"""Slots of one business that are held for people on the web at once: more would empty its calendar for everybody."""
ACTOR = "web"
KEY = "web:"

ASKING_ADDRESS, ASKING_PAGE = Rate(60, 60), Rate(600, 60)
HOLDING_ADDRESS, HOLDING_PAGE = Rate(15, 600), Rate(120, 600)


@dataclass(frozen=True, slots=True)
class Guest:
    """Who asks: the page's address and the network address they come from."""

    slug: str
    address: str


@dataclass(frozen=True, slots=True)
class HeldSlot:
    """`token` turns it into a booking."""

    token: str
    held: Held


@dataclass(frozen=True, slots=True)
class HeldSession:
    """Seats nobody else can have until `until`; `token` turns them into a booking."""

    token: str
    until: datetime
    session: SessionRow
    seats: int
    zone: ZoneInfo


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom it is for, as it was typed."""

    name: str
    phone: str
    email: str


@dataclass(frozen=True, slots=True)
class OwnBooking:
    """A booking as whoever made it sees it; `token` is that of its link."""

    booking: ListedBooking
    host: Host
    token: str
    can_change: bool


class WebBooking:
    """The web booking of every business.

    Args:
        frontend_url: where links lead.
    """

    def __init__(
        self,
        database: Database,
        bookings_of: Bookings,
        times: TimesOfVisits,
        rates: RequestRates,
        links: Links,
        rules: Rules,
        frontend_url: str,
    ) -> None:
        self._database = database
        self._bookings = bookings_of
        self._sessions = Sessions(database, rules)
        self._times = times
        self._rates = rates
        self._links = links
        self._rules = rules
        self._frontend_url = frontend_url.rstrip("/")

    async def page(self, guest: Guest, now: datetime) -> WebPage:
        """Raises NotFound, LimitReached."""
        business_id = await self._business(guest)
        async with self._database.tenant(business_id, read_only=True) as scope:
            return await load_page(scope, self._rules, now)

    async def times(self, guest: Guest, query: VisitQuery, now: datetime) -> Times:
        """Free times of a visit that can be booked on the web. Raises as `TimesOfVisits.find`, LimitReached."""
        return await self._times.find(await self._business(guest), query, now)

    async def hold(
        self,
        guest: Guest,
        asks: tuple[Ask, ...],
        starts_at: datetime,
        location_id: UUID | None,
        now: datetime,
    ) -> HeldSlot:
        """Keeps a slot while somebody types who they are.

        Raises:
            TimeTaken, TimeClosed: with why and with alternatives.
            LimitReached: too many slots are held from this address, or on this page.
            NotFound, NotPermitted, InvalidInput: what cannot be had like this.
        """
        business_id = await self._may_hold(guest)
        async with self._database.tenant(business_id) as scope:
            location_id = await places.location_of(scope, location_id)
        question = Question(asks, location_id, Channel.WEB)
        key = new_id()
        wish = Wish(question, starts_at, f"{KEY}{key}", actor=ACTOR)
        held = await self._bookings.hold(business_id, wish, now, for_=HELD_FOR)
        if not isinstance(held, Held):
            raise Conflict("this is booked already")
        return HeldSlot(self._links.token("hold", business_id, key), held)

    async def sessions(
        self,
        guest: Guest,
        offering_id: UUID,
        first: date,
        last: date,
        location_id: UUID | None,
        now: datetime,
    ) -> SessionTimes:
        """The sessions of an offering that can be joined on the web, full ones included.

        Raises:
            InvalidInput: not a stretch of days of at most a month. NotFound, NotPermitted, LimitReached.
        """
        if not first <= last <= first + timedelta(days=MOST_DAYS - 1):
            raise InvalidInput(f"to: a day not before `from`, and at most {MOST_DAYS} days are looked at")
        business_id = await self._business(guest)
        async with self._database.tenant(business_id, read_only=True) as scope:
            location_id = await places.location_of(scope, location_id)
            return await sessions_for(
                scope, Ask(offering_id), location_id, first, last, now, self._rules, Channel.WEB
            )

    async def hold_seats(self, guest: Guest, session_id: UUID, seats: int, now: datetime) -> HeldSession:
        """Keeps seats while somebody types who they are.

        Raises:
            SlotTaken: there are not as many left; OutsideHours: it can no longer be joined.
            LimitReached, NotFound, NotPermitted, InvalidInput: as `hold`.
        """
        business_id = await self._may_hold(guest)
        key = new_id()
        wish = SeatWish(session_id, f"{KEY}{key}", seats, Channel.WEB, actor=ACTOR)
        held = await self._sessions.hold(business_id, wish, now, for_=HELD_FOR)
        if not isinstance(held, HeldSeats):
            raise Conflict("this is booked already")
        async with self._database.tenant(business_id) as scope:
            session = await sessions.get(scope, session_id)
            zone = await places.zone(scope, session.location_id)
        return HeldSession(self._links.token("hold", business_id, key), held.until, session, seats, zone)

    async def release(self, guest: Guest, token: str) -> None:
        """Gives a held slot back; harmless when it has run out or was booked. Raises NotFound, LimitReached."""
        business_id = await self._business(guest)
        held = await self._held(business_id, token)
        if held is not None and held.status == "held":
            await self._bookings.release(business_id, held.intent_key.removeprefix(HOLD_KEY))

    async def book(
        self, guest: Guest, token: str, contact: Contact, given: Mapping[UUID, str], now: datetime
    ) -> OwnBooking:
        """Turns a held slot into a booking, once, and promises a confirmation.

        Raises:
            Conflict: it ran out; TimeTaken, TimeClosed: and the time is gone.
            InvalidInput: a name, a way to reach them or an answer is missing or of another kind.
            LimitReached: they have as many appointments to come as one may have.
            NotFound: no such page.
        """
        business_id = await self._business(guest)
        held = await self._held(business_id, token)
        if held is None:
            raise Conflict("the time is not kept for you any more; choose one again")
        booking_id = held.id
        if held.status == "held":  # which may have run out: then it is booked if it is still free
            booking_id = await self._make(guest, business_id, held, contact, given, now)
        return await self._own(business_id, booking_id, now)

    async def own(self, guest: Guest, token: str, now: datetime) -> OwnBooking:
        """What a link is for. Raises NotFound: no such page, or it is no link of this page."""
        business_id = await self._business(guest)
        return await self._own(business_id, self._linked(business_id, token), now)

    async def move(self, guest: Guest, token: str, starts_at: datetime, now: datetime) -> OwnBooking:
        """Gives one's booking another time, by the rules of the web.

        Raises:
            SlotTaken, OutsideHours: it stays where it is. NotPermitted: it has begun, or was cancelled.
            NotFound, LimitReached: as `own`.
        """
        business_id = await self._business(guest)
        await self._take(f"web hold from {guest.address}", HOLDING_ADDRESS)
        booking_id = self._linked(business_id, token)
        async with self._database.tenant(business_id) as scope:
            in_group = (await booking_lists.get(scope, booking_id)).session_id is not None
        move = self._sessions.move if in_group else self._bookings.move
        await move(
            business_id, booking_id, starts_at, now, channel=Channel.WEB, actor=ACTOR, check=_to_come(now)
        )
        return await self._own(business_id, booking_id, now)

    async def cancel(self, guest: Guest, token: str, reason: str, now: datetime) -> OwnBooking:
        """Cancels one's booking; harmless when it is. Raises NotPermitted: it has begun; NotFound as `own`."""
        business_id = await self._business(guest)
        booking_id = self._linked(business_id, token)
        await self._bookings.cancel(business_id, booking_id, actor=ACTOR, reason=reason, check=_to_come(now))
        return await self._own(business_id, booking_id, now)

    async def _may_hold(self, guest: Guest) -> UUID:
        """The page's business. Raises NotFound, LimitReached."""
        business_id = await self._business(guest)
        await self._take(f"web hold from {guest.address}", HOLDING_ADDRESS)
        await self._take(f"web hold of {guest.slug}", HOLDING_PAGE)
        async with self._database.tenant(business_id) as scope:
            if await web_pages.count_web_holds(scope) >= MOST_HOLDS:
                raise LimitReached("many people are booking here at this moment; try again in a few minutes")
        return business_id

    async def _business(self, guest: Guest) -> UUID:
        """Counted before it is looked up: who tries addresses learns nothing from the limit."""
        await self._take(f"web from {guest.address}", ASKING_ADDRESS)
        await self._take(f"web of {guest.slug}", ASKING_PAGE)
        found = None
        if storable(guest.slug) == guest.slug:
            found = await web_pages.business_of_slug(self._database, guest.slug)
        if found is None:
            raise NotFound(NO_PAGE)
        return found

    async def _take(self, who: str, rate: Rate) -> None:
        try:
            taken = await self._rates.take(who, rate)
        except StorageError as error:  # as for every limit of requests: nobody is refused while Redis is away
            log.warning("web_booking.rate_not_counted", reason=str(error))
            return
        if not taken.allowed:
            raise LimitReached(f"too many requests; try again in {int(taken.retry_after_s) + 1} s")

    async def _held(self, business_id: UUID, token: str) -> ListedBooking | None:
        """The hold of a token, or the booking it became."""
        key = self._links.of("hold", business_id, token)
        if key is None:
            return None
        async with self._database.tenant(business_id) as scope:
            intent_key = f"{KEY}{key}"
            row = await bookings.by_intent(scope, intent_key) or await visits.hold_of(
                scope, HOLD_KEY + intent_key
            )
            return await booking_lists.get(scope, row.id) if row is not None else None

    def _linked(self, business_id: UUID, token: str) -> UUID:
        booking_id = self._links.of("manage", business_id, token)
        if booking_id is None:
            raise NotFound("there is no such booking")
        return booking_id

    async def _make(
        self,
        guest: Guest,
        business_id: UUID,
        held: ListedBooking,
        contact: Contact,
        given: Mapping[UUID, str],
        now: datetime,
    ) -> UUID:
        async with self._database.tenant(business_id) as scope:
            host = await web_pages.host(scope)
            asked = await web_pages.questions(scope, {item.offering_id for item in held.items})
        name = required_text("customer.name", contact.name, longest=LONGEST_NAME)
        who = Who(name, customer_phone(contact.phone, host.country), customer_email(contact.email))
        if who.phone is None and who.email is None:
            raise InvalidInput("customer: a number or an address is needed")

        async def within_limits(scope: TenantScope) -> None:
            for each in sorted(filter(None, (who.phone, who.email))):
                await bookings.hold_limits(scope, each)
            most = DEFAULT_LIMITS.open_bookings
            if await web_pages.count_upcoming(scope, who.phone, who.email, now) >= most:
                raise LimitReached(
                    f"there are {most} appointments to come already, which is the most; call us"
                )

        async def confirmation(scope: TenantScope, booking: BookingRow) -> None:
            token = self._links.token("manage", business_id, booking.id)
            url = f"{self._frontend_url}/book/{guest.slug}#{token}"
            await promise(scope, host, held.location_id, booking, who, url)

        answers = checked_answers(asked, given)
        key = held.intent_key.removeprefix(HOLD_KEY)
        if held.session_id is not None:
            async with self._database.tenant(business_id) as scope:
                seats = await sessions.seats_of(scope, held.id)
                ran_out = held.hold_until is None or held.hold_until <= await visits.server_time(scope)
            if ran_out:  # some of the seats may be somebody else's by now
                raise Conflict("the seats are not kept for you any more; choose again")
            seat_wish = SeatWish(held.session_id, key, len(seats), Channel.WEB, actor=ACTOR, answers=answers)
            joined = await self._sessions.book(
                business_id, seat_wish, who, now, within=within_limits, afterwards=confirmation
            )
            return joined.id
        wish = Wish(
            Question(asks_of(held), held.location_id, Channel.WEB),
            held.starts_at,
            key,
            answers=answers,
            actor=ACTOR,
        )
        made = await self._bookings.book(
            business_id, wish, who, now, within=within_limits, afterwards=confirmation
        )
        return made.id

    async def _own(self, business_id: UUID, booking_id: UUID, now: datetime) -> OwnBooking:
        async with self._database.tenant(business_id) as scope:
            booking = await booking_lists.get(scope, booking_id)
            host = await web_pages.host(scope)
        if booking.status == "held":
            raise NotFound("there is no such booking")
        can_change = booking.status == "confirmed" and booking.starts_at > now
        return OwnBooking(booking, host, self._links.token("manage", business_id, booking.id), can_change)


def _to_come(now: datetime) -> Check:
    def check(row: VisitRow) -> None:
        if row.status != "cancelled" and row.starts_at <= now:
            raise NotPermitted("this appointment has begun; call us")

    return check


def web_booking_over(
    database: Database,
    redis: Redis,
    times: TimesOfVisits,
    *,
    link_keys: Sequence[str],
    frontend_url: str,
    rules: Rules = DEFAULT_RULES,
) -> WebBooking:
    """Over the stores of one process.

    Args:
        link_keys: sign holds and links, the newest first.

    Raises:
        ConfigError: there is no such key.
    """
    bookings_of = Bookings(database, rules, freed=note_freed)
    rates = RequestRates(redis)
    return WebBooking(database, bookings_of, times, rates, Links(link_keys), rules, frontend_url)
