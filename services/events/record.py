"""Telling that something has happened: in the transaction in which it does."""

from domain.events.catalogue import BusinessEvent
from storage.postgres import business_events
from storage.postgres.tenant import TenantScope


async def record(scope: TenantScope, event: BusinessEvent) -> None:
    """Keeps the event, committed with whatever it tells; the worker then tells its subscribers.

    One statement. What can happen once only (`event.once`) is recorded once, however often this is asked.
    """
    await business_events.add(scope, event)
