"""`receptionist dead-letters`: what an operator sees, and has tried again."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import pytest
from typer.testing import CliRunner

from cli.app import app
from domain.errors import InvalidInput, NotFound
from domain.ids import new_id
from storage.objects import Objects
from storage.postgres import outbox
from storage.postgres.database import Database
from storage.redis.connection import open_redis
from storage.redis.dead_letters import DeadLetter
from storage.redis.deferred import DeferredWrite
from storage.redis.stores import RedisStores
from storage.stores import Stores
from tests.support.dialled_business import open_business

T = TypeVar("T")
NOW = datetime(2021, 11, 23, 5, 17, tzinfo=UTC)


@pytest.fixture
def on_stores(
    postgres_url: str, redis_url: str, tmp_path: Path
) -> Callable[[Callable[[Stores], Awaitable[T]]], T]:
    def run(work: Callable[[Stores], Awaitable[T]]) -> T:
        async def opened() -> T:
            objects = Objects(f"file://{tmp_path}")
            stores = Stores(Database(postgres_url), RedisStores.over(open_redis(redis_url)), objects, objects)
            try:
                return await work(stores)
            finally:
                await stores.close()

        return asyncio.run(opened())

    return run


@pytest.fixture
def typed(postgres_url: str, redis_url: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("DATABASE_URL", postgres_url)
    monkeypatch.setenv("REDIS_URL", redis_url)
    return lambda *words: CliRunner().invoke(app, ["dead-letters", *words])


async def one_of_each(stores: Stores) -> dict[str, str]:
    """A text, a promised message and a call that are dead; their names by their source."""
    business = await open_business(stores.database)
    key = new_id().hex
    async with stores.database.tenant(business.id) as scope:
        await outbox.enqueue(
            scope, f"sms.{key}", key, {"to": "+61400000001", "customer_name": "Quentin"}, due_at=NOW
        )
    async with stores.database.worker() as session:
        (item,) = await outbox.claim(session, 1, NOW, 60.0, kinds=(f"sms.{key}",))
        await outbox.bury(session, item, "a landline\x00")
    write = DeferredWrite(
        business.id, new_id(), None, "take_message", {"message": "Quentin is late"}, key, NOW
    )
    await stores.redis.deferred.place(write, NOW)
    claimed = await stores.redis.deferred.claim(100, NOW, 60.0)
    (mine,) = [each for each in claimed if each.write.intent_key == key]
    await stores.redis.deferred.bury(mine, "Unwritable", NOW)
    await stores.redis.dead_letters.add(DeadLetter("stale_calls", key, "closed without its record", 1, NOW))
    return {
        "outbox": f"outbox:{item.id}",
        "deferred_writes": f"deferred_writes:{key}",
        "stale_calls": f"stale_calls:{key}",
    }


def listed(typed: Any, tmp_path: Path) -> dict[str, Any]:
    file = tmp_path / "dead.json"
    result = typed("--limit", "1000", "--json", str(file))
    assert result.exit_code == 0, result.exception
    assert "Quentin" not in result.output
    return {item["item"]: item for item in json.loads(file.read_text())["items"]}


def test_every_kind_is_listed_with_its_reason_and_without_what_was_said(
    on_stores, typed, tmp_path: Path
) -> None:
    names = on_stores(one_of_each)
    found = listed(typed, tmp_path)
    assert {name: (found[name]["reason"], found[name]["can_retry"]) for name in names.values()} == {
        names["outbox"]: ("a landline", True),
        names["deferred_writes"]: ("Unwritable", True),
        names["stale_calls"]: ("closed without its record", False),
    }


@pytest.mark.parametrize("source", ["outbox", "deferred_writes"])
def test_an_item_is_tried_again_once(on_stores, typed, tmp_path: Path, source: str) -> None:
    name = on_stores(one_of_each)[source]
    assert typed("--retry", name).exit_code == 0
    assert name not in listed(typed, tmp_path)
    assert isinstance(typed("--retry", name).exception, NotFound)


def test_a_call_is_taken_off_the_list_and_cannot_be_tried_again(on_stores, typed, tmp_path: Path) -> None:
    name = on_stores(one_of_each)["stale_calls"]
    assert isinstance(typed("--retry", name).exception, InvalidInput)
    assert typed("--forget", name).exit_code == 0
    assert name not in listed(typed, tmp_path)
    assert isinstance(typed("--forget", name).exception, NotFound)
