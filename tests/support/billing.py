"""A business that pays, Stripe's stand-in beside it, and the worker's part done when a test says so."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID

from config.billing import load_billing
from domain.accounts.roles import Principal, Role, member
from domain.billing.stop import Stop, read_stop
from domain.billing.terms import BillingTerms
from domain.ids import new_id
from providers.stripe.payments import StripePayments
from sandbox.vendors.stripe.books import Object
from services.billing.desk import BillingDesk
from services.billing.metering import MeterDrain, Reports
from services.billing.notices import NoticeDesk, NoticeDrain
from services.billing.rating import CallRating
from services.billing.reconciling import Reconciling
from services.billing.standing import Now, look
from services.billing.syncing import Syncing
from services.records.ledger import CALL_ENTERED
from storage.postgres import audit, billing_accounts, call_ledger, outbox
from storage.postgres.call_ledger import Entry
from storage.postgres.database import Database
from tests.support.dialled_business import DialledBusiness, open_business
from tests.support.stripe import StripeDouble


@dataclass(slots=True)
class PayingBusiness:
    """Everything of billing over one business, at the stand-in's time."""

    dialled: DialledBusiness
    stripe: StripeDouble
    database: Database
    payments: StripePayments = field(init=False)
    terms: BillingTerms = field(init=False)
    desk: BillingDesk = field(init=False)
    notices: NoticeDesk = field(init=False)
    drain: NoticeDrain = field(init=False)
    rating: CallRating = field(init=False)
    meter: MeterDrain = field(init=False)
    reconciling: Reconciling = field(init=False)
    heard: set[str] = field(default_factory=set[str])
    differences: list[int] = field(default_factory=list[int])

    def __post_init__(self) -> None:
        self.payments, self.terms = self.stripe.payments(), load_billing()
        clock = lambda: self.now  # noqa: E731
        syncing = Syncing(self.database, self.payments, self.terms.catalogue, clock)
        reports = Reports(self.database, self.payments, clock)
        self.desk = BillingDesk(
            self.database, self.payments, self.terms, "https://voice.example.com/billing", clock
        )
        self.notices = NoticeDesk(self.database, self.payments, live=False)
        self.drain = NoticeDrain(self.database, self.payments, syncing, clock)
        self.rating = CallRating(self.database, self.terms, charges=True, clock=clock)
        self.meter = MeterDrain(self.database, reports)
        self.reconciling = Reconciling(
            self.database, self.payments, reports, clock, on_difference=self.differences.append
        )

    @property
    def id(self) -> UUID:
        return self.dialled.id

    @property
    def now(self) -> datetime:
        return datetime.fromtimestamp(self.stripe.now_s, UTC)

    @property
    def owner(self) -> Principal:
        return member(self.id, UUID(int=1), Role.OWNER)

    async def buys(self, plan: str = "solo") -> None:
        """On Stripe's page, whose events all come in."""
        link = await self.desk.checkout(self.owner, plan)
        await self.stripe.by_hand("checkout", link.id)
        await self.hears_news()

    async def hears_news(self) -> None:
        """All that has happened and was not heard of comes in, in its order."""
        fresh = [event for event in self.stripe.events() if event["id"] not in self.heard]
        await self.hears(fresh)

    async def hears(self, events: Sequence[Object]) -> list[bool]:
        """Stripe's events arrive in this order, and the worker carries them out; whether each was new."""
        self.heard |= {event["id"] for event in events}
        read = [self.notices.read(*self.stripe.webhook(event), self.now) for event in events]
        new = [await self.notices.take(notice, self.now) for notice in read]
        while await self.drain.drain():
            pass
        return new

    async def passes(self, **time: float) -> None:
        """Time goes by, and all of Stripe's events of it arrive."""
        await self.stripe.pass_time(int(timedelta(**time).total_seconds()))
        await self.hears_news()

    async def call(
        self, seconds: int, *, outcome: str = "answered", spoke: bool = True, ago_s: int = 0
    ) -> UUID:
        """An agent has talked to a caller; the call was written down as its record is, and nothing done about it."""
        call_id, ended_at = new_id(), self.now - timedelta(seconds=ago_s)
        async with self.database.tenant(self.id) as scope:
            await call_ledger.record(
                scope,
                {
                    "call_id": call_id,
                    "began_at": ended_at - timedelta(seconds=seconds),
                    "ended_at": ended_at,
                    "outcome": outcome,
                    "caller_spoke": spoke,
                    "carrier_s": seconds + 2,
                    "listened_s": seconds,
                    "prompt_tokens": 4000,
                    "completion_tokens": 200,
                    "characters": 300,
                },
            )
            await outbox.enqueue(scope, CALL_ENTERED, str(call_id), {"call_id": str(call_id)})
        return call_id

    async def works(self) -> None:
        """The worker does what is due."""
        while await self.rating.drain() + await self.meter.drain():
            pass

    async def entry(self, call_id: UUID) -> Entry:
        async with self.database.tenant(self.id) as scope:
            return await call_ledger.get(scope, call_id)

    async def standing(self) -> Now:
        async with self.database.tenant(self.id) as scope:
            account = await billing_accounts.opened(scope, self.now)
            return await look(scope, account, self.terms.catalogue, self.now)

    async def stop(self) -> Stop | None:
        """As calls find it."""
        async with self.database.tenant(self.id) as scope:
            return read_stop(await billing_accounts.agent_stop(scope))

    async def told(self, action: str) -> list[dict[str, object]]:
        """What the owner was told of this kind, oldest first."""
        async with self.database.tenant(self.id) as scope:
            rows = await audit.page(scope, limit=100, before=None)
        return [row.after for row in reversed(rows) if row.action == action]


async def paying_business(database: Database, stripe: StripeDouble | None = None) -> PayingBusiness:
    """One in its trial, with everything on sale."""
    stripe = stripe or StripeDouble()
    await stripe.stocked()
    return PayingBusiness(await open_business(database), stripe, database)
