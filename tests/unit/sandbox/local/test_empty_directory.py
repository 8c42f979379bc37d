"""Where Ray is started: nothing is there to be imported, and the process is soon back where its user is."""

import subprocess
import sys
from pathlib import Path

import pytest

from sandbox.local.empty_directory import in_empty_directory


def test_the_directory_is_empty_and_left_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with in_empty_directory():
        inside = Path.cwd()
        assert inside != tmp_path
        assert list(inside.iterdir()) == []
    assert Path.cwd() == tmp_path


def test_it_is_left_also_when_the_start_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(RuntimeError, match="no Ray"), in_empty_directory():
        raise RuntimeError("no Ray")
    assert Path.cwd() == tmp_path


def test_it_stays_for_the_processes_started_there_until_this_one_ends() -> None:
    program = """
from pathlib import Path
from sandbox.local.empty_directory import in_empty_directory
with in_empty_directory():
    first = Path.cwd()
with in_empty_directory():
    assert Path.cwd() == first
assert first.is_dir()
assert first.stat().st_mode & 0o077 == 0, "nobody else can put anything there"
print(first)
"""
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert not Path(ran.stdout.strip()).exists()
