"""Putting a caller on the waiting list."""

from datetime import datetime, timedelta
from uuid import UUID

from domain.business import BusinessProfile
from domain.dialogue.intents import JoinWaitingList
from domain.dialogue.tool_results import Waiting
from domain.dialogue.weekdays import check_weekday
from domain.errors import InvalidInput, LimitReached, NotPermitted, OutsideHours
from domain.phone_numbers import said_e164
from domain.scheduling.engine.diary import Rules
from domain.scheduling.hours import local_days, wall_of
from services.scheduling.availability import DEFAULT_RULES
from services.scheduling.bookings import Bookings
from services.scheduling.waiting_list import WaitingList, note_freed
from services.scheduling.wishes import Who
from services.tools.context import CallContext
from services.tools.groups import group_of
from services.tools.wishes import name_of, question_of, zone_at
from storage.postgres import waiting
from storage.postgres.database import Database

ANY_DAY = timedelta(days=28)
"""How long somebody waits who named no day."""
MOST_ENTRIES = 5
"""Of one number at a business: each is a text message when something becomes free."""


class WaitingLists:
    """The waiting lists of any business, for callers."""

    def __init__(self, database: Database, rules: Rules = DEFAULT_RULES) -> None:
        self._database = database
        self._list = WaitingList(database, Bookings(database, rules, freed=note_freed), rules)

    async def join(
        self,
        profile: BusinessProfile,
        call: CallContext,
        intent: JoinWaitingList,
        now: datetime,
        *,
        intent_key: str,
        call_id: UUID | None,
    ) -> Waiting:
        """Once for each `intent_key`.

        Args:
            call_id: the call as the entry may name it; None when there is no row of it.

        Raises:
            InvalidInput: what cannot be had here, or no number to text; DayUnclear: the date is not the weekday.
            OutsideHours: the day is over.
            LimitReached: the number waits for enough.
            StorageError: Postgres cannot be reached; asking again with the same key is safe.
        """
        question = question_of(profile, intent.offering, intent.details)
        if group_of(profile, question) is not None:
            raise NotPermitted(
                "there is no waiting list for group sessions: offer another one, or take a message for the team"
            )
        zone = zone_at(profile, question.location_id)
        today = wall_of(now, zone).date()
        check_weekday(intent.weekday, intent.date, today)
        number = self._number(profile, call, intent)
        first = intent.date or today
        last = intent.until or intent.date or today + ANY_DAY
        if last < today:
            raise OutsideHours("that day is already over")
        window = local_days(zone, first, last)
        async with self._database.tenant(profile.id) as scope:
            entries = await waiting.of_numbers(scope, (number,))
        if len(entries) >= MOST_ENTRIES and all(entry.intent_key != intent_key for entry in entries):
            raise LimitReached(f"this number waits for {MOST_ENTRIES} appointments, which is the most")
        joined = await self._list.join(
            profile.id,
            question.asks[0],
            window.start,
            window.end,
            Who(intent.customer_name, number),
            now,
            intent_key=intent_key,
            location_id=question.location_id,
            call_id=call_id,
        )
        return Waiting(name_of(profile, intent.offering, intent.details), joined.ahead)

    @staticmethod
    def _number(profile: BusinessProfile, call: CallContext, intent: JoinWaitingList) -> str:
        said = intent.phone_number
        number = said_e164(said, profile.country) if said is not None else call.caller_number
        if number is None:
            raise InvalidInput("phone_number must be a number that can be texted: ask the caller for one.")
        return number
