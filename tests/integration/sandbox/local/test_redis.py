"""The embedded Redis keeps its data and never outlives us."""

from pathlib import Path

import pytest
import redis as redis_sync

from sandbox.local.process import SandboxError
from sandbox.local.redis import EmbeddedRedis
from tests.integration.sandbox.local.survivors import kill_parent_and_wait_for_children, program


def test_keeps_its_data_between_starts(tmp_path: Path) -> None:
    parent = tmp_path / "closed"
    parent.mkdir(mode=0o700)
    with EmbeddedRedis(parent / "redis") as server, redis_sync.Redis.from_url(server.url) as client:
        client.set("kept", "7")
    with EmbeddedRedis(parent / "redis") as server, redis_sync.Redis.from_url(server.url) as client:
        assert client.get("kept") == b"7"
        assert client.config_get("appendonly") == {"appendonly": "yes"}
        assert client.config_get("bind") == {"bind": "127.0.0.1"}


def test_ends_with_a_parent_that_is_killed(tmp_path: Path) -> None:
    kill_parent_and_wait_for_children(
        program("from sandbox.local.redis import EmbeddedRedis as Server", tmp_path / "redis")
    )
    with EmbeddedRedis(tmp_path / "redis") as server, redis_sync.Redis.from_url(server.url) as client:
        assert client.ping()


def test_port_in_use_is_named(tmp_path: Path, redis_url: str) -> None:
    port = int(redis_url.rsplit(":", 1)[1].split("/", maxsplit=1)[0])
    server = EmbeddedRedis(tmp_path / "redis", port=port)
    with pytest.raises(SandboxError, match="in use"):
        server.start()
    assert server.pid is None


def test_missing_binary_names_what_to_install(tmp_path: Path) -> None:
    with pytest.raises(SandboxError, match="install redis-server or set REDIS_URL"):
        EmbeddedRedis(tmp_path / "redis", binary=tmp_path / "none").start()
