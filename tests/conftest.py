"""Which tests run side by side (`make test`), and which are whole systems.

Six workers share the tests that need no clock, a file at a time: most of these wait for a server. What they leave over
of the processors, two workers with the unit tests take, which only compute. Whole systems and speech in real time come
last, three at a time: they wait for what callers and agents say. With four, at 76 % of two cores, or with the other
tests beside them, callers were left waiting. Those that share a system stay together.
"""

import gc
from pathlib import Path

import pytest
import structlog
from hypothesis import settings
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

# How long an example takes depends on what else the machine does: no test fails for it.
settings.register_profile("suite", deadline=None)
settings.load_profile("suite")

# The default renders each exception with all variables of all frames, up to 5 s of CPU for one that a test provokes.
structlog.configure(
    processors=[
        *structlog.get_config()["processors"][:-1],
        structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback),
    ]
)

ROOT = Path(__file__).resolve().parents[1]

E2E = "tests/e2e/test_"
SYSTEMS = {
    **dict.fromkeys(
        (f"{E2E}{name}.py" for name in ("conversations", "accounts", "pages", "takeover", "closed_doors")),
        "the system that is used",
    ),
    **dict.fromkeys(
        (f"{E2E}{name}.py" for name in ("business", "failing_vendors", "postgres_away")),
        "the system whose parts fail",
    ),
}
"""Which whole system a file's tests share: the same fixture, in another worker."""

WHOLE_SYSTEMS = (
    *SYSTEMS,
    "tests/e2e/test_chaos_of_nodes.py",
    "tests/e2e/test_chaos_of_processes.py",
    "tests/e2e/test_load.py",
    "tests/e2e/test_demo.py",
    "tests/integration/cluster/test_forked_workers.py",
    "tests/integration/sandbox/local/test_system.py",
    "tests/e2e",
    "tests/integration/cluster/test_reload_of_a_cluster.py",
    "tests/integration/cluster/test_gateway_scaling.py",
    "tests/integration/sandbox/local/test_cluster.py",
    "tests/integration/load/test_calibration.py",
    "tests/integration/cluster",
)
"""Beginnings of test files' paths, in the order they are run in: the longest first, so that workers end together."""

LONGEST = tuple(
    f"tests/integration/{name}.py"
    for name in (
        "load/test_run",
        "load/test_notifications",
        "attack/test_routes",
        "cli/test_load",
        "sandbox/seed/test_migrations_with_data",
        "sandbox/speech/test_speech",
        "storage/postgres/test_migrations",
        "services/webhooks/test_worker_kills",
        "cli/test_replay",
        "deployments/telephony/test_incoming",
        "actors/call/test_takeover",
        "deployments/api/test_front_desk",
        "deployments/api/test_accounts",
        "test_production_install",
        "deployments/telephony/test_callbacks",
        "services/outbox/test_drain",
        "services/routing/test_ringing",
        "services/tools/test_deferred_queue",
        "deployments/telephony/test_transfers",
        "actors/call/test_tool_rows",
        "attack/test_hostile_values",
        "attack/test_fuzz",
        "services/scheduling/test_sessions",
        "services/scheduling/test_contention",
    )
)
"""Other files of 10 s and more, which are run first."""

SIDE_BY_SIDE, WHOLE = "not whole_system", "whole_system"
"""What `make test` asks for by `-m`."""


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Whether the file is left out: each worker would import and rewrite all of them to deselect most, 20 s of CPU."""
    asked = config.option.markexpr
    if asked not in (SIDE_BY_SIDE, WHOLE) or collection_path.suffix != ".py":
        return None
    return _is_whole(collection_path) != (asked == WHOLE) or None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: (_place(item.path), _length(item.path)))
    for item in items:
        if _is_whole(item.path):
            item.add_marker(pytest.mark.whole_system)


def pytest_collection_finish() -> None:
    """What was imported and collected stays: no collection of garbage goes through it again, 0.6 s for a full one."""
    gc.collect()
    gc.freeze()


class FileByFile(LoadScopeScheduling):
    """Gives a worker a file at a time, and the files that share a system as if they were one."""

    def _split_scope(self, nodeid: str) -> str:
        path = nodeid.partition("::")[0]
        return SYSTEMS.get(path, path)


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
    places = [(len(start), place) for place, start in enumerate(WHOLE_SYSTEMS) if name.startswith(start)]
    return max(places)[1] if places else len(WHOLE_SYSTEMS)


def _length(path: Path) -> int:
    name = path.relative_to(ROOT).as_posix()
    return LONGEST.index(name) if name in LONGEST else len(LONGEST)


def _is_whole(path: Path) -> bool:
    return _place(path) < len(WHOLE_SYSTEMS)
