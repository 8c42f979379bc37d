"""The language model's instructions for one call, which name the days to come."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from domain.business import BusinessProfile
from domain.customers.known import KnownCaller
from domain.dialogue.prompt import system_prompt


class Instructions:
    """The same text for all of a call, so that the vendor's cache of prompts is of use; a new one after midnight.

    Args:
        began_at: aware; when the call came in.
        caller_number: E.164, None without one.
        known: who is known by it.
    """

    def __init__(
        self,
        profile: BusinessProfile,
        began_at: datetime,
        caller_number: str | None,
        known: KnownCaller | None = None,
    ) -> None:
        self._profile = profile
        self._caller_number = caller_number
        self._known = known
        self._zone = ZoneInfo(profile.timezone)
        self._day = self._day_of(began_at)
        self._text = self._written(began_at)

    def at(self, now_ms: float) -> str:
        """The instructions at this instant, in ms since the epoch."""
        now = datetime.fromtimestamp(now_ms / 1000, UTC)
        if self._day_of(now) > self._day:
            self._day, self._text = self._day_of(now), self._written(now)
        return self._text

    def _day_of(self, instant: datetime) -> date:
        return instant.astimezone(self._zone).date()

    def _written(self, now: datetime) -> str:
        return system_prompt(self._profile, now=now, caller_number=self._caller_number, known=self._known)
