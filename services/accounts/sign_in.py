"""Signing in and staying so: sign-ins, their refresh tokens, and how they end."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from domain.accounts.credentials import LONGEST_PASSWORD, REFRESH_FOR, email_address
from domain.accounts.roles import Role, Standing
from domain.accounts.sessions import PageSession, Verdict, new_page_session, verdict
from domain.errors import InvalidInput, NotFound, NotPermitted, NotSignedIn, SecondFactorNeeded
from domain.ids import new_id
from services.accounts.access_tokens import AccessToken, AccessTokens
from services.accounts.guesses import Guesses
from services.accounts.outside_users import OutsideUsers
from services.accounts.passwords import Passwords
from services.accounts.second_factor import SecondFactor
from services.accounts.secrets import digest_of, new_secret
from storage.postgres import admissions, memberships, sign_ins, users
from storage.postgres.database import Database
from storage.postgres.memberships import MemberOf
from storage.postgres.sign_ins import OpenSignIn
from storage.postgres.users import UserRow

log = structlog.get_logger()

WRONG = "the e-mail address or the password is wrong"
"""The same for an unknown address, a wrong password and one that was never set."""
ENDED = "this sign-in has ended; sign in again"


@dataclass(frozen=True, slots=True)
class Device:
    """Where a request comes from, for the list of sign-ins."""

    address: str
    user_agent: str


@dataclass(frozen=True, slots=True)
class Tokens:
    access: str
    refresh: str
    user_id: UUID
    sign_in_id: UUID


@dataclass(frozen=True, slots=True)
class Me:
    """The user who is signed in."""

    user: UserRow
    businesses: list[MemberOf]


class SignIns:
    def __init__(
        self,
        database: Database,
        passwords: Passwords,
        access_tokens: AccessTokens,
        guesses: Guesses,
        second_factor: SecondFactor,
        outside: OutsideUsers | None = None,
    ) -> None:
        self._outside = outside
        self._database = database
        self._passwords = passwords
        self._access_tokens = access_tokens
        self._guesses = guesses
        self._second_factor = second_factor

    async def sign_in(
        self, email: str, password: str, device: Device, now: datetime, code: str | None = None
    ) -> Tokens:
        """Opens a sign-in.

        Args:
            code: of the second factor, or a recovery code.

        Raises:
            NotSignedIn: wrong, in the same words and after the same time whatever is wrong.
            SecondFactorNeeded: the password is right, and the account has a second factor that was not shown.
            NotPermitted: the address is not verified yet; only who knows the password is told.
            LimitReached: too many wrong guesses for this account or from this address.
            StorageError.
        """
        user, renewed = await self._proven(email, password, device, now, code)
        return await self._open(user, device, now, renewed)

    async def sign_in_with_cookie(
        self, email: str, password: str, device: Device, now: datetime, code: str | None = None
    ) -> tuple[str, PageSession]:
        """As `sign_in`, for pages: gives the secret of a cookie instead of tokens, fresh at each sign-in."""
        user, renewed = await self._proven(email, password, device, now, code)
        secret, pages, sign_in_id = new_secret(), new_page_session(now), new_id(now)
        async with self._database.identity() as session:
            await self._add(session, sign_in_id, user.id, device, now, renewed)
            await sign_ins.set_cookie(session, sign_in_id, secret.digest, pages, now)
        return secret.text, pages

    async def by_cookie(self, cookie: str, now: datetime) -> tuple[AccessToken, PageSession]:
        """Whose browser shows this cookie; using it keeps it from growing idle. Raises NotSignedIn."""
        digest = digest_of(cookie)
        async with self._database.identity() as session:
            found = await sign_ins.by_cookie(session, digest)
            if found is None or found.session.is_over(now):
                raise NotSignedIn("this session is over; sign in again")
            used = found.session.used(now)
            if used is not None:
                await sign_ins.note_cookie_use(session, digest, used, now)
        return AccessToken(found.user_id, found.sign_in_id), used or found.session

    async def rotate_cookie(self, shown: AccessToken, pages: PageSession, now: datetime) -> str:
        """A fresh secret in place of the cookie's, once somebody proved more of themselves. Raises NotSignedIn."""
        secret = new_secret()
        async with self._database.identity() as session:
            if not await sign_ins.set_cookie(session, shown.sign_in_id, secret.digest, pages, now):
                raise NotSignedIn("this session has ended; sign in again")
        return secret.text

    async def _proven(
        self, email: str, password: str, device: Device, now: datetime, code: str | None
    ) -> tuple[UserRow, str | None]:
        """The user, and their password's hash where it is to be renewed."""
        try:
            address = email_address(email)
        except InvalidInput:
            address = email.casefold()[:254]
        await self._guesses.take(address, device.address)
        async with self._database.identity() as session:
            user = await users.by_email(session, address)
        matches, renewed = await self._passwords.verify(
            password[: LONGEST_PASSWORD + 1], user.password_hash if user else None
        )
        if user is None or not matches:
            raise NotSignedIn(WRONG)
        if user.email_verified_at is None:
            raise NotPermitted(
                "this address is not verified yet; follow the link in the mail, or ask for another"
            )
        if user.has_second_factor:
            if not code:
                raise SecondFactorNeeded(
                    "show the code of your authenticator app, or a recovery code, as well"
                )
            if not await self._second_factor.holds(user, code, now):
                raise NotSignedIn("the code is not right")
        await self._guesses.was_right(address, device.address)
        return user, renewed

    async def refresh(self, token: str, now: datetime) -> Tokens:
        """Exchanges a refresh token for the next and a fresh access token.

        A token that was exchanged before ends the whole sign-in: somebody has a copy.

        Raises:
            NotSignedIn: unknown, over, ended, or used before.
        """
        digest, following = digest_of(token), new_secret()
        async with self._database.identity() as session:
            found = await sign_ins.shown(session, digest)
            decision = verdict(found.token, now) if found is not None else None
            if found is not None and decision is Verdict.EXCHANGE:
                await sign_ins.exchange(session, digest, found.sign_in_id, now)
                await sign_ins.add_token(session, following.digest, found.sign_in_id, now + REFRESH_FOR)
            elif found is not None and decision is Verdict.STOLEN:
                await sign_ins.revoke(session, found.user_id, now, "token reused", found.sign_in_id)
                log.warning("sign_in.token_reused", user=str(found.user_id), sign_in=str(found.sign_in_id))
        if found is None or decision is not Verdict.EXCHANGE:
            raise NotSignedIn(_REFUSALS[decision])
        access = self._access_tokens.issue(found.user_id, found.sign_in_id, now)
        return Tokens(access, following.text, found.user_id, found.sign_in_id)

    async def sign_out(self, shown: AccessToken, now: datetime) -> None:
        """Ends this sign-in; its access token is refused at once where sign-ins are looked up."""
        async with self._database.identity() as session:
            await sign_ins.revoke(session, shown.user_id, now, "signed out", shown.sign_in_id)

    async def sign_out_everywhere(
        self, user_id: UUID, now: datetime, because: str = "signed out everywhere"
    ) -> int:
        async with self._database.identity() as session:
            return await sign_ins.revoke(session, user_id, now, because)

    async def end(self, user_id: UUID, sign_in_id: UUID, now: datetime) -> None:
        """Ends one of one's own sign-ins. Raises NotFound."""
        async with self._database.identity() as session:
            if not await sign_ins.revoke(session, user_id, now, "ended from another device", sign_in_id):
                raise NotFound("no such sign-in")

    async def of_user(
        self, user_id: UUID, *, limit: int, after: tuple[datetime, UUID] | None
    ) -> list[OpenSignIn]:
        """The last used first, behind (last_used_at, id)."""
        async with self._database.identity() as session:
            return await sign_ins.of_user(session, user_id, limit=limit, after=after)

    async def who(self, access: str, now: datetime) -> AccessToken:
        """Who shows this access token. Raises NotSignedIn; also when the sign-in has ended since."""
        shown = await self._read(access, now)
        async with self._database.identity() as session:
            if not await sign_ins.is_open(session, shown.sign_in_id):
                raise NotSignedIn(ENDED)
        return shown

    async def who_in(
        self, access: str, business_id: UUID, now: datetime
    ) -> tuple[AccessToken, Role | None, Standing]:
        """The same with their role in a business, None where they have none, and what may be done in it."""
        shown = await self._read(access, now)
        return shown, *await self.standing(shown, business_id)

    async def _read(self, access: str, now: datetime) -> AccessToken:
        if self._outside is not None and self._outside.says_so(access):
            return await self._outside.read(access, now)
        return self._access_tokens.read(access, now)

    async def standing(self, shown: AccessToken, business_id: UUID) -> tuple[Role | None, Standing]:
        """A user's role in a business, and what may be done in it. Raises NotSignedIn when the sign-in has ended."""
        found = await admissions.of_sign_in(self._database, business_id, shown.sign_in_id, shown.user_id)
        if not found.is_open:
            raise NotSignedIn(ENDED)
        return found.role, found.standing

    async def me(self, user_id: UUID) -> Me:
        """Raises NotFound when the user is gone."""
        async with self._database.identity() as session:
            user = await users.by_id(session, user_id)
        if user is None:
            raise NotFound("no such user")
        async with self._database.user(user_id) as session:
            return Me(user, await memberships.businesses_of(session, user_id))

    async def _open(self, user: UserRow, device: Device, now: datetime, renewed: str | None) -> Tokens:
        sign_in_id, refresh = new_id(now), new_secret()
        async with self._database.identity() as session:
            await self._add(session, sign_in_id, user.id, device, now, renewed)
            await sign_ins.add_token(session, refresh.digest, sign_in_id, now + REFRESH_FOR)
        return Tokens(self._access_tokens.issue(user.id, sign_in_id, now), refresh.text, user.id, sign_in_id)

    async def _add(
        self,
        session: AsyncSession,
        sign_in_id: UUID,
        user_id: UUID,
        device: Device,
        now: datetime,
        renewed: str | None,
    ) -> None:
        if renewed is not None:
            await users.set_password(session, user_id, renewed)
        await sign_ins.open_sign_in(
            session,
            sign_in_id,
            user_id,
            user_agent=device.user_agent[:300],
            address=device.address,
            now=now,
        )


_REFUSALS = {
    None: "this refresh token is not known; sign in again",
    Verdict.AGAIN: "this refresh token was just exchanged; use the one you got",
    Verdict.EXPIRED: "this sign-in is over; sign in again",
    Verdict.REVOKED: "this sign-in has ended; sign in again",
    Verdict.STOLEN: "this refresh token was used before, so the sign-in was ended; sign in again",
}
