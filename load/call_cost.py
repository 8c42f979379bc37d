"""What a call costs the process that serves it: `python -m load.call_cost --calls 20`.

Scripted vendors, real stores and simulated callers, each in processes of their own, and one call actor without Ray,
gateway and carrier: its CPU is that of the calls. Prints the CPU of a call in cores and how quickly it answered. Takes
half a minute; two runs in one sitting differ by 2 to 3 %.
"""

import argparse
import asyncio
import json
import os
import secrets
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx

from actors.handoff.channel import HandoffChannel
from actors.handoff.messages import Message, Place
from config.settings import load_settings
from domain.ids import new_id
from load.calls import CALL_SID
from load.figures import to_json
from load.options import LoadOptions
from load.run import run_load
from sandbox.local.own_directory import own_directory
from sandbox.local.postgres import EmbeddedPostgres
from sandbox.local.process import end, free_port, start_tied
from sandbox.local.redis import EmbeddedRedis
from sandbox.local.vendor_plan import plan_vendors, without_vendors
from sandbox.options import ScriptedTimings
from sandbox.seed.demo import DEMO_NUMBER, seed_demo_business
from storage.postgres import calls as call_rows
from storage.postgres import migrate
from storage.postgres.calls import NewCall
from storage.postgres.database import Database
from storage.redis.tickets import Ticket

CALLER = "+61491570000"
READY_TIMEOUT_S = 30.0
_HEAD_BYTES = 4096


class Handing:
    """Gives every connection that comes in to the actor, as the gateway would."""

    def __init__(self, channel: HandoffChannel, database: Database, business_id: UUID) -> None:
        self._channel = channel
        self._database = database
        self._business_id = business_id

    async def serve(self, listener: socket.socket) -> None:
        loop = asyncio.get_running_loop()
        async with asyncio.TaskGroup() as tasks:
            while True:
                sock, _ = await loop.sock_accept(listener)
                tasks.create_task(self._hand_over(sock), name="handing")

    async def _hand_over(self, sock: socket.socket) -> None:
        now = datetime.now(UTC)
        call_sid = await _path(sock)
        new = NewCall(new_id(now), call_sid, CALLER, DEMO_NUMBER, now)
        async with self._database.tenant(self._business_id) as scope:
            await call_rows.create(scope, new)
        ticket = Ticket(new.id, self._business_id, call_sid, CALLER, DEMO_NUMBER, "", now)
        with sock:
            self._channel.send(Place(ticket, resume=False), sock.fileno())


async def _path(sock: socket.socket) -> str:
    """What the request asks for, left unread: `/{this}`."""
    loop = asyncio.get_running_loop()
    readable = asyncio.Event()
    loop.add_reader(sock.fileno(), readable.set)
    try:
        await readable.wait()
    finally:
        loop.remove_reader(sock.fileno())
    return sock.recv(_HEAD_BYTES, socket.MSG_PEEK).split(b" ", 2)[1].decode().lstrip("/")


@asynccontextmanager
async def handing(socket_path: Path, database_url: str) -> AsyncIterator[str]:
    """The address at which callers reach the actor."""
    database = Database(database_url)
    business_id = await seed_demo_business(database)
    actor = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    actor.connect(str(socket_path))

    def heard(_message: Message, descriptor: int | None) -> None:
        if descriptor is not None:
            os.close(descriptor)

    channel = HandoffChannel(actor, heard, lambda: None)
    listener = socket.create_server(("127.0.0.1", 0), backlog=128)
    listener.setblocking(False)
    serving = asyncio.get_running_loop().create_task(
        Handing(channel, database, business_id).serve(listener), name="handing"
    )
    try:
        yield f"ws://127.0.0.1:{listener.getsockname()[1]}/{CALL_SID}"
    finally:
        serving.cancel()
        await asyncio.gather(serving, return_exceptions=True)
        listener.close()
        channel.close()
        await database.close()


async def measure(options: argparse.Namespace) -> dict[str, Any]:
    """The load tool's figures for one actor process."""
    timings = ScriptedTimings()
    with ExitStack() as stack:
        directory = stack.enter_context(own_directory("bench"))
        postgres = stack.enter_context(EmbeddedPostgres(directory / "postgres"))
        redis = stack.enter_context(EmbeddedRedis(directory / "redis"))
        role, password = "receptionist_app", secrets.token_hex(16)
        database_url = postgres.owner_url.replace("postgres@", f"{role}:{password}@", 1)
        await asyncio.to_thread(migrate.upgrade, postgres.owner_url, role, password)
        stand_ins = f"http://127.0.0.1:{free_port()}"
        environment = {
            **os.environ,
            **plan_vendors(load_settings(without_vendors()), stand_ins).environment,
            "DATABASE_URL": database_url,
            "REDIS_URL": redis.url,
            "OBJECTS_URL": f"file://{directory}/objects",
            "RUN_DIR": str(directory / "run"),
            "LOG_LEVEL": "ERROR",
        }
        vendors = ["sandbox.vendors.server", "--port", stand_ins.rpartition(":")[2]]
        _start(stack, [*vendors, "--scripted", json.dumps(asdict(timings))], environment)
        await _until_up(stand_ins)
        socket_path = directory / "run" / "bare.sock"
        actor = _start(stack, ["load.bare_actor", str(socket_path)], environment)
        while not socket_path.exists():  # noqa: ASYNC110 - another process makes it
            await asyncio.sleep(0.05)
        if options.show_pid:
            print(f"actor {actor}", flush=True)  # noqa: T201
        async with handing(socket_path, database_url) as url:
            asked = LoadOptions(
                options.calls,
                options.turns,
                ws_url=url,
                server_pid=actor,
                vendor_ms=timings.voice_to_voice_ms,
                ramp_s=options.calls * 0.1,
            )
            return to_json(await run_load(asked, lambda _progress: None))


def _start(stack: ExitStack, module: list[str], environment: dict[str, str]) -> int:
    child = start_tied([sys.executable, "-P", "-m", *module], death_signal=signal.SIGTERM, env=environment)
    stack.callback(end, child, timeout_s=5.0)
    return child.pid


async def _until_up(url: str) -> None:
    async with asyncio.timeout(READY_TIMEOUT_S), httpx.AsyncClient(trust_env=False, timeout=5) as client:
        while True:
            try:
                await client.get(f"{url}/_sandbox/timings")
                return
            except httpx.HTTPError:
                await asyncio.sleep(0.1)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--calls", type=int, default=20)
    parser.add_argument("--turns", type=int, default=4)
    parser.add_argument("--json", type=Path, help="everything the load tool measured goes there")
    parser.add_argument("--show-pid", action="store_true", help="of the actor, for a profiler")
    options = parser.parse_args()
    figures = asyncio.run(measure(options))
    if options.json is not None:
        options.json.write_text(json.dumps(figures, indent=1))
    added = figures["engine_added_arrival_ms"]
    print(  # noqa: T201 - what the program is for
        f"{figures['server_cpu_s_per_call_minute'] / 60:.5f} core a call, {figures['failed']} failed; "
        f"added to an answer {added['p50']:.1f} ms (p50), {added['p95']:.1f} (p95), {added['p99']:.1f} (p99)"
    )


if __name__ == "__main__":
    main()
