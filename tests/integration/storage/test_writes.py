"""What a business writes makes void what was worked out from it, whoever writes, and nothing else."""

from collections.abc import AsyncIterator
from contextlib import suppress

import pytest
from redis.asyncio import Redis
from sqlalchemy import insert

from domain.errors import NotFound
from domain.ids import new_id
from services.scheduling.bookings import Bookings
from services.scheduling.looking import Ask
from services.scheduling.sessions import SeatWish, Sessions
from services.scheduling.wishes import Who
from storage.postgres import calls, customers, messages, scheduling_tables
from storage.postgres.database import Database
from storage.postgres.messages import NewMessage
from storage.redis.answers import Answers, Kind
from storage.redis.stores import RedisStores
from storage.writes import BusinessWrites
from tests.support.shop import new_call
from tests.support.studio import NOW, Studio, at, open_studio


@pytest.fixture
async def noting(postgres_url: str, redis: Redis) -> AsyncIterator[Database]:
    database = Database(postgres_url, writes=BusinessWrites(RedisStores.over(redis)))
    yield database
    await database.close()


@pytest.fixture
async def studio(noting: Database) -> Studio:
    return await open_studio(noting)


class Seen:
    """Which kinds of answers have become void since the last look."""

    def __init__(self, redis: Redis, studio: Studio) -> None:
        self._answers = Answers(redis)
        self._studio = studio
        self._before: dict[Kind, str] = {}

    async def void(self) -> set[Kind]:
        now = {kind: (await self._answers.look(self._studio.business_id, kind, "any")).key for kind in Kind}
        changed = {kind for kind in Kind if self._before.get(kind) != now[kind]}
        self._before = now
        return changed


async def test_each_write_voids_what_is_made_of_it(noting: Database, redis: Redis, studio: Studio) -> None:
    seen = Seen(redis, studio)
    await seen.void()
    assert await seen.void() == set()
    bookings, business_id = Bookings(noting), studio.business_id

    await bookings.hold(business_id, studio.wish("a", at(10)), NOW)
    assert await seen.void() == set(Kind)
    booked = await bookings.book(business_id, studio.wish("a", at(10)), Who("Sam"), NOW)
    assert await seen.void() == set(Kind)
    await bookings.move(business_id, booked.id, at(11), NOW)
    assert await seen.void() == set(Kind)
    await bookings.cancel(business_id, booked.id)
    assert await seen.void() == set(Kind)

    await studio.away(studio.staff[0], at(9), at(12))
    assert await seen.void() == {Kind.AVAILABILITY}
    session = await Sessions(noting).plan(business_id, Ask(studio.yoga), at(14), NOW)
    assert await seen.void() == {Kind.AVAILABILITY}
    await Sessions(noting).book(business_id, SeatWish(session.id, "seat"), Who("Kim"), NOW)
    assert await seen.void() == set(Kind)

    call = new_call()
    async with noting.tenant(business_id) as scope:
        await calls.create(scope, call)
    assert await seen.void() == {Kind.STATS}
    async with noting.tenant(business_id) as scope:
        await customers.find_or_create(scope, "Kim", "+61400000009")
        await messages.insert(scope, NewMessage(new_id(), call.id, "Kim", None, "Call me", "m"))
    async with noting.tenant(business_id) as scope:
        await calls.live(scope)
    assert await seen.void() == set()


async def test_what_was_undone_voids_nothing(noting: Database, redis: Redis, studio: Studio) -> None:
    seen = Seen(redis, studio)
    await seen.void()
    with suppress(NotFound):
        async with noting.tenant(studio.business_id) as scope:
            await scope.session.execute(
                insert(scheduling_tables.Asset).values(
                    id=new_id(), business_id=studio.business_id, name="Chair 9"
                )
            )
            raise NotFound("no such thing")
    assert await seen.void() == set()


async def test_another_business_is_left_alone(noting: Database, redis: Redis, studio: Studio) -> None:
    other = await open_studio(noting)
    seen = Seen(redis, other)
    await seen.void()
    await Bookings(noting).book(studio.business_id, studio.wish("a", at(10)), Who("Sam"), NOW)
    assert await seen.void() == set()
    assert await Answers(redis).is_recent(studio.business_id)
