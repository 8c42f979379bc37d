"""Getting calls here, by API: codes with the number filled in, a test call made by the worker, and what proves it."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, update

from domain.accounts.roles import Role
from domain.errors import ProviderError
from domain.ids import new_id
from domain.numbers.leaving import Source
from providers.numbers import CallEnd
from services.forwarding.arrivals import ForwardedCalls
from services.forwarding.kinds import KINDS
from services.forwarding.trials import Trials
from storage.postgres import businesses, forwardings, phone_numbers
from storage.postgres.tables import OutboxRow
from tests.support.api import Api
from tests.support.businesses import unused_valid_number
from tests.support.front_desk import Counter, open_counter

PUBLIC = "+61293744000"


class Rings:
    """Calls of ours, as a carrier makes them."""

    def __init__(self) -> None:
        self.made: list[tuple[str, str]] = []
        self.end = CallEnd.RANG_OUT
        self.refuses: ProviderError | None = None
        self.found: str | None = None

    async def ring(self, to: str, from_: str, *, rings_s: int) -> str:
        if self.refuses is not None:
            raise self.refuses
        self.made.append((to, from_))
        return "CA" + "1" * 32

    async def rung(self, to: str, from_: str, since: datetime) -> str | None:
        return self.found

    async def end_of(self, sid: str) -> CallEnd:
        return self.end


@pytest.fixture
async def counter(served: Api) -> Counter:
    return await open_counter(served)


@pytest.fixture
def rings() -> Rings:
    return Rings()


async def holds(counter: Counter) -> tuple[UUID, str]:
    number_id, number = new_id(), unused_valid_number()
    async with counter.api.database.tenant(counter.studio.business_id) as scope:
        await phone_numbers.take(
            scope,
            number_id,
            number,
            source=Source.BROUGHT,
            sid="PN" + number_id.hex,
            sort="local",
            capabilities=("voice",),
            monthly_cents=None,
            label="",
            check_at=datetime.now(UTC),
        )
    return number_id, number


async def begun(counter: Counter, number_id: UUID, **changes: Any) -> dict[str, Any]:
    body = {
        "public_number": "02 9374 4000",
        "phone_number_id": str(number_id),
        "carrier": "telstra_fixed",
        "conditions": ["busy", "no_answer"],
        "delay_s": 20,
        **changes,
    }
    answer = await counter.post("/forwardings", body)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def works(counter: Counter, rings: Rings, *, later: timedelta = timedelta()) -> None:
    trials = Trials(counter.api.database, rings, lambda: datetime.now(UTC) + later)
    if later:
        async with counter.api.database.worker() as session:
            await session.execute(
                update(OutboxRow)
                .where(OutboxRow.kind.in_(KINDS), OutboxRow.business_id == counter.studio.business_id)
                .values(due_at=func.now())
            )
    while await trials.drain():
        pass


async def arrives(counter: Counter, caller: str | None, dialled: str, via: str) -> bool:
    database = counter.api.database
    async with database.tenant(counter.studio.business_id) as scope:
        profile = await businesses.load_profile(scope)
    return await ForwardedCalls(database).arrived(profile, caller, dialled, via, datetime.now(UTC))


async def look(counter: Counter, forwarding: dict[str, Any]) -> dict[str, Any]:
    return (await counter.get(f"/forwardings/{forwarding['id']}")).json()


async def test_from_nothing_to_a_proof(counter: Counter, rings: Rings):
    carriers = (await counter.get("/forwarding-carriers")).json()
    assert (carriers["country"], carriers["items"][0]["id"]) == ("AU", "telstra_mobile")
    number_id, number = await holds(counter)
    forwarding = await begun(counter, number_id)
    national = "0" + number.removeprefix("+61")
    assert (forwarding["phase"], forwarding["public_number"]) == ("not_begun", PUBLIC)
    assert [(step["does"], step["dial"]) for step in forwarding["steps"]] == [
        ("forward", f"*61{national}*20#"),
        ("forward", f"*24{national}#"),
        ("switch_off", "#61#"),
        ("switch_off", "#24#"),
    ]
    path = f"/forwardings/{forwarding['id']}"
    assert (await counter.post(f"{path}/told")).json()["phase"] == "told"
    testing = await counter.post(f"{path}/test")
    assert (testing.status_code, testing.json()["phase"]) == (202, "testing")
    assert (await counter.post(f"{path}/test")).status_code == 409
    await works(counter, rings)
    assert rings.made == [(PUBLIC, number)]
    assert await arrives(counter, number, number, "0293744000")
    proved = await look(counter, forwarding)
    assert (proved["phase"], proved["reason"], proved["test_until"]) == ("proved", None, None)
    assert proved["last_forwarded_at"] == proved["proved_at"] is not None
    await works(counter, rings, later=timedelta(minutes=2))
    assert (await look(counter, forwarding))["phase"] == "proved"
    changed = await counter.patch(path, {"delay_s": 30})
    assert (changed.json()["phase"], changed.json()["delay_s"]) == ("not_begun", 30)
    assert (await counter.delete(path)).status_code == 204
    assert (await counter.get("/forwardings")).json()["items"] == []


@pytest.mark.parametrize(
    ("end", "code"),
    [
        (CallEnd.ANSWERED, "answered"),
        (CallEnd.BUSY, "busy"),
        (CallEnd.RANG_OUT, "rang_out"),
        (CallEnd.UNDER_WAY, "not_back"),
    ],
)
async def test_a_call_that_does_not_come_back_says_why(
    counter: Counter, rings: Rings, end: CallEnd, code: str
):
    number_id, _ = await holds(counter)
    forwarding = await begun(counter, number_id)
    await counter.post(f"/forwardings/{forwarding['id']}/test")
    await works(counter, rings)
    rings.end = end
    await works(counter, rings, later=timedelta(minutes=2))
    failed = await look(counter, forwarding)
    assert (failed["phase"], failed["code"]) == ("failed", code)
    assert failed["reason"].endswith(".")


@pytest.mark.parametrize(
    ("refuses", "phase"),
    [
        (
            ProviderError("twilio", "calls.create", "refused: error 21211", retryable=False, status=400),
            "failed",
        ),
        (ProviderError("twilio", "calls.create", "refused", retryable=True, status=503), "failed"),
        (ProviderError("twilio", "calls.create", "did not answer in time", retryable=True), "testing"),
    ],
    ids=["invalid", "away", "perhaps_made"],
)
async def test_a_call_that_cannot_be_made_fails_at_once(
    counter: Counter, rings: Rings, refuses: ProviderError, phase: str
):
    number_id, number = await holds(counter)
    forwarding = await begun(counter, number_id)
    await counter.post(f"/forwardings/{forwarding['id']}/test")
    rings.refuses = refuses
    await works(counter, rings)
    assert (await look(counter, forwarding))["phase"] == phase
    if phase == "testing":
        assert await arrives(counter, number, number, "")
        assert (await look(counter, forwarding))["phase"] == "proved"


async def test_a_worker_that_dies_over_a_test_call_makes_no_second_one(counter: Counter, rings: Rings):
    number_id, _ = await holds(counter)
    forwarding = await begun(counter, number_id)
    await counter.post(f"/forwardings/{forwarding['id']}/test")

    async def made_and_died(to: str, from_: str, *, rings_s: int) -> str:
        rings.made.append((to, from_))
        raise BaseExceptionGroup("killed", [KeyboardInterrupt()])

    ring, rings.ring = rings.ring, made_and_died
    with pytest.raises(BaseExceptionGroup):
        await Trials(counter.api.database, rings).drain()
    rings.ring, rings.found = ring, "CA" + "2" * 32
    async with counter.api.database.worker() as session:
        await session.execute(update(OutboxRow).where(OutboxRow.kind == KINDS[0]).values(due_at=func.now()))
    await works(counter, rings)
    assert len(rings.made) == 1
    async with counter.api.database.tenant(counter.studio.business_id) as scope:
        assert (await forwardings.get(scope, UUID(forwarding["id"]))).test_sid == "CA" + "2" * 32


async def test_calls_of_customers_prove_it_and_are_answered(counter: Counter):
    number_id, number = await holds(counter)
    forwarding = await begun(counter, number_id)
    for via in ("", "+61400000009", "not a number"):
        assert not await arrives(counter, "+61400000001", number, via)
    assert (await look(counter, forwarding))["phase"] == "not_begun"
    for written in ("61293744000", "+61293744000", "02 9374 4000"):
        assert not await arrives(counter, "+61400000001", number, written)
        assert (await look(counter, forwarding))["phase"] == "proved", written
    async with counter.api.database.tenant(counter.studio.business_id) as scope:
        old = datetime.now(UTC) - timedelta(days=15)
        await forwardings.change(scope, UUID(forwarding["id"]), last_forwarded_at=old, proved_at=old)
    assert (await look(counter, forwarding))["phase"] == "stale"
    assert not await arrives(counter, None, number, PUBLIC)
    assert (await look(counter, forwarding))["phase"] == "proved"


@pytest.mark.parametrize(
    ("changes", "status", "says"),
    [
        ({"public_number": "1900 123 456"}, 422, "public_number: "),
        ({"public_number": "000"}, 422, "public_number: this is no"),
        ({"public_number": "sip:a@b.example"}, 422, "public_number: this is no"),
        ({"public_number": "+81 3 1234 5678"}, 422, "carrier: known for JP are none yet"),
        ({"carrier": "optus_pigeon"}, 422, "carrier: known for AU"),
        ({"conditions": ["unreachable"]}, 422, "conditions: Telstra landline"),
        ({"delay_s": 7}, 422, "delay_s: one of"),
        ({"phone_number_id": str(UUID(int=7))}, 404, "no such number"),
    ],
    ids=["costly", "emergency", "address", "country", "carrier", "condition", "delay", "another_s_number"],
)
async def test_what_cannot_be_forwarded_is_refused(
    counter: Counter, changes: dict[str, Any], status: int, says: str
):
    number_id, _ = await holds(counter)
    body = {
        "public_number": PUBLIC,
        "phone_number_id": str(number_id),
        "carrier": "telstra_fixed",
        "conditions": ["no_answer"],
        **changes,
    }
    answer = await counter.post("/forwardings", body)
    assert answer.status_code == status, answer.text
    assert answer.json()["detail"].startswith(says)


async def test_a_telephone_is_known_once_and_is_none_of_those_here(counter: Counter):
    number_id, number = await holds(counter)
    await begun(counter, number_id)
    body = {"phone_number_id": str(number_id), "carrier": "telstra_fixed", "conditions": ["all"]}
    assert (await counter.post("/forwardings", {**body, "public_number": PUBLIC})).status_code == 409
    own = await counter.post("/forwardings", {**body, "public_number": number})
    assert (own.status_code, own.json()["detail"][:14]) == (422, "public_number:")


async def test_who_may_only_read_tests_nothing_and_others_see_nothing(counter: Counter):
    number_id, _ = await holds(counter)
    forwarding = await begun(counter, number_id)
    viewer = await open_counter(counter.api, role=Role.VIEWER, studio=counter.studio)
    assert len((await viewer.get("/forwardings")).json()["items"]) == 1
    assert (await viewer.post(f"/forwardings/{forwarding['id']}/test")).status_code == 403
    other = await open_counter(counter.api)
    assert (await other.post(f"/forwardings/{forwarding['id']}/test")).status_code == 404


async def test_there_are_so_many_test_calls_a_day(counter: Counter):
    number_id, _ = await holds(counter)
    forwarding = await begun(counter, number_id)
    path = f"/forwardings/{forwarding['id']}"
    for _ in range(20):
        assert (await counter.post(f"{path}/test")).status_code == 202
        async with counter.api.database.tenant(counter.studio.business_id) as scope:
            past = datetime.now(UTC) - timedelta(seconds=1)
            await forwardings.change(scope, UUID(forwarding["id"]), test_until=past)
    assert (await counter.post(f"{path}/test")).status_code == 429
