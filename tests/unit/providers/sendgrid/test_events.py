"""Whether SendGrid signed its events."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from providers.sendgrid.events import SIGNATURE, TIMESTAMP, events_of, uuid_of, valid_signature
from tests.support.contracts import load, needs_contracts


@needs_contracts
def test_the_vendors_own_vector_holds_over_the_raw_bytes_and_for_five_minutes() -> None:
    (vector,) = load("sendgrid_events.schema.json")["x-vectors"]
    body, key, signature = vector["body"].encode(), vector["public_key"], vector[SIGNATURE]
    stamp = vector[TIMESTAMP]
    signed_at = datetime.fromtimestamp(int(stamp), UTC)
    assert valid_signature(key, body, signature, stamp, signed_at + timedelta(minutes=4))
    assert not valid_signature(key, body, signature, stamp, signed_at + timedelta(minutes=6))
    assert not valid_signature(key, body.rstrip(), signature, stamp, signed_at)
    assert not valid_signature(key, body, signature, str(int(stamp) + 1), signed_at)
    reserialised = json.dumps(json.loads(body)).encode()
    assert not valid_signature(key, reserialised, signature, stamp, signed_at)


@pytest.mark.parametrize(
    ("key", "signature", "timestamp"),
    [("", "MEUC", "1600112502"), ("bm9uZQ==", "MEUC", "1600112502"), ("bm9uZQ==", "?", "soon"), ("", "", "")],
    ids=["no key", "no such key", "no time", "nothing"],
)
def test_what_is_no_signature_is_none(key: str, signature: str, timestamp: str) -> None:
    now = datetime.fromtimestamp(1600112502, UTC)
    assert not valid_signature(key, b"[]", signature, timestamp, now)


def test_events_are_the_objects_of_an_array() -> None:
    assert [event["event"] for event in events_of(b'[{"event": "open"}, 7, null]')] == ["open"]
    for body in (b"{}", b"<html>", b"\xff"):
        with pytest.raises(ValueError):  # noqa: PT011 - any
            list(events_of(body))
    assert uuid_of({"business": "x"}, "business") is None
