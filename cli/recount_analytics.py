"""`receptionist recount-analytics`: what businesses' days come to, worked out anew from their rows."""

import asyncio
import time
from datetime import datetime
from typing import Annotated
from uuid import UUID

import typer

from cli.terminal import console


def recount_analytics(
    business: Annotated[UUID | None, typer.Option(help="Of this business; of all without.")] = None,
    since: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="From this day on; from the first without.")
    ] = None,
) -> None:
    """Count every day that is over from calls, bookings and costs, in DATABASE_URL.

    The worker keeps the days by itself. Run it for days from before it did, and where rows were changed by hand. It
    can be run at any time, beside everything else.
    """
    asyncio.run(_recount(business, since))


async def _recount(business: UUID | None, since: datetime | None) -> None:
    from config.settings import load_settings
    from services.analytics.recount import Recount
    from storage.postgres.database import Database

    database = Database(load_settings().required("database_url"), application_name="receptionist recount")
    began, days = time.monotonic(), 0
    try:
        recount = Recount(database)
        ids = [business] if business is not None else await recount.businesses()
        with console.status("Counting") as status:
            for number, each in enumerate(ids):
                status.update(f"Counting: {number} of {len(ids)} businesses")
                days += await recount.of(each, None if since is None else since.date())
    finally:
        await database.close()
    of = "1 business" if len(ids) == 1 else f"{len(ids)} businesses"
    console.print(f"{days:,} days of {of} counted in {time.monotonic() - began:.1f} s.")
