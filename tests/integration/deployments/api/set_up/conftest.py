"""A business that is set up by its owner over the API, and calls and searches that see what they set up."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from redis.asyncio import Redis

from storage.postgres.database import Database
from storage.redis.stores import RedisStores
from storage.writes import BusinessWrites
from tests.support.api import Api, SignedUp, api


@dataclass(frozen=True, slots=True)
class Salon:
    """An owner's view of their business."""

    served: Api
    owner: SignedUp

    @property
    def path(self) -> str:
        return f"/api/v1/businesses/{self.owner.business_id}"

    async def ask(self, method: str, path: str, body: Any = None, **more: Any) -> httpx.Response:
        headers = {**self.owner.bearer, **more.pop("headers", {})}
        return await self.served.client.request(
            method, f"{self.path}{path}", json=body, headers=headers, params=more
        )

    async def get(self, path: str, **query: Any) -> Any:
        return self.told(await self.ask("GET", path, **query))

    async def put(self, path: str, body: Any, **more: Any) -> Any:
        return self.told(await self.ask("PUT", path, body, **more))

    async def post(self, path: str, body: Any, **more: Any) -> Any:
        return self.told(await self.ask("POST", path, body, **more))

    async def patch(self, path: str, body: Any, **more: Any) -> Any:
        return self.told(await self.ask("PATCH", path, body, **more))

    async def delete(self, path: str, **more: Any) -> Any:
        return self.told(await self.ask("DELETE", path, **more))

    async def refused(self, method: str, path: str, body: Any, status: int = 422, **more: Any) -> str:
        """What the problem says."""
        answer = await self.ask(method, path, body, **more)
        assert answer.status_code == status, answer.text
        return answer.json()["detail"]

    async def audit(self) -> list[dict[str, Any]]:
        """The newest first."""
        return (await self.get("/audit-log"))["items"]

    @staticmethod
    def told(answer: httpx.Response) -> Any:
        assert answer.is_success, answer.text
        return answer.json() if answer.content else None


@pytest.fixture
async def noting(postgres_url: str, redis: Redis) -> AsyncIterator[Database]:
    """A database as in production: what is kept elsewhere becomes void by what is written."""
    database = Database(postgres_url, writes=BusinessWrites(RedisStores.over(redis)))
    yield database
    await database.close()


@pytest.fixture
async def salon(noting: Database, redis: Redis) -> AsyncIterator[Salon]:
    async with api(noting, redis) as served:
        yield Salon(served, await served.signed_up())
