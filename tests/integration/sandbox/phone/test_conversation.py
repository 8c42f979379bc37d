"""Scripted people on a real stream: who speaks when, and what is measured of it."""

import asyncio
import wave
from base64 import b64decode
from functools import partial
from pathlib import Path

from sandbox.phone.call_result import CallResult
from sandbox.phone.caller import CallerTimings, ScriptedCaller, SilentCaller, WavCaller
from sandbox.phone.carrier import Carrier
from sandbox.phone.carrier_options import Caller, CarrierOptions, NumberConfig
from sandbox.phone.events import CallEvent
from sandbox.phone.listening import is_voiced
from sandbox.phone.script import parse_script
from tests.integration.sandbox.phone.phone_application import (
    CONNECT,
    VOICED,
    Application,
    StreamSession,
    serving,
    tone,
)

QUICK = CallerTimings(quiet_ms=200, patience_s=5, farewell_s=0.4)


async def speak(text: str) -> bytes:
    return tone(100 * len(text.split()))


async def answer_politely(session: StreamSession, greeting_ms: int) -> None:
    """Greets, then answers each utterance once the caller has been silent for 200 ms; barge-in clears."""
    await session.expect("start")
    await session.play(tone(greeting_ms))
    voiced = silent = 0
    while True:
        message = await session.expect("media")
        if is_voiced(b64decode(message["media"]["payload"])):
            voiced, silent = voiced + 1, 0
            if voiced == 3:
                await session.clear()
        else:
            silent += 1
        if voiced >= 3 and silent == 10:
            voiced = 0
            await session.play(tone(300))


async def call(
    caller: Caller, options: CarrierOptions | None = None, greeting_ms: int = 300
) -> tuple[CallResult, list[CallEvent]]:
    events: list[CallEvent] = []
    application = Application({"/voice": CONNECT}, partial(answer_politely, greeting_ms=greeting_ms))
    async with serving(application), Carrier(options) as carrier, asyncio.timeout(30):
        number = NumberConfig("+61280001234", application.url("/voice"))
        result = await carrier.place_call(number, "+61400000123", caller, on_event=events.append)
    return result, events


def kinds(events: list[CallEvent], *wanted: str) -> list[str]:
    return [event.kind for event in events if event.kind in wanted]


async def test_a_script_is_talked_through_turn_by_turn():
    script = parse_script(
        "turns: [{say: hello there}, {say: thanks, bye}]".replace("thanks, bye", "thanks bye")
    )
    result, events = await call(ScriptedCaller(script, speak, QUICK))
    assert [event.text for event in events if event.kind == "caller.said"] == ["hello there", "thanks bye"]
    assert kinds(events, "caller.said", "caller.gave_up", "caller.hung_up", "call.ended") == [
        "caller.said",
        "caller.said",
        "caller.hung_up",
        "call.ended",
    ]
    assert (result.status, result.ended_by) == ("completed", "caller")
    assert len(result.response_times_ms) == 2
    # The application waits for 200 ms of silence before it answers.
    assert all(response_ms >= 199 for response_ms in result.response_times_ms)
    assert result.events == events


async def test_barge_in_clears_the_agent():
    script = parse_script("turns: [{say: wait wait wait, barge_in_after_ms: 60}]")
    result, events = await call(ScriptedCaller(script, speak, QUICK), greeting_ms=5000)
    (stream,) = result.streams
    assert stream.clears == 1
    assert stream.audio_cleared_bytes > 0
    assert "agent.cleared" in kinds(events, "agent.cleared")


async def test_a_wav_file_is_played_as_the_caller(tmp_path: Path):
    with wave.open(str(tmp_path / "caller.wav"), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16000)
        file.writeframes((b"\x00\x20" * 8 + b"\x00\xe0" * 8) * 400)
    result, events = await call(WavCaller(tmp_path / "caller.wav", timings=QUICK))
    assert [event.text for event in events if event.kind == "caller.said"] == ["[caller.wav]"]
    assert len(result.response_times_ms) == 1
    assert result.recording is not None
    assert VOICED in result.recording.agent_ulaw


async def test_a_call_that_never_ends_is_ended():
    result, _ = await call(SilentCaller(), CarrierOptions(max_call_s=0.4))
    assert (result.status, result.ended_by) == ("completed", "carrier")
    assert result.streams[0].end is not None
    assert result.streams[0].end.ended_by == "carrier"
