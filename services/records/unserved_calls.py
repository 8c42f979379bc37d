"""What is still done for a call that no process can serve: its next step is decided and its row closed."""

import asyncio
from collections.abc import Awaitable
from typing import TypeVar

import structlog

from domain.call.effects import NextStepKind
from domain.call.next_step import NextStep
from domain.dialled import as_dialled
from domain.dialogue.lines import lines_for
from domain.errors import ReceptionistError
from domain.languages import DEFAULT_LANGUAGE
from services.profiles import Profiles
from services.records.call_records import CallRecords
from storage.redis.next_steps import NextSteps
from storage.redis.tickets import Ticket

log = structlog.get_logger()

PART_TIMEOUT_S = 2.0
"""The caller hears nothing until the carrier may ask what comes next; each part is tried for so long."""

T = TypeVar("T")


class UnservedCalls:
    """One per process. Every method may be called again, and none raises a store's errors."""

    def __init__(self, records: CallRecords, next_steps: NextSteps, profiles: Profiles) -> None:
        self._records = records
        self._next_steps = next_steps
        self._profiles = profiles

    async def give_up(self, ticket: Ticket, reason: str) -> None:
        """Decides the next step and closes the row, at the same time, in `2 * PART_TIMEOUT_S` at most.

        Call it before the media stream is closed: the carrier asks what comes next as soon as it is. What an agent
        has decided or written stands.

        Args:
            reason: for the row; no personal data.
        """
        log.error("call.given_up", call_id=str(ticket.call_id), call_sid=ticket.call_sid, reason=reason)
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._decide(ticket), name="unserved_call.next_step")
            tasks.create_task(self._close_row(ticket, reason), name="unserved_call.row")

    async def _decide(self, ticket: Ticket) -> None:
        step = await self._tried("profile", ticket, self._step(ticket)) or _voicemail(DEFAULT_LANGUAGE)
        await self._tried("next step", ticket, self._next_steps.put_if_absent(ticket.call_sid, step))

    async def _close_row(self, ticket: Ticket, reason: str) -> None:
        await self._tried("row", ticket, self._records.give_up(ticket, reason))

    async def _step(self, ticket: Ticket) -> NextStep:
        profile = as_dialled(await self._profiles.get(ticket.business_id), ticket.to_number)
        return _voicemail(profile.language)

    async def _tried(self, part: str, ticket: Ticket, doing: Awaitable[T]) -> T | None:
        try:
            async with asyncio.timeout(PART_TIMEOUT_S):
                return await doing
        except (ReceptionistError, TimeoutError) as error:
            log.error(
                "call.given_up_incompletely",
                call_id=str(ticket.call_id),
                part=part,
                reason=str(error) or "timeout",
            )
            return None


def _voicemail(language: str) -> NextStep:
    return NextStep(NextStepKind.VOICEMAIL, lines_for(language).voicemail_when_failed)
