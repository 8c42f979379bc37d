"""What `receptionist dev` and `receptionist call` print while calls go on."""

import io
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from rich.console import Console

from sandbox.demo.activity import Activity
from sandbox.demo.place_call import BothSides
from sandbox.local.log_warnings import Warned
from sandbox.phone.events import CallEvent
from storage.redis.live_view import LiveChange

FIRST, SECOND = UUID(int=0xAAAAAA), UUID(int=0xBBBBBB)
GREETING = {"speaker": "agent", "text": "Harbour Street Hair.", "settled": True, "interrupted": False}
REQUEST = {"speaker": "caller", "text": "A haircut please."}
ANSWER = {
    "speaker": "agent",
    "text": "On Tuesday at ten or at eleven?",
    "heard_text": "On Tuesday",
    "settled": True,
    "interrupted": True,
}


def snapshot(*turns: dict[str, Any], phase: str = "listening", outcome: str | None = None) -> dict[str, Any]:
    return {
        "from": "+61400000123",
        "to": "+61280001234",
        "phase": phase,
        "outcome": outcome,
        "turns": list(turns),
    }


@pytest.fixture
def console() -> Console:
    return Console(file=io.StringIO(), width=200, highlight=False)


def lines(console: Console) -> list[str]:
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue().splitlines()


def test_calls_turns_and_warnings_are_shown_once_as_they_happen(console: Console) -> None:
    activity = Activity(console, now=lambda: datetime(2026, 1, 1, 9, 30, tzinfo=UTC))
    speaking = GREETING | {"settled": False}
    for call_id, seen in (
        (FIRST, snapshot(speaking, phase="speaking")),
        (FIRST, snapshot(GREETING)),
        (SECOND, snapshot(GREETING)),
        (FIRST, snapshot(GREETING, REQUEST | {"partial": True})),
        (FIRST, snapshot(GREETING, REQUEST)),
        (FIRST, snapshot(GREETING, REQUEST, ANSWER)),
    ):
        activity.change(LiveChange(call_id, seen))
    activity.warning(Warned("warning", "periodic_task.postponed task=outbox"))
    activity.warning(Warned("critical", "journal.behind reason=timeout", FIRST))
    activity.change(LiveChange(FIRST, snapshot(GREETING, REQUEST, ANSWER, phase="ended", outcome="booked")))
    activity.change(LiveChange(FIRST, None))
    activity.change(LiveChange(SECOND, None))
    activity.change(LiveChange(SECOND, None))
    assert lines(console) == [
        "09:30:00  aaaaaa  call    +61400000123 → +61280001234",
        "09:30:00  aaaaaa  agent   Harbour Street Hair.",
        "09:30:00  bbbbbb  call    +61400000123 → +61280001234",
        "09:30:00  bbbbbb  agent   Harbour Street Hair.",
        "09:30:00  aaaaaa  caller  A haircut please.",
        "09:30:00  aaaaaa  agent   On Tuesday …(interrupted)",
        "09:30:00          warning periodic_task.postponed task=outbox",
        "09:30:00  aaaaaa  critical journal.behind reason=timeout",
        "09:30:00  aaaaaa  call    ended: booked",
        "09:30:00  bbbbbb  call    is no longer live",
    ]


def test_a_warning_that_comes_again_and_again_is_shown_once_and_then_counted(console: Console) -> None:
    now = datetime(2026, 1, 1, 9, 30, tzinfo=UTC)
    activity = Activity(console, now=lambda: now)
    refused, other = (
        Warned("warning", "media_gateway.refused status=429"),
        Warned("warning", "journal.behind"),
    )
    for second in range(31):
        now = datetime(2026, 1, 1, 9, 30, second, tzinfo=UTC)
        if second < 13:
            for _ in range(50):
                activity.warning(refused)
        if second == 1:
            activity.warning(other)
        activity.tell_repeated()
    activity.warning(refused)
    assert [line.split(maxsplit=2)[::2] for line in lines(console)] == [
        ["09:30:00", "media_gateway.refused status=429"],
        ["09:30:01", "journal.behind"],
        ["09:30:10", "media_gateway.refused status=429 (549 more)"],
        ["09:30:20", "media_gateway.refused status=429 (100 more)"],
        ["09:30:30", "media_gateway.refused status=429"],
    ]


@pytest.mark.parametrize(
    ("outcome", "shown"),
    [
        ("booked", "ended: booked"),
        ("transferred", "left by the agent: a person is rung"),
        (None, "ended: nothing came of it"),
    ],
    ids=["booked", "put through", "nothing"],
)
def test_how_a_call_ended_is_shown_as_far_as_it_is_known(
    console: Console, outcome: str | None, shown: str
) -> None:
    activity = Activity(console, now=lambda: datetime(2026, 1, 1, 9, 30, tzinfo=UTC))
    activity.change(LiveChange(FIRST, snapshot(phase="ended", outcome=outcome)))
    activity.change(LiveChange(FIRST, None))
    assert [line.split("  call    ")[1] for line in lines(console)][1:] == [shown]


async def test_a_call_shows_both_sides(console: Console) -> None:
    both = BothSides(console, with_transcript=True)
    both.phone_event(CallEvent("call.ringing", 10.0))
    both.phone_event(CallEvent("call.answered", 10.5))
    both.phone_event(CallEvent("agent.started", 10.6))
    both.snapshot(snapshot(GREETING))
    both.phone_event(CallEvent("caller.said", 13.0, "A haircut [please]."))
    both.snapshot(snapshot(GREETING, REQUEST))
    both.snapshot(snapshot(GREETING, REQUEST, ANSWER))
    shown = [line.split("s  ", 1)[1].split(maxsplit=1) for line in lines(console)]
    assert shown == [
        ["call.answered"],
        ["agent.said", "Harbour Street Hair."],
        ["caller.said", "A haircut [please]."],
        ["agent.heard", "A haircut please."],
        ["agent.said", "On Tuesday …(interrupted)"],
    ]


def test_of_a_system_elsewhere_at_least_that_the_agent_speaks_is_shown(console: Console) -> None:
    both = BothSides(console, with_transcript=False)
    both.phone_event(CallEvent("call.answered", 10.5))
    both.phone_event(CallEvent("agent.started", 10.6))
    assert [line.split()[1] for line in lines(console)] == ["call.answered", "agent.started"]
