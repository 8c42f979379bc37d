"""Mail nobody asked for: how much of a kind anybody can have sent to one address."""

import structlog

from domain.errors import StorageError
from storage.redis.request_rates import Rate, RequestRates

log = structlog.get_logger()

PER_ADDRESS = Rate(5, 3600)
"""Of one kind: five at once, and again as many within an hour. Who asks is told the same when no mail is sent."""


class MailLimits:
    """Counts in Redis, so that all replicas count together. While Redis is away all mail is sent.

    By kind, so that nobody keeps a forgotten password from being reset by inviting its owner.
    """

    def __init__(self, rates: RequestRates) -> None:
        self._rates = rates

    async def take(self, kind: str, to: str) -> bool:
        """Counts a mail; False, and it is not counted, when this address has had enough of them."""
        try:
            taken = await self._rates.take(f"{kind} to {to}", PER_ADDRESS)
        except StorageError as error:
            log.warning("mails.not_counted", reason=str(error))
            return True
        if not taken.allowed:
            log.warning("mails.enough", kind=kind)
        return taken.allowed
