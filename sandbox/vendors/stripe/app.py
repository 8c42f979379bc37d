"""Stripe's API as far as billing by plan and usage needs it, and what people do on Stripe's pages.

/v1/...                               as the vendor's contract has it
/_sandbox/checkout/{id}               POST: the page is filled in and paid
/_sandbox/portal/{id}                 POST {"action": "cancel" | "keep"}: what the customer does there
/_sandbox/cards/{customer}            POST {"declines": true | false}: their card from now on
/_sandbox/subscriptions/{id}          POST {"status"}: set by hand, as at Stripe's dashboard
/_sandbox/events                      GET: all that happened, oldest first, as they are sent
"""

import json
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from hashlib import sha256
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sandbox.options import StandInOptions
from sandbox.vendors.stripe import catalogue, meters, sales, schedules, subscriptions
from sandbox.vendors.stripe.books import API_VERSION, Books, Object, page
from sandbox.vendors.stripe.forms import Form, Refused, parsed
from sandbox.vendors.stripe.webhooks import Sender, body_of

_VENDOR = "stripe"
LONGEST_ADVANCE_S = 2 * 31 * 86_400

Answer = Callable[[Books, Form, Request], Object]


def build(options: StandInOptions, *, clock_s: Callable[[], float] = time.time) -> Starlette:
    """The stand-in as an application; `STRIPE_BASE_URL` points at where it is mounted.

    Args:
        clock_s: the time of customers without a test clock.
    """
    books = Books(clock_s, options.credentials.stripe_webhook_secret)
    sender = Sender(books, clock_s)

    @asynccontextmanager
    async def sending(_app: Starlette) -> AsyncIterator[None]:
        books.on_event = sender.note
        yield
        await sender.stop()

    def route(method: str, path: str, answer: Answer) -> Route:
        async def endpoint(request: Request) -> Response:
            return await _answered(books, options, request, answer)

        return Route(path, endpoint, methods=[method])

    async def sandboxed(request: Request) -> Response:
        subscriptions.let_pass(books, int(clock_s()), None)
        try:
            return JSONResponse(await _by_hand(books, request))
        except Refused as refused:
            return JSONResponse(refused.body, refused.status)

    async def events(_request: Request) -> Response:
        return JSONResponse(
            {"events": [json.loads(body_of(one)) for one in books.objects.get("event", {}).values()]}
        )

    app = Starlette(
        lifespan=sending,
        routes=[
            *(route(method, path, answer) for method, path, answer in ROUTES),
            Route("/_sandbox/events", events, methods=["GET"]),
            Route("/_sandbox/{what}/{id}", sandboxed, methods=["POST"]),
        ],
    )
    app.state.books, app.state.sender = books, sender
    return app


async def _answered(books: Books, options: StandInOptions, request: Request, answer: Answer) -> Response:
    headers = {"Request-Id": books.new_id("req"), "Stripe-Version": API_VERSION}
    fault = options.faults.take(_VENDOR)
    if fault is not None and fault.kind == "refuse":
        pause = {} if fault.retry_after_s is None else {"Retry-After": f"{fault.retry_after_s:g}"}
        error = {"message": "The service is not available.", "type": "api_error"}
        return JSONResponse({"error": error}, fault.status, headers | pause)
    if fault is not None and fault.kind == "garble":
        return Response("<html>Maintenance</html>", 200, headers, "text/html")
    if request.headers.get("authorization") != f"Bearer {options.credentials.stripe_secret_key}":
        error = {"message": "Invalid API Key provided: sk_test_****", "type": "invalid_request_error"}
        return JSONResponse({"error": error}, 401, headers)
    subscriptions.let_pass(books, int(books.wall_s()), None)
    text = (await request.body()).decode() if request.method == "POST" else request.url.query
    key = request.headers.get("idempotency-key") if request.method == "POST" else None
    digest = sha256(f"{request.url.path} {text}".encode()).hexdigest()
    if key is not None:
        headers["Idempotency-Key"] = key
        if key in books.answered:
            known, status, body = books.answered[key]
            if known != digest:
                message = "Keys for idempotent requests can only be used with the same parameters."
                return JSONResponse(
                    {"error": {"message": message, "type": "idempotency_error"}}, 400, headers
                )
            if fault is not None and fault.kind == "drop":
                return Response("", 500, headers)
            return JSONResponse(body, status, headers | {"Idempotent-Replayed": "true"})
    try:
        values = parsed(text)
        body = _expanded(books, _public(answer(books, Form(values), request)), values.get("expand"))
    except Refused as refused:
        return JSONResponse(refused.body, refused.status, headers)
    if key is not None:
        books.answered[key] = (digest, 200, body)
    if fault is not None and fault.kind == "drop":
        # It was done, and who asked never hears of it.
        return Response("", 500, headers)
    return JSONResponse(body, 200, headers)


def _public(found: Any) -> Any:
    return json.loads(body_of(found))


def _expanded(books: Books, body: Object, expand: Any) -> Object:
    wanted = expand if isinstance(expand, list) else []
    for one in body["data"] if body.get("object") == "list" else [body]:
        prefix = "data." if body.get("object") == "list" else ""
        if f"{prefix}latest_invoice" in wanted and one.get("latest_invoice"):
            one["latest_invoice"] = _public(books.get("invoice", one["latest_invoice"]))
        if f"{prefix}schedule" in wanted and one.get("schedule"):
            one["schedule"] = _public(books.get("subscription_schedule", one["schedule"]))
    return body


async def _by_hand(books: Books, request: Request) -> Object:
    what, object_id = request.path_params["what"], request.path_params["id"]
    told: Object = json.loads(await request.body() or b"{}")
    match what:
        case "checkout":
            return _public(sales.complete_checkout(books, object_id))
        case "portal":
            session = books.get("billing_portal.session", object_id)
            running = [
                one for one in _subscriptions_of(books, session["customer"]) if one["status"] != "canceled"
            ]
            if not running:
                raise Refused("There is nothing to cancel.", status=409)
            ends = {"cancel_at_period_end": "true" if told.get("action", "cancel") == "cancel" else "false"}
            return _public(subscriptions.update(books, running[0]["id"], Form(ends)))
        case "cards":
            books.get("customer", object_id)
            (books.declining.add if told["declines"] else books.declining.discard)(object_id)
            return {"declines": told["declines"]}
        case "subscriptions":
            found = books.get("subscription", object_id)
            subscriptions.resume_collection(books, found, told["status"])
            return _public(found)
        case _:
            raise Refused("there is no such page", status=404)


def _subscriptions_of(books: Books, customer: str | None) -> list[Object]:
    return [one for one in books.all("subscription") if customer in (None, one["customer"])]


def _listed(found: list[Object], form: Form, request: Request, *ignored: str) -> Object:
    limit, after = form.whole("limit", 10, least=1) or 10, form.text("starting_after")
    if limit > 100:
        raise Refused("This value must be less than or equal to 100.", param="limit")
    form.done(*ignored)
    return page(found, request.url.path.partition("/stripe")[2] or request.url.path, limit=limit, after=after)


def _list_subscriptions(books: Books, form: Form, request: Request) -> Object:
    status = form.text("status")
    found = _subscriptions_of(books, form.text("customer"))
    if status is None:
        found = [one for one in found if one["status"] != "canceled"]
    elif status != "all":
        found = [one for one in found if one["status"] == status]
    return _listed(found, form, request)


def _list_invoices(books: Books, form: Form, request: Request) -> Object:
    customer, status = form.text("customer"), form.text("status")
    found = [one for one in books.all("invoice") if customer in (None, one["customer"])]
    return _listed([one for one in found if status in (None, one["status"])], form, request)


def _list_prices(books: Books, form: Form, request: Request) -> Object:
    keys, active = form.raw("lookup_keys"), form.yes("active", default=True)
    found = [one for one in books.all("price") if one["active"] == active]
    return _listed([one for one in found if keys is None or one["lookup_key"] in keys], form, request)


def _list_meters(books: Books, form: Form, request: Request) -> Object:
    status = form.text("status")
    return _listed(
        [one for one in books.all("billing.meter") if status in (None, one["status"])], form, request
    )


def _retrieve(kind: str) -> Answer:
    def answer(books: Books, form: Form, request: Request) -> Object:
        form.done()
        return books.get(kind, request.path_params["id"])

    return answer


def _make_endpoint(books: Books, form: Form, _request: Request) -> Object:
    url, events = form.required("url"), form.raw("enabled_events")
    if not isinstance(events, list) or not events:
        raise Refused(
            "Missing required param: enabled_events.", param="enabled_events", code="parameter_missing"
        )
    made: Object = {
        "id": books.new_id("we"),
        "object": "webhook_endpoint",
        "api_version": form.text("api_version"),
        "application": None,
        "created": books.now_s(),
        "description": form.text("description"),
        "enabled_events": events,
        "livemode": False,
        "metadata": form.metadata(),
        "secret": books.webhook_secret,
        "status": "enabled",
        "url": url,
        "_secret": books.webhook_secret,
    }
    form.done()
    return books.add(made)


def _make_clock(books: Books, form: Form, _request: Request) -> Object:
    frozen = form.whole("frozen_time")
    if frozen is None:
        raise Refused("Missing required param: frozen_time.", param="frozen_time", code="parameter_missing")
    now = int(books.wall_s())
    made: Object = {
        "id": books.new_id("clock"),
        "object": "test_helpers.test_clock",
        "created": now,
        "deletes_after": now + 30 * 86_400,
        "frozen_time": frozen,
        "livemode": False,
        "name": form.text("name"),
        "status": "ready",
        "status_details": {},
    }
    form.done()
    return books.add(made)


def _advance(books: Books, form: Form, request: Request) -> Object:
    """Done by the time it answers `advancing`; the next look says `ready`."""
    clock = books.get("test_helpers.test_clock", request.path_params["id"])
    until = form.whole("frozen_time") or 0
    form.done()
    if until <= clock["frozen_time"]:
        raise Refused("frozen_time must be in the clock's future.", param="frozen_time")
    if until - clock["frozen_time"] > LONGEST_ADVANCE_S:
        raise Refused("At most two intervals of the shortest subscription at once.", param="frozen_time")
    subscriptions.let_pass(books, until, clock["id"])
    clock["frozen_time"] = until
    books.happened("test_helpers.test_clock.ready", clock)
    return clock | {"status": "advancing", "status_details": {"advancing": {"target_frozen_time": until}}}


ROUTES: tuple[tuple[str, str, Answer], ...] = (
    ("POST", "/v1/customers", lambda books, form, _: sales.make_customer(books, form)),
    ("GET", "/v1/customers/{id}", _retrieve("customer")),
    ("POST", "/v1/products", lambda books, form, _: catalogue.make_product(books, form)),
    ("GET", "/v1/products/{id}", _retrieve("product")),
    ("POST", "/v1/prices", lambda books, form, _: catalogue.make_price(books, form)),
    ("GET", "/v1/prices", _list_prices),
    ("POST", "/v1/billing/meters", lambda books, form, _: catalogue.make_meter(books, form)),
    ("GET", "/v1/billing/meters", _list_meters),
    (
        "GET",
        "/v1/billing/meters/{id}/event_summaries",
        lambda books, form, request: meters.summaries(
            books, request.path_params["id"], form, request.url.path
        ),
    ),
    ("POST", "/v1/billing/meter_events", lambda books, form, _: meters.take_event(books, form)),
    (
        "POST",
        "/v1/billing/meter_event_adjustments",
        lambda books, form, _: meters.take_adjustment(books, form),
    ),
    (
        "POST",
        "/v1/checkout/sessions",
        lambda books, form, request: sales.make_checkout(books, form, _base(request)),
    ),
    ("GET", "/v1/checkout/sessions/{id}", _retrieve("checkout.session")),
    (
        "POST",
        "/v1/checkout/sessions/{id}/expire",
        lambda books, _, request: sales.expire_checkout(books, request.path_params["id"]),
    ),
    (
        "POST",
        "/v1/billing_portal/sessions",
        lambda books, form, request: sales.make_portal(books, form, _base(request)),
    ),
    ("GET", "/v1/subscriptions", _list_subscriptions),
    ("GET", "/v1/subscriptions/{id}", _retrieve("subscription")),
    (
        "POST",
        "/v1/subscriptions/{id}",
        lambda books, form, request: subscriptions.update(books, request.path_params["id"], form),
    ),
    (
        "DELETE",
        "/v1/subscriptions/{id}",
        lambda books, form, request: subscriptions.cancel(books, request.path_params["id"], form),
    ),
    ("POST", "/v1/subscription_schedules", lambda books, form, _: schedules.make(books, form)),
    ("GET", "/v1/subscription_schedules/{id}", _retrieve("subscription_schedule")),
    (
        "POST",
        "/v1/subscription_schedules/{id}",
        lambda books, form, request: schedules.change(books, request.path_params["id"], form),
    ),
    (
        "POST",
        "/v1/subscription_schedules/{id}/release",
        lambda books, form, request: schedules.release(books, request.path_params["id"], form),
    ),
    ("GET", "/v1/invoices", _list_invoices),
    ("POST", "/v1/invoices/create_preview", lambda books, form, _: subscriptions.preview(books, form)),
    ("GET", "/v1/invoices/{id}", _retrieve("invoice")),
    ("GET", "/v1/events/{id}", _retrieve("event")),
    ("GET", "/v2/core/events/{id}", _retrieve("v2.core.event")),
    ("POST", "/v1/webhook_endpoints", _make_endpoint),
    ("POST", "/v1/test_helpers/test_clocks", _make_clock),
    ("GET", "/v1/test_helpers/test_clocks/{id}", _retrieve("test_helpers.test_clock")),
    ("POST", "/v1/test_helpers/test_clocks/{id}/advance", _advance),
)


def _base(request: Request) -> str:
    return str(request.base_url).rstrip("/")
