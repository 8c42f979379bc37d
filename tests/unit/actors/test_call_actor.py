"""The call actor as Ray sees it: methods that Ray runs on the process's main thread, the last of them for good."""

import asyncio
import os
import threading
from pathlib import Path
from typing import Any

import pytest
from ray._private.async_compat import has_async_methods

from actors import call_actor
from actors.call_actor import CallActor


class ScriptedHost:
    """In the host's place: it notes where it runs, and stops the loop once it is told to."""

    def __init__(self) -> None:
        self.threads: list[threading.Thread] = []
        self.given: tuple[Any, ...] = ()
        self.to_stop = asyncio.Event()

    async def start(self, *given: Any) -> "ScriptedHost":
        self.given = given
        self.threads.append(threading.current_thread())
        self._running = asyncio.create_task(self._run())
        return self

    async def _run(self) -> None:
        await self.to_stop.wait()
        self.threads.append(threading.current_thread())
        asyncio.get_running_loop().stop()


def test_no_method_makes_ray_leave_the_main_thread_to_wait_for_tasks():
    assert not has_async_methods(CallActor)


def test_its_host_begins_with_the_start_and_goes_on_while_it_serves(monkeypatch: pytest.MonkeyPatch):
    host = ScriptedHost()
    monkeypatch.setattr(call_actor, "start_process", lambda name: f"settings of {name}")
    monkeypatch.setattr(call_actor, "start_host", host.start)
    actor = CallActor("a1", "/run/a1.sock", "r7")
    assert actor.start() == os.getpid()
    assert host.given == ("settings of call_actor", "a1", Path("/run/a1.sock"), "r7")
    host.to_stop.set()
    actor.serve()
    assert host.threads == [threading.main_thread()] * 2
