"""The session of a page as routes tell and renew it."""

from datetime import UTC, datetime
from uuid import UUID

from fastapi import Response
from pydantic import BaseModel

from deployments.api.authentication import Accounts, FromPage
from deployments.api.cookies import csrf_token
from domain.accounts.sessions import PageSession


class CookieSession(BaseModel):
    """How a page goes on: it shows `csrf_token` as `X-CSRF-Token` with whatever writes."""

    csrf_token: str
    idle_until: datetime
    """Over by then unless something is asked before."""
    ends_at: datetime


class CurrentSession(BaseModel):
    """A sign-in as who shows it is told of it; what is of a cookie is null for a program's."""

    id: UUID
    csrf_token: str | None
    idle_until: datetime | None
    ends_at: datetime | None


async def renew(shown: str | FromPage, response: Response, accounts: Accounts) -> None:
    """After somebody proved more of themselves: a cookie that leaked before opens nothing after it."""
    if isinstance(shown, FromPage):
        now = datetime.now(UTC)
        secret = await accounts.sign_ins.rotate_cookie(shown.user, shown.session, now)
        told_and_set(response, accounts, secret, shown.session, now)


def told_and_set(
    response: Response, accounts: Accounts, secret: str, session: PageSession, now: datetime
) -> CookieSession:
    """Gives the browser its cookie."""
    accounts.cookies.set(response, secret, int((session.ends_at - now).total_seconds()))
    response.headers["Cache-Control"] = "no-store"
    return told(secret, session)


def told(secret: str, session: PageSession) -> CookieSession:
    return CookieSession(
        csrf_token=csrf_token(secret), idle_until=session.idle_until, ends_at=session.ends_at
    )
