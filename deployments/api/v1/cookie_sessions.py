"""Sign-ins of pages: known by a cookie, not by tokens."""

from datetime import UTC, datetime

from fastapi import APIRouter, Request, Response

from deployments.api.authentication import FromPage, Shown, SignedIn, TheAccounts, TheDevice
from deployments.api.cookies import require_own_origin
from deployments.api.page_sessions import CookieSession, CurrentSession, told, told_and_set
from deployments.api.problems import RESPONSES
from deployments.api.v1.accounts import SignInBody
from deployments.policies import public, signed_in
from domain.errors import NotSignedIn

router = APIRouter(tags=["accounts"], responses=RESPONSES)


@router.post("/sessions/cookie", status_code=201, openapi_extra=public())
async def sign_in(
    body: SignInBody, request: Request, response: Response, accounts: TheAccounts, device: TheDevice
) -> CookieSession:
    """Signs in with a cookie. A session the browser had before is ended; its new one has a fresh secret."""
    require_own_origin(request)
    now = datetime.now(UTC)
    secret, session = await accounts.sign_ins.sign_in_with_cookie(
        body.email, body.password, device, now, body.code
    )
    before = accounts.cookies.shown(request)
    if before is not None:
        try:
            user, _ = await accounts.sign_ins.by_cookie(before, now)
        except NotSignedIn:
            pass
        else:
            await accounts.sign_ins.sign_out(user, now)
    return told_and_set(response, accounts, secret, session, now)


@router.get("/sessions/current", openapi_extra=signed_in())
async def current(user: SignedIn, shown: Shown, response: Response) -> CurrentSession:
    """One's own sign-in; a page finds its token for what writes here."""
    response.headers["Cache-Control"] = "no-store"
    if not isinstance(shown, FromPage):
        return CurrentSession(id=user.sign_in_id, csrf_token=None, idle_until=None, ends_at=None)
    return CurrentSession(id=user.sign_in_id, **told(shown.secret, shown.session).model_dump())
