"""Availability as it is shown: kept for a minute, void at the next write of the business. Nothing is booked by it."""

import hashlib
import json
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from domain.scheduling.hours import zone_named
from services.kept_answers import KeptAnswers
from services.scheduling.availability import AvailabilityService, Starts
from services.scheduling.looking import Question

KEPT_S = 60


class KeptAvailability:
    def __init__(self, availability: AvailabilityService, answers: KeptAnswers) -> None:
        self._availability = availability
        self._answers = answers

    async def starts(
        self, business_id: UUID, question: Question, first: date, last: date, now: datetime
    ) -> Starts:
        """As `AvailabilityService.starts`; what has come too near since it was found is left out."""

        async def work_out() -> str:
            found = await self._availability.starts(business_id, question, first, last, now)
            minutes = [int(start.timestamp()) // 60 for start in found.starts]
            return json.dumps([found.zone.key, found.notice_min, minutes], separators=(",", ":"))

        name = hashlib.sha256(repr((question, first, last)).encode()).hexdigest()
        zone, notice_min, minutes = json.loads(await self._answers.get(business_id, name, work_out))
        earliest = (now + timedelta(minutes=notice_min)).timestamp() / 60
        starts = tuple(datetime.fromtimestamp(each * 60, UTC) for each in minutes if each >= earliest)
        return Starts(zone_named(zone), starts, notice_min)
