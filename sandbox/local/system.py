"""The whole system on this machine: stores, stand-ins, Ray, Serve, the reverse proxy. Starts and ends all of it.

What the environment already names (a database, a vendor's key or address) is used as it is; the rest is made here.
"""

import json
import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

import httpx

from config.settings import ENV_FILE, Settings, env_file, load_settings
from deployments.haproxy import ReverseProxyAddresses, haproxy_binary, haproxy_config
from deployments.telephony.routes import MAIL_EVENTS, PREFIX
from sandbox.local.account_keys import account_keys
from sandbox.local.cluster import LocalCluster
from sandbox.local.own_directory import own_directory
from sandbox.local.postgres import EmbeddedPostgres
from sandbox.local.prepared_database import Prepared, prepare_database
from sandbox.local.private_ray import AUTH_TOKEN, private_ray_environment
from sandbox.local.process import SandboxError, end, free_port, log_tail, start_tied
from sandbox.local.ray_sessions import ray_sessions
from sandbox.local.redis import EmbeddedRedis
from sandbox.local.running import Running, write_running
from sandbox.local.serve import gateway_ports
from sandbox.local.vendor_plan import plan_calendars, plan_mail, plan_vendors, without_vendors
from sandbox.options import ScriptedTimings

DEMO_NUMBER = "+61280001234"
APP_ROLE = "receptionist_app"
READY_TIMEOUT_S = 90.0
WARM_TIMEOUT_S = 5.0

QUIET_RAY: Mapping[str, str] = MappingProxyType(
    {
        "RAY_SERVE_CONTROL_LOOP_INTERVAL_S": "0.4",
        "RAY_SERVE_METRICS_EXPORT_INTERVAL_MS": "5000",
        "REPORTER_UPDATE_INTERVAL_MS": "60000",
        "RAY_enable_metrics_collection": "0",
        "RAY_task_events_report_interval_ms": "0",
        "RAY_event_stats": "0",
        "RAY_JEMALLOC_LIB_PATH": "",
        "RAY_gcs_max_active_rpcs_per_handler": "32",
    }
)
"""How often Ray looks after itself: Serve every 0.4 s instead of 0.1, its counts every 5 s instead of 0.1, and the
host's figures, for a dashboard that does not run, every minute instead of every 5 s. What nobody reads here, Ray's own
metrics and events of tasks, is not collected, and its two servers use the C library's allocator, as everything else
does: 182 MiB for Ray's own processes instead of 208, with twelve calls (`ray/_private/services.py`,
`ray_config_def.h`, Ray 2.60). The control store prepares for 32 requests of a kind at once instead of 100, further ones
wait: 0.12 MiB for each. An actor's start is such a request, until it has started.
"""

Report = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class LocalOptions:
    """How the system is laid out.

    Attributes:
        port: the one public port; 0 picks a free one.
        data_dir: stores, logs, recordings; kept between runs.
        nodes: raylets that take calls, each with a media gateway of its own; from 2 on beside a head that takes none.
        standby: whether each gateway has a second one beside it; always with several nodes.
        scripted: stand-ins with fixed timings instead of real speech and understanding.
        stand_ins_only: ignores keys in the environment, so that a demo never costs anything.
        settings: further environment settings, by name.
    """

    port: int = 8000
    data_dir: Path = Path(".receptionist")
    nodes: int = 1
    standby: bool = False
    scripted: ScriptedTimings | None = None
    stand_ins_only: bool = False
    settings: Mapping[str, str] = field(default_factory=dict[str, str])


def _own_address(given: Settings, address: str) -> dict[str, str]:
    """Where links and tokens lead, unless something else is named: to this very system."""
    names = ("api_base_url", "frontend_url")
    return {name.upper(): address for name in names if name not in given.model_fields_set}


class LocalSystem:
    """A started system; a synchronous context manager. Starting takes about 15 s, and 3 s more for each further node.

    Args:
        report: told what is being started, for a person.

    Attributes:
        running: what it is reached by; None until it is started.
        postgres: the embedded server, None when the environment names another.
        redis: the same.
        mailbox: where mails that were sent can be read; None when they go to SendGrid.
        cluster: the nodes, None when there is one.
        seeded_owner: who signs in to the made-up businesses; None without any.
    """

    def __init__(self, options: LocalOptions, report: Report = lambda _text: None) -> None:
        self._options = options
        self._report = report
        self._stack = ExitStack()
        self._pids: dict[str, int] = {}
        self._children: dict[str, subprocess.Popen[bytes]] = {}
        self._data_dir = options.data_dir.absolute()
        self.running: Running | None = None
        self.postgres: EmbeddedPostgres | None = None
        self.redis: EmbeddedRedis | None = None
        self.cluster: LocalCluster | None = None
        self.mailbox: str | None = None
        self.seeded_owner: str | None = None

    def __enter__(self) -> Self:
        try:
            self.running = self._start()
        except BaseException:
            self._stack.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def _start(self) -> Running:
        self._data_dir.mkdir(parents=True, exist_ok=True)
        given = load_settings(without_vendors() if self._options.stand_ins_only else None)
        port = self._options.port or free_port()
        environment: dict[str, str] = {}
        if "objects_url" not in given.model_fields_set:
            environment["OBJECTS_URL"] = f"file://{self._data_dir}/objects"
        owner_url = self._stores(given, environment)
        stand_ins_url = f"http://127.0.0.1:{free_port()}"
        plan = plan_vendors(given, stand_ins_url)
        if plan.needs_stand_ins or plan_mail(given, stand_ins_url):
            self._report("vendor stand-ins")
            environment |= plan_calendars(given, stand_ins_url)
            self._start_stand_ins(stand_ins_url, f"http://127.0.0.1:{port}{PREFIX}{MAIL_EVENTS}")
        # With several gateways on one machine each chooses a port of its own.
        media_port, web_port = (free_port(), free_port()) if self._options.nodes == 1 else (0, 0)
        run_dir = self._run_dir()
        temporary = self._stack.enter_context(own_directory("tmp"))
        mail = plan_mail(given, stand_ins_url)
        if mail:
            self.mailbox = f"{stand_ins_url}/sendgrid/_sandbox/mails"
        environment |= plan.environment | mail
        environment |= account_keys(given, self._data_dir)
        environment |= {
            "PUBLIC_URL": given.public_url or f"http://127.0.0.1:{port}",
            **_own_address(given, f"http://127.0.0.1:{port}"),
            "MEDIA_PORT": str(media_port),
            "WEB_PORT": str(web_port),
            "MEDIA_HOST": "127.0.0.1",
            "RUN_DIR": str(run_dir),
            "TMPDIR": str(temporary),  # what Ray's processes leave there goes with it
            ENV_FILE: str(env_file().absolute()),
            "RAY_worker_niceness": "0",
            # Thirty threads of a Ray worker, of which one works at a time, need no heap each: 2 MiB a process.
            "MALLOC_ARENA_MAX": "2",
            "FORK_WORKERS": "on" if given.fork_workers else "off",
            "GATEWAY_STANDBY": "on" if self._wants_standby(given) else "off",
            **private_ray_environment(),
            "RAY_USAGE_STATS_ENABLED": "0",
            "WEBHOOK_LOOPBACK_ALLOWED": "true",
            "RAY_SERVE_PROXY_HEALTH_CHECK_TIMEOUT_S": "30",
            **QUIET_RAY,
            **self._options.settings,
        }
        if given.operator_token is None:
            environment["OPERATOR_TOKEN"] = secrets.token_hex(16)
        self._set_environment(environment)
        settings = load_settings()
        # Relative to the user's directory, which is not the one Ray's processes work in.
        self._set_environment({"OBJECTS_URL": settings.objects_url})
        prepared = self._prepare_database(owner_url, settings)
        self.seeded_owner = prepared.seeded_owner
        serve_port = web_port or free_port()
        cluster = self._serve(settings, serve_port)
        media_ports = [media_port]
        if self._options.nodes > 1:
            self.cluster = cluster
            media_ports = gateway_ports(run_dir, cluster.node_ids)
        base_path = urlsplit(settings.carrier_url).path
        self._start_reverse_proxy(
            ReverseProxyAddresses("127.0.0.1", port, serve_port, media_ports, base_path)
        )
        running = Running(
            url=f"http://127.0.0.1:{port}",
            number=DEMO_NUMBER,
            twilio_account_sid=settings.twilio_account_sid or "",
            twilio_auth_token=settings.vendors().twilio_auth_token,
            twilio_url=settings.twilio_base_url,
            stand_ins_url=stand_ins_url if plan.needs_stand_ins else None,
            database_url=settings.required("database_url"),
            redis_url=settings.required("redis_url"),
            business_id=prepared.business_id,
            vendors=plan.uses,
            pid=os.getpid(),
            sandbox_pids=self._pids,
            ray_address=cluster.address,
            ray_token=environment[AUTH_TOKEN],
            data_dir=self._data_dir,
        )
        self._wait_until_ready(running.url)
        warm = min(settings.warm_call_actors, settings.call_slots)
        self._wait_until_warm(run_dir, self._options.nodes * warm)
        self._stack.callback(write_running(running, self._data_dir).unlink, missing_ok=True)
        return running

    def _wants_standby(self, given: Settings) -> bool:
        asked = "gateway_standby" in given.model_fields_set and given.gateway_standby
        return asked or self._options.standby or self._options.nodes > 1

    # --- the parts ----------------------------------------------------------------------------------------------
    def _stores(self, given: Settings, environment: dict[str, str]) -> str | None:
        """Embedded stores where none is named; returns the owner's URL when migrations are ours to run."""
        owner_url = given.migration_database_url
        if given.database_url is None:
            self._report("Postgres (embedded)")
            self.postgres = self._stack.enter_context(EmbeddedPostgres(self._data_dir / "postgres"))
            self._pids["postgres"] = self.postgres.pid or 0
            owner_url = self.postgres.owner_url
            password = secrets.token_hex(16)
            environment["DATABASE_URL"] = owner_url.replace("postgres@", f"{APP_ROLE}:{password}@", 1)
        if given.redis_url is None:
            self._report("Redis (embedded)")
            self.redis = self._stack.enter_context(EmbeddedRedis(self._data_dir / "redis"))
            self._pids["redis"] = self.redis.pid or 0
            environment["REDIS_URL"] = self.redis.url
        return owner_url

    def _start_stand_ins(self, url: str, mail_events_url: str) -> None:
        argv: list[str | Path] = [
            sys.executable,
            "-P",  # not the working directory's modules
            "-m",
            "sandbox.vendors.server",
            "--port",
            url.rpartition(":")[2],
            "--mail-events-url",
            mail_events_url,
        ]
        if self._options.scripted is not None:
            argv += ["--scripted", json.dumps(asdict(self._options.scripted))]
        self._pids["vendors"] = self._child("vendors", argv).pid

    def _child(self, name: str, argv: list[str | Path]) -> subprocess.Popen[bytes]:
        log_path = self._data_dir / f"{name}.log"
        with log_path.open("wb") as output:
            child = start_tied(argv, death_signal=signal.SIGTERM, stdout=output, stderr=output)
        self._stack.callback(end, child, timeout_s=5.0)
        self._children[name] = child
        return child

    def _require_children(self) -> None:
        """Raises SandboxError, with the last lines of its log, when one of our own processes has ended."""
        for name, child in self._children.items():
            if child.poll() is not None:
                log = log_tail(self._data_dir / f"{name}.log")
                raise SandboxError(f"{name} has ended with status {child.returncode}:\n{log}")

    def _prepare_database(self, owner_url: str | None, settings: Settings) -> Prepared:
        if owner_url is not None:
            self._report("database schema")
        return prepare_database(settings.required("database_url"), owner_url)

    def _serve(self, settings: Settings, serve_port: int) -> LocalCluster:
        """Ray with the applications, all of them healthy."""
        self._report("Ray and Serve")
        # More than there may be calls: a dead actor's successor starts before Ray has counted it out.
        call_slots = settings.call_slots + settings.calls_per_actor
        sessions = self._stack.enter_context(ray_sessions(self._data_dir))
        return self._stack.enter_context(LocalCluster(self._options.nodes, call_slots, sessions, serve_port))

    def _start_reverse_proxy(self, addresses: ReverseProxyAddresses) -> None:
        self._report("reverse proxy")
        config = self._data_dir / "haproxy.cfg"
        config.write_text(haproxy_config(addresses))
        self._pids["front"] = self._child("front", [haproxy_binary(), "-f", config, "-db"]).pid

    def _wait_until_ready(self, url: str) -> None:
        self._report("health")
        deadline = time.monotonic() + READY_TIMEOUT_S
        last: Any = "no answer"
        token = load_settings().operator_token
        shown = {"Authorization": f"Bearer {token.get_secret_value()}"} if token is not None else {}
        with httpx.Client(trust_env=False, timeout=5, headers=shown) as client:
            while time.monotonic() < deadline:
                self._require_children()
                try:
                    answer = client.get(f"{url}/health")
                    if answer.status_code == httpx.codes.OK:
                        return
                    last = answer.text
                except httpx.HTTPError as error:
                    last = repr(error)
                time.sleep(0.2)
        raise SandboxError(f"the system did not become healthy within {READY_TIMEOUT_S:.0f} s: {last}")

    def _wait_until_warm(self, run_dir: Path, wanted: int) -> None:
        """The pool starts its actors one at a time; each listens on a socket of its own once it is ready."""
        self._report("warm call actors")
        deadline = time.monotonic() + READY_TIMEOUT_S + wanted * WARM_TIMEOUT_S
        while (ready := sum(1 for _ in run_dir.glob("*/*.sock"))) < wanted:
            if time.monotonic() > deadline:
                raise SandboxError(f"only {ready} of {wanted} call actors became ready in time")
            time.sleep(0.1)

    # --- this process -------------------------------------------------------------------------------------------
    def _run_dir(self) -> Path:
        """Short, because a Unix socket's path may have 107 characters, and ours alone."""
        return self._stack.enter_context(own_directory())

    def _set_environment(self, values: Mapping[str, str]) -> None:
        """Ray's processes inherit it; it is put back at the end."""
        before = {name: os.environ.get(name) for name in values}

        def put_back() -> None:
            for name, value in before.items():
                if value is None:
                    os.environ.pop(name, None)
                else:
                    os.environ[name] = value

        self._stack.callback(put_back)
        os.environ.update(values)
