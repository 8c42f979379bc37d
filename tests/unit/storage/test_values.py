"""The parts of storage that need no server."""

import json
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy.exc import IntegrityError

from domain.errors import InvalidInput, NotFound, SlotTaken, StorageError, Unwritable
from storage.objects import Objects
from storage.postgres.calls import CallRow
from storage.postgres.database import Database, async_url
from storage.postgres.errors import translated
from storage.postgres.outbox import LONGEST_DELAY_S, retry_delay
from storage.redis.tickets import Ticket, hash_token

NOW = datetime(2026, 11, 23, 5, 17, tzinfo=UTC)
CALL = CallRow(
    id=UUID(int=1),
    business_id=UUID(int=2),
    call_sid="CA1",
    from_number=None,
    to_number="+61280001234",
    status="live",
    outcome=None,
    reason=None,
    started_at=NOW,
    answered_at=None,
    ended_at=None,
    answer_ms=None,
    recording_key=None,
    journal_key=None,
)


class DriverError(Exception):
    def __init__(self, sqlstate: str) -> None:
        super().__init__("refused\nDETAIL: Failing row contains (+61400000001).")
        self.sqlstate = sqlstate


def failure(sqlstate: str) -> IntegrityError:
    return IntegrityError("INSERT ...", {"phone": "+61400000001"}, DriverError(sqlstate))


def test_url_gets_our_driver_and_its_name_for_sslmode() -> None:
    url = async_url("postgresql://app:p%40ss@db.example:5433/receptionist?sslmode=require")
    assert url.drivername == "postgresql+asyncpg"
    assert (url.password, url.port, dict(url.query)) == ("p@ss", 5433, {"ssl": "require"})
    assert async_url("postgres://app@db/receptionist").drivername == "postgresql+asyncpg"


def test_database_connects_to_nothing_when_made() -> None:
    Database("postgresql://app@host.invalid/receptionist", read_url="postgresql://app@other.invalid/x")


@pytest.mark.parametrize(
    ("sqlstate", "kind"),
    [("23P01", SlotTaken), ("23503", NotFound), ("42P01", StorageError), ("23505", Unwritable)],
)
def test_driver_errors_become_ours(sqlstate: str, kind: type[Exception]) -> None:
    assert type(translated(failure(sqlstate))) is kind


def test_error_text_holds_no_values() -> None:
    assert "+61" not in str(translated(failure("23505")))


def test_call_lasts_from_its_answer_to_its_end() -> None:
    assert CALL.duration_s is None
    ended = replace(CALL, ended_at=NOW + timedelta(seconds=90))
    assert ended.duration_s == 90.0
    assert replace(ended, answered_at=NOW + timedelta(seconds=30)).duration_s == 60.0


@pytest.mark.parametrize("from_number", ["+61400000001", None])
def test_ticket_survives_json(from_number: str | None) -> None:
    ticket = Ticket(UUID(int=1), UUID(int=2), "CA1", from_number, "+61280001234", hash_token("token"), NOW)
    assert Ticket.from_json(ticket.to_json()) == ticket
    assert "token" not in ticket.token_hash


def test_a_tickets_json_is_that_of_every_release() -> None:
    """Processes of two releases serve calls side by side during an upgrade."""
    ticket = Ticket(UUID(int=1), UUID(int=2), "CA1", None, "+61280001234", "hash", NOW, stream_generation=3)
    fields = json.loads(ticket.to_json())
    assert fields == {
        "call_id": str(UUID(int=1)),
        "business_id": str(UUID(int=2)),
        "call_sid": "CA1",
        "from_number": None,
        "to_number": "+61280001234",
        "token_hash": "hash",
        "received_at": str(NOW),
        "moves": 3,
    }
    del fields["moves"]
    assert Ticket.from_json(json.dumps(fields)).stream_generation == 0


def test_retries_wait_longer_each_time_up_to_a_limit() -> None:
    delays = [retry_delay(attempts).total_seconds() for attempts in range(1, 30)]
    assert delays == sorted(delays)
    assert (delays[0], delays[1], delays[-1]) == (5.0, 10.0, LONGEST_DELAY_S)


async def test_objects_are_kept_below_their_directory(tmp_path: Path) -> None:
    objects = Objects(f"file://{tmp_path}/not%20yet/there")
    await objects.put("recordings/a.wav", b"one")
    await objects.put("recordings/a.wav", b"two")
    assert await objects.get("recordings/a.wav") == b"two"
    assert (tmp_path / "not yet/there/recordings/a.wav").read_bytes() == b"two"
    source = tmp_path / "source"
    source.write_bytes(b"x" * 100_000)
    await objects.put_file("recordings/b.wav", source)
    assert await objects.get("recordings/b.wav") == b"x" * 100_000
    assert await objects.exists("recordings/b.wav")
    assert not await objects.exists("recordings/c.wav")


async def test_missing_object_is_not_found_and_may_be_deleted(tmp_path: Path) -> None:
    objects = Objects(tmp_path.as_uri())
    await objects.put("a", b"1")
    await objects.delete("a")
    await objects.delete("a")
    with pytest.raises(NotFound):
        await objects.get("a")
    with pytest.raises(FileNotFoundError):
        await objects.put_file("b", tmp_path / "none")


async def test_unusable_object_store_is_a_storage_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(StorageError, match="objects"):
        await Objects(f"file://{tmp_path}/file/below").put("a", b"1")
    with pytest.raises(StorageError, match="objects"):
        await Objects(f"file://{tmp_path}/file/below").exists("a")
    with pytest.raises(StorageError, match="objects"):
        await Objects("nonsense://bucket").get("a")


@pytest.mark.parametrize("key", ["", "/etc/passwd", "../up", "a/../../up"])
async def test_object_keys_cannot_leave_the_store(tmp_path: Path, key: str) -> None:
    with pytest.raises(InvalidInput):
        await Objects(tmp_path.as_uri()).put(key, b"1")


def test_what_a_call_imports_leaves_the_heavy_parts_out() -> None:
    postgres = "database, tenant, bookings, businesses, calls, customers, messages, outbox"
    program = (
        f"from storage import objects\nfrom storage.postgres import {postgres}\n"
        "from storage.redis import journal, live_view\nimport sys\n"
        "print([m for m in ('alembic', 'obstore', 'phonenumbers', 'numpy', 'ray') if m in sys.modules])"
    )
    root = Path(__file__).resolve().parents[3]
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.stdout.strip(), done.returncode) == ("[]", 0), done.stderr
