"""The studio with a user of each role, asked through the API."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx

from domain.accounts.roles import Role
from storage.postgres import memberships
from tests.support.api import Api
from tests.support.studio import Studio, open_studio


@dataclass(frozen=True, slots=True)
class Counter:
    """The front desk of the studio, for one user."""

    api: Api
    studio: Studio
    bearer: dict[str, str]

    @property
    def base(self) -> str:
        return f"/api/v1/businesses/{self.studio.business_id}"

    async def get(self, path: str, **params: Any) -> httpx.Response:
        return await self.api.client.get(self.base + path, params=params, headers=self.bearer)

    async def post(
        self, path: str, body: dict[str, Any] | None = None, headers: dict[str, str] | None = None
    ) -> httpx.Response:
        return await self.api.client.post(
            self.base + path, json=body, headers={**self.bearer, **(headers or {})}
        )

    async def patch(
        self, path: str, body: dict[str, Any], headers: dict[str, str] | None = None
    ) -> httpx.Response:
        return await self.api.client.patch(
            self.base + path, json=body, headers={**self.bearer, **(headers or {})}
        )

    async def delete(self, path: str) -> httpx.Response:
        return await self.api.client.delete(self.base + path, headers=self.bearer)

    def cut(self, starts_at: datetime, **changes: Any) -> dict[str, Any]:
        """A body that books a cut."""
        return {
            "visit": [{"offering_id": str(self.studio.cut)}],
            "starts_at": starts_at.isoformat(),
            "customer": {"name": "Sam", "phone": "+61400000001"},
            **changes,
        }


def upcoming(hour: int, minute: int = 0, *, day: int = 0) -> datetime:
    """On the Monday after next week's, or `day` days later: the API goes by the clock on the wall."""
    now = datetime.now(UTC)
    monday = now.date() + timedelta(days=14 - now.weekday())
    return datetime(monday.year, monday.month, monday.day, hour, minute, tzinfo=UTC) + timedelta(days=day)


async def open_counter(
    api: Api, *, role: Role = Role.OWNER, studio: Studio | None = None, **of: Any
) -> Counter:
    """A user of this role at a studio of their own, or at the one that is given."""
    studio = studio or await open_studio(api.database, **of)
    user = await api.signed_up()
    async with api.database.tenant(studio.business_id) as scope:
        await memberships.add(scope, UUID(user.me["id"]), role)
    return Counter(api, studio, user.bearer)
