"""Refresh tokens: each is used once, and one that comes back tells that it was copied."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

GRACE = timedelta(seconds=10)
"""A page that asks twice at the same moment shows a token that was just exchanged; that is no theft."""


class Verdict(StrEnum):
    EXCHANGE = "exchange"
    AGAIN = "again"
    """Just exchanged: the same answer would have been given, the client is to use what it got."""
    EXPIRED = "expired"
    STOLEN = "stolen"
    """Used before: whoever holds the newer one may be the thief, so the whole family ends."""
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class RefreshToken:
    """One link of a family: the tokens of one sign-in, each exchanged for the next."""

    expires_at: datetime
    exchanged_at: datetime | None
    family_revoked_at: datetime | None


def verdict(token: RefreshToken, now: datetime) -> Verdict:
    """What to do with a token that is shown."""
    if token.family_revoked_at is not None:
        return Verdict.REVOKED
    if token.exchanged_at is not None:
        return Verdict.AGAIN if now - token.exchanged_at <= GRACE else Verdict.STOLEN
    return Verdict.EXPIRED if now >= token.expires_at else Verdict.EXCHANGE


IDLE_FOR = timedelta(days=7)
"""So long may nothing be asked with a page's cookie before it is over."""

PAGES_FOR = timedelta(days=30)
"""Then somebody signs in again, however often they were there."""

SLIDES_EVERY = timedelta(minutes=5)
"""A session that is used all the time costs one write in that time."""


@dataclass(frozen=True, slots=True)
class PageSession:
    """What a browser's cookie stands for: a sign-in, until it was idle for too long or has come to its end."""

    idle_until: datetime
    ends_at: datetime

    def is_over(self, now: datetime) -> bool:
        return now >= self.idle_until or now >= self.ends_at

    def used(self, now: datetime) -> "PageSession | None":
        """The session as it is after a request; None while it is too early to write that down."""
        until = min(now + IDLE_FOR, self.ends_at)
        return PageSession(until, self.ends_at) if until - self.idle_until >= SLIDES_EVERY else None


def new_page_session(now: datetime) -> PageSession:
    return PageSession(now + IDLE_FOR, now + PAGES_FOR)
