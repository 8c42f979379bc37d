"""Nova as the official SDK sees it, against the vendor's own schemas in both directions."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import parse_qs

import pytest
import websockets
from deepgram import AsyncDeepgramClient
from deepgram.core.api_error import ApiError
from deepgram.environment import DeepgramClientEnvironment

import sandbox.vendors.deepgram.app
from domain.audio import FRAME_BYTES, SILENCE_FRAME
from sandbox.options import ScriptedTimings, StandInOptions
from sandbox.speech.speaker import Speaker
from sandbox.speech.voices import CALLER
from tests.support.contracts import load, message_errors, needs_contracts
from tests.support.serving import Wire, Wiretap, serve_app

SCHEMA = "deepgram_ws_from_wheel.schema.json"
ASYNCAPI = "deepgram_ws.trimmed.asyncapi.json"
CONNECT: dict[str, Any] = {"model": "nova-3", "encoding": "mulaw", "sample_rate": 8000}
LOUD_FRAME = bytes([0x10, 0x90]) * (FRAME_BYTES // 2)


@pytest.fixture(scope="module")
def speaker() -> Iterator[Speaker]:
    speaker = Speaker()
    yield speaker
    speaker.close()


@asynccontextmanager
async def stand_in(
    scripted: ScriptedTimings | None = None, silence_limit_s: float = 10.0
) -> AsyncIterator[tuple[Any, Wiretap]]:
    options = StandInOptions(scripted=scripted)
    tap = Wiretap(sandbox.vendors.deepgram.app.build(options, silence_limit_s=silence_limit_s))
    async with serve_app(tap) as base_url:
        ws_url = base_url.replace("http", "ws")
        environment = DeepgramClientEnvironment(
            base=base_url, production=ws_url, agent=ws_url, agent_rest=base_url
        )
        key = options.credentials.deepgram_api_key
        yield AsyncDeepgramClient(api_key=key, environment=environment), tap


async def say(socket: Any, ulaw: bytes) -> None:
    for start in range(0, len(ulaw), FRAME_BYTES):
        await socket.send_media(ulaw[start : start + FRAME_BYTES])


async def listen_to_the_end(socket: Any) -> list[Any]:
    messages: list[Any] = []
    async with asyncio.timeout(20):
        async for message in socket:
            messages.append(message)
    return messages


def check(wire: Wire) -> None:
    """Both directions follow the vendor's schemas."""
    for message in wire.sent:
        assert message_errors(SCHEMA, f"ListenV1{message['type']}", message) == []
        assert message_errors(ASYNCAPI, f"ListenV1_ListenV1{message['type']}", message) == []
    for message in wire.received:
        if isinstance(message, dict):
            assert message_errors(SCHEMA, f"ListenV1{message['type']}", message) == []
    schemas = load(ASYNCAPI)["channels"]["/v1/listen"]["bindings"]["ws"]["query"]["properties"]
    for name, values in parse_qs(wire.query).items():
        assert name in schemas, name
        definition = schemas[name]["$ref"].rsplit("/", 1)[-1]
        assert message_errors(ASYNCAPI, definition, values[0]) == []


@needs_contracts
async def test_an_utterance_comes_as_interim_and_final_results(speaker: Speaker) -> None:
    ulaw = await speaker.speak_to_ulaw("Hi, I'd like to book a haircut please.", CALLER)
    audio = SILENCE_FRAME * 30 + ulaw + SILENCE_FRAME * 100
    async with stand_in() as (client, tap):
        async with client.listen.v1.connect(
            **CONNECT, interim_results="true", vad_events="true", endpointing="300", utterance_end_ms="1000"
        ) as socket:
            await say(socket, audio)
            await socket.send_keep_alive()
            await socket.send_close_stream()
            messages = await listen_to_the_end(socket)
        check(tap.wires[0])
    kinds = [message.type for message in messages]
    assert kinds[0] == "SpeechStarted"
    assert kinds[-1] == "Metadata"
    assert kinds.count("UtteranceEnd") == 1
    results = [message for message in messages if message.type == "Results"]
    assert not results[0].is_final
    final = next(message for message in results if message.is_final)
    assert final.speech_final
    best = final.channel.alternatives[0]
    assert best.transcript == "hi i'd like to book a haircut please"
    assert best.words[0].start == pytest.approx(0.6, abs=0.15)
    assert messages[-1].duration == pytest.approx(len(audio) / 8000, abs=0.01)
    assert messages[-1].sha256 == hashlib.sha256(audio).hexdigest()


@needs_contracts
async def test_finalize_gives_what_was_said_so_far(speaker: Speaker) -> None:
    ulaw = await speaker.speak_to_ulaw("Yes please.", CALLER)
    async with stand_in() as (client, tap):
        async with client.listen.v1.connect(**CONNECT, endpointing="false") as socket:
            await say(socket, SILENCE_FRAME * 30 + ulaw + SILENCE_FRAME * 40)
            await socket.send_finalize()
            async with asyncio.timeout(10):
                first = await socket.recv()
            await socket.send_finalize()
            async with asyncio.timeout(10):
                second = await socket.recv()
        check(tap.wires[0])
    assert (first.from_finalize, first.is_final) == (True, True)
    assert first.channel.alternatives[0].transcript == "yes please"
    assert second.channel.alternatives[0].transcript == ""
    assert second.start == first.start + first.duration


async def test_silence_of_the_client_closes_the_connection_and_keep_alive_prevents_it() -> None:
    async with stand_in(silence_limit_s=0.3) as (client, _), client.listen.v1.connect(**CONNECT) as socket:
        for _ in range(4):
            await asyncio.sleep(0.15)
            await socket.send_keep_alive()
        with pytest.raises(websockets.ConnectionClosed) as closed:
            await asyncio.wait_for(socket.recv(), 5)
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 1011
    assert "NET-0001" in closed.value.rcvd.reason


async def test_a_message_that_is_no_json_closes_with_data_0000() -> None:
    async with stand_in() as (client, _), client.listen.v1.connect(**CONNECT) as socket:
        await socket._websocket.send("not json")
        with pytest.raises(websockets.ConnectionClosed) as closed:
            await asyncio.wait_for(socket.recv(), 5)
    assert closed.value.rcvd is not None
    assert (closed.value.rcvd.code, closed.value.rcvd.reason[-9:]) == (1008, "DATA-0000")


@pytest.mark.parametrize(
    "wrong",
    [
        {"model": "nova-99"},
        {"endpointing": "soon"},
        {"interim_results": "maybe"},
        {"utterance_end_ms": "1000"},
    ],
)
async def test_bad_parameters_are_refused_before_the_upgrade(wrong: dict[str, str]) -> None:
    async with stand_in() as (client, _):
        with pytest.raises(ApiError) as refused:
            async with client.listen.v1.connect(**{**CONNECT, **wrong}):
                pass
    assert refused.value.status_code == 400


@needs_contracts
async def test_the_script_follows_loudness_here_too() -> None:
    timings = ScriptedTimings(speech_end_ms=50)
    async with stand_in(timings) as (client, tap):
        async with client.listen.v1.connect(
            **CONNECT, interim_results="true", vad_events="true", utterance_end_ms="1000"
        ) as socket:
            await say(socket, SILENCE_FRAME * 5 + LOUD_FRAME * 20)
            async with asyncio.timeout(5):
                messages = [await socket.recv() for _ in range(4)]
            await socket.send_finalize()
            await socket.send_close_stream()
            await listen_to_the_end(socket)
        check(tap.wires[0])
    assert [message.type for message in messages] == ["SpeechStarted", "Results", "Results", "UtteranceEnd"]
    assert messages[2].speech_final
    assert messages[2].channel.alternatives[0].transcript == "scripted turn 1"
