"""Turns components into answers: HTML under a policy of its own that runs no script and loads nothing but ours."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fastapi import Request
from jinja2 import Environment, StrictUndefined
from jinjax import Catalog
from markupsafe import Markup
from starlette.responses import HTMLResponse, RedirectResponse, Response

from deployments.dashboard.assets import Assets
from deployments.dashboard.formats import Formats, length
from deployments.dashboard.navigation import Place
from storage.postgres.memberships import MemberOf
from storage.postgres.users import UserRow

COMPONENTS = Path(__file__).parent / "components"
HTMX = "HX-Request"


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around a page's content, for every component of it as `page`.

    Attributes:
        nonce: of the answer; a script or an `hx-` attribute without it does nothing.
        csrf: empty where nobody is signed in.
        user: who is signed in.
        businesses: theirs.
        business: the one the page is of, with `formats`, `places` of the menu and `base`, the path of its pages.
    """

    nonce: str
    path: str
    csrf: str = ""
    user: UserRow | None = None
    businesses: Sequence[MemberOf] = ()
    business: MemberOf | None = None
    formats: Formats | None = None
    places: Sequence[Place] = ()

    @property
    def base(self) -> str:
        return f"/businesses/{self.business.business_id}" if self.business is not None else ""

    def leads_to(self, place: Place) -> str:
        return f"{self.base}/{place.path}".rstrip("/")

    def is_at(self, place: Place) -> bool:
        address = self.leads_to(place)
        return self.path == address or (place.path != "" and self.path.startswith(f"{address}/"))


class Pages:
    """The components, compiled once for each process."""

    def __init__(self, assets: Assets, *, development: bool = False) -> None:
        self.assets = assets
        environment = Environment(
            autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
        )
        self._catalog: Any = Catalog(
            jinja_env=environment,
            globals={"asset": assets.address, "icon": self._icon, "length": length, "pairs": pairs},
            auto_reload=development,
        )
        self._catalog.add_folder(COMPONENTS)

    def show(
        self, request: Request, component: str, values: Mapping[str, Any] | None = None, *, status: int = 200
    ) -> HTMLResponse:
        """A component as the answer to a request; `request.state.frame` is what stands around it."""
        return HTMLResponse(
            self.text(request, component, values), status, headers=headers(frame_of(request).nonce)
        )

    def text(self, request: Request, component: str, values: Mapping[str, Any] | None = None) -> str:
        """A component as HTML."""
        text: str = self._catalog.render(component, _globals={"page": frame_of(request)}, **(values or {}))
        return text

    def _icon(self, name: str) -> Markup:
        return Markup(self.assets.icons[name])  # noqa: S704 (built from a package, no text of users)


def headers(nonce: str) -> dict[str, str]:
    """What a page may load and do. `data:` are the drawings within our own styles."""
    policy = {
        "default-src": "'none'",
        "script-src": f"'nonce-{nonce}' 'strict-dynamic'",
        "style-src": f"'self' 'nonce-{nonce}'",
        "img-src": "'self' data:",
        "font-src": "'self'",
        "connect-src": "'self'",
        "media-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
        "require-trusted-types-for": "'script'",
        "trusted-types": "htmx",
    }
    return {
        "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
        "Cache-Control": "private, no-store",
        "Referrer-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), payment=(), usb=()",
        "Vary": f"Cookie, {HTMX}",
    }


def frame_of(request: Request) -> Frame:
    """The request's; one for a visitor nobody knows until a dependency has set another."""
    frame = getattr(request.state, "frame", None)
    if frame is None:
        frame = Frame(fresh_nonce(), request.url.path)
        request.state.frame = frame
    return frame


def fresh_nonce() -> str:
    return secrets.token_urlsafe(18)


def sent_on(request: Request, address: str) -> Response:
    """Has the browser open another page of ours, also where htmx asked."""
    if request.headers.get(HTMX):
        return Response(status_code=204, headers={"HX-Redirect": address})
    return RedirectResponse(address, 303)


def pairs(texts: Sequence[str]) -> list[tuple[str, str]]:
    """Options of a choice that are what they say."""
    return [(text, text) for text in texts]
