"""Stand-ins for a call's surroundings inside one process: vendors, stores and the carrier's end of the stream.

They do what a test tells them, on the event loop's clock, and write down what they were asked.
"""

import asyncio
import contextlib
import gc
import json
import math
import os
import socket
from base64 import b64decode, b64encode
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

from websockets.client import ClientProtocol
from websockets.frames import Frame, Opcode
from websockets.protocol import State
from websockets.uri import parse_uri

from actors.call.dependencies import CallDependencies
from domain.audio import BYTES_PER_MS, SILENCE_FRAME, pcm16_to_ulaw
from domain.business import BusinessProfile, Offering, OpeningHours, StaffMember
from domain.call import codec
from domain.call.events import Event
from domain.call.next_step import NextStep
from domain.call.state import CallState
from domain.dialogue.messages import ModelRequest, ToolCall
from domain.errors import NotFound, ProviderError, StorageError
from providers.ports import (
    ModelChunk,
    ModelFinished,
    PartialTranscript,
    SpeechEvent,
    SpeechStarted,
    TextDelta,
    ToolCallsReady,
    UtteranceEnd,
)
from services.recording.spool import StereoSpool
from services.records.call_records import StoredFiles
from services.tools.runner import CallContext, ToolOutcome
from storage.redis.capacity import CallSlots
from storage.redis.deferred import DeferredWrite
from storage.redis.tickets import Ticket

CALL_ID = UUID("01900000-0000-7000-8000-0000000000aa")
BUSINESS_ID = UUID("01900000-0000-7000-8000-000000000001")
CALL_SID = "CA" + "1" * 32
STREAM_SID = "MZ" + "2" * 32
ACCOUNT_SID = "AC" + "3" * 32
GREETING = "Hello, Harbour Street Hair."
MS_PER_CHARACTER = 50


def profile(**changes: Any) -> BusinessProfile:
    fields: dict[str, Any] = {
        "id": BUSINESS_ID,
        "name": "Harbour Street Hair",
        "timezone": "Australia/Sydney",
        "language": "en-AU",
        "country": "AU",
        "currency": "AUD",
        "greeting": GREETING,
        "voice_id": "voice",
        "address": "12 Harbour Street, Sydney",
        "transfer_number": "+61280009999",
        "offerings": (Offering(UUID(int=11), "Haircut", 45, 8500),),
        "staff": (StaffMember(UUID(int=21), "Mia"),),
        "opening_hours": tuple(OpeningHours(weekday, time(9), time(17, 30)) for weekday in range(5)),
        "answers": (),
        **changes,
    }
    return BusinessProfile(**fields)


def ticket(number: int = 0, **changes: Any) -> Ticket:
    fields: dict[str, Any] = {
        "call_id": UUID(int=CALL_ID.int + number),
        "business_id": BUSINESS_ID,
        "call_sid": call_sid(number),
        "from_number": "+61400000001",
        "to_number": "+61280001234",
        "token_hash": "hash",
        "received_at": datetime.now(UTC),
        **changes,
    }
    return Ticket(**fields)


def call_sid(number: int = 0) -> str:
    return f"CA{number:032x}" if number else CALL_SID


def tone(ms: int, *, hz: float = 300.0) -> bytes:
    """µ-law that the voice detector takes for a voice: a buzz with harmonics."""
    samples = [
        int(6000 * sum(math.sin(2 * math.pi * hz * k * i / 8000) / k for k in range(1, 6)))
        for i in range(8 * ms)
    ]
    clipped = [max(-32768, min(32767, sample)) for sample in samples]
    return pcm16_to_ulaw(b"".join(sample.to_bytes(2, "little", signed=True) for sample in clipped))


def refused(provider: str, *, retryable: bool = True) -> ProviderError:
    return ProviderError(provider, "stream", "refused", retryable=retryable, status=503)


# --- speech to text ---------------------------------------------------------------------------------------------
class FakeTranscriber:
    def __init__(self) -> None:
        self.audio = bytearray()
        self._events: asyncio.Queue[SpeechEvent | Exception | None] = asyncio.Queue()

    async def send(self, audio: bytes) -> None:
        self.audio += audio

    async def events(self) -> AsyncIterator[SpeechEvent]:
        while (event := await self._events.get()) is not None:
            if isinstance(event, Exception):
                raise event
            yield event

    async def finish(self) -> None:
        self._events.put_nowait(None)

    def hears(self, *events: SpeechEvent) -> None:
        for event in events:
            self._events.put_nowait(event)

    def breaks(self, error: Exception) -> None:
        self._events.put_nowait(error)


class FakeSpeechToText:
    """`opening_errors` are raised by the next openings, one each."""

    def __init__(self) -> None:
        self.opened: list[FakeTranscriber] = []
        self.opening_errors: list[Exception] = []
        self.closed = 0

    @asynccontextmanager
    async def open(self, *, language: str, keyterms: Sequence[str]) -> AsyncIterator[FakeTranscriber]:
        if self.opening_errors:
            raise self.opening_errors.pop(0)
        transcriber = FakeTranscriber()
        self.opened.append(transcriber)
        try:
            yield transcriber
        finally:
            self.closed += 1

    async def ping(self) -> None: ...

    def hears(self, *words: str) -> None:
        """Partial transcripts of an utterance under way."""
        self.opened[-1].hears(SpeechStarted(), *(PartialTranscript(text) for text in words))

    def hears_out(self, text: str) -> None:
        """A whole utterance."""
        self.hears(text)
        self.opened[-1].hears(UtteranceEnd(text, 0.95))


# --- language model ---------------------------------------------------------------------------------------------
Pause = float
"""Seconds."""
Part = str | ToolCall | Pause | Exception


class FakeLanguageModel:
    """Gives the scripted answers one after the other, then `fallback`.

    A part of an answer is a text, a tool call, a pause in seconds or an error to raise.
    """

    def __init__(self, *answers: Sequence[Part], fallback: Sequence[Part] = ("All right.",)) -> None:
        self.answers = list(answers)
        self.fallback = fallback
        self.requests: list[ModelRequest] = []
        self.cancelled = 0

    async def stream(self, request: ModelRequest) -> AsyncGenerator[ModelChunk]:
        self.requests.append(request)
        parts = self.answers.pop(0) if self.answers else self.fallback
        try:
            calls: list[ToolCall] = []
            for part in parts:
                if isinstance(part, Exception):
                    raise part
                if isinstance(part, ToolCall):
                    calls.append(part)
                elif isinstance(part, float):
                    await asyncio.sleep(part)
                else:
                    yield TextDelta(part)
            if calls:
                yield ToolCallsReady(tuple(calls))
            yield ModelFinished()
        except (asyncio.CancelledError, GeneratorExit):
            self.cancelled += 1
            raise

    async def ping(self) -> None: ...


# --- text to speech ---------------------------------------------------------------------------------------------
def voice_of(text: str) -> bytes:
    """What a `distinct` voice says: no stretch of it is like another, nor like one of another text."""
    length = len(text) * MS_PER_CHARACTER * BYTES_PER_MS
    blocks = (sha256(f"{text}{block}".encode()).digest() for block in range(-(-length // 32)))
    return b"".join(blocks)[:length]


class FakeTextToSpeech:
    """Speaks `MS_PER_CHARACTER` of a tone, `first_s` after being asked, far faster than it sounds.

    `chunk_s` is the pause after each chunk. A `distinct` voice says `voice_of` the text.
    """

    def __init__(
        self, *, first_s: float = 0.1, chunk_ms: int = 200, chunk_s: float = 0.01, distinct: bool = False
    ) -> None:
        self.first_s = first_s
        self.chunk_ms = chunk_ms
        self.chunk_s = chunk_s
        self.distinct = distinct
        self.said: list[str] = []
        self.errors: list[Exception] = []
        self.errors_after_a_chunk: list[Exception] = []
        self.cancelled = 0

    async def stream(self, text: str, *, voice_id: str, language: str) -> AsyncGenerator[bytes]:
        self.said.append(text)
        try:
            await asyncio.sleep(self.first_s)
            if self.errors:
                raise self.errors.pop(0)
            size = self.chunk_ms * BYTES_PER_MS
            said = (
                voice_of(text) if self.distinct else b"\x10" * (len(text) * MS_PER_CHARACTER * BYTES_PER_MS)
            )
            for start in range(0, len(said), size):
                yield said[start : start + size]
                if self.errors_after_a_chunk:
                    raise self.errors_after_a_chunk.pop(0)
                await asyncio.sleep(self.chunk_s)
        except (asyncio.CancelledError, GeneratorExit):
            self.cancelled += 1
            raise

    async def ping(self) -> None: ...


# --- stores -----------------------------------------------------------------------------------------------------
class FakeJournal:
    """`delay_s` is how long an answer takes; `broken` has every one refused.

    `late` has a write done although its answer does not come in time.
    """

    def __init__(self) -> None:
        self.entries: list[bytes] = []
        self.delay_s = 0.0
        self.broken = False
        self.late = False
        self.on_append: Callable[[Sequence[bytes]], None] | None = None

    async def append(self, call_id: UUID, entries: Sequence[bytes]) -> None:
        if self.late:
            self.entries.extend(entries)
        await self._answer()
        if self.on_append is not None:
            self.on_append(entries)
        if not self.late:
            self.entries.extend(entries)

    async def read(self, call_id: UUID) -> list[bytes]:
        await self._answer()
        return list(self.entries)

    async def _answer(self) -> None:
        if self.delay_s:
            await asyncio.sleep(self.delay_s)
        if self.broken:
            raise StorageError("redis", "connection refused")

    @property
    def events(self) -> list[Event]:
        return [event for _, event in codec.decode_journal(self.entries)]


class FakeLive:
    def __init__(self) -> None:
        self.snapshots: list[dict[str, Any]] = []
        self.broken = False

    async def publish(self, business_id: UUID, call_id: UUID, snapshot: dict[str, Any], ttl_s: float) -> None:
        if self.broken:
            raise StorageError("redis", "connection refused")
        self.snapshots.append(json.loads(json.dumps(snapshot)))


class FakeNextSteps:
    """`decided` is what the carrier would be told, by call sid."""

    def __init__(self) -> None:
        self.decided: dict[str, NextStep] = {}
        self.broken = False

    async def put(self, call_sid: str, step: NextStep) -> None:
        if self.broken:
            raise StorageError("redis", "connection refused")
        self.decided[call_sid] = step

    async def put_if_absent(self, call_sid: str, step: NextStep) -> None:
        await self.put(call_sid, self.decided.get(call_sid, step))


class FakeTickets:
    """`admitted` can still be claimed. With `keeps_claims` none can be given back."""

    def __init__(self) -> None:
        self.admitted: dict[tuple[UUID, str], Ticket] = {}
        self.claimed: dict[UUID, tuple[str, Ticket]] = {}
        self.broken = False
        self.keeps_claims = False

    async def claim(self, call_id: UUID, token: str) -> Ticket | None:
        self._check()
        found = self.admitted.pop((call_id, token), None)
        if found is not None:
            self.claimed[call_id] = token, found
        return found

    async def unclaim(self, call_id: UUID) -> None:
        self._check()
        if self.keeps_claims:
            raise StorageError("redis", "connection refused")
        token, found = self.claimed.pop(call_id)
        self.admitted[call_id, token] = found

    def _check(self) -> None:
        if self.broken:
            raise StorageError("redis", "connection refused")


class FakeCapacity:
    """`nodes` is what the nodes have reported."""

    def __init__(self) -> None:
        self.nodes: dict[str, CallSlots] = {}
        self.broken = False

    async def report(self, node_id: str, slots: CallSlots, ttl_s: float) -> None:
        self._check()
        self.nodes[node_id] = slots

    async def by_node(self) -> dict[str, CallSlots]:
        self._check()
        return dict(self.nodes)

    def _check(self) -> None:
        if self.broken:
            raise StorageError("redis", "connection refused")


@dataclass(slots=True)
class FinishedCall:
    ticket: Ticket
    state: CallState
    outcome: str
    reason: str


class FakeObjects:
    """Objects in memory."""

    def __init__(self) -> None:
        self.held: dict[str, bytes] = {}
        self.broken = False

    async def put_file(self, key: str, path: Path) -> None:
        if self.broken:
            raise StorageError("objects", "connection refused")
        self.held[key] = path.read_bytes()  # noqa: ASYNC240

    async def get(self, key: str) -> bytes:
        if self.broken:
            raise StorageError("objects", "connection refused")
        if key not in self.held:
            raise NotFound(f"no object {key}")
        return self.held[key]

    async def delete(self, key: str) -> None:
        self.held.pop(key, None)


class FakeLeases:
    """`held` is what Redis would hold: the newest ticket of each call."""

    def __init__(self) -> None:
        self.held: dict[UUID, Ticket] = {}
        self.renewed: list[UUID] = []
        self.released: list[UUID] = []
        self.broken = False

    async def renew(self, tickets: Sequence[Ticket], ttl_s: float) -> frozenset[UUID]:
        self._check()
        elsewhere: set[UUID] = set()
        for mine in tickets:
            stored = self.held.get(mine.call_id)
            if stored is not None and stored.stream_generation > mine.stream_generation:
                elsewhere.add(mine.call_id)
            else:
                self.held[mine.call_id] = mine
                self.renewed.append(mine.call_id)
        return frozenset(elsewhere)

    async def release(self, call_id: UUID) -> None:
        self._check()
        self.released.append(call_id)
        self.held.pop(call_id, None)

    async def ticket(self, call_id: UUID) -> Ticket | None:
        self._check()
        return self.held.get(call_id)

    def _check(self) -> None:
        if self.broken:
            raise StorageError("redis", "connection refused")


class FakeDeferred:
    """Everything finds its place at once."""

    def __init__(self) -> None:
        self.kept: list[DeferredWrite] = []

    async def defer(self, write: DeferredWrite) -> bool:
        self.kept.append(write)
        return True

    async def emptied(self) -> None: ...

    async def run(self) -> None:
        await asyncio.Event().wait()


class FakeRecords:
    """`failures` makes that many attempts to write the rows fail."""

    def __init__(self) -> None:
        self.journal = FakeJournal()
        self.live = FakeLive()
        self.answers: list[Ticket] = []
        self.finished: list[FinishedCall] = []
        self.given_up: list[tuple[Ticket, str]] = []
        self.archived: list[bytes] = []
        self.recorded: list[bytes] = []
        self.loses_recordings = False
        self.objects = FakeObjects()
        self.failures = 0
        self.hangs = False

    async def answered(self, ticket: Ticket, state: CallState) -> None:
        if self.hangs:
            await asyncio.Event().wait()
        self.answers.append(ticket)

    async def store_files(
        self, ticket: Ticket, spool: StereoSpool, entries: Sequence[bytes] = ()
    ) -> StoredFiles:
        spool.close()
        with contextlib.suppress(FileNotFoundError, NotADirectoryError):
            self.recorded.append(spool.path.read_bytes())
        self.archived = list(entries)
        return StoredFiles(None if self.loses_recordings else "recording", "journal")

    async def write_rows(
        self, ticket: Ticket, state: CallState, files: StoredFiles, *, outcome: str, reason: str
    ) -> None:
        if self.failures:
            self.failures -= 1
            raise StorageError("postgres", "connection refused")
        self.finished.append(FinishedCall(ticket, state, outcome, reason))

    async def give_up(self, ticket: Ticket, reason: str) -> None:
        if self.failures:
            self.failures -= 1
            raise StorageError("postgres", "connection refused")
        self.given_up.append((ticket, reason))


class FakePhrases:
    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}
        self.put_delay_s = 0.0

    async def get(self, voice_id: str, language: str, text: str) -> bytes | None:
        return self.kept.get(text)

    async def put(self, voice_id: str, language: str, text: str, ulaw: bytes) -> None:
        if self.put_delay_s:
            await asyncio.sleep(self.put_delay_s)
        self.kept[text] = ulaw


class FakeProfiles:
    def __init__(self, found: BusinessProfile) -> None:
        self.found = found
        self.error: Exception | None = None

    async def get(self, business_id: UUID) -> BusinessProfile:
        if self.error is not None:
            raise self.error
        return self.found


class FakeTools:
    """Answers each tool by `outcomes[name]`, after `delay_s`; `errors[name]` is raised instead."""

    def __init__(self) -> None:
        self.outcomes: dict[str, ToolOutcome] = {
            "end_call": ToolOutcome('{"result":"ok"}', True, "end_call"),
            "transfer_call": ToolOutcome('{"result":"ok"}', True, "transfer"),
        }
        self.errors: dict[str, Exception] = {}
        self.delay_s = 0.0
        self.ran: list[tuple[str, str]] = []
        self.finished: list[str] = []

    async def run(
        self, call: CallContext, call_key: str, name: str, arguments: Mapping[str, Any], now: datetime
    ) -> ToolOutcome:
        self.ran.append((call_key, name))
        await asyncio.sleep(self.delay_s)
        if name in self.errors:
            raise self.errors[name]
        self.finished.append(name)
        return self.outcomes.get(name, ToolOutcome('{"result":"ok"}', True))


@dataclass(slots=True)
class Surroundings:
    """Everything around one process's calls."""

    node_store_dir: Path
    model: FakeLanguageModel = field(default_factory=FakeLanguageModel)
    ears: FakeSpeechToText = field(default_factory=FakeSpeechToText)
    voice: FakeTextToSpeech = field(default_factory=FakeTextToSpeech)
    records: FakeRecords = field(default_factory=FakeRecords)
    phrases: FakePhrases = field(default_factory=FakePhrases)
    tools: FakeTools = field(default_factory=FakeTools)
    leases: FakeLeases = field(default_factory=FakeLeases)
    next_steps: FakeNextSteps = field(default_factory=FakeNextSteps)
    capacity: FakeCapacity = field(default_factory=FakeCapacity)
    deferred: FakeDeferred = field(default_factory=FakeDeferred)
    profile: BusinessProfile = field(default_factory=profile)
    profiles: FakeProfiles = field(init=False)

    def __post_init__(self) -> None:
        self.profiles = FakeProfiles(self.profile)

    def redis_goes_away(self) -> None:
        """And whatever is in it."""
        self.records.journal.broken = self.records.live.broken = self.leases.broken = True
        self.next_steps.broken = self.capacity.broken = True

    @property
    def dependencies(self) -> CallDependencies:
        shared: dict[str, Any] = {
            "speech_to_text": self.ears,
            "language_model": self.model,
            "text_to_speech": self.voice,
            "phrases": self.phrases,
            "profiles": self.profiles,
            "records": self.records,
            "tools": lambda _: self.tools,
            "leases": self.leases,
            "next_steps": self.next_steps,
            "capacity": self.capacity,
            "deferred": self.deferred,
            "node_store_dir": self.node_store_dir,
        }
        return CallDependencies(**shared)


# --- the carrier ------------------------------------------------------------------------------------------------
class FakeCarrier(asyncio.Protocol):
    """Twilio's end of a media stream: plays what it gets in real time, returns marks, obeys `clear`."""

    def __init__(self, sock: socket.socket, *, call_sid: str = CALL_SID, path: str = "/media/x/y") -> None:
        self._sock = sock
        self._call_sid = call_sid
        self._protocol = ClientProtocol(parse_uri(f"ws://127.0.0.1{path}"))
        self._transport: asyncio.Transport | None = None
        self._sequence = 1
        self._ends_at_s = 0.0
        self._marks: dict[str, asyncio.TimerHandle] = {}
        self._held_back: bytearray | None = None
        self._sends_on = 0
        self.started = False
        self.upgraded = asyncio.Event()
        self.gone = asyncio.Event()
        self.received: list[dict[str, Any]] = []
        self.audio = bytearray()
        self.clears = 0
        self.cleared_s = 0.0
        self.returns_marks = True

    @property
    def deaf(self) -> bool:
        """Set it, and nothing of what the server sends is read any more."""
        return self._transport is not None and not self._transport.is_reading()

    @deaf.setter
    def deaf(self, deaf: bool) -> None:
        assert self._transport is not None
        if deaf:
            self._transport.pause_reading()
        else:
            self._transport.resume_reading()

    async def connect(self, *, upgrade: bool = True) -> None:
        self._sock.setblocking(False)
        await asyncio.get_running_loop().create_connection(lambda: self, sock=self._sock)
        if upgrade:
            self._protocol.send_request(self._protocol.connect())
            self._flush()

    async def start(self, *, call_sid: str | None = None) -> None:
        """Waits for the upgrade, then opens the stream."""
        await self.upgraded.wait()
        self.send({"event": "connected", "protocol": "Call", "version": "1.0.0"})
        self.send(start_message(call_sid or self._call_sid))
        self.started = True

    def continue_in_the_middle(self) -> None:
        """Another process has taken the other end over: no handshake comes, the stream is open."""
        self._protocol = ClientProtocol(parse_uri("ws://127.0.0.1/"), state=State.OPEN)
        self.upgraded.set()
        self.started = True

    def send(self, message: Mapping[str, Any]) -> None:
        self.send_text(json.dumps(message, separators=(",", ":")))

    def send_text(self, text: str) -> None:
        self._protocol.send_text(text.encode())
        self._flush()

    def send_raw(self, data: bytes) -> None:
        """Bytes as they are, whatever the protocol says."""
        assert self._transport is not None
        self._transport.write(data)

    def holds_back(self, after_bytes: int) -> None:
        """From now on only so many bytes more are sent, until `lets_go`."""
        self._held_back, self._sends_on = bytearray(), after_bytes

    def lets_go(self) -> None:
        held, self._held_back = self._held_back, None
        self.send_raw(bytes(held or b""))

    def speak(self, ulaw: bytes = SILENCE_FRAME) -> None:
        """One media message of the caller's."""
        self._sequence += 1
        self.send(media_message(self._sequence, ulaw))

    def press(self, digit: str) -> None:
        self.send(
            {
                "event": "dtmf",
                "streamSid": STREAM_SID,
                "sequenceNumber": "9",
                "dtmf": {"track": "inbound_track", "digit": digit},
            }
        )

    def hang_up(self) -> None:
        self.send(
            {
                "event": "stop",
                "streamSid": STREAM_SID,
                "sequenceNumber": "9",
                "stop": {"accountSid": ACCOUNT_SID, "callSid": self._call_sid},
            }
        )

    def vanish(self) -> None:
        """The connection breaks without a word."""
        assert self._transport is not None
        self._transport.abort()

    @property
    def close_code(self) -> int | None:
        """What the server closed with."""
        received = self._protocol.close_rcvd
        return received.code if received is not None else None

    @property
    def sounding_s(self) -> float:
        """How much of the agent's audio is still to be played."""
        return max(0.0, self._ends_at_s - asyncio.get_running_loop().time())

    # --- asyncio.Protocol ---
    def connection_made(self, transport: Any) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._protocol.receive_data(data)
        self._take_events()

    def eof_received(self) -> None:
        self._protocol.receive_eof()
        self._take_events()

    def connection_lost(self, exc: Exception | None) -> None:
        for timer in self._marks.values():
            timer.cancel()
        self.gone.set()

    def _take_events(self) -> None:
        for event in self._protocol.events_received():
            if not isinstance(event, Frame):
                self.upgraded.set()
            elif event.opcode is Opcode.TEXT:
                self._take(json.loads(bytes(event.data)))
        self._flush()
        if self._protocol.state is State.CLOSED and self._transport is not None:
            self._transport.close()

    def _flush(self) -> None:
        assert self._transport is not None
        for chunk in self._protocol.data_to_send():
            if chunk and self._held_back is not None:
                self._transport.write(chunk[: self._sends_on])
                self._held_back += chunk[self._sends_on :]
                self._sends_on = max(0, self._sends_on - len(chunk))
            elif chunk:
                self._transport.write(chunk)
            elif self._transport.can_write_eof():
                self._transport.write_eof()

    def _take(self, message: dict[str, Any]) -> None:
        loop = asyncio.get_running_loop()
        self.received.append(message)
        if message["event"] == "media":
            ulaw = b64decode(message["media"]["payload"])
            self.audio += ulaw
            self._ends_at_s = max(self._ends_at_s, loop.time()) + len(ulaw) / 8000
        elif message["event"] == "mark" and self.returns_marks:
            name = message["mark"]["name"]
            self._marks[name] = loop.call_at(self._ends_at_s, self._return_mark, name)
        elif message["event"] == "clear":
            self.clears += 1
            self.cleared_s += self.sounding_s
            self._ends_at_s = loop.time()
            for name in tuple(self._marks):
                self._marks[name].cancel()
                self._return_mark(name)

    def _return_mark(self, name: str) -> None:
        self._marks.pop(name, None)
        if self._protocol.state is State.OPEN:
            self.send(
                {"event": "mark", "streamSid": STREAM_SID, "sequenceNumber": "5", "mark": {"name": name}}
            )


def start_message(call_sid: str = CALL_SID, stream_sid: str = STREAM_SID) -> dict[str, Any]:
    return {
        "event": "start",
        "sequenceNumber": "1",
        "streamSid": stream_sid,
        "start": {
            "streamSid": stream_sid,
            "accountSid": ACCOUNT_SID,
            "callSid": call_sid,
            "tracks": ["inbound"],
            "customParameters": {},
            "mediaFormat": {"encoding": "audio/x-mulaw", "sampleRate": 8000, "channels": 1},
        },
    }


def media_message(
    sequence: int = 2, ulaw: bytes = SILENCE_FRAME, stream_sid: str = STREAM_SID
) -> dict[str, Any]:
    return {
        "event": "media",
        "sequenceNumber": str(sequence),
        "streamSid": stream_sid,
        "media": {
            "track": "inbound",
            "chunk": str(sequence),
            "timestamp": str(sequence * 20),
            "payload": b64encode(ulaw).decode(),
        },
    }


def tcp_pair() -> tuple[socket.socket, socket.socket]:
    """Two ends of a TCP connection on the loopback: the carrier's and ours."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        near = socket.create_connection(listener.getsockname())
        far, _ = listener.accept()
    near.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return near, far


def open_descriptors() -> int:
    """How many files and sockets this process holds."""
    gc.collect()
    return len(os.listdir("/proc/self/fd"))
