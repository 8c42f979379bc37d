"""Which tests run side by side (`make test`), and which are whole systems.

Four workers share what needs no clock, a file at a time: many of these tests wait for a server, and three took 75 % of
two cores. Whole systems and speech in real time come afterwards, the longest first: they wait for what callers and
agents say, and three at a time leave the processors some rest; four, or the other tests beside them, left callers
waiting. Those that share one system stay together.
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
    for name in (
        "accounts",
        "business",
        "conversations",
        "takeover",
        "closed_doors",
        "failing_vendors",
        "postgres_away",
    )
)
WHOLE_SYSTEMS = (
    *SHARE_A_SYSTEM,
    "tests/e2e/test_chaos",
    "tests/e2e",
    "tests/integration/cluster",
    "tests/integration/load/test_calibration.py",
    "tests/integration/sandbox/local/test_cluster.py",
    "tests/integration/sandbox/local/test_system.py",
)
"""Beginnings of test files' paths, in the order they are run in."""


SIDE_BY_SIDE, WHOLE = "not whole_system", "whole_system"
"""What `make test` asks for by `-m`."""


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Whether the file is left out: each worker would import and rewrite all of them to deselect most, 20 s of CPU."""
    asked = config.option.markexpr
    if asked not in (SIDE_BY_SIDE, WHOLE) or collection_path.suffix != ".py":
        return None
    return _is_whole(collection_path) != (asked == WHOLE) or None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: _place(item.path))
    for item in items:
        if _is_whole(item.path):
            item.add_marker(pytest.mark.whole_system)


class FileByFile(LoadScopeScheduling):
    """Gives a worker a file at a time, and the files that share a system as if they were one."""

    def _split_scope(self, nodeid: str) -> str:
        path = nodeid.partition("::")[0]
        return "the shared system" if path in SHARE_A_SYSTEM else path


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> FileByFile:
    return FileByFile(config, log)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What the attack on routes and tables tried, and what came of it."""
    for outcome in ("passed", "failed"):
        for report in terminalreporter.stats.get(outcome, ()):
            for name, value in getattr(report, "user_properties", ()):
                if name == "attack" and report.when == "call":
                    terminalreporter.write_line(str(value))


def _place(path: Path) -> int:
    name = path.relative_to(ROOT).as_posix()
    return next((i for i, start in enumerate(WHOLE_SYSTEMS) if name.startswith(start)), len(WHOLE_SYSTEMS))


def _is_whole(path: Path) -> bool:
    return _place(path) < len(WHOLE_SYSTEMS)
