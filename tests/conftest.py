"""Which tests run one after the other in a lane of their own, and which in the other lane (`tests/lanes.py`).

Whole systems and speech in real time run one at a time: two of them on two processors, and a starting system kept a
recogniser of the other from hearing anything for 17 s, or a node's report from being renewed.
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
    "tests/integration/load/test_calibration.py",
    "tests/integration/sandbox/local/test_system.py",
)
"""Beginnings of test files' paths."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.relative_to(ROOT).as_posix().startswith(BY_ITSELF):
            item.add_marker(pytest.mark.by_itself)
