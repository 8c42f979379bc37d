"""What a node keeps of its calls on its own disk: there for the next process, whatever became of the last."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import structlog

from actors.call.node_store import NodeCallStore
from tests.fakes.call import CALL_ID, ticket
from tests.support.businesses import business

OTHER_CALL = ticket(1).call_id

WRITER = """
import sys
from pathlib import Path
from uuid import UUID
from actors.call.node_store import NodeCallStore

node_store = NodeCallStore(Path(sys.argv[1]), UUID(sys.argv[2]))
for number in range(1_000_000):
    node_store.append([b"entry %d of a call" % number, b"and %d" % number])
    print(number, flush=True)
"""


def node_store(directory: Path, stream_generation: int = 0) -> NodeCallStore:
    return NodeCallStore(directory / "calls", CALL_ID, stream_generation)


def test_entries_come_back_in_their_order(tmp_path: Path):
    writer = node_store(tmp_path)
    writer.append([b"one", b"two"])
    writer.append([b"three"])
    writer.close()
    assert node_store(tmp_path).entries() == [b"one", b"two", b"three"]


def test_what_a_killed_process_had_written_is_there(tmp_path: Path):
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(tmp_path / "calls"), str(CALL_ID)], stdout=subprocess.PIPE
    ) as writer:
        assert writer.stdout is not None
        told = 0
        while told < 200:
            told = int(writer.stdout.readline())
        writer.kill()
    found = node_store(tmp_path).entries()
    assert len(found) >= 2 * told
    numbers = range((len(found) + 1) // 2)
    assert found == [e for n in numbers for e in (b"entry %d of a call" % n, b"and %d" % n)][: len(found)]


def test_a_torn_last_entry_is_left_out_and_the_next_process_writes_behind_the_whole_ones(tmp_path: Path):
    writer = node_store(tmp_path)
    writer.append([b"one", b"two"])
    writer.close()
    (path,) = (tmp_path / "calls").iterdir()
    path.write_bytes(path.read_bytes() + b"thr")
    successor = node_store(tmp_path)
    assert successor.entries() == [b"one", b"two"]
    successor.append([b"four"])
    assert successor.entries() == [b"one", b"two", b"four"]


def test_a_call_nothing_is_known_of_has_no_entries_profile_or_recording(tmp_path: Path):
    empty = node_store(tmp_path, stream_generation=1)
    assert (empty.entries(), empty.latest_entries(), empty.profile()) == ([], [], None)
    assert empty.earlier_spool(0) == b""
    empty.close()
    empty.clear()


def test_each_stream_of_a_call_has_its_own_files(tmp_path: Path):
    first, second = node_store(tmp_path), node_store(tmp_path, stream_generation=1)
    first.append([b"one"])
    second.append([b"one", b"two"])
    assert first.entries() == [b"one"]
    assert first.spool_path != second.spool_path
    first.spool_path.write_bytes(b"recorded")
    assert second.earlier_spool(0) == b"recorded"


@pytest.mark.parametrize(
    ("stream_generation", "latest"), [(0, b"zero"), (1, b"zero"), (2, b"two"), (5, b"two")]
)
def test_the_latest_journal_is_that_of_the_last_stream_on_this_node(
    tmp_path: Path, stream_generation: int, latest: bytes
):
    node_store(tmp_path, stream_generation=0).append([b"zero"])
    node_store(tmp_path, stream_generation=2).append([b"two"])
    assert node_store(tmp_path, stream_generation).latest_entries() == [latest]


def test_a_profile_comes_back_as_it_was(tmp_path: Path):
    node_store(tmp_path).keep_profile(business())
    assert node_store(tmp_path).profile() == business()
    assert node_store(tmp_path, stream_generation=1).profile() is None


def test_a_profile_that_was_torn_is_none(tmp_path: Path):
    node_store(tmp_path).keep_profile(business())
    (path,) = (tmp_path / "calls").iterdir()
    path.write_bytes(path.read_bytes()[:-1])
    assert node_store(tmp_path).profile() is None


def test_clearing_removes_what_is_this_calls_and_nothing_else(tmp_path: Path):
    for stream_generation in range(3):
        kept = node_store(tmp_path, stream_generation)
        kept.append([b"one"])
        kept.keep_profile(business())
        kept.spool_path.write_bytes(b"recorded")
    other = NodeCallStore(tmp_path / "calls", OTHER_CALL)
    other.append([b"another call"])
    node_store(tmp_path, stream_generation=1).clear()
    left = {path.name.partition(".")[2] for path in (tmp_path / "calls").glob(f"{CALL_ID}*")}
    assert left == {"2.journal", "2.profile", "2.spool"}, "a later stream's process has those"
    assert other.entries() == [b"another call"]


def test_a_cleared_shelf_stays_clear(tmp_path: Path):
    cleared = node_store(tmp_path)
    cleared.append([b"one"])
    cleared.clear()
    cleared.append([b"late"])
    assert list((tmp_path / "calls").iterdir()) == []


def test_no_descriptor_is_left_behind(tmp_path: Path):
    before = len(os.listdir("/proc/self/fd"))
    for stream_generation in range(20):
        kept = node_store(tmp_path, stream_generation)
        kept.append([b"one"])
        kept.close()
        kept.close()
    assert len(os.listdir("/proc/self/fd")) == before


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that refuses every write")
def test_a_full_disk_costs_the_journal_here_and_not_the_call(tmp_path: Path):
    full = node_store(tmp_path)
    full.append([b"one"])
    assert full._journal is not None
    device = os.open("/dev/full", os.O_WRONLY)
    os.dup2(device, full._journal)
    os.close(device)
    with structlog.testing.capture_logs() as logs:
        full.append([b"two"])
        full.append([b"three"])
    assert [entry["event"] for entry in logs] == ["node_store.journal_broken"]
    full.close()
    assert node_store(tmp_path).entries() == [], "a journal with a gap must not be taken for the call's"


def test_a_directory_that_cannot_be_made_costs_the_shelf_and_not_the_call(tmp_path: Path):
    (tmp_path / "calls").write_text("a file where the directory should be")
    kept = node_store(tmp_path)
    with structlog.testing.capture_logs() as logs:
        kept.append([b"one"])
        kept.append([b"two"])
        kept.keep_profile(business())
    assert [entry["event"] for entry in logs] == ["node_store.journal_broken", "node_store.profile_not_kept"]
    assert (kept.entries(), kept.profile()) == ([], None)
    kept.clear()
