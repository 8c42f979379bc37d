"""Finding a server's processes on a machine that also runs others, and what they use."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import psutil
import pytest

from load.launchers import ended_children
from load.processes import CpuMeter, ServerProcesses, ServerRoots, measure_memory

OURS = "session_2026-11-23_16-17-00_123456_77"
OTHERS = "session_2026-11-23_16-17-00_123456_78"
SLEEP = "import sys, time; time.sleep(60)"
# One write each: several processes share the pipe, and print() may write the line's end apart.
READY_SLEEP = r"import os, time; os.write(1, b'ready\n'); time.sleep(60)"
NEST = (
    "import os, subprocess, sys, time\n"
    "for extra in sys.argv[1:]:\n"
    f"    subprocess.Popen([sys.executable, '-c', {READY_SLEEP!r}, extra])\n"
    r"os.write(1, b'ready\n')"
    "\ntime.sleep(60)\n"
)

Start = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def start() -> Iterator[Start]:
    with ExitStack() as stack:

        def start(code: str, *arguments: str, **options: object) -> subprocess.Popen[str]:
            process = subprocess.Popen(  # type: ignore[call-overload]
                [sys.executable, "-c", code, *arguments], text=True, stdout=subprocess.PIPE, **options
            )

            def end() -> None:
                tree = psutil.Process(process.pid).children(recursive=True) if process.poll() is None else []
                for child in tree:
                    child.kill()
                process.kill()
                process.communicate()

            stack.callback(end)
            return process

        yield start


def nested(start: Start, *arguments: str) -> subprocess.Popen[str]:
    process = start(NEST, *arguments)
    assert process.stdout is not None
    # Each child says so too: Popen returns before a new program's command line can be read.
    assert [process.stdout.readline() for _ in (process, *arguments)] == ["ready\n"] * (1 + len(arguments))
    return process


def test_the_tree_and_its_ray_session_are_the_server_and_nothing_else(start: Start):
    server = nested(start, f"raylet --session-name={OURS}", "vendor")
    children = {child.cmdline()[-1]: child.pid for child in psutil.Process(server.pid).children()}
    raylet, vendors = children[f"raylet --session-name={OURS}"], children["vendor"]
    stray_by_command = start(SLEEP, f"--session-dir=/tmp/ray/{OURS}", start_new_session=True)
    stray_by_environment = start(SLEEP, env={**os.environ, "RAY_RAYLET_PID": str(raylet)})
    other_cluster = start(SLEEP, f"raylet --session-name={OTHERS}")
    other_worker = start(SLEEP, env={**os.environ, "RAY_RAYLET_PID": str(other_cluster.pid)})
    caller = start(SLEEP)
    roots = ServerRoots(server.pid, {"vendors": vendors}, (caller.pid,))
    found = {process.pid: part for process, part in ServerProcesses(roots).find().items()}
    assert found[server.pid] == "driver"
    assert found[vendors] == "stand_ins"
    assert found[caller.pid] == "generator"
    assert {stray_by_command.pid, stray_by_environment.pid} < found.keys()
    assert found[raylet] == "ray_system"
    assert {other_cluster.pid, other_worker.pid}.isdisjoint(found)
    assert os.getpid() not in found


def test_cpu_of_processes_that_come_and_go_is_counted(start: Start):
    server = nested(start)
    meter = CpuMeter(ServerProcesses(ServerRoots(server.pid, {})))
    meter.start()
    # Not its child, but its session's name would not help here either: a part named by its process id.
    busy = start(
        "import time\nwhile time.process_time() < 0.3: pass\nprint('done', flush=True)\ntime.sleep(60)"
    )
    meter_with_part = CpuMeter(ServerProcesses(ServerRoots(server.pid, {"front": busy.pid})))
    meter_with_part.start()
    assert busy.stdout is not None
    busy.stdout.readline()
    meter_with_part.sample()
    busy.kill()
    busy.wait()
    use = meter_with_part.stop()
    assert 0.1 < use.seconds["front"] < 1.0
    assert use.server_s == pytest.approx(use.seconds["front"] + use.seconds.get("other", 0.0), abs=0.05)
    assert meter.stop().seconds["driver"] < 0.2


def test_a_server_of_another_kind_is_measured_as_it_is(start: Start):
    server = nested(start, "worker")
    processes = ServerProcesses(ServerRoots(server.pid, {}, is_driver=False))
    assert processes.find()[psutil.Process(server.pid)] == "server"
    assert processes.lasting() == {
        server.pid,
        *(child.pid for child in psutil.Process(server.pid).children()),
    }


def test_memory_is_shared_out_by_component(start: Start):
    server = nested(start, "one", "two")
    deadline = time.monotonic() + 10
    while len(psutil.Process(server.pid).children()) < 2:
        assert time.monotonic() < deadline
    use = measure_memory(ServerProcesses(ServerRoots(server.pid, {})))
    assert use.pss_mib["driver"] > 1
    assert use.pss_mib["other"] > 1
    assert use.server_mib == pytest.approx(use.pss_mib["other"])


LAUNCHER = "import time\nwhile time.process_time() < 0.1: pass"
LAUNCHING = (
    "import subprocess, sys, time\n"
    "lasting = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
    "print('ready', flush=True)\n"
    "sys.stdin.readline()\n"
    f"subprocess.run([sys.executable, '-c', {LAUNCHER!r}])\n"
    r"print('ready', flush=True)"
    "\ntime.sleep(60)\n"
)


def test_what_children_computed_that_have_ended_is_counted(start: Start):
    parent = start(LAUNCHING, stdin=subprocess.PIPE)
    assert parent.stdin is not None
    assert parent.stdout is not None
    parent.stdout.readline()
    with ended_children([parent.pid]) as computed:
        parent.stdin.write("\n")
        parent.stdin.flush()
        parent.stdout.readline()
    [seconds] = computed.values()
    # It is looked at every few ms: what it did last may be missing.
    assert 0.05 < seconds < 1.0
