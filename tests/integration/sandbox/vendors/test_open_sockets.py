"""A vendor's open connections are cut where they are, and only that vendor's."""

import asyncio

import httpx
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from domain.audio import SILENCE_FRAME
from sandbox.options import Credentials, ScriptedTimings, StandInOptions
from sandbox.speech.marked import marked_speech
from sandbox.vendors.open_sockets import OpenSockets
from sandbox.vendors.server import build
from tests.support.serving import serve_app

KEYS = Credentials()
FLUX = "/deepgram/v2/listen?model=flux-general-en&encoding=mulaw&sample_rate=8000"
SPEECH = "/elevenlabs/v1/text-to-speech/EXAVITQu4vr4xnSDxMaL/stream?output_format=ulaw_8000"
SENTENCE = "So that's a haircut on Tuesday at nine in the morning."


@pytest.fixture
async def base_url():
    sockets = OpenSockets()
    app = build(StandInOptions(scripted=ScriptedTimings(marked=True, speech_first_ms=10)), sockets)
    async with serve_app(app, http=sockets.protocol()) as url:
        yield url


@pytest.fixture
async def client(base_url: str):
    async with httpx.AsyncClient(base_url=base_url, trust_env=False, timeout=10) as client:
        yield client


async def cut(client: httpx.AsyncClient, vendor: str) -> int:
    answer = await client.post("/_sandbox/cuts", json={"vendor": vendor})
    return answer.raise_for_status().json()["cut"]


def listening(base_url: str):
    headers = {"Authorization": f"Token {KEYS.deepgram_api_key}"}
    return connect(base_url.replace("http", "ws") + FLUX, additional_headers=headers, proxy=None)


async def test_an_open_recognition_stream_ends_without_a_goodbye(base_url: str, client: httpx.AsyncClient):
    async with listening(base_url) as socket:
        await socket.recv()
        assert await cut(client, "deepgram") == 1
        with pytest.raises(ConnectionClosed) as closed:
            async with asyncio.timeout(5):
                await socket.recv()
    assert closed.value.rcvd is None
    assert await cut(client, "deepgram") == 0


async def test_speech_breaks_off_in_the_middle(base_url: str, client: httpx.AsyncClient):
    whole, received = marked_speech(SENTENCE), b""
    headers = {"xi-api-key": KEYS.elevenlabs_api_key}

    async def listen() -> None:
        nonlocal received
        async with client.stream("POST", SPEECH, json={"text": SENTENCE}, headers=headers) as answer:
            async for chunk in answer.aiter_raw():
                if not received:
                    assert await cut(client, "elevenlabs") == 1
                received += chunk

    with pytest.raises(httpx.HTTPError):
        await listen()
    assert 0 < len(received) < len(whole)
    assert whole.startswith(received)


async def test_another_vendors_connections_stay(base_url: str, client: httpx.AsyncClient):
    async with listening(base_url) as socket:
        await socket.recv()
        assert await cut(client, "openai") == 0
        await socket.send(SILENCE_FRAME * 20)
        async with asyncio.timeout(5):
            assert "Update" in await socket.recv()


async def test_marked_speech_is_heard_word_by_word_over_the_wire(base_url: str):
    async with listening(base_url) as socket:
        await socket.send(marked_speech(SENTENCE) + SILENCE_FRAME * 20)
        seen: list[str] = []
        async with asyncio.timeout(5):
            while not seen or "EndOfTurn" not in seen[-1]:
                seen.append(str(await socket.recv()))
    assert f'"transcript":"{SENTENCE}"' in seen[-1]
    assert any('"event":"Update"' in message and '"transcript":"So that\'s"' in message for message in seen)


async def test_an_order_that_names_nobody_is_refused(client: httpx.AsyncClient):
    assert (await client.post("/_sandbox/cuts", json={})).status_code == 422
