"""`receptionist reload` on what an operator may type wrong."""

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
    gone = Running(*[""] * 9, [], child.pid, sandbox_pids={}, ray_address="", ray_token="", data_dir=tmp_path)
    write_running(gone, tmp_path)
    error = reload("--data-dir", str(tmp_path)).exception
    assert isinstance(error, NotFound)
    assert "receptionist dev" in str(error)
