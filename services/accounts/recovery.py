"""A forgotten password, a new one, another address."""

from datetime import datetime
from uuid import UUID

from domain.accounts.credentials import RESET_WITHIN, VERIFY_WITHIN, email_address, usable_password
from domain.errors import InvalidInput, NotPermitted
from services.accounts.founding import found_what_was_wished
from services.accounts.mail_limits import MailLimits
from services.accounts.mails import (
    ALREADY_SIGNED_UP,
    CHANGE_EMAIL,
    PASSWORD_CHANGED,
    RESET_PASSWORD,
    promise_mail,
)
from services.accounts.passwords import Passwords
from services.accounts.proofs import Proofs
from services.accounts.secrets import digest_of, new_secret
from storage.postgres import sign_ins, users
from storage.postgres.database import Database
from storage.postgres.users import UserRow

CHANGED_MEANWHILE = "the password was changed at this moment; sign in again"
NO_LONGER = "this link is no longer good; ask for a new mail"


class Recovery:
    def __init__(self, database: Database, passwords: Passwords, proofs: Proofs, mails: MailLimits) -> None:
        self._database = database
        self._passwords = passwords
        self._proofs = proofs
        self._mails = mails

    async def account_of(self, email: str) -> UserRow | None:
        """Whose address this is; the same work whether somebody has it. Raises StorageError."""
        try:
            address = email_address(email)
        except InvalidInput:
            return None
        async with self._database.identity() as session:
            return await users.by_email(session, address)

    async def send_reset(self, user: UserRow | None, now: datetime) -> None:
        """Promises the mail a forgotten password is set anew with; meant for after the answer.

        An address that has had enough mail gets no more, and the link it has stays good.
        """
        if user is None or not await self._mails.take(RESET_PASSWORD, user.email):
            return
        secret = new_secret()
        async with self._database.identity() as session:
            await users.add_email_token(
                session, secret.digest, user.id, "reset", user.email, now + RESET_WITHIN
            )
            await promise_mail(session, RESET_PASSWORD, user.email, {"token": secret.text})

    async def reset(self, token: str, password: str, now: datetime) -> None:
        """Sets the password, ends every sign-in, makes every open link of the user void, and tells the user by mail.

        Following a link that went to the address proves it, so it counts as verified too.

        Raises:
            NotPermitted: an unknown, used or old token.
            InvalidInput: the password cannot be taken; the token stays good.
        """
        digest = digest_of(token)
        async with self._database.identity() as session:
            email = await users.email_of_token(session, digest, "reset", now)
        if email is None:
            raise NotPermitted(NO_LONGER)
        password_hash = await self._passwords.hash(usable_password(password, email))
        async with self._database.identity() as session:
            used = await users.use_email_token(session, digest, "reset", now)
            if used is None or not await users.verify_email(session, used.user_id, used.email, now):
                raise NotPermitted(NO_LONGER)
            await users.set_password(session, used.user_id, password_hash)
            await users.void_email_tokens(session, used.user_id)
            await found_what_was_wished(session, used.user_id, now)
            await sign_ins.revoke(session, used.user_id, now, "password reset")
            await promise_mail(session, PASSWORD_CHANGED, used.email, {})

    async def change_password(
        self, user_id: UUID, sign_in_id: UUID, current: str, password: str, address: str, now: datetime
    ) -> None:
        """As `reset`, by somebody who is signed in: their other sign-ins end, this one stays.

        Args:
            address: where the request comes from.

        Raises:
            NotPermitted: the current password is another.
            LimitReached: too many wrong ones.
            InvalidInput.
        """
        user = await self._proofs.password(user_id, current, address)
        password_hash = await self._passwords.hash(usable_password(password, user.email))
        async with self._database.identity() as session:
            if not await users.hold(session, user_id, user.password_hash):
                raise NotPermitted(CHANGED_MEANWHILE)
            await users.set_password(session, user_id, password_hash)
            await users.void_email_tokens(session, user_id)
            others = [one.id for one in await sign_ins.of_user(session, user_id) if one.id != sign_in_id]
            if others:
                await sign_ins.revoke(session, user_id, now, "password changed", *others)
            await promise_mail(session, PASSWORD_CHANGED, user.email, {})

    async def ask_to_change_email(
        self, user_id: UUID, password: str, email: str, asked_from: str, now: datetime
    ) -> None:
        """Promises a mail to the new address, which becomes theirs once its link is followed.

        Where that address has an account, its owner is written to instead; the answer is the same.

        Args:
            asked_from: the network address the request comes from.

        Raises:
            NotPermitted: the password is another.
            LimitReached: too many wrong ones.
            InvalidInput: no address.
        """
        address, secret = email_address(email), new_secret()
        user = await self._proofs.password(user_id, password, asked_from)
        async with self._database.identity() as session:
            if not await users.hold(session, user_id, user.password_hash):
                raise NotPermitted(CHANGED_MEANWHILE)
            taken = await users.by_email(session, address) is not None
            if not await self._mails.take(ALREADY_SIGNED_UP if taken else CHANGE_EMAIL, address):
                return
            if taken:
                await promise_mail(session, ALREADY_SIGNED_UP, address, {})
                return
            await users.add_email_token(
                session, secret.digest, user_id, "change_email", address, now + VERIFY_WITHIN
            )
            await promise_mail(session, CHANGE_EMAIL, address, {"token": secret.text})

    async def change_email(self, token: str, now: datetime) -> None:
        """Other links of the user are void, those that went to the old address above all.

        Raises:
            NotPermitted: an unknown, used or old token, or somebody else took the address meanwhile.
        """
        async with self._database.identity() as session:
            used = await users.use_email_token(session, digest_of(token), "change_email", now)
            if used is None or not await users.verify_email(session, used.user_id, used.email, now):
                raise NotPermitted(NO_LONGER)
            await users.void_email_tokens(session, used.user_id)
