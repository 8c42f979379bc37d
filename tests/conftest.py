"""Which tests run side by side (`make test`), and which are whole systems.

Three workers share what needs no clock, module by module: many of these tests wait for a server. Whole systems and
speech in real time come afterwards, two at a time, the longest first. Those that share one system stay together.
"""

from pathlib import Path

import pytest
from hypothesis import settings

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
    places = {item: _place(item) for item in items}
    items.sort(key=places.__getitem__)
    for item, place in places.items():
        if place < len(WHOLE_SYSTEMS):
            item.add_marker(pytest.mark.whole_system)
            group = "shared system" if place < len(SHARE_A_SYSTEM) else item.path.stem
            item.add_marker(pytest.mark.xdist_group(group))


def _place(item: pytest.Item) -> int:
    path = item.path.relative_to(ROOT).as_posix()
    return next((i for i, start in enumerate(WHOLE_SYSTEMS) if path.startswith(start)), len(WHOLE_SYSTEMS))
