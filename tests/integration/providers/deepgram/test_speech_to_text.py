import asyncio
import json
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response

from domain.errors import ProviderError
from providers.deepgram.speech_to_text import DeepgramSpeechToText
from providers.ports import (
    PartialTranscript,
    SpeechEvent,
    SpeechStarted,
    SpeechToText,
    StillListening,
    Transcriber,
    UtteranceEnd,
)
from tests.integration.providers.http_vendor import HttpVendor, serving
from tests.support.contracts import load, message_errors, needs_contracts

KEY = "a-very-secret-deepgram-key"
CONNECTED = {"type": "Connected", "request_id": "r", "sequence_id": 0}
METADATA = {
    "type": "Metadata",
    "transaction_key": "deprecated",
    "request_id": "r",
    "sha256": "s",
    "created": "2026-11-23T05:17:00Z",
    "duration": 1.0,
    "channels": 1,
}
FRAME = b"\x7f" * 160


def turn(event: str, transcript: str = "") -> dict[str, Any]:
    return {
        "type": "TurnInfo",
        "request_id": "r",
        "sequence_id": 1,
        "event": event,
        "turn_index": 0,
        "audio_window_start": 0.0,
        "audio_window_end": 1.0,
        "transcript": transcript,
        "words": [{"word": word, "confidence": 0.9} for word in transcript.split()],
        "end_of_turn_confidence": 0.8,
    }


def final(transcript: str) -> dict[str, Any]:
    return {
        "type": "Results",
        "channel_index": [0, 1],
        "duration": 1.0,
        "start": 0.0,
        "is_final": True,
        "speech_final": False,
        "channel": {"alternatives": [{"transcript": transcript, "confidence": 0.9, "words": []}]},
        "metadata": {
            "request_id": "r",
            "model_uuid": "m",
            "model_info": {"name": "n", "version": "1", "arch": "a"},
        },
    }


@dataclass
class Recogniser:
    """A Deepgram of a few lines: greets, hands the connection to `script`, and keeps what it was sent."""

    script: Callable[["Recogniser", ServerConnection], Awaitable[None]]
    status: int | None = None
    greets: bool = True
    asked: list[Request] = field(default_factory=list)
    audio: list[bytes] = field(default_factory=list)
    texts: list[dict[str, Any]] = field(default_factory=list)
    text_came: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(0))
    gone: asyncio.Event = field(default_factory=asyncio.Event)

    def _refuse(self, connection: ServerConnection, request: Request) -> Response | None:
        self.asked.append(request)
        if self.status is None:
            return None
        response = connection.respond(HTTPStatus(self.status), "no\n")
        response.headers["dg-request-id"] = "dg_9"
        return response

    async def _handle(self, connection: ServerConnection) -> None:
        try:
            if self.greets and urlsplit(self.asked[-1].path).path.endswith("/v2/listen"):
                await connection.send(json.dumps(CONNECTED))
            await self.script(self, connection)
        except ConnectionClosed:
            pass
        finally:
            self.gone.set()

    @asynccontextmanager
    async def serving(self, **options: Any) -> AsyncIterator[DeepgramSpeechToText]:
        async with serve(
            self._handle, "127.0.0.1", 0, process_request=self._refuse, close_timeout=0.2
        ) as server:
            port = next(iter(server.sockets)).getsockname()[1]
            provider: SpeechToText = DeepgramSpeechToText(KEY, f"http://127.0.0.1:{port}/deepgram", **options)
            assert isinstance(provider, DeepgramSpeechToText)
            yield provider
            await provider.aclose()

    def query(self) -> list[tuple[str, str]]:
        return parse_qsl(urlsplit(self.asked[-1].path).query)


async def listen(recogniser: Recogniser, connection: ServerConnection) -> None:
    """Takes everything until the stream is closed, then closes as Deepgram does."""
    async for message in connection:
        if isinstance(message, bytes):
            recogniser.audio.append(message)
        else:
            recogniser.texts.append(json.loads(message))
            recogniser.text_came.release()
            if recogniser.texts[-1]["type"] == "CloseStream":
                break


async def say_nothing(_: Recogniser, connection: ServerConnection) -> None:
    await connection.wait_closed()


def saying(*messages: Any) -> Callable[[Recogniser, ServerConnection], Awaitable[None]]:
    async def script(recogniser: Recogniser, connection: ServerConnection) -> None:
        for message in messages:
            await connection.send(message if isinstance(message, str) else json.dumps(message))
        await listen(recogniser, connection)

    return script


def dropping(code: int | None, reason: str = "") -> Callable[[Recogniser, ServerConnection], Awaitable[None]]:
    async def script(_: Recogniser, connection: ServerConnection) -> None:
        await connection.send(json.dumps(turn("StartOfTurn", "hello")))
        if code is None:
            connection.transport.abort()
        else:
            await connection.close(code, reason)

    return script


async def failure(recogniser: Recogniser, language: str = "en-AU", **options: Any) -> ProviderError:
    """The error of opening a stream and reading it."""
    async with recogniser.serving(**options) as provider:
        with pytest.raises(ProviderError) as raised:
            await heard(provider, language)
    assert raised.value.provider == "deepgram"
    assert KEY not in "".join(traceback.format_exception(raised.value))
    return raised.value


async def heard(provider: DeepgramSpeechToText, language: str) -> list[SpeechEvent]:
    async with provider.open(language=language, keyterms=()) as transcriber:
        return [event async for event in transcriber.events()]


# --- what is asked ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize("language", ["en", "en-AU", "en-us"])
async def test_english_goes_to_flux(language: str) -> None:
    recogniser = Recogniser(listen)
    async with (
        recogniser.serving(eager_eot_threshold=0.4) as provider,
        provider.open(language=language, keyterms=["Mia", "Harbour Street Hair", "Mia"]),
    ):
        pass
    assert urlsplit(recogniser.asked[0].path).path == "/deepgram/v2/listen"
    assert recogniser.asked[0].headers["Authorization"] == f"Token {KEY}"
    assert recogniser.query() == [
        ("model", "flux-general-en"),
        ("encoding", "mulaw"),
        ("sample_rate", "8000"),
        ("eager_eot_threshold", "0.4"),
        ("eot_threshold", "0.7"),
        ("eot_timeout_ms", "5000"),
        ("keyterm", "Mia"),
        ("keyterm", "Harbour Street Hair"),
    ]


@pytest.mark.parametrize(("language", "model"), [("en-AU", "nova-3"), ("de", "nova-2")])
async def test_the_fallback_is_another_model(language: str, model: str) -> None:
    recogniser = Recogniser(listen)
    async with (
        recogniser.serving() as provider,
        provider.open(language=language, keyterms=["Mia"], fallback=True),
    ):
        query = dict(recogniser.query())
    assert (query["model"], query["language"]) == (model, language.partition("-")[0])
    assert ("keyterm" in query) == (model == "nova-3"), "nova-2 refuses key terms"


async def test_other_languages_go_to_nova() -> None:
    recogniser = Recogniser(listen)
    async with recogniser.serving() as provider, provider.open(language="de-AT", keyterms=["Mia"]):
        pass
    assert urlsplit(recogniser.asked[0].path).path == "/deepgram/v1/listen"
    query = dict(recogniser.query())
    assert query["language"] == "de"
    assert (query["interim_results"], query["vad_events"]) == ("true", "true")
    assert (query["encoding"], query["sample_rate"], query["model"]) == ("mulaw", "8000", "nova-3")


@needs_contracts
@pytest.mark.parametrize(("language", "channel"), [("en", "/v2/listen"), ("fr-CA", "/v1/listen")])
async def test_every_parameter_is_in_the_contract(language: str, channel: str) -> None:
    recogniser = Recogniser(listen)
    async with (
        recogniser.serving(eager_eot_threshold=0.4) as provider,
        provider.open(language=language, keyterms=["Mia"]),
    ):
        pass
    contract = load("deepgram_ws.trimmed.asyncapi.json")
    known = contract["channels"][channel]["bindings"]["ws"]["query"]["properties"]
    assert [name for name, _ in recogniser.query() if name not in known] == []


@needs_contracts
@pytest.mark.parametrize(("language", "version"), [("en", "V2"), ("de", "V1")])
async def test_what_is_sent_follows_the_contract(language: str, version: str) -> None:
    recogniser = Recogniser(listen)
    async with (
        recogniser.serving(keep_alive_s=0.02) as provider,
        provider.open(language=language, keyterms=()) as transcriber,
        asyncio.TaskGroup() as tasks,
    ):
        tasks.create_task(_drain(transcriber.events()))
        if version == "V1":
            await asyncio.wait_for(recogniser.text_came.acquire(), 5)
        await transcriber.finish()
    assert recogniser.texts[-1] == {"type": "CloseStream"}
    for text in recogniser.texts:
        definition = f"Listen{version}{text['type']}"
        assert message_errors("deepgram_ws_from_wheel.schema.json", definition, text) == []


async def _drain(events: AsyncIterator[SpeechEvent]) -> list[SpeechEvent]:
    return [event async for event in events]


# --- audio ------------------------------------------------------------------------------------------------------
async def test_audio_arrives_as_it_was_sent() -> None:
    recogniser = Recogniser(listen)
    frames = [bytes([value]) * 160 for value in range(20)]
    async with recogniser.serving() as provider, provider.open(language="en", keyterms=()) as transcriber:
        for frame in frames:
            await transcriber.send(frame)
        await transcriber.finish()
        assert await _drain(transcriber.events()) == []
    assert recogniser.audio == frames


async def test_audio_may_be_gathered_into_longer_messages_without_loss() -> None:
    recogniser = Recogniser(listen)
    frames = [bytes([value]) * 160 for value in range(10)]
    async with (
        recogniser.serving(chunk_ms=60) as provider,
        provider.open(language="en", keyterms=()) as transcriber,
    ):
        for frame in frames:
            await transcriber.send(frame)
        await transcriber.finish()
        await _drain(transcriber.events())
    assert [len(message) for message in recogniser.audio] == [480, 480, 480, 160]
    assert b"".join(recogniser.audio) == b"".join(frames)


async def test_a_quiet_nova_stream_is_kept_alive_and_a_busy_one_is_not() -> None:
    recogniser = Recogniser(listen)
    async with (
        recogniser.serving(keep_alive_s=0.05) as provider,
        provider.open(language="de", keyterms=()) as transcriber,
        asyncio.TaskGroup() as tasks,
    ):
        tasks.create_task(_drain(transcriber.events()))
        for _ in range(2):
            await asyncio.wait_for(recogniser.text_came.acquire(), 5)
        await transcriber.finish()
    assert recogniser.texts[:2] == [{"type": "KeepAlive"}, {"type": "KeepAlive"}]
    busy = Recogniser(listen)
    async with (
        busy.serving(keep_alive_s=60) as provider,
        provider.open(language="de", keyterms=()) as transcriber,
    ):
        await transcriber.send(FRAME)
        await transcriber.finish()
        await _drain(transcriber.events())
    assert busy.texts == [{"type": "CloseStream"}]


# --- what is heard ----------------------------------------------------------------------------------------------
async def test_a_turn_is_heard_and_finish_ends_the_events() -> None:
    recogniser = Recogniser(
        saying(turn("StartOfTurn", "hello"), turn("EndOfTurn", "hello there"), {"type": "New"})
    )
    events: list[SpeechEvent] = []
    async with recogniser.serving() as provider, provider.open(language="en", keyterms=()) as transcriber:
        async for event in transcriber.events():
            events.append(event)
            if isinstance(event, UtteranceEnd):
                await transcriber.finish()
                await transcriber.finish()
    assert events == [
        SpeechStarted(),
        PartialTranscript("hello"),
        UtteranceEnd("hello there", pytest.approx(0.9)),
        StillListening(),  # of a message this release does not know
    ]


async def test_words_that_come_after_finish_are_heard() -> None:
    async def script(recogniser: Recogniser, connection: ServerConnection) -> None:
        await listen(recogniser, connection)
        for message in (final("auf"), final("wiederhören"), METADATA):
            await connection.send(json.dumps(message))

    async with (
        Recogniser(script).serving() as provider,
        provider.open(language="de", keyterms=()) as transcriber,
    ):
        await transcriber.send(FRAME)
        await transcriber.finish()
        events = await _drain(transcriber.events())
    assert events[-1] == UtteranceEnd("auf wiederhören", pytest.approx(0.9))


# --- failures ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize(
    ("status", "retryable"), [(400, False), (401, False), (429, True), (500, True), (503, True)]
)
async def test_a_refusal_tells_its_status(language: str, status: int, retryable: bool) -> None:
    error = await failure(Recogniser(listen, status=status), language)
    assert (error.status, error.retryable, error.request_id) == (status, retryable, "dg_9")


async def test_a_stream_without_a_greeting_is_given_up_and_closed() -> None:
    recogniser = Recogniser(say_nothing, greets=False)
    error = await failure(recogniser, connect_timeout_s=0.2)
    assert error.retryable
    assert "in time" in error.message
    await asyncio.wait_for(recogniser.gone.wait(), 5)


@pytest.mark.parametrize("language", ["en", "de"])
async def test_an_upgrade_without_an_answer_is_given_up_and_closed(language: str) -> None:
    left = asyncio.Event()

    async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        await reader.read()
        left.set()
        writer.close()

    async with await asyncio.start_server(accept, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        provider = DeepgramSpeechToText(KEY, f"http://127.0.0.1:{port}", connect_timeout_s=0.1)
        with pytest.raises(ProviderError) as raised:
            await heard(provider, language)
        await asyncio.wait_for(left.wait(), 5)
    assert raised.value.retryable
    await provider.aclose()


async def test_an_unreachable_vendor_is_an_error() -> None:
    provider = DeepgramSpeechToText(KEY, "http://127.0.0.1:9")
    with pytest.raises(ProviderError) as raised:
        await heard(provider, "en")
    assert raised.value.retryable
    await provider.aclose()


@pytest.mark.parametrize(
    ("code", "reason", "status", "retryable"),
    [
        (None, "", 1006, True),
        (1000, "", 1000, True),
        (1008, "DATA-0000", 1008, False),
        (1011, "NET-0001", 1011, True),
    ],
)
async def test_a_broken_stream_tells_its_close_code(
    code: int | None, reason: str, status: int, retryable: bool
) -> None:
    error = await failure(Recogniser(dropping(code, reason)))
    assert (error.status, error.retryable) == (status, retryable)
    assert reason in error.message


async def test_sending_on_a_broken_stream_is_an_error() -> None:
    recogniser = Recogniser(dropping(None))
    async with recogniser.serving() as provider, provider.open(language="en", keyterms=()) as transcriber:
        await asyncio.wait_for(recogniser.gone.wait(), 5)
        with pytest.raises(ProviderError):
            await _send_until_it_fails(transcriber)
        await transcriber.finish()


@pytest.mark.parametrize(
    "message",
    [
        "{not json",
        {"type": "Error", "sequence_id": 1, "code": "INTERNAL", "description": "d"},
        {"type": "TurnInfo", "event": "EndOfTurn"},
    ],
)
async def test_a_message_that_cannot_be_understood_is_an_error(message: Any) -> None:
    assert (await failure(Recogniser(saying(message)))).retryable


async def test_a_stream_that_does_not_begin_with_connected_is_an_error() -> None:
    assert "Connected" in (await failure(Recogniser(saying(turn("Update")), greets=False))).message


async def test_audio_that_is_never_answered_is_an_error() -> None:
    async with (
        Recogniser(listen).serving(unanswered_s=0.05) as provider,
        provider.open(language="en", keyterms=()) as transcriber,
    ):
        await transcriber.send(500 * FRAME)  # what a reconnection sends at once is no sign of a hung vendor
        with pytest.raises(ProviderError, match="no answer") as raised:
            await _send_until_it_fails(transcriber)
    assert raised.value.retryable


async def test_nova_may_stay_silent_for_as_long_as_the_caller() -> None:
    async with (
        Recogniser(listen).serving(unanswered_s=0.0) as provider,
        provider.open(language="de", keyterms=()) as transcriber,
    ):
        for _ in range(50):
            await transcriber.send(FRAME)


async def test_any_message_answers_the_audio_before_it() -> None:
    async def script(recogniser: Recogniser, connection: ServerConnection) -> None:
        async for _ in connection:
            await connection.send(json.dumps(turn("Update", "x")))

    async with (
        Recogniser(script).serving(unanswered_s=0.0) as provider,
        provider.open(language="en", keyterms=()) as transcriber,
    ):
        events = transcriber.events()
        await transcriber.send(FRAME)
        assert [await anext(events), await anext(events)] == [SpeechStarted(), PartialTranscript("x")]
        await transcriber.send(FRAME)


async def test_a_vendor_that_never_finishes_is_not_waited_for() -> None:
    async with (
        Recogniser(say_nothing).serving(finish_timeout_s=0.1) as provider,
        provider.open(language="en", keyterms=()) as transcriber,
        asyncio.TaskGroup() as tasks,
    ):
        reading = tasks.create_task(_error_of(transcriber.events()))
        await asyncio.sleep(0)
        await transcriber.finish()
    assert "finish in time" in reading.result().message


async def _send_until_it_fails(transcriber: Transcriber) -> None:
    async with asyncio.timeout(5):
        while True:
            await transcriber.send(FRAME)
            await asyncio.sleep(0)


async def _error_of(events: AsyncIterator[SpeechEvent]) -> ProviderError:
    with pytest.raises(ProviderError) as raised:
        await _drain(events)
    return raised.value


async def test_cancelling_the_user_closes_the_connection() -> None:
    recogniser = Recogniser(say_nothing)
    opened = asyncio.Event()

    async def use(provider: DeepgramSpeechToText) -> None:
        async with provider.open(language="en", keyterms=()) as transcriber:
            opened.set()
            await _drain(transcriber.events())

    async with recogniser.serving() as provider:
        async with asyncio.TaskGroup() as tasks:
            using = tasks.create_task(use(provider))
            await asyncio.wait_for(opened.wait(), 5)
            using.cancel()
        assert using.cancelled()
        await asyncio.wait_for(recogniser.gone.wait(), 5)


async def test_leaving_drops_a_connection_whose_peer_no_longer_answers() -> None:
    release, dropped = asyncio.Event(), asyncio.Event()

    async def script(_: Recogniser, connection: ServerConnection) -> None:
        connection.transport.pause_reading()
        await release.wait()
        connection.transport.resume_reading()
        await connection.wait_closed()
        dropped.set()

    async with Recogniser(script).serving() as provider:
        async with provider.open(language="en", keyterms=()):
            pass
        release.set()
        await asyncio.wait_for(dropped.wait(), 5)


async def test_a_cancellation_while_closing_is_not_lost() -> None:
    closing, release = asyncio.Event(), asyncio.Event()

    async def script(_: Recogniser, connection: ServerConnection) -> None:
        connection.transport.pause_reading()
        await release.wait()
        connection.transport.resume_reading()

    async def use(provider: DeepgramSpeechToText) -> None:
        async with provider.open(language="en", keyterms=()):
            closing.set()

    async with Recogniser(script).serving() as provider:
        async with asyncio.TaskGroup() as tasks:
            using = tasks.create_task(use(provider))
            await asyncio.wait_for(closing.wait(), 5)
            await asyncio.sleep(0)
            using.cancel()
        release.set()
        assert using.cancelled()


async def test_ping_lists_projects_with_the_key() -> None:
    body = json.dumps({"projects": [{"project_id": "p", "name": "n"}]}).encode()
    vendor = HttpVendor(headers={"content-type": "application/json"}, chunks=[body])
    async with serving(vendor) as base_url:
        provider = DeepgramSpeechToText(KEY, base_url)
        await provider.ping()
        vendor.status, vendor.chunks = 401, [b'{"err_code": "INVALID_AUTH"}']
        with pytest.raises(ProviderError) as raised:
            await provider.ping()
        await provider.aclose()
    assert [asked.path for asked in vendor.asked] == ["/v1/projects", "/v1/projects"]
    assert vendor.asked[0].headers["authorization"] == f"Token {KEY}"
    assert (raised.value.status, raised.value.retryable) == (401, False)
    assert KEY not in "".join(traceback.format_exception(raised.value))


@pytest.mark.parametrize("frames", [1, 40, 1000])
async def test_a_vendor_that_takes_no_more_audio_is_not_waited_for_longer_than_the_limit(frames: int) -> None:
    """However the audio comes: frame by frame, in messages of almost a second, or all of a backlog at once."""
    left = asyncio.Event()

    async def read_nothing(_: Recogniser, connection: ServerConnection) -> None:
        connection.transport.pause_reading()
        await left.wait()

    async with (
        Recogniser(read_nothing).serving(send_timeout_s=0.1, unanswered_s=60.0) as provider,
        provider.open(language="en", keyterms=()) as transcriber,
    ):
        async with asyncio.timeout(20):
            with pytest.raises(ProviderError) as raised:
                await _send_for_ever(transcriber, FRAME * frames)
        left.set()
    assert raised.value.retryable


async def _send_for_ever(transcriber: Transcriber, audio: bytes) -> None:
    while True:
        await transcriber.send(audio)
