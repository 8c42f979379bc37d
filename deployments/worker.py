"""Background work: deferred bookings, text messages, calls whose process is lost.

One replica is enough; several share the work, since every item is claimed by one of them.
"""

import asyncio
from collections.abc import Awaitable, Callable, Collection
from datetime import UTC, datetime, timedelta
from time import monotonic
from typing import Protocol

from config.settings import Settings
from config.startup import start_process
from deployments.billing_work import BillingWork
from deployments.calendar_work import calendar_tasks
from deployments.keeping_work import KeepingWork
from deployments.metrics import WorkMetrics
from deployments.numbers_work import NumbersWork
from deployments.periodic import PeriodicTask, PeriodicTasks
from deployments.serve_decorators import deployment
from deployments.telephony.routes import callback_urls
from deployments.telephony.wiring import build_watchdog
from providers.build import build_carrier
from providers.public_web.connection import PublicWeb
from providers.sendgrid.mailer import SendGridMailer
from services.accounts.erasing import UnconfirmedSignUps
from services.accounts.second_factor import Seal
from services.analytics.drain import DayDrain
from services.dead_letters import DeadItems
from services.events.calls import UnreportedCalls
from services.idempotency import ForgottenAnswers
from services.item_failures import ItemFailures
from services.notifications.business_mail import BusinessMail
from services.notifications.staff_messages import StaffMessages
from services.notifications.text_drain import TextDrain
from services.notifications.text_limits import TextLimits
from services.outbox.mail_drain import MailDrain
from services.outbox.retention import Retention
from services.presence import TOLD_EVERY_S, TTL_S, WORKER
from services.profiles import Profiles
from services.records.call_records import CallRecords
from services.records.stale_calls import SOURCE, StaleCalls
from services.scheduling.bookings import Bookings
from services.scheduling.waiting_list import WaitingList, note_freed
from services.setup.holiday_calendar import HolidayCalendars
from services.setup.holidays import HolidayKeeper
from services.subscriptions.fan_out import FanOut
from services.tools.deferred_apply import DeferredApplier
from services.tools.deferred_drain import DeferredDrain
from services.webhooks.drain import WebhookDrain
from storage.postgres.database import Database
from storage.postgres.notices import OUTBOX, Notices
from storage.stores import open_stores

DEFERRED_EVERY_S = 1.0
OUTBOX_EVERY_S = 1.0
OUTBOX_UNHEARD_S = 30.0
"""While Postgres tells of what is put into the outbox: the net below its notices."""

OUTBOX_AT_LEAST_S = 0.2
WATCHDOG_EVERY_S = 1.0
"""The gateways look more often. When none is left, a second more is not what a caller waits for."""

STALE_CALLS_EVERY_S = 10.0
UNREPORTED_EVERY_S = 60.0
RETENTION_EVERY_S = 3600.0
DEAD_LETTERS_EVERY_S = 15.0
WAITING_LIST_EVERY_S = 5.0
HOLDS_EVERY_S = 30.0
HOLIDAYS_EVERY_S = 60.0
"""So long after its sign-up does a business have its public holidays."""

NOTICES_AGAIN_S = 1.0
LONGEST_PAUSE_S = 5.0
"""Between attempts while a store is away: so long at most does a caller's text message wait for it to be noticed."""

DATABASE_CONNECTIONS = 8


class Drain(Protocol):
    """A share of the outbox: done when something of it is due, or something of its kinds is new."""

    @property
    def kinds(self) -> Collection[str]: ...

    def due_in_s(self, longest_s: float) -> float: ...
    async def drain(self) -> int: ...


def build_worker(settings: Settings) -> PeriodicTasks:
    """The worker with everything it needs. Raises ConfigError when a store or the carrier is not configured."""
    metrics = WorkMetrics()
    stores = open_stores(
        settings.stores(),
        application_name="receptionist worker",
        pool_size=4,
        max_overflow=DATABASE_CONNECTIONS - 4,
    )
    database = stores.database
    applier = DeferredApplier(database, Profiles(database, stores.redis.client), settings.caller_limits())
    deferred_drain = DeferredDrain(stores.redis.deferred, applier, database)
    callbacks = callback_urls(settings.carrier_url, settings.media_url)
    carrier = build_carrier(settings.vendors(), callbacks)
    text_drain = TextDrain(
        database,
        carrier,
        fallback_number=settings.twilio_phone_number,
        limits=TextLimits(
            stores.redis.text_counts, settings.text_countries, settings.texts_per_number_and_day
        ),
        frontend_url=settings.frontend_url,
        report_to=callbacks.report_of_text,
    )
    billing = BillingWork.over(settings, database, metrics.usage_differs)
    numbers = NumbersWork.over(settings, database)
    stirred: list[tuple[Collection[str], asyncio.Event]] = []

    def stir(kind: str) -> None:
        """Wakes who does work of this kind, or everybody where none is named."""
        for kinds, event in stirred:
            if not kind or kind in kinds:
                event.set()

    notices = Notices(
        settings.listen_database_url or settings.required("database_url"),
        database,
        OUTBOX,
        stir,
        application_name="receptionist worker notices",
    )

    def drain_task(
        name: str, drain: Drain, step: Callable[[], Awaitable[object]] | None = None
    ) -> PeriodicTask:
        event = asyncio.Event()
        stirred.append((drain.kinds, event))
        return PeriodicTask(name, pause_of(drain), step or drain.drain, event)

    def pause_of(drain: Drain) -> Callable[[], float]:
        def pause_s() -> float:
            longest_s = OUTBOX_UNHEARD_S if notices.listening else OUTBOX_EVERY_S
            return max(OUTBOX_AT_LEAST_S, drain.due_in_s(longest_s))

        return pause_s

    mailer = build_mailer(settings) if settings.sends_mail else None
    mail_drain = MailDrain(database, mailer, settings.frontend_url) if mailer else None
    business_mail = BusinessMail(database, mailer, settings.frontend_url) if mailer else None
    staff_messages = StaffMessages(database, has_mail=mailer is not None)

    drains = [
        drain_task("outbox", text_drain, lambda: text_drain.drain(worker.stopping)),
        drain_task("staff_messages", staff_messages),
    ]
    if mail_drain is not None and business_mail is not None:
        drains += [
            drain_task("mail", mail_drain, lambda: mail_drain.drain(worker.stopping)),
            drain_task("business_mail", business_mail, lambda: business_mail.drain(worker.stopping)),
        ]
    retention = Retention(
        database,
        timedelta(days=settings.delivery_retention_days),
        keep_events=timedelta(days=settings.event_retention_days),
    )
    watchdog = build_watchdog(settings, stores, metrics.item_failed)
    stale_failures = ItemFailures(
        SOURCE,
        stores.redis.dead_letters,
        now_s=monotonic,
        on_failure=metrics.item_failed,
    )
    stale_calls = StaleCalls(CallRecords.over(stores), stale_failures, tickets=stores.redis.tickets)
    visits = Bookings(database, freed=note_freed)
    waiting_list = WaitingList(database, visits)
    answers = ForgottenAnswers(database)
    fan_out = FanOut(database)
    unreported = UnreportedCalls(database)
    keeping = KeepingWork.over(settings, stores, numbers.give_all_back)
    holidays = HolidayKeeper(database, HolidayCalendars())
    dead_items = DeadItems(database, stores.redis)
    others_tasks: tuple[PeriodicTask, ...] = ()
    if settings.has_accounts:
        webhook_drain = build_webhook_drain(settings, database)
        others_tasks = (
            drain_task("webhooks", webhook_drain, lambda: webhook_drain.drain(worker.stopping)),
            *calendar_tasks(settings, database, drain_task, lambda: worker.stopping()),  # noqa: PLW0108 - it is made below
        )

    async def count_dead_items() -> None:
        metrics.dead_items(await dead_items.counts())

    worker = PeriodicTasks(
        "worker",
        (
            PeriodicTask("watchdog", WATCHDOG_EVERY_S, watchdog.look),
            PeriodicTask("presence", TOLD_EVERY_S, lambda: stores.redis.presence.tell(WORKER, TTL_S)),
            PeriodicTask("deferred_writes", DEFERRED_EVERY_S, lambda: deferred_drain.drain(worker.stopping)),
            PeriodicTask("unreported_calls", UNREPORTED_EVERY_S, lambda: unreported.sweep(datetime.now(UTC))),
            *drains,
            *others_tasks,
            drain_task("analytics", DayDrain(database)),
            *keeping.tasks(drain_task),
            drain_task("events", fan_out, lambda: fan_out.drain(worker.stopping)),
            PeriodicTask(
                "notices", NOTICES_AGAIN_S, lambda: notices.listen(worker.stopping), notices.stirred
            ),
            *billing.tasks(drain_task),
            *numbers.tasks(drain_task),
            PeriodicTask("dead_letters", DEAD_LETTERS_EVERY_S, count_dead_items),
            PeriodicTask("expired_holds", HOLDS_EVERY_S, visits.sweep),
            PeriodicTask("public_holidays", HOLIDAYS_EVERY_S, lambda: holidays.look(datetime.now(UTC))),
            PeriodicTask("waiting_list", WAITING_LIST_EVERY_S, lambda: waiting_list.tend(datetime.now(UTC))),
            PeriodicTask("stale_calls", STALE_CALLS_EVERY_S, lambda: stale_calls.sweep(datetime.now(UTC))),
            PeriodicTask("retention", RETENTION_EVERY_S, lambda: retention.sweep(datetime.now(UTC))),
            PeriodicTask(
                "sign_ups",
                RETENTION_EVERY_S,
                lambda: UnconfirmedSignUps(database).sweep(datetime.now(UTC)),
            ),
            PeriodicTask("stored_answers", RETENTION_EVERY_S, lambda: answers.sweep(datetime.now(UTC))),
        ),
        longest_pause_s=LONGEST_PAUSE_S,
    )
    return worker


def build_mailer(settings: Settings) -> SendGridMailer:
    """Who takes mail. Raises ConfigError without a key or a sender."""
    return SendGridMailer(
        settings.secret("sendgrid_api_key"),
        settings.required("sendgrid_from_email"),
        settings.app_name,
        settings.sendgrid_base_url,
    )


def build_webhook_drain(settings: Settings, database: Database) -> WebhookDrain:
    """Events to where businesses want them sent. Raises ConfigError without keys of the seal."""
    web = PublicWeb(loopback_allowed=settings.webhook_loopback_allowed)
    return WebhookDrain(database, web, Seal(*settings.account_keys()[1]))


@deployment(
    name="worker",
    num_replicas=1,
    ray_actor_options={"num_cpus": 0},
    graceful_shutdown_timeout_s=20,
    health_check_period_s=5,
)
class WorkerDeployment:
    """Serve keeps it running; no request ever reaches it."""

    async def __init__(self) -> None:  # pyright: ignore[reportGeneralTypeIssues] - Serve awaits it
        self._worker = build_worker(start_process("worker"))
        self._running = asyncio.get_running_loop().create_task(self._worker.run(), name="worker")

    async def check_health(self) -> None:
        """Serve replaces the replica when a periodic task has ended."""
        if self._running.done():
            raise RuntimeError("the worker's periodic tasks have ended") from self._running.exception()

    async def __del__(self) -> None:
        """Serve awaits it when the replica is to go: what is in hand is finished."""
        self._worker.stop()
        await self._running
