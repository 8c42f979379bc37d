"""Who may do what in a business: roles, what each is allowed, and the principal a request acts as."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from domain.errors import NotPermitted


class Role(StrEnum):
    """A user's role in one business; the platform's operators have none of them by being operators."""

    OWNER = "owner"
    MANAGER = "manager"
    STAFF = "staff"
    VIEWER = "viewer"


class Permission(StrEnum):
    """What a request needs; also the scopes of API keys."""

    CALLS_READ = "calls:read"
    RECORDINGS_READ = "recordings:read"
    """Listening to calls and voicemails; a viewer has it only where somebody allowed it to them."""
    RECORDINGS_WRITE = "recordings:write"
    """Deleting them, showing calls to others by a link, and keeping a call from being deleted."""
    PRIVACY_WRITE = "privacy:write"
    """Handing out all that is known of one person, and erasing it."""
    BOOKINGS_READ = "bookings:read"
    BOOKINGS_WRITE = "bookings:write"
    CUSTOMERS_READ = "customers:read"
    CUSTOMERS_WRITE = "customers:write"
    SETTINGS_READ = "settings:read"
    SETTINGS_WRITE = "settings:write"
    TEAM_READ = "team:read"
    TEAM_WRITE = "team:write"
    KEYS_WRITE = "keys:write"
    WEBHOOKS_READ = "webhooks:read"
    WEBHOOKS_WRITE = "webhooks:write"
    AUDIT_READ = "audit:read"
    BILLING = "billing"
    CLOSE_BUSINESS = "business:close"


_VIEWS = frozenset(
    {Permission.CALLS_READ, Permission.BOOKINGS_READ, Permission.CUSTOMERS_READ, Permission.SETTINGS_READ}
)
_WORKS = _VIEWS | {Permission.RECORDINGS_READ, Permission.BOOKINGS_WRITE, Permission.CUSTOMERS_WRITE}
_MANAGES = _WORKS | {
    Permission.RECORDINGS_WRITE,
    Permission.PRIVACY_WRITE,
    Permission.SETTINGS_WRITE,
    Permission.TEAM_READ,
    Permission.TEAM_WRITE,
    Permission.KEYS_WRITE,
    Permission.WEBHOOKS_READ,
    Permission.WEBHOOKS_WRITE,
    Permission.AUDIT_READ,
}
ALLOWED: dict[Role, frozenset[Permission]] = {
    Role.VIEWER: _VIEWS,
    Role.STAFF: _WORKS,
    Role.MANAGER: _MANAGES,
    Role.OWNER: frozenset(Permission),
}
"""Each role has all that the one below it has."""

KEY_SCOPES = ALLOWED[Role.MANAGER] - {Permission.TEAM_WRITE, Permission.KEYS_WRITE}
"""What an API key may be given: a key makes no users and no keys, so a stolen one can be taken back."""

READS = frozenset(permission for permission in Permission if permission.endswith(":read"))
"""All that is left in a business that is suspended or closed; the owner of a closed one reopens it besides."""


class Standing(StrEnum):
    """What may be done in a business at all, whoever asks."""

    OPEN = "open"
    SUSPENDED = "suspended"
    """By an operator of the platform: its people read, and change nothing."""
    CLOSED = "closed"
    """By its owner, who alone still gets in, reads, and can reopen it."""
    OVER = "over"
    """Closed for so long that its data is being erased: as if there were no such business."""


_LEFT_IN_A_CLOSED_ONE = READS | {Permission.CLOSE_BUSINESS}
SUSPENDED = "this business is suspended; its audit log says why, and nothing can be changed"

_RANK = (Role.VIEWER, Role.STAFF, Role.MANAGER, Role.OWNER)


def may_grant(granter: Role, role: Role) -> bool:
    """Whether somebody of this role may make, change or remove a member of that role: never above their own."""
    return Permission.TEAM_WRITE in ALLOWED[granter] and _RANK.index(role) <= _RANK.index(granter)


@dataclass(frozen=True, slots=True)
class Principal:
    """Who a request acts as, within one business.

    Attributes:
        user_id: None for an API key.
        key_id: None for a user.
        permissions: what the role allows, or the key's scopes.
        standing: the business's; unless it is open, nobody changes anything.
    """

    business_id: UUID
    user_id: UUID | None
    key_id: UUID | None
    role: Role | None
    permissions: frozenset[Permission]
    standing: Standing = Standing.OPEN

    @property
    def only_reads(self) -> bool:
        return self.standing is not Standing.OPEN

    def require(self, permission: Permission) -> None:
        """Raises NotPermitted unless the principal may do this."""
        if self.standing is Standing.SUSPENDED and permission not in READS:
            raise NotPermitted(SUSPENDED)
        if self.standing in (Standing.CLOSED, Standing.OVER) and permission not in _LEFT_IN_A_CLOSED_ONE:
            raise NotPermitted("this business is closed; reopen it before you change anything")
        if permission not in self.permissions:
            raise NotPermitted(f"this needs the permission {permission.value}")


def member(business_id: UUID, user_id: UUID, role: Role, *, standing: Standing = Standing.OPEN) -> Principal:
    """A user who is signed in."""
    return Principal(business_id, user_id, None, role, ALLOWED[role], standing)
