"""A message a caller leaves reaches the people of the business, once each, and the caller is told what is true."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import httpx
import pytest
from sqlalchemy import select, update

from domain.events.catalogue import CapWarning, MessageTaken, RecordedEvent
from domain.ids import new_id
from domain.notifications.quiet_hours import QuietHours
from domain.notifications.settings import NotificationSettings
from providers.sendgrid.mailer import Mail, SendGridMailer
from sandbox.faults import Fault
from sandbox.local.postgres import EmbeddedPostgres
from sandbox.options import StandInOptions
from sandbox.vendors.sendgrid.app import build
from services.notifications import digests, notices
from services.notifications.business_mail import BusinessMail
from services.notifications.delivery_watch import DeliveryWatch
from services.notifications.kinds import DIGEST, STAFF_TEXT
from services.notifications.notices import warn_of_spending
from services.notifications.staff_messages import StaffMessages
from services.notifications.text_drain import TextDrain
from services.tools.context import CallContext
from services.tools.runner import ToolRunner
from storage.postgres import notification_settings, notifications, outbox, tables
from storage.postgres.database import Database
from tests.support.own_stores import TextedCarrier, app_url, empty_outbox, own_postgres, texting
from tests.support.salons import Salon, open_salon_in
from tests.support.serving import serve_app

NOW = datetime(2026, 11, 23, 5, 17, tzinfo=UTC)
BOSS, DESK, PHONE = "boss@example.com", "desk@example.com", "+61400000123"
FRONTEND = "https://app.example.com"


@pytest.fixture(scope="module")
def own_server() -> Iterator[EmbeddedPostgres]:
    with own_postgres() as server:
        yield server


@pytest.fixture
async def database(own_server: EmbeddedPostgres) -> AsyncIterator[Database]:
    """A worker drains every business's outbox, so these tests have one to themselves."""
    await empty_outbox(own_server)
    database = Database(app_url(own_server), pool_size=2, max_overflow=12)
    yield database
    await database.close()


@pytest.fixture
async def salon(database: Database) -> Salon:
    return await open_salon_in(database)


@pytest.fixture
async def texted() -> AsyncIterator[TextedCarrier]:
    async with texting() as texted:
        yield texted


@dataclass(frozen=True, slots=True)
class Post:
    """SendGrid's stand-in, and the worker's drains over it."""

    options: StandInOptions
    base_url: str
    mailer: SendGridMailer
    database: Database

    async def mails(self) -> list[dict[str, Any]]:
        async with httpx.AsyncClient(trust_env=False) as client:
            return (await client.get(f"{self.base_url}/_sandbox/mails")).json()["mails"]

    async def work(self) -> None:
        """What a worker does when it is told that the outbox holds something."""
        await StaffMessages(self.database, has_mail=True).drain()
        await BusinessMail(self.database, self.mailer, FRONTEND).drain()


@pytest.fixture
async def post(database: Database) -> AsyncIterator[Post]:
    options = StandInOptions()
    async with serve_app(build(options)) as base_url:
        mailer = SendGridMailer(
            options.credentials.sendgrid_api_key, "receptionist@example.com", "Receptionist", base_url
        )
        yield Post(options, base_url, mailer, database)
        await mailer.aclose()


async def tell(salon: Salon, **settings: Any) -> None:
    async with salon.database.tenant(salon.profile.id) as scope:
        wanted: dict[str, Any] = {"staff_emails": (BOSS, DESK), **settings}
        await notification_settings.put(scope, NotificationSettings(**wanted))


async def leave(
    salon: Salon,
    call: CallContext,
    text: str = "Please call about Friday",
    *,
    within_s: float = 0.0,
    **more: Any,
) -> dict[str, Any]:
    """What the model is told."""
    watch = DeliveryWatch(salon.database, within_s=within_s) if within_s else None
    runner = ToolRunner(salon.database, salon.profile, delivery=watch)
    outcome = await runner.run(call, "call_1", "take_message", {"message": text, **more}, NOW)
    return json.loads(outcome.content)


async def fall_due(salon: Salon) -> None:
    async with salon.database.tenant(salon.profile.id) as scope:
        await scope.session.execute(update(tables.OutboxRow).values(due_at=NOW - timedelta(days=1)))


async def items(salon: Salon, kind: str) -> list[tables.OutboxRow]:
    async with salon.database.tenant(salon.profile.id) as scope:
        return list(
            await scope.session.scalars(select(tables.OutboxRow).where(tables.OutboxRow.kind == kind))
        )


async def statuses(salon: Salon, message_id: str) -> list[str]:
    async with salon.database.tenant(salon.profile.id) as scope:
        wanted = notifications.Filter(message_id=UUID(message_id))
        return [each.status for each in await notifications.page(scope, wanted, after=None, limit=50)]


async def test_everybody_chosen_gets_one_mail_with_who_to_call_back(salon: Salon, post: Post) -> None:
    await tell(salon)
    told = await leave(salon, await salon.call(), caller_name="Sam", urgent=True)
    await post.work()
    await fall_due(salon)
    await post.work()
    mails = await post.mails()
    assert sorted(mail["to"] for mail in mails) == [BOSS, DESK]
    first = mails[0]
    assert first["subject"] == "URGENT: Message from Sam"
    link = f"{FRONTEND}/businesses/{salon.profile.id}/inbox#message-{told['message_id']}"
    for said in ("Please call about Friday", "Call back: +614", link):
        assert said in first["plain"]
    assert f'<a href="{link}">' in first["html"]
    assert await statuses(salon, told["message_id"]) == ["accepted", "accepted"]


async def test_the_caller_hears_that_it_is_sent_only_when_it_is(salon: Salon, post: Post) -> None:
    await tell(salon)
    taking = asyncio.create_task(leave(salon, await salon.call(), within_s=30.0))
    while not taking.done():
        await post.work()
        await asyncio.sleep(0.02)
    assert (await taking)["sent"] is True
    post.options.faults.arm(Fault("sendgrid", "refuse", 503), 2)
    refused = asyncio.create_task(leave(salon, await salon.call(), "Another", within_s=0.6))
    while not refused.done():
        await post.work()
        await asyncio.sleep(0.02)
    told = await refused
    assert told["sent"] is False
    assert "will be sent" in told["message"]
    await fall_due(salon)
    await post.work()
    assert await statuses(salon, told["message_id"]) == ["accepted", "accepted"]


async def test_with_nobody_to_tell_the_caller_does_not_wait(salon: Salon) -> None:
    taking = asyncio.create_task(leave(salon, await salon.call(), within_s=60.0))
    while not taking.done():
        await StaffMessages(salon.database, has_mail=False).drain()
        await asyncio.sleep(0.02)
    assert (await taking)["sent"] is False


async def test_a_message_told_anew_after_it_was_sent_is_sent_anew_as_a_correction(
    salon: Salon, post: Post
) -> None:
    await tell(salon, staff_emails=(BOSS,))
    call = await salon.call()
    await leave(salon, call, caller_name="Sam", callback_number="0400 000 001")
    await post.work()
    for _ in range(2):
        await leave(salon, call, caller_name="Sam", callback_number="0400 000 002")
        await post.work()
    mails = await post.mails()
    assert [mail["subject"] for mail in mails] == ["Message from Sam", "Corrected: Message from Sam"]
    assert "0400 000 002" in mails[1]["plain"]


async def test_texts_wait_for_the_end_of_quiet_hours_unless_it_is_urgent(
    salon: Salon, post: Post, texted: TextedCarrier
) -> None:
    here = datetime.now(ZoneInfo(salon.profile.timezone))
    quiet = QuietHours((here - timedelta(hours=1)).time(), (here + timedelta(hours=2)).time())
    await tell(salon, staff_emails=(BOSS,), staff_phones=(PHONE,), quiet=quiet)
    await leave(salon, await salon.call())
    await leave(salon, await salon.call(), "The pipe has burst", urgent=True)
    await post.work()
    waits = [item.due_at > here + timedelta(hours=1) for item in await items(salon, STAFF_TEXT)]
    assert sorted(waits) == [False, True]
    await TextDrain(
        salon.database, texted.carrier, fallback_number="+61280005555", frontend_url=FRONTEND
    ).drain()
    (text,) = await texted.texts()
    assert text["to"] == PHONE
    assert text["body"].startswith("URGENT: Message from a caller (+614")
    assert "The pipe has burst" in text["body"]


class Dying:
    """A mailer whose worker ends while SendGrid is asked, having taken the mail or not."""

    def __init__(self, mailer: SendGridMailer, *, takes: bool) -> None:
        self._mailer = mailer
        self._takes = takes

    async def send(self, mail: Mail) -> str:
        if self._takes:
            await self._mailer.send(mail)
        raise asyncio.CancelledError


@pytest.mark.parametrize("takes", [True, False], ids=["taken", "not taken"])
async def test_a_worker_that_ends_while_sending_never_leads_to_a_second_mail_and_a_person_may_send_it(
    salon: Salon, post: Post, takes: bool
) -> None:
    await tell(salon, staff_emails=(BOSS,))
    told = await leave(salon, await salon.call())
    await StaffMessages(salon.database, has_mail=True).drain()
    await BusinessMail(salon.database, Dying(post.mailer, takes=takes), FRONTEND).drain()
    await fall_due(salon)
    await post.work()
    assert len(await post.mails()) == int(takes)
    assert await statuses(salon, told["message_id"]) == ["perhaps_sent"]


async def test_a_mail_that_never_left_is_tried_again(salon: Salon, post: Post) -> None:
    await tell(salon, staff_emails=(BOSS,))
    told = await leave(salon, await salon.call())
    away = SendGridMailer("key", "receptionist@example.com", "Receptionist", "http://127.0.0.1:1")
    await StaffMessages(salon.database, has_mail=True).drain()
    await BusinessMail(salon.database, away, FRONTEND).drain()
    assert await statuses(salon, told["message_id"]) == ["pending"]
    await fall_due(salon)
    await post.work()
    assert len(await post.mails()) == 1


async def test_a_warning_of_spending_is_mailed_once_to_each_for_each_occasion(
    salon: Salon, post: Post
) -> None:
    await tell(salon)
    for _ in range(2):
        async with salon.database.tenant(salon.profile.id) as scope:
            await warn_of_spending(
                scope, "2026-11 80", percent=80, spent_cents=8000, cap_cents=10000, currency="AUD"
            )
        await post.work()
    mails = await post.mails()
    assert sorted(mail["to"] for mail in mails) == [BOSS, DESK]
    assert mails[0]["subject"] == "80% of your spending limit is used"
    assert "$80.00 of $100.00" in mails[0]["plain"]


async def test_a_cap_that_billing_warns_of_is_mailed_once_for_each_threshold(
    salon: Salon, post: Post
) -> None:
    await tell(salon, staff_emails=(BOSS,))
    for percent in (80, 80, 100):
        warning = CapWarning(business_id=salon.profile.id, percent=percent, because="cap", period_ends_at=NOW)
        async with salon.database.tenant(salon.profile.id) as scope:
            await notices.plan(scope, RecordedEvent(new_id(), NOW, warning))
        await post.work()
    mails = await post.mails()
    assert [mail["subject"] for mail in mails] == [
        "80% of your spending limit is used",
        "100% of your spending limit is used",
    ]
    assert "of Harbour Street Hair is used." in mails[0]["plain"]


# --- the daily digest -------------------------------------------------------------------------------------------
async def test_a_day_is_told_once_to_everybody_at_the_hour_chosen_though_two_workers_do_it(
    salon: Salon, post: Post
) -> None:
    zone = ZoneInfo(salon.profile.timezone)
    now = datetime.now(UTC)
    at = (now.astimezone(zone) - timedelta(minutes=2)).time().replace(second=0, microsecond=0)
    await tell(salon, digest_at=at)
    call = await salon.call()
    told = await leave(salon, call)
    event = MessageTaken(message_id=UUID(told["message_id"]), call_id=None, is_voicemail=False)
    for minutes in (10, 5):  # both before the digest of two minutes ago
        async with salon.database.tenant(salon.profile.id) as scope:
            await digests.plan(scope, RecordedEvent(new_id(), now - timedelta(minutes=minutes), event))
    assert len(await items(salon, DIGEST)) == 1
    await asyncio.gather(*(StaffMessages(salon.database, has_mail=True).drain() for _ in range(2)))
    await fall_due(salon)
    await asyncio.gather(post.work(), post.work())
    told_of = [mail for mail in await post.mails() if "Messages: " in mail["plain"]]
    assert sorted(mail["to"] for mail in told_of) == [BOSS, DESK]
    assert "Messages: 1" in told_of[0]["plain"]


async def test_a_digest_waits_when_a_later_hour_is_chosen_and_is_dropped_with_the_wish_for_one(
    salon: Salon, post: Post
) -> None:
    zone = ZoneInfo(salon.profile.timezone)
    today = datetime.now(zone).date()
    async with salon.database.tenant(salon.profile.id) as scope:
        await outbox.enqueue(scope, DIGEST, (today + timedelta(days=1)).isoformat(), {})
    await tell(salon, digest_at=time(23, 59))
    await post.work()
    (waiting,) = await items(salon, DIGEST)
    assert (waiting.status, waiting.attempts) == ("pending", 0)
    assert waiting.due_at > datetime.now(UTC)
    await tell(salon)
    await fall_due(salon)
    await post.work()
    (dropped,) = await items(salon, DIGEST)
    assert dropped.status == "done"
    assert await post.mails() == []
    event = MessageTaken(message_id=new_id(), call_id=None, is_voicemail=False)
    async with salon.database.tenant(salon.profile.id) as scope:
        await digests.plan(scope, RecordedEvent(new_id(), NOW, event))
    assert len(await items(salon, DIGEST)) == 1, "who wants none is promised none"


# --- address and link during the call ---------------------------------------------------------------------------
async def test_a_text_with_details_holds_the_link_or_the_address_and_not_both(
    salon: Salon, texted: TextedCarrier
) -> None:
    call, runner = await salon.call(), ToolRunner(salon.database, salon.profile)
    for what in ("booking_link", "address"):
        await runner.run(call, "call_1", "send_details", {"what": what}, NOW)
    await TextDrain(
        salon.database, texted.carrier, fallback_number="+61280005555", frontend_url=FRONTEND
    ).drain()
    address, link = sorted((text["body"] for text in await texted.texts()), key=lambda body: "/book/" in body)
    assert salon.profile.address in address
    assert f"{FRONTEND}/book/" in link
    assert salon.profile.address not in link
