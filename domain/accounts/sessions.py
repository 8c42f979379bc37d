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
