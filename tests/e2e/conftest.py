"""One whole system for all end-to-end tests: real sockets, Ray, Serve, Postgres, Redis; only the vendors stand in."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from sandbox.local.running import Running
from sandbox.local.serve import joined_ray
from sandbox.local.system import LocalOptions, LocalSystem
from tests.e2e.held_at_once import HeldAtOnce, hold_at_once
from tests.support.namesakes import namesakes_in


@pytest.fixture(scope="package")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalSystem]:
    """Whoever stops a part of it starts it again."""
    data_dir: Path = tmp_path_factory.mktemp("system")
    options = LocalOptions(
        port=0,
        data_dir=data_dir,
        stand_ins_only=True,
        settings={
            "CALL_SLOTS": "8",
            "WARM_CALL_ACTORS": "2",
            "RUSH_CALLS_PER_ACTOR": "1",  # processes are killed under one call, and no other is to notice
            "LOG_LEVEL": "WARNING",
        },
    )
    with LocalSystem(options) as system:
        yield system


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Path]:
    """Where a user starts a command: a directory whose modules are called as ours are. None may be imported."""
    directory = tmp_path / "elsewhere"
    directory.mkdir()
    with namesakes_in(directory):
        yield directory


@pytest.fixture(scope="package")
def running(system: LocalSystem) -> Running:
    assert system.running is not None
    return system.running


@pytest.fixture(scope="package")
def held_at_once(running: Running) -> HeldAtOnce:
    with joined_ray(running.ray_address):
        return asyncio.run(hold_at_once(running))
