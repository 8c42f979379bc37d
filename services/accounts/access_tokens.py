"""Access tokens: JWTs signed with ES256, good for ten minutes, checked without a store."""

import hashlib
import json
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, KeySet

from domain.accounts.credentials import ACCESS_FOR
from domain.errors import ConfigError, NotSignedIn

ALGORITHM = "ES256"
LEEWAY_S = 30
MOST_KNOWN = 2_000
"""Tokens whose signature need not be checked again, 0.4 KiB each; the oldest go first."""


@dataclass(frozen=True, slots=True)
class AccessToken:
    """Who shows it, and in which sign-in."""

    user_id: UUID
    sign_in_id: UUID


class AccessTokens:
    """Signs with the first key and accepts all: a new key is put in front, the old one stays until its tokens are over.

    Args:
        keys: private keys, P-256; each with a `kid`.
        issuer: the public address; also the audience.

    Raises:
        ConfigError: no key, or one that cannot sign.
    """

    def __init__(self, keys: Sequence[ECKey], issuer: str) -> None:
        if not keys or not all(key.is_private and key.kid for key in keys):
            raise ConfigError("ACCESS_TOKEN_KEYS: at least one private P-256 key, each with a kid")
        self._signing = keys[0]
        self._keys = KeySet(list(keys))
        self._issuer = issuer
        self._known: OrderedDict[bytes, tuple[AccessToken, int]] = OrderedDict()
        """By the digest of a text whose signature was checked: what it says, and when it is over, in Unix seconds."""

    @property
    def issuer(self) -> str:
        return self._issuer

    def issue(self, user_id: UUID, sign_in_id: UUID, now: datetime) -> str:
        claims = {
            "iss": self._issuer,
            "aud": self._issuer,
            "sub": str(user_id),
            "sid": str(sign_in_id),
            "iat": int(now.timestamp()),
            "exp": int((now + ACCESS_FOR).timestamp()),
        }
        return jwt.encode({"alg": ALGORITHM, "kid": self._signing.kid}, claims, self._signing)

    def read(self, text: str, now: datetime) -> AccessToken:
        """Raises NotSignedIn for anything but a token of ours that holds now.

        A signature is checked once (0.5 ms), the time always; that the sign-in is open is for others to ask.
        """
        digest = hashlib.sha256(text.encode(errors="surrogatepass")).digest()
        known = self._known.get(digest)
        if known is not None and now.timestamp() < known[1]:
            return known[0]
        shown, ends_at = self._checked(text, now)
        self._known[digest] = shown, ends_at
        while len(self._known) > MOST_KNOWN:
            self._known.popitem(last=False)
        return shown

    def _checked(self, text: str, now: datetime) -> tuple[AccessToken, int]:
        try:
            token = jwt.decode(text, self._keys, algorithms=[ALGORITHM])
            jwt.JWTClaimsRegistry(
                now=int(now.timestamp()),
                leeway=LEEWAY_S,
                iss={"essential": True, "value": self._issuer},
                aud={"essential": True, "value": self._issuer},
                exp={"essential": True},
                sub={"essential": True},
                sid={"essential": True},
            ).validate(token.claims)
            shown = AccessToken(UUID(token.claims["sub"]), UUID(token.claims["sid"]))
            return shown, int(token.claims["exp"])
        except (JoseError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise NotSignedIn(
                "the access token is not valid, or over; sign in again or refresh it"
            ) from error

    def public_keys(self) -> dict[str, object]:
        """The JWKS others check these tokens with."""
        return dict(self._keys.as_dict(private=False))


def signing_keys(jwk_set: str) -> list[ECKey]:
    """The keys of `ACCESS_TOKEN_KEYS`. Raises ConfigError when it is no set of P-256 keys."""
    try:
        found = [ECKey.import_key(key) for key in json.loads(jwk_set)["keys"]]
    except (JoseError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ConfigError("ACCESS_TOKEN_KEYS: must be a JWK set of private P-256 keys") from error
    for key in found:
        key.ensure_kid()
    return found


def new_key_set() -> str:
    """A JWK set with one fresh private key, for `ACCESS_TOKEN_KEYS`."""
    return json.dumps({"keys": [new_signing_key().as_dict(private=True)]})


def new_signing_key() -> ECKey:
    """A key for one machine, or for `ACCESS_TOKEN_KEYS`."""
    key = ECKey.generate_key("P-256")
    key.ensure_kid()
    return key
