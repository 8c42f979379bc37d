"""Who a request acts as: a user in one of their businesses, or a program by its key."""

import hmac
from datetime import datetime
from uuid import UUID

from domain.accounts.roles import ALLOWED, KEY_SCOPES, Permission, Principal, Role, Standing, member
from domain.errors import InvalidInput, NotFound, NotPermitted, NotSignedIn
from domain.ids import new_id
from domain.text_fields import required_text
from services.accounts.access_tokens import AccessToken
from services.accounts.secrets import new_key, parts_of_key
from services.accounts.sign_in import SignIns
from storage.postgres import admissions, api_keys, audit, memberships
from storage.postgres.api_keys import KeyRow
from storage.postgres.database import Database

BAD_KEY = "the API key is not known, revoked or over"


class Access:
    def __init__(self, database: Database, sign_in: SignIns) -> None:
        self._database = database
        self._sign_in = sign_in

    async def user(self, bearer: str, now: datetime) -> AccessToken:
        """Raises NotSignedIn unless this is an access token that holds."""
        return await self._sign_in.who(bearer, now)

    async def principal(self, bearer: str, business_id: UUID, now: datetime) -> Principal:
        """Who shows this token or key, in this business.

        Raises:
            NotSignedIn: the token or key is not good.
            NotFound: it is, and is not of this business; also when there is no such business, or no more.
            NotPermitted: the business is closed, and this is no owner.
        """
        if parts_of_key(bearer) is not None:
            return await self._by_key(bearer, business_id, now)
        return _let_in(business_id, *await self._sign_in.who_in(bearer, business_id, now))

    async def member(self, shown: AccessToken, business_id: UUID) -> Principal:
        """The user as a member of this business. Raises NotFound, also when there is none, and NotSignedIn."""
        return _let_in(business_id, shown, *await self._sign_in.standing(shown, business_id))

    async def make_key(
        self,
        principal: Principal,
        *,
        name: str,
        scopes: frozenset[Permission],
        expires_at: datetime | None,
        now: datetime,
    ) -> tuple[KeyRow, str]:
        """A key, and its text, which is told this once.

        Raises:
            NotPermitted: the principal may make none, or has not all of these permissions themselves.
            InvalidInput: no scope, one keys cannot have, or an end in the past.
        """
        principal.require(Permission.KEYS_WRITE)
        if not scopes or not scopes <= KEY_SCOPES:
            allowed = ", ".join(sorted(KEY_SCOPES))
            raise InvalidInput(f"scopes: at least one of {allowed}")
        if not scopes <= principal.permissions:
            raise NotPermitted("a key cannot do more than who makes it")
        if expires_at is not None and expires_at <= now:
            raise InvalidInput("expires_at: lies in the past")
        key, key_id = new_key(), new_id(now)
        label = required_text("name", name, longest=100)
        async with self._database.tenant(principal.business_id) as scope:
            # Held, so that whoever takes the maker out at this moment finds the key, or it is not made.
            role = (
                await memberships.role_of(scope, principal.user_id, lock=True) if principal.user_id else None
            )
            if role is None or Permission.KEYS_WRITE not in ALLOWED[role] or not scopes <= ALLOWED[role]:
                raise NotPermitted("a key cannot do more than who makes it")
            await api_keys.insert_key(
                scope,
                key_id,
                name=label,
                prefix=key.prefix,
                digest=key.digest,
                scopes=scopes,
                created_by=principal.user_id,
                expires_at=expires_at,
            )
            await audit.note(
                scope,
                actor=actor_of(principal),
                action="key.made",
                subject=f"key:{key_id}",
                after={"name": label, "scopes": sorted(scopes)},
            )
        return (
            KeyRow(
                key_id,
                principal.business_id,
                label,
                key.prefix,
                key.digest,
                scopes,
                expires_at,
                None,
                None,
                now,
            ),
            key.text,
        )

    async def keys(
        self, principal: Principal, *, limit: int, after: tuple[datetime, UUID] | None
    ) -> list[KeyRow]:
        """The newest first, behind (created_at, id). Raises NotPermitted."""
        principal.require(Permission.KEYS_WRITE)
        async with self._database.tenant(principal.business_id, read_only=True) as scope:
            return await api_keys.page(scope, limit=limit, after=after)

    async def revoke_key(self, principal: Principal, key_id: UUID, now: datetime) -> None:
        """Raises NotPermitted, NotFound."""
        principal.require(Permission.KEYS_WRITE)
        async with self._database.tenant(principal.business_id) as scope:
            if not await api_keys.revoke(scope, key_id, now):
                raise NotFound("no such key, or it is revoked already")
            await audit.note(scope, actor=actor_of(principal), action="key.revoked", subject=f"key:{key_id}")

    async def _by_key(self, text: str, business_id: UUID, now: datetime) -> Principal:
        prefix, digest = parts_of_key(text) or ("", b"")
        key, standing = await admissions.of_key(self._database, business_id, prefix)
        if key is None or not hmac.compare_digest(key.digest, digest) or not key.is_usable(now):
            raise NotSignedIn(BAD_KEY)
        if key.business_id != business_id:
            raise NotFound("no such business")
        if standing in (Standing.CLOSED, Standing.OVER):  # one that was made at that moment
            raise NotSignedIn(BAD_KEY)
        if key.use_is_due(now):
            async with self._database.tenant(business_id) as scope:
                await api_keys.note_use(scope, key, now)
        return Principal(business_id, None, key.id, None, key.scopes, standing)


def _let_in(business_id: UUID, shown: AccessToken, role: Role | None, standing: Standing) -> Principal:
    if role is None or standing is Standing.OVER:
        raise NotFound("no such business")
    if standing is Standing.CLOSED and role is not Role.OWNER:
        raise NotPermitted("this business is closed; until its data is erased, its owners alone get in")
    return member(business_id, shown.user_id, role, standing=standing)


def actor_of(principal: Principal) -> str:
    """As the audit log names them."""
    return f"user:{principal.user_id}" if principal.user_id is not None else f"key:{principal.key_id}"
