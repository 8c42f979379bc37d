"""Stripe's stand-in without a socket, at a time of the test's own, and our side of it."""

import json
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

import httpx
from starlette.applications import Starlette

from config.billing import load_billing
from domain.billing.plans import Catalogue
from providers.stripe.payments import StripePayments
from providers.stripe.publishing import StripeCatalogue
from sandbox.faults import Fault
from sandbox.options import Credentials, StandInOptions
from sandbox.vendors.stripe.app import build
from sandbox.vendors.stripe.books import Books, Object
from sandbox.vendors.stripe.webhooks import body_of, signed

URL = "http://stripe.test"
BEGAN_S = 1_790_000_000  # 2026-09-21 in the morning, UTC


_STOCK: dict[str, dict[str, Object]] = {}


@dataclass(slots=True)
class Exchange:
    """A request and its answer, as they went over the wire."""

    request: httpx.Request
    response: httpx.Response

    @property
    def path(self) -> str:
        return self.request.url.path


@dataclass(slots=True)
class StripeDouble(httpx.AsyncBaseTransport):
    """The stand-in, what was said to it, and its clock."""

    now_s: int = BEGAN_S
    exchanges: list[Exchange] = field(default_factory=list[Exchange])
    options: StandInOptions = field(default_factory=StandInOptions)
    app: Starlette = field(init=False)
    _inner: httpx.ASGITransport = field(init=False)

    def __post_init__(self) -> None:
        self.app = build(self.options, clock_s=lambda: self.now_s)
        self._inner = httpx.ASGITransport(self.app)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        response = await self._inner.handle_async_request(request)
        await response.aread()
        self.exchanges.append(Exchange(request, response))
        return httpx.Response(response.status_code, headers=response.headers, content=response.content)

    @property
    def books(self) -> Books:
        return self.app.state.books

    @property
    def catalogue(self) -> Catalogue:
        return load_billing().catalogue

    def payments(self) -> StripePayments:
        credentials = Credentials()
        return StripePayments(
            credentials.stripe_secret_key,
            URL,
            webhook_secrets=(credentials.stripe_webhook_secret,),
            meter=self.catalogue.meter,
            transport=self,
        )

    async def publish(self, catalogue: Catalogue | None = None) -> list[str]:
        shop = StripeCatalogue(Credentials().stripe_secret_key, URL, transport=self)
        return await shop.publish(catalogue or self.catalogue)

    async def stocked(self) -> None:
        """Everything is on sale; published the first time, and the same things from then on."""
        kinds = ("product", "price", "billing.meter")
        if not _STOCK:
            await self.publish()
            _STOCK.update({kind: deepcopy(self.books.objects[kind]) for kind in kinds})
        self.books.objects |= deepcopy(_STOCK)

    async def by_hand(self, what: str, object_id: str, **told: Any) -> dict[str, Any]:
        """What people do on Stripe's pages."""
        async with httpx.AsyncClient(transport=self._inner, base_url=URL) as client:
            answer = await client.post(f"/_sandbox/{what}/{object_id}", json=told)
        return answer.json()

    async def pass_time(self, seconds: int) -> None:
        """In steps of a quarter of an hour at the least, as the stand-in does what is due when it is asked."""
        self.now_s += seconds
        async with httpx.AsyncClient(transport=self._inner, base_url=URL) as client:
            key = self.options.credentials.stripe_secret_key
            await client.get("/v1/prices", headers={"Authorization": f"Bearer {key}"})

    def arm(self, kind: Any, status: int = 503, count: int = 1) -> None:
        self.options.faults.arm(Fault("stripe", kind, status=status), count)

    def events(self) -> list[Object]:
        """All that happened, oldest first, thin ones too."""
        kinds = self.books.objects.get("event", {}), self.books.objects.get("v2.core.event", {})
        return [json.loads(body_of(one)) for kind in kinds for one in kind.values()]

    def webhook(
        self, event: Object, *, at_s: int | None = None, secret: str | None = None
    ) -> tuple[bytes, str]:
        """The body and signature it is sent with."""
        if event["object"] == "v2.core.event":
            event = {name: value for name, value in event.items() if name != "data"}
        body = body_of(event)
        return body, signed(body, secret or self.books.webhook_secret, at_s or self.now_s)
