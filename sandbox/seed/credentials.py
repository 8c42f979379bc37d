"""What opens the made-up businesses: addresses, one password, and keys anybody can work out."""

import hashlib

from domain.accounts.roles import Role
from services.accounts.secrets import KEY_MARK

PASSWORD = "a diary full of strangers"  # noqa: S105 - of made-up users, for development
SHARED = 3
"""The first owner has so many businesses."""


def email_of(seed: int, index: int, role: Role) -> str:
    """`owner@seed-1.example.com`, `manager4@seed-1.example.com`: owners of the first businesses are one person."""
    number = "" if index == 0 or (role is Role.OWNER and index < SHARED) else str(index + 1)
    return f"{role.value}{number}@seed-{seed}.example.com"


def domain_of(seed: int) -> str:
    return f"@seed-{seed}.example.com"


def key_text(seed: int, index: int, name: str) -> str:
    """An API key anybody can work out: made-up businesses are for development."""
    secret = hashlib.sha256(f"{seed}/{index}/{name}".encode()).hexdigest()
    return f"{KEY_MARK}_{secret[:12]}_{secret[12:]}"
