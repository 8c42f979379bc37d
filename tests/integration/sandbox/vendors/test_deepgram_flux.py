"""Flux as the official SDK sees it, against the vendor's own schemas in both directions."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from itertools import pairwise
from typing import Any
from urllib.parse import parse_qs

import httpx
import pytest
import websockets
from deepgram import AsyncDeepgramClient
from deepgram.core.api_error import ApiError
from deepgram.environment import DeepgramClientEnvironment
from deepgram.listen.v2.types import ListenV2TurnInfo

import sandbox.vendors.deepgram.app
from domain.audio import FRAME_BYTES, SILENCE_FRAME, ulaw_to_pcm16
from sandbox.faults import Fault
from sandbox.options import ScriptedTimings, StandInOptions
from sandbox.speech.mulaw import decode_ulaw
from sandbox.speech.resampling import resample
from sandbox.speech.speaker import Speaker
from sandbox.speech.voices import CALLER
from sandbox.vendors.deepgram.flux import end_confidence
from sandbox.vendors.deepgram.scripted import ScriptedRecogniser, is_voiced
from tests.support.contracts import load, message_errors, needs_contracts, response_errors
from tests.support.serving import Wire, Wiretap, serve_app

SCHEMA = "deepgram_ws_from_wheel.schema.json"
ASYNCAPI = "deepgram_ws.trimmed.asyncapi.json"
KEY = StandInOptions().credentials.deepgram_api_key
CONNECT: dict[str, Any] = {"model": "flux-general-en", "encoding": "mulaw", "sample_rate": 8000}
QUERY = "model=flux-general-en&encoding=mulaw&sample_rate=8000"
LOUD_FRAME = bytes([0x10, 0x90]) * (FRAME_BYTES // 2)


@pytest.fixture(scope="module")
def speaker() -> Iterator[Speaker]:
    speaker = Speaker()
    yield speaker
    speaker.close()


@asynccontextmanager
async def stand_in(
    options: StandInOptions | None = None,
) -> AsyncIterator[tuple[Any, Wiretap]]:
    """The stand-in, tapped, and an SDK client for it."""
    tap = Wiretap(sandbox.vendors.deepgram.app.build(options or StandInOptions()))
    async with serve_app(tap) as base_url:
        ws_url = base_url.replace("http", "ws")
        environment = DeepgramClientEnvironment(
            base=base_url, production=ws_url, agent=ws_url, agent_rest=base_url
        )
        yield AsyncDeepgramClient(api_key=KEY, environment=environment), tap


async def say(socket: Any, ulaw: bytes) -> None:
    """Sends audio in frames, faster than real time."""
    for start in range(0, len(ulaw), FRAME_BYTES):
        await socket.send_media(ulaw[start : start + FRAME_BYTES])


async def turns(socket: Any, until: str) -> list[ListenV2TurnInfo]:
    """TurnInfo messages up to and including the first `until` event."""
    seen: list[ListenV2TurnInfo] = []
    async with asyncio.timeout(20):
        async for message in socket:
            if message.type == "TurnInfo":
                seen.append(message)
                if message.event == until:
                    return seen
    raise AssertionError(f"the connection ended before {until}: {[turn.event for turn in seen]}")


async def read_on(socket: Any, kinds: list[str]) -> None:
    """Notes the kinds of messages until the connection breaks, which raises."""
    async with asyncio.timeout(5):
        while True:
            kinds.append((await socket.recv()).type)


def check_sent(wire: Wire) -> None:
    """Every message of the server follows both of the vendor's schemas, numbered from 0."""
    names = {"Error": "FatalError"}
    for message in wire.sent:
        name = names.get(message["type"], message["type"])
        assert message_errors(SCHEMA, f"ListenV2{name}", message) == []
        assert message_errors(ASYNCAPI, f"ListenV2_ListenV2{name}", message) == []
    assert [message["sequence_id"] for message in wire.sent] == list(range(len(wire.sent)))


def check_received(wire: Wire) -> None:
    """The connection's query and text messages are what the vendor documents."""
    schemas = load(ASYNCAPI)["channels"]["/v2/listen"]["bindings"]["ws"]["query"]["properties"]
    for name, values in parse_qs(wire.query).items():
        assert name in schemas, name
        definition = schemas[name]["$ref"].rsplit("/", 1)[-1]
        value: Any = values if len(values) > 1 else values[0]
        assert message_errors(ASYNCAPI, definition, value) == []
    for message in wire.received:
        if isinstance(message, dict):
            assert message_errors(SCHEMA, f"ListenV2{message['type']}", message) == []


@needs_contracts
async def test_a_turn_is_heard_as_the_vendor_reports_it(speaker: Speaker) -> None:
    ulaw = await speaker.speak_to_ulaw("Hi, I'd like to book a haircut please.", CALLER)
    async with stand_in() as (client, tap):
        async with client.listen.v2.connect(
            **CONNECT, eot_threshold=0.7, eot_timeout_ms=3000, keyterm=["Mia", "haircut"]
        ) as socket:
            await say(socket, SILENCE_FRAME * 30 + ulaw + SILENCE_FRAME * 60)
            seen = await turns(socket, "EndOfTurn")
            await socket.send_close_stream()
            async with asyncio.timeout(5):
                async for _ in socket:
                    pass
        check_sent(tap.wires[0])
        check_received(tap.wires[0])
    events = [turn.event for turn in seen]
    assert events.count("StartOfTurn") == 1
    assert set(events[: events.index("StartOfTurn")]) == {"Update"}
    assert seen[-1].transcript == "hi i'd like to book a haircut please"
    assert seen[-1].trigger == "model"
    assert seen[-1].end_of_turn_confidence >= 0.7
    assert [word.word for word in seen[-1].words] == seen[-1].transcript.split()
    assert {turn.turn_index for turn in seen} == {0}
    windows = [turn.audio_window_end for turn in seen]
    assert windows == sorted(windows)
    gaps = [after - before for before, after in pairwise(windows)]
    assert max(gaps) <= 0.26, "updates come about every quarter second of audio"


@needs_contracts
async def test_the_next_turn_counts_on_and_forgets_the_last(speaker: Speaker) -> None:
    pause = SILENCE_FRAME * 40
    audio = b"".join(
        [
            pause + await speaker.speak_to_ulaw(line, CALLER) + pause
            for line in ("Yes please.", "My name is Sarah Thompson.")
        ]
    )
    async with stand_in() as (client, tap), client.listen.v2.connect(**CONNECT) as socket:
        await say(socket, audio)
        first = await turns(socket, "EndOfTurn")
        second = await turns(socket, "EndOfTurn")
        check_sent(tap.wires[0])
    assert (first[-1].transcript, first[-1].turn_index) == ("yes please", 0)
    assert (second[-1].transcript, second[-1].turn_index) == ("my name is sarah thompson", 1)
    assert second[-1].audio_window_start == first[-1].audio_window_end
    assert (second[-1].words[0].start or 0) > (first[-1].words[-1].end or 0)


@needs_contracts
async def test_an_eager_end_is_taken_back_when_the_caller_goes_on(speaker: Speaker) -> None:
    first = await speaker.speak_to_ulaw("Next Tuesday", CALLER)
    second = await speaker.speak_to_ulaw("at two o'clock please.", CALLER)
    audio = SILENCE_FRAME * 30 + first + SILENCE_FRAME * 16 + second + SILENCE_FRAME * 60
    async with (
        stand_in() as (client, tap),
        client.listen.v2.connect(**CONNECT, eager_eot_threshold=0.4) as socket,
    ):
        await say(socket, audio)
        seen = await turns(socket, "EndOfTurn")
        check_sent(tap.wires[0])
        check_received(tap.wires[0])
    milestones = [(turn.event, turn.transcript) for turn in seen if turn.event != "Update"]
    events = [event for event, _ in milestones]
    assert events == ["StartOfTurn", "EagerEndOfTurn", "TurnResumed", "EagerEndOfTurn", "EndOfTurn"]
    assert milestones[1][1] == "next tuesday"
    assert milestones[3][1] == milestones[4][1] == "next tuesday at two o'clock please"


async def test_without_an_eager_threshold_there_is_no_eager_end(speaker: Speaker) -> None:
    ulaw = await speaker.speak_to_ulaw("Yes please.", CALLER)
    async with stand_in() as (client, _), client.listen.v2.connect(**CONNECT) as socket:
        await say(socket, SILENCE_FRAME * 30 + ulaw + SILENCE_FRAME * 40)
        assert "EagerEndOfTurn" not in [turn.event for turn in await turns(socket, "EndOfTurn")]


@needs_contracts
async def test_a_client_can_force_and_configure_the_end_of_turn(speaker: Speaker) -> None:
    ulaw = await speaker.speak_to_ulaw("Yes please.", CALLER)
    async with stand_in() as (client, tap), client.listen.v2.connect(**CONNECT, eot_threshold=1.0) as socket:
        await socket.send_configure({"type": "Configure", "thresholds": {"eot_timeout_ms": 9000}})
        await socket.send_configure({"type": "Configure", "thresholds": {"eot_threshold": 0.2}})
        await say(socket, SILENCE_FRAME * 30 + ulaw + SILENCE_FRAME * 40)
        await socket.send_force_end_turn()
        end = (await turns(socket, "EndOfTurn"))[-1]
        wire = tap.wires[0]
        check_sent(wire)
        check_received(wire)
    assert (end.transcript, end.trigger) == ("yes please", "manual")
    answers = {message["type"]: message for message in wire.sent}
    assert answers["ConfigureSuccess"]["thresholds"] == {"eot_threshold": 1.0, "eot_timeout_ms": 9000}
    assert "eot_threshold" in answers["ConfigureFailure"]["description"]


@needs_contracts
async def test_linear_audio_at_sixteen_kilohertz_is_heard_too(speaker: Speaker) -> None:
    ulaw = SILENCE_FRAME * 30 + await speaker.speak_to_ulaw("Yes please.", CALLER) + SILENCE_FRAME * 40
    pcm = resample(decode_ulaw(ulaw), 8000, 16000).astype("<i2").tobytes()
    parameters = {**CONNECT, "encoding": "linear16", "sample_rate": 16000}
    async with stand_in() as (client, tap), client.listen.v2.connect(**parameters) as socket:
        for start in range(0, len(pcm), 999):
            await socket.send_media(pcm[start : start + 999])
        assert (await turns(socket, "EndOfTurn"))[-1].transcript == "yes please"
        check_received(tap.wires[0])


async def test_audio_without_words_makes_no_turn() -> None:
    hum = ulaw_to_pcm16(SILENCE_FRAME)
    assert len(hum) == 2 * FRAME_BYTES
    async with stand_in() as (client, tap):
        async with client.listen.v2.connect(**CONNECT) as socket:
            await say(socket, SILENCE_FRAME * 100)
            await socket.send_close_stream()
            async for _ in socket:
                pass
        events = [message.get("event") for message in tap.wires[0].sent]
    assert set(events) == {None, "Update"}


# --- refusals ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("model=flux-general-xx&encoding=mulaw&sample_rate=8000", "model"),
        (f"{QUERY}&eot_threshold=0.2", "eot_threshold"),
        (f"{QUERY}&eager_eot_threshold=soon", "eager_eot_threshold"),
        (f"{QUERY}&eager_eot_threshold=0.9&eot_threshold=0.7", "eager_eot_threshold"),
        (f"{QUERY}&eot_timeout_ms=100", "eot_timeout_ms"),
        ("model=flux-general-en&encoding=opus", "encoding"),
        ("model=flux-general-en&encoding=mulaw&sample_rate=16000", "16000"),
        (f"{QUERY}&language_hint=en", "language_hint"),
    ],
)
async def test_bad_parameters_are_refused_before_the_upgrade(query: str, named: str) -> None:
    async with serve_app(sandbox.vendors.deepgram.app.build(StandInOptions())) as base_url:
        url = f"{base_url.replace('http', 'ws')}/v2/listen?{query}"
        with pytest.raises(websockets.InvalidStatus) as refused:
            await websockets.connect(url, additional_headers={"Authorization": f"Token {KEY}"})
    response = refused.value.response
    assert response.status_code == 400
    body = json.loads(response.body)
    assert set(body) == {"err_code", "err_msg", "request_id"}
    assert named in body["err_msg"]


async def test_a_wrong_key_is_refused_before_the_upgrade() -> None:
    async with stand_in() as (client, _):
        with pytest.raises(ApiError) as refused:
            async with client.listen.v2.connect(**CONNECT, authorization="Token wrong"):
                pass
    assert refused.value.status_code == 401


@needs_contracts
async def test_an_unknown_message_is_fatal() -> None:
    async with stand_in() as (client, tap):
        async with client.listen.v2.connect(**CONNECT) as socket:
            await socket._send({"type": "Sing"})
            with pytest.raises(websockets.ConnectionClosed):
                await read_on(socket, [])
        check_sent(tap.wires[0])
    assert tap.wires[0].sent[-1]["type"] == "Error"


@needs_contracts
async def test_the_projects_answer_a_ping() -> None:
    async with (
        serve_app(sandbox.vendors.deepgram.app.build(StandInOptions())) as base_url,
        httpx.AsyncClient() as http,
    ):
        url = f"{base_url}/v1/projects"
        good = await http.get(url, headers={"Authorization": f"Token {KEY}"})
        bad = await http.get(url, headers={"Authorization": "Token wrong"})
    assert good.status_code == 200
    assert response_errors("deepgram_rest.trimmed.json", "GET", "/v1/projects", 200, good.json()) == []
    assert bad.status_code == 401
    assert bad.json()["err_code"] == "INVALID_AUTH"


# --- faults -----------------------------------------------------------------------------------------------------
async def test_a_refusal_is_an_http_status_and_used_up() -> None:
    options = StandInOptions(scripted=ScriptedTimings())
    options.faults.arm(Fault("deepgram", "refuse", status=503))
    async with stand_in(options) as (client, _):
        with pytest.raises(ApiError) as refused:
            async with client.listen.v2.connect(**CONNECT):
                pass
        async with client.listen.v2.connect(**CONNECT) as socket:
            assert (await socket.recv()).type == "Connected"
    assert refused.value.status_code == 503


async def test_a_hanging_connection_says_nothing() -> None:
    options = StandInOptions(scripted=ScriptedTimings())
    options.faults.arm(Fault("deepgram", "hang"))
    async with stand_in(options) as (client, tap):
        async with client.listen.v2.connect(**CONNECT) as socket:
            await say(socket, LOUD_FRAME * 50)
            await socket._websocket.ping()
        assert tap.wires[0].sent == []


@pytest.mark.parametrize(("chunks", "expected"), [(0, []), (2, ["Connected", "TurnInfo", "TurnInfo"])])
async def test_a_dropped_connection_breaks_off_after_its_chunks(chunks: int, expected: list[str]) -> None:
    options = StandInOptions(scripted=ScriptedTimings())
    options.faults.arm(Fault("deepgram", "drop", after_chunks=chunks))
    async with stand_in(options) as (client, _), client.listen.v2.connect(**CONNECT) as socket:
        seen: list[str] = []
        with suppress(websockets.ConnectionClosed):
            await say(socket, LOUD_FRAME * 100)
        with pytest.raises(websockets.ConnectionClosed) as closed:
            await read_on(socket, seen)
    assert seen == expected
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 1011


async def test_the_ends_of_turns_may_be_told_twice_and_overtake_an_update() -> None:
    options = StandInOptions(scripted=ScriptedTimings(speech_end_ms=100))
    options.faults.arm(Fault("deepgram", "repeat"))
    async with stand_in(options) as (client, _), client.listen.v2.connect(**CONNECT) as socket:
        for number in (1, 2):
            await say(socket, SILENCE_FRAME * 5 + LOUD_FRAME * 30 + SILENCE_FRAME * 5)
            first = (await turns(socket, "EndOfTurn"))[-1]
            again = (await turns(socket, "EndOfTurn"))[-1]
            late = (await turns(socket, "Update"))[-1]
            for told in (first, again, late):
                assert (told.turn_index, told.transcript) == (number - 1, f"scripted turn {number}")


# --- the script -------------------------------------------------------------------------------------------------
@needs_contracts
async def test_the_script_tells_a_turn_by_loudness_alone() -> None:
    async with (
        stand_in(StandInOptions(scripted=ScriptedTimings(speech_end_ms=100))) as (client, tap),
        client.listen.v2.connect(**CONNECT) as socket,
    ):
        for expected in (1, 2):
            await say(socket, SILENCE_FRAME * 5 + LOUD_FRAME * 30 + SILENCE_FRAME * 5)
            seen = await turns(socket, "EndOfTurn")
            start = next(turn for turn in seen if turn.event == "StartOfTurn")
            assert start.turn_index == expected - 1
            assert seen[-1].transcript == f"scripted turn {expected}"
        check_sent(tap.wires[0])
        check_received(tap.wires[0])


async def test_the_script_starts_a_turn_with_its_second_voiced_frame() -> None:
    starts: list[float] = []
    recogniser = ScriptedRecogniser(100, starts.append, lambda: None, lambda: None)
    for frame in (LOUD_FRAME, SILENCE_FRAME, LOUD_FRAME):
        recogniser.hear(frame)
    assert starts == []
    recogniser.hear(LOUD_FRAME)
    assert starts == [pytest.approx(0.04)]
    recogniser.close()


async def test_the_script_ends_a_turn_a_fixed_time_after_the_last_voiced_frame() -> None:
    loop = asyncio.get_running_loop()
    ended: asyncio.Future[float] = loop.create_future()
    recogniser = ScriptedRecogniser(60, lambda _: None, lambda: None, lambda: ended.set_result(loop.time()))
    for frame in [LOUD_FRAME] * 3 + [SILENCE_FRAME] * 3 + [LOUD_FRAME]:
        recogniser.hear(frame)
    last_voiced_at = loop.time()
    recogniser.hear(SILENCE_FRAME)
    async with asyncio.timeout(5):
        assert await ended - last_voiced_at >= 0.0595


def test_quiet_frames_are_not_voiced() -> None:
    assert is_voiced(LOUD_FRAME)
    assert not is_voiced(SILENCE_FRAME)
    assert not is_voiced(bytes([0xF0]) * FRAME_BYTES)


def test_confidence_grows_with_silence() -> None:
    values = [end_confidence(ms) for ms in range(0, 3000, 20)]
    assert values == sorted(values)
    assert values[0] == 0
    assert end_confidence(480) < 0.7 <= end_confidence(500)
    assert values[-1] < 1
