"""Random texts that open something, and what is stored of them: a digest, so that a copy of the table opens nothing."""

import hashlib
import secrets
from dataclasses import dataclass

KEY_MARK = "rk"
"""What API keys begin with: scanners for leaked secrets know keys by such marks."""


@dataclass(frozen=True, slots=True)
class Secret:
    """`text` is told once; `digest` is stored. 256 random bits need no slow hash."""

    text: str
    digest: bytes


def new_secret() -> Secret:
    text = secrets.token_urlsafe(32)
    return Secret(text, digest_of(text))


def digest_of(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


@dataclass(frozen=True, slots=True)
class NewKey:
    """An API key: `rk_PREFIX_SECRET`. The prefix is shown in lists and finds the row."""

    text: str
    prefix: str
    digest: bytes


def new_key() -> NewKey:
    prefix, secret = secrets.token_hex(6), secrets.token_urlsafe(32)
    return NewKey(f"{KEY_MARK}_{prefix}_{secret}", prefix, digest_of(secret))


def parts_of_key(text: str) -> tuple[str, bytes] | None:
    """The prefix and the secret's digest; None when this is no key of ours."""
    mark, _, rest = text.partition("_")
    prefix, _, secret = rest.partition("_")
    if mark != KEY_MARK or len(prefix) != 12 or not secret or len(text) > 100:
        return None
    return prefix, digest_of(secret)
