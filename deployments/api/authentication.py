"""Who a request comes from: bearer tokens, API keys and cookies of pages, as FastAPI dependencies.

Routes and pages take `SignedIn` or `InBusiness` and are told who it is, whichever of them was shown. What is shown as
`Authorization` alone counts; a cookie beside it is not looked at.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Header, Request
from fastapi.security import APIKeyCookie, HTTPAuthorizationCredentials, HTTPBearer
from redis.asyncio import Redis

from config.templates import load_templates
from deployments.api.cookies import NAME, Cookies, require_own_page
from deployments.api.idempotency import ANYBODY, HEADER, undertake, undertake_by
from domain.accounts.roles import Principal
from domain.accounts.sessions import PageSession
from domain.errors import NotSignedIn
from services.accounts.access import Access
from services.accounts.access_tokens import AccessToken, AccessTokens
from services.accounts.closing import Closing
from services.accounts.departures import Departures
from services.accounts.guesses import Guesses
from services.accounts.mail_limits import MailLimits
from services.accounts.outside_users import OutsideUsers
from services.accounts.passwords import Passwords
from services.accounts.proofs import Proofs
from services.accounts.recovery import Recovery
from services.accounts.second_factor import Seal, SecondFactor
from services.accounts.sign_in import Device, SignIns
from services.accounts.sign_up import SignUp
from services.accounts.team import Team
from services.idempotency import Idempotency
from services.platform.operators import Operators
from services.profiles import Profiles
from services.receptionist.knowledge import Knowledge
from services.receptionist.setup_check import SetupCheck
from services.receptionist.templates import Templates
from services.receptionist.versions import Receptionists
from storage.postgres.database import Database
from storage.redis.guesses import GuessCounts
from storage.redis.request_rates import RequestRates

_bearer = HTTPBearer(
    auto_error=False, description="An access token of `/api/v1/sessions`, or an API key `rk_...`"
)
_cookie = APIKeyCookie(
    name=f"__Host-{NAME}",
    auto_error=False,
    description="Set by `POST /api/v1/sessions/cookie`; what writes shows `X-CSRF-Token` too",
)


@dataclass(frozen=True, slots=True)
class Accounts:
    """The use-cases of accounts; one for each replica."""

    sign_up: SignUp
    sign_ins: SignIns
    recovery: Recovery
    access: Access
    team: Team
    second_factor: SecondFactor
    idempotency: Idempotency
    operators: Operators
    receptionists: Receptionists
    knowledge: Knowledge
    templates: Templates
    setup_check: SetupCheck
    cookies: Cookies
    closing: Closing
    departures: Departures


def accounts_over(
    database: Database,
    redis: Redis,
    *,
    access_tokens: AccessTokens,
    seal: Seal,
    issuer: str,
    outside: OutsideUsers | None = None,
    passwords: Passwords | None = None,
) -> Accounts:
    """All of them over the same stores.

    Args:
        issuer: what authenticator apps show beside the codes.
        outside: users of another issuer whose tokens are accepted too.
        passwords: how they are hashed; as production does when None.
    """
    passwords = passwords or Passwords()
    guesses = Guesses(GuessCounts(redis))
    mails = MailLimits(RequestRates(redis))
    proofs = Proofs(database, passwords, guesses)
    second_factor = SecondFactor(database, proofs, seal, issuer)
    sign_ins = SignIns(database, passwords, access_tokens, guesses, second_factor, outside)
    profiles = Profiles(database, redis)
    receptionists = Receptionists(database, profiles)
    return Accounts(
        sign_up=SignUp(database, passwords, mails),
        sign_ins=sign_ins,
        recovery=Recovery(database, passwords, proofs, mails),
        access=Access(database, sign_ins),
        team=Team(database, mails),
        second_factor=second_factor,
        idempotency=Idempotency(database, seal),
        operators=Operators(database),
        receptionists=receptionists,
        knowledge=Knowledge(receptionists),
        templates=Templates(database, profiles, load_templates()),
        setup_check=SetupCheck(database),
        cookies=Cookies(https=access_tokens.issuer.startswith("https://")),
        closing=Closing(database, second_factor),
        departures=Departures(database, second_factor),
    )


async def accounts_of(request: Request) -> Accounts:
    return request.app.state.accounts


async def device_of(request: Request) -> Device:
    """The address is the proxy's word for it: uvicorn has taken it from the headers of proxies that are trusted."""
    address = request.client.host if request.client is not None else ""
    return Device(address, request.headers.get("user-agent", ""))


@dataclass(frozen=True, slots=True)
class FromPage:
    """A request with a page's cookie: the secret in it, whose it is, and how long it holds."""

    secret: str
    user: AccessToken
    session: PageSession


async def shown_by(
    request: Request,
    accounts: Annotated[Accounts, Depends(accounts_of)],
    bearer: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)],
    _: Annotated[str | None, Depends(_cookie)],
) -> str | FromPage:
    """What a request shows of itself: a bearer text, not looked at yet, or a cookie that holds.

    Raises:
        NotSignedIn: neither, or a cookie that is over.
        NotPermitted: a cookie, and it is not shown that a page of ours asks.
    """
    if bearer is not None:
        return bearer.credentials
    secret = accounts.cookies.shown(request) if "authorization" not in request.headers else None
    if secret is None:
        raise NotSignedIn("show an access token or an API key as Authorization: Bearer ...")
    user, session = await accounts.sign_ins.by_cookie(secret, datetime.now(UTC))
    await require_own_page(request, secret)
    return FromPage(secret, user, session)


async def signed_in(
    shown: Annotated[str | FromPage, Depends(shown_by)], accounts: Annotated[Accounts, Depends(accounts_of)]
) -> AccessToken:
    """The user who is signed in. Raises NotSignedIn; also for API keys, which are no users."""
    return shown.user if isinstance(shown, FromPage) else await accounts.access.user(shown, datetime.now(UTC))


async def in_business(
    request: Request,
    business_id: UUID,
    shown: Annotated[str | FromPage, Depends(shown_by)],
    accounts: Annotated[Accounts, Depends(accounts_of)],
) -> Principal:
    """Who acts in the business of the path; a write with an `Idempotency-Key` is carried out once.

    Raises:
        NotSignedIn, NotPermitted, NotFound.
        AnsweredBefore: the answer is stored.
        MalformedRequest, Conflict: about the key.
    """
    if isinstance(shown, FromPage):
        principal = await accounts.access.member(shown.user, business_id)
    else:
        principal = await accounts.access.principal(shown, business_id, datetime.now(UTC))
    await undertake(request, principal, accounts.idempotency)
    return principal


async def once_by_user(
    request: Request,
    shown: Annotated[AccessToken, Depends(signed_in)],
    accounts: Annotated[Accounts, Depends(accounts_of)],
    _: Annotated[str | None, Header(alias=HEADER)] = None,
) -> None:
    """A write with an `Idempotency-Key` is carried out once for the user. Raises as `in_business`."""
    await undertake_by(request, None, f"user:{shown.user_id}", accounts.idempotency)


async def once_by_anybody(
    request: Request,
    accounts: Annotated[Accounts, Depends(accounts_of)],
    _: Annotated[str | None, Header(alias=HEADER)] = None,
) -> None:
    """The same for who has no account yet, or does not show it."""
    await undertake_by(request, None, ANYBODY, accounts.idempotency)


ONCE_BY_USER, ONCE_BY_ANYBODY = Depends(once_by_user), Depends(once_by_anybody)
TheAccounts = Annotated[Accounts, Depends(accounts_of)]
TheDevice = Annotated[Device, Depends(device_of)]
Shown = Annotated[str | FromPage, Depends(shown_by)]
SignedIn = Annotated[AccessToken, Depends(signed_in)]
InBusiness = Annotated[Principal, Depends(in_business)]
