"""One simulated call against a running system, reported from the caller's side and, where possible, from its rows."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from rich.console import Console
from rich.markup import escape

from config.settings import load_settings
from sandbox.demo.facts import read_facts
from sandbox.local.process import SandboxError
from sandbox.local.running import Running, read_running
from sandbox.local.system import DEMO_NUMBER
from sandbox.options import Credentials
from sandbox.phone.call_result import CallResult
from sandbox.phone.caller import WavCaller
from sandbox.phone.events import CallEvent
from sandbox.phone.line import Line, phone_line
from sandbox.phone.script import Person, load_script

SHOWN_EVENTS = frozenset(
    {"call.answered", "caller.said", "caller.pressed", "caller.gave_up", "agent.cleared", "carrier.said",
     "carrier.dialled", "carrier.failed", "stream.refused", "stream.warned", "call.ended"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CallOrder:
    """Who is to be rung, how, and where from; exactly one of `script` and `wav`."""

    script: Path | None
    wav: Path | None
    to: str | None
    url: str | None
    save_audio: Path | None
    data_dir: Path


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
    async with phone_line(line) as phone:
        began = None

        def show(event: CallEvent) -> None:
            nonlocal began
            began = began or event.at
            if event.kind in SHOWN_EVENTS:
                console.print(
                    f"[dim]{event.at - began:6.1f}s[/dim]  {event.kind:16} {escape(event.text or '')}"
                )

        if script is not None:
            result = await phone.call_by_script(script, show)
        else:
            result = await phone.call(WavCaller(str(order.wav)), Person().number, show)
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
