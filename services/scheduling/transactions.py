"""Transactions that begin anew when the server broke them off."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from typing import TypeVar
from uuid import UUID

import structlog

from domain.errors import Deadlock
from storage.postgres.database import Database
from storage.postgres.tenant import TenantScope

log = structlog.get_logger()

DEADLOCK_ATTEMPTS = 3
DEADLOCK_PAUSE_S = 0.05

_Result = TypeVar("_Result")


async def in_transaction(
    database: Database, business_id: UUID, work: Callable[[TenantScope], Awaitable[_Result]]
) -> _Result:
    """The work in one transaction, anew when the server broke it off for a deadlock.

    Two moves that swap places can wait for each other whatever the order of writing.
    """
    attempt = 0
    while True:
        attempt += 1
        try:
            async with database.tenant(business_id) as scope:
                return await work(scope)
        except Deadlock:
            log.warning("scheduling.deadlock", attempt=attempt)
            if attempt == DEADLOCK_ATTEMPTS:
                raise
        await asyncio.sleep(random.uniform(0, DEADLOCK_PAUSE_S * attempt))
