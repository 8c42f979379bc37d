"""Signing up, and proving that an e-mail address is one's own."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from domain.accounts.credentials import VERIFY_WITHIN, email_address, usable_password
from domain.accounts.roles import Role
from domain.business_settings import known_timezone
from domain.errors import LimitReached, NotPermitted
from domain.ids import new_id
from domain.languages import offered_language
from domain.setup.codes import known_country, known_currency
from domain.text_fields import required_text
from services.accounts.mail_limits import MailLimits
from services.accounts.mails import ALREADY_SIGNED_UP, VERIFY, promise_mail
from services.accounts.passwords import Passwords
from services.accounts.secrets import digest_of, new_secret
from storage.postgres import audit, businesses, memberships, users
from storage.postgres.businesses import NewBusiness
from storage.postgres.database import Database
from storage.postgres.tenant import TenantScope
from storage.postgres.users import UserRow


@dataclass(frozen=True, slots=True)
class SignUpForm:
    """What somebody says who signs up; nothing of it is checked yet."""

    email: str
    password: str
    name: str
    business_name: str
    timezone: str
    language: str
    country: str
    currency: str


@dataclass(frozen=True, slots=True)
class BusinessForm:
    """A further business; nothing of it is checked yet."""

    name: str
    timezone: str
    language: str
    country: str
    currency: str


NO_LONGER = "this link is no longer good; ask for a new mail"
MOST_BUSINESSES = 50
"""Of one user: an account that is stolen, or a program in a loop, fills no table."""


class SignUp:
    def __init__(self, database: Database, passwords: Passwords, mails: MailLimits) -> None:
        self._database = database
        self._passwords = passwords
        self._mails = mails

    async def sign_up(self, form: SignUpForm, now: datetime) -> None:
        """Makes the user, their business, and promises the mail that verifies the address.

        Where the address has an account already nothing is made, and its owner is written to: the answer is the same,
        or this would tell who is a customer. One that is not verified is nobody's yet: who signs up later replaces it
        with its password and its links, so that the newest mail leads to what its reader has just chosen.

        Raises:
            InvalidInput: a field that cannot be taken; names it.
            LimitReached, StorageError.
        """
        email = email_address(form.email)
        password_hash = await self._passwords.hash(usable_password(form.password, email))
        name = required_text("name", form.name, longest=100)
        business = NewBusiness(
            id=new_id(now),
            name=required_text("business_name", form.business_name, longest=100),
            timezone=known_timezone(form.timezone),
            language=offered_language(form.language),
            country=known_country(form.country),
            currency=known_currency(form.currency),
        )
        user_id = new_id(now)
        async with self._database.founding(business.id) as scope:
            await users.delete_unverified(scope.session, email)
            added = await users.insert_user(
                scope.session, user_id, email=email, name=name, password_hash=password_hash
            )
            if added:
                await _found(scope, business, user_id)
                await self._ask_to_verify(scope.session, user_id, email, now)
            elif await self._mails.take(ALREADY_SIGNED_UP, email):
                await promise_mail(scope.session, ALREADY_SIGNED_UP, email, {"name": name})

    async def found_another(self, user_id: UUID, form: BusinessForm, now: datetime) -> UUID:
        """One more business of somebody who is signed in; gives it.

        Raises:
            InvalidInput: a field that cannot be taken; names it.
            LimitReached: they work in as many as one user may.
        """
        business = NewBusiness(
            id=new_id(now),
            name=required_text("name", form.name, longest=100),
            timezone=known_timezone(form.timezone),
            language=offered_language(form.language),
            country=known_country(form.country),
            currency=known_currency(form.currency),
        )
        async with self._database.user(user_id) as session:
            count = len(await memberships.businesses_of(session, user_id))
        if count >= MOST_BUSINESSES:
            raise LimitReached(f"one user works in {MOST_BUSINESSES} businesses at the most; leave one first")
        async with self._database.founding(business.id) as scope:
            await _found(scope, business, user_id)
        return business.id

    async def verify(self, token: str, password: str | None, now: datetime) -> UUID:
        """The token's address belongs to its user from now on; gives the user.

        Args:
            password: takes the place of the one chosen at sign-up, which may have been somebody else's doing.

        Raises:
            NotPermitted: an unknown, used or old token.
            InvalidInput: the password cannot be taken; the token stays good.
        """
        digest, password_hash = digest_of(token), None
        if password is not None:
            async with self._database.identity() as session:
                email = await users.email_of_token(session, digest, "verify", now)
            if email is None:
                raise NotPermitted(NO_LONGER)
            password_hash = await self._passwords.hash(usable_password(password, email))
        async with self._database.identity() as session:
            used = await users.use_email_token(session, digest, "verify", now)
            if used is None or not await users.verify_email(session, used.user_id, used.email, now):
                raise NotPermitted(NO_LONGER)
            if password_hash is not None:
                await users.set_password(session, used.user_id, password_hash)
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


async def _found(scope: TenantScope, business: NewBusiness, user_id: UUID) -> None:
    slug = await businesses.insert_business(scope, business)
    await memberships.add(scope, user_id, Role.OWNER)
    await audit.note(
        scope,
        actor=f"user:{user_id}",
        action="business.founded",
        subject=f"business:{business.id}",
        after={"name": business.name, "timezone": business.timezone, "slug": slug},
    )
