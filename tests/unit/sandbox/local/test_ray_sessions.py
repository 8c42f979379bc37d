"""Ray's sessions lie in one folder of the data directory, the latest few, and are reached by a short way meanwhile."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from sandbox.local.ray_sessions import KEPT, latest_logs, ray_sessions, remove_old_sessions


@pytest.fixture
def gone() -> int:
    """The id of a process that has ended."""
    child = subprocess.Popen([sys.executable, "-c", ""])
    child.wait()
    return child.pid


def session(folder: Path, second: int, pid: int) -> str:
    name = f"session_2026-01-01_00-00-{second:02}_000000_{pid}"
    (folder / name / "logs").mkdir(parents=True)
    (folder / name / "logs" / "worker.err").write_text("a line\n")
    return name


def test_the_oldest_sessions_go_and_those_of_living_processes_stay(tmp_path: Path, gone: int) -> None:
    living = session(tmp_path, 0, os.getpid())
    session(tmp_path, 1, gone)
    kept = [session(tmp_path, second, gone) for second in (2, 3)]
    (tmp_path / "notes").mkdir()
    remove_old_sessions(tmp_path, keep=2)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["notes", living, *kept]


def test_a_session_started_by_the_short_way_is_kept_in_the_data_directory(tmp_path: Path) -> None:
    data_dir = tmp_path / "a directory with a long name" / ("x" * 60)
    with ray_sessions(data_dir) as short:
        assert len(str(short)) < 30
        name = session(short, 5, os.getpid())
        (short / "session_latest").symlink_to(short / name)
    assert not short.parent.exists()
    kept = data_dir / "ray" / "sessions"
    assert [path.name for path in kept.iterdir()] == [name], "no link that leads nowhere"
    assert latest_logs(data_dir) == kept / name / "logs"


def test_nobody_else_gets_to_the_sockets_of_a_session(tmp_path: Path) -> None:
    (tmp_path / "ray").mkdir(mode=0o755)
    with ray_sessions(tmp_path) as short:
        short.chmod(0o777)  # as Ray does
        assert stat.S_IMODE((tmp_path / "ray").stat().st_mode) == 0o700
        assert short.resolve().parent == tmp_path / "ray"


def test_many_runs_leave_a_few_sessions(tmp_path: Path, gone: int) -> None:
    for second in range(12):
        with ray_sessions(tmp_path) as short:
            session(short, second, gone)
    assert len(list((tmp_path / "ray" / "sessions").iterdir())) == KEPT + 1


def test_there_may_be_no_session_yet(tmp_path: Path) -> None:
    assert latest_logs(tmp_path) is None
