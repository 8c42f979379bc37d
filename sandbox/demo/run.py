"""The main job, shown: a simulated caller rings the demo business and an appointment is in the calendar afterwards."""

import asyncio
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.table import Table

from sandbox.demo.facts import CallFacts, read_facts
from sandbox.demo.transcript import TranscriptView, follow
from sandbox.local.running import Running
from sandbox.phone.line import Line, phone_line
from sandbox.phone.script import load_script
from storage.redis.connection import open_redis
from storage.redis.live_view import LiveCalls

SCRIPT = Path(__file__).with_name("script.yaml")
ZONE = ZoneInfo("Australia/Sydney")
TUESDAY = 1

EXPECTED_OFFERING = "Haircut"
EXPECTED_TIME = time(15, 30)
EXPECTED_NAME = "Sarah Thompson"


@dataclass(frozen=True, slots=True)
class DemoResult:
    """The facts, and whatever is not as it should be."""

    facts: CallFacts | None
    problems: list[str]


async def run_demo(running: Running, console: Console) -> DemoResult:
    """Rings the demo business once, shows the call as it happens, and reads back what it left behind."""
    business_id = UUID(running.business_id)
    redis = open_redis(running.redis_url)
    view = TranscriptView(console)
    try:
        async with phone_line(Line.to(running)) as phone, asyncio.TaskGroup() as tasks:
            following = tasks.create_task(follow(LiveCalls(redis), business_id, view.show))
            result = await phone.call_by_script(load_script(SCRIPT))
            await asyncio.sleep(0.3)  # the last snapshot is on its way
            following.cancel()
    finally:
        await redis.aclose()
    facts = await read_facts(running.database_url, business_id, result.call_sid)
    problems = [f"the carrier reported {code}: {text}" for code, text in result.errors]
    return DemoResult(facts, problems + find_problems(facts))


def find_problems(facts: CallFacts | None) -> list[str]:
    """What the rows should say after the demo's script and do not."""
    if facts is None:
        return ["the call left no row"]
    call, booking = facts.call, facts.booking
    problems: list[str] = []
    if call.status != "ended" or call.outcome != "booked":
        problems.append(f"the call is {call.status} with outcome {call.outcome} ({call.reason})")
    if call.recording_key is None or call.journal_key is None:
        problems.append("the recording or the journal was not stored")
    if not any(turn.speaker == "caller" for turn in facts.turns):
        problems.append("no caller turn was recorded")
    if booking is None:
        return [*problems, "nothing was booked"]
    local = booking.starts_at.astimezone(ZONE)
    if (local.weekday(), local.time()) != (TUESDAY, EXPECTED_TIME):
        problems.append(f"booked for {local:%A %H:%M} instead of Tuesday 15:30")
    if booking.offering_name != EXPECTED_OFFERING:
        problems.append(f"booked {booking.offering_name} instead of {EXPECTED_OFFERING}")
    if booking.customer_name != EXPECTED_NAME:
        problems.append(f"booked for {booking.customer_name} instead of {EXPECTED_NAME}")
    return problems


def show_facts(facts: CallFacts, console: Console) -> None:
    """The rows the call left behind."""
    call, booking = facts.call, facts.booking
    table = Table(title="What is in the database", show_header=False, title_justify="left")
    table.add_row("call", str(call.id))
    table.add_row("status, outcome", f"{call.status}, {call.outcome} ({call.reason})")
    table.add_row("answered after", "-" if call.answer_ms is None else f"{call.answer_ms:.0f} ms")
    table.add_row("duration", "-" if call.duration_s is None else f"{call.duration_s:.1f} s")
    table.add_row("turns", str(len(facts.turns)))
    table.add_row("recording", call.recording_key or "-")
    if booking is not None:
        table.add_row("booking", str(booking.id))
        table.add_row("when", _local(booking.starts_at))
        table.add_row(
            "what, with, for", f"{booking.offering_name}, {booking.staff_name}, {booking.customer_name}"
        )
    console.print(table)


def _local(instant: datetime) -> str:
    return f"{instant.astimezone(ZONE):%A %-d %B %Y, %H:%M} ({ZONE.key})"
