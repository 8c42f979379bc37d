"""A write that carries a key is carried out once, however often and from how many sides it comes."""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from redis.asyncio import Redis
from sqlalchemy import func, select, text, update
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from domain.errors import StorageError
from services.accounts.access import Access
from services.idempotency import ForgottenAnswers
from storage.postgres.account_tables import ApiKey, IdempotencyKey
from storage.postgres.database import Database, async_url
from tests.support.api import Api, SignedUp, api

KEYS = {"name": "Website", "scopes": ["bookings:read"]}


def path(owner: SignedUp) -> str:
    return f"/api/v1/businesses/{owner.business_id}/keys"


async def made(served: Api, owner: SignedUp, key: str | None, **body: Any) -> httpx.Response:
    headers = owner.bearer | ({} if key is None else {"Idempotency-Key": key})
    return await served.client.post(path(owner), json=KEYS | body, headers=headers)


async def keys_of(served: Api, owner: SignedUp) -> int:
    async with served.database.tenant(UUID(owner.business_id)) as scope:
        return await scope.session.scalar(select(func.count()).select_from(ApiKey)) or 0


async def test_two_hundred_at_once_from_two_replicas_are_one_write_and_equal_answers(
    served: Api, postgres_url: str, redis: Redis
) -> None:
    owner, key = await served.signed_up(), uuid4().hex
    # A machine that is busy with other tests lets requests wait long for a connection.
    patient = [Database(postgres_url, pool_size=5, max_overflow=5, pool_timeout_s=120) for _ in range(2)]
    async with api(patient[0], redis) as one, api(patient[1], redis) as other:
        answers = await asyncio.gather(*(made((one, other)[number % 2], owner, key) for number in range(200)))
    for database in patient:
        await database.close()
    assert {(answer.status_code, answer.content) for answer in answers} == {(201, answers[0].content)}
    assert sorted("idempotent-replayed" in answer.headers for answer in answers) == [False] + [True] * 199
    assert await keys_of(served, owner) == 1


async def test_a_replay_is_equal_byte_by_byte_and_the_order_of_fields_is_no_difference(served: Api) -> None:
    owner, key = await served.signed_up(), "?" + uuid4().hex
    first = await made(served, owner, key, name="Zoë \N{GRINNING FACE}")
    text_again = json.dumps({"scopes": KEYS["scopes"], "name": "Zoë \N{GRINNING FACE}"}, indent=3)
    again = await served.client.post(
        path(owner),
        content=text_again.encode(),
        headers=owner.bearer | {"Idempotency-Key": key, "Content-Type": "application/json"},
    )
    assert (again.status_code, again.content) == (first.status_code, first.content)
    assert again.headers["content-type"] == first.headers["content-type"]
    removed = f"{path(owner)}/{first.json()['id']}"
    for number in range(2):
        answer = await served.client.delete(removed, headers=owner.bearer | {"Idempotency-Key": key + "-"})
        assert (answer.status_code, answer.content) == (204, b""), number


async def test_another_request_under_the_key_is_refused_and_not_carried_out(served: Api) -> None:
    owner, key = await served.signed_up(), uuid4().hex
    await made(served, owner, key)
    other = await made(served, owner, key, name="Shop")
    assert (other.status_code, other.json()["type"]) == (409, "/problems/conflict")
    assert "another request" in other.json()["detail"]
    elsewhere = await served.client.post(
        f"/api/v1/businesses/{owner.business_id}/invitations",
        json={"email": "noor@example.com", "role": "staff"},
        headers=owner.bearer | {"Idempotency-Key": key},
    )
    assert elsewhere.status_code == 409
    assert await keys_of(served, owner) == 1


async def test_a_key_is_of_one_user_in_one_business(served: Api) -> None:
    mia, noor = await served.signed_up(), await served.signed_up()
    key = uuid4().hex
    first, second = await made(served, mia, key), await made(served, noor, key)
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json()["key"] != second.json()["key"]
    async with served.database.tenant(UUID(mia.business_id)) as scope:
        stored = await scope.session.scalar(select(IdempotencyKey))
    assert stored is not None
    assert first.json()["key"].encode() not in stored.body, "an answer may hold secrets: it is sealed"


@pytest.mark.parametrize("key", ["", " ", "a" * 256, "with space", "tab\there", "é"], ids=ascii)
async def test_a_key_that_is_none_is_refused_with_a_sentence(served: Api, key: str) -> None:
    owner = await served.signed_up()
    answer = await served.client.post(
        path(owner),
        json=KEYS,
        headers=[*owner.bearer.items(), (b"Idempotency-Key", key.encode("latin-1"))],  # pyright: ignore[reportArgumentType]
    )
    assert (answer.status_code, answer.json()["type"]) == (400, "/problems/malformed")
    assert "Idempotency-Key" in answer.json()["detail"]
    assert await keys_of(served, owner) == 0


async def test_two_keys_at_once_are_refused(served: Api) -> None:
    owner = await served.signed_up()
    headers = [*owner.bearer.items(), ("Idempotency-Key", "a"), ("Idempotency-Key", "b")]
    assert (await served.client.post(path(owner), json=KEYS, headers=headers)).status_code == 400


async def test_what_is_to_be_mended_leaves_the_key_free_and_what_was_decided_is_told_again(
    served: Api,
) -> None:
    owner, key = await served.signed_up(), uuid4().hex
    assert (await made(served, owner, key, scopes=["everything"])).status_code == 422
    assert (await made(served, owner, key, name="")).status_code == 422
    assert (await made(served, owner, key)).status_code == 201
    gone = {"Idempotency-Key": uuid4().hex}
    for replayed in (False, True):
        answer = await served.client.delete(f"{path(owner)}/{uuid4()}", headers=owner.bearer | gone)
        assert answer.status_code == (404 if not replayed else 409), "each path is another request"
    one = f"{path(owner)}/{uuid4()}"
    answers = [
        await served.client.delete(one, headers=owner.bearer | {"Idempotency-Key": key + "x"})
        for _ in range(2)
    ]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].content == answers[1].content
    assert answers[1].headers["idempotent-replayed"] == "true"


async def test_our_own_failure_is_not_stored_and_nothing_of_it_stays(
    served: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner, key = await served.signed_up(), uuid4().hex
    whole = Access.make_key

    async def breaks_afterwards(*args: Any, **kwargs: Any) -> Any:
        await whole(*args, **kwargs)
        raise RuntimeError

    with monkeypatch.context() as patched:
        patched.setattr(Access, "make_key", breaks_afterwards)
        assert (await made(served, owner, key)).status_code == 500
    assert await keys_of(served, owner) == 0, "the effect and its answer are one transaction"
    assert (await made(served, owner, key)).status_code == 201
    assert await keys_of(served, owner) == 1


async def test_a_client_that_goes_away_in_the_middle_leaves_nothing_and_the_next_one_succeeds(
    served: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner, key = await served.signed_up(), uuid4().hex
    whole, written = Access.make_key, asyncio.Event()

    async def slow(*args: Any, **kwargs: Any) -> Any:
        found = await whole(*args, **kwargs)
        written.set()
        await asyncio.Event().wait()
        return found

    with monkeypatch.context() as patched:
        patched.setattr(Access, "make_key", slow)
        asking = asyncio.create_task(made(served, owner, key))
        await written.wait()
        asking.cancel()
        await asyncio.gather(asking, return_exceptions=True)
    assert (await made(served, owner, key)).status_code == 201
    assert await keys_of(served, owner) == 1


async def test_without_a_key_and_when_reading_nothing_is_stored(served: Api) -> None:
    owner = await served.signed_up()
    for _ in range(2):
        assert (await made(served, owner, None)).status_code == 201
    await served.client.get(path(owner), headers=owner.bearer | {"Idempotency-Key": "reading"})
    async with served.database.tenant(UUID(owner.business_id)) as scope:
        assert await scope.session.scalar(select(func.count()).select_from(IdempotencyKey)) == 0


async def test_after_a_day_the_key_is_free_and_the_worker_deletes_it(
    served: Api, postgres_owner_url: str
) -> None:
    owner, old, fresh = await served.signed_up(), uuid4().hex, uuid4().hex
    await made(served, owner, old)
    engine = create_async_engine(async_url(postgres_owner_url), poolclass=NullPool)
    async with engine.begin() as connection:
        of_owner = IdempotencyKey.business_id == UUID(owner.business_id)
        await connection.execute(
            update(IdempotencyKey).where(of_owner).values(created_at=func.now() - text("interval '24 hours'"))
        )
    await made(served, owner, fresh)
    again = await made(served, owner, old, name="Shop")
    assert (again.status_code, "idempotent-replayed" in again.headers) == (201, False)
    async with engine.begin() as connection:
        await connection.execute(
            update(IdempotencyKey)
            .where(of_owner, IdempotencyKey.fingerprint != b"")
            .values(created_at=func.now() - timedelta(hours=25))
        )
    await engine.dispose()
    await made(served, owner, uuid4().hex)
    assert await ForgottenAnswers(served.database).sweep(datetime.now(UTC)) >= 2
    async with served.database.tenant(UUID(owner.business_id)) as scope:
        assert await scope.session.scalar(select(func.count()).select_from(IdempotencyKey)) == 1


async def test_blocks_of_a_span_fail_alone_and_take_turns(served: Api) -> None:
    business_id = UUID((await served.signed_up()).business_id)
    database = served.database
    name = "SELECT name FROM businesses"
    span = await database.span(business_id)

    async def rename(to: str, *, fails: bool = False) -> None:
        async with database.tenant(business_id) as scope:
            await scope.session.execute(text("UPDATE businesses SET name = :name"), {"name": to})
            await asyncio.sleep(0)
            if fails:
                raise LookupError

    await asyncio.gather(*(rename(f"Name {number}") for number in range(5)))
    with pytest.raises(LookupError):
        await rename("Lost", fails=True)
    with pytest.raises(StorageError):
        async with database.tenant(business_id) as scope:
            await scope.session.execute(text("SELECT nonsense"))
    async with database.tenant(business_id, read_only=True) as scope, database.founding(business_id) as inner:
        assert inner.session is scope.session
        assert await scope.session.scalar(text(name)) == "Name 4"
    async with database.tenant(business_id) as scope:
        assert await scope.session.scalar(text("SELECT count(*) FROM users")) == 0
    await span.roll_back()
    async with database.tenant(business_id) as scope:
        assert await scope.session.scalar(text(name)) == "Mia's Hair"
