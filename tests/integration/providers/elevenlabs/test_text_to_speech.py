import asyncio
import json
import traceback
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager
from typing import Any

import pytest

from domain.errors import ProviderError, UnusableAnswer
from providers.elevenlabs.text_to_speech import ElevenLabsTextToSpeech
from providers.ports import TextToSpeech
from tests.integration.providers.http_vendor import HttpVendor, serving
from tests.support.contracts import needs_contracts, request_errors

KEY = "xi-a-very-secret-key"
AUDIO = {"content-type": "audio/basic", "request-id": "req_1"}
JSON = {"content-type": "application/json", "request-id": "req_9"}


@asynccontextmanager
async def voice(vendor: HttpVendor, **options: Any) -> AsyncIterator[ElevenLabsTextToSpeech]:
    async with serving(vendor) as base_url:
        options = {"first_chunk_timeout_s": 5, "chunk_timeout_s": 5, **options}
        provider: TextToSpeech = ElevenLabsTextToSpeech(KEY, base_url, **options)
        assert isinstance(provider, ElevenLabsTextToSpeech)
        try:
            yield provider
        finally:
            await provider.aclose()


async def spoken(provider: ElevenLabsTextToSpeech) -> list[bytes]:
    return [chunk async for chunk in provider.stream("Hello there.", voice_id="mia", language="en-AU")]


async def failure(vendor: HttpVendor, **options: Any) -> ProviderError:
    async with voice(vendor, **options) as provider:
        with pytest.raises(ProviderError) as raised:
            await spoken(provider)
    assert raised.value.provider == "elevenlabs"
    assert KEY not in "".join(traceback.format_exception(raised.value))
    return raised.value


async def test_all_audio_comes_in_order() -> None:
    pieces = [bytes([value]) * length for value, length in ((1, 7), (2, 160), (3, 5000))]
    async with voice(HttpVendor(headers=AUDIO, chunks=pieces)) as provider:
        chunks = await spoken(provider)
    assert b"".join(chunks) == b"".join(pieces)
    assert all(chunks)


async def test_the_first_audio_does_not_wait_for_more() -> None:
    vendor = HttpVendor(headers=AUDIO, chunks=[b"\x01" * 40], then="hang")
    async with (
        voice(vendor) as provider,
        aclosing(provider.stream("Hi.", voice_id="v", language="en")) as chunks,
    ):
        assert await anext(chunks) == b"\x01" * 40


async def test_what_arrived_together_comes_together() -> None:
    vendor = HttpVendor(headers={**AUDIO, "content-length": "16000"}, chunks=[b"\x01" * 16_000])
    async with voice(vendor) as provider:
        assert len(await spoken(provider)) < 10


@needs_contracts
@pytest.mark.parametrize("model_id", ["eleven_flash_v2_5", "eleven_multilingual_v2"])
async def test_what_the_sdk_sends_follows_the_contract(model_id: str) -> None:
    vendor = HttpVendor(headers=AUDIO, chunks=[b"\xff"])
    async with voice(vendor, model_id=model_id) as provider:
        await spoken(provider)
    (asked,) = vendor.asked
    assert asked.headers["xi-api-key"] == KEY
    assert (asked.method, asked.path) == ("POST", "/v1/text-to-speech/mia/stream")
    assert asked.query == "output_format=ulaw_8000"
    problems = request_errors(
        "elevenlabs_rest.trimmed.json",
        asked.method,
        asked.path,
        query=asked.query,
        content_type=asked.headers["content-type"],
        body=asked.body,
    )
    assert problems == []


@pytest.mark.parametrize(
    ("model_id", "code"), [("eleven_flash_v2_5", "en"), ("eleven_multilingual_v2", None)]
)
async def test_the_language_goes_to_models_that_take_one(model_id: str, code: str | None) -> None:
    vendor = HttpVendor(headers=AUDIO, chunks=[b"\xff"])
    async with voice(vendor, model_id=model_id) as provider:
        await spoken(provider)
    assert json.loads(vendor.asked[0].body).get("language_code") == code


@pytest.mark.parametrize(
    ("status", "retryable"), [(400, False), (401, False), (422, False), (429, True), (500, True), (503, True)]
)
async def test_a_refusal_tells_its_status_and_reason(status: int, retryable: bool) -> None:
    body = json.dumps({"detail": {"status": "quota_exceeded", "message": "m"}}).encode()
    vendor = HttpVendor(status=status, headers=JSON, chunks=[body])
    error = await failure(vendor)
    assert (error.status, error.retryable, error.request_id) == (status, retryable, "req_9")
    assert "quota_exceeded" in error.message
    assert len(vendor.asked) == 1, "a refusal is not asked again by itself"


async def test_a_refusal_without_a_readable_body_keeps_its_status() -> None:
    error = await failure(HttpVendor(status=502, headers={"content-type": "text/html"}, chunks=[b"<html>"]))
    assert (error.status, error.retryable) == (502, True)


async def test_silence_before_the_first_audio_is_cut_short() -> None:
    vendor = HttpVendor(hang_at_once=True)
    assert (await failure(vendor, first_chunk_timeout_s=0.1)).retryable
    await asyncio.wait_for(vendor.left.wait(), 5)


async def test_headers_without_audio_do_not_count_as_an_answer() -> None:
    vendor = HttpVendor(headers=AUDIO, then="hang")
    assert (await failure(vendor, first_chunk_timeout_s=0.1, chunk_timeout_s=60)).retryable
    await asyncio.wait_for(vendor.left.wait(), 5)


async def test_silence_in_the_middle_is_cut_short_after_what_was_said() -> None:
    vendor = HttpVendor(headers=AUDIO, chunks=[b"\x01" * 320], then="hang")
    async with voice(vendor, chunk_timeout_s=0.1) as provider:
        chunks = provider.stream("Hi.", voice_id="v", language="en")
        assert await anext(chunks) == b"\x01" * 320
        with pytest.raises(ProviderError) as raised:
            await anext(chunks)
    assert raised.value.retryable
    await asyncio.wait_for(vendor.left.wait(), 5)


async def test_an_answer_that_breaks_off_is_an_error() -> None:
    assert (await failure(HttpVendor(headers=AUDIO, chunks=[b"\x01" * 320], then="drop"))).retryable


@pytest.mark.parametrize(
    ("headers", "chunks"),
    [
        (AUDIO, []),
        (JSON, [b'{"audio": "none"}']),
        ({"content-type": "text/html"}, [b"<html>"]),
        ({"content-type": "audio/mpeg"}, [b"\xff\xfb\x90\xc4" * 200]),
        ({"content-type": "audio/wav; rate=8000"}, [b"RIFF" + bytes(400)]),
        (AUDIO, [b"ID3" + bytes(400)]),
        (AUDIO, [b"RIFF" + bytes(400)]),
    ],
    ids=["nothing", "json", "page", "mp3", "wav", "mp3 as telephone audio", "wav as telephone audio"],
)
async def test_an_answer_that_is_no_telephone_audio_is_unusable(
    headers: dict[str, str], chunks: list[bytes]
) -> None:
    error = await failure(HttpVendor(headers=headers, chunks=chunks))
    assert isinstance(error, UnusableAnswer)
    assert error.retryable


@pytest.mark.parametrize(
    "kind", ["audio/basic", "Audio/Basic; rate=8000", "audio/x-mulaw", "application/octet-stream", ""]
)
async def test_telephone_audio_has_many_names(kind: str) -> None:
    vendor = HttpVendor(headers={"content-type": kind} if kind else {}, chunks=[b"\x01" * 320])
    async with voice(vendor) as provider:
        assert b"".join(await spoken(provider)) == b"\x01" * 320


async def test_a_rate_limit_names_its_pause() -> None:
    busy = {**JSON, "retry-after": "2"}
    limited = await failure(HttpVendor(status=429, headers=busy, chunks=[b'{"detail": {"status": "busy"}}']))
    assert (limited.retryable, limited.retry_after_s) == (True, 2.0)


async def test_an_unreachable_vendor_is_an_error() -> None:
    provider = ElevenLabsTextToSpeech(KEY, "http://127.0.0.1:9")
    with pytest.raises(ProviderError) as raised:
        await spoken(provider)
    assert raised.value.retryable
    await provider.aclose()


async def test_closing_the_generator_closes_the_connection() -> None:
    vendor = HttpVendor(headers=AUDIO, chunks=[b"\x01" * 320], then="hang")
    async with voice(vendor) as provider:
        async with aclosing(provider.stream("Hi.", voice_id="v", language="en")) as chunks:
            await anext(chunks)
        await asyncio.wait_for(vendor.left.wait(), 5)


@pytest.mark.parametrize("vendor_options", [{"hang_at_once": True}, {"chunks": [b"\x01" * 320]}])
async def test_cancelling_the_reader_closes_the_connection(vendor_options: dict[str, Any]) -> None:
    vendor = HttpVendor(headers=AUDIO, then="hang", **vendor_options)
    async with voice(vendor) as provider:
        async with asyncio.TaskGroup() as tasks:
            reading = tasks.create_task(spoken(provider))
            await asyncio.wait_for(vendor.reached.wait(), 5)
            reading.cancel()
        assert reading.cancelled()
        await asyncio.wait_for(vendor.left.wait(), 5)


async def test_sentences_share_one_connection_that_connect_may_open() -> None:
    vendor = HttpVendor(headers=AUDIO, chunks=[b"\x01" * 320])
    async with voice(vendor) as provider:
        await provider.connect()
        for _ in range(3):
            await spoken(provider)
    assert vendor.asked[0].path == "/v1/models"
    assert len({asked.client for asked in vendor.asked}) == 1


async def test_ping_tells_a_wrong_key() -> None:
    body = json.dumps({"detail": {"status": "invalid_api_key", "message": "m"}}).encode()
    async with voice(HttpVendor(status=401, headers=JSON, chunks=[body])) as provider:
        with pytest.raises(ProviderError, match="invalid_api_key") as raised:
            await provider.ping()
    assert raised.value.status == 401


async def test_ping_survives_a_refusal_it_cannot_read() -> None:
    async with voice(
        HttpVendor(status=503, headers={"content-type": "text/html"}, chunks=[b"<html>"])
    ) as provider:
        with pytest.raises(ProviderError) as raised:
            await provider.ping()
    assert raised.value.retryable
