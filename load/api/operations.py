"""What is asked: a mix as of people at a front desk and programs beside them, three reads for a write.

Each operation names its route as the OpenAPI document does; what a server does not offer is left out, and told.
"""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode
from uuid import UUID

from load.api.desks import Desk, Json, Known, Sold
from sandbox.seed.credentials import PASSWORD

TAKEN = frozenset({409})
"""No failure: somebody else had that time."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One request.

    Attributes:
        route: as in the OpenAPI document, after the method.
        accepted: statuses beside 2xx that are answers.
        learn: is given what was answered with 2xx.
    """

    method: str
    route: str
    path: str
    bearer: str | None
    body: Json | None = None
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    accepted: frozenset[int] = frozenset()
    learn: Callable[[Json], None] | None = None

    @property
    def name(self) -> str:
        return f"{self.method} {self.route}"


Make = Callable[[Desk, random.Random], Asked | None]
"""Makes a request of a desk; None when it does not know enough for it yet."""


@dataclass(frozen=True, slots=True)
class Operation:
    """`often` is its share of a hundred requests."""

    method: str
    route: str
    often: float
    make: Make


_B = "/api/v1/businesses/{business_id}"


def _get(route: str, *, learn: str = "", **query: str) -> Make:
    """A list of the business, with a query."""

    def make(desk: Desk, chance: random.Random) -> Asked:
        path = route.replace("{business_id}", desk.business_id)
        asked = f"{path}?{urlencode(query)}" if query else path
        learning = (lambda answer: desk.learn_ids(learn, answer)) if learn else None
        return Asked("GET", route, asked, desk.bearer(chance), learn=learning)

    return make


def _one(route: str, kind: str) -> Make:
    """One of the things of a list."""

    def make(desk: Desk, chance: random.Random) -> Asked | None:
        known = getattr(desk, kind)
        if not known:
            return None
        each = chance.choice(known)
        path = _path(route, desk, each.id if isinstance(each, Known) else each)
        return Asked("GET", route, path, desk.bearer(chance), accepted=frozenset({404}))

    return make


def _path(route: str, desk: Desk, id_: str) -> str:
    before, _, after = route.replace("{business_id}", desk.business_id).partition("{")
    return before + id_ + after.partition("}")[2]


def _bookings(desk: Desk, chance: random.Random) -> Asked:
    first = datetime.now(UTC) + timedelta(days=chance.randint(-30, 10))
    query = urlencode({"from": first.isoformat(), "to": (first + timedelta(days=7)).isoformat(), "limit": 50})
    route = f"{_B}/bookings"
    return Asked(
        "GET", route, f"{desk.path}/bookings?{query}", desk.bearer(chance), learn=desk.learn_bookings
    )


def _availability(desk: Desk, chance: random.Random) -> Asked | None:
    if not desk.sold:
        return None
    sold = chance.choice(desk.sold)
    first = datetime.now(UTC).date() + timedelta(days=chance.randint(1, 14))
    days = 30 if chance.random() < 0.15 else 6
    body: Json = {
        "visit": [{"offering_id": sold.offering_id}],
        "from": first.isoformat(),
        "to": (first + timedelta(days=days)).isoformat(),
        "location_id": sold.location_id,
    }
    return Asked(
        "POST",
        f"{_B}/availability",
        f"{desk.path}/availability",
        desk.bearer(chance),
        body,
        learn=lambda answer: desk.learn_free(sold, answer),
    )


def _book(desk: Desk, chance: random.Random) -> Asked | None:
    if not desk.free:
        return None
    free = chance.choice(desk.free)
    body: Json = {
        "visit": [{"offering_id": free.sold.offering_id}],
        "starts_at": free.starts_at,
        "location_id": free.sold.location_id,
        "customer": {"name": f"Load Caller {chance.randint(1, 500)}"},
        "notes": "made by a load test",
    }
    return Asked(
        "POST",
        f"{_B}/bookings",
        f"{desk.path}/bookings",
        desk.bearer(chance),
        body,
        _once(chance),
        TAKEN,
        lambda answer: desk.learn_booking(free.sold, answer),
    )


def _once(chance: random.Random) -> Mapping[str, str]:
    """Half of the programs send a key with what they write."""
    if chance.random() < 0.5:
        return {}
    return {"Idempotency-Key": str(UUID(int=chance.getrandbits(128)))}


def _move(desk: Desk, chance: random.Random) -> Asked | None:
    by_sold: dict[Sold, list[str]] = {}
    for free in desk.free:
        by_sold.setdefault(free.sold, []).append(free.starts_at)
    movable = [each for each in desk.bookings if each.sold in by_sold]
    if not movable:
        return None
    booking = chance.choice(movable)
    return Asked(
        "POST",
        f"{_B}/bookings/{{booking_id}}/move",
        f"{desk.path}/bookings/{booking.id}/move",
        desk.bearer(chance),
        {"starts_at": chance.choice(by_sold[booking.sold])},
        _once(chance),
        TAKEN,
    )


def _cancel(desk: Desk, chance: random.Random) -> Asked | None:
    if len(desk.bookings) < 5:
        return None
    booking = chance.choice(desk.bookings)
    desk.bookings.remove(booking)
    desk.cancelled.append(booking)
    return Asked(
        "POST",
        f"{_B}/bookings/{{booking_id}}/cancel",
        f"{desk.path}/bookings/{booking.id}/cancel",
        desk.bearer(chance),
        {"reason": "a load test"},
        _once(chance),
        TAKEN,
    )


def _restore(desk: Desk, chance: random.Random) -> Asked | None:
    if not desk.cancelled:
        return None
    booking = desk.cancelled.popleft()
    return Asked(
        "POST",
        f"{_B}/bookings/{{booking_id}}/restore",
        f"{desk.path}/bookings/{booking.id}/restore",
        desk.bearer(chance),
        accepted=TAKEN,
    )


def _note(desk: Desk, chance: random.Random) -> Asked | None:
    if not desk.bookings:
        return None
    booking = chance.choice(desk.bookings)
    return Asked(
        "PATCH",
        f"{_B}/bookings/{{booking_id}}",
        f"{desk.path}/bookings/{booking.id}",
        desk.bearer(chance),
        {"notes": f"note {chance.randint(1, 999)}"},
    )


def _customer(desk: Desk, chance: random.Random) -> Asked | None:
    if not desk.customers:
        return None
    customer = chance.choice(desk.customers)
    return Asked(
        "PATCH",
        f"{_B}/customers/{{customer_id}}",
        f"{desk.path}/customers/{customer}",
        desk.bearer(chance),
        {"notes": f"prefers {chance.choice(('mornings', 'tea', 'quiet'))}"},
    )


def _as_user(method: str, route: str) -> Make:
    def make(desk: Desk, chance: random.Random) -> Asked | None:
        return Asked(method, route, route, chance.choice(desk.users).text) if desk.users else None

    return make


def _sign_in(desk: Desk, chance: random.Random) -> Asked | None:
    emails = [each.email for each in desk.users if each.email]
    if not emails:
        return None
    body: Json = {"email": chance.choice(emails), "password": PASSWORD}
    return Asked("POST", "/api/v1/sessions", "/api/v1/sessions", None, body)


OPERATIONS: Sequence[Operation] = (
    Operation("GET", f"{_B}/bookings", 18, _bookings),
    Operation("GET", f"{_B}/bookings/{{booking_id}}", 10, _one(f"{_B}/bookings/{{booking_id}}", "bookings")),
    Operation("POST", f"{_B}/availability", 13, _availability),
    Operation("GET", f"{_B}/customers", 8, _get(f"{_B}/customers", learn="customers", limit="50")),
    Operation(
        "GET", f"{_B}/customers/{{customer_id}}", 4, _one(f"{_B}/customers/{{customer_id}}", "customers")
    ),
    Operation("GET", f"{_B}/calls", 8, _get(f"{_B}/calls", learn="calls", limit="50")),
    Operation("GET", f"{_B}/calls/{{call_id}}", 4, _one(f"{_B}/calls/{{call_id}}", "calls")),
    Operation("GET", f"{_B}/stats", 2, _get(f"{_B}/stats")),
    Operation("GET", f"{_B}/sessions", 1, _get(f"{_B}/sessions", limit="20")),
    Operation("GET", f"{_B}/waiting-list", 2, _get(f"{_B}/waiting-list", status="waiting")),
    Operation("GET", f"{_B}/staff", 3, _get(f"{_B}/staff")),
    Operation("GET", f"{_B}/offerings", 3, _get(f"{_B}/offerings")),
    Operation("GET", f"{_B}/locations", 1, _get(f"{_B}/locations")),
    Operation("GET", f"{_B}/audit-log", 2, _get(f"{_B}/audit-log")),
    Operation("GET", "/api/v1/users/me", 3, _as_user("GET", "/api/v1/users/me")),
    Operation("GET", "/api/v1/sessions", 1, _as_user("GET", "/api/v1/sessions")),
    Operation("POST", "/api/v1/sessions", 0.5, _sign_in),
    Operation("POST", f"{_B}/bookings", 6, _book),
    Operation("POST", f"{_B}/bookings/{{booking_id}}/move", 3, _move),
    Operation("POST", f"{_B}/bookings/{{booking_id}}/cancel", 3, _cancel),
    Operation("POST", f"{_B}/bookings/{{booking_id}}/restore", 1, _restore),
    Operation("PATCH", f"{_B}/bookings/{{booking_id}}", 2, _note),
    Operation("PATCH", f"{_B}/customers/{{customer_id}}", 2, _customer),
)


@dataclass(frozen=True, slots=True)
class Mix:
    """The operations a server offers; the same chance gives the same requests, as far as answers are the same."""

    operations: Sequence[Operation]

    @classmethod
    def offered_by(cls, document: Json) -> "tuple[Mix, list[str]]":
        """Those in an OpenAPI document, and the names of the others. Raises ValueError when there is none."""
        paths: Mapping[str, Mapping[str, object]] = document["paths"]
        offered = [each for each in OPERATIONS if each.method.lower() in paths.get(each.route, {})]
        if not offered:
            raise ValueError("the server offers nothing that could be asked")
        return cls(offered), [f"{each.method} {each.route}" for each in OPERATIONS if each not in offered]

    def next(self, desks: Sequence[Desk], chance: random.Random) -> Asked:
        """A request of one of the desks."""
        weights = [each.often for each in self.operations]
        while True:
            operation = chance.choices(self.operations, weights)[0]
            asked = operation.make(chance.choice(desks), chance)
            if asked is not None:
                return asked
