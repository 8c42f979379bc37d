"""Somebody who is signed in proves again who they are, before what would let a thief of their device stay."""

from uuid import UUID

from domain.errors import NotPermitted
from services.accounts.guesses import Guesses
from services.accounts.passwords import Passwords
from storage.postgres import users
from storage.postgres.database import Database
from storage.postgres.users import UserRow

NO_PASSWORD = "this account has no password yet; ask for a mail to set one, sign in again, and show it"  # noqa: S105 - a sentence


class Proofs:
    """Counts what is guessed by user, and passwords apart from codes.

    Were they one count, who knows the password would clear the wrong codes with it. They are apart from the guesses of
    signing in too, with which anybody can use up an account's.
    """

    def __init__(self, database: Database, passwords: Passwords, guesses: Guesses) -> None:
        self._database = database
        self._passwords = passwords
        self._guesses = guesses

    async def password(self, user_id: UUID, password: str, address: str) -> UserRow:
        """The user, whose password this is.

        Args:
            address: where the request comes from.

        Raises:
            NotPermitted: the password is another, or the user, who signs in elsewhere, has none.
            LimitReached: too many wrong guesses of this user or from this address.
        """
        account = f"password of {user_id}"
        await self._guesses.take(account, address)
        async with self._database.identity() as session:
            user = await users.by_id(session, user_id)
        matches, _ = await self._passwords.verify(password, user.password_hash if user else None)
        if user is not None and user.password_hash is None:
            raise NotPermitted(NO_PASSWORD)
        if user is None or not matches:
            raise NotPermitted("the current password is another")
        await self._guesses.was_right(account, address)
        return user

    async def take_code(self, user_id: UUID, address: str) -> None:
        """Counts a code before it is looked at. Raises LimitReached."""
        await self._guesses.take(f"code of {user_id}", address)

    async def code_was_right(self, user_id: UUID, address: str) -> None:
        await self._guesses.was_right(f"code of {user_id}", address)
