"""The inbox of texts: what a number and the business write each other, answered by its people."""

from datetime import datetime
from uuid import UUID

from domain.accounts.roles import Permission, Principal
from domain.errors import Conflict, InvalidInput
from domain.ids import new_id
from domain.notifications.kinds import Channel
from services.accounts.access import actor_of
from services.notifications.inbound import KIND
from services.notifications.kinds import REPLY
from storage.postgres import audit, customer_timeline, customers, outbox, suppressions, texts
from storage.postgres.database import Database
from storage.postgres.tenant import TenantScope
from storage.postgres.texts import Thread, ThreadText, Unanswered

LONGEST_REPLY = 1000


class Texts:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def threads(
        self, principal: Principal, *, unread: bool, after: tuple[datetime, str] | None, limit: int
    ) -> list[Thread]:
        """The latest first. Raises NotPermitted."""
        principal.require(Permission.CUSTOMERS_READ)
        async with self._database.tenant(principal.business_id, read_only=True) as scope:
            return await texts.threads(scope, unread=unread, after=after, limit=limit)

    async def texts(
        self, principal: Principal, number: str, *, after: tuple[datetime, UUID] | None, limit: int
    ) -> list[ThreadText]:
        """Both directions, the latest first. Raises NotPermitted, NotFound."""
        principal.require(Permission.CUSTOMERS_READ)
        async with self._database.tenant(principal.business_id) as scope:
            await texts.thread(scope, number)
            return await texts.in_thread(scope, number, after=after, limit=limit)

    async def read(self, principal: Principal, number: str) -> None:
        """Nothing of it is unread any more. Raises NotPermitted, NotFound."""
        principal.require(Permission.CUSTOMERS_WRITE)
        async with self._database.tenant(principal.business_id) as scope:
            await texts.thread(scope, number)
            await texts.note_read(scope, number)

    async def reply(self, principal: Principal, number: str, text: str) -> UUID:
        """Promises the text, at whatever hour: somebody writes it to somebody who wrote. Gives the promise's id.

        Raises:
            NotPermitted, InvalidInput. NotFound: nobody of this number has written.
            Conflict: they have said STOP, or it cannot be reached.
        """
        principal.require(Permission.CUSTOMERS_WRITE)
        async with self._database.tenant(principal.business_id) as scope:
            await texts.thread(scope, number)
            return await _promise(scope, principal, number, text)

    async def write(self, principal: Principal, customer_id: UUID, number: str | None, text: str) -> UUID:
        """Promises a text to a customer, whether or not they have ever written. Gives the promise's id.

        Args:
            number: one of theirs, E.164; without it the one they are reached at.

        Raises:
            NotPermitted, NotFound.
            InvalidInput: it is not their number, or they have none.
            Conflict: they have said STOP at any of their numbers, or it cannot be reached.
        """
        principal.require(Permission.CUSTOMERS_WRITE)
        async with self._database.tenant(principal.business_id) as scope:
            person = await customers.get(scope, customer_id)
            theirs = (await customer_timeline.reached(scope, person.id)).numbers
            to = number or person.phone
            if to is None or to not in theirs:
                raise InvalidInput("number: is none of this customer's")
            return await _promise(scope, principal, to, text)

    async def unanswered(
        self, principal: Principal, now: datetime, *, after: tuple[datetime, UUID] | None, limit: int
    ) -> list[Unanswered]:
        """Whom to call: who was reminded and has not answered, by their appointment. Raises NotPermitted."""
        principal.require(Permission.CUSTOMERS_READ)
        async with self._database.tenant(principal.business_id, read_only=True) as scope:
            return await texts.unanswered(scope, KIND, now, after=after, limit=limit)


async def _promise(scope: TenantScope, principal: Principal, number: str, text: str) -> UUID:
    """Raises InvalidInput, Conflict: the number gets no texts."""
    if not text.strip() or len(text) > LONGEST_REPLY:
        raise InvalidInput(f"text: 1 to {LONGEST_REPLY} characters")
    if await suppressions.reasons(scope, Channel.SMS, number):
        raise Conflict("this number gets no texts: its owner said STOP, or it cannot be reached")
    reply_id = new_id()
    await outbox.enqueue(scope, REPLY, str(reply_id), {"to": number, "text": text.strip()})
    await texts.note_read(scope, number)
    await audit.note(scope, actor=actor_of(principal), action="text.replied", subject=f"reply:{reply_id}")
    return reply_id
