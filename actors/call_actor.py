"""The Ray actor that owns live calls: a process with everything built, waiting for a socket.

Ray starts, names and counts it; audio and events never pass through Ray. It stays small: what it imports is what a
call needs.
"""

import asyncio
import contextlib
import os
import signal
from functools import partial
from pathlib import Path
from typing import Any

import ray
import structlog
from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy

from actors.call_host import CallHost
from actors.call_pool import StartedActor
from actors.session_parts import SessionParts
from config.logging import configure_logging
from config.release import code_release
from config.sentry import start_sentry
from config.settings import Settings, load_settings
from domain.errors import StorageError
from domain.ids import new_id
from providers.build import build_language_model, build_speech_to_text, build_text_to_speech
from services.call_records import CallRecords
from services.deferred_writes import DeferredWrites
from services.late_writes import LateWrites
from services.phrases import Phrases
from services.profiles import Profiles
from services.tools import ToolRunner
from storage.database import Database
from storage.deferred import Deferred
from storage.journal import Journal
from storage.leases import Leases
from storage.live import LiveCalls
from storage.objects import Objects
from storage.redis_connection import open_redis

log = structlog.get_logger()

NAMESPACE = "receptionist"

START_TIMEOUT_S = 30.0
DATABASE_CONNECTIONS = 2
REDIS_CONNECTIONS = 8


class CallActor:
    """Detached, never restarted by Ray: the gateway that leases it also replaces it.

    Args:
        actor_id: its name in the node's pool.
        socket_path: where it listens for the gateway.
    """

    def __init__(self, actor_id: str, socket_path: str) -> None:
        settings = load_settings()
        configure_logging(settings.log_level, settings.log_format)
        start_sentry(settings, component="call_actor")
        self._settings = settings
        self._actor_id = actor_id
        self._socket_path = Path(socket_path)
        self._host: CallHost | None = None

    async def start(self) -> int:
        """Builds the clients, begins to listen, and returns the process id."""
        parts = await build_parts(self._settings, self._socket_path.parent / "calls")
        self._host = CallHost(self._actor_id, self._socket_path, parts, _end_process, release=code_release())
        self._host.start()
        return os.getpid()

    async def describe(self) -> dict[str, Any]:
        """What it is doing, for operators."""
        calls = self._host.call_ids if self._host is not None else ()
        return {"actor_id": self._actor_id, "pid": os.getpid(), "calls": list(calls)}


async def build_parts(settings: Settings, shelf_dir: Path) -> SessionParts:
    """Everything a process's calls share, warmed up so that the first call pays for nothing.

    Args:
        shelf_dir: where this node keeps its live calls.

    Raises:
        ConfigError: a store or a vendor is not configured.
    """
    vendors = settings.vendors()
    redis = open_redis(settings.required("redis_url"), max_connections=REDIS_CONNECTIONS)
    live = LiveCalls(redis)
    database = Database(
        settings.required("database_url"),
        pool_size=DATABASE_CONNECTIONS,
        max_overflow=0,
        application_name="receptionist call actor",
    )
    speech_to_text = build_speech_to_text(vendors)
    language_model = build_language_model(vendors)
    text_to_speech = build_text_to_speech(vendors)
    for provider in (speech_to_text, language_model, text_to_speech):
        provider.warm_up()
    with contextlib.suppress(StorageError):  # a call will try again
        await live.capacity()
    profiles = Profiles(database, redis)
    deferred = DeferredWrites(Deferred(redis), LateWrites(database, profiles))
    return SessionParts(
        speech_to_text=speech_to_text,
        language_model=language_model,
        text_to_speech=text_to_speech,
        phrases=Phrases(redis, model=vendors.elevenlabs_model_id),
        profiles=profiles,
        records=CallRecords(database, Journal(redis), live, Objects(settings.objects_url)),
        leases=Leases(redis),
        deferred=deferred,
        tools=partial(ToolRunner, database, deferred=deferred),
        shelf_dir=shelf_dir,
    )


def _end_process() -> None:
    log.warning("call_actor.orphaned")
    os.kill(os.getpid(), signal.SIGTERM)


class RayActorStarter:
    """Starts call actors on this node, one `call_slot` per call they can serve."""

    def __init__(self, settings: Settings, socket_dir: Path) -> None:
        self._slots = settings.calls_per_actor
        self._socket_dir = socket_dir
        self._actor_class = ray.remote(CallActor)

    async def start(self) -> StartedActor:
        actor_id = new_id().hex[-20:]
        socket_path = self._socket_dir / f"{actor_id}.sock"
        handle: Any = self._actor_class.options(
            name=f"call-actor-{actor_id}",
            namespace=NAMESPACE,
            lifetime="detached",
            max_restarts=0,
            max_task_retries=0,
            num_cpus=0,
            resources={"call_slot": self._slots},
            enable_task_events=False,
            scheduling_strategy=NodeAffinitySchedulingStrategy(
                ray.get_runtime_context().get_node_id(), soft=False
            ),
        ).remote(actor_id, str(socket_path))
        try:
            async with asyncio.timeout(START_TIMEOUT_S):
                await handle.start.remote()
        except BaseException:
            ray.kill(handle)
            raise
        return StartedActor(actor_id, socket_path, lambda: ray.kill(handle))
