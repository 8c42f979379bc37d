"""`receptionist seed`: made-up businesses with months of calls and bookings, to develop and measure with."""

import asyncio
import time
from typing import Annotated

import typer

from cli.installation import require_development_install
from cli.terminal import DATA_DIR, RunningDataDir, console
from domain.errors import ConfigError

MOST_BUSINESSES, MOST_DAYS = 500, 730


def seed(
    businesses: Annotated[int, typer.Option(min=1, max=MOST_BUSINESSES, help="How many.")] = 50,
    days: Annotated[
        int, typer.Option(min=1, max=MOST_DAYS, help="Days of the past; a third as many are ahead.")
    ] = 90,
    number: Annotated[
        int, typer.Option("--seed", min=1, max=9_999, help="The same seed makes the same set, ids included.")
    ] = 1,
    beside_others: Annotated[
        bool, typer.Option("--beside-others", help="Also where people have signed up already.")
    ] = False,
    data_dir: RunningDataDir = DATA_DIR,
) -> None:
    """Fill a development database with made-up businesses of six trades in six countries.

    Goes to the system that `receptionist dev` runs, else to DATABASE_URL. Each business has staff, offerings, hours,
    customers, calls with turns, bookings of every kind, messages, a waiting list, users and API keys. Nobody in it
    exists, and its telephone numbers are of ranges kept free for films. Seen from today, the same seed makes the same;
    businesses that are there already stay as they are.

    Their users have one known password: never where people can reach it. Refused where people have signed up, and
    where APP_ENV is staging or production.
    """
    require_development_install("`receptionist seed`")
    from config.settings import load_settings
    from domain.accounts.roles import Role
    from sandbox.local.process import SandboxError
    from sandbox.local.running import read_running
    from sandbox.seed.seed import Seeded, plan_of, refuse_other_tenants, seed_businesses
    from storage.postgres.database import Database

    settings = load_settings()
    if settings.app_env in ("staging", "production"):
        raise ConfigError(
            f"made-up businesses, with a known password, are not made where APP_ENV is {settings.app_env}"
        )
    try:
        url = read_running(data_dir).database_url
    except SandboxError:
        url = settings.required("database_url")

    async def run() -> Seeded:
        database = Database(url)
        try:
            if not beside_others:
                await refuse_other_tenants(database)
            with console.status("Making businesses") as status:
                return await seed_businesses(
                    database,
                    plan_of(businesses, days, number),
                    lambda done: status.update(f"Making businesses: {done} of {businesses}"),
                )
        finally:
            await database.close()

    began = time.monotonic()
    seeded = asyncio.run(run())
    took_s = time.monotonic() - began
    there = f"; {businesses - seeded.made} there already" if seeded.made < businesses else ""
    made = "1 business" if seeded.made == 1 else f"{seeded.made} businesses"
    console.print(f"{made}, {seeded.rows:,} rows in {took_s:.0f} s{there}.")
    console.print(f"Sign in as [bold]{seeded.owner}[/bold], password: [bold]{seeded.password}[/bold]")
    console.print(
        f"Others: {seeded.email(1, Role.MANAGER)}, {seeded.email(1, Role.STAFF)}, {seeded.email(1, Role.VIEWER)}"
    )
    console.print(f"API key of {seeded.ids[0]}: {seeded.key(0)}", soft_wrap=True)
