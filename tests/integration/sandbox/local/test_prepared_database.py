"""The database of a local system is migrated and given its business by a process of its own."""

import pytest

from sandbox.local.postgres import EmbeddedPostgres
from sandbox.local.prepared_database import prepare_database
from sandbox.local.process import SandboxError, free_port


def test_preparing_it_again_finds_the_same_business(
    postgres_server: EmbeddedPostgres, postgres_url: str
) -> None:
    first = prepare_database(postgres_url, postgres_server.owner_url)
    assert prepare_database(postgres_url, None) == first


def test_a_role_that_may_do_everything_is_refused_with_the_reason(postgres_server: EmbeddedPostgres) -> None:
    with pytest.raises(SandboxError, match="row-level security"):
        prepare_database(postgres_server.owner_url, None)


def test_a_server_that_is_not_there_is_told_without_the_password() -> None:
    with pytest.raises(SandboxError) as raised:
        prepare_database(f"postgresql://app:hunter2@127.0.0.1:{free_port()}/receptionist", None)
    assert "no connection" in str(raised.value)
    assert "hunter2" not in str(raised.value)
