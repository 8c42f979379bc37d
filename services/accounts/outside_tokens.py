"""Access tokens of an outside issuer, checked against the key set it publishes."""

import asyncio
import base64
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from time import monotonic
from typing import Any, cast

import structlog
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, KeySet, RSAKey

from domain.errors import NotSignedIn, ProviderError

log = structlog.get_logger()

ALGORITHMS = ("ES256", "RS256")
"""Those of a key pair: with a shared secret, whoever knows the public key could sign."""

LEEWAY_S = 30
FRESH_S = 600.0
"""So old may the set be: a key that was withdrawn is taken no longer than that while the issuer answers."""

AGAIN_S = 30.0
"""Between fetches for a key nobody knows, and after one that failed."""

BAD = "the token is not valid, or over; sign in again"


class OutsideKeys:
    """The issuer's keys. While they cannot be fetched, those there are serve on.

    Args:
        fetch: the set as it was sent; raises ProviderError.
        now_s: a clock that only goes forwards.
    """

    def __init__(
        self, fetch: Callable[[], Awaitable[bytes]], *, now_s: Callable[[], float] = monotonic
    ) -> None:
        self._fetch = fetch
        self._now_s = now_s
        self._keys: dict[str, ECKey | RSAKey] = {}
        self._fetched_s = float("-inf")
        self._tried_s = float("-inf")
        self._lock = asyncio.Lock()

    async def key(self, kid: str) -> ECKey | RSAKey | None:
        """The key with this id; None when the issuer has none."""
        if kid not in self._keys or self._now_s() - self._fetched_s > FRESH_S:
            async with self._lock:
                stale = kid not in self._keys or self._now_s() - self._fetched_s > FRESH_S
                if stale and self._now_s() - self._tried_s >= AGAIN_S:
                    await self._renew()
        return self._keys.get(kid)

    async def _renew(self) -> None:
        self._tried_s = self._now_s()
        try:
            self._keys = _read(await self._fetch())
            self._fetched_s = self._now_s()
        except (ProviderError, ValueError) as error:
            log.warning("outside_keys.not_fetched", reason=str(error), kept=len(self._keys))


def _read(body: bytes) -> dict[str, ECKey | RSAKey]:
    """The usable keys by id. Raises ValueError when it is no key set, or has no such key."""
    try:
        sent: Any = json.loads(body)["keys"]
        found = [one for one in map(_as_object, sent) if one.get("kty") in ("EC", "RSA")]
        keys = {key.kid: key for key in KeySet.import_key_set({"keys": found}).keys if key.kid}
    except (JoseError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise ValueError("no key set") from None
    usable = {kid: key for kid, key in keys.items() if isinstance(key, ECKey | RSAKey)}
    if not usable:
        raise ValueError("a key set without a usable key")
    return usable


@dataclass(frozen=True, slots=True)
class OutsideUser:
    """Who a token is about, as the issuer says.

    Attributes:
        address_is_proven: by a claim that users cannot write themselves.
    """

    subject: str
    session: str
    email: str
    name: str
    address_is_proven: bool


class OutsideTokens:
    """Supabase's, of one project.

    Args:
        issuer: `SUPABASE_URL/auth/v1`.
        audience: `authenticated`; anonymous and service tokens have others.
    """

    def __init__(self, keys: OutsideKeys, issuer: str, audience: str = "authenticated") -> None:
        self._keys = keys
        self._issuer = issuer
        self._audience = audience

    def says_so(self, text: str) -> bool:
        """Whether a token claims to be of this issuer; nothing of it is checked."""
        return _part(text, 1).get("iss") == self._issuer

    async def read(self, text: str, now: datetime) -> OutsideUser:
        """Raises NotSignedIn for anything but a token of a user of this issuer that holds now."""
        kid = _part(text, 0).get("kid")
        key = await self._keys.key(kid) if isinstance(kid, str) and 0 < len(kid) <= 200 else None
        if key is None:
            raise NotSignedIn(BAD)
        try:
            token = jwt.decode(text, key, algorithms=list(ALGORITHMS))
            jwt.JWTClaimsRegistry(
                now=int(now.timestamp()),
                leeway=LEEWAY_S,
                iss={"essential": True, "value": self._issuer},
                aud={"essential": True, "value": self._audience},
                exp={"essential": True},
                sub={"essential": True},
                session_id={"essential": True},
                email={"essential": True},
            ).validate(token.claims)
            return _user(token.claims)
        except (JoseError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise NotSignedIn(BAD) from error


def _user(claims: dict[str, Any]) -> OutsideUser:
    subject, session, email = claims["sub"], claims["session_id"], claims["email"]
    if not all(isinstance(one, str) and 0 < len(one) <= 320 for one in (subject, session, email)):
        raise ValueError("a claim of another form")
    if claims.get("is_anonymous") is True:
        raise ValueError("an anonymous user")
    name = _as_object(claims.get("user_metadata")).get("full_name")
    proven = claims.get("email_verified") is True
    return OutsideUser(subject, session, email, name if isinstance(name, str) else "", proven)


def _part(text: str, number: int) -> dict[str, Any]:
    """Header or claims of a token, unchecked; empty when there are none."""
    try:
        part = text.split(".")[number]
        found: Any = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    except (ValueError, IndexError, RecursionError):
        return {}
    return _as_object(found)


def _as_object(value: object) -> dict[str, Any]:
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}
