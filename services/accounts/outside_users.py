"""Users of an outside issuer, known here by its name for them.

Nobody is joined to an account that exists by an address alone: addresses move, and in Supabase users write
`user_metadata` themselves, so that a token's word for an address would open somebody's business. Whoever has an
account here with that address signs in here. A new user is made only where the token says by a claim of its own, which
a project's access-token hook adds from `auth.users.email_confirmed_at`, that the address is theirs (`email_verified`):
else somebody could take another's address first, and wait for its owner.

Source: https://supabase.com/docs/guides/auth/auth-hooks/custom-access-token-hook
"""

from datetime import datetime
from uuid import NAMESPACE_URL, UUID, uuid5

from sqlalchemy.ext.asyncio import AsyncSession

from domain.accounts.credentials import email_address
from domain.errors import InvalidInput, NotPermitted, NotSignedIn
from domain.ids import new_id
from domain.text_fields import required_text
from services.accounts.access_tokens import AccessToken
from services.accounts.outside_tokens import BAD, OutsideTokens, OutsideUser
from storage.postgres import sign_ins, users
from storage.postgres.database import Database


class OutsideUsers:
    def __init__(self, database: Database, tokens: OutsideTokens, issuer: str) -> None:
        self._database = database
        self._tokens = tokens
        self._issuer = issuer

    def says_so(self, text: str) -> bool:
        return self._tokens.says_so(text)

    async def read(self, text: str, now: datetime) -> AccessToken:
        """The user, made on first sight, and their session with the issuer as a sign-in here, which can be ended here.

        Raises:
            NotSignedIn: no token that holds.
            NotPermitted: its address has an account here that is not the issuer's, or is not verified.
        """
        shown = await self._tokens.read(text, now)
        subject = f"{self._issuer}|{shown.subject}"
        sign_in_id = uuid5(NAMESPACE_URL, f"{subject}|{shown.session}")
        async with self._database.identity() as session:
            user_id = await users.by_subject(session, subject)
            if user_id is None:
                if await users.is_gone(session, sign_in_id):
                    raise NotSignedIn("this account was deleted; sign in anew to sign up again")
                user_id = await self._made(session, subject, shown, now)
            await sign_ins.open_once(session, sign_in_id, user_id, user_agent="Supabase", now=now)
        return AccessToken(user_id, sign_in_id)

    async def _made(self, session: AsyncSession, subject: str, shown: OutsideUser, now: datetime) -> UUID:
        if not shown.address_is_proven:
            raise NotPermitted("the token does not say that your address is verified (claim email_verified)")
        try:
            email = email_address(shown.email)
        except InvalidInput as error:
            raise NotSignedIn(BAD) from error
        try:
            name = required_text("name", shown.name, longest=100)
        except InvalidInput:
            name = email.partition("@")[0]
        user_id = await users.insert_outside(session, new_id(now), subject=subject, email=email, name=name)
        if user_id is None:
            raise NotPermitted(
                "this address has an account here already; sign in to it with its own password"
            )
        await users.verify_email(session, user_id, email, now)
        return user_id
