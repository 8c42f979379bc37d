"""What the generator knows of one business: who asks, what there is, and what it has learned from answers."""

import random
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

Json = dict[str, Any]

KEPT = 200
"""Of each kind of thing learned; the newest."""


@dataclass(frozen=True, slots=True)
class Bearer:
    """A token or key; `refresh` and `email` are of a user who signed in."""

    text: str
    email: str | None = None
    refresh: str | None = None


@dataclass(frozen=True, slots=True)
class Sold:
    """An offering as it is booked at a location."""

    offering_id: str
    location_id: str | None


@dataclass(frozen=True, slots=True)
class Free:
    """A start that was free when it was asked about."""

    sold: Sold
    starts_at: str


@dataclass(frozen=True, slots=True)
class Known:
    """A booking that is to come."""

    id: str
    sold: Sold


def _kept() -> deque[Any]:
    return deque(maxlen=KEPT)


@dataclass
class Desk:
    """One business as its programs and users see it."""

    business_id: str
    users: list[Bearer]
    keys: list[Bearer]
    sold: list[Sold] = field(default_factory=list[Sold])
    free: deque[Free] = field(default_factory=_kept)
    bookings: deque[Known] = field(default_factory=_kept)
    cancelled: deque[Known] = field(default_factory=_kept)
    customers: deque[str] = field(default_factory=_kept)
    calls: deque[str] = field(default_factory=_kept)
    staff: deque[str] = field(default_factory=_kept)

    @property
    def path(self) -> str:
        return f"/api/v1/businesses/{self.business_id}"

    def bearer(self, chance: random.Random) -> str:
        """A user's token or a program's key, as often."""
        both: Sequence[Bearer] = (*self.users[:1], *self.keys[:1]) or (*self.users, *self.keys)
        return chance.choice(both).text

    # --- what answers teach --------------------------------------------------------------------------------------
    def learn_bookings(self, answer: Json) -> None:
        """A list of bookings: what is sold, and what can be moved."""
        soon = (datetime.now(UTC) + timedelta(hours=2)).isoformat()
        for each in answer["items"]:
            items = each["items"]
            if each["session_id"] is not None or len(items) != 1:
                continue
            sold = Sold(items[0]["offering_id"], each["location_id"])
            if sold not in self.sold:
                self.sold.append(sold)
            if each["status"] == "confirmed" and _later(each["starts_at"], soon):
                self.bookings.append(Known(each["id"], sold))
            if each["customer"] is not None:
                self.customers.append(each["customer"]["id"])
            if items[0]["staff"] is not None and items[0]["staff"]["id"] not in self.staff:
                self.staff.append(items[0]["staff"]["id"])

    def learn_booking(self, sold: Sold, answer: Json) -> None:
        self.bookings.append(Known(answer["id"], sold))

    def learn_free(self, sold: Sold, answer: Json) -> None:
        """Availability: a spread of its starts."""
        starts: Sequence[str] = answer["starts"]
        for place in range(0, len(starts), max(len(starts) // 8, 1)):
            self.free.append(Free(sold, starts[place]))

    def learn_ids(self, kind: str, answer: Json) -> None:
        getattr(self, kind).extend(each["id"] for each in answer["items"])


def _later(one: str, other: str) -> bool:
    return datetime.fromisoformat(one) > datetime.fromisoformat(other)


def named_fields(*names: str) -> Mapping[str, str]:
    return {"fields": ",".join(names)}
