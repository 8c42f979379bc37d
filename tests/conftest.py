"""Which tests run side by side (`make test`), and which have the machine to themselves.

Two workers share what needs no clock, module by module. Whole systems and speech in real time run one after the other:
two of them at a time on two processors saved seven minutes, but a starting system kept a recogniser of the other from
hearing anything for 17 s, or a node's report from being renewed. Niceness does not help where the kernel groups
processes by session.
"""

from pathlib import Path

import pytest
from hypothesis import settings

# How long an example takes depends on what else the machine does: no test fails for it.
settings.register_profile("suite", deadline=None)
settings.load_profile("suite")

ROOT = Path(__file__).resolve().parents[1]

BY_ITSELF = (
    "tests/e2e",
    "tests/integration/cluster",
    "tests/integration/load/test_calibration.py",
    "tests/integration/sandbox/local/test_cluster.py",
    "tests/integration/sandbox/local/test_system.py",
)
"""Beginnings of test files' paths."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.relative_to(ROOT).as_posix().startswith(BY_ITSELF):
            item.add_marker(pytest.mark.by_itself)
