"""All that people and programs can do with bookings, over the stores of one process."""

from dataclasses import dataclass

from redis.asyncio import Redis

from domain.scheduling.engine.diary import Rules
from services.analytics.report import Analytics
from services.customers.desk import CustomerDesk, customer_desk_over
from services.events.listing import Events
from services.front_desk.customers import Customers
from services.front_desk.groups import GroupSessions
from services.front_desk.inbox import Inbox
from services.front_desk.messages import Messages
from services.front_desk.reports import STATS_KEPT_S, Reports
from services.front_desk.texts import Texts
from services.front_desk.times import TimesOfVisits
from services.front_desk.visits import Visits
from services.front_desk.waiting import Queue
from services.kept_answers import KeptAnswers
from services.notifications.desk import NotificationDesk
from services.scheduling.availability import DEFAULT_RULES, AvailabilityService
from services.scheduling.bookings import Bookings
from services.scheduling.kept_availability import KEPT_S, KeptAvailability
from services.scheduling.sessions import Sessions
from services.scheduling.waiting_list import WaitingList, note_freed
from storage.postgres.database import Database
from storage.redis.answers import Answers, Kind


@dataclass(frozen=True, slots=True)
class FrontDesk:
    """One for each process."""

    times: TimesOfVisits
    visits: Visits
    groups: GroupSessions
    waiting: Queue
    customers: Customers
    reports: Reports
    events: Events
    inbox: Inbox
    messages: Messages
    notifications: NotificationDesk
    texts: Texts
    analytics: Analytics
    people: CustomerDesk


def front_desk_over(database: Database, redis: Redis, rules: Rules = DEFAULT_RULES) -> FrontDesk:
    """All of it over the same stores."""
    answers = Answers(redis)
    availability = AvailabilityService(database, rules)
    bookings = Bookings(database, rules, freed=note_freed)
    sessions = Sessions(database, rules)
    kept = KeptAvailability(availability, KeptAnswers(answers, Kind.AVAILABILITY, KEPT_S))
    return FrontDesk(
        times=TimesOfVisits(database, availability, kept),
        visits=Visits(database, bookings, sessions),
        groups=GroupSessions(database, sessions),
        waiting=Queue(database, WaitingList(database, bookings, rules)),
        customers=Customers(database),
        reports=Reports(database, KeptAnswers(answers, Kind.STATS, STATS_KEPT_S)),
        events=Events(database),
        inbox=Inbox(database),
        messages=Messages(database),
        notifications=NotificationDesk(database),
        texts=Texts(database),
        analytics=Analytics(database),
        people=customer_desk_over(database),
    )
