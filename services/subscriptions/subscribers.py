"""Who is told of business events.

A subscriber's `plan` runs in the worker, in a transaction of the event's business. It only reads rows and puts items of
its own into the outbox (`storage.postgres.outbox.enqueue`), whose key holds the event's id: an event may be told more
than once, and the second item is ignored. What takes longer, such as asking a vendor, is done by the drain of those
items. A subscriber that raises is asked again later; the others are not held up by it.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from domain.events.catalogue import RecordedEvent
from services.analytics import changes as analytics
from services.calendars import plan as calendars
from services.notifications import customer_texts, digests, notices, reminders
from services.webhooks import plan as webhooks
from storage.postgres.tenant import TenantScope

Plan = Callable[[TenantScope, RecordedEvent], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Subscriber:
    """Somebody who wants to hear of events.

    Attributes:
        name: for the log.
        kinds: of these alone; of all when None.
    """

    name: str
    plan: Plan
    kinds: frozenset[str] | None = None

    def wants(self, event: RecordedEvent) -> bool:
        return self.kinds is None or event.event.KIND in self.kinds


SUBSCRIBERS: tuple[Subscriber, ...] = (
    Subscriber("reminders", reminders.plan, reminders.KINDS),
    Subscriber("customer_texts", customer_texts.plan, customer_texts.KINDS),
    Subscriber("notices", notices.plan, notices.KINDS),
    Subscriber("digests", digests.plan, digests.KINDS),
    Subscriber("webhooks", webhooks.plan),
    Subscriber("calendars", calendars.plan, calendars.KINDS),
    Subscriber("analytics", analytics.plan, analytics.KINDS),
)
