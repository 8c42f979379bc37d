"""Signing up, in and out; the user themselves."""

from datetime import UTC, datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, BackgroundTasks, Depends, Response
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from deployments.api.authentication import (
    ONCE_BY_ANYBODY,
    ONCE_BY_USER,
    FromPage,
    Shown,
    SignedIn,
    TheAccounts,
    TheDevice,
)
from deployments.api.fields import fields_of
from deployments.api.page_sessions import renew
from deployments.api.paging import Page, Paged
from deployments.api.problems import RESPONSES
from deployments.policies import public, signed_in
from domain.accounts.credentials import ACCESS_FOR, LONGEST_PASSWORD
from domain.accounts.roles import Role
from services.accounts.founding import BusinessForm
from services.accounts.sign_in import Tokens
from services.accounts.sign_up import SignUpForm
from storage.postgres.sign_ins import OpenSignIn

router = APIRouter(tags=["accounts"], responses=RESPONSES)

Text = Annotated[str, StringConstraints(max_length=320)]
Password = Annotated[str, StringConstraints(max_length=LONGEST_PASSWORD)]
Token = Annotated[str, StringConstraints(min_length=20, max_length=100)]


class Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class SignUpBody(Body):
    email: Text
    password: Password
    name: Text
    business_name: Text
    timezone: Annotated[str, Field(examples=["Australia/Sydney"], max_length=64)]
    language: Annotated[str, Field(max_length=20)] = "en-AU"
    country: Annotated[str, Field(pattern="^[A-Z]{2}$")] = "AU"
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")] = "AUD"


class EmailBody(Body):
    email: Text


class TokenBody(Body):
    token: Token


class VerifyBody(TokenBody):
    password: Password
    """Of whoever has the address: what was chosen at sign-up, perhaps by another, counts no more."""


class SignInBody(Body):
    email: Text
    password: Password
    code: Annotated[str, StringConstraints(max_length=20)] | None = None
    """Of the second factor, or a recovery code; asked for when it is missing."""


class PasswordBody(Body):
    password: Password


class CodeBody(Body):
    code: Annotated[str, StringConstraints(max_length=20)]


class PasswordAndCodeBody(Body):
    password: Password
    code: Annotated[str, StringConstraints(max_length=20)]


class EnrolmentAnswer(BaseModel):
    secret: str
    address: str
    """For a QR code: `otpauth://totp/...`"""


class RecoveryCodes(BaseModel):
    """Told this once."""

    recovery_codes: list[str]


class RefreshBody(Body):
    refresh_token: Token


class ResetBody(Body):
    token: Token
    password: Password


class ChangePasswordBody(Body):
    current: Password
    password: Password


class ChangeEmailBody(Body):
    email: Text
    password: Password


class Accepted(BaseModel):
    """The request was taken. What follows comes by mail."""

    status: Literal["accepted"] = "accepted"


class TokenAnswer(BaseModel):
    access_token: str
    refresh_token: str
    token_type: Literal["Bearer"] = "Bearer"  # noqa: S105
    expires_in: int
    """Seconds the access token is good for."""


class BusinessOfUser(BaseModel):
    id: UUID
    name: str
    role: Role
    erased_after: datetime | None
    """Of one that is closed: until then its owners, whom alone it is shown to, can reopen it."""


class UserAnswer(BaseModel):
    id: UUID
    email: str
    name: str
    second_factor: bool
    businesses: list[BusinessOfUser]


class SessionAnswer(BaseModel):
    id: UUID
    current: bool
    user_agent: str
    address: str
    created_at: datetime
    last_used_at: datetime


class Ended(BaseModel):
    ended: int


def _now() -> datetime:
    return datetime.now(UTC)


def _answer(tokens: Tokens, response: Response) -> TokenAnswer:
    response.headers["Cache-Control"] = "no-store"
    return TokenAnswer(
        access_token=tokens.access,
        refresh_token=tokens.refresh,
        expires_in=int(ACCESS_FOR.total_seconds()),
    )


@router.post("/users", status_code=202, openapi_extra=public(), dependencies=[ONCE_BY_ANYBODY])
async def sign_up(body: SignUpBody, accounts: TheAccounts) -> Accepted:
    """Signs up with a business of one's own. The answer is the same when the address has an account already."""
    business = BusinessForm(body.business_name, body.timezone, body.language, body.country, body.currency)
    await accounts.sign_up.sign_up(SignUpForm(body.email, body.password, body.name, business), _now())
    return Accepted()


@router.post("/users/verify", status_code=204, openapi_extra=public(), dependencies=[ONCE_BY_ANYBODY])
async def verify(body: VerifyBody, accounts: TheAccounts) -> None:
    """Confirms an address with the token of its mail and sets the password; the business is founded."""
    await accounts.sign_up.verify(body.token, body.password, _now())


@router.post("/users/verification-mail", status_code=202, openapi_extra=public())
async def send_verification_again(
    body: EmailBody, accounts: TheAccounts, afterwards: BackgroundTasks
) -> Accepted:
    """Asks for another mail; the newest one counts."""
    afterwards.add_task(accounts.sign_up.send_again, await accounts.recovery.account_of(body.email), _now())
    return Accepted()


@router.post("/sessions", status_code=201, openapi_extra=public())
async def sign_in(
    body: SignInBody, accounts: TheAccounts, device: TheDevice, response: Response
) -> TokenAnswer:
    """Signs in."""
    tokens = await accounts.sign_ins.sign_in(body.email, body.password, device, _now(), body.code)
    return _answer(tokens, response)


@router.post("/sessions/refresh", openapi_extra=public())
async def refresh(body: RefreshBody, accounts: TheAccounts, response: Response) -> TokenAnswer:
    """Exchanges a refresh token. Each is good for once: one that comes back ends the sign-in."""
    return _answer(await accounts.sign_ins.refresh(body.refresh_token, _now()), response)


@router.delete("/sessions/current", status_code=204, openapi_extra=signed_in())
async def sign_out(shown: SignedIn, by: Shown, accounts: TheAccounts, response: Response) -> None:
    """Signs out on this device."""
    await accounts.sign_ins.sign_out(shown, _now())
    if isinstance(by, FromPage):
        accounts.cookies.clear(response)


@router.delete("/sessions", openapi_extra=signed_in())
async def sign_out_everywhere(shown: SignedIn, by: Shown, accounts: TheAccounts, response: Response) -> Ended:
    """Signs out on every device, this one included."""
    if isinstance(by, FromPage):
        accounts.cookies.clear(response)
    return Ended(ended=await accounts.sign_ins.sign_out_everywhere(shown.user_id, _now()))


@router.get("/sessions", openapi_extra=signed_in(), dependencies=[Depends(fields_of(SessionAnswer))])
async def sessions(shown: SignedIn, accounts: TheAccounts, page: Page) -> Paged[SessionAnswer]:
    """One's own devices, the last used first."""
    rows = await accounts.sign_ins.of_user(shown.user_id, limit=page.rows, after=page.after(datetime, UUID))

    def session(row: OpenSignIn) -> SessionAnswer:
        return SessionAnswer(
            id=row.id,
            current=row.id == shown.sign_in_id,
            user_agent=row.user_agent,
            address=row.address,
            created_at=row.created_at,
            last_used_at=row.last_used_at,
        )

    return page.of(rows, session, lambda row: (row.last_used_at, row.id))


@router.delete("/sessions/{session_id}", status_code=204, openapi_extra=signed_in())
async def end_session(session_id: UUID, shown: SignedIn, accounts: TheAccounts) -> None:
    """Signs out one of one's own devices."""
    await accounts.sign_ins.end(shown.user_id, session_id, _now())


@router.post("/users/password-mail", status_code=202, openapi_extra=public())
async def ask_to_reset(body: EmailBody, accounts: TheAccounts, afterwards: BackgroundTasks) -> Accepted:
    """Asks for a mail with which a forgotten password is set anew."""
    # The mail is promised behind the answer: when that comes does not tell whether there is an account.
    afterwards.add_task(accounts.recovery.send_reset, await accounts.recovery.account_of(body.email), _now())
    return Accepted()


@router.post("/users/password", status_code=204, openapi_extra=public(), dependencies=[ONCE_BY_ANYBODY])
async def reset_password(body: ResetBody, accounts: TheAccounts) -> None:
    """Sets a new password with the token of a mail, and signs out everywhere."""
    await accounts.recovery.reset(body.token, body.password, _now())


@router.get("/users/me", openapi_extra=signed_in(), dependencies=[Depends(fields_of(UserAnswer))])
async def me(shown: SignedIn, accounts: TheAccounts) -> UserAnswer:
    """Oneself, and the businesses one works in."""
    found = await accounts.sign_ins.me(shown.user_id)
    return UserAnswer(
        id=found.user.id,
        email=found.user.email,
        name=found.user.name,
        second_factor=found.user.has_second_factor,
        businesses=[
            BusinessOfUser(id=one.business_id, name=one.name, role=one.role, erased_after=one.erased_after)
            for one in found.businesses
        ],
    )


@router.put("/users/me/password", status_code=204, openapi_extra=signed_in(), dependencies=[ONCE_BY_USER])
async def change_password(
    body: ChangePasswordBody,
    shown: SignedIn,
    by: Shown,
    accounts: TheAccounts,
    device: TheDevice,
    response: Response,
) -> None:
    """Changes the password; every other device is signed out."""
    await accounts.recovery.change_password(
        shown.user_id, shown.sign_in_id, body.current, body.password, device.address, _now()
    )
    await renew(by, response, accounts)


@router.post(
    "/users/me/second-factor", status_code=201, openapi_extra=signed_in(), dependencies=[ONCE_BY_USER]
)
async def enrol_second_factor(
    body: PasswordBody, shown: SignedIn, accounts: TheAccounts, device: TheDevice
) -> EnrolmentAnswer:
    """A secret for an authenticator app; in force once a code of it is confirmed."""
    enrolment = await accounts.second_factor.enrol(shown.user_id, body.password, device.address)
    return EnrolmentAnswer(secret=enrolment.secret, address=enrolment.address)


@router.post("/users/me/second-factor/confirm", openapi_extra=signed_in(), dependencies=[ONCE_BY_USER])
async def confirm_second_factor(
    body: CodeBody, shown: SignedIn, by: Shown, accounts: TheAccounts, device: TheDevice, response: Response
) -> RecoveryCodes:
    """Puts the second factor in force; gives the recovery codes."""
    codes = await accounts.second_factor.confirm(shown.user_id, body.code, device.address, _now())
    await renew(by, response, accounts)
    return RecoveryCodes(recovery_codes=list(codes))


@router.post(
    "/users/me/second-factor/remove", status_code=204, openapi_extra=signed_in(), dependencies=[ONCE_BY_USER]
)
async def remove_second_factor(
    body: PasswordAndCodeBody,
    shown: SignedIn,
    by: Shown,
    accounts: TheAccounts,
    device: TheDevice,
    response: Response,
) -> None:
    """Takes the second factor away."""
    await accounts.second_factor.remove(shown.user_id, body.password, body.code, device.address, _now())
    await renew(by, response, accounts)


@router.post("/users/me/email", status_code=202, openapi_extra=signed_in(), dependencies=[ONCE_BY_USER])
async def ask_to_change_email(
    body: ChangeEmailBody, shown: SignedIn, accounts: TheAccounts, device: TheDevice
) -> Accepted:
    """Asks for a mail to a new address; following its link moves the account there."""
    await accounts.recovery.ask_to_change_email(
        shown.user_id, body.password, body.email, device.address, _now()
    )
    return Accepted()


@router.post("/users/email", status_code=204, openapi_extra=public(), dependencies=[ONCE_BY_ANYBODY])
async def change_email(body: TokenBody, accounts: TheAccounts) -> None:
    """Moves the account to the address the token was mailed to."""
    await accounts.recovery.change_email(body.token, _now())
