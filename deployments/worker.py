"""Work nobody waits for on the line: deferred bookings, text messages, calls whose process is lost.

One replica is enough; several share the work, since every item is claimed by one of them.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import structlog

from config.logging import configure_logging
from config.sentry import start_sentry
from config.settings import Settings, load_settings
from deployments.serve_decorators import deployment
from deployments.telephony.routes import callback_urls
from deployments.telephony.wiring import build_watchdog
from domain.errors import StorageError
from providers.build import build_carrier
from services.outbox.drain import OutboxDrain
from services.profiles import Profiles
from services.records.call_records import CallRecords
from services.records.stale_calls import StaleCalls
from services.tools.deferred_apply import DeferredApplier
from services.tools.deferred_drain import DeferredDrain
from storage.objects import Objects
from storage.postgres.database import Database
from storage.redis.connection import open_redis
from storage.redis.stores import RedisStores

log = structlog.get_logger()

DEFERRED_EVERY_S = 1.0
OUTBOX_EVERY_S = 1.0
WATCHDOG_EVERY_S = 1.0
"""The gateways look more often. When none is left, a second more is not what a caller waits for."""

STALE_CALLS_EVERY_S = 60.0
LONGEST_PAUSE_S = 5.0
"""Between attempts while a store is away: so long at most does a caller's text message wait for it to be noticed."""

DATABASE_CONNECTIONS = 8


@dataclass(frozen=True, slots=True)
class Chore:
    """Something to be done again and again; `step` returns how much it found to do."""

    name: str
    every_s: float
    step: Callable[[], Awaitable[int]]


class Worker:
    """Runs chores side by side until stopped. Independent of Serve, for tests."""

    def __init__(self, chores: Sequence[Chore], *, longest_pause_s: float = LONGEST_PAUSE_S) -> None:
        self._chores = chores
        self._longest_pause_s = longest_pause_s
        self._stopping = asyncio.Event()

    def stopping(self) -> bool:
        """Whether nothing new is to be begun."""
        return self._stopping.is_set()

    def stop(self) -> None:
        """Lets every chore finish what it has in hand; `run` then returns."""
        self._stopping.set()

    async def run(self) -> None:
        async with asyncio.TaskGroup() as tasks:
            for chore in self._chores:
                tasks.create_task(self._repeat(chore), name=f"worker.{chore.name}")

    async def _repeat(self, chore: Chore) -> None:
        pause_s = chore.every_s
        while not self.stopping():
            try:
                await chore.step()
                pause_s = chore.every_s
            except StorageError as error:
                log.warning("worker.store_away", chore=chore.name, reason=str(error))
                pause_s = self._longer(pause_s)
            except Exception:
                # The root of a chore: whatever is wrong with one, it goes on, and so do the others.
                log.exception("worker.chore_failed", chore=chore.name)
                pause_s = self._longer(pause_s)
            await self._pause(pause_s)

    def _longer(self, pause_s: float) -> float:
        return max(pause_s, min(pause_s * 2, self._longest_pause_s))

    async def _pause(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._stopping.wait()
        except TimeoutError:
            pass


def build_worker(settings: Settings) -> Worker:
    """The worker with everything it needs. Raises ConfigError when a store or the carrier is not configured."""
    redis = open_redis(settings.required("redis_url"))
    database = Database(
        settings.required("database_url"),
        pool_size=2,
        max_overflow=DATABASE_CONNECTIONS - 2,
        application_name="receptionist worker",
    )
    profiles = Profiles(database, redis)
    stores = RedisStores.over(redis)
    records = CallRecords(database, stores.journal, stores.live, Objects(settings.objects_url))
    callbacks = callback_urls(settings.carrier_url, settings.media_url)
    carrier = build_carrier(settings.vendors(), callbacks)
    deferred_drain = DeferredDrain(stores.deferred, DeferredApplier(database, profiles), database)
    outbox_drain = OutboxDrain(database, carrier, fallback_number=settings.twilio_phone_number)
    watchdog = build_watchdog(settings, records, stores, profiles)
    stale_calls = StaleCalls(records)
    chores = (
        Chore("watchdog", WATCHDOG_EVERY_S, watchdog.look),
        Chore("deferred_writes", DEFERRED_EVERY_S, lambda: deferred_drain.drain(worker.stopping)),
        Chore("outbox", OUTBOX_EVERY_S, outbox_drain.drain),
        Chore("stale_calls", STALE_CALLS_EVERY_S, lambda: stale_calls.sweep(datetime.now(UTC))),
    )
    worker = Worker(chores)
    return worker


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
        settings = load_settings()
        configure_logging(settings.log_level, settings.log_format)
        start_sentry(settings, component="worker")
        self._worker = build_worker(settings)
        self._running = asyncio.get_running_loop().create_task(self._worker.run(), name="worker")

    async def check_health(self) -> None:
        """Serve replaces the replica when a chore has ended."""
        if self._running.done():
            raise RuntimeError("the worker's chores have ended") from self._running.exception()

    async def __del__(self) -> None:
        """Serve awaits it when the replica is to go: what is in hand is finished."""
        self._worker.stop()
        await self._running
