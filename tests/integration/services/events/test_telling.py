"""What happens by phone, on the web and at the desk is told, once, in the transaction in which it happens."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from redis.asyncio import Redis
from sqlalchemy import delete

from domain.call.state import CallState
from domain.dialogue.intents import TakeMessage
from domain.errors import NotPermitted
from domain.events.catalogue import (
    BookingCreated,
    BookingMoved,
    BookingRestored,
    CallEnded,
    CallMissed,
    CallStarted,
    MessageTaken,
    WaitingListOffered,
)
from domain.ids import new_id
from services.events import calls as call_events
from services.events.calls import UNHEARD_FOR, UnreportedCalls
from services.profiles import Profiles
from services.records.call_records import StoredFiles
from services.routing.voicemail import Recording, Voicemails
from services.scheduling.bookings import Bookings
from services.scheduling.looking import Ask
from services.scheduling.sessions import SeatWish, Sessions
from services.scheduling.waiting_list import WaitingList, note_freed
from services.scheduling.wishes import Who
from services.tools.messages import Messages
from storage.postgres import businesses, calls
from storage.postgres.bookings import BookingRow
from storage.postgres.calls import CallRow
from storage.postgres.database import Database
from storage.postgres.event_tables import BusinessEventRow
from storage.redis.tickets import Ticket
from tests.integration.services.events.telling import kinds_told, promised, told
from tests.integration.services.routing.call_routing import CallRouting, call_routing
from tests.support.dialled_business import DialledBusiness, open_business
from tests.support.statements import statements
from tests.support.studio import NOW, Studio, at, open_studio

SAM = Who("Sam", "+61400000001")
MINUTE = timedelta(minutes=1)
NOTHING_STORED = StoredFiles(None, None)


# --- bookings ---------------------------------------------------------------------------------------------------
@pytest.fixture
async def studio(database: Database) -> Studio:
    return await open_studio(database)


@pytest.fixture
def bookings(database: Database) -> Bookings:
    return Bookings(database, freed=note_freed)


async def booked(studio: Studio, bookings: Bookings, key: str = "a", hour: int = 10) -> BookingRow:
    return await bookings.book(studio.business_id, studio.wish(key, at(hour), actor="web"), SAM, NOW)


async def test_a_booking_is_told_at_every_step_and_each_step_once(studio: Studio, bookings: Bookings) -> None:
    business = studio.business_id
    row = await booked(studio, bookings)
    await booked(studio, bookings)  # the same again
    await bookings.move(business, row.id, at(12), NOW, actor="call")
    await bookings.move(business, row.id, at(12), NOW, actor="call")
    await bookings.cancel(business, row.id, actor="user:1")
    await bookings.cancel(business, row.id, actor="user:1")
    await bookings.restore(business, row.id)
    await bookings.no_show(business, row.id, at(12) + MINUTE)
    await bookings.no_show(business, row.id, at(12) + MINUTE)
    await bookings.restore(business, row.id)

    made, moved, cancelled, restored, no_show, again = await told(studio.database, business, row.id)
    assert made == BookingCreated(
        booking_id=row.id,
        customer_id=row.customer_id,
        offering_id=studio.cut,
        staff_id=studio.staff[0],
        location_id=row.location_id,
        call_id=None,
        starts_at=at(10),
        ends_at=at(10, 45),
        actor="web",
    )
    assert isinstance(moved, BookingMoved)
    assert (moved.was_starts_at, moved.was_ends_at, moved.was_staff_id) == (
        at(10),
        at(10, 45),
        studio.staff[0],
    )
    assert (moved.starts_at, moved.ends_at, moved.actor) == (at(12), at(12, 45), "call")
    assert [each.KIND for each in (cancelled, no_show)] == ["booking.cancelled", "booking.no_show"]
    assert isinstance(restored, BookingRestored)
    assert isinstance(again, BookingRestored)
    assert (restored.was, again.was) == ("cancelled", "no_show")


async def test_each_event_promises_to_be_told_to_its_subscribers(studio: Studio, bookings: Bookings) -> None:
    row = await booked(studio, bookings)
    await bookings.cancel(studio.business_id, row.id)
    items = await promised(studio.database, studio.business_id)
    async with studio.database.tenant(studio.business_id) as scope:
        ids = {str(each) for each in (await scope.session.scalars(BusinessEventRow.__table__.select()))}
    assert {item.key for item in items} == ids
    assert [item.payload for item in items] == [{}, {}]


async def test_what_is_undone_was_never_told(studio: Studio, bookings: Bookings) -> None:
    async def refuse(*_: object) -> None:
        raise NotPermitted("changed our mind")

    with pytest.raises(NotPermitted):
        await bookings.book(studio.business_id, studio.wish("a", at(10)), SAM, NOW, afterwards=refuse)
    assert await told(studio.database, studio.business_id) == []
    assert await promised(studio.database, studio.business_id) == []


async def test_holds_are_nobodys_news(studio: Studio, bookings: Bookings) -> None:
    await bookings.hold(studio.business_id, studio.wish("a", at(10)), NOW)
    await bookings.release(studio.business_id, "a")
    assert await told(studio.database, studio.business_id) == []


async def test_telling_takes_one_statement(studio: Studio, bookings: Bookings) -> None:
    row = await booked(studio, bookings)
    with statements() as seen:
        await bookings.cancel(studio.business_id, row.id)
    assert len([each for each in seen if "business_events" in each]) == 1
    assert not [each for each in seen if "INSERT INTO outbox" in each and "business_events" not in each]


async def test_seats_of_a_session_are_bookings_and_calling_it_off_cancels_each(
    studio: Studio, database: Database
) -> None:
    sessions = Sessions(database)
    session = await sessions.plan(studio.business_id, Ask(studio.yoga), at(9), NOW)
    later = await sessions.plan(studio.business_id, Ask(studio.yoga), at(13), NOW)
    for key in ("a", "b", "b"):
        row = await sessions.book(studio.business_id, SeatWish(session.id, key, 2), SAM, NOW)
    for seats in (3, 3):
        await sessions.change_seats(studio.business_id, row.id, seats)
    await sessions.move(studio.business_id, row.id, at(13), NOW)
    for each in (session, later):
        await sessions.cancel_session(studio.business_id, each.id)
    assert await kinds_told(database, studio.business_id) == [
        "booking.created",
        "booking.created",
        "booking.changed",
        "booking.moved",
        "booking.cancelled",
        "booking.cancelled",
    ]


async def test_an_offer_of_the_waiting_list_is_told(studio: Studio, bookings: Bookings) -> None:
    waiting_list = WaitingList(studio.database, bookings)
    lou = Who("Lou", "+61400000003")
    joined = await waiting_list.join(
        studio.business_id, Ask(studio.cut), at(9), at(17), lou, NOW, intent_key="lou"
    )
    assert await waiting_list.offer_to(studio.business_id, joined.entry.id, NOW)
    (event,) = await told(studio.database, studio.business_id)
    assert isinstance(event, WaitingListOffered)
    assert (event.entry_id, event.starts_at) == (joined.entry.id, at(9))
    assert event.customer_id == joined.entry.customer_id


# --- calls ------------------------------------------------------------------------------------------------------
CALLED_AT = datetime(2026, 11, 23, 5, 17, tzinfo=UTC)


@pytest.fixture
async def business(database: Database) -> DialledBusiness:
    return await open_business(database)


@pytest.fixture
def routing(database: Database, redis: Redis) -> CallRouting:
    return call_routing(database, redis)


async def rung(business: DialledBusiness) -> CallRow:
    new = calls.NewCall(new_id(), f"CA{new_id().hex}", "+61400000001", business.number, CALLED_AT)
    async with business.database.tenant(business.id) as scope:
        row, _ = await call_events.create(scope, new)
        await call_events.create(scope, replace(new, id=new_id()))  # the webhook comes twice
    return row


async def answered(business: DialledBusiness, call: CallRow) -> None:
    async with business.database.tenant(business.id) as scope:
        await calls.mark_answered(scope, call.id, CALLED_AT + timedelta(seconds=2), 400.0)


async def write_rows(routing: CallRouting, call: CallRow, outcome: str = "booked") -> None:
    """As the agent does when it is done with the call."""
    ticket = Ticket(call.id, call.business_id, call.call_sid, call.from_number, call.to_number, "", CALLED_AT)
    ended = CallState(ended_at_ms=(CALLED_AT.timestamp() + 60) * 1000)
    await routing.records.write_rows(ticket, ended, NOTHING_STORED, outcome=outcome, reason="caller hung up")


async def hang_up(routing: CallRouting, business: DialledBusiness, call: CallRow, after_s: int = 61) -> None:
    at = CALLED_AT + timedelta(seconds=after_s)
    await routing.ended_calls.close(call.call_sid, business.number, "completed", at)


async def events_of(business: DialledBusiness, call: CallRow) -> list[str]:
    return await kinds_told(business.database, business.id, call.id)


@pytest.mark.parametrize("agent_first", [True, False], ids=["agent first", "carrier first"])
async def test_a_calls_end_is_told_once_when_both_agent_and_carrier_are_done(
    business: DialledBusiness, routing: CallRouting, agent_first: bool
) -> None:
    call = await rung(business)
    await answered(business, call)
    # An agent shows the call as long as it has not written the rows.
    await routing.records.live.keep(business.id, call.id, {"id": str(call.id)}, 30.0)
    assert await events_of(business, call) == ["call.started"]
    if agent_first:
        await write_rows(routing, call)
        assert await events_of(business, call) == ["call.started"]
        await hang_up(routing, business, call)
    else:
        await hang_up(routing, business, call)
        assert await events_of(business, call) == ["call.started"]
        await write_rows(routing, call)
    await write_rows(routing, call)
    await hang_up(routing, business, call)
    started, ended = await told(business.database, business.id, call.id)
    assert started == CallStarted(call_id=call.id, started_at=CALLED_AT)
    assert isinstance(ended, CallEnded)
    assert (ended.outcome, ended.answered_at) == ("booked", CALLED_AT + timedelta(seconds=2))


async def test_agent_and_carrier_at_the_same_moment_tell_it_once(
    business: DialledBusiness, routing: CallRouting
) -> None:
    for _ in range(8):
        call = await rung(business)
        await answered(business, call)
        await routing.records.live.keep(business.id, call.id, {"id": str(call.id)}, 30.0)
        await asyncio.gather(write_rows(routing, call), hang_up(routing, business, call))
        assert await events_of(business, call) == ["call.started", "call.ended"]


async def test_a_call_nobody_answered_is_missed_when_the_caller_is_gone(
    business: DialledBusiness, routing: CallRouting
) -> None:
    call = await rung(business)
    await hang_up(routing, business, call, after_s=9)
    started, missed = await told(business.database, business.id, call.id)
    assert isinstance(started, CallStarted)
    assert missed == CallMissed(
        call_id=call.id, started_at=CALLED_AT, ended_at=CALLED_AT + timedelta(seconds=9)
    )


async def test_a_call_that_found_no_line_is_not_missed_while_the_caller_holds(
    business: DialledBusiness, routing: CallRouting
) -> None:
    call = await rung(business)
    async with business.database.tenant(business.id) as scope:
        await call_events.finish(scope, call.id, outcome="missed", ended_at=CALLED_AT)
    assert await events_of(business, call) == ["call.started"]
    await hang_up(routing, business, call)
    await hang_up(routing, business, call)
    assert await events_of(business, call) == ["call.started", "call.missed"]


async def test_a_caller_who_left_a_voicemail_or_was_put_through_was_not_missed(
    business: DialledBusiness, routing: CallRouting
) -> None:
    for outcome in ("message", "transferred"):
        call = await rung(business)
        async with business.database.tenant(business.id) as scope:
            await call_events.finish(scope, call.id, outcome="missed", ended_at=CALLED_AT)
            await calls.lift_outcome(scope, call.id, outcome)
        await hang_up(routing, business, call)
        _, ended = await told(business.database, business.id, call.id)
        assert isinstance(ended, CallEnded)
        assert ended.outcome == outcome


async def test_a_call_first_heard_of_at_its_end_is_told_whole(
    business: DialledBusiness, routing: CallRouting
) -> None:
    coming = calls.NewCall(new_id(), f"CA{new_id().hex}", None, business.number, CALLED_AT)
    await routing.ended_calls.close(coming.call_sid, business.number, "no-answer", CALLED_AT, coming=coming)
    assert await kinds_told(business.database, business.id, coming.id) == ["call.started", "call.missed"]


async def test_a_call_whose_carrier_says_nothing_is_told_after_an_hour(
    business: DialledBusiness, routing: CallRouting, database: Database
) -> None:
    call = await rung(business)
    await answered(business, call)
    await write_rows(routing, call)
    ended_at = CALLED_AT + MINUTE
    late = UnreportedCalls(database)
    await late.sweep(ended_at + UNHEARD_FOR)
    assert await events_of(business, call) == ["call.started"]
    await late.sweep(ended_at + UNHEARD_FOR + MINUTE)
    await late.sweep(ended_at + UNHEARD_FOR + MINUTE)
    assert await events_of(business, call) == ["call.started", "call.ended"]


# --- messages ---------------------------------------------------------------------------------------------------
async def test_a_message_is_told_once_however_often_its_words_change(
    business: DialledBusiness, database: Database
) -> None:
    call = await rung(business)
    async with database.tenant(business.id) as scope:
        profile = await businesses.load_profile(scope)
    kept: set[UUID] = set()
    for words in ("Please ring me.", "Please ring me tomorrow."):
        intent = TakeMessage(caller_name="Sam", message=words, callback_number=None)
        taken = await Messages(database).take(
            profile, call.id, intent, intent_key="k", caller_number="+61400000001", now=CALLED_AT
        )
        kept.add(taken.message_id)
    (message_id,) = kept
    assert await told(database, business.id, message_id) == [
        MessageTaken(message_id=message_id, call_id=call.id, is_voicemail=False)
    ]


async def test_a_voicemail_is_told_once(business: DialledBusiness, database: Database, redis: Redis) -> None:
    call = await rung(business)
    voicemails = Voicemails(database, Profiles(database, redis))
    recording = Recording(f"RE{new_id().hex}", "https://recordings.example/1", 12)
    ids = {await voicemails.keep(business.id, call.call_sid, recording, CALLED_AT) for _ in range(2)}
    (message_id,) = ids
    assert await told(database, business.id, message_id) == [
        MessageTaken(message_id=message_id, call_id=call.id, is_voicemail=True)
    ]


async def test_what_was_told_of_a_customer_can_be_found_and_erased(
    studio: Studio, bookings: Bookings
) -> None:
    row = await booked(studio, bookings)
    await bookings.cancel(studio.business_id, row.id)
    async with studio.database.tenant(studio.business_id) as scope:
        gone = await scope.session.execute(
            delete(BusinessEventRow)
            .where(BusinessEventRow.customer_id == row.customer_id)
            .returning(BusinessEventRow.kind)
        )
    assert sorted(gone.scalars()) == ["booking.cancelled", "booking.created"]
