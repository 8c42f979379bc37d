"""Events as JSON, and back, in any release."""

import dataclasses
import json
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from domain.errors import InvalidInput
from domain.events.catalogue import CATALOGUE, BookingMoved, BusinessEvent, CallEnded, CustomerChanged
from domain.events.codec import decode, encode, hints_of

AT = datetime(2026, 12, 1, 9, 30, tzinfo=UTC)
IDS = [UUID(int=number) for number in range(1, 12)]

MOVED = BookingMoved(
    booking_id=IDS[0],
    customer_id=IDS[1],
    offering_id=IDS[2],
    staff_id=None,
    location_id=None,
    call_id=IDS[3],
    starts_at=AT,
    ends_at=AT,
    actor="call",
    was_starts_at=AT,
    was_ends_at=AT,
    was_staff_id=IDS[4],
)


def some_value(hint: Any, number: int) -> object:
    """A value of a field's type, unlike those of other fields."""
    if hint in (UUID, UUID | None):
        return UUID(int=number + 100)
    if hint in (datetime, datetime | None):
        return AT.replace(minute=number % 60)
    if hint is bool:
        return True
    if hint == tuple[str, ...]:
        return (f"field {number}", "é")
    if hint is int:
        return number
    assert hint in (str, str | None), f"a field of {hint}: say here what a value of it is"
    return f"word {number}"


def some_event(cls: type[BusinessEvent]) -> BusinessEvent:
    fields = dataclasses.fields(cls)
    return cls(**{each.name: some_value(hints_of(cls)[each.name], n) for n, each in enumerate(fields)})


@pytest.mark.parametrize("kind", CATALOGUE)
def test_every_kind_comes_back_from_json_as_it_was(kind: str) -> None:
    event = some_event(CATALOGUE[kind])
    written = json.loads(json.dumps(encode(event)))
    assert decode(kind, event.VERSION, written) == event


@pytest.mark.parametrize("kind", CATALOGUE)
def test_every_kind_says_what_it_is_about(kind: str) -> None:
    event = some_event(CATALOGUE[kind])
    ids = [value for name, value in encode(event).items() if name.endswith("_id")]
    assert str(event.subject) in ids
    assert event.customer is None or str(event.customer) == encode(event)["customer_id"]
    assert ("customer_id" in encode(event)) == (event.customer is not None)


def test_a_field_of_a_later_release_is_left_out() -> None:
    assert decode(MOVED.KIND, 1, encode(MOVED) | {"mood": "good"}) == MOVED


def test_a_field_a_release_before_did_not_have_gets_its_default() -> None:
    event = CustomerChanged(customer_id=IDS[0], changed=("name",))
    data = encode(event)
    del data["is_new"]
    assert decode(event.KIND, 1, data) == event


@pytest.mark.parametrize(
    ("kind", "version", "change"),
    [
        pytest.param("booking.sold", 1, {}, id="an unknown kind"),
        pytest.param(MOVED.KIND, 2, {}, id="a later version"),
        pytest.param(MOVED.KIND, 1, {"booking_id": None}, id="an id that is missing"),
        pytest.param(MOVED.KIND, 1, {"booking_id": "none"}, id="an id of another form"),
        pytest.param(MOVED.KIND, 1, {"starts_at": "2026-12-01T09:30:00"}, id="a time without an offset"),
        pytest.param(MOVED.KIND, 1, {"starts_at": 5}, id="a time that is a number"),
        pytest.param(MOVED.KIND, 1, {"actor": 5}, id="a word that is a number"),
    ],
)
def test_what_cannot_be_read_is_refused(kind: str, version: int, change: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput):
        decode(kind, version, encode(MOVED) | change)


@pytest.mark.parametrize("data", [None, [], "text", {}], ids=repr)
def test_what_is_no_event_is_refused(data: object) -> None:
    with pytest.raises(InvalidInput):
        decode(CallEnded.KIND, 1, data)


def test_how_a_call_ended_is_one_thing_whatever_it_was() -> None:
    ended = some_event(CATALOGUE["call.ended"])
    missed = some_event(CATALOGUE["call.missed"])
    assert ended.once == missed.once == f"call.over:{ended.subject}"
