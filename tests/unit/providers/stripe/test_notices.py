"""Webhooks of Stripe: which are believed, and what is read of them."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from domain.errors import InvalidInput
from providers.payments import ForgedNotice, Notice
from providers.stripe.notices import read_notice
from sandbox.vendors.stripe.webhooks import signed

NOW = datetime(2026, 9, 21, 4, 0, tzinfo=UTC)
NOW_S = int(NOW.timestamp())
SECRETS = ("whsec_old", "whsec_new")
EVENT = {
    "id": "evt_1",
    "object": "event",
    "type": "invoice.paid",
    "created": NOW_S - 5,
    "livemode": False,
    "data": {"object": {"object": "invoice", "id": "in_1", "customer": "cus_1"}},
}


def read(
    event: object = EVENT, *, at_s: int = NOW_S, secret: str = SECRETS[1], header: str | None = None
) -> Notice:
    body = json.dumps(event, indent=2).encode()
    return read_notice(body, signed(body, secret, at_s) if header is None else header, SECRETS, NOW)


@pytest.mark.parametrize("secret", SECRETS)
def test_a_signed_event_tells_whom_it_is_about_by_either_secret(secret: str) -> None:
    notice = read(secret=secret)
    assert (notice.id, notice.customer_id, notice.live, notice.thin) == ("evt_1", "cus_1", False, False)
    assert notice.created_at == NOW - timedelta(seconds=5)


@pytest.mark.parametrize(
    ("about", "customer"),
    [
        ({"object": "customer", "id": "cus_7"}, "cus_7"),
        ({"object": "subscription", "customer": {"id": "cus_8", "object": "customer"}}, "cus_8"),
        ({"object": "price", "id": "price_1"}, None),
        ({"object": "invoice", "customer": None}, None),
    ],
    ids=["the-customer", "expanded", "nobodys", "null"],
)
def test_the_customer_is_found_wherever_it_stands(about: dict[str, Any], customer: str | None) -> None:
    assert read({**EVENT, "data": {"object": about}}).customer_id == customer


def test_a_thin_event_tells_nothing_but_that_there_is_something() -> None:
    thin = {
        "id": "evt_2",
        "object": "v2.core.event",
        "type": "v1.billing.meter.error_report_triggered",
        "created": "2026-09-21T03:59:00.000Z",
        "livemode": True,
    }
    assert read(thin) == Notice("evt_2", thin["type"], NOW - timedelta(minutes=1), None, live=True, thin=True)


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param({"secret": "whsec_other"}, id="forged"),
        pytest.param({"at_s": NOW_S - 301}, id="old"),
        pytest.param({"at_s": NOW_S + 301}, id="from-the-future"),
        pytest.param({"header": ""}, id="unsigned"),
        pytest.param({"header": f"t={NOW_S}"}, id="no-signature-in-it"),
        pytest.param({"header": f"t={NOW_S},v0=00"}, id="another-scheme"),
        pytest.param({"header": f"t=soon,v1={'0' * 64}"}, id="no-instant"),
        pytest.param({"header": f"t={'9' * 40},v1={'0' * 64}"}, id="an-instant-beyond-all-time"),
        pytest.param({"header": "\x00,=,t"}, id="nonsense"),
    ],
)
def test_what_is_not_signed_now_is_not_believed(wrong: dict[str, Any]) -> None:
    with pytest.raises(ForgedNotice):
        read(**wrong)


@pytest.mark.parametrize("fresh", ["t={now}", " t={now}"], ids=["first", "first-behind-a-blank"])
def test_a_fresh_instant_in_front_does_not_make_an_old_signature_good(fresh: str) -> None:
    body = json.dumps(EVENT).encode()
    old = signed(body, "whsec_new", NOW_S - 4000)
    with pytest.raises(ForgedNotice):
        read_notice(body, f"{fresh.format(now=NOW_S)},{old}", SECRETS, NOW)


def test_a_body_that_was_changed_is_not_believed() -> None:
    body = json.dumps(EVENT).encode()
    with pytest.raises(ForgedNotice):
        read_notice(body.replace(b"cus_1", b"cus_2"), signed(body, "whsec_new", NOW_S), SECRETS, NOW)


@pytest.mark.parametrize(
    "event",
    [
        [],
        "text",
        {},
        {**EVENT, "id": 7},
        {**EVENT, "id": "x" * 300},
        {**EVENT, "data": None},
        {**EVENT, "created": 1e40},
    ],
    ids=["list", "text", "empty", "number-as-id", "long-id", "no-data", "beyond-all-time"],
)
def test_a_signed_body_that_is_no_event_is_refused(event: object) -> None:
    with pytest.raises(InvalidInput):
        read(event)
