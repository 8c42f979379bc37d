"""Signing up, and proving that an e-mail address is one's own."""

from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from domain.accounts.credentials import VERIFY_WITHIN, email_address, usable_password
from domain.errors import LimitReached, NotPermitted
from domain.ids import new_id
from domain.text_fields import required_text
from services.accounts.founding import BusinessForm, found, found_what_was_wished
from services.accounts.mail_limits import MailLimits
from services.accounts.mails import ALREADY_SIGNED_UP, VERIFY, promise_mail
from services.accounts.passwords import Passwords
from services.accounts.secrets import digest_of, new_secret
from storage.postgres import memberships, users
from storage.postgres.database import Database
from storage.postgres.users import UserRow


@dataclass(frozen=True, slots=True)
class SignUpForm:
    """What somebody says who signs up; nothing of it is checked yet."""

    email: str
    password: str
    name: str
    business: BusinessForm


NO_LONGER = "this link is no longer good; ask for a new mail"
MOST_BUSINESSES = 50
"""Of one user: an account that is stolen, or a program in a loop, fills no table."""


class SignUp:
    def __init__(self, database: Database, passwords: Passwords, mails: MailLimits) -> None:
        self._database = database
        self._passwords = passwords
        self._mails = mails

    async def sign_up(self, form: SignUpForm, now: datetime) -> None:
        """Makes the user and promises the mail that verifies the address; the business is founded once it is.

        Where the address has an account already nothing is made, and its owner is written to. Answer and work are the
        same, statement by statement, or they would tell who is a customer. One that is not verified is nobody's yet:
        who signs up later replaces it with its links, so that the newest mail leads to what its reader has just asked
        for. An address that has had enough mail keeps the sign-up whose link it has.

        Raises:
            InvalidInput: a field that cannot be taken; names it.
            LimitReached, StorageError.
        """
        email = email_address(form.email)
        password_hash = await self._passwords.hash(usable_password(form.password, email))
        name, wished = required_text("name", form.name, longest=100), form.business.checked("business_name")
        user_id, secret = new_id(now), new_secret()
        if not await self._mails.take(VERIFY, email):
            return
        async with self._database.identity() as session:
            await users.delete_unverified(session, email)
            added = await users.insert_user(
                session,
                user_id,
                email=email,
                name=name,
                password_hash=password_hash,
                wished_business=asdict(wished),
            )
            await users.add_first_email_token(
                session, secret.digest, user_id, "verify", email, now + VERIFY_WITHIN
            )
            kind, fields = (VERIFY, {"token": secret.text}) if added else (ALREADY_SIGNED_UP, {"name": name})
            await promise_mail(session, kind, email, fields)

    async def found_another(self, user_id: UUID, form: BusinessForm, now: datetime) -> UUID:
        """One more business of somebody who is signed in; gives it.

        Raises:
            InvalidInput: a field that cannot be taken; names it.
            LimitReached: they work in as many as one user may.
        """
        business_id, wished = new_id(now), form.checked()
        async with self._database.user(user_id) as session:
            count = len(await memberships.businesses_of(session, user_id))
        if count >= MOST_BUSINESSES:
            raise LimitReached(f"one user works in {MOST_BUSINESSES} businesses at the most; leave one first")
        async with self._database.founding(business_id) as scope:
            await found(scope, wished, user_id)
        return business_id

    async def verify(self, token: str, password: str, now: datetime) -> UUID:
        """The token's address belongs to its user from now on, who has this password; gives the user.

        Args:
            password: of whoever has the address. The one chosen at sign-up, which may have been anybody's doing, counts
                no more: this is it again, or another.

        Raises:
            NotPermitted: an unknown, used or old token.
            InvalidInput: the password cannot be taken; the token stays good.
        """
        digest = digest_of(token)
        async with self._database.identity() as session:
            email = await users.email_of_token(session, digest, "verify", now)
        if email is None:
            raise NotPermitted(NO_LONGER)
        password_hash = await self._passwords.hash(usable_password(password, email))
        async with self._database.identity() as session:
            used = await users.use_email_token(session, digest, "verify", now)
            if used is None or not await users.verify_email(session, used.user_id, used.email, now):
                raise NotPermitted(NO_LONGER)
            await users.set_password(session, used.user_id, password_hash)
            await found_what_was_wished(session, used.user_id, now)
        return used.user_id

    async def send_again(self, user: UserRow | None, now: datetime) -> None:
        """Another mail to verify with, where there is something to verify; meant for after the answer."""
        if user is None or user.email_verified_at is not None:
            return
        async with self._database.identity() as session:
            if await users.hold(session, user.id, user.password_hash):
                await self._ask_to_verify(session, user.id, user.email, now)

    async def _ask_to_verify(self, session: AsyncSession, user_id: UUID, email: str, now: datetime) -> None:
        """Nothing when the address has had enough mail: a link it has for this sign-up then stays good."""
        if not await self._mails.take(VERIFY, email):
            return
        secret = new_secret()
        await users.add_email_token(session, secret.digest, user_id, "verify", email, now + VERIFY_WITHIN)
        await promise_mail(session, VERIFY, email, {"token": secret.text})
