"""Which tests run side by side when pytest has several workers (`make test`), and which one after the other.

Much of the suite waits: for speech that sounds in real time, for processes that start. So two workers share the
machine. Each lane is one worker's, so that never more than two whole systems run at a time; everything else goes module
by module to whoever is free. Three workers are too many for two processors (1,140 s of CPU in 600 s): a starting system
kept a recogniser from hearing anything for 17 s. Niceness does not help where the kernel groups processes by session.
"""

from pathlib import Path

import pytest
from hypothesis import settings

# How long an example takes depends on what else the machine does: no test fails for it.
settings.register_profile("suite", deadline=None)
settings.load_profile("suite")

ROOT = Path(__file__).resolve().parents[1]

LANES = {
    "real-time": (
        "tests/e2e/test_conversations.py",
        "tests/e2e/test_failing_vendors.py",
        "tests/e2e/test_takeover.py",
        "tests/e2e/test_postgres_away.py",
        "tests/e2e/test_demo.py",
        "tests/e2e/test_graceful_stop.py",
        "tests/integration/load/test_calibration.py",
    ),
    "whole-systems": ("tests/e2e", "tests/integration/cluster", "tests/integration/sandbox/local"),
}
"""By the beginning of a test file's path; the first that fits counts. Lanes begin first: they are the longest."""


def place_of(item: pytest.Item) -> tuple[int, int, str]:
    """Lane, place in it, and what xdist is to keep together; a module's own name outside the lanes."""
    path = item.path.relative_to(ROOT).as_posix()
    for lane_index, (lane, beginnings) in enumerate(LANES.items()):
        for index, beginning in enumerate(beginnings):
            if path.startswith(beginning):
                return lane_index, index, lane
    return len(LANES), 0, path


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: place_of(item)[:2])
    for item in items:
        item.add_marker(pytest.mark.xdist_group(place_of(item)[2]))
