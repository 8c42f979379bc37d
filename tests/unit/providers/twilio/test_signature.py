import base64
import hmac
from hashlib import sha256

import pytest
from starlette.datastructures import FormData, Headers

from providers.twilio.signature import valid_signature

TOKEN = "12345"
URL = "https://mycompany.com/myapp.php?foo=1&bar=2"
PARAMS = {
    "CallSid": "CA1234567890ABCDE",
    "Caller": "+12349013030",
    "Digits": "1234",
    "From": "+12349013030",
    "To": "+18005551212",
}
SIGNATURE = "0/KCTR6DLpKmkAf8muzZqo1nDgQ="
"""Twilio's published vector."""


def signed(text: str, token: str = TOKEN, digest: str = "sha1") -> str:
    return base64.b64encode(hmac.new(token.encode(), text.encode(), digest).digest()).decode()


def test_accepts_the_published_vector() -> None:
    assert valid_signature(URL, PARAMS, {"X-Twilio-Signature": SIGNATURE}, TOKEN)


def test_the_case_of_header_names_does_not_matter() -> None:
    assert valid_signature(URL, PARAMS, {"x-twilio-signature": SIGNATURE}, TOKEN)
    assert valid_signature(URL, PARAMS, Headers({"X-TWILIO-SIGNATURE": SIGNATURE}), TOKEN)


@pytest.mark.parametrize(
    ("url", "params", "token"),
    [
        (URL + "&baz=3", PARAMS, TOKEN),
        (URL.replace("https", "http"), PARAMS, TOKEN),
        (URL, {**PARAMS, "Digits": "12345"}, TOKEN),
        (URL, {**PARAMS, "Extra": ""}, TOKEN),
        (URL, None, TOKEN),
        (URL, PARAMS, "another token"),
    ],
)
def test_refuses_anything_changed(url: str, params: dict[str, str] | None, token: str) -> None:
    assert not valid_signature(url, params, {"X-Twilio-Signature": SIGNATURE}, token)


@pytest.mark.parametrize("headers", [{}, {"X-Twilio-Signature": ""}, {"X-Twilio-Signature": "é" * 28}])
def test_refuses_without_a_signature(headers: dict[str, str]) -> None:
    assert not valid_signature(URL, PARAMS, headers, TOKEN)


def test_repeated_fields_are_all_signed() -> None:
    form = FormData([("Media", "b"), ("Media", "a"), ("To", "x")])
    signature = signed("https://a.example/hook" + "MediaaMediab" + "Tox")
    assert valid_signature("https://a.example/hook", form, {"X-Twilio-Signature": signature}, TOKEN)


@pytest.mark.parametrize("signed_url", ["https://a.example/h", "https://a.example:443/h"])
@pytest.mark.parametrize("our_url", ["https://a.example/h", "https://a.example:443/h"])
def test_the_default_port_may_be_signed_or_not(signed_url: str, our_url: str) -> None:
    assert valid_signature(our_url, None, {"X-Twilio-Signature": signed(signed_url)}, TOKEN)


@pytest.mark.parametrize("signed_url", ["wss://a.example/media/1/t", "wss://a.example:443/media/1/t"])
@pytest.mark.parametrize("our_url", ["wss://a.example/media/1/t", "wss://a.example:443/media/1/t"])
def test_a_websocket_upgrade_is_signed_over_its_wss_address(signed_url: str, our_url: str) -> None:
    assert valid_signature(our_url, None, {"X-Twilio-Signature": signed(signed_url)}, TOKEN)


def test_a_websocket_upgrade_signed_over_another_address_is_refused() -> None:
    signature = signed("https://a.example/media/1/t")
    assert not valid_signature("wss://a.example/media/1/t", None, {"X-Twilio-Signature": signature}, TOKEN)


def test_another_port_must_be_signed_as_it_is() -> None:
    url = "wss://a.example:8443/media"
    assert valid_signature(url, None, {"X-Twilio-Signature": signed(url)}, TOKEN)


def test_a_json_body_is_vouched_for_by_its_hash_in_the_address() -> None:
    body = '{"a": "\u00e9"}'
    url = "https://a.example/events?bodySHA256=" + sha256(body.encode()).hexdigest()
    headers = {"X-Twilio-Signature": signed(url)}
    assert valid_signature(url, body, headers, TOKEN)
    assert valid_signature(url, body.encode(), headers, TOKEN)
    assert not valid_signature(url, body.replace("a", "b"), headers, TOKEN)
    assert not valid_signature(url, b"\xff", headers, TOKEN)


def test_a_json_body_without_its_hash_in_the_address_is_refused() -> None:
    url = "https://a.example/events"
    assert not valid_signature(url, "{}", {"X-Twilio-Signature": signed(url)}, TOKEN)


def test_the_request_names_its_algorithm() -> None:
    text = URL + "".join(name + PARAMS[name] for name in sorted(PARAMS))
    settings = "key=webhooks_sharedkey_1,algorithm=HMAC_SHA256"
    named = {"x-twilio-webhooks-signature-settings": settings}
    assert valid_signature(URL, PARAMS, {"X-Twilio-Signature": signed(text, digest="sha256"), **named}, TOKEN)
    assert not valid_signature(URL, PARAMS, {"X-Twilio-Signature": SIGNATURE, **named}, TOKEN)


def test_an_unknown_algorithm_is_refused() -> None:
    named = {"X-Twilio-Webhooks-Signature-Settings": "algorithm=NONE"}
    assert not valid_signature(URL, PARAMS, {"X-Twilio-Signature": SIGNATURE, **named}, TOKEN)


def test_an_address_that_is_none_is_refused() -> None:
    assert not valid_signature("https://a.example:port/", None, {"X-Twilio-Signature": SIGNATURE}, TOKEN)
