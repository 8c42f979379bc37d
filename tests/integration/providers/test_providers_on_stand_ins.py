"""The providers, SDKs included, against the stand-ins that development and the end-to-end tests run on."""

import asyncio
import importlib
import math
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import pytest

from deployments.telephony.routes import callback_urls
from domain.audio import FRAME_BYTES, SILENCE_FRAME, pcm16_to_ulaw, ulaw_to_pcm16
from domain.call_control import HangUp
from domain.dialogue.messages import ModelMessage, ModelRequest
from domain.errors import CallEnded, ProviderError
from providers import build
from providers.ports import AnswerFinished, SpeechEvent, SpeechStarted, TextDelta, UtteranceEnd
from providers.settings import VendorSettings
from sandbox.faults import Fault
from sandbox.options import ScriptedTimings, StandInOptions
from tests.support.serving import serve_app

SAY_HELLO = ModelRequest(
    (
        ModelMessage(
            "system", "Business: Harbour Street Hair\nNow: Monday 23 November 2026 16:17 (Australia/Sydney)"
        ),
        ModelMessage("user", "Hello?"),
    )
)
WRONG = "wrong-key"
CALLBACKS = callback_urls("https://voice.example.com", "wss://voice.example.com")


def scripted() -> StandInOptions:
    return StandInOptions(scripted=ScriptedTimings(20, 20, 20, 400))


def tone() -> bytes:
    """20 ms of a loud 400 Hz tone, µ-law."""
    samples = (int(12_000 * math.sin(2 * math.pi * 400 * index / 8000)) for index in range(FRAME_BYTES))
    return pcm16_to_ulaw(b"".join(struct.pack("<h", sample) for sample in samples))


@asynccontextmanager
async def stand_in(vendor: str, options: StandInOptions, path: str = "") -> AsyncIterator[VendorSettings]:
    """The settings that point at the stand-in of one vendor."""
    module = importlib.import_module(f"sandbox.vendors.{vendor}.app")
    credentials = options.credentials
    settings = VendorSettings(
        deepgram_api_key=credentials.deepgram_api_key,
        openai_api_key=credentials.openai_api_key,
        elevenlabs_api_key=credentials.elevenlabs_api_key,
        twilio_account_sid=credentials.twilio_account_sid,
        twilio_auth_token=credentials.twilio_auth_token,
        openai_first_chunk_timeout_s=5,
        elevenlabs_first_chunk_timeout_s=5,
    )
    async with serve_app(module.build(options)) as base_url:
        yield replace(settings, **{f"{vendor}_base_url": base_url + path})


@asynccontextmanager
async def closing(provider: Any) -> AsyncIterator[Any]:
    try:
        yield provider
    finally:
        await provider.aclose()


# --- OpenAI -----------------------------------------------------------------------------------------------------
async def test_the_model_answers_in_words() -> None:
    async with (
        stand_in("openai", scripted(), "/v1") as settings,
        closing(build.build_language_model(settings)) as model,
    ):
        await model.ping()
        chunks = [chunk async for chunk in model.stream(SAY_HELLO)]
    assert "".join(chunk.text for chunk in chunks if isinstance(chunk, TextDelta))
    assert isinstance(chunks[-1], AnswerFinished)
    assert chunks[-1].reason == "stop"
    assert chunks[-1].prompt_tokens


async def test_the_model_refuses_a_wrong_key() -> None:
    async with (
        stand_in("openai", scripted(), "/v1") as settings,
        closing(build.build_language_model(replace(settings, openai_api_key=WRONG))) as model,
    ):
        with pytest.raises(ProviderError) as pinged:
            await model.ping()
        with pytest.raises(ProviderError) as asked:
            _ = [chunk async for chunk in model.stream(SAY_HELLO)]
    assert (pinged.value.status, asked.value.status) == (401, 401)


@pytest.mark.parametrize(
    "fault",
    [Fault("openai", "refuse", 429), Fault("openai", "hang"), Fault("openai", "drop", after_chunks=1)],
)
async def test_a_failing_model_is_told_apart_and_works_again(fault: Fault) -> None:
    options = scripted()
    options.faults.arm(fault)
    async with stand_in("openai", options, "/v1") as stand_in_settings:
        settings = replace(stand_in_settings, openai_first_chunk_timeout_s=1.0)
        async with closing(build.build_language_model(settings)) as model:
            with pytest.raises(ProviderError) as raised:
                _ = [chunk async for chunk in model.stream(SAY_HELLO)]
            assert [chunk async for chunk in model.stream(SAY_HELLO)]
    assert raised.value.retryable
    assert raised.value.status == (429 if fault.kind == "refuse" else None)


# --- ElevenLabs -------------------------------------------------------------------------------------------------
async def test_the_voice_speaks_ulaw() -> None:
    async with (
        stand_in("elevenlabs", scripted()) as settings,
        closing(build.build_text_to_speech(settings)) as voice,
    ):
        await voice.ping()
        audio = b"".join(
            [chunk async for chunk in voice.stream("Hello there.", voice_id="mia", language="en-AU")]
        )
    assert len(audio) == pytest.approx(400 * 8, abs=160)
    assert max(abs(sample) for sample in memoryview(ulaw_to_pcm16(audio)).cast("h")) > 1000


async def test_the_voice_refuses_a_wrong_key() -> None:
    async with (
        stand_in("elevenlabs", scripted()) as settings,
        closing(build.build_text_to_speech(replace(settings, elevenlabs_api_key=WRONG))) as voice,
    ):
        with pytest.raises(ProviderError) as raised:
            _ = [chunk async for chunk in voice.stream("Hi.", voice_id="mia", language="en")]
    assert (raised.value.status, raised.value.retryable) == (401, False)


@pytest.mark.parametrize(
    "fault",
    [
        Fault("elevenlabs", "refuse", 503),
        Fault("elevenlabs", "hang"),
        Fault("elevenlabs", "drop", after_chunks=1),
    ],
)
async def test_a_failing_voice_is_told_apart_and_works_again(fault: Fault) -> None:
    options = scripted()
    options.faults.arm(fault)
    async with stand_in("elevenlabs", options) as stand_in_settings:
        settings = replace(stand_in_settings, elevenlabs_first_chunk_timeout_s=1.0)
        async with closing(build.build_text_to_speech(settings)) as voice:
            with pytest.raises(ProviderError) as raised:
                _ = [chunk async for chunk in voice.stream("Hi.", voice_id="mia", language="en")]
            assert [chunk async for chunk in voice.stream("Hi.", voice_id="mia", language="en")]
    assert raised.value.retryable


# --- Deepgram ---------------------------------------------------------------------------------------------------
async def heard_in(settings: VendorSettings, language: str) -> list[SpeechEvent]:
    """What is recognised in 300 ms of tone and then silence, up to the end of the utterance."""
    events: list[SpeechEvent] = []
    async with closing(build.build_speech_to_text(settings)) as recogniser:
        await recogniser.ping()
        async with recogniser.open(language=language, keyterms=["Mia"]) as transcriber:

            async def speak() -> None:
                for frame in [tone()] * 15 + [SILENCE_FRAME] * 150:
                    await transcriber.send(frame)
                    await asyncio.sleep(0.01)

            async with asyncio.timeout(20), asyncio.TaskGroup() as tasks:
                speaking = tasks.create_task(speak())
                async for event in transcriber.events():
                    events.append(event)
                    if isinstance(event, UtteranceEnd):
                        await transcriber.finish()
                        speaking.cancel()
    return events


@pytest.mark.parametrize("language", ["en-AU", "de"])
async def test_the_recogniser_hears_one_turn(language: str) -> None:
    async with stand_in("deepgram", scripted()) as settings:
        events = await heard_in(settings, language)
    assert events[0] == SpeechStarted()
    assert [event.text for event in events if isinstance(event, UtteranceEnd)] == ["scripted turn 1"]


@pytest.mark.parametrize("language", ["en", "de"])
async def test_the_recogniser_refuses_a_wrong_key(language: str) -> None:
    async with (
        stand_in("deepgram", scripted()) as settings,
        closing(build.build_speech_to_text(replace(settings, deepgram_api_key=WRONG))) as recogniser,
    ):
        with pytest.raises(ProviderError) as raised:
            async with recogniser.open(language=language, keyterms=()):
                pass
    assert (raised.value.status, raised.value.retryable) == (401, False)


@pytest.mark.parametrize("fault", [Fault("deepgram", "refuse", 503), Fault("deepgram", "hang")])
async def test_a_failing_recogniser_is_told_apart(fault: Fault) -> None:
    options = scripted()
    options.faults.arm(fault)
    async with stand_in("deepgram", options) as stand_in_settings:
        settings = replace(stand_in_settings, deepgram_connect_timeout_s=0.5)
        with pytest.raises(ProviderError) as raised:
            await heard_in(settings, "en")
    assert raised.value.retryable


# --- Twilio -----------------------------------------------------------------------------------------------------
async def test_the_carrier_sends_a_message() -> None:
    async with (
        stand_in("twilio", scripted()) as settings,
        closing(build.build_carrier(settings, CALLBACKS)) as carrier,
    ):
        await carrier.ping()
        sid = await carrier.send_sms(to="+61400000000", from_="+61280001234", body="Booked for Tuesday.")
    assert sid.startswith("SM")


async def test_the_carrier_refuses_a_wrong_token_and_takes_an_unknown_call_for_one_that_is_over() -> None:
    async with stand_in("twilio", scripted()) as settings:
        wrong = replace(settings, twilio_auth_token=WRONG)
        async with closing(build.build_carrier(wrong, CALLBACKS)) as carrier:
            with pytest.raises(ProviderError) as refused:
                await carrier.ping()
        async with closing(build.build_carrier(settings, CALLBACKS)) as carrier:
            await carrier.end_call("CA" + "0" * 32)
            with pytest.raises(CallEnded):
                await carrier.redirect_call("CA" + "0" * 32, HangUp())
    assert refused.value.status == 401
