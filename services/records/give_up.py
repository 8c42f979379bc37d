"""What is still done for a call that nobody can serve: word for the carrier, and the end of its row."""

import asyncio
from collections.abc import Awaitable
from typing import TypeVar

import structlog

from domain.call.effects import NextStepKind
from domain.call.next_step import NextStep
from domain.dialogue.policy import lines_for
from domain.errors import ReceptionistError
from services.profiles import Profiles
from services.records.call_records import CallRecords
from storage.redis.next_steps import NextSteps
from storage.redis.tickets import Ticket

log = structlog.get_logger()

PART_TIMEOUT_S = 2.0
"""The caller hears nothing until the carrier may ask what comes next; each part is tried for so long."""

DEFAULT_LANGUAGE = "en"

T = TypeVar("T")


class GivenUpCalls:
    """One per process; every method may be called again, and none raises what a store does."""

    def __init__(self, records: CallRecords, next_steps: NextSteps, profiles: Profiles) -> None:
        self._records = records
        self._next_steps = next_steps
        self._profiles = profiles

    async def give_up(self, ticket: Ticket, reason: str) -> None:
        """Leaves word for the carrier and closes the row, at the same time, in `2 * PART_TIMEOUT_S` at most.

        Call it before the media stream is closed: the carrier asks what comes next as soon as it is. What an agent
        has decided or written stands.

        Args:
            reason: for the row; no personal data.
        """
        log.error("call.given_up", call_id=str(ticket.call_id), call_sid=ticket.call_sid, reason=reason)
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._leave_word(ticket), name="given_up.word")
            tasks.create_task(self._close_row(ticket, reason), name="given_up.row")

    async def _leave_word(self, ticket: Ticket) -> None:
        step = await self._tried("profile", ticket, self._step(ticket)) or _voicemail(DEFAULT_LANGUAGE)
        await self._tried("word", ticket, self._next_steps.put_if_absent(ticket.call_sid, step))

    async def _close_row(self, ticket: Ticket, reason: str) -> None:
        await self._tried("row", ticket, self._records.give_up(ticket, reason))

    async def _step(self, ticket: Ticket) -> NextStep:
        return _voicemail((await self._profiles.get(ticket.business_id)).language)

    async def _tried(self, part: str, ticket: Ticket, doing: Awaitable[T]) -> T | None:
        try:
            async with asyncio.timeout(PART_TIMEOUT_S):
                return await doing
        except (ReceptionistError, TimeoutError) as error:
            log.error(
                "call.given_up_in_part",
                call_id=str(ticket.call_id),
                part=part,
                reason=str(error) or "timeout",
            )
            return None


def _voicemail(language: str) -> NextStep:
    return NextStep(NextStepKind.VOICEMAIL, lines_for(language).voicemail_when_failed)
