"""The worker's part of calendars kept elsewhere: those with an address, and those of connected accounts."""

from collections.abc import Callable
from typing import Any

from config.settings import Settings
from deployments.periodic import PeriodicTask
from providers.build import build_calendars
from providers.public_web.connection import PublicWeb
from providers.square.notices import SquareNotices
from services.accounts.second_factor import Seal
from services.calendars.linked import LinkedCalendars, linked_calendars_over
from services.calendars.poll import CalendarPoll
from storage.postgres.database import Database

CALENDARS_EVERY_S = 15.0
SQUARE_NOTICES = "/hooks/square"
"""Where Square posts what happens in bookings of all its sellers that are connected."""
GOOGLE_NOTICES = "/hooks/google/calendar"
"""Where Google posts that a calendar has changed."""


def linked_calendars(settings: Settings, database: Database) -> LinkedCalendars:
    """Raises ConfigError without keys of the seal."""
    notices = settings.notices_address
    return linked_calendars_over(
        database,
        build_calendars(settings.calendars()),
        Seal(*settings.account_keys()[1]),
        frontend_url=settings.frontend_url,
        notices_url=None if notices is None else notices.rstrip("/") + GOOGLE_NOTICES,
    )


def square_notices(settings: Settings) -> SquareNotices | None:
    """None where no subscription of Square's posts to us."""
    if settings.square_webhook_key is None:
        return None
    address = (settings.calendar_notices_url or settings.api_base_url).rstrip("/") + SQUARE_NOTICES
    return SquareNotices(settings.square_webhook_key.get_secret_value(), address)


def calendar_tasks(
    settings: Settings,
    database: Database,
    drain_task: Callable[..., PeriodicTask],
    stopping: Callable[[], bool],
) -> tuple[PeriodicTask, ...]:
    """Args:
    drain_task: makes the task of a share of the outbox.
    """
    allowed = settings.webhook_loopback_allowed
    seal = Seal(*settings.account_keys()[1])
    poll = CalendarPoll(database, PublicWeb(loopback_allowed=allowed), seal, loopback_allowed=allowed)
    linked = linked_calendars(settings, database)

    async def look() -> Any:
        await linked.drain.look()
        return await poll.poll(stopping)

    return (
        drain_task("linked_calendars", linked.drain, lambda: linked.drain.drain(stopping)),
        PeriodicTask("calendars", CALENDARS_EVERY_S, look),
    )
