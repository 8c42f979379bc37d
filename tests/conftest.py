"""Which tests run side by side (`make test`), and which are whole systems.

Three workers share what needs no clock, a file at a time: many of these tests wait for a server. Whole systems and
speech in real time come afterwards, the longest first: they wait for what callers and agents say, and three at a time
leave the processors some rest. Those that share one system stay together.
"""

from pathlib import Path

import pytest
from hypothesis import settings
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

# How long an example takes depends on what else the machine does: no test fails for it.
settings.register_profile("suite", deadline=None)
settings.load_profile("suite")

ROOT = Path(__file__).resolve().parents[1]

SHARE_A_SYSTEM = tuple(
    f"tests/e2e/test_{name}.py"
    for name in ("accounts", "conversations", "takeover", "closed_doors", "failing_vendors", "postgres_away")
)
WHOLE_SYSTEMS = (
    *SHARE_A_SYSTEM,
    "tests/e2e/test_chaos.py",
    "tests/e2e",
    "tests/integration/cluster",
    "tests/integration/load/test_calibration.py",
    "tests/integration/sandbox/local/test_cluster.py",
    "tests/integration/sandbox/local/test_system.py",
)
"""Beginnings of test files' paths, in the order they are run in."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    places = {item: _place(item.path.relative_to(ROOT).as_posix()) for item in items}
    items.sort(key=places.__getitem__)
    for item, place in places.items():
        if place < len(WHOLE_SYSTEMS):
            item.add_marker(pytest.mark.whole_system)


class FileByFile(LoadScopeScheduling):
    """Gives a worker a file at a time, and the files that share a system as if they were one."""

    def _split_scope(self, nodeid: str) -> str:
        path = nodeid.partition("::")[0]
        return "the shared system" if path in SHARE_A_SYSTEM else path


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> FileByFile:
    return FileByFile(config, log)


def _place(path: str) -> int:
    return next((i for i, start in enumerate(WHOLE_SYSTEMS) if path.startswith(start)), len(WHOLE_SYSTEMS))
