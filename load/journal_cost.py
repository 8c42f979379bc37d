"""What appending to the call journal costs: `python -m load.journal_cost`.

Runs recorded calls through the call machine, without and with the journal on this node's disk and in a Redis of its
own, and compares the CPU of this process. As in live calls, what has no effect outside the process is deferred: here to
the next event that has one, there for 250 ms at most. The figure to hold it against is the CPU of a whole call,
`server_cpu_s_per_call_minute` of `receptionist load --json`.
"""

import argparse
import asyncio
import json
import tempfile
import time
from pathlib import Path
from uuid import uuid4

from actors.call.effects import STAY_HERE
from actors.call.journal_writer import JournalWriter
from actors.call.node_store import NodeCallStore
from domain.call import codec
from domain.call.codec import JournalEntry
from domain.call.machine import step
from domain.call.state import CallState
from sandbox.local.redis import EmbeddedRedis
from services.replay.replay import journal_lines, parse_journal
from storage.redis.connection import open_redis
from storage.redis.journal import Journal

RECORDINGS = Path(__file__).parents[1] / "tests" / "recordings"
REPEATS = 20
FLUSH_TIMEOUT_S = 1.0


def machine_alone(journal: list[JournalEntry]) -> None:
    state = CallState()
    for entry in journal:
        state, _ = step(state, entry.event, entry.at_ms)


async def with_journal(journal: list[JournalEntry], writer: JournalWriter) -> None:
    state = CallState()
    for entry in journal:
        state, effects = step(state, entry.event, entry.at_ms)
        encoded = codec.encode(entry.event, entry.at_ms, codec.digest(state.phase, effects))
        deferred = all(isinstance(effect, STAY_HERE) for effect in effects)
        await writer.write([encoded], deferred=deferred)
    await writer.flush(FLUSH_TIMEOUT_S)


async def measure(directory: Path, redis_url: str) -> dict[str, float]:
    """CPU milliseconds a call minute, of the machine alone and of the journal on top of it."""
    calls = [parse_journal(journal_lines(path.read_bytes())) for path in sorted(RECORDINGS.glob("*.gz"))]
    minutes = REPEATS * sum(call[-1].at_ms - call[0].at_ms for call in calls) / 60_000
    events = REPEATS * sum(len(call) for call in calls)
    redis = open_redis(redis_url)
    try:
        began_s = time.process_time()
        for _ in range(REPEATS):
            for call in calls:
                machine_alone(call)
        machine_s = time.process_time() - began_s
        began_s = time.process_time()
        for _ in range(REPEATS):
            for call in calls:
                call_id = uuid4()
                node_store = NodeCallStore(directory, call_id)
                await with_journal(call, JournalWriter(Journal(redis), node_store, call_id))
                node_store.clear()
        journal_s = time.process_time() - began_s - machine_s
    finally:
        await redis.aclose()
    return {
        "events_per_call_minute": events / minutes,
        "machine_us_per_event": 1e6 * machine_s / events,
        "journal_us_per_event": 1e6 * journal_s / events,
        "journal_cpu_s_per_call_minute": journal_s / minutes,
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--load-json", type=Path, help="what `receptionist load --json` wrote")
    arguments = parser.parse_args()
    with (
        tempfile.TemporaryDirectory(prefix="receptionist-bench-") as directory,
        EmbeddedRedis(Path(directory) / "redis") as redis,
    ):
        figures = asyncio.run(measure(Path(directory) / "calls", redis.url))
    if arguments.load_json is not None:
        call_s = json.loads(arguments.load_json.read_text())["server_cpu_s_per_call_minute"]
        figures["share_of_a_call_percent"] = 100 * figures["journal_cpu_s_per_call_minute"] / call_s
    for name, value in figures.items():
        print(f"{name:32} {value:10.4g}")  # noqa: T201 - what the program is for


if __name__ == "__main__":
    main()
