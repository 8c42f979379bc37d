"""`receptionist drain` and `receptionist reload` on what an operator may type wrong."""

import asyncio
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.app import app
from domain.errors import InvalidInput, NotFound
from sandbox.local.process import SandboxError, free_port
from sandbox.local.running import Running, write_running
from storage.redis.connection import open_redis
from storage.redis.nodes import NodeReport, Nodes

IDLE = NodeReport(live=0, slots=20, warm=3, outdated=0, draining=False, pid=1)


async def reported(redis_url: str, *node_ids: str) -> None:
    redis = open_redis(redis_url)
    await redis.flushdb()  # pyright: ignore
    for node_id in node_ids:
        await Nodes(redis).report(node_id, IDLE, 60.0)
    await redis.aclose()


async def order(redis_url: str, node_id: str) -> float | None:
    redis = open_redis(redis_url)
    try:
        return await Nodes(redis).drain_order(node_id)
    finally:
        await redis.aclose()


@pytest.fixture
def typed(redis_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("REDIS_URL", redis_url)
    monkeypatch.setenv("RUN_DIR", str(tmp_path))
    return lambda *words: CliRunner().invoke(app, ["drain", *words])


@pytest.mark.parametrize(
    ("nodes", "words", "error", "says"),
    [
        ((), (), NotFound, "no node reports"),
        (("aaa1", "bbb2"), (), InvalidInput, "name one with --node"),
        (("aaa1", "bbb2"), ("--node", "ccc"), NotFound, "no node's id begins with ccc"),
        (("aaa1",), ("--this-node",), NotFound, "RUN_DIR holds no node"),
    ],
)
def test_a_node_that_cannot_be_told_is_refused_and_none_is_drained(
    redis_url: str, typed, nodes, words, error, says: str
) -> None:
    asyncio.run(reported(redis_url, *nodes))
    result = typed(*words)
    assert isinstance(result.exception, error)
    assert says in str(result.exception)
    assert [asyncio.run(order(redis_url, node_id)) for node_id in nodes] == [None] * len(nodes)


def test_two_ways_of_naming_a_node_at_once_are_refused(typed) -> None:
    assert typed("--node", "a", "--this-node").exit_code == 2


def test_an_order_is_given_and_taken_back(redis_url: str, typed) -> None:
    asyncio.run(reported(redis_url, "aaa1", "bbb2"))
    assert typed("--node", "bbb", "--deadline", "60", "--no-wait").exit_code == 0
    assert asyncio.run(order(redis_url, "bbb2")) == 60.0
    assert asyncio.run(order(redis_url, "aaa1")) is None
    assert typed("--node", "bbb", "--cancel").exit_code == 0
    assert asyncio.run(order(redis_url, "bbb2")) is None


APPLICATION = "applications: [{name: api, import_path: 'serve_app:api'}]"


def reload(*words: str):
    return CliRunner().invoke(app, ["reload", *words])


@pytest.mark.parametrize(
    "text", ["", "applications: [", "applications: [{name: api}]", "\x00", APPLICATION + "\nx: ["]
)
def test_a_file_that_is_no_serve_configuration_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "serve.yaml"
    path.write_text(text)
    error = reload("--config", str(path)).exception
    assert isinstance(error, InvalidInput)
    assert str(path) in str(error)


@pytest.mark.parametrize(
    ("address", "error"), [("localhost", InvalidInput), ("http://127.0.0.1:{port}", NotFound)]
)
def test_a_dashboard_that_cannot_be_reached_is_named(tmp_path: Path, address: str, error: type) -> None:
    path = tmp_path / "serve.yaml"
    path.write_text(APPLICATION)
    address = address.format(port=free_port())
    raised = reload("--config", str(path), "--address", address).exception
    assert isinstance(raised, error)
    assert address in str(raised)


def test_a_dashboard_that_refuses_us_is_named_and_what_it_said(tmp_path: Path) -> None:
    class Refusing(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_error(403)

        def log_message(self, format: str, *args: object) -> None:
            pass

    path = tmp_path / "serve.yaml"
    path.write_text(APPLICATION)
    with ThreadingHTTPServer(("127.0.0.1", 0), Refusing) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}"
        raised = reload("--config", str(path), "--address", address).exception
        server.shutdown()
    assert isinstance(raised, NotFound)
    assert address in str(raised)
    assert "token" in str(raised)
    assert "<" not in str(raised)


def test_there_is_nothing_to_reload_where_nothing_runs(tmp_path: Path) -> None:
    error = reload("--data-dir", str(tmp_path)).exception
    assert isinstance(error, SandboxError)
    assert "receptionist dev" in str(error)


def test_a_system_that_was_killed_is_not_waited_for(tmp_path: Path) -> None:
    child = subprocess.Popen([sys.executable, "-c", ""])
    child.wait()
    gone = Running(*[""] * 9, vendors=[], pid=child.pid, sandbox_pids={}, ray_address="", data_dir=tmp_path)  # type: ignore[arg-type]
    write_running(gone, tmp_path)
    error = reload("--data-dir", str(tmp_path)).exception
    assert isinstance(error, NotFound)
    assert "receptionist dev" in str(error)
