"""A worker of its own process, to be killed: `python -P -m load.notifications.worker [--drains-only]`.

It is the system's worker (`deployments.worker`), or only what of it sends texts and mails.
"""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from functools import partial

from config.settings import Settings
from config.startup import start_process


def main() -> None:
    settings = start_process("worker")
    if "--drains-only" in sys.argv:
        asyncio.run(_drain(settings))
    else:
        from deployments.worker import build_worker

        worker = build_worker(settings)
        print("ready", flush=True)  # noqa: T201 - read by who started it
        asyncio.run(worker.run())


async def _drain(settings: Settings) -> None:
    from deployments.telephony.routes import callback_urls
    from deployments.worker import build_mailer
    from providers.build import build_carrier
    from services.notifications.business_mail import BusinessMail
    from services.notifications.text_drain import TextDrain
    from storage.postgres.database import Database

    database = Database(settings.required("database_url"))
    carrier = build_carrier(settings.vendors(), callback_urls(settings.carrier_url, settings.media_url))
    drains = (
        TextDrain(database, carrier, fallback_number=settings.twilio_phone_number),
        BusinessMail(database, build_mailer(settings), settings.frontend_url),
    )
    print("ready", flush=True)  # noqa: T201 - read by who started it

    async def repeat(drain: Callable[[], Awaitable[int]]) -> None:
        while True:
            await drain()
            await asyncio.sleep(0.05)

    await asyncio.gather(*(repeat(partial(each.drain)) for each in drains))


if __name__ == "__main__":
    main()
