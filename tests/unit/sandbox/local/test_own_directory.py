"""A temporary directory goes with its block, and one of a killed process with a later start; never one in use."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from sandbox.local.own_directory import PREFIX, own_directory, remove_abandoned

HOLD = """
import sys
from pathlib import Path
from sandbox.local.own_directory import own_directory
with own_directory("held", Path(sys.argv[1])) as directory:
    (directory / "file").write_text("x")
    print(directory, flush=True)
    input()
"""


def test_it_is_this_users_alone_and_goes_with_its_block_whatever_happens(tmp_path: Path) -> None:
    def use() -> None:
        with own_directory("demo", tmp_path) as directory:
            assert directory.stat().st_mode & 0o077 == 0
            (directory / "file").write_text("x")
            raise RuntimeError("stop")

    with pytest.raises(RuntimeError, match="stop"):
        use()
    assert list(tmp_path.iterdir()) == []


STILL_WRITING = """
import itertools, sys, time
from pathlib import Path
directory, ends_at = Path(sys.argv[1]), time.monotonic() + 0.3
for number in itertools.count():
    (directory / str(number)).write_text("x")
    if number == 500:
        print("writing", flush=True)
    if time.monotonic() > ends_at:
        break
"""


def test_what_an_ending_process_still_writes_goes_too(tmp_path: Path) -> None:
    with own_directory("demo", tmp_path) as directory:
        (directory / "data").mkdir()
        command = [sys.executable, "-c", STILL_WRITING, str(directory / "data")]
        writer = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        assert writer.stdout is not None
        writer.stdout.readline()
    writer.communicate()
    assert list(tmp_path.iterdir()) == []


def test_a_killed_processs_directory_goes_later_and_a_living_ones_stays(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        directory = Path(holder.stdout.readline().strip())
        remove_abandoned(tmp_path, young_s=-1)
        assert directory.exists(), "its process lives"
        holder.kill()
    assert directory.exists()
    remove_abandoned(tmp_path, young_s=3600)
    assert directory.exists(), "it may be about to be locked"
    remove_abandoned(tmp_path, young_s=-1)
    assert not directory.exists()


def test_what_is_not_ours_is_left_alone(tmp_path: Path) -> None:
    other = tmp_path / "receptionist-other"
    other.mkdir()
    file = tmp_path / f"{PREFIX}file"
    file.write_text("x")
    target = tmp_path / "target"
    target.mkdir()
    (tmp_path / f"{PREFIX}link").symlink_to(target)
    before = sorted(os.listdir(tmp_path))
    remove_abandoned(tmp_path, young_s=-1)
    assert sorted(os.listdir(tmp_path)) == before
