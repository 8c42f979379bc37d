"""What a request asks of the database does not grow with what it answers."""

from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
from redis.asyncio import Redis

from sandbox.seed.credentials import PASSWORD
from storage.postgres.database import Database
from tests.support.api import Api, SignedUp, api
from tests.support.seeded import SeededDatabase, plan_of_today, seeded_database
from tests.support.statements import statements

OF_BUSINESS = "/api/v1/businesses/{business_id}"
MOST_OF_A_LIST = 9
"""One lets the request in, and one begins its transaction."""
MOST_OF_ONE = 13
MOST_OF_AN_OWNER = {"/api/v1/users/me": 8, "/api/v1/sessions": 4}


@pytest.fixture(scope="module")
def seeded(postgres_owner_url: str) -> Iterator[SeededDatabase]:
    with seeded_database(postgres_owner_url, plan_of_today()) as made:
        yield made


@pytest.fixture
async def served(seeded: SeededDatabase, redis: Redis) -> AsyncIterator[Api]:
    database = Database(seeded.url)
    async with api(database, redis) as served:
        yield served
    await database.close()


async def owner_of(served: Api, seeded: SeededDatabase) -> SignedUp:
    return await served.signed_in(seeded.seeded.owner, PASSWORD)


async def lists(served: Api) -> list[str]:
    """Every list of a business that comes in pages, its path from the business on, as the OpenAPI document has it."""
    document = (await served.client.get("/openapi.json")).json()
    return sorted(
        path.removeprefix(OF_BUSINESS)
        for path, ways in document["paths"].items()
        if path.startswith(OF_BUSINESS)
        and path.count("{") == 1
        and any(one["name"] == "limit" for one in ways.get("get", {}).get("parameters", ()))
    )


async def count_of(served: Api, path: str, headers: dict[str, str]) -> tuple[int, Any]:
    await served.client.get(path, headers=headers)  # what is asked once in a process
    with statements() as seen:
        answer = await served.client.get(path, headers=headers)
    assert answer.status_code in (200, 400, 422), (path, answer.text)
    return len(seen), answer.json() if answer.status_code == 200 else None


def items_of(body: Any) -> list[dict[str, Any]]:
    found = next((value for value in body.values() if isinstance(value, list)), []) if body else []
    return [each for each in found if isinstance(each, dict)]


async def test_a_list_of_fifty_asks_no_more_than_a_list_of_one(served: Api, seeded: SeededDatabase) -> None:
    owner = await owner_of(served, seeded)
    base = OF_BUSINESS.format(business_id=seeded.seeded.ids[0])
    paths = await lists(served)
    assert {"/members", "/audit-log", "/keys"} <= set(paths)
    counts: dict[str, tuple[int, int]] = {}
    for path in paths:
        one, _ = await count_of(served, f"{base}{path}?limit=1", owner.bearer)
        many, _ = await count_of(served, f"{base}{path}?limit=50", owner.bearer)
        counts[path] = one, many
    assert {path: both for path, both in counts.items() if both[0] < both[1]} == {}
    assert {path: both for path, both in counts.items() if both[1] > MOST_OF_A_LIST} == {}


async def test_one_thing_of_a_list_is_read_in_few(served: Api, seeded: SeededDatabase) -> None:
    owner = await owner_of(served, seeded)
    document = (await served.client.get("/openapi.json")).json()
    base = OF_BUSINESS.format(business_id=seeded.seeded.ids[0])
    counts: dict[str, int] = {}
    for path in await lists(served):
        ways = next(
            (
                way
                for way in document["paths"]
                if way.startswith(f"{OF_BUSINESS}{path}/{{") and way.endswith("}") and way.count("{") == 2
            ),
            None,
        )
        if ways is None or "get" not in document["paths"][ways]:
            continue
        _, body = await count_of(served, f"{base}{path}?limit=1", owner.bearer)
        for each in items_of(body)[:1]:
            if "id" in each:
                counts[path], _ = await count_of(served, f"{base}{path}/{each['id']}", owner.bearer)
    assert {path: count for path, count in counts.items() if count > MOST_OF_ONE} == {}


@pytest.mark.parametrize("path", MOST_OF_AN_OWNER)
async def test_what_a_user_asks_of_themselves_is_read_in_few(
    path: str, served: Api, seeded: SeededDatabase
) -> None:
    owner = await owner_of(served, seeded)
    count, _ = await count_of(served, path, owner.bearer)
    assert count <= MOST_OF_AN_OWNER[path]


async def test_who_asks_is_known_after_one_statement(served: Api, seeded: SeededDatabase) -> None:
    owner = await owner_of(served, seeded)
    path = f"{OF_BUSINESS.format(business_id=seeded.seeded.ids[0])}/members"
    key = {"Authorization": f"Bearer {seeded.seeded.key(0, 'reporting')}"}
    refused = 0
    for headers in (owner.bearer, key):
        await served.client.get(path, headers=headers)
        with statements() as seen:
            answer = await served.client.get(path, headers=headers)
        assert "admit_" in seen[0]
        if answer.status_code == 403:  # a key that may not: who asks is all that was looked up
            refused += 1
            assert len(seen) == 1, seen
        else:
            begun = [each for each in seen[1:] if each.startswith("BEGIN")]
            assert len(begun) == 1, seen
            assert "set_config('app.business_id'" in begun[0]
    assert refused == 1
