"""A live call writes into its journal what it decided, so that a replay can compare."""

import asyncio
import time
from collections.abc import Sequence
from pathlib import Path

from actors.call.node_store import NodeCallStore
from actors.call.restore import restore
from domain.call.state import CallState
from domain.dialogue.messages import ToolCall
from services.replay.replay import ReplayedEvent, parse_journal, replay
from tests.fakes.call import CALL_ID, Surroundings, ticket
from tests.fakes.stores import FakeJournal
from tests.fakes.vendors import FakeLanguageModel
from tests.support.virtual_time import VirtualTimeLoop, until
from tests.unit.actors.call.live_call import live_call


def replayed(entries: Sequence[bytes]) -> list[ReplayedEvent]:
    return list(replay(parse_journal(entries)))


def check(entries: Sequence[bytes], state: CallState) -> None:
    events = replayed(entries)
    assert [event.difference for event in events if event.differs] == []
    assert not [event.number for event in events if event.unrecorded]
    assert events[-1].state == state


async def half_a_call(directory: Path) -> FakeJournal:
    """Has a tool run and is talked over; the journal as its process leaves it when it dies in the answer."""
    around = Surroundings(directory)
    around.model = FakeLanguageModel(
        ["Hello. ", ToolCall("t1", "find_slots", {"day": [1, None, "ü"]}), 0.1], ["Ten.", " Or eleven."]
    )
    async with live_call(around) as call:
        await call.until_quiet()
        await call.hears("I'd like a haircut")
        await until(lambda: "Ten." in around.voice.said)
        around.ears.hears("wait a moment")
        await until(lambda: any(getattr(turn, "interrupted", False) for turn in call.session.state.turns))
        left = list(around.records.journal.entries)
        call.carrier.hang_up()
        finished = await call.is_over()
    check(around.records.journal.entries, finished.state)
    assert "RunTool" in {type(effect).__name__ for event in replayed(left) for effect in event.effects}
    journal = FakeJournal()
    journal.entries = left
    return journal


async def taken_over(directory: Path) -> None:
    around = Surroundings(directory / "second")
    around.records.journal = await half_a_call(directory / "first")
    node_store = NodeCallStore(around.node_store_dir, CALL_ID)
    restored = await restore(around.records.journal, node_store, ticket(), time.time() * 1000)  # type: ignore[arg-type]
    async with live_call(around, restored=restored, start=False) as call:
        call.carrier.continue_in_the_middle()
        await call.hears("are you still there")
        await call.until_quiet()
        call.carrier.hang_up()
        finished = await call.is_over()
    check(around.records.journal.entries, finished.state)


def test_a_call_with_a_tool_a_barge_in_and_a_takeover_replays_without_a_difference(tmp_path: Path):
    with asyncio.Runner(loop_factory=VirtualTimeLoop) as runner:
        runner.run(taken_over(tmp_path))
