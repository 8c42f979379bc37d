"""Who signs in to a made-up business: users with a known password, keys with a known text, and what they changed."""

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from pwdlib.hashers.argon2 import Argon2Hasher

from domain.accounts.roles import KEY_SCOPES, Permission, Role
from sandbox.seed import names
from sandbox.seed.credentials import PASSWORD, domain_of, email_of, key_text
from sandbox.seed.randomness import Chance
from sandbox.seed.rows import Rows
from sandbox.seed.set_up import FOUNDED
from sandbox.seed.shape import Made, Span
from services.accounts.secrets import digest_of
from storage.postgres import account_tables as accounts


def password_hash(seed: int) -> str:
    """Salted with the seed, so that it comes out the same."""
    salt = hashlib.sha256(f"seed/{seed}".encode()).digest()[:16]
    hasher = Argon2Hasher(time_cost=2, memory_cost=19_456, parallelism=1)
    return hasher.hash(PASSWORD, salt=salt)


@dataclass(frozen=True, slots=True)
class Users:
    """Adds the users of a business; who has several is the same user in each."""

    seed: int
    hashed: str

    def add(self, rows: Rows, index: int, chance: Chance) -> dict[Role, UUID]:
        found: dict[Role, UUID] = {}
        for role in Role:
            email = email_of(self.seed, index, role)
            # Of the address alone: a user of several businesses has one id.
            user_id = Chance(self.seed, email).id_at(FOUNDED)
            name = f"{names.given('en', Chance(email))} {names.family('en', Chance(email))}"
            rows.add(
                accounts.User,
                id=user_id,
                email=email,
                name=name,
                password_hash=self.hashed,
                email_verified_at=FOUNDED,
                created_at=FOUNDED,
            )
            rows.add(accounts.Membership, user_id=user_id, role=role.value, created_at=FOUNDED)
            found[role] = user_id
        rows.add(
            accounts.Invitation,
            id=chance.id_at(FOUNDED),
            email=f"new{index}{domain_of(self.seed)}",
            role=Role.STAFF.value,
            digest=digest_of(f"{self.seed}/{index}/invitation"),
            invited_by=found[Role.OWNER],
            expires_at=FOUNDED + timedelta(days=7),
            created_at=FOUNDED,
        )
        return found


KEYS = (
    ("website", KEY_SCOPES, False),
    ("reporting", frozenset({Permission.BOOKINGS_READ, Permission.CALLS_READ}), False),
    ("old till", KEY_SCOPES, True),
)
"""Name, scopes, and whether it is revoked."""


def add_keys(made: Made, seed: int, index: int, span: Span) -> None:
    for name, scopes, revoked in KEYS:
        _, prefix, secret = key_text(seed, index, name).split("_", 2)
        made.rows.add(
            accounts.ApiKey,
            id=made.chance.id_at(FOUNDED),
            name=name,
            prefix=prefix,
            digest=digest_of(secret),
            scopes=sorted(scope.value for scope in scopes),
            created_by=made.owner_id,
            created_at=FOUNDED,
            revoked_at=span.now - timedelta(days=3) if revoked else None,
        )


def add_audit(made: Made, index: int, span: Span) -> None:
    """What was changed since, the last today."""
    days = max((span.now.date() - span.first).days, 1)
    changes = (
        ("business.changed", f"business:{made.id}", {"greeting": "Hello?"}, {"greeting": "Hello!"}),
        ("offering.changed", "offering:Haircut", {"price_cents": 5900}, {"price_cents": 6200}),
        ("member.role_changed", f"user:{made.manager_id}", {"role": "staff"}, {"role": "manager"}),
        ("key.made", "key:website", {}, {"name": "website"}),
        ("hours.changed", f"business:{made.id}", {"closes": "17:00"}, {"closes": "18:00"}),
    )
    for number in range(min(days, 60)):
        at = span.now - timedelta(days=days * number / min(days, 60), minutes=index)
        action, subject, before, after = made.chance.one_of(changes)
        who = made.chance.one_of((f"user:{made.owner_id}", f"user:{made.manager_id}", "system"))
        made.rows.add(
            accounts.AuditEntry,
            id=made.chance.id_at(at),
            at=at,
            actor=who,
            action=action,
            subject=subject,
            before=before,
            after=after,
        )
