"""A run of notifications: stores and vendors here, workers that drain and are killed, and what became of each."""

import asyncio
import os
import random
import subprocess
import sys
from collections import Counter
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import asyncpg  # pyright: ignore[reportMissingTypeStubs]
import httpx
import psutil

from load.notifications.figures import NotificationReport, Settled
from load.notifications.options import NotificationOptions
from load.notifications.promised import Promises
from sandbox.local.account_keys import account_keys
from sandbox.local.own_directory import own_directory
from sandbox.local.postgres import EmbeddedPostgres
from sandbox.local.prepared_database import prepare_database
from sandbox.local.process import SandboxError, end, free_port, log_tail, start_tied
from sandbox.local.redis import EmbeddedRedis
from sandbox.options import Credentials
from sandbox.seed.seed import plan_of, seed_businesses
from storage.postgres.database import Database
from storage.postgres.migrate import analyze
from storage.postgres.notices import plain_url

OnPhase = Callable[[str], None]
NOWHERE = "http://127.0.0.1:1"
"""Where reports of texts go: nobody is there."""

READY_WITHIN_S = 60.0
SETTLED_WITHIN_S = 240.0
LOOKED_EVERY_S = 0.5
_APP_ROLE = "receptionist_app"
_driver: Any = asyncpg

_SETTLED = """
SELECT o.id, o.status AS item, n.status AS notification,
  extract(epoch FROM o.created_at)::float8 AS created_s, extract(epoch FROM o.done_at)::float8 AS done_s
FROM outbox o LEFT JOIN notifications n ON n.id = o.id WHERE o.key LIKE 'load %'
"""
_END_LEASES = (
    "UPDATE outbox SET due_at = now() WHERE status = 'pending' AND attempts > 0 AND key LIKE 'load %'"
)


def load_notifications(
    options: NotificationOptions, on_phase: OnPhase = lambda _phase: None
) -> NotificationReport:
    """Starts stores, vendors and workers here, and runs. Blocks. Raises SandboxError."""
    with own_directory("load-notifications") as directory:
        directory.chmod(0o755)
        on_phase("starting stores")
        with (
            EmbeddedPostgres(directory / "postgres") as postgres,
            EmbeddedRedis(directory / "redis") as redis,
        ):
            on_phase("preparing the database")
            password = "notifications"  # noqa: S105 - of a server on this machine, gone with the run
            url = postgres.owner_url.replace("postgres@", f"{_APP_ROLE}:{password}@", 1)
            prepare_database(url, postgres.owner_url)
            asyncio.run(_seed(url, options))
            analyze(postgres.owner_url)
            return asyncio.run(
                run_notifications(
                    options,
                    url=url,
                    owner_url=postgres.owner_url,
                    redis_url=redis.url,
                    directory=directory,
                    on_phase=on_phase,
                )
            )


async def _seed(url: str, options: NotificationOptions) -> None:
    database = Database(url)
    try:
        await seed_businesses(database, plan_of(options.businesses, 14, options.seed), lambda _done: None)
    finally:
        await database.close()


async def run_notifications(
    options: NotificationOptions,
    *,
    url: str,
    owner_url: str,
    redis_url: str,
    directory: Path,
    on_phase: OnPhase = lambda _phase: None,
) -> NotificationReport:
    """Over stores there are, with businesses and appointments to come; vendors and workers are started here.

    Raises SandboxError.
    """
    async with _vendors(directory, options.answer_ms) as vendors_url:
        environment = _environment(url, redis_url, vendors_url, directory)
        workers = _Workers(options, environment, directory, owner_url)
        promises = Promises(owner_url, mail_every=options.mail_every, seed=options.seed)
        try:
            on_phase("starting workers")
            await workers.start()
            on_phase(f"promising {options.count} notifications")
            began_s = datetime.now(UTC).timestamp()
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(promises.make(options.count, options.rate))
                tasks.create_task(workers.kill_some(promises))
            on_phase("waiting for the rest")
            settled = await _settled(owner_url, began_s, workers, options)
            cpu_s = workers.cpu_s() | _own_cpu(vendors_url)
        finally:
            workers.end()
        taken = await _taken(vendors_url)
        kills_s = [at_s - began_s for at_s in workers.kills_s]
        return NotificationReport(options, promises.made, settled, taken, kills_s, cpu_s)


class _Workers:
    """Processes that drain."""

    def __init__(
        self, options: NotificationOptions, environment: Mapping[str, str], directory: Path, owner_url: str
    ) -> None:
        self._options = options
        self._environment = environment
        self._directory = directory
        self._owner_url = owner_url
        self._chance = random.Random(options.seed)
        self._running: list[subprocess.Popen[bytes]] = []
        self._cpu_of_killed_s = 0.0
        self.kills_s: list[float] = []

    async def start(self) -> None:
        await asyncio.gather(*(self._start_one() for _ in range(self._options.workers)))

    async def _start_one(self) -> None:
        argv: list[str | Path] = [sys.executable, "-P", "-m", "load.notifications.worker"]
        if self._options.drains_only:
            argv.append("--drains-only")
        with (self._directory / "worker.log").open("ab") as log:
            child = start_tied(argv, env=self._environment, stdout=subprocess.PIPE, stderr=log)
        self._running.append(child)
        assert child.stdout is not None  # noqa: S101 - it is piped
        line = await asyncio.to_thread(child.stdout.readline)
        while line and line.strip() != b"ready":
            line = await asyncio.to_thread(child.stdout.readline)
        if not line:
            raise SandboxError(f"a worker has ended:\n{log_tail(self._directory / 'worker.log')}")
        asyncio.get_running_loop().run_in_executor(None, child.stdout.read)

    async def kill_some(self, promises: Promises) -> None:
        """At random moments, while notifications are promised and drained."""
        share = sorted(self._chance.uniform(0.02, 0.9) for _ in range(self._options.kills))
        for each in share:
            await self._is_done(each, promises)
            child = self._running.pop(self._chance.randrange(len(self._running)))
            self._cpu_of_killed_s += _cpu_s(child.pid)
            child.kill()
            await asyncio.to_thread(child.wait)
            self.kills_s.append(datetime.now(UTC).timestamp())
            if self._options.ends_leases:
                await _execute(self._owner_url, _END_LEASES)
            await self._start_one()

    async def _is_done(self, share: float, promises: Promises) -> None:
        """Returns when this share of all was promised, or of what is promised at once was settled."""
        wanted = share * self._options.count
        connection = await _driver.connect(plain_url(self._owner_url))
        try:
            while True:
                done = len(promises.made)
                if not self._options.rate:
                    done = await connection.fetchval(
                        "SELECT count(*) FROM outbox WHERE key LIKE 'load %' AND status <> 'pending'"
                    )
                if done >= wanted:
                    break
                await asyncio.sleep(0.02)
        finally:
            await connection.close()
        await asyncio.sleep(self._chance.uniform(0, 0.1))

    def cpu_s(self) -> dict[str, float]:
        return {"workers": self._cpu_of_killed_s + sum(_cpu_s(each.pid) for each in self._running)}

    def require(self) -> None:
        """Raises SandboxError when one has ended by itself."""
        for child in self._running:
            if child.poll() is not None:
                raise SandboxError(f"a worker has ended:\n{log_tail(self._directory / 'worker.log')}")

    def end(self) -> None:
        for child in self._running:
            child.kill()
            child.wait()


async def _settled(
    owner_url: str, began_s: float, workers: _Workers, options: NotificationOptions
) -> list[Settled]:
    """Every item once none is pending any more, or what there is when that takes too long."""
    loop = asyncio.get_running_loop()
    deadline_s = loop.time() + SETTLED_WITHIN_S
    connection = await _driver.connect(plain_url(owner_url))
    try:
        while True:
            workers.require()
            pending = await connection.fetchval(
                "SELECT count(*) FROM outbox WHERE key LIKE 'load %' AND status = 'pending'"
            )
            if not pending or loop.time() > deadline_s:
                break
            await asyncio.sleep(LOOKED_EVERY_S)
        rows = await connection.fetch(_SETTLED)
    finally:
        await connection.close()
    return [
        Settled(
            row["id"],
            row["item"],
            row["notification"],
            row["created_s"] - began_s,
            None if row["done_s"] is None else row["done_s"] - began_s,
        )
        for row in rows
    ]


@asynccontextmanager
async def _vendors(directory: Path, answer_ms: float) -> AsyncGenerator[str]:
    port = free_port()
    argv: list[str | Path] = [sys.executable, "-P", "-m", "sandbox.vendors.server", "--port", str(port)]
    argv += ["--answer-ms", f"{answer_ms:g}"]
    log = directory / "vendors.log"
    with log.open("wb") as output:
        child = start_tied(argv, stdout=output, stderr=output)
    url = f"http://127.0.0.1:{port}"
    try:
        async with httpx.AsyncClient(trust_env=False, timeout=5) as client, asyncio.timeout(READY_WITHIN_S):
            while True:
                if child.poll() is not None:
                    raise SandboxError(f"the stand-ins have ended:\n{log_tail(log)}")
                with suppress(httpx.HTTPError):
                    await client.get(f"{url}/_sandbox/timings")
                    break
                await asyncio.sleep(0.1)
        _VENDOR_PIDS[url] = child.pid
        yield url
    finally:
        _VENDOR_PIDS.pop(url, None)
        end(child, timeout_s=5.0)


_VENDOR_PIDS: dict[str, int] = {}


def _own_cpu(vendors_url: str) -> dict[str, float]:
    return {"stand_ins": _cpu_s(_VENDOR_PIDS[vendors_url])}


async def _taken(vendors_url: str) -> dict[str, int]:
    async with httpx.AsyncClient(trust_env=False, timeout=60) as client:
        texts = (await client.get(f"{vendors_url}/twilio/_sandbox/messages")).json()["messages"]
        mails = (await client.get(f"{vendors_url}/sendgrid/_sandbox/mails")).json()["mails"]
    return Counter([text["to"] for text in texts] + [mail["to"] for mail in mails])


async def _execute(owner_url: str, statement: str) -> None:
    connection = await _driver.connect(plain_url(owner_url))
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


def _environment(url: str, redis_url: str, vendors_url: str, directory: Path) -> dict[str, str]:
    from config.settings import load_settings

    credentials = Credentials()
    return {
        **{
            name: value
            for name, value in os.environ.items()
            if name in ("PATH", "HOME", "PYTHONPATH", "LANG")
        },
        **account_keys(load_settings({"access_token_keys": None, "seal_keys": None}), directory),
        "DATABASE_URL": url,
        "REDIS_URL": redis_url,
        "OBJECTS_URL": f"file://{directory}/objects",
        "PUBLIC_URL": NOWHERE,
        "API_BASE_URL": NOWHERE,
        "FRONTEND_URL": NOWHERE,
        "TWILIO_BASE_URL": f"{vendors_url}/twilio",
        "TWILIO_ACCOUNT_SID": credentials.twilio_account_sid,
        "TWILIO_AUTH_TOKEN": credentials.twilio_auth_token,
        "SENDGRID_BASE_URL": f"{vendors_url}/sendgrid",
        "SENDGRID_API_KEY": credentials.sendgrid_api_key,
        "SENDGRID_FROM_EMAIL": "receptionist@example.com",
        "DEEPGRAM_API_KEY": credentials.deepgram_api_key,
        "OPENAI_API_KEY": credentials.openai_api_key,
        "ELEVENLABS_API_KEY": credentials.elevenlabs_api_key,
        "TEXT_COUNTRIES": "*",
        "LOG_LEVEL": "ERROR",
    }


def _cpu_s(pid: int) -> float:
    try:
        times = psutil.Process(pid).cpu_times()
    except psutil.Error:
        return 0.0
    return times.user + times.system
