"""Writing what became of notifications, together with the outbox items they were promised by."""

from collections.abc import Sequence
from datetime import UTC, datetime

from domain.notifications.delivery import Status
from services.notifications import undeliverable
from services.outbox.outcomes import Outcome
from storage.postgres import message_lists, notifications, outbox
from storage.postgres.database import Database


class Settling:
    """For texts and mails alike."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def write(self, outcomes: Sequence[Outcome]) -> None:
        """Those that were taken in one transaction, whichever business they are of. Writing it again does no harm.

        Raises StorageError.
        """
        taken = [each for each in outcomes if each.is_done and each.message_id is None]
        if taken:
            async with self._database.worker() as session:
                await outbox.all_done(session, [each.item for each in taken], datetime.now(UTC))
                await notifications.accept_all(session, [(each.item.id, each.vendor_id) for each in taken])
        for each in outcomes:
            if not each.is_done or each.message_id is not None:
                await self._write(each)

    async def _write(self, outcome: Outcome) -> None:
        item, error, now = outcome.item, outcome.error, datetime.now(UTC)
        code = None if error is None else undeliverable.code_of(error)
        async with self._database.tenant(item.tenant) as scope:
            if outcome.again_at is not None:
                given_back = await outbox.give_back(scope.session, item, error, outcome.again_at)
                # Somebody else may be at it where it was not: what is noted is theirs then.
                if given_back and outcome.status is not None:
                    await notifications.settle(scope, item.id, outcome.status, error_code=code)
                return
            if error is None:
                await outbox.done(scope.session, item, now)
            elif outcome.for_good:
                await outbox.bury(scope.session, item, error)
            else:
                await outbox.failed(scope.session, item, error, now)
            if outcome.refused is not None:
                await notifications.refuse(scope, outcome.refused, code or "")
                if outcome.suppressed:
                    await undeliverable.tell_by_mail(scope, item.id)
            elif outcome.status is not None:
                await notifications.settle(
                    scope, item.id, outcome.status, vendor_id=outcome.vendor_id, error_code=code
                )
            if outcome.message_id is not None:
                await message_lists.note_sent(scope, outcome.message_id, now)
            if outcome.status is Status.FAILED:
                await undeliverable.note_number(scope, str(item.payload.get("to") or ""), code, item.id)
