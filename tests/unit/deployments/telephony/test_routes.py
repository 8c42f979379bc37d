"""Every address Twilio is given is one that we answer, and what it carries is read there."""

import xml.etree.ElementTree as ET
from typing import Any, cast
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import pytest
from fastapi.openapi.utils import get_openapi

from deployments.haproxy import ReverseProxyAddresses, haproxy_config
from deployments.telephony.app import telephony_app
from deployments.telephony.routes import PREFIX, callback_urls, stream_address
from domain.call_control import (
    AskToAccept,
    CallControl,
    HangUp,
    Hold,
    OpenStream,
    PutThrough,
    Refuse,
    SayAndHangUp,
    TakeVoicemail,
)
from providers.twilio.call_control import render
from serve_app import APPLICATIONS

CALL_ID, BUSINESS_ID = UUID(int=1), UUID(int=2)
PUBLIC = "voice.example.com"
URLS = callback_urls(f"https://{PUBLIC}", f"wss://{PUBLIC}")
STEPS: dict[type[CallControl], CallControl] = {
    type(step): step
    for step in (
        OpenStream(CALL_ID, "token", 3, 2),
        SayAndHangUp("Goodbye.", "en"),
        PutThrough("+61280009999", "One moment.", "en", BUSINESS_ID),
        AskToAccept("A call.", "en", BUSINESS_ID),
        Refuse(),
        Hold("Please hold.", "en", 10, 2),
        TakeVoicemail("Speak.", "Goodbye.", "en", BUSINESS_ID),
        HangUp(),
    )
}
CALLBACKS = {OpenStream: 2, PutThrough: 2, AskToAccept: 1, Hold: 1, TakeVoicemail: 2}
"""How often each has Twilio come back."""


def addresses(step: CallControl) -> list[str]:
    """Every address in the step's TwiML."""
    root = ET.fromstring(render(step, URLS, "CA1"))  # noqa: S314 - our own
    values = [value for element in root.iter() for value in (*element.attrib.values(), element.text or "")]
    return [value for value in values if "://" in value]


def queries_read() -> dict[str, set[str]]:
    """What the application answers a POST to, as Serve's proxy sees the paths, and which query parameters it reads."""
    described = get_openapi(title="", version="", routes=telephony_app(cast("Any", None)).routes)
    return {
        PREFIX + path: {parameter["name"] for parameter in methods["post"].get("parameters", ())}
        for path, methods in described["paths"].items()
    }


def test_every_step_is_looked_at():
    assert set(STEPS) == set(CallControl.__args__)


@pytest.mark.parametrize("step", STEPS.values(), ids=lambda step: type(step).__name__)
def test_where_twilio_comes_back_to_is_answered_and_its_query_is_read(step: CallControl):
    callbacks = [urlsplit(address) for address in addresses(step) if address.startswith("https://")]
    assert len(callbacks) == CALLBACKS.get(type(step), 0)
    for callback in callbacks:
        assert callback.netloc == PUBLIC
        assert set(parse_qs(callback.query)) <= queries_read()[callback.path]


def test_a_callback_says_what_twilios_form_does_not():
    queries = {
        urlsplit(address).path.rpartition("/")[2]: parse_qs(urlsplit(address).query)
        for step in STEPS.values()
        for address in addresses(step)
        if urlsplit(address).query
    }
    assert queries == {
        "stream-ended": {"call": [str(CALL_ID)], "stream": ["3"]},
        "voice": {"attempt": ["2"]},
        "transfer-asked": {"business": [str(BUSINESS_ID)], "sid": ["CA1"]},
        "transfer-accepted": {"business": [str(BUSINESS_ID)], "sid": ["CA1"]},
        "voicemail-status": {"business": [str(BUSINESS_ID)]},
    }


def test_a_stream_is_opened_where_the_gateway_lets_it_in():
    (media,) = (address for address in addresses(STEPS[OpenStream]) if address.startswith("wss://"))
    path = urlsplit(media).path
    assert stream_address(path) == (str(CALL_ID), "token")
    config = haproxy_config(ReverseProxyAddresses("127.0.0.1", 80, 8000, [8765]))
    (prefix,) = (line.split()[-1] for line in config.splitlines() if "is_media path_beg" in line)
    assert path.startswith(prefix)


@pytest.mark.parametrize(
    "path",
    ["/", "/media", "/media/", "/media/1", "/media/1/", "/media/1/token/2", "/medial/1/token", "/1/token"],
)
def test_other_paths_are_no_streams(path: str):
    assert stream_address(path) is None


def test_serve_sends_the_webhooks_to_this_application():
    assert APPLICATIONS["telephony"][1] == PREFIX
