"""The figures of a run, and when it has failed."""

import io
from uuid import UUID

import pytest
from rich.console import Console

from load.chaos.leftovers import Leftovers
from load.chaos.outcome import Outcome, work_out
from load.chaos.records import BookingFact, StoredRecords, count_bookings
from load.chaos.report import render, to_json
from tests.unit.load.chaos.ended_calls import LEAD, QUESTION, call, injection, plan, run, said

ADA, BEN = plan(0, "Ada Adams"), plan(1, "Ben Baker")
IDS = {"CA0": UUID(int=10), "CA1": UUID(int=11)}


def records(*bookings: BookingFact, open_calls: tuple[str, ...] = ()) -> StoredRecords:
    return StoredRecords(bookings, IDS, dict.fromkeys(IDS, ("Yes please.",)), open_calls)


def booked(of=ADA, sid: str = "CA0", **other) -> BookingFact:
    facts = {"call_id": IDS[sid], "customer_name": of.name, "starts_at": of.starts_at} | other
    return BookingFact(**facts)


def test_every_agreed_booking_that_is_there_is_found():
    calls = [call([], of=ADA, expected=True), call([], of=BEN, told=True)]
    count = count_bookings(calls, records(booked(), booked(BEN, "CA1")))
    assert (count.expected, count.found, count.duplicated, count.missing) == (2, 2, 0, ())


@pytest.mark.parametrize(
    "there",
    [(), (booked(starts_at=BEN.starts_at),), (booked(customer_name="Somebody Else"),)],
    ids=["none", "another time", "another name"],
)
def test_a_booking_that_is_not_there_as_agreed_is_missing(there):
    count = count_bookings([call([], of=ADA, expected=True)], records(*there))
    assert (count.expected, count.found, count.missing) == (1, 0, ("CA0",))


def test_a_second_booking_of_a_call_or_of_a_customer_is_a_duplicate():
    calls = [call([], of=ADA, expected=True), call([], of=BEN)]
    assert count_bookings(calls, records(booked(), booked(starts_at=BEN.starts_at))).duplicated == 1
    assert count_bookings(calls, records(booked(), booked(ADA, "CA1"))).duplicated == 1


def test_a_booking_the_caller_was_not_told_of_is_counted_apart():
    count = count_bookings([call([], of=ADA)], records(booked()))
    assert (count.expected, count.found, count.duplicated, count.unannounced) == (0, 0, 0, 1)


def outcome(**other) -> Outcome:
    facts = {
        "injections": [injection(1.9, "speech", kind="kill_actor_speaking", before=(0, 1), targets=(0,))],
        "calls": [
            call([run(LEAD, 1.0, last=49), run(LEAD, 2.06, first=50), run(QUESTION, 3.06)], of=ADA),
            call([run(QUESTION, 1.0)], [said(4.0, 5.0, 5.8)], of=BEN),
        ],
        "records": records(),
        "leftovers": Leftovers(),
    } | other
    return work_out(**facts)


def test_a_fault_counts_its_injections_its_calls_and_the_gap_of_its_target():
    facts = to_json(outcome())
    assert facts["faults"] == [
        {
            "kind": "kill_actor_speaking",
            "injected": 1,
            "calls_before": 2,
            "calls_after": 2,
            "gap_ms": {"p50": 60.0, "p95": 60.0, "max": 60.0},
            "turns_repeated": 0,
            "turns_lost": 0,
        }
    ]
    assert facts["bookings"] == {"expected": 0, "found": 0, "duplicated": 0}
    assert facts["leftovers"].keys() >= {
        "orphan_actors",
        "media_sockets",
        "redis_keys_without_ttl",
        "open_calls",
    }
    assert facts["problems"] == []


def test_a_lost_call_is_put_down_to_the_fault_that_silenced_it():
    calls = [call([run(LEAD, 20.0, last=49)], of=ADA, fate="lost", ended_at=40.0), call([], of=BEN)]
    faults = [
        injection(10.0, kind="drop_openai", before=(0, 1)),
        injection(20.5, kind="kill_actor_speaking", before=(0, 1), targets=(0,)),
        injection(35.0, kind="drop_deepgram", before=(0, 1)),
    ]
    found = outcome(calls=calls, injections=faults)
    assert [(lost.kind, lost.why) for lost in found.lost] == [("kill_actor_speaking", "it broke off")]
    assert [(it.kind, it.calls_before, it.calls_after) for it in found.faults] == [
        ("drop_openai", 2, 2),
        ("kill_actor_speaking", 2, 1),
        ("drop_deepgram", 2, 2),
    ]
    assert found.problems == ["1 calls were lost"]


def test_a_call_lost_without_any_fault_is_a_problem_too():
    found = outcome(calls=[call([run(LEAD, 1.0)], of=ADA, fate="lost")], injections=[])
    assert [lost.kind for lost in found.lost] == [None]
    assert found.problems


def test_a_refused_call_is_counted_and_is_not_lost():
    found = outcome(calls=[call([], of=ADA, fate="refused")], injections=[])
    assert (found.refused, found.lost, found.problems) == (1, (), [])


@pytest.mark.parametrize(
    "left",
    [
        Leftovers(orphan_actors=1),
        Leftovers(processes=1),
        Leftovers(media_sockets=1),
        Leftovers(descriptors=1),
        Leftovers(redis_keys_without_ttl=("x",)),
        Leftovers(open_calls=1),
        Leftovers(leases=1),
    ],
    ids=lambda left: next(name for name, value in left.as_json().items() if value),
)
def test_whatever_is_left_over_fails_the_run(left: Leftovers):
    assert outcome(leftovers=left).problems == ["something is left over"]


def test_a_missing_and_a_duplicated_booking_fail_the_run():
    calls = [call([], of=ADA, expected=True)]
    assert outcome(calls=calls).problems == ["1 bookings are missing"]
    twice = records(booked(), booked(starts_at=BEN.starts_at))
    assert outcome(calls=calls, records=twice).problems == ["1 bookings are duplicated"]


def test_a_run_without_a_call_has_failed():
    assert outcome(calls=[], injections=[]).problems == ["no call was made"]


def test_when_a_new_call_was_accepted_is_told_where_it_was_measured():
    killed = injection(1.0, kind="kill_gateway")
    killed.accepting_ms = 1234.0
    facts = to_json(outcome(injections=[killed]))
    assert facts["faults"][0]["accepting_ms"] == {"p50": 1234.0, "p95": 1234.0, "max": 1234.0}


def test_the_table_names_each_fault_and_what_went_wrong():
    console = Console(file=io.StringIO(), width=120)
    console.print(render(outcome(leftovers=Leftovers(open_calls=3), unmet=["freeze_actor"])))
    shown = console.file.getvalue()
    assert "kill_actor_speaking" in shown
    assert "open_calls 3" in shown
    assert "no occasion for freeze_actor" in shown
