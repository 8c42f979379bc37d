"""A run against the API: a system with made-up businesses, users who sign in, then requests at a fixed rate."""

import asyncio
import random
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from domain.accounts.roles import Role
from load.api.desks import Bearer, Desk
from load.api.figures import ApiReport
from load.api.generator import Client, send_all, sign_in
from load.api.operations import Asked, Mix
from load.api.options import ApiLoadOptions
from load.processes import CpuMeter, ServerProcesses, ServerRoots
from sandbox.local.own_directory import own_directory
from sandbox.local.running import Running
from sandbox.local.system import LocalOptions, LocalSystem
from sandbox.seed.businesses import id_of
from sandbox.seed.credentials import PASSWORD, email_of, key_text
from sandbox.seed.seed import Seeded, plan_of, seed_businesses
from storage.postgres.database import Database
from storage.postgres.migrate import analyze

UNLIMITED: Mapping[str, str] = {
    "API_REQUESTS_PER_MINUTE": "1000000",
    "API_PROGRAM_REQUESTS_PER_MINUTE": "1000000",
}
"""All requests come from one address, with a few keys."""

OnPhase = Callable[[str], None]


def load_api(
    options: ApiLoadOptions,
    on_phase: OnPhase = lambda _phase: None,
    on_started: Callable[[], None] = lambda: None,
) -> ApiReport:
    """The same as `run_api_load`, and starts a whole system when the options name none.

    Blocks; to be called from the main thread, where Ray is started.

    Args:
        on_started: called once a system of the run's own is up.
    """
    if options.url is not None:
        return asyncio.run(run_api_load(options, options.url, on_phase))
    with own_directory("load-api") as directory:
        local = LocalOptions(
            port=0,
            data_dir=directory,
            stand_ins_only=True,
            settings={
                "LOG_LEVEL": "ERROR",
                "CALL_SLOTS": "2",
                "WARM_CALL_ACTORS": "1",
                **UNLIMITED,
                **options.settings,
            },
        )
        with LocalSystem(local, lambda part: on_phase(f"starting {part}")) as system:
            running = system.running
            assert running is not None  # noqa: S101 - an entered system runs
            on_started()
            seeded = asyncio.run(_seed(options, running, on_phase))
            if system.postgres is not None:
                on_phase("gathering the planner's statistics")
                analyze(system.postgres.owner_url)
            return asyncio.run(run_api_load(options, running.url, on_phase, running=running, seeded=seeded))


async def _seed(options: ApiLoadOptions, running: Running, on_phase: OnPhase) -> Mapping[str, Any]:
    database = Database(running.database_url)
    began = time.monotonic()
    try:
        made: Seeded = await seed_businesses(
            database,
            plan_of(options.businesses, options.days, options.seed),
            lambda done: on_phase(f"making businesses: {done} of {options.businesses}"),
        )
    finally:
        await database.close()
    return {
        "businesses": options.businesses,
        "days": options.days,
        "rows": made.rows,
        "took_s": round(time.monotonic() - began, 1),
    }


async def run_api_load(
    options: ApiLoadOptions,
    url: str,
    on_phase: OnPhase = lambda _phase: None,
    *,
    running: Running | None = None,
    seeded: Mapping[str, Any] | None = None,
) -> ApiReport:
    """Asks the server at this address, which has the made-up businesses.

    Args:
        running: the system, where it runs here: its processes are measured.

    Raises:
        SandboxError: it does not answer, or knows none of the users or keys.
    """
    chance = random.Random(options.seed)
    async with Client(url) as client:
        on_phase("signing in")
        document = await client.told(Asked("GET", "/openapi.json", "/openapi.json", None))
        mix, not_offered = Mix.offered_by(document)
        desks = await open_desks(client, options)
        on_phase("warming up")
        await send_all(client, mix, desks, rate=options.rate, seconds=options.warm_up_s, chance=chance)
        meter = _meter(running)
        if meter is not None:
            meter.start()
        on_phase(f"asking {options.rate:g} times a second for {options.seconds:g} s")
        samples = await send_all(
            client, mix, desks, rate=options.rate, seconds=options.seconds, chance=chance
        )
        cpu = meter.stop() if meter is not None else None
    return ApiReport(options, url, samples, not_offered, cpu, seeded or {})


async def open_desks(client: Client, options: ApiLoadOptions) -> list[Desk]:
    """Those who ask: an owner, a manager and a key of each business, or the keys that were given."""
    if options.keys:
        desks = [Desk(business_id, [], [Bearer(key)]) for business_id, key in options.keys.items()]
    else:
        desks = [
            await _seeded_desk(client, options.seed, index)
            for index in range(min(options.asked, options.businesses))
        ]
    await asyncio.gather(*(_look_around(client, desk) for desk in desks))
    return desks


async def _seeded_desk(client: Client, seed: int, index: int) -> Desk:
    emails = (email_of(seed, index, Role.OWNER), email_of(seed, index, Role.MANAGER))
    users = [await sign_in(client, email, PASSWORD) for email in emails]
    return Desk(str(id_of(seed, index)), users, [Bearer(key_text(seed, index, "website"))])


async def _look_around(client: Client, desk: Desk) -> None:
    """What is booked tells what is sold."""
    route = "/api/v1/businesses/{business_id}/bookings"
    bearer = (*desk.users, *desk.keys)[0].text
    asked = Asked("GET", route, f"{desk.path}/bookings?order=desc&limit=200", bearer)
    status, _ = await client.ask(replace(asked, path=f"{desk.path}/bookings?limit=1"))
    if status != 404:
        desk.learn_bookings(await client.told(asked))


def _meter(running: Running | None) -> CpuMeter | None:
    if running is None:
        return None
    return CpuMeter(ServerProcesses(ServerRoots(running.pid, running.sandbox_pids)))
