"""Runs the suite as two lanes side by side: whole systems one after the other, and everything else.

    python -m tests.lanes

Whole systems wait for speech and for processes to start more than they compute; the other lane takes the time they
leave. Two systems at once would keep each other's recognisers from hearing. `tests/conftest.py` says which tests are
systems.
"""

import contextlib
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import IO

SYSTEMS = ("-m", "by_itself", "--durations", "20")
REST = ("-m", "not by_itself", "--durations", "10")
LEAST_PRIORITY = 15
FOLLOW_EVERY_S = 0.5


def main() -> int:
    """Exit status 0 when both lanes passed. Shows the rest as it runs and the systems' lane after it."""
    with tempfile.TemporaryFile() as output, contextlib.ExitStack() as stack:
        systems = _lane(SYSTEMS, stack, output)
        rest = _lane(REST, stack)
        _yield_to_others(rest)
        statuses = [rest.wait(), _followed(systems, output)]
    return int(any(statuses))


def _lane(
    arguments: tuple[str, ...], stack: contextlib.ExitStack, output: IO[bytes] | None = None
) -> "subprocess.Popen[bytes]":
    # A session of its own: the kernel's automatic groups share processors out by session.
    lane = subprocess.Popen(
        [sys.executable, "-m", "pytest", *arguments], stdout=output, stderr=output, start_new_session=True
    )
    stack.callback(_end, lane)
    return lane


def _yield_to_others(lane: "subprocess.Popen[bytes]") -> None:
    with contextlib.suppress(OSError):  # no such file where the kernel has no automatic groups
        Path(f"/proc/{lane.pid}/autogroup").write_text(str(LEAST_PRIORITY))
    with contextlib.suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, lane.pid, LEAST_PRIORITY)


def _followed(lane: "subprocess.Popen[bytes]", output: IO[bytes]) -> int:
    """Copies what the lane has printed and prints until it ends; its exit status."""
    with open(f"/proc/self/fd/{output.fileno()}", "rb") as reader:
        while True:
            ended = lane.poll() is not None
            sys.stdout.buffer.write(reader.read())
            sys.stdout.flush()
            if ended:
                return lane.returncode
            time.sleep(FOLLOW_EVERY_S)


def _end(lane: "subprocess.Popen[bytes]") -> None:
    if lane.poll() is None:
        lane.terminate()
        lane.wait()


if __name__ == "__main__":
    sys.exit(main())
