"""Cookies of pages, and what keeps other sites from using them.

A browser sends the cookie with every request to us, whoever's page asked for it. So what writes has to show a token
too, which only a page of ours can know: an HMAC under the session's own secret. It changes with it, and needs
no key of ours. A request that shows `Authorization` is a program's: its cookie counts for nothing, and it needs no
token.

Source: https://cheatsheetseries.owasp.org/cheatsheets/Cross-Site_Request_Forgery_Prevention_Cheat_Sheet.html
"""

import base64
import hmac
from urllib.parse import urlsplit

from fastapi import Request, Response

from domain.errors import NotPermitted

TOKEN_HEADER = "X-CSRF-Token"  # noqa: S105
TOKEN_FIELD = "csrf_token"  # noqa: S105
NAME = "session"
SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
LONGEST = 100


class Cookies:
    """The session's cookie: for this host alone, out of scripts' reach, and sent by no other site's forms.

    Args:
        https: whether the public address is; then browsers send it nowhere else.
    """

    def __init__(self, *, https: bool) -> None:
        self._https = https
        self.name = f"__Host-{NAME}" if https else NAME

    def shown(self, request: Request) -> str | None:
        """The secret, where a request shows one of plausible form."""
        secret = request.cookies.get(self.name, "")
        return secret if 0 < len(secret) <= LONGEST and secret.isascii() else None

    def set(self, response: Response, secret: str, max_age_s: int) -> None:
        response.set_cookie(
            self.name, secret, max_age=max_age_s, path="/", secure=self._https, httponly=True, samesite="lax"
        )

    def clear(self, response: Response) -> None:
        response.delete_cookie(self.name, path="/", secure=self._https, httponly=True, samesite="lax")


def csrf_token(secret: str) -> str:
    """What pages of this session send along with what writes."""
    digest = hmac.digest(secret.encode(), b"csrf", "sha256")
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


async def require_own_page(request: Request, secret: str) -> None:
    """Raises NotPermitted when a request that writes comes from no page of ours."""
    if request.method in SAFE:
        return
    require_own_origin(request)
    shown = request.headers.get(TOKEN_HEADER)
    if shown is None and request.headers.get("content-type", "").partition(";")[0].strip().lower() in _FORMS:
        field = (await request.form()).get(TOKEN_FIELD)
        shown = field if isinstance(field, str) else None
    if shown is None or not hmac.compare_digest(
        shown.encode("utf-8", "replace"), csrf_token(secret).encode()
    ):
        raise NotPermitted(
            f"with a cookie, a request that writes shows {TOKEN_HEADER}, from GET /api/v1/sessions/current; "
            "read it again, it changes with the session"
        )


def require_own_origin(request: Request) -> None:
    """Raises NotPermitted when a browser says that another site's page asks."""
    origin = request.headers.get("origin")
    elsewhere = (
        origin is not None and urlsplit(origin).netloc.lower() != request.headers.get("host", "").lower()
    )
    if elsewhere or request.headers.get("sec-fetch-site") in ("cross-site", "same-site"):
        raise NotPermitted("with a cookie, only our own pages may ask this")
