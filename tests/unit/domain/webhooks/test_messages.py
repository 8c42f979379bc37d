"""What receivers are told of messages, and what they get."""

import json
from datetime import UTC, datetime
from uuid import UUID

import pytest
from jsonschema import Draft202012Validator

from domain.events.catalogue import CATALOGUE, CustomerChanged, RecordedEvent
from domain.webhooks.messages import TRIAL, all_described, body_of, message_id, trial_body
from tests.support.contracts import message_errors, needs_contracts

DESCRIBED = {each.kind: each for each in all_described()}
ID, OTHER = UUID(int=1), UUID(int=2)


def test_every_kind_is_described() -> None:
    assert set(DESCRIBED) == {*CATALOGUE, TRIAL}
    assert all(each.description for each in DESCRIBED.values())


@pytest.mark.parametrize("kind", DESCRIBED)
def test_each_sample_is_as_its_schema_says_and_no_field_may_be_missing(kind: str) -> None:
    each = DESCRIBED[kind]
    Draft202012Validator.check_schema(each.schema)
    validator = Draft202012Validator(each.schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
    assert list(validator.iter_errors(each.sample)) == []
    assert set(each.sample["data"]) == set(each.schema["properties"]["data"]["properties"])
    for name in each.schema["properties"]["data"]["required"]:
        data = {field: value for field, value in each.sample["data"].items() if field != name}
        assert list(validator.iter_errors(each.sample | {"data": data}))
    assert list(validator.iter_errors(each.sample | {"type": "other"}))
    assert not list(validator.iter_errors(each.sample | {"of_a_later_release": 1}))


@needs_contracts
@pytest.mark.parametrize("kind", DESCRIBED)
def test_each_sample_is_a_payload_of_the_specification(kind: str) -> None:
    assert message_errors("standard_webhooks.schema.json", "Payload", DESCRIBED[kind].sample) == []


@pytest.mark.parametrize("kind", CATALOGUE)
def test_every_field_says_what_it_is(kind: str) -> None:
    fields = DESCRIBED[kind].schema["properties"]["data"]["properties"]
    assert [name for name, field in fields.items() if "description" not in field] == []


def test_a_message_says_what_happened_when_and_where() -> None:
    at = datetime(2026, 12, 1, 2, 30, 5, 123_456, tzinfo=UTC)
    event = RecordedEvent(ID, at, CustomerChanged(customer_id=OTHER, changed=("name",)))
    assert json.loads(body_of(OTHER, event)) == {
        "type": "customer.changed",
        "version": 1,
        "timestamp": "2026-12-01T02:30:05.123Z",
        "business_id": str(OTHER),
        "data": {"customer_id": str(OTHER), "changed": ["name"], "is_new": False},
    }
    assert json.loads(trial_body(OTHER, ID, at))["data"] == {"webhook_id": str(ID)}


def test_the_name_of_a_message_holds_no_full_stop() -> None:
    assert message_id(ID) == f"msg_{ID.hex}"
    assert "." not in message_id(ID)
