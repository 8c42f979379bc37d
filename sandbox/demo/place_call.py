"""One simulated call against a running system, reported from the caller's side and, where possible, from its rows."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from rich.console import Console
from rich.markup import escape

from config.settings import load_settings
from domain.errors import StorageError
from sandbox.demo.facts import read_facts
from sandbox.demo.transcript import CompleteTurns, follow_call, spoken
from sandbox.local.process import SandboxError
from sandbox.local.running import Running, read_running
from sandbox.local.system import DEMO_NUMBER
from sandbox.options import Credentials
from sandbox.phone.call_result import CallResult
from sandbox.phone.caller import WavCaller
from sandbox.phone.events import CallEvent
from sandbox.phone.line import Line, phone_line
from sandbox.phone.script import Person, load_script
from sandbox.phone.surroundings import Surroundings
from storage.redis.connection import open_redis
from storage.redis.live_view import LiveCalls

SHOWN_EVENTS = frozenset(
    {"call.answered", "caller.said", "caller.pressed", "caller.gave_up", "agent.cleared", "carrier.said",
     "carrier.dialled", "carrier.failed", "stream.refused", "stream.warned", "call.ended"}
)  # fmt: skip

LAST_SNAPSHOT_S = 0.3
"""The last one is on its way when the phone has hung up."""


@dataclass(frozen=True, slots=True)
class CallOrder:
    """Who is to be rung, how, and where from; exactly one of `script` and `wav`."""

    script: Path | None
    wav: Path | None
    to: str | None
    url: str | None
    save_audio: Path | None
    data_dir: Path
    surroundings: Surroundings | None = None


async def place(order: CallOrder, console: Console) -> tuple[dict[str, Any], bool]:
    """Places the call; returns its facts and whether it went through.

    Raises:
        SandboxError: nothing is running there, or the script or recording cannot be used.
    """
    running = _running(order)
    script = load_script(order.script) if order.script is not None else None
    number = order.to or (script.to if script is not None else None)
    line = _line(order.url, number, running)
    console.print(f"Ringing {line.number} at {line.url}")
    caller = script.caller.number if script is not None else Person().number
    both_sides = BothSides(console, with_transcript=running is not None)
    async with phone_line(line) as phone, _agents_side(running, caller, both_sides):
        if script is not None:
            result = await phone.call_by_script(script, both_sides.phone_event, order.surroundings)
        else:
            wav_caller = WavCaller(str(order.wav))
            result = await phone.call(wav_caller, caller, both_sides.phone_event, order.surroundings)
    if order.save_audio is not None and result.recording is not None:
        result.recording.write(order.save_audio)
        console.print(f"Audio: {order.save_audio}")
    facts = _heard(result)
    if running is not None:
        rows = await read_facts(running.database_url, UUID(running.business_id), result.call_sid)
        if rows is not None:
            facts |= rows.as_json({use.name: use.kind for use in running.vendors})
            console.print(escape(f"{rows.call.status}, {rows.call.outcome} ({rows.call.reason})"))
    for code, text in result.errors:
        console.print(f"[red]{code}[/red] {escape(text)}")
    return facts, result.status == "completed" and not result.errors


class BothSides:
    """The call as it scrolls by: what the phone does and says, what the agent says and understands."""

    def __init__(self, console: Console, *, with_transcript: bool) -> None:
        self._console = console
        self._shown = SHOWN_EVENTS if with_transcript else SHOWN_EVENTS | {"agent.started"}
        self._turns = CompleteTurns()
        self._began: float | None = None

    def phone_event(self, event: CallEvent) -> None:
        self._began = self._began or event.at
        if event.kind in self._shown:
            self._print(event.at, event.kind, event.text or "")

    def snapshot(self, snapshot: dict[str, Any]) -> None:
        now = asyncio.get_running_loop().time()
        for turn in self._turns.new_in(snapshot):
            cut = " …(interrupted)" if turn.get("interrupted") else ""
            self._print(
                now, "agent.said" if turn["speaker"] == "agent" else "agent.heard", spoken(turn) + cut
            )

    def _print(self, at: float, kind: str, text: str) -> None:
        since = at - (self._began or at)
        self._console.print(f"[dim]{since:6.1f}s[/dim]  {kind:16} {escape(text)}", soft_wrap=True)


@asynccontextmanager
async def _agents_side(running: Running | None, caller: str, both_sides: BothSides) -> AsyncIterator[None]:
    """Within it the agent's side is shown, where the system is on this machine; without Redis the call goes on."""
    if running is None:
        yield
        return
    redis = open_redis(running.redis_url)

    async def follow() -> None:
        with suppress(StorageError):
            await follow_call(LiveCalls(redis), UUID(running.business_id), caller, both_sides.snapshot)

    try:
        async with asyncio.TaskGroup() as tasks:
            following = tasks.create_task(follow(), name="agents_side")
            yield
            await asyncio.sleep(LAST_SNAPSHOT_S)
            following.cancel()
    finally:
        await redis.aclose()


def _running(order: CallOrder) -> Running | None:
    """The system started on this machine, when it is the one to ring."""
    try:
        running = read_running(order.data_dir)
    except SandboxError:
        if order.url is None:
            raise
        return None
    return running if order.url in (None, running.url) else None


def _line(url: str | None, number: str | None, running: Running | None) -> Line:
    if running is not None:
        return Line.to(running, number)
    settings = load_settings()
    stand_in = Credentials()
    return Line(
        (url or "").rstrip("/"),
        number or DEMO_NUMBER,
        settings.twilio_account_sid or stand_in.twilio_account_sid,
        settings.vendors().twilio_auth_token or stand_in.twilio_auth_token,
        settings.twilio_base_url,
    )


def _heard(result: CallResult) -> dict[str, Any]:
    """The call from the caller's side."""
    return {
        "phone": {
            "call_sid": result.call_sid,
            "status": result.status,
            "ended_by": result.ended_by,
            "answer_ms": result.answer_ms,
            "duration_s": round(result.duration_s, 2),
            "response_times_ms": [round(value) for value in result.response_times_ms],
            "underruns": len(result.underruns),
            "carrier_said": result.carrier_said,
            "errors": [{"code": code, "message": text} for code, text in result.errors],
        }
    }
