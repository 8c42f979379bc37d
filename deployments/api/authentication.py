"""Who a request comes from: bearer tokens and API keys, as FastAPI dependencies."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from redis.asyncio import Redis

from config.templates import load_templates
from deployments.api.idempotency import undertake
from domain.accounts.roles import Principal
from domain.errors import NotSignedIn
from services.accounts.access import Access
from services.accounts.access_tokens import AccessToken, AccessTokens
from services.accounts.guesses import Guesses
from services.accounts.passwords import Passwords
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

_bearer = HTTPBearer(
    auto_error=False, description="An access token of `/api/v1/sessions`, or an API key `rk_...`"
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


def accounts_over(
    database: Database, redis: Redis, *, access_tokens: AccessTokens, seal: Seal, issuer: str
) -> Accounts:
    """All of them over the same stores.

    Args:
        issuer: what authenticator apps show beside the codes.
    """
    passwords = Passwords()
    second_factor = SecondFactor(database, passwords, seal, issuer)
    sign_ins = SignIns(database, passwords, access_tokens, Guesses(GuessCounts(redis)), second_factor)
    profiles = Profiles(database, redis)
    receptionists = Receptionists(database, profiles)
    return Accounts(
        sign_up=SignUp(database, passwords),
        sign_ins=sign_ins,
        recovery=Recovery(database, passwords),
        access=Access(database, sign_ins),
        team=Team(database),
        second_factor=second_factor,
        idempotency=Idempotency(database, seal),
        operators=Operators(database),
        receptionists=receptionists,
        knowledge=Knowledge(receptionists),
        templates=Templates(database, profiles, load_templates()),
        setup_check=SetupCheck(database),
    )


async def accounts_of(request: Request) -> Accounts:
    return request.app.state.accounts


async def device_of(request: Request) -> Device:
    """The address is the proxy's word for it: uvicorn has taken it from the headers of proxies that are trusted."""
    address = request.client.host if request.client is not None else ""
    return Device(address, request.headers.get("user-agent", ""))


async def bearer_of(shown: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]) -> str:
    if shown is None:
        raise NotSignedIn("show an access token or an API key as Authorization: Bearer ...")
    return shown.credentials


async def signed_in(
    bearer: Annotated[str, Depends(bearer_of)], accounts: Annotated[Accounts, Depends(accounts_of)]
) -> AccessToken:
    """The user who is signed in. Raises NotSignedIn; also for API keys, which are no users."""
    return await accounts.access.user(bearer, datetime.now(UTC))


async def in_business(
    request: Request,
    business_id: UUID,
    bearer: Annotated[str, Depends(bearer_of)],
    accounts: Annotated[Accounts, Depends(accounts_of)],
) -> Principal:
    """Who acts in the business of the path; a write with an `Idempotency-Key` is carried out once.

    Raises:
        NotSignedIn, NotFound.
        AnsweredBefore: the answer is stored.
        MalformedRequest, Conflict: about the key.
    """
    principal = await accounts.access.principal(bearer, business_id, datetime.now(UTC))
    await undertake(request, principal, accounts.idempotency)
    return principal


TheAccounts = Annotated[Accounts, Depends(accounts_of)]
TheDevice = Annotated[Device, Depends(device_of)]
SignedIn = Annotated[AccessToken, Depends(signed_in)]
InBusiness = Annotated[Principal, Depends(in_business)]
