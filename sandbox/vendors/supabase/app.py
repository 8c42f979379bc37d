"""Supabase's key set and tokens, for development and tests: keys that rotate, and an endpoint that can be broken."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from fastapi import FastAPI, Response
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, RSAKey


def new_key(kind: str = "EC") -> ECKey | RSAKey:
    key = ECKey.generate_key("P-256") if kind == "EC" else RSAKey.generate_key(2048)
    key.ensure_kid()
    return key


@dataclass
class SupabaseProject:
    """One project. `broken` is answered in place of the key set."""

    url: str
    keys: list[ECKey | RSAKey] = field(default_factory=lambda: [new_key()])
    broken: Response | None = None
    fetches: int = 0

    @property
    def issuer(self) -> str:
        return f"{self.url}/auth/v1"

    def rotate(self, *, keep: bool = True) -> None:
        """A fresh key signs; the one before stays published unless it is withdrawn."""
        self.keys = [new_key(), *(self.keys if keep else [])]

    def claims(self, email: str, now: datetime, **changes: Any) -> dict[str, Any]:
        """Of a user's token. Source: https://supabase.com/docs/guides/auth/jwt-fields"""
        return {
            "iss": self.issuer,
            "aud": "authenticated",
            "sub": str(uuid4()),
            "role": "authenticated",
            "email": email,
            "session_id": str(uuid4()),
            "email_verified": True,
            "is_anonymous": False,
            "iat": int(now.timestamp()),
            "exp": int((now + timedelta(hours=1)).timestamp()),
            "app_metadata": {"provider": "email"},
            "user_metadata": {"full_name": "Noor Haddad"},
        } | changes

    def token(self, claims: dict[str, Any], key: ECKey | RSAKey | None = None) -> str:
        signing = key or self.keys[0]
        alg = "ES256" if isinstance(signing, ECKey) else "RS256"
        return jwt.encode({"alg": alg, "kid": signing.kid}, claims, signing)

    def app(self) -> FastAPI:
        app = FastAPI()

        @app.get("/auth/v1/.well-known/jwks.json", response_model=None)
        async def jwks() -> Response | dict[str, Any]:  # pyright: ignore[reportUnusedFunction]
            self.fetches += 1
            return self.broken or dict(KeySet(list(self.keys)).as_dict(private=False))

        return app
