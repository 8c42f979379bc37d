"""ElevenLabs as the official SDK sees it, against the vendor's own schemas in both directions."""

import asyncio
import base64
import json
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import Any

import httpx
import numpy as np
import pytest
import websockets
from elevenlabs.client import AsyncElevenLabs
from elevenlabs.core.api_error import ApiError
from elevenlabs.types import VoiceSettings

import sandbox.vendors.elevenlabs.app
from sandbox.faults import Fault
from sandbox.options import ScriptedTimings, StandInOptions
from sandbox.speech.mulaw import decode_ulaw
from sandbox.vendors.elevenlabs.account import UNKNOWN_VOICE, VOICES
from tests.support.contracts import load, message_errors, needs_contracts, request_errors, response_errors
from tests.support.serving import Wire, Wiretap, serve_app

REST = "elevenlabs_rest.trimmed.json"
SCHEMA = "elevenlabs_ws_from_wheel.schema.json"
ASYNCAPI = "elevenlabs_ws.trimmed.asyncapi.json"
VOICE = next(iter(VOICES))
KEY = StandInOptions().credentials.elevenlabs_api_key
SENTENCE = "Hello, Harbour Street Hair, how can I help?"
TO_BYTES: Any = {"chunk_size": 160}


@asynccontextmanager
async def stand_in(
    options: StandInOptions | None = None,
) -> AsyncIterator[tuple[Any, Wiretap, str]]:
    """An SDK client, the tapped stand-in behind it, and its address."""
    tap = Wiretap(sandbox.vendors.elevenlabs.app.build(options or StandInOptions()))
    async with serve_app(tap) as base_url, httpx.AsyncClient() as http:
        yield AsyncElevenLabs(base_url=base_url, api_key=KEY, httpx_client=http), tap, base_url


async def collect(chunks: AsyncIterator[bytes], into: list[bytes]) -> None:
    async for chunk in chunks:
        into.append(chunk)


async def audio_of(chunks: AsyncIterator[bytes]) -> bytes:
    return b"".join([chunk async for chunk in chunks])


def check_request(wire: Wire) -> None:
    body = json.dumps(wire.received[0]).encode() if wire.received else b""
    content_type = wire.headers.get("content-type", "")
    assert (
        request_errors(REST, wire.method, wire.path, query=wire.query, content_type=content_type, body=body)
        == []
    )


def loudness(ulaw: bytes) -> float:
    return float(np.abs(decode_ulaw(ulaw).astype(int)).mean())


# --- HTTP -------------------------------------------------------------------------------------------------------
@needs_contracts
async def test_a_sentence_streams_as_ulaw() -> None:
    async with stand_in() as (client, tap, _):
        chunks = [
            chunk
            async for chunk in client.text_to_speech.stream(
                VOICE,
                text=SENTENCE,
                model_id="eleven_flash_v2_5",
                output_format="ulaw_8000",
                language_code="en",
                voice_settings=VoiceSettings(speed=1.1, stability=0.5),
                request_options=TO_BYTES,
            )
        ]
        check_request(tap.wires[0])
    ulaw = b"".join(chunks)
    assert len(tap.wires[0].sent) > 10, "audio is sent in many chunks"
    assert 1.5 < len(ulaw) / 8000 < 5
    assert loudness(ulaw) > 300


@needs_contracts
@pytest.mark.parametrize(("output_format", "bytes_per_s"), [("pcm_8000", 16000), ("pcm_16000", 32000)])
async def test_linear_audio_lasts_as_long(output_format: Any, bytes_per_s: int) -> None:
    async with stand_in() as (client, tap, _):
        ulaw = await audio_of(client.text_to_speech.stream(VOICE, text=SENTENCE, output_format="ulaw_8000"))
        pcm = await audio_of(client.text_to_speech.convert(VOICE, text=SENTENCE, output_format=output_format))
        for wire in tap.wires:
            check_request(wire)
    assert len(pcm) / bytes_per_s == pytest.approx(len(ulaw) / 8000, abs=0.01)


@needs_contracts
async def test_what_the_stand_in_says_of_itself_follows_the_contract() -> None:
    async with stand_in() as (client, _, base_url), httpx.AsyncClient(headers={"xi-api-key": KEY}) as http:
        assert [voice.voice_id for voice in (await client.voices.get_all()).voices] == list(VOICES)
        assert (await client.user.get()).subscription.status == "active"
        assert "eleven_flash_v2_5" in [model.model_id for model in await client.models.list()]
        for path in (
            "/v1/voices", "/v2/voices", f"/v1/voices/{VOICE}", "/v1/models", "/v1/user", "/v1/user/subscription",
        ):  # fmt: skip
            answer = await http.get(base_url + path)
            assert response_errors(REST, "GET", path, 200, answer.json()) == [], path


@needs_contracts
@pytest.mark.parametrize(
    ("voice", "query", "body", "status", "code"),
    [
        (VOICE, "output_format=mp3_44100_128", {"text": "Hi"}, 403, "output_format_not_allowed"),
        (VOICE, "", {"text": "Hi"}, 403, "output_format_not_allowed"),
        (VOICE, "output_format=wax_33", {"text": "Hi"}, 422, None),
        (VOICE, "output_format=ulaw_8000", {"words": "Hi"}, 422, None),
        (VOICE, "output_format=ulaw_8000", {"text": " "}, 400, "invalid_text"),
        (VOICE, "output_format=ulaw_8000", {"text": "Hi", "model_id": "eleven_x"}, 400, "model_not_found"),
        (UNKNOWN_VOICE, "output_format=ulaw_8000", {"text": "Hi"}, 404, "voice_not_found"),
    ],
)
async def test_bad_requests_are_refused_in_the_vendors_shape(
    voice: str, query: str, body: dict[str, str], status: int, code: str | None
) -> None:
    path = f"/v1/text-to-speech/{voice}/stream"
    async with stand_in() as (_, _, base_url), httpx.AsyncClient(headers={"xi-api-key": KEY}) as http:
        answer = await http.post(f"{base_url}{path}?{query}", json=body)
    assert answer.status_code == status
    if code is None:
        assert response_errors(REST, "POST", path, 422, answer.json()) == []
    else:
        detail = answer.json()["detail"]
        assert (detail["code"], detail["status"]) == (code, code)
        assert detail["request_id"] == answer.headers["request-id"]


async def test_a_wrong_key_is_refused() -> None:
    async with stand_in() as (_, _, base_url), httpx.AsyncClient() as http:
        client = AsyncElevenLabs(base_url=base_url, api_key="wrong", httpx_client=http)
        with pytest.raises(ApiError) as refused:
            await audio_of(client.text_to_speech.stream(VOICE, text="Hi", output_format="ulaw_8000"))
        with pytest.raises(ApiError) as pinged:
            await client.models.list()
    assert (refused.value.status_code, pinged.value.status_code) == (401, 401)
    assert refused.value.body["detail"]["code"] == "invalid_api_key"


# --- faults -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("status", "code"), [(429, "rate_limit_exceeded"), (503, "system_busy")])
async def test_a_refusal_is_used_up_by_one_request(status: int, code: str) -> None:
    options = StandInOptions(scripted=ScriptedTimings())
    options.faults.arm(Fault("elevenlabs", "refuse", status=status))
    async with stand_in(options) as (client, _, _):
        await client.models.list()
        no_retry: Any = {"max_retries": 0}
        with pytest.raises(ApiError) as refused:
            await audio_of(
                client.text_to_speech.stream(
                    VOICE, text="Hi", output_format="ulaw_8000", request_options=no_retry
                )
            )
        assert await audio_of(client.text_to_speech.stream(VOICE, text="Hi", output_format="ulaw_8000"))
    assert refused.value.status_code == status
    assert refused.value.body["detail"]["code"] == code


@pytest.mark.parametrize(
    ("kind", "content_type", "begins", "length"),
    [
        ("silent", "audio/basic", b"", range(1)),
        ("stub", "audio/basic", b"\xff", range(1, 2)),
        ("mp3", "audio/mpeg", b"\xff\xfb", range(1000, 100_000)),
    ],
    ids=["silent", "stub", "mp3"],
)
async def test_an_answer_of_status_200_need_not_be_speech(
    kind: Any, content_type: str, begins: bytes, length: range
) -> None:
    options = StandInOptions(scripted=ScriptedTimings(sentence_audio_ms=1000))
    options.faults.arm(Fault("elevenlabs", kind))
    async with stand_in(options) as (_, _, base_url), httpx.AsyncClient(headers={"xi-api-key": KEY}) as http:
        url = f"{base_url}/v1/text-to-speech/{VOICE}/stream?output_format=ulaw_8000"
        odd = await http.post(url, json={"text": "Hi"})
        usual = await http.post(url, json={"text": "Hi"})
    assert (odd.status_code, odd.headers["content-type"]) == (200, content_type)
    assert odd.content.startswith(begins)
    assert len(odd.content) in length
    assert (usual.headers["content-type"], len(usual.content)) == ("audio/basic", 8000)


async def test_a_refusal_names_the_pause_it_was_told_to() -> None:
    options = StandInOptions(scripted=ScriptedTimings())
    options.faults.arm(Fault("elevenlabs", "refuse", status=429, retry_after_s=2))
    async with stand_in(options) as (_, _, base_url), httpx.AsyncClient(headers={"xi-api-key": KEY}) as http:
        url = f"{base_url}/v1/text-to-speech/{VOICE}/stream?output_format=ulaw_8000"
        refused = await http.post(url, json={"text": "Hi"})
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "2")


async def test_a_hanging_request_gets_no_answer() -> None:
    options = StandInOptions(scripted=ScriptedTimings())
    options.faults.arm(Fault("elevenlabs", "hang"))
    async with stand_in(options) as (_, _, base_url), httpx.AsyncClient(headers={"xi-api-key": KEY}) as http:
        url = f"{base_url}/v1/text-to-speech/{VOICE}/stream?output_format=ulaw_8000"
        with pytest.raises(httpx.ReadTimeout):
            await http.post(url, json={"text": "Hi"}, timeout=0.5)


async def test_a_dropped_answer_breaks_off_in_the_middle() -> None:
    options = StandInOptions(scripted=ScriptedTimings(sentence_audio_ms=1000))
    options.faults.arm(Fault("elevenlabs", "drop", after_chunks=2))
    received: list[bytes] = []
    async with stand_in(options) as (client, _, _):
        with pytest.raises(httpx.RemoteProtocolError):
            await collect(
                client.text_to_speech.stream(
                    VOICE, text="Hi", output_format="ulaw_8000", request_options=TO_BYTES
                ),
                received,
            )
    assert 0 < len(b"".join(received)) < 8000


async def test_the_script_speaks_a_tone_of_fixed_length_after_a_fixed_time() -> None:
    timings = ScriptedTimings(speech_first_ms=150, sentence_audio_ms=700)
    loop = asyncio.get_running_loop()
    async with stand_in(StandInOptions(scripted=timings)) as (client, _, _):
        asked_at = loop.time()
        chunks = client.text_to_speech.stream(VOICE, text=SENTENCE, output_format="ulaw_8000")
        first = await anext(aiter(chunks))
        waited_s = loop.time() - asked_at
        rest = await audio_of(chunks)
    assert waited_s >= 0.149
    assert len(first + rest) == 5600
    assert all(loudness((first + rest)[at : at + 160]) > 1000 for at in range(0, 5600, 160))


# --- WebSockets -------------------------------------------------------------------------------------------------
@asynccontextmanager
async def text_socket(
    path: str, query: str = "", key: str = KEY, options: StandInOptions | None = None
) -> AsyncIterator[tuple[Any, Wiretap]]:
    async with stand_in(options) as (_, tap, base_url):
        url = f"{base_url.replace('http', 'ws')}/v1/text-to-speech/{VOICE}/{path}?output_format=ulaw_8000{query}"
        async with websockets.connect(url, additional_headers={"xi-api-key": key}) as socket:
            yield socket, tap


async def answers(socket: Any, until: Any) -> list[dict[str, Any]]:
    """Messages up to and including the first for which `until` holds."""
    got: list[dict[str, Any]] = []
    async with asyncio.timeout(10):
        while not got or not until(got[-1]):
            got.append(json.loads(await socket.recv()))
    return got


def check_messages(messages: Iterable[dict[str, Any]], suffix: str = "") -> None:
    for message in messages:
        name = ("FinalOutput" if message.get("isFinal") else "AudioOutput") + suffix
        assert message_errors(SCHEMA, name, message) == []
        contract = message if message.get("isFinal") else {
            field: value for field, value in message.items() if value is not None
        }  # fmt: skip
        assert message_errors(ASYNCAPI, name, contract) == []


def heard(messages: Iterable[dict[str, Any]]) -> bytes:
    return b"".join(base64.b64decode(message["audio"]) for message in messages if message.get("audio"))


def is_final(message: dict[str, Any]) -> bool:
    return bool(message.get("isFinal"))


@needs_contracts
async def test_text_fed_in_pieces_is_spoken_when_flushed() -> None:
    query = "&model_id=eleven_flash_v2_5&sync_alignment=true"
    async with text_socket("stream-input", query) as (socket, _):
        for message in (
            {"text": " "},
            {"text": "Hello, "},
            {"text": "Harbour Street. ", "flush": True},
            {"text": "How can I help? "},
            {"text": ""},
        ):
            await socket.send(json.dumps(message))
        got = await answers(socket, is_final)
        async with asyncio.timeout(5):
            await socket.wait_closed()
        parameters = load(ASYNCAPI)["channels"]["/v1/text-to-speech/{voice_id}/stream-input"]["bindings"][
            "ws"
        ]
        assert {"output_format", "model_id", "sync_alignment"} <= parameters["query"]["properties"].keys()
    check_messages(got)
    assert loudness(heard(got)) > 300
    said = "".join("".join(message["alignment"]["chars"]) for message in got if message.get("alignment"))
    assert said == "Hello, Harbour Street.How can I help?"
    assert socket.close_code == 1000


@needs_contracts
async def test_auto_mode_speaks_finished_sentences_without_a_flush() -> None:
    async with text_socket("stream-input", "&auto_mode=true") as (socket, _):
        await socket.send(json.dumps({"text": " "}))
        await socket.send(json.dumps({"text": "Hello there. "}))
        got = await answers(socket, lambda message: message.get("audio"))
    check_messages(got)


@needs_contracts
async def test_contexts_answer_under_their_own_names() -> None:
    async with text_socket("multi-stream-input", "&auto_mode=true") as (socket, _):
        for message in (
            {"text": " ", "context_id": "one"},
            {"text": "First. ", "context_id": "one", "flush": True},
            {"text": "Second, a longer one. ", "context_id": "two", "flush": True},
            {"context_id": "one", "close_context": True},
            {"context_id": "two", "close_context": True},
        ):
            await socket.send(json.dumps(message))
        ended: set[str] = set()

        def both_ended(message: dict[str, Any]) -> bool:
            if is_final(message):
                ended.add(message["contextId"])
            return ended == {"one", "two"}

        got = await answers(socket, both_ended)
        await socket.send(json.dumps({"close_socket": True}))
        async with asyncio.timeout(5):
            await socket.wait_closed()
    check_messages(got, "Multi")
    one = heard(message for message in got if message["contextId"] == "one")
    two = heard(message for message in got if message["contextId"] == "two")
    assert 0 < len(one) < len(two)


async def test_a_silent_client_is_disconnected() -> None:
    async with text_socket("stream-input", "&inactivity_timeout=0.2") as (socket, _), asyncio.timeout(5):
        await socket.wait_closed()
    assert socket.close_code == 1008


async def test_a_socket_with_a_wrong_key_is_refused_before_the_upgrade() -> None:
    with pytest.raises(websockets.InvalidStatus) as refused:
        async with text_socket("stream-input", key="wrong"):
            pass
    assert refused.value.response.status_code == 401


@pytest.mark.parametrize("kind", ["refuse", "hang", "drop"])
async def test_faults_reach_the_sockets_too(kind: Any) -> None:
    options = StandInOptions(scripted=ScriptedTimings(speech_first_ms=10))
    options.faults.arm(Fault("elevenlabs", kind, status=503, after_chunks=2))
    if kind == "refuse":
        with pytest.raises(websockets.InvalidStatus) as refused:
            async with text_socket("stream-input", options=options):
                pass
        assert refused.value.response.status_code == 503
        return
    async with text_socket("stream-input", "&auto_mode=true", options=options) as (socket, tap):
        await socket.send(json.dumps({"text": "Hello there. "}))
        if kind == "hang":
            await (await socket.ping())
            assert tap.wires[0].sent == []
            return
        got = [await socket.recv() for _ in range(2)]
        with pytest.raises(websockets.ConnectionClosed):
            await asyncio.wait_for(socket.recv(), 5)
    assert all("audio" in json.loads(message) for message in got)
    assert socket.close_code == 1011
