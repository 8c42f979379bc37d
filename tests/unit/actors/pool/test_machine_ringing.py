"""Phones that ring for an actor: who is told when, what is kept for them, and who shares."""

from dataclasses import replace
from itertools import pairwise

import pytest

from actors.pool.draft import PLACE_WAIT_S, RING_WAIT_S
from actors.pool.events import (
    Action,
    ActorAnswered,
    ActorGreeted,
    ActorJoined,
    ActorLost,
    CallArrived,
    CallReleased,
    CallRings,
    Decline,
    DrainBegan,
    Event,
    Expect,
    HeartbeatDue,
    KillActor,
    Place,
    RefillBegan,
    Refuse,
    RingStopped,
    StartActor,
    StartFailed,
    TimePassed,
)
from actors.pool.machine import BEAT_S, EXPECTED_FOR_S, START_RETRY_S, step
from actors.pool.state import (
    BUSY_REFILL_EVERY_S,
    BUSY_SHARE,
    LATE_START_S,
    REFILL_AFTER_S,
    SHARE_AFTER_DEATH_S,
    SHARE_AFTER_S,
    Pool,
)
from actors.pool.warm_target import WarmTarget


def pool(
    *, slots: int = 8, calls_per_actor: int = 1, warm: int = 0, isolated: int = 0, at_once: int = 2
) -> Pool:
    target = WarmTarget(warm, slots, 1 if isolated else calls_per_actor)
    return Pool(slots, calls_per_actor, 100, target, isolated_actors=isolated, starts_at_once=at_once)


def play(state: Pool, *events: Event, now_s: float = 0.0) -> tuple[Pool, list[Action]]:
    """The pool after these events, all at one instant, and everything they led to."""
    actions: list[Action] = []
    for event in events:
        state, more = step(state, event, now_s)
        actions.extend(more)
    return state, actions


def ready(state: Pool, *actor_ids: str, now_s: float = 0.0) -> tuple[Pool, list[Action]]:
    events = [(ActorJoined(actor_id), ActorGreeted(actor_id, outdated=False)) for actor_id in actor_ids]
    return play(state, *(event for pair in events for event in pair), now_s=now_s)


def rings(*keys: str) -> tuple[CallRings, ...]:
    return tuple(CallRings(key) for key in keys)


# --- a slot is kept ---------------------------------------------------------------------------------------------
def test_a_phone_is_answered_at_once_while_an_actor_is_ready_and_its_stream_gets_that_actor():
    state, _ = ready(pool(), "a")
    state, actions = play(state, CallRings("1"))
    assert actions == [Expect("1")]
    state, actions = play(state, CallArrived("1"), now_s=0.3)
    assert actions == [Place("a", "1", resume=False)]


def test_a_slot_that_is_kept_is_given_to_nobody_else():
    state, _ = ready(pool(), "a")
    state, _ = play(state, CallRings("1"))
    assert (state.ready_slots, state.free, state.warm) == (0, 7, [])
    state, actions = play(state, CallRings("2"), CallArrived("3"))
    assert actions == []
    assert state.ready_slots == -2, "two wait"
    _, actions = play(state, CallArrived("1"))
    assert actions == [Place("a", "1", resume=False)]


def test_phones_are_answered_in_the_order_they_began_to_ring_as_actors_come():
    state, actions = play(pool(), RefillBegan(), *rings("1", "2", "3"))
    assert actions == [StartActor(1), StartActor(2)]
    state, actions = ready(state, "a")
    assert actions[0] == Expect("1")
    _, actions = ready(state, "b", "c")
    assert [action for action in actions if isinstance(action, Expect)] == [Expect("2"), Expect("3")]


def test_a_caller_who_hears_nothing_is_served_before_one_whose_phone_rings():
    state, _ = play(pool(), *rings("rings"), CallArrived("connected"))
    state, actions = ready(state, "a")
    assert actions == [Place("a", "connected", resume=False)]
    _, actions = ready(state, "b")
    assert actions == [Expect("rings")]


def test_a_webhook_that_comes_again_is_told_the_same():
    state, _ = ready(pool(), "a")
    state, _ = play(state, CallRings("1"))
    state, actions = play(state, CallRings("1"))
    assert actions == [Expect("1")]
    state, _ = play(state, CallArrived("1"))
    same, actions = play(state, CallRings("1"))
    assert (same, actions) == (state, [Expect("1")])


def test_a_slot_is_kept_for_seconds_then_it_is_free_again():
    state, _ = ready(pool(slots=1), "a")
    state, _ = play(state, CallRings("1"))
    assert state.next_deadline_s(0.0) == EXPECTED_FOR_S
    state, actions = play(state, TimePassed(), now_s=EXPECTED_FOR_S)
    assert (actions, state.calls, state.free) == ([], {}, 1)
    _, actions = play(state, CallArrived("1"), now_s=EXPECTED_FOR_S + 1)
    assert actions == [Place("a", "1", resume=False)], "late, but there is room"


@pytest.mark.parametrize("answered", [True, False])
def test_a_phone_that_stops_ringing_takes_no_slot(answered: bool):
    state, _ = ready(pool(slots=1), *(["a"] if answered else []))
    state, _ = play(state, CallRings("1"), RingStopped("1"))
    assert (state.calls, state.waiting, state.free) == ({}, (), 1)


def test_a_stream_that_has_come_is_not_sent_away_by_a_phone_that_stops_ringing():
    state, _ = ready(pool(), "a")
    state, _ = play(state, CallRings("1"), CallArrived("1"))
    same, actions = play(state, RingStopped("1"))
    assert (same, actions) == (state, [])


# --- there is none ----------------------------------------------------------------------------------------------
def test_a_full_node_and_one_that_is_emptied_decline_at_once():
    state, _ = ready(pool(slots=1), "a")
    state, actions = play(state, *rings("1", "2"))
    assert actions == [Expect("1"), Decline("2", "all call slots of this node are taken")]
    _, actions = play(pool(), DrainBegan(), CallRings("1"))
    assert actions == [Decline("1", "all call slots of this node are taken")]


def test_a_phone_rings_for_seconds_when_starts_fail_and_is_then_answered_by_others():
    state, _ = play(pool(at_once=1), RefillBegan(), CallRings("1"))
    now_s, number = 0.0, 1
    while now_s < RING_WAIT_S:
        state, actions = play(state, StartFailed(number), now_s=now_s)
        assert actions == []
        now_s, number = now_s + START_RETRY_S, number + 1
        if now_s < RING_WAIT_S:
            state, actions = play(state, TimePassed(), now_s=now_s)
            assert actions == [StartActor(number)]
    state, actions = play(state, TimePassed(), now_s=RING_WAIT_S)
    assert Decline("1", "no call actor became ready in time") in actions
    assert state.free == 8


def test_a_start_that_hangs_is_not_counted_on():
    state, actions = play(pool(at_once=1), RefillBegan(), CallRings("1"))
    assert actions == [StartActor(1)]
    state, actions = play(state, HeartbeatDue({}), now_s=LATE_START_S - BEAT_S)
    assert actions == []
    state, actions = play(state, HeartbeatDue({}), now_s=LATE_START_S)
    assert actions == [StartActor(2)]
    _, actions = play(state, ActorJoined("b", 0.2, 2), ActorGreeted("b", outdated=False), now_s=3.5)
    assert actions == [Expect("1")]


def test_no_more_starts_than_a_few_hang_side_by_side():
    state, _ = play(pool(at_once=1, slots=20), RefillBegan(), *rings("1", "2"))
    now_s, started = 0.0, 1
    for number in range(60):
        now_s += LATE_START_S
        state, actions = play(state, CallRings(f"late {number}"), HeartbeatDue({}), now_s=now_s)
        started += sum(isinstance(action, StartActor) for action in actions)
    assert started == len(state.starts) == 4


# --- the actor dies between promise and stream -------------------------------------------------------------------
def test_a_promised_call_gets_another_actor_when_its_own_dies_before_the_stream_comes():
    state, _ = ready(pool(), "a", "b")
    state, _ = play(state, CallRings("1"))
    kept_in = next(actor.actor_id for actor in state.actors.values() if actor.expected)
    other = "b" if kept_in == "a" else "a"
    state, actions = play(state, ActorLost(kept_in))
    assert actions == [KillActor(kept_in, calls=0)]
    assert state.actors[other].expected == ("1",)
    _, actions = play(state, CallArrived("1"))
    assert actions == [Place(other, "1", resume=False)]


def test_a_stream_whose_actor_died_waits_for_another_and_not_for_long():
    state, _ = ready(pool(), "a")
    state, _ = play(state, CallRings("1"), ActorLost("a"), CallArrived("1"), now_s=1.0)
    _, actions = play(state, TimePassed(), now_s=1.0 + PLACE_WAIT_S)
    assert actions == [Refuse("1", "no call actor became ready in time")]
    _, actions = ready(state, "b", now_s=1.4)
    assert actions == [Place("b", "1", resume=False)]


def test_an_actor_that_retires_ends_and_what_it_was_kept_for_goes_elsewhere():
    state, _ = ready(pool(calls_per_actor=2), "a")
    state, _ = play(state, CallArrived("1"), CallRings("2"))
    assert state.actors["a"].expected == ("2",)
    state, _ = ready(state, "b")
    state, _ = play(state, CallReleased("a", "1", clean=False))
    assert list(state.actors) == ["b"]
    assert state.actors["b"].expected == ("2",)


# --- getting ready for others ------------------------------------------------------------------------------------
def test_in_the_middle_of_a_rush_no_actor_is_started_that_nobody_waits_for():
    state, _ = ready(pool(slots=20, warm=3), "a", "b", "c")
    state, actions = play(state, RefillBegan(), *rings("1", "2"))
    assert actions == [Expect("1"), Expect("2")]
    state, actions = play(state, HeartbeatDue({}), now_s=REFILL_AFTER_S - 0.1)
    assert not any(isinstance(action, StartActor) for action in actions)
    _, actions = play(state, HeartbeatDue({}), now_s=REFILL_AFTER_S)
    assert [action for action in actions if isinstance(action, StartActor)] == [StartActor(1)]


def starts_in(
    state: Pool, *, beats: int, busy: float, from_s: float, took_s: float = 0.2
) -> tuple[Pool, list[float]]:
    """When actors are started within these heartbeats; each is there at once, and said to have taken so long."""
    started: list[float] = []
    for beat in range(beats):
        now_s = from_s + beat * BEAT_S
        alive = [ActorAnswered(actor_id) for actor_id in state.actors]
        state, actions = play(state, HeartbeatDue({}, busy=busy), *alive, now_s=now_s)
        while starts := [action.number for action in actions if isinstance(action, StartActor)]:
            started += [now_s] * len(starts)
            joining = (ActorJoined(f"s{number}", took_s, number) for number in starts)
            greeting = (ActorGreeted(f"s{number}", outdated=False) for number in starts)
            state, actions = play(state, *joining, *greeting, now_s=now_s)
    return state, started


def test_a_busy_node_has_one_actor_ready_soon_and_those_it_was_told_to_keep_at_leisure():
    state, _ = ready(pool(slots=20, warm=3), "a")
    state, _ = play(state, RefillBegan(), CallArrived("1"))
    state, _ = play(state, StartFailed(1), now_s=0.5)
    state = replace(state, busy=1.0, target=replace(state.target, start_s=2.0))
    state, started = starts_in(state, beats=40, busy=1.0, from_s=3.0, took_s=2.0)
    assert state.busy > BUSY_SHARE
    assert started[0] == 3.0
    assert len(state.warm) == 3
    pauses_s = [after - before for before, after in pairwise(started)]
    assert min(pauses_s) >= BUSY_REFILL_EVERY_S


@pytest.mark.parametrize(
    ("start_s", "ready_ones"), [(2.0, 3), (0.2, 1)], ids=["actors start slowly", "actors start at once"]
)
def test_a_quieter_node_has_at_once_all_that_are_worth_keeping_beside_a_call(start_s: float, ready_ones: int):
    state, _ = ready(pool(slots=20, warm=3), "a")
    state, _ = play(state, RefillBegan(), CallArrived("1"))
    state, _ = play(state, StartFailed(1), now_s=0.5)
    state = replace(state, target=replace(state.target, start_s=start_s))
    state, _ = starts_in(state, beats=4, busy=0.3, from_s=3.0, took_s=start_s)
    assert len(state.warm) == ready_ones


def test_a_busy_node_without_calls_disturbs_nobody():
    state, _ = play(pool(slots=20, warm=3), RefillBegan())
    state, _ = play(state, StartFailed(1), now_s=0.5)
    state, _ = starts_in(replace(state, busy=1.0), beats=4, busy=1.0, from_s=3.0)
    assert len(state.warm) == 3


# --- streams that come to another node than the one that expects them ---------------------------------------------
def test_a_stream_is_taken_at_once_while_an_actor_has_a_slot_and_no_other_stream_waits():
    state, _ = play(pool(), CallRings("1"))
    assert not state.takes_at_once
    state, _ = ready(pool(), "a")
    assert state.takes_at_once
    state, _ = play(state, CallRings("1"))
    assert not state.takes_at_once, "it is kept for another"
    state, _ = ready(state, "b")
    assert state.takes_at_once
    state, _ = play(state, CallArrived("2"), CallArrived("3"))
    assert not state.takes_at_once


def test_a_stream_is_taken_at_once_also_by_an_actor_it_would_share():
    state, _ = ready(pool(calls_per_actor=2, isolated=4), "a")
    state, _ = play(state, CallArrived("1"))
    assert (state.ready_slots, state.takes_at_once) == (0, True)
    state, _ = play(state, CallArrived("2"))
    assert not state.takes_at_once


# --- shared actors -----------------------------------------------------------------------------------------------
def test_where_actors_are_isolated_first_each_phone_gets_one_of_its_own_as_long_as_one_is_ready():
    state, _ = ready(pool(calls_per_actor=3, isolated=4), "a", "b")
    state, actions = play(state, *rings("1", "2"))
    assert actions == [Expect("1"), Expect("2")]
    assert sorted(actor.load for actor in state.actors.values()) == [1, 1]


def test_a_phone_that_has_rung_for_a_second_shares_the_actor_with_the_fewest_calls():
    state, _ = ready(pool(calls_per_actor=3, isolated=4), "a", "b")
    state, _ = play(state, CallArrived("1"), CallArrived("2"))
    state, actions = play(state, *rings("3", "4"))
    assert actions == [], "a process of their own may be there soon"
    assert state.next_deadline_s(0.0) == SHARE_AFTER_S
    state, actions = play(state, TimePassed(), now_s=SHARE_AFTER_S)
    assert actions == [Expect("3"), Expect("4")]
    assert [actor.load for actor in state.actors.values()] == [2, 2]


def test_a_phone_shares_at_once_when_no_actor_of_its_own_can_be_there_in_time():
    state, _ = ready(pool(slots=20, calls_per_actor=9, isolated=20, at_once=2), "a")
    state, _ = play(state, RefillBegan(), CallArrived("1"))
    state, actions = play(state, *rings("2", "3", "4", "5"))
    assert [action for action in actions if isinstance(action, Expect)] == [Expect("4"), Expect("5")]
    assert [each.key for each in state.waiting] == ["2", "3"], "two are being started"
    slow = replace(state, target=replace(state.target, start_s=SHARE_AFTER_S + 0.1))
    _, actions = play(slow, CallRings("6"))
    assert {action.key for action in actions if isinstance(action, Expect)} == {"2", "3", "6"}


def test_a_caller_who_hears_nothing_shares_at_once():
    state, _ = ready(pool(calls_per_actor=3, isolated=4), "a")
    state, actions = play(state, CallArrived("1"), CallArrived("2"))
    assert actions == [Place("a", "1", resume=False), Place("a", "2", resume=False)]


def test_a_call_whose_actor_died_waits_for_one_of_its_own_before_it_may_harm_another():
    state, _ = ready(pool(calls_per_actor=3, isolated=4), "a", "b")
    state, _ = play(state, CallArrived("1"), CallArrived("2"))
    holder = next(actor.actor_id for actor in state.actors.values() if actor.calls == ("1",))
    other = "b" if holder == "a" else "a"
    state, actions = play(state, ActorLost(holder))
    assert actions == [KillActor(holder, calls=1)]
    _, actions = ready(state, "c")
    assert actions == [Place("c", "1", resume=True)]
    _, actions = play(state, TimePassed(), now_s=SHARE_AFTER_DEATH_S)
    assert actions == [Place(other, "1", resume=True)], "better than none"


def test_a_call_that_may_not_share_yet_keeps_nobody_from_it():
    state, _ = ready(pool(calls_per_actor=3, isolated=4), "a", "b")
    state, _ = play(state, CallArrived("1"), CallArrived("2"))
    state, _ = play(state, ActorLost("a"))
    _, actions = play(state, CallArrived("3"))
    assert [type(action) for action in actions] == [Place]


def test_more_actors_than_are_isolated_are_started_only_where_calls_would_not_fit_into_them():
    assert pool(slots=20, calls_per_actor=4, isolated=8).most_actors == 8
    assert pool(slots=20, calls_per_actor=4, isolated=2).most_actors == 5
    assert pool(slots=20, calls_per_actor=4).most_actors == 5
    assert pool(slots=20).most_actors == 20


def test_actors_are_started_for_those_who_ring_until_all_that_are_isolated_are_there():
    state, _ = ready(pool(slots=8, calls_per_actor=4, isolated=3), "a", "b")
    state, _ = play(state, RefillBegan(), CallArrived("1"), CallArrived("2"))
    state, _ = play(state, *rings("3", "4"))
    assert list(state.starts) == [1], "the third and last"
