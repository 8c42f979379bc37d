"""Google's OAuth as a web server meets it: consent, codes, tokens, and what makes them void."""

import base64
import hashlib
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

LIVES_S = 3599


class OAuthRefused(Exception):
    def __init__(self, error: str, status: int = 400, description: str = "") -> None:
        super().__init__(error)
        self.error = error
        self.status = status
        self.description = description


@dataclass(slots=True)
class Consents:
    """What the account's owner allowed.

    Attributes:
        unticked: scopes the owner unticks at the next consent.
        denies: the owner says no.
    """

    client_id: str
    client_secret: str
    now: Callable[[], datetime]
    unticked: set[str] = field(default_factory=set[str])
    denies: bool = False
    _codes: dict[str, dict[str, str]] = field(default_factory=dict[str, dict[str, str]])
    _refresh: dict[str, str] = field(default_factory=dict[str, str])
    _access: dict[str, tuple[datetime, str, str]] = field(
        default_factory=dict[str, tuple[datetime, str, str]]
    )

    def asked(self, query: Mapping[str, str]) -> str:
        """Where the browser is sent. Raises OAuthRefused: Google shows an error page instead."""
        if query.get("client_id") != self.client_id:
            raise OAuthRefused("invalid_client", 401, "The OAuth client was not found.")
        if query.get("response_type") != "code" or not query.get("redirect_uri") or not query.get("scope"):
            raise OAuthRefused("invalid_request")
        target = query["redirect_uri"]
        state = {"state": query["state"]} if "state" in query else {}
        if self.denies:
            return f"{target}?{urlencode({'error': 'access_denied', **state})}"
        scope = " ".join(each for each in query["scope"].split() if each not in self.unticked)
        code = f"4/{secrets.token_urlsafe(24)}"
        offline = query.get("access_type") == "offline" and "consent" in query.get("prompt", "")
        self._codes[code] = {
            "redirect_uri": target,
            "scope": scope,
            "challenge": query.get("code_challenge", ""),
            "method": query.get("code_challenge_method", "plain"),
            "offline": "yes" if offline else "",
        }
        return f"{target}?{urlencode({'code': code, 'scope': scope, **state})}"

    def token(self, form: Mapping[str, str], authorization: str = "") -> dict[str, Any]:
        """The client stands in the body or in a Basic header. Raises OAuthRefused."""
        client = form.get("client_id", ""), form.get("client_secret", "")
        if authorization.startswith("Basic "):
            name, _, secret = base64.b64decode(authorization[6:]).decode().partition(":")
            client = name, secret
        if client != (self.client_id, self.client_secret):
            raise OAuthRefused("invalid_client", 401, "Unauthorized")
        match form.get("grant_type"):
            case "authorization_code":
                return self._exchanged(form)
            case "refresh_token":
                scope = self._refresh.get(form.get("refresh_token", ""))
                if scope is None:
                    raise OAuthRefused("invalid_grant", 400, "Token has been expired or revoked.")
                return self._issued(scope, form["refresh_token"])
            case _:
                raise OAuthRefused("unsupported_grant_type")

    def _exchanged(self, form: Mapping[str, str]) -> dict[str, Any]:
        known = self._codes.pop(form.get("code", ""), None)
        if known is None:
            raise OAuthRefused("invalid_grant", 400, "Malformed auth code.")
        if known["redirect_uri"] != form.get("redirect_uri"):
            raise OAuthRefused("redirect_uri_mismatch")
        verifier = form.get("code_verifier", "")
        shown = verifier
        if known["method"] == "S256":
            digest = hashlib.sha256(verifier.encode()).digest()
            shown = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        if known["challenge"] and shown != known["challenge"]:
            raise OAuthRefused("invalid_grant", 400, "Invalid code verifier.")
        if not known["offline"]:
            return self._issued(known["scope"], "")
        refresh = f"1//{secrets.token_urlsafe(32)}"
        self._refresh[refresh] = known["scope"]
        return {**self._issued(known["scope"], refresh), "refresh_token": refresh}

    def _issued(self, scope: str, refresh: str) -> dict[str, Any]:
        access = f"ya29.{secrets.token_urlsafe(32)}"
        self._access[access] = (self.now() + timedelta(seconds=LIVES_S), scope, refresh)
        return {"access_token": access, "expires_in": LIVES_S, "scope": scope, "token_type": "Bearer"}

    def revoke(self, token: str) -> None:
        """Either token ends both. Raises OAuthRefused."""
        refresh = self._access[token][2] if token in self._access else token
        if refresh not in self._refresh and token not in self._access:
            raise OAuthRefused("invalid_token", 400, "Token expired or revoked")
        self._refresh.pop(refresh, None)
        self._access = {key: one for key, one in self._access.items() if one[2] != refresh and key != token}

    def granted(self, scope: str) -> tuple[str, str]:
        """As though the owner had allowed it a moment ago: an access and a refresh token."""
        refresh = f"1//{secrets.token_urlsafe(32)}"
        self._refresh[refresh] = scope
        return self._issued(scope, refresh)["access_token"], refresh

    def withdraw(self) -> None:
        """The owner takes all of it back, in their account's settings."""
        self._refresh.clear()
        self._access.clear()

    def end_access(self) -> None:
        """All access tokens are over; refresh tokens hold."""
        self._access.clear()

    def scopes_of(self, authorization: str) -> frozenset[str]:
        """Of a bearer token. Raises OAuthRefused."""
        token = authorization.removeprefix("Bearer ")
        known = self._access.get(token)
        if known is None or known[0] <= self.now():
            raise OAuthRefused("authError", 401, "Invalid Credentials")
        return frozenset(known[1].split())

    @property
    def consents(self) -> int:
        """How many hold."""
        return len(self._refresh)
