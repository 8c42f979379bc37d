"""Whether somebody may come in: one statement, and all that most requests ask before their work.

Functions of the database say for whom they look before they do; policies hold for them as for any statement.
"""

from dataclasses import dataclass
from uuid import UUID

from domain.accounts.roles import Role, Standing
from storage.postgres.api_keys import KeyRow, key_of
from storage.postgres.database import Database

_SIGN_IN = "SELECT is_open, role, standing FROM admit_sign_in($1, $2, $3)"
_KEY = (
    "SELECT id, business_id, name, prefix, digest, scopes, expires_at, last_used_at, revoked_at, created_at, standing "
    "FROM admit_key($1, $2)"
)


@dataclass(frozen=True, slots=True)
class Admission:
    """Whether a sign-in is open, the user's role in a business, and what may be done in that."""

    is_open: bool
    role: Role | None
    standing: Standing


async def of_sign_in(database: Database, business_id: UUID, sign_in_id: UUID, user_id: UUID) -> Admission:
    """Raises StorageError."""
    (found,) = await database.alone(_SIGN_IN, business_id, sign_in_id, user_id)
    role = None if found["role"] is None else Role(found["role"])
    return Admission(found["is_open"], role, Standing(found["standing"] or Standing.OPEN))


async def of_key(database: Database, business_id: UUID, prefix: str) -> tuple[KeyRow | None, Standing]:
    """The one key with this prefix, of whichever business, and what may be done in `business_id`.

    Raises StorageError.
    """
    found = await database.alone(_KEY, business_id, prefix)
    if not found:
        return None, Standing.OPEN
    return key_of(found[0]), Standing(found[0]["standing"] or Standing.OPEN)
