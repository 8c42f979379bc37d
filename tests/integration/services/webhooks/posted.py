"""A business with webhooks, events that happen in it, and a clock that can be put forward."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import select, update

from domain.accounts.roles import Principal, Role, member
from domain.events.catalogue import CustomerChanged
from domain.ids import new_id
from providers.public_web.connection import PublicWeb
from services.accounts.second_factor import Seal, new_seal_key
from services.events.record import record
from services.subscriptions.fan_out import FanOut
from services.webhooks.drain import WebhookDrain
from services.webhooks.endpoints import EndpointForm, Webhooks
from storage.postgres import webhooks
from storage.postgres.database import Database
from storage.postgres.tables import OutboxRow
from storage.postgres.webhooks import DELIVER, DeliveryRow, EndpointRow
from tests.support.dialled_business import open_business

KEY = new_seal_key()
SEAL = Seal(KEY)


@dataclass(slots=True)
class Post:
    """One business's webhooks and the worker's drain. `late` is how far the clock has been put forward."""

    database: Database
    business_id: UUID
    web: PublicWeb
    late: timedelta = timedelta()
    webhooks: Webhooks = field(init=False)
    drain: WebhookDrain = field(init=False)

    def __post_init__(self) -> None:
        self.webhooks = Webhooks(self.database, SEAL, loopback_allowed=True, clock=self.now)
        self.drain = self.another_drain()

    @property
    def owner(self) -> Principal:
        return member(self.business_id, new_id(), Role.OWNER)

    def now(self) -> datetime:
        return datetime.now(UTC) + self.late

    def another_drain(self) -> WebhookDrain:
        """As another worker has it."""
        return WebhookDrain(self.database, self.web, SEAL, chance=lambda: 0.0, clock=self.now)

    async def endpoint(self, url: str, *kinds: str) -> tuple[EndpointRow, str]:
        return await self.webhooks.make(self.owner, EndpointForm(url, kinds=kinds))

    async def happen(self, count: int = 1) -> None:
        """So many events, told to subscribers."""
        await self.tell(count)
        await FanOut(self.database).drain()

    async def tell(self, count: int) -> None:
        """So many events, of which nobody knows yet."""
        async with self.database.tenant(self.business_id) as scope:
            for _ in range(count):
                await record(scope, CustomerChanged(customer_id=new_id(), changed=("name",)))

    async def deliveries(self, endpoint: EndpointRow) -> list[DeliveryRow]:
        """The oldest first."""
        async with self.database.tenant(self.business_id) as scope:
            found = await webhooks.deliveries(
                scope, endpoint.id, statuses=(), kinds=(), after=None, limit=10_000
            )
        return found[::-1]

    async def state(self, endpoint: EndpointRow) -> EndpointRow:
        async with self.database.tenant(self.business_id) as scope:
            return await webhooks.endpoint(scope, endpoint.id)

    async def mails(self) -> list[dict[str, str]]:
        async with self.database.tenant(self.business_id) as scope:
            rows = await scope.session.scalars(
                select(OutboxRow).where(OutboxRow.kind == "mail.webhook_disabled")
            )
            return [row.payload for row in rows]


async def open_post(database: Database, web: PublicWeb) -> Post:
    """A business of its own; what other tests left to send is done."""
    async with database.worker() as session:
        await session.execute(update(OutboxRow).where(OutboxRow.kind == DELIVER).values(status="done"))
    return Post(database, (await open_business(database)).id, web)
