import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import fields, replace
from typing import Any

import pytest

from deployments.telephony.routes import callback_urls
from domain.errors import ConfigError
from providers import build
from providers.settings import VendorSettings

SETTINGS = VendorSettings(
    deepgram_api_key="key-of-deepgram",
    openai_api_key="key-of-openai",
    elevenlabs_api_key="key-of-elevenlabs",
    twilio_account_sid="AC" + "0" * 32,
    twilio_auth_token="key-of-twilio",
)

BUILDERS: dict[str, Callable[[VendorSettings], Any]] = {
    "build_speech_to_text": build.build_speech_to_text,
    "build_language_model": build.build_language_model,
    "build_text_to_speech": build.build_text_to_speech,
    "build_carrier": lambda settings: build.build_carrier(
        settings, callback_urls("https://voice.example.com", "wss://voice.example.com")
    ),
}


def test_settings_do_not_show_their_keys() -> None:
    shown = repr(SETTINGS) + str(SETTINGS)
    assert "key-of" not in shown
    assert [item.name for item in fields(SETTINGS) if not item.repr] == [
        "deepgram_api_key",
        "openai_api_key",
        "elevenlabs_api_key",
        "twilio_auth_token",
    ]


@pytest.mark.parametrize(
    ("function", "field", "variable"),
    [
        ("build_speech_to_text", "deepgram_api_key", "DEEPGRAM_API_KEY"),
        ("build_language_model", "openai_api_key", "OPENAI_API_KEY"),
        ("build_text_to_speech", "elevenlabs_api_key", "ELEVENLABS_API_KEY"),
        ("build_carrier", "twilio_account_sid", "TWILIO_ACCOUNT_SID"),
        ("build_carrier", "twilio_auth_token", "TWILIO_AUTH_TOKEN"),
    ],
)
def test_a_missing_key_is_named(function: str, field: str, variable: str) -> None:
    with pytest.raises(ConfigError, match=variable):
        BUILDERS[function](replace(SETTINGS, **{field: ""}))


def test_a_deepgram_address_needs_a_scheme() -> None:
    with pytest.raises(ConfigError, match="DEEPGRAM_BASE_URL"):
        build.build_speech_to_text(replace(SETTINGS, deepgram_base_url="127.0.0.1:9000/deepgram"))


@pytest.mark.parametrize("function", BUILDERS)
def test_every_provider_is_built_and_warmed_without_an_event_loop(function: str) -> None:
    BUILDERS[function](SETTINGS).warm_up()


def loaded_after(code: str) -> set[str]:
    """The modules a fresh process has loaded after running `code`."""
    script = f"{code}\nimport sys\nprint('\\n'.join(sys.modules))"
    finished = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60
    )
    return set(finished.stdout.split())


PREPARE = """
from providers import build
from providers.settings import VendorSettings
settings = VendorSettings(deepgram_api_key="k", openai_api_key="k", elevenlabs_api_key="k")
"""


def test_a_call_loads_no_sdk_parts_it_never_uses() -> None:
    loaded = loaded_after(
        PREPARE
        + "for function in (build.build_speech_to_text, build.build_language_model, build.build_text_to_speech):\n"
        + "    function(settings).warm_up()\n"
        + "import providers.twilio.media"
    )
    assert {
        "deepgram.listen.v2.socket_client",
        "openai.resources.models",
        "elevenlabs.text_to_speech.client",
    } <= loaded
    unused = (
        "click",
        "rich",
        "pygments",
        "aiohttp",
        "twilio",
        "openai.resources.chat.completions",
        "openai.types.graders",
        "elevenlabs.client",
        "numpy",
    )
    assert [name for name in unused if name in loaded] == []
    assert len([name for name in loaded if name.startswith("openai.types.responses.")]) < 40


def test_warming_up_loads_what_the_first_request_needs() -> None:
    loaded = loaded_after(PREPARE + "build.build_language_model(settings).warm_up()")
    assert {"anyio._backends._asyncio", "httpcore2._async.http11", "h11"} <= loaded
    loaded = loaded_after(PREPARE + "build.build_text_to_speech(settings).warm_up()")
    assert {"anyio._backends._asyncio", "httpcore._async.http11", "h11"} <= loaded


async def test_warming_up_works_beside_a_running_event_loop() -> None:
    threads = threading.active_count()
    build.build_language_model(SETTINGS).warm_up()
    build.build_text_to_speech(SETTINGS).warm_up()
    assert threading.active_count() == threads


def test_a_process_loads_only_the_vendor_it_builds() -> None:
    loaded = loaded_after(PREPARE + "build.build_text_to_speech(settings).warm_up()")
    assert not {"openai", "deepgram", "twilio"} & loaded


def test_the_sdks_stay_whole_for_whoever_else_uses_them() -> None:
    script = PREPARE + (
        "build.build_text_to_speech(settings); build.build_speech_to_text(settings)\n"
        "build.build_language_model(settings)\n"
        "import elevenlabs, deepgram, openai, httpx\n"
        "from elevenlabs import VoiceSettings, ElevenLabs\n"
        "from elevenlabs.types import Voice\n"
        "from deepgram import DeepgramClient\n"
        "from openai.types.responses import Response\n"
        "from openai.types import Model\n"
        "import openai.types.graders\n"
        "assert openai.types.Model is Model and elevenlabs.VoiceSettings is VoiceSettings\n"
        "assert openai.__version__ and callable(httpx.main)\n"
    )
    loaded_after(script)
