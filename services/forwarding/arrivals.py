"""Calls that a business's own telephone forwards here: each is a proof that it does."""

import asyncio
from datetime import datetime, timedelta

import structlog

from domain.business import BusinessProfile
from domain.errors import StorageError
from domain.phone_numbers import dialled_e164, said_e164
from storage.postgres import forwardings
from storage.postgres.database import Database

log = structlog.get_logger()

NOTED_WITHIN_S = 1.5
"""A phone rings meanwhile."""

NOTED_EVERY = timedelta(minutes=1)
"""A proof that is as good as new is not written again: calls come many a minute."""


class ForwardedCalls:
    """One for each replica of the webhooks."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def arrived(
        self, profile: BusinessProfile, caller: str | None, dialled: str, forwarded_from: str, now: datetime
    ) -> bool:
        """Whether a call that came in is our own test call, which nobody is to answer.

        Never raises for a store: a proof is then missed, and the caller is answered.

        Args:
            caller, dialled: E.164.
            forwarded_from: the telephone that forwards the call, as the carrier writes it; mostly it says nothing.
        """
        ours = caller is not None and any(line.e164 == caller for line in profile.lines)
        if not forwarded_from and not ours:
            return False
        via = telephone(forwarded_from, profile.country)
        try:
            async with asyncio.timeout(NOTED_WITHIN_S):
                return await self._noted(profile, caller, dialled, via, now)
        except (StorageError, TimeoutError) as error:
            log.warning("forwarding.not_noted", reason=str(error) or "timeout")
            return False

    async def _noted(
        self, profile: BusinessProfile, caller: str | None, dialled: str, via: str | None, now: datetime
    ) -> bool:
        is_test = False
        async with self._database.tenant(profile.id) as scope:
            for known in await forwardings.to_number(scope, dialled):
                progress = known.progress.came(known.public_e164, via, caller, now)
                mine = known.progress.is_test(caller, now)
                is_test = is_test or mine
                if progress == known.progress or (not mine and _is_fresh(known.last_forwarded_at, now)):
                    continue
                row = await forwardings.get(scope, known.id, lock=True)
                await forwardings.note(scope, row.id, row.progress.came(row.public_e164, via, caller, now))
        return is_test


def telephone(text: str, country: str) -> str | None:
    """The number a carrier names in whatever form; None when it names none."""
    if not text.strip():
        return None
    found = said_e164(dialled_e164(text), country)
    return found or said_e164(text, country)


def _is_fresh(at: datetime | None, now: datetime) -> bool:
    return at is not None and now - at < NOTED_EVERY
