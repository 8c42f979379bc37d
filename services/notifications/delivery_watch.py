"""Whether a message that was just taken has reached a vendor: what the caller is told depends on it."""

import asyncio
from datetime import UTC, datetime
from uuid import UUID

from domain.errors import StorageError
from domain.notifications.delivery import TAKEN
from services.notifications.kinds import STAFF_MAIL, STAFF_TEXT
from services.tools.messages import MESSAGE_TAKEN
from storage.postgres import messages, notifications, outbox
from storage.postgres.database import Database

WITHIN_S = 2.0
"""So long does a caller hear nothing of it; the worker is told at once, and a vendor takes a mail in 0.1 to 0.5 s."""

LOOKED_EVERY_S = 0.15
KINDS = (MESSAGE_TAKEN, STAFF_MAIL, STAFF_TEXT)


class DeliveryWatch:
    """Looks until it is sent, or there is nobody to send it to, or the time is over.

    Args:
        within_s: how long at most.
    """

    def __init__(self, database: Database, *, within_s: float = WITHIN_S) -> None:
        self._database = database
        self._within_s = within_s

    async def is_sent(self, business_id: UUID, message_id: UUID) -> bool:
        """Whether somebody of the business has been sent it by now. Raises nothing."""
        try:
            async with asyncio.timeout(self._within_s):
                while True:
                    sent = await self._look(business_id, message_id)
                    if sent is not None:
                        return sent
                    await asyncio.sleep(LOOKED_EVERY_S)
        except (StorageError, TimeoutError):
            return False

    async def _look(self, business_id: UUID, message_id: UUID) -> bool | None:
        """None while it may still come to that."""
        async with self._database.tenant(business_id) as scope:
            message = await messages.get(scope, message_id)
            is_open = await outbox.has_due(scope, KINDS, str(message_id), datetime.now(UTC))
            if message.sent_at is not None:
                # Told anew since, it is sent anew: that is an item of its own.
                return None if is_open else True
            statuses = await notifications.statuses_of_message(scope, message_id)
        if any(each in TAKEN for each in statuses):
            return True
        return None if is_open else False
