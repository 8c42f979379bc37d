"""Wrong passwords and codes: how many an account and an address may have before they must wait."""

import structlog

from domain.errors import LimitReached, StorageError
from storage.redis.guesses import GuessCounts

log = structlog.get_logger()

PER_ACCOUNT = 10
PER_ADDRESS = 50
"""More than an account: behind one address is a whole salon."""

WINDOW_S = 900


class Guesses:
    """Counts in Redis, so that all replicas count together. While Redis is away nobody is locked out."""

    def __init__(self, counts: GuessCounts) -> None:
        self._counts = counts

    async def take(self, account: str, address: str) -> None:
        """Counts a guess before its hash is computed: one that is refused costs nothing. Raises LimitReached."""
        try:
            of_account, of_address = await self._counts.take(account, address, WINDOW_S)
        except StorageError as error:
            log.warning("guesses.not_counted", reason=str(error))
            return
        if of_account > PER_ACCOUNT or of_address > PER_ADDRESS:
            raise LimitReached(
                "too many wrong passwords or codes; try again in a quarter of an hour, or reset it by mail"
            )

    async def was_right(self, account: str, address: str) -> None:
        try:
            await self._counts.was_right(account, address)
        except StorageError as error:
            log.warning("guesses.not_counted", reason=str(error))
