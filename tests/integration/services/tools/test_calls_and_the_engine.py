"""What a call does with the calendar: holds, visits, staff, moves, cancellations, codes, the waiting list."""

import asyncio
import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from redis.asyncio import Redis
from sqlalchemy import event, insert, select, update

from domain.dialogue.intents import CancelAppointment, JoinWaitingList, MoveAppointment
from domain.ids import new_id
from services.profiles import Profiles
from services.scheduling.bookings import Bookings
from services.scheduling.waiting_list import OFFERED, WaitingList
from services.tools.callers import MOST_TRIES
from services.tools.context import BOOKING_CANCELLED, BOOKING_CONFIRMED, BOOKING_MOVED, CALLER_CODE
from services.tools.deferred_apply import BOOKING_NOT_MOVED, DeferredApplier
from services.tools.deferred_queue import deferred_write
from services.tools.runner import CallContext, ToolOutcome, ToolRunner
from storage.postgres import scheduling_tables, tables
from storage.postgres.businesses import load_profile
from storage.redis.deferred import DeferredWrite
from tests.support.salons import NOW, OpenSalon, Salon

TUESDAY, NEXT_TUESDAY = "2026-11-24", "2026-12-01"
HAIRCUT = {"offering": "Haircut"}
SAM, ANN = "+61400000001", "+61400000002"


async def run(
    salon: Salon, call: CallContext, name: str, now: datetime = NOW, **arguments: Any
) -> tuple[ToolOutcome, dict[str, Any]]:
    outcome = await ToolRunner(salon.database, salon.profile).run(call, "key", name, arguments, now)
    return outcome, json.loads(outcome.content)


async def told(salon: Salon, call: CallContext, name: str, **arguments: Any) -> dict[str, Any]:
    return (await run(salon, call, name, **arguments))[1]


async def book(salon: Salon, call: CallContext, at: str = f"{TUESDAY}T10:00", **more: Any) -> dict[str, Any]:
    wish = {**HAIRCUT, "starts_at_local": at, "customer_name": "Sam", **more}
    return await told(salon, call, "book_appointment", **wish)


async def held(salon: Salon) -> list[datetime]:
    async with salon.database.tenant(salon.profile.id) as scope:
        found = await scope.session.scalars(
            select(tables.Booking.starts_at)
            .where(tables.Booking.status == "held")
            .order_by(tables.Booking.starts_at)
        )
        return list(found)


async def texts(salon: Salon, kind: str) -> list[dict[str, Any]]:
    return [payload for its_kind, _, payload in await salon.promised() if its_kind == kind]


# --- holds ----------------------------------------------------------------------------------------------------------
async def test_a_free_time_that_is_told_is_held_for_the_call_and_becomes_its_booking(salon: Salon) -> None:
    first, second = await salon.call(SAM), await salon.call(ANN)
    found = await told(salon, first, "find_slots", **HAIRCUT, date=TUESDAY, time="10:00")
    assert (found["requested_is_free"], found["held"]) == (True, [f"{TUESDAY}T10:00"])
    other = await told(salon, second, "find_slots", **HAIRCUT, date=TUESDAY, time="10:00")
    assert other["requested_is_free"] is False
    assert f"{TUESDAY}T10:00" not in other["slots"]
    assert (await book(salon, second))["code"] == "slot_taken"
    assert (await book(salon, first))["result"] == "booked"
    assert await salon.count(tables.Booking) == 1 + len(await held(salon))


async def test_of_several_told_as_many_are_held_as_one_person_can_do(salon: Salon) -> None:
    found = await told(salon, await salon.call(), "find_slots", **HAIRCUT, date=TUESDAY)
    assert found["held"] == [found["slots"][0], found["slots"][3], found["slots"][5]]
    near = await told(salon, await salon.call(ANN), "find_slots", **HAIRCUT, date=TUESDAY, time="09:00")
    assert near["requested_is_free"] is False
    assert len(near["held"]) == 1, "the nearest three overlap"


async def test_another_look_of_the_same_call_replaces_what_it_holds(salon: Salon) -> None:
    call = await salon.call()
    await told(salon, call, "find_slots", **HAIRCUT, date=TUESDAY, time="10:00")
    again = await told(salon, call, "find_slots", **HAIRCUT, date=TUESDAY, time="10:15")
    assert (again["requested_is_free"], again["held"]) == (True, [f"{TUESDAY}T10:15"])
    assert len(await held(salon)) == 1


async def test_a_hold_is_no_obstacle_to_the_call_that_wants_it_otherwise(open_salon: OpenSalon) -> None:
    salon = await open_salon(staff=("Mia", "Leo"))
    call = await salon.call()
    await told(salon, call, "find_slots", **HAIRCUT, date=TUESDAY, time="10:00")
    booked = await book(salon, call, staff="mia")
    assert (booked["result"], booked["staff"]) == ("booked", "Mia")
    assert await held(salon) == []


async def test_many_calls_that_look_at_once_never_hold_the_same(open_salon: OpenSalon) -> None:
    salon = await open_salon(staff=("Mia", "Leo"))
    callers = [await salon.call(f"+6140000{n:04d}") for n in range(12)]
    found = await asyncio.gather(
        *(told(salon, call, "find_slots", **HAIRCUT, date=TUESDAY) for call in callers)
    )
    assert all(each["result"] == "slots_found" for each in found)
    segment = scheduling_tables.BookingSegment
    async with salon.database.tenant(salon.profile.id) as scope:
        rows = (
            await scope.session.execute(select(segment.staff_id, segment.starts_at, segment.ends_at))
        ).all()
    for n, (who, start, end) in enumerate(rows):
        for other, begins, ends in rows[n + 1 :]:
            assert who != other or end <= begins or ends <= start
    assert len(rows) == sum(len(each["held"]) for each in found) > 0


async def test_an_expired_hold_is_in_nobodys_way(salon: Salon) -> None:
    await told(salon, await salon.call(), "find_slots", **HAIRCUT, date=TUESDAY, time="10:00")
    async with salon.database.tenant(salon.profile.id) as scope:
        for table in (scheduling_tables.BookingSegment, tables.Booking):
            await scope.session.execute(update(table).values(hold_until=datetime(2000, 1, 1, tzinfo=UTC)))
    found = await told(salon, await salon.call(ANN), "find_slots", **HAIRCUT, date=TUESDAY, time="10:00")
    assert (found["requested_is_free"], found["held"]) == (True, [f"{TUESDAY}T10:00"])


async def test_a_limit_per_day_counts_what_is_held(salon: Salon) -> None:
    async with salon.database.tenant(salon.profile.id) as scope:
        await scope.session.execute(update(tables.Offering).values(per_day=1))
    found = await told(salon, await salon.call(), "find_slots", **HAIRCUT, date=TUESDAY, time="10:00")
    assert found["held"] == [f"{TUESDAY}T10:00"]
    other = await told(salon, await salon.call(ANN), "find_slots", **HAIRCUT, date=TUESDAY)
    assert other["slots"] == []
    assert "No more of these" in other["why"]


async def test_looking_and_holding_take_a_fixed_number_of_statements(salon: Salon) -> None:
    call = await salon.call()
    runner = ToolRunner(salon.database, salon.profile)
    await runner.run(call, "warm", "find_slots", {**HAIRCUT, "date": TUESDAY}, NOW)
    counted: list[str] = []
    (engine,) = salon.database._engines.values()

    def count(_c: object, _cursor: object, statement: str, *_more: object) -> None:
        counted.append(statement)

    event.listen(engine.sync_engine, "before_cursor_execute", count)
    try:
        await runner.run(call, "1", "find_slots", {**HAIRCUT, "date": TUESDAY}, NOW)
    finally:
        event.remove(engine.sync_engine, "before_cursor_execute", count)
    assert len(counted) <= 12, "\n".join(counted)


# --- visits ---------------------------------------------------------------------------------------------------------
async def test_staff_several_offerings_and_notes_reach_the_booking(open_salon: OpenSalon) -> None:
    salon = await open_salon(staff=("Mia", "Leo"))
    call = await salon.call()
    also = [{"offering": "colour", "variant": None, "add_ons": None, "staff": None}]
    wish = {"offering": "Haircut", "staff": "Leo", "also": also}
    found = await told(salon, call, "find_slots", **wish, date=TUESDAY, time="10:00")
    assert (found["offering"], found["requested_is_free"]) == ("Haircut and Colour", True)
    booked = await book(salon, call, **wish, notes="allergic to ammonia")
    assert (booked["offering"], booked["staff"]) == ("Haircut and Colour", "Leo")
    async with salon.database.tenant(salon.profile.id) as scope:
        notes = await scope.session.scalar(select(tables.Booking.notes))
    assert notes == "allergic to ammonia"


async def test_variants_and_extras_are_named_and_last_as_long_as_they_do(salon: Salon) -> None:
    haircut = salon.profile.offerings[0].id
    async with salon.database.tenant(salon.profile.id) as scope:
        for kind, name, minutes in (("variant", "Long hair", 75), ("add_on", "Wash", 10)):
            await scope.session.execute(
                insert(scheduling_tables.OfferingOption).values(
                    id=new_id(), business_id=salon.profile.id, offering_id=haircut, kind=kind, name=name,
                    minutes=minutes, price_cents=0,
                )
            )  # fmt: skip
        profile = await load_profile(scope)
    salon = replace(salon, profile=profile)
    booked = await book(salon, await salon.call(), variant="long hair", add_ons=["wash"])
    assert booked["offering"] == "Haircut, Long hair with Wash"
    async with salon.database.tenant(salon.profile.id) as scope:
        row = (await scope.session.execute(select(tables.Booking.starts_at, tables.Booking.ends_at))).one()
    assert row.ends_at - row.starts_at == timedelta(minutes=85)
    refused = await book(salon, await salon.call(ANN), variant="perm")
    assert (refused["code"], "Long hair" in refused["message"]) == ("invalid_input", True)


async def test_other_staff_for_the_same_person_changes_the_booking_and_for_another_is_a_second(
    open_salon: OpenSalon,
) -> None:
    salon = await open_salon(staff=("Mia", "Leo"))
    call = await salon.call()
    assert (await book(salon, call))["staff"] == "Leo"
    assert (await book(salon, call, staff="Mia"))["staff"] == "Mia"
    assert await salon.count(tables.Booking) == 1
    second = await book(salon, call, staff="Leo", customer_name="Ann")
    assert (second["staff"], second["customer_name"]) == ("Leo", "Ann")
    assert await salon.count(tables.Booking) == 2


# --- weekdays -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("tool", ["find_slots", "book_appointment"])
async def test_a_date_that_is_not_the_weekday_the_caller_said_is_refused_with_both_readings(
    salon: Salon, tool: str
) -> None:
    arguments = (
        {"date": "2026-12-02", "time": "10:00"}
        if tool == "find_slots"
        else {"starts_at_local": "2026-12-02T10:00", "customer_name": "Sam"}
    )
    refused = await told(salon, await salon.call(), tool, **HAIRCUT, **arguments, weekday="Dienstag")
    assert refused["code"] == "day_unclear"
    assert list(refused["days"]) == ["2026-12-01", "2026-12-02", "2026-12-08"]
    assert "Wednesday 2 December" in refused["message"]
    assert await salon.count(tables.Booking) == 0
    agreed = await told(salon, await salon.call(), tool, **HAIRCUT, **arguments, weekday="mercredi")
    assert agreed["result"] in ("slots_found", "booked")


# --- the caller's own -----------------------------------------------------------------------------------------------
async def test_a_caller_sees_moves_and_cancels_what_their_number_has_and_nothing_else(salon: Salon) -> None:
    booked = await book(salon, await salon.call(SAM))
    call, stranger = await salon.call(SAM), await salon.call(ANN)
    listed = await told(salon, call, "list_my_appointments")
    assert [each["booking_id"] for each in listed["appointments"]] == [booked["booking_id"]]
    assert (await told(salon, stranger, "list_my_appointments"))["appointments"] == []
    wish = {
        "booking_id": booked["booking_id"],
        "starts_at_local": f"{NEXT_TUESDAY}T11:00",
        "weekday": "Tuesday",
    }
    for tool, arguments in (
        ("move_appointment", wish),
        ("cancel_appointment", {"booking_id": booked["booking_id"]}),
    ):
        refused = await told(salon, stranger, tool, **arguments)
        assert refused["code"] == "not_permitted"
        assert refused == await told(salon, stranger, tool, **(arguments | {"booking_id": str(new_id())}))
    outcome, moved = await run(salon, call, "move_appointment", **wish)
    assert (moved["result"], moved["before_local"], moved["starts_at_local"]) == (
        "moved", f"{TUESDAY}T10:00", f"{NEXT_TUESDAY}T11:00",
    )  # fmt: skip
    assert outcome.booking_id == UUID(booked["booking_id"])
    again = await told(salon, call, "move_appointment", **wish)
    assert again["starts_at_local"] == f"{NEXT_TUESDAY}T11:00"
    assert [each["starts_at_local"] for each in await texts(salon, BOOKING_MOVED)] == [
        f"{NEXT_TUESDAY}T11:00"
    ]
    (confirmed,) = await texts(salon, BOOKING_CONFIRMED)
    assert confirmed["starts_at_local"] == f"{NEXT_TUESDAY}T11:00"
    for _ in range(2):
        gone = await told(salon, call, "cancel_appointment", booking_id=booked["booking_id"])
        assert gone["result"] == "cancelled"
    assert len(await texts(salon, BOOKING_CANCELLED)) == 1
    assert (await told(salon, call, "move_appointment", **wish))["code"] == "not_permitted"


async def test_its_own_time_is_not_in_the_way_of_a_move_by_a_quarter_of_an_hour(salon: Salon) -> None:
    call = await salon.call()
    booked = await book(salon, call)
    found = await told(
        salon, call, "find_slots", **HAIRCUT, date=TUESDAY, time="10:15", booking_id=booked["booking_id"]
    )
    assert found["requested_is_free"] is True
    moved = await told(
        salon, call, "move_appointment", booking_id=booked["booking_id"], starts_at_local=f"{TUESDAY}T10:15"
    )
    assert moved["result"] == "moved"
    strange = await told(
        salon, await salon.call(ANN), "find_slots", **HAIRCUT, date=TUESDAY, booking_id=booked["booking_id"]
    )
    assert strange["code"] == "not_permitted"


async def test_a_move_to_a_taken_time_leaves_it_where_it_is(salon: Salon) -> None:
    call = await salon.call()
    booked = await book(salon, call)
    await book(salon, await salon.call(ANN), f"{TUESDAY}T14:00")
    refused = await told(
        salon, call, "move_appointment", booking_id=booked["booking_id"], starts_at_local=f"{TUESDAY}T14:00"
    )
    assert (refused["code"], "stays where it is" in refused["message"]) == ("slot_taken", True)
    assert refused["alternatives"]
    listed = await told(salon, call, "list_my_appointments")
    assert listed["appointments"][0]["starts_at_local"] == f"{TUESDAY}T10:00"


# --- codes ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("own", [None, ANN], ids=["withheld", "another number"])
async def test_a_texted_code_shows_that_a_number_is_theirs(salon: Salon, own: str | None) -> None:
    booked = await book(salon, await salon.call(SAM))
    call = await salon.call(own)
    before = await told(salon, call, "cancel_appointment", booking_id=booked["booking_id"])
    assert before["code"] == "not_permitted"
    sent = await told(salon, call, "text_code", phone_number="0400 000 001")
    assert sent["result"] == "code_texted"
    (text,) = await texts(salon, CALLER_CODE)
    assert text["to"] == SAM
    wrong = f"{(int(text['code']) + 1) % 1_000_000:06d}"
    assert (await told(salon, call, "check_code", code=wrong))["code"] == "invalid_input"
    listed = await told(salon, call, "check_code", code=" ".join(text["code"]))
    assert [each["booking_id"] for each in listed["appointments"]] == [booked["booking_id"]]
    elsewhere = await told(salon, await salon.call(own), "check_code", code=text["code"])
    assert elsewhere["code"] == "not_permitted", "it shows it in this call only"
    gone = await told(salon, call, "cancel_appointment", booking_id=booked["booking_id"])
    assert gone["result"] == "cancelled"


async def test_nobody_learns_whether_a_number_has_appointments(salon: Salon) -> None:
    call = await salon.call(None)
    sent = await told(salon, call, "text_code", phone_number="+61400000077")
    assert sent["result"] == "code_texted"
    assert await texts(salon, CALLER_CODE) == []
    async with salon.database.tenant(salon.profile.id) as scope:
        (digest,) = (await scope.session.scalars(select(scheduling_tables.CallerCode.digest))).all()
    assert len(digest) == 32
    assert (await told(salon, call, "list_my_appointments"))["code"] == "not_permitted"


async def test_a_code_is_tried_a_few_times_and_holds_for_minutes(salon: Salon) -> None:
    await book(salon, await salon.call(SAM))
    call = await salon.call(None)
    await told(salon, call, "text_code", phone_number=SAM)
    (text,) = await texts(salon, CALLER_CODE)
    late = NOW + timedelta(minutes=11)
    _, expired = await run(salon, call, "check_code", late, code=text["code"])
    assert expired["code"] == "not_permitted"
    wrong = f"{(int(text['code']) + 1) % 1_000_000:06d}"
    for _ in range(MOST_TRIES):
        assert (await told(salon, call, "check_code", code=wrong))["code"] == "invalid_input"
    assert (await told(salon, call, "check_code", code=text["code"]))["code"] == "limit_reached"


async def test_codes_are_few_for_a_call_and_for_a_number(salon: Salon) -> None:
    await book(salon, await salon.call(SAM))
    call = await salon.call(None)
    for minute in range(3):
        _, sent = await run(salon, call, "text_code", NOW + timedelta(minutes=minute), phone_number=SAM)
        assert sent["result"] == "code_texted"
        await run(salon, call, "text_code", NOW + timedelta(minutes=minute, seconds=9), phone_number=SAM)
    assert len(await texts(salon, CALLER_CODE)) == 3, "asked for again at once, it is the same one"
    later = NOW + timedelta(minutes=5)
    _, refused = await run(salon, await salon.call(None), "text_code", later, phone_number=SAM)
    assert refused["code"] == "limit_reached"


# --- the waiting list -----------------------------------------------------------------------------------------------
async def test_who_waits_is_offered_what_becomes_free_and_takes_it_by_phone(salon: Salon) -> None:
    holder = await salon.call(SAM)
    booked = await book(salon, holder, "2026-11-24T09:00")
    call = await salon.call(ANN)
    wish = {**HAIRCUT, "date": TUESDAY, "weekday": "Tuesday", "customer_name": "Ann"}
    joined = await told(salon, call, "join_waiting_list", **wish)
    assert (joined["result"], joined["ahead"]) == ("waiting", 0)
    await told(salon, call, "join_waiting_list", **wish)
    assert await salon.count(scheduling_tables.WaitingEntry) == 1
    await told(salon, holder, "cancel_appointment", booking_id=booked["booking_id"])
    assert "waiting.freed" in [kind for kind, _, _ in await salon.promised()]
    day = datetime(2026, 11, 23, 13, tzinfo=UTC)
    waiting_list = WaitingList(salon.database, Bookings(salon.database))
    assert await waiting_list.offer_between(salon.profile.id, day, day + timedelta(days=1), NOW) == 1
    (offer,) = await texts(salon, OFFERED)
    calling = await salon.call(ANN)
    listed = await told(salon, calling, "list_my_appointments")
    assert listed["waiting_for"][0]["kept_for_them_local"] == offer["starts_at_local"]
    other = await book(salon, await salon.call("+61400000003"), offer["starts_at_local"])
    assert other["code"] == "slot_taken"
    found = await told(
        salon, calling, "find_slots", **HAIRCUT, date=TUESDAY, time=offer["starts_at_local"][11:]
    )
    assert found["requested_is_free"] is True
    for _ in range(2):
        taken = await book(salon, calling, offer["starts_at_local"], customer_name="Ann")
        assert (taken["result"], taken["customer_name"]) == ("booked", "Ann")
    assert [each["customer_name"] for each in await texts(salon, BOOKING_CONFIRMED)] == ["Sam", "Ann"]


async def test_without_a_number_nobody_can_wait(salon: Salon) -> None:
    refused = await told(salon, await salon.call(None), "join_waiting_list", **HAIRCUT, customer_name="Ann")
    assert (refused["code"], "number" in refused["message"]) == ("invalid_input", True)


async def test_a_number_waits_for_a_few_at_most(salon: Salon) -> None:
    call = await salon.call(ANN)
    days = [date(2026, 12, 1) + timedelta(days=n) for n in range(6)]
    said = [
        (await told(salon, call, "join_waiting_list", **HAIRCUT, customer_name="Ann", date=day.isoformat()))
        for day in days
    ]
    assert [each.get("code", each["result"]) for each in said] == ["waiting"] * 5 + ["limit_reached"]


# --- while Postgres is away -----------------------------------------------------------------------------------------
async def apply(salon: Salon, call: CallContext, redis: Redis, intent: Any) -> None:
    """What was deferred is done later, twice, as two workers may."""
    write = deferred_write(salon.profile.id, call.call_id, call.caller_number, intent, NOW)
    write = DeferredWrite.from_json(write.to_json())
    applier = DeferredApplier(salon.database, Profiles(salon.database, redis))
    for _ in range(2):
        await applier.apply(write, NOW)


async def test_a_move_and_a_cancellation_that_were_deferred_are_done_once(salon: Salon, redis: Redis) -> None:
    call = await salon.call(SAM)
    booking_id = UUID((await book(salon, call))["booking_id"])
    later = datetime.fromisoformat(f"{NEXT_TUESDAY}T11:00")
    await apply(salon, call, redis, MoveAppointment(booking_id, later))
    assert [each["starts_at_local"] for each in await texts(salon, BOOKING_MOVED)] == [
        f"{NEXT_TUESDAY}T11:00"
    ]
    await apply(salon, call, redis, CancelAppointment(booking_id))
    assert len(await texts(salon, BOOKING_CANCELLED)) == 1


async def test_a_move_that_cannot_be_made_any_more_is_told(salon: Salon, redis: Redis) -> None:
    call = await salon.call(SAM)
    booking_id = UUID((await book(salon, call))["booking_id"])
    taken = f"{NEXT_TUESDAY}T11:00"
    await book(salon, await salon.call(ANN), taken)
    await apply(salon, call, redis, MoveAppointment(booking_id, datetime.fromisoformat(taken)))
    (told_so,) = await texts(salon, BOOKING_NOT_MOVED)
    assert (told_so["to"], told_so["starts_at_local"]) == (SAM, f"{TUESDAY}T10:00")


async def test_an_entry_of_the_waiting_list_that_was_deferred_is_made_once(
    salon: Salon, redis: Redis
) -> None:
    await apply(salon, await salon.call(ANN), redis, JoinWaitingList("Haircut", "Ann", date(2026, 12, 1)))
    assert await salon.count(scheduling_tables.WaitingEntry) == 1
