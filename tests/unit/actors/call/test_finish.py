"""What remains of a call is written down, in parts where it moved, and nothing of it is left behind."""

import asyncio
from pathlib import Path

import pytest

from actors.call.finish import CallFinisher
from actors.call.node_store import NodeCallStore
from domain.call.effects import Finalise
from domain.call.state import CallState
from services.recording.spool import StereoSpool
from services.recording.spool_format import read_records
from tests.fakes.call import CALL_ID, ticket
from tests.fakes.stores import FakeRecords

ENDING = Finalise("answered", "caller hung up")


class Stream:
    """One of a call's streams, as its process records it."""

    def __init__(
        self, records: FakeRecords, directory: Path, stream_generation: int, rows: asyncio.Lock | None = None
    ) -> None:
        rows = rows or asyncio.Lock()
        self.ticket = ticket(stream_generation=stream_generation, received_at=RECEIVED_AT)
        self.node_store = NodeCallStore(directory, CALL_ID, stream_generation)
        self.spool = StereoSpool(self.node_store.spool_path)
        self.spool.caller(1000 * stream_generation, bytes([stream_generation]) * 160)
        self.closing = CallFinisher(records, self.ticket, self.node_store, CallState(), rows)  # type: ignore[arg-type]


RECEIVED_AT = ticket().received_at


@pytest.fixture
def records() -> FakeRecords:
    return FakeRecords()


def recorded(records: FakeRecords) -> list[int]:
    """Which streams' audio is in the one recording."""
    (spool,) = records.recorded
    return [payload[0] for _, _, payload in read_records(spool)]


async def test_a_call_that_moved_twice_has_one_recording_and_leaves_no_parts(
    records: FakeRecords, tmp_path: Path
):
    for stream_generation in range(2):
        stream = Stream(records, tmp_path / f"node {stream_generation}", stream_generation)
        await stream.closing.keep_part(stream.spool, CallState())
    assert len(records.objects.held) == 2
    last = Stream(records, tmp_path / "node 2", 2)
    assert await last.closing.write(CallState(), ENDING, last.spool)
    assert recorded(records) == [0, 1, 2]
    assert records.objects.held == {}


async def test_a_stream_that_was_lost_on_this_node_is_in_the_recording_too(
    records: FakeRecords, tmp_path: Path
):
    lost = Stream(records, tmp_path, 0)
    lost.spool.close()  # its process was killed; nobody stored it
    last = Stream(records, tmp_path, 1)
    assert await last.closing.write(CallState(), ENDING, last.spool)
    assert recorded(records) == [0, 1]


async def test_a_part_that_is_lost_for_good_is_silence(records: FakeRecords, tmp_path: Path):
    first = Stream(records, tmp_path / "node 0", 0)
    await first.closing.keep_part(first.spool, CallState())
    last = Stream(records, tmp_path / "node 2", 2)
    assert await last.closing.write(CallState(), ENDING, last.spool)
    assert recorded(records) == [0, 2]


async def test_parts_are_kept_while_the_whole_is_not(records: FakeRecords, tmp_path: Path):
    first = Stream(records, tmp_path / "node 0", 0)
    await first.closing.keep_part(first.spool, CallState())
    records.loses_recordings = True
    last = Stream(records, tmp_path / "node 1", 1)
    assert await last.closing.write(CallState(), ENDING, last.spool)
    assert len(records.objects.held) == 1


async def test_an_object_store_that_is_away_costs_the_earlier_parts_and_not_the_rows(
    records: FakeRecords, tmp_path: Path
):
    records.objects.broken = True
    last = Stream(records, tmp_path, 1)
    assert await last.closing.write(CallState(), ENDING, last.spool)
    assert recorded(records) == [1]
    assert len(records.finished) == 1


async def test_the_archived_journal_is_the_nodes_own(records: FakeRecords, tmp_path: Path):
    stream = Stream(records, tmp_path, 0)
    stream.node_store.append([b"one", b"two"])
    await stream.closing.write(CallState(), ENDING, stream.spool)
    assert records.archived == [b"one", b"two"]


async def test_of_a_processs_ended_calls_one_at_a_time_has_its_rows_written(
    records: FakeRecords, tmp_path: Path
):
    """The other connection to Postgres is the live call's."""
    rows, open_writes, most = asyncio.Lock(), 0, 0

    async def write_rows(*_: object, **__: object) -> None:
        nonlocal open_writes, most
        open_writes += 1
        most = max(most, open_writes)
        await asyncio.sleep(5)
        open_writes -= 1

    records.write_rows = write_rows
    calls = [Stream(records, tmp_path / f"call {number}", 0, rows) for number in range(4)]
    wrote = await asyncio.gather(*(call.closing.write(CallState(), ENDING, call.spool) for call in calls))
    assert (wrote, most) == ([True] * 4, 1)
