"""What `/health` asks the vendors: with their credentials, over plain HTTP, and without telling anybody the key."""

import base64
import json
import subprocess
import sys
import traceback
from pathlib import Path

import pytest

from domain.errors import ConfigError, ProviderError
from providers.build import build_pings
from providers.pings import Pings, Question
from providers.settings import VendorSettings
from tests.integration.providers.http_vendor import HttpVendor
from tests.support.serving import serve_app as serving

REPO = Path(__file__).parents[3]
SID = "AC" + "ab" * 16
KEYS = {"openai_api_key": "k-openai", "deepgram_api_key": "k-deepgram", "elevenlabs_api_key": "k-eleven"}
JSON = {"content-type": "application/json"}
VENDORS = ("twilio", "deepgram", "openai", "elevenlabs")


def at(base_url: str) -> VendorSettings:
    addresses = {f"{name}_base_url": f"{base_url}/" for name in VENDORS}
    return VendorSettings(
        **KEYS, **addresses, twilio_account_sid=SID, twilio_auth_token="k-twilio", openai_model="a/b"
    )


async def test_each_vendor_is_asked_with_its_credentials() -> None:
    vendor = HttpVendor(headers=JSON, chunks=[b"{}"])
    async with serving(vendor) as base_url:
        pings = build_pings(at(base_url))
        for check in pings.checks().values():
            await check()
        await pings.aclose()
    assert [asked.path for asked in vendor.asked] == [
        f"/2010-04-01/Accounts/{SID}.json",
        "/v1/projects",
        "/models/a/b",
        "/v1/models",
    ]
    twilio, deepgram, openai, elevenlabs = (asked.headers for asked in vendor.asked)
    assert twilio["authorization"] == "Basic " + base64.b64encode(f"{SID}:k-twilio".encode()).decode()
    assert deepgram["authorization"] == "Token k-deepgram"
    assert openai["authorization"] == "Bearer k-openai"
    assert elevenlabs["xi-api-key"] == "k-eleven"


async def failure(vendor: HttpVendor, timeout_s: float = 3.0) -> ProviderError:
    async with serving(vendor) as base_url:
        pings = Pings([Question("vendor", "models.list", base_url, {"x-key": "secret"})], timeout_s=timeout_s)
        with pytest.raises(ProviderError) as raised:
            await pings.checks()["vendor"]()
        await pings.aclose()
    assert "secret" not in "".join(traceback.format_exception(raised.value))
    return raised.value


@pytest.mark.parametrize(
    ("status", "retryable"), [(401, False), (403, False), (404, False), (429, True), (500, True), (503, True)]
)
async def test_a_refusal_is_told_with_its_status(status: int, retryable: bool) -> None:
    error = await failure(
        HttpVendor(status=status, headers=JSON, chunks=[json.dumps({"key": "secret"}).encode()])
    )
    assert (error.status, error.retryable) == (status, retryable)


async def test_an_answer_of_something_else_on_the_way_is_no_answer() -> None:
    page = HttpVendor(headers={"content-type": "text/html"}, chunks=[b"<html>Please log in</html>"])
    assert "malformed" in str(await failure(page))


async def test_a_vendor_that_says_nothing_is_not_waited_for() -> None:
    assert "in time" in str(await failure(HttpVendor(hang_at_once=True), timeout_s=0.2))


async def test_a_vendor_that_breaks_off_is_a_failure() -> None:
    assert (await failure(HttpVendor(headers=JSON, chunks=[b"{"], then="drop"))).retryable


async def test_a_vendor_nobody_listens_for_is_a_failure() -> None:
    pings = Pings([Question("vendor", "models.list", "http://127.0.0.1:9")])
    with pytest.raises(ProviderError) as raised:
        await pings.checks()["vendor"]()
    await pings.aclose()
    assert raised.value.retryable


@pytest.mark.parametrize(
    "name", ["deepgram_api_key", "openai_api_key", "elevenlabs_api_key", "twilio_auth_token"]
)
def test_a_missing_key_is_named(name: str) -> None:
    given = {"twilio_account_sid": SID, "twilio_auth_token": "t", **KEYS} | {name: ""}
    with pytest.raises(ConfigError, match=name.upper()):
        build_pings(VendorSettings(**given))


def test_asking_loads_none_of_the_vendors_packages() -> None:
    program = (
        "import sys\nfrom providers.build import build_pings\nfrom providers.settings import VendorSettings\n"
        f"build_pings(VendorSettings(twilio_account_sid={SID!r}, twilio_auth_token='t', deepgram_api_key='d', "
        "openai_api_key='o', elevenlabs_api_key='e'))\n"
        "print(*sorted({'twilio', 'deepgram', 'openai', 'elevenlabs'} & sys.modules.keys()))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], cwd=REPO, capture_output=True, text=True, check=True, timeout=60
    )
    assert ran.stdout.split() == []
