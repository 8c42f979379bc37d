"""Made-up businesses: the same for the same seed, of every kind, and nobody's."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from itertools import pairwise
from typing import Any
from uuid import UUID

import pytest

from domain.accounts.credentials import email_address, usable_password
from domain.accounts.roles import Role
from domain.languages import offered_language
from domain.phone_numbers import valid_e164
from sandbox.seed.businesses import Plan, id_of, make_business
from sandbox.seed.credentials import PASSWORD, email_of, key_text
from sandbox.seed.numbers import dialled_number, most_businesses
from sandbox.seed.shape import Made
from sandbox.seed.team import Users
from sandbox.seed.towns import TOWNS
from sandbox.seed.trades import TRADES
from services.accounts.secrets import parts_of_key
from storage.postgres import scheduling_tables as scheduling
from storage.postgres import tables
from storage.postgres.account_tables import User
from storage.postgres.schema import Base

PLAN = Plan(businesses=11, days=21, seed=3, as_of=date(2026, 10, 20))
"""Over the autumn's clock changes of Europe, North America and Australia."""

USERS = Users(PLAN.seed, "$argon2id$made-up")


def made(index: int, plan: Plan = PLAN) -> Made:
    return make_business(plan, index, USERS)


@pytest.fixture(scope="module")
def all_made() -> Sequence[Made]:
    return [made(index) for index in range(PLAN.businesses)]


def everything(business: Made) -> dict[str, Sequence[Any]]:
    return {
        table.name: business.rows.of(mapped) for mapped in mapped_tables() for table in [mapped.__table__]
    }


def mapped_tables() -> list[Any]:
    return [mapper.class_ for mapper in Base.registry.mappers]


def test_the_same_seed_makes_the_same_rows_and_another_makes_others() -> None:
    assert everything(made(4)) == everything(made(4))
    other = made(4, Plan(1, PLAN.days, PLAN.seed + 1, PLAN.as_of))
    assert {row["id"] for row in other.rows.of(tables.Booking)}.isdisjoint(
        row["id"] for row in made(4).rows.of(tables.Booking)
    )


def test_a_business_does_not_depend_on_how_many_there_are_nor_its_id_on_the_day() -> None:
    more = Plan(200, PLAN.days, PLAN.seed, PLAN.as_of)
    assert everything(made(2, more)) == everything(made(2))
    later = made(2, Plan(1, 5, PLAN.seed, date(2027, 3, 1)))
    assert later.id == made(2).id == id_of(PLAN.seed, 2)


def test_every_trade_and_town_comes_up(all_made: Sequence[Made]) -> None:
    assert {each.trade.key for each in all_made} == {trade.key for trade in TRADES}
    assert {each.town for each in all_made} == set(TOWNS)
    assert len({town.country for town in TOWNS}) == 6
    for town in TOWNS:
        offered_language(town.language)


def test_nobody_and_nothing_is_taken_twice(all_made: Sequence[Made]) -> None:
    for business in all_made:
        taken: dict[UUID, list[tuple[datetime, datetime]]] = defaultdict(list)
        for row in business.rows.of(scheduling.BookingSegment):
            if not row.get("released"):
                taken[row.get("staff_id") or row["asset_id"]].append((row["starts_at"], row["ends_at"]))
        for spans in taken.values():
            spans.sort()
            assert all(one[1] <= other[0] for one, other in pairwise(spans))


def test_staff_is_booked_within_its_hours(all_made: Sequence[Made]) -> None:
    for business in all_made:
        free = {person.id: person.free for branch in business.branches for person in branch.people}
        held = {row["id"] for row in business.rows.of(tables.Booking) if row["status"] == "held"}
        for row in business.rows.of(scheduling.BookingSegment):
            if row.get("staff_id") and row.get("booking_id") not in held:
                assert any(
                    stretch.start <= row["starts_at"] and row["ends_at"] <= stretch.end
                    for stretch in free[row["staff_id"]]
                )


def test_bookings_are_of_every_kind(all_made: Sequence[Made]) -> None:
    bookings = [row for each in all_made for row in each.rows.of(tables.Booking)]
    events = Counter(row["kind"] for each in all_made for row in each.rows.of(scheduling.BookingEvent))
    now = PLAN.span.now
    statuses = Counter((row["status"], row["starts_at"] > now) for row in bookings)
    for kind in (("confirmed", True), ("confirmed", False), ("cancelled", True), ("cancelled", False)):
        assert statuses[kind]
    assert statuses["no_show", False]
    assert not statuses["no_show", True]
    assert statuses["held", True]
    assert {row.get("source", "phone") for row in bookings} == {"phone", "web", "staff"}
    assert any(row.get("series_id") for row in bookings)
    assert any(row.get("session_id") for row in bookings)
    assert set(events) == {"booked", "moved", "cancelled", "no_show"}
    items = Counter(row["booking_id"] for each in all_made for row in each.rows.of(scheduling.BookingItem))
    assert max(items.values()) == 2
    seats = [row for each in all_made for row in each.rows.of(scheduling.Seat)]
    assert any(row["booking_id"] for row in seats)
    assert any(row["booking_id"] is None for row in seats)


def test_calls_led_to_everything_and_took_their_time(all_made: Sequence[Made]) -> None:
    calls = [row for each in all_made for row in each.rows.of(tables.Call)]
    turns = [row for each in all_made for row in each.rows.of(tables.Turn)]
    assert set(Counter(row["outcome"] for row in calls)) == {
        "booked",
        "answered",
        "message",
        "missed",
        "transferred",
        "abandoned",
        "failed",
        "emergency",
    }
    assert all(row["started_at"] < row["ended_at"] <= PLAN.span.now for row in calls)
    assert any(row["from_number"] is None for row in calls)
    assert any(row["interrupted"] and row["heard_text"] != row["generated_text"] for row in turns)
    answers = [row["latency_ms"] for row in turns if row["speaker"] == "agent" and row["index"]]
    assert all(250 < latency["voice_to_voice_ms"] < 3_000 for latency in answers)


def test_families_share_a_number_and_names_come_in_many_scripts(all_made: Sequence[Made]) -> None:
    customers = [
        (row["phone_e164"], row["name"]) for each in all_made for row in each.rows.of(tables.Customer)
    ]
    numbers = Counter(phone for phone, _ in customers)
    assert numbers[None] > 10
    assert any(count > 1 for phone, count in numbers.items() if phone)
    names = "".join(name for _, name in customers)
    for letter in ("Ж", "ê", "ß", "α", "م", "ה", "李", "지", "佐", "र"):
        assert any(ord(letter) // 256 == ord(other) // 256 for other in names)
    assert max(len(name) for _, name in customers) > 50
    assert min(len(name) for _, name in customers) == 1


def test_every_number_can_be_dialled_and_is_kept_free_for_fiction(all_made: Sequence[Made]) -> None:
    numbers = {
        number
        for each in all_made
        for number in (
            each.number,
            *(row["phone_e164"] for row in each.rows.of(tables.Customer)),
            *(row["from_number"] for row in each.rows.of(tables.Call)),
        )
        if number is not None
    }
    assert len(numbers) > 500
    assert all(valid_e164(number) == number for number in numbers)
    for number in numbers:
        assert any(mark in number for mark in ("5550", "7010", "4960", "7946", "2018", "55501", "+49", "+33"))


def test_no_two_businesses_are_dialled_by_one_number() -> None:
    for country in {town.country for town in TOWNS}:
        count = most_businesses(country)
        assert len({dialled_number(country, place) for place in range(count)}) == count


def test_people_can_sign_in(all_made: Sequence[Made]) -> None:
    users = {row["email"]: row["id"] for each in all_made for row in each.rows.of(User)}
    assert len(set(users.values())) == len(users)
    for email in users:
        assert email_address(email) == email
        usable_password(PASSWORD, email)
    assert email_of(3, 0, Role.OWNER) == email_of(3, 1, Role.OWNER) != email_of(3, 5, Role.OWNER)
    assert parts_of_key(key_text(3, 0, "website")) is not None
