"""Streams of a page: all of it after each change, at most five times a second, and an end before they would be cut."""

import asyncio
from datetime import UTC, datetime, timedelta

from deployments.dashboard.live_boards import Board
from deployments.dashboard.streams import HEARTBEAT_S, LIFE_S, LIFE_SPREAD_S, event, shown_again
from domain.ids import new_id

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def call(phase: str = "listening") -> dict:
    return {"phase": phase, "turns": []}


def test_a_message_has_each_line_as_a_field() -> None:
    assert event("<p>\none</p>\r\n") == "data: <p>\ndata: one</p>\n\n"
    assert event("") == "data: \n\n"


def test_a_board_holds_what_is_live_the_newest_first() -> None:
    board, first, second = Board(), new_id(NOON), new_id(NOON + timedelta(seconds=1))
    board.change(first, call())
    board.change(second, call("speaking"))
    assert [each["phase"] for each in board.calls] == ["speaking", "listening"]
    board.change(second, call("ended"))
    board.change(first, None)
    version = board.version
    board.change(first, None)
    assert (board.calls, board.version) == ([], version)


async def test_every_change_is_shown_and_many_at_once_as_one() -> None:
    board, call_id, told = Board(), new_id(), list[str]()

    async def change() -> None:
        for phase in ("listening", "thinking", "speaking"):
            board.change(call_id, call(phase))
        await asyncio.sleep(1)
        board.change(call_id, None)

    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(change())
        await asyncio.sleep(0)
        async for each in shown_again(board, lambda: str([one["phase"] for one in board.calls])):
            told.append(each)
            if each == event("[]"):
                break
    assert told == [event("['speaking']"), event("[]")]


async def test_a_silent_stream_says_that_it_is_there_and_ends_in_time() -> None:
    loop = asyncio.get_running_loop()
    began_s, told = loop.time(), list[str]()
    async for each in shown_again(Board(), lambda: "nothing"):
        told.append(each)
    assert LIFE_S <= loop.time() - began_s <= LIFE_S + LIFE_SPREAD_S + 1
    assert told[0] == event("nothing")
    assert len(told) - 1 >= LIFE_S // HEARTBEAT_S
    assert set(told[1:]) == {": still here\n\n"}
