"""Wishes for numbers filled by the worker, whatever dies or is away in between; numbers given back, and looked at."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, text, update

from config.billing import load_billing
from config.numbers import load_numbers
from domain.accounts.roles import Principal, Role, member
from domain.ids import new_id
from domain.notifications.kinds import Channel
from domain.numbers.refusals import Refusal
from domain.numbers.search import Sort
from providers.numbers import Papers
from sandbox.vendors.twilio.rest_numbers import NOT_APPROVED, UNKNOWN_ADDRESS
from services.numbers.desk import LineForm, NumbersDesk
from services.numbers.drain import GIVES_UP_AFTER, NumberDrain
from services.numbers.kinds import KINDS
from services.numbers.reconciling import NumberChecks, give_all_back
from storage.postgres import businesses, letterheads, outbox
from storage.postgres.database import Database
from storage.postgres.number_orders import OrderRow
from storage.postgres.tables import OutboxRow
from tests.support.dialled_business import DialledBusiness, open_business
from tests.support.numbers import WEBHOOKS, Asked, NumbersDouble

ADDRESS, BUNDLE = "AD" + "1" * 32, "BU" + "1" * 32
MOBILE = "+61491570015"
_FRESH = iter(range(100, 199))


def for_sale() -> str:
    """A number that no other test wishes for."""
    return f"+1212555{next(_FRESH):04d}"


@dataclass
class Shop:
    """A business that wishes for numbers; the carrier's stand-in; the worker, when a test says so."""

    database: Database
    business: DialledBusiness
    carrier: NumbersDouble = field(default_factory=NumbersDouble)
    now: datetime = field(default_factory=lambda: datetime.now(UTC))

    @property
    def owner(self) -> Principal:
        return member(self.business.id, UUID(int=1), Role.OWNER)

    @property
    def desk(self) -> NumbersDesk:
        return NumbersDesk(
            self.database,
            self.carrier,
            load_numbers(),
            load_billing(),
            charges=False,
            clock=lambda: self.now,
        )

    def worker(self) -> NumberDrain:
        return NumberDrain(
            self.database,
            self.carrier,
            WEBHOOKS,
            platform_number="+61280000001",
            clock=lambda: self.now,
        )

    async def works(self) -> None:
        while await self.worker().drain():
            pass

    async def is_due(self) -> None:
        """What was put off, or is with a worker that died, falls due now."""
        async with self.database.worker() as session:
            await session.execute(
                update(OutboxRow)
                .where(OutboxRow.kind.in_(KINDS), OutboxRow.business_id == self.business.id)
                .values(due_at=func.now())
            )

    async def look(self, order: OrderRow) -> OrderRow:
        return await self.desk.order_of(self.owner, order.id)

    async def at_the_carrier(self) -> list[str]:
        found = await self.carrier._ask(  # pyright: ignore[reportPrivateUsage]
            "list", lambda account: account.incoming_phone_numbers.list_async()
        )
        return [str(each.phone_number) for each in found]


@pytest.fixture
async def shop(database: Database) -> Shop:
    return Shop(database, await open_business(database))


async def test_a_wish_is_bought_connected_and_answered_as_the_business(shop: Shop):
    number = for_sale()
    order = await shop.desk.order(shop.owner, number, label="Front desk")
    await shop.works()
    filled = await shop.look(order)
    assert (filled.phase, filled.e164) == ("filled", number)
    assert await businesses.business_id_for_caller(shop.database, number) == shop.business.id
    (_, held) = await shop.desk.page(shop.owner, limit=10, after=None)
    assert (held.id, held.e164, held.label, held.source, held.sort) == (
        filled.number_id,
        number,
        "Front desk",
        "bought",
        "local",
    )
    assert held.monthly_cents == 173
    at_carrier = await shop.carrier.get(held.sid or "")
    assert WEBHOOKS.drift(at_carrier.settings) == ()
    assert at_carrier.name == f"receptionist {order.id}"


async def test_the_same_wish_again_is_one_wish(shop: Shop):
    number = for_sale()
    first, again = await asyncio.gather(
        shop.desk.order(shop.owner, number), shop.desk.order(shop.owner, f" {number[:3]} {number[3:]} ")
    )
    assert first.id == again.id
    await shop.works()
    assert shop.carrier.count("POST", "IncomingPhoneNumbers.json") == 1


class Killed(BaseException):
    """The worker's process is gone at this point."""


def killed_once(when: str) -> Callable[[Asked], Awaitable[None]]:
    left = [1]

    async def kill(asked: Asked) -> None:
        if asked.method == when and left:
            left.pop()
            raise Killed

    return kill


@pytest.mark.parametrize("point", ["before_it_is_asked", "before_it_is_known"])
async def test_a_worker_that_dies_over_a_purchase_leaves_one_number_and_no_more(shop: Shop, point: str):
    number = for_sale()
    order = await shop.desk.order(shop.owner, number)
    if point == "before_it_is_asked":
        shop.carrier.wire.before = killed_once("POST")
    else:
        shop.carrier.wire.after = killed_once("POST")
    with pytest.raises(BaseExceptionGroup):
        await shop.works()
    assert (await shop.look(order)).phase == "placed"
    await shop.is_due()
    await shop.works()
    assert (await shop.look(order)).phase == "filled"
    assert await shop.at_the_carrier() == [number]


async def test_an_answer_that_never_came_is_looked_for_before_anything_is_bought_again(shop: Shop):
    order = await shop.desk.order(shop.owner, for_sale())

    async def lost(asked: Asked) -> None:
        if asked.method == "POST":
            shop.carrier.wire.after = None
            raise TimeoutError

    shop.carrier.wire.after = lost
    await shop.works()
    waits = await shop.look(order)
    assert (waits.phase, waits.waits_for) == ("placed", "did not answer in time")
    await shop.is_due()
    await shop.works()
    assert (await shop.look(order)).phase == "filled"
    assert shop.carrier.count("POST", "IncomingPhoneNumbers.json") == 1


async def test_a_purchase_that_is_refused_as_taken_is_ours_when_an_earlier_attempt_bought_it(shop: Shop):
    """Two workers over one wish: the second asks before the first has its number."""
    number = for_sale()
    order = await shop.desk.order(shop.owner, number)

    async def somebody_is_faster(asked: Asked) -> None:
        if asked.method == "POST":
            shop.carrier.wire.before = None
            await shop.carrier.buy(number, f"receptionist {order.id}", WEBHOOKS, Papers())

    shop.carrier.wire.before = somebody_is_faster
    await shop.works()
    assert (await shop.look(order)).phase == "filled"
    assert await shop.at_the_carrier() == [number]


async def test_of_two_businesses_that_race_for_one_number_one_has_it(shop: Shop):
    other = Shop(shop.database, await open_business(shop.database), shop.carrier)
    number = for_sale()
    orders = [await each.desk.order(each.owner, number) for each in (shop, other)]
    await asyncio.gather(shop.works(), other.works())
    await shop.works()
    settled = [await shop.look(orders[0]), await other.look(orders[1])]
    assert sorted(each.phase for each in settled) == ["filled", "refused"]
    (lost,) = (each for each in settled if each.phase == "refused")
    assert lost.why == Refusal.GONE.value
    assert await shop.at_the_carrier() == [number]


@pytest.mark.parametrize(
    ("papers", "why"),
    [
        ({}, Refusal.NEEDS_BUNDLE),
        ({"address_sid": ADDRESS}, Refusal.NEEDS_BUNDLE),
        ({"address_sid": ADDRESS, "bundle_sid": NOT_APPROVED}, Refusal.NEEDS_BUNDLE),
        ({"bundle_sid": BUNDLE}, Refusal.NEEDS_ADDRESS),
        ({"address_sid": UNKNOWN_ADDRESS, "bundle_sid": BUNDLE}, Refusal.BAD_ADDRESS),
    ],
    ids=["nothing", "no_bundle", "bundle_not_approved", "no_address", "unknown_address"],
)
async def test_what_the_law_wants_is_named(shop: Shop, papers: dict[str, str], why: Refusal):
    order = await shop.desk.order(shop.owner, MOBILE, sort=Sort.MOBILE, **papers)
    await shop.works()
    assert ((await shop.look(order)).phase, (await shop.look(order)).why) == ("refused", why.value)


async def test_with_its_papers_it_is_sold(shop: Shop):
    order = await shop.desk.order(
        shop.owner, MOBILE, sort=Sort.MOBILE, address_sid=ADDRESS, bundle_sid=BUNDLE
    )
    await shop.works()
    assert (await shop.look(order)).phase == "filled"


@pytest.mark.parametrize(
    ("status", "answer"),
    [
        (429, '{"code": 20429, "message": "Too Many Requests", "more_info": "", "status": 429}'),
        (503, '{"code": 20503, "message": "Service unavailable", "more_info": "", "status": 503}'),
        (502, "<html><body>Bad Gateway</body></html>"),
        (200, "<html><body>Please log in</body></html>"),
        (200, ""),
        (401, '{"code": 20003, "message": "Authenticate", "more_info": "", "status": 401}'),
    ],
    ids=["429", "503", "html_502", "html_200", "empty", "our_credentials"],
)
async def test_a_carrier_that_answers_nonsense_puts_a_wish_off_and_never_loses_it(
    shop: Shop, status: int, answer: str
):
    order = await shop.desk.order(shop.owner, for_sale())
    for _ in range(outbox.MAX_ATTEMPTS + 2):
        shop.carrier.wire.instead = [(status, answer)]
        await shop.works()
        await shop.is_due()
    assert (await shop.look(order)).phase == "placed"
    await shop.works()
    assert (await shop.look(order)).phase == "filled"


async def test_a_wish_is_given_up_after_a_day_only_once_the_carrier_says_that_nothing_was_bought(shop: Shop):
    order = await shop.desk.order(shop.owner, for_sale())
    shop.now += GIVES_UP_AFTER + timedelta(minutes=1)
    shop.carrier.wire.instead = [(503, "{}")] * 2
    await shop.works()
    assert (await shop.look(order)).phase == "placed"
    shop.carrier.wire.instead = [(503, "{}")]
    await shop.is_due()
    await shop.works()
    assert ((await shop.look(order)).phase, (await shop.look(order)).why) == ("refused", Refusal.AWAY.value)


async def test_nothing_is_bought_for_a_business_that_was_closed_meanwhile(shop: Shop):
    order = await shop.desk.order(shop.owner, for_sale())
    async with shop.database.tenant(shop.business.id) as scope:
        await scope.session.execute(
            text("UPDATE businesses SET closed_at = now(), erased_after = now() + interval '30 days'")
        )
    await shop.works()
    assert (await shop.look(order)).why == Refusal.CLOSED.value
    assert await shop.at_the_carrier() == []


# --- numbers of the account already ---------------------------------------------------------------------------------
async def _in_the_account(shop: Shop, number: str, **settings: str) -> str:
    bought = await shop.carrier._ask(  # pyright: ignore[reportPrivateUsage]
        "create",
        lambda account: account.incoming_phone_numbers.create_async(phone_number=number, **settings),
    )
    return str(bought.sid)


async def test_a_number_of_the_account_is_taken_over_with_whatever_led_it_elsewhere(shop: Shop):
    number = for_sale()
    sid = await _in_the_account(
        shop,
        number,
        voice_url="https://old.example.com/voice",
        sms_application_sid="AP" + "1" * 32,
        trunk_sid="TK" + "1" * 32,
    )
    order = await shop.desk.bring(shop.owner, sid)
    await shop.works()
    filled = await shop.look(order)
    assert (filled.phase, filled.e164) == ("filled", number)
    assert WEBHOOKS.drift((await shop.carrier.get(sid)).settings) == ()


async def test_a_number_of_another_account_is_refused(shop: Shop):
    order = await shop.desk.bring(shop.owner, "PN" + "9" * 32)
    await shop.works()
    assert (await shop.look(order)).why == Refusal.NOT_IN_ACCOUNT.value


async def test_a_number_that_another_business_has_stays_theirs(shop: Shop):
    other = Shop(shop.database, await open_business(shop.database), shop.carrier)
    theirs = await other.desk.order(other.owner, for_sale())
    await other.works()
    sid = (await other.look(theirs)).sid or ""
    order = await shop.desk.bring(shop.owner, sid)
    await shop.works()
    assert (await shop.look(order)).why == Refusal.TAKEN.value
    e164 = (await other.look(theirs)).e164 or ""
    assert await businesses.business_id_for_caller(shop.database, e164) == other.business.id


async def test_the_service_s_own_number_is_nobody_s(shop: Shop):
    order = await shop.desk.bring(shop.owner, await _in_the_account(shop, "+61280000001"))
    await shop.works()
    assert (await shop.look(order)).why == Refusal.TAKEN.value


async def test_a_number_the_carrier_will_not_lead_here_is_not_said_to_be(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
):
    sid = await _in_the_account(shop, for_sale(), voice_url="https://old.example.com/voice")

    async def ignored(sid: str, webhooks: Any) -> Any:
        return await shop.carrier.get(sid)

    monkeypatch.setattr(shop.carrier, "connect", ignored)
    order = await shop.desk.bring(shop.owner, sid)
    await shop.works()
    assert (await shop.look(order)).why == Refusal.NOT_CONFIGURABLE.value


# --- given back -------------------------------------------------------------------------------------------------------
async def _bought(shop: Shop) -> tuple[UUID, str]:
    order = await shop.desk.order(shop.owner, for_sale())
    await shop.works()
    filled = await shop.look(order)
    assert filled.number_id is not None
    return filled.number_id, filled.e164 or ""


async def test_a_number_that_is_given_back_reaches_nobody_at_once_and_goes_after_a_week(shop: Shop):
    number_id, number = await _bought(shop)
    leaving = await shop.desk.release(shop.owner, number_id)
    assert leaving.release_at is not None
    assert leaving.release_at - shop.now == load_numbers().release_after
    assert await businesses.business_id_for_caller(shop.database, number) is None
    assert await businesses.business_id_for_number(shop.database, number) == shop.business.id
    await shop.is_due()
    await shop.works()
    assert number in await shop.at_the_carrier()
    await shop.desk.release(shop.owner, number_id)
    shop.now += timedelta(days=7, minutes=1)
    async with shop.database.tenant(shop.business.id) as scope:
        await outbox.enqueue_again(
            scope, "numbers.release", str(number_id), {"number_id": str(number_id)}, due_at=datetime.now(UTC)
        )
    await shop.works()
    assert number not in await shop.at_the_carrier()
    assert await businesses.business_id_for_number(shop.database, number) is None


async def test_one_that_is_kept_is_as_it_was(shop: Shop):
    number_id, number = await _bought(shop)
    await shop.desk.change(shop.owner, number_id, LineForm(label="Sales"))
    await shop.desk.release(shop.owner, number_id)
    kept = await shop.desk.keep(shop.owner, number_id)
    assert (kept.phase, kept.release_at, kept.label) == ("active", None, "Sales")
    shop.now += timedelta(days=8)
    await shop.is_due()
    await shop.works()
    assert number in await shop.at_the_carrier()
    assert await businesses.business_id_for_caller(shop.database, number) == shop.business.id


async def test_a_worker_that_dies_over_giving_back_gives_back_all_the_same(shop: Shop):
    number_id, number = await _bought(shop)
    await shop.desk.release(shop.owner, number_id)
    shop.now += timedelta(days=8)
    shop.carrier.wire.after = killed_once("DELETE")
    await shop.is_due()
    with pytest.raises(BaseExceptionGroup):
        await shop.works()
    await shop.is_due()
    await shop.works()
    assert number not in await shop.at_the_carrier()
    assert await businesses.business_id_for_number(shop.database, number) is None


async def test_one_that_was_brought_along_stays_in_the_account(shop: Shop):
    number = for_sale()
    order = await shop.desk.bring(shop.owner, await _in_the_account(shop, number))
    await shop.works()
    number_id = (await shop.look(order)).number_id or new_id()
    await shop.desk.release(shop.owner, number_id)
    shop.now += timedelta(days=8)
    await shop.is_due()
    await shop.works()
    assert number in await shop.at_the_carrier()
    assert await businesses.business_id_for_number(shop.database, number) is None


async def test_the_numbers_of_a_business_that_is_erased_go_back(shop: Shop):
    _, number = await _bought(shop)
    await give_all_back(shop.database, shop.carrier, shop.business.id)
    assert number not in await shop.at_the_carrier()


# --- looked at every day ------------------------------------------------------------------------------------------
async def _checked(shop: Shop) -> None:
    shop.now += timedelta(days=1, minutes=1)
    checks = NumberChecks(shop.database, shop.carrier, WEBHOOKS, lambda: shop.now)
    while await checks.look():
        pass


async def test_a_number_that_was_led_elsewhere_is_led_back_and_says_so(shop: Shop):
    number_id, _ = await _bought(shop)
    row = await shop.desk.get(shop.owner, number_id)
    await _checked(shop)
    assert (await shop.desk.get(shop.owner, number_id)).mended == []
    await shop.carrier._ask(  # pyright: ignore[reportPrivateUsage]
        "update",
        lambda account: account.incoming_phone_numbers(row.sid).update_async(
            sms_url="https://old.example.com/t", voice_application_sid="AP" + "1" * 32
        ),
    )
    await _checked(shop)
    mended = await shop.desk.get(shop.owner, number_id)
    assert (mended.mended, mended.problem) == (["sms_url", "voice_application_sid"], "")
    assert WEBHOOKS.drift((await shop.carrier.get(row.sid or "")).settings) == ()


async def test_a_number_the_carrier_has_no_more_is_shown_as_lost(shop: Shop):
    number_id, _ = await _bought(shop)
    row = await shop.desk.get(shop.owner, number_id)
    await shop.carrier.give_back(row.sid or "")
    await _checked(shop)
    assert "no more" in (await shop.desk.get(shop.owner, number_id)).problem


async def test_a_carrier_that_is_away_leaves_the_look_for_later(shop: Shop):
    number_id, _ = await _bought(shop)
    shop.carrier.wire.instead = [(503, "{}")]
    shop.now += timedelta(days=1, minutes=1)
    checks = NumberChecks(shop.database, shop.carrier, WEBHOOKS, lambda: shop.now)
    assert await checks.look() == 0
    assert (await shop.desk.get(shop.owner, number_id)).checked_at is None
    await _checked(shop)
    assert (await shop.desk.get(shop.owner, number_id)).checked_at is not None


async def test_the_number_that_others_see_is_one_and_the_business_s_own(shop: Shop):
    number_id, number = await _bought(shop)
    first, _ = await shop.desk.page(shop.owner, limit=5, after=None)
    async with shop.database.tenant(shop.business.id) as scope:
        assert (await letterheads.read(scope, Channel.SMS, ())).numbers[0] == number
    await shop.desk.change(shop.owner, first.id, LineForm(is_caller_id=True))
    async with shop.database.tenant(shop.business.id) as scope:
        assert (await letterheads.read(scope, Channel.SMS, ())).numbers[0] == first.e164
    await shop.desk.release(shop.owner, first.id)
    async with shop.database.tenant(shop.business.id) as scope:
        assert (await letterheads.read(scope, Channel.SMS, ())).numbers[0] == number
    assert number_id != first.id
