"""The pool's rules one by one, without processes, sockets or time."""

from dataclasses import replace

from actors.handoff.messages import Migration
from actors.pool.draft import PLACE_WAIT_S, RESUME_WAIT_S
from actors.pool.events import (
    Action,
    ActorGreeted,
    ActorJoined,
    ActorLost,
    AskToMigrate,
    CallArrived,
    CallDetached,
    CallFound,
    CallReleased,
    CallWithdrawn,
    CallWriting,
    CloseEscrow,
    DrainBegan,
    EmptyingDue,
    EndActor,
    EndConnection,
    Event,
    KillActor,
    Place,
    PlaceFailed,
    RefillBegan,
    Refuse,
    StartActor,
    StartFailed,
    TimePassed,
)
from actors.pool.machine import LOCAL_MIGRATION_WITHIN_S, START_RETRY_S, step
from actors.pool.state import MOST_WRITING, Pool, Refill
from actors.pool.warm_target import WarmTarget


def pool(*, slots: int = 4, calls_per_actor: int = 2, warm: int = 0) -> Pool:
    return Pool(slots, calls_per_actor, 100, WarmTarget(warm, slots, calls_per_actor))


def play(state: Pool, *events: Event, now_s: float = 0.0) -> tuple[Pool, list[Action]]:
    """The pool after these events, all at one instant, and everything they led to."""
    actions: list[Action] = []
    for event in events:
        state, more = step(state, event, now_s)
        actions.extend(more)
    return state, actions


def ready(state: Pool, *actor_ids: str) -> Pool:
    for actor_id in actor_ids:
        state, _ = play(state, ActorJoined(actor_id), ActorGreeted(actor_id, outdated=False))
    return state


def test_a_call_is_placed_into_the_fullest_actor_that_can_take_it():
    state, _ = play(ready(pool(), "a", "b"), CallArrived("1"))
    first = next(actor for actor in state.actors.values() if actor.calls)
    state, actions = play(state, CallArrived("2"))
    assert actions == [Place(first.actor_id, "2", resume=False)]
    _, actions = play(state, CallArrived("3"))
    assert [type(action) for action in actions] == [Place]
    assert actions[0] != Place(first.actor_id, "3", resume=False), "it is full"


def test_calls_under_way_go_ahead_of_fresh_ones_each_in_the_order_they_came():
    state = ready(pool(slots=6, calls_per_actor=2), "a")
    state, _ = play(state, CallArrived("1"), CallArrived("2"), CallArrived("3"), CallArrived("4"))
    state, actions = play(state, ActorLost("a"))
    assert actions == [KillActor("a", calls=2)]
    assert [waiting.key for waiting in state.waiting] == ["1", "2", "3", "4"]
    state, actions = play(state, ActorJoined("b"), ActorGreeted("b", outdated=False))
    assert actions == [Place("b", "1", resume=True), Place("b", "2", resume=True)]
    _, actions = play(state, ActorJoined("c"), ActorGreeted("c", outdated=False))
    assert actions == [Place("c", "3", resume=False), Place("c", "4", resume=False)]


def test_calls_an_actor_was_gone_for_are_still_fresh_while_those_it_had_have_lost_it():
    state = ready(pool(slots=6, calls_per_actor=3), "a")
    state, _ = play(state, CallArrived("served"), CallArrived("1"), CallArrived("2"))
    places = (Place("a", "1", resume=False), Place("a", "2", resume=False))
    state, actions = play(state, PlaceFailed("a", places), now_s=1.0)
    assert actions == [KillActor("a", calls=1)]
    assert {call.key: (call.under_way, call.deaths) for call in state.calls.values()} == {
        "served": (True, 1),
        "1": (False, 0),
        "2": (False, 0),
    }
    assert [waiting.key for waiting in state.waiting] == ["served", "1", "2"]


def test_a_call_that_has_waited_too_long_is_refused_or_left_to_the_carrier():
    state, _ = play(ready(pool(), "a"), CallArrived("1"))
    state, _ = play(state, ActorLost("a"), CallArrived("2"))
    early, actions = play(state, TimePassed(), now_s=PLACE_WAIT_S - 0.001)
    assert (early.waiting, actions) == (state.waiting, [])
    state, actions = play(state, TimePassed(), now_s=PLACE_WAIT_S)
    assert actions == [Refuse("2", "no call actor became ready in time")]
    state, actions = play(state, TimePassed(), now_s=RESUME_WAIT_S)
    assert actions == [EndConnection("1")], "its connection would bring it back here, or nowhere"
    assert (state.calls, state.waiting, state.free) == ({}, (), 4)


def test_a_withdrawn_call_gives_its_slot_back_and_a_placed_one_stays():
    state, _ = play(pool(slots=1), CallArrived("1"))
    assert state.free == 0
    state, _ = play(state, CallWithdrawn("1"))
    assert state.free == 1
    state, _ = play(ready(state, "a"), CallArrived("2"), CallWithdrawn("2"))
    assert state.actors["a"].calls == ("2",)


def test_actors_are_started_side_by_side_for_those_who_wait_and_a_failed_start_is_tried_again_after_a_pause():
    waiting = (CallArrived("1"), CallArrived("2"), CallArrived("3"))
    state, actions = play(pool(calls_per_actor=1), RefillBegan(), *waiting)
    assert actions == [StartActor(1), StartActor(2)]
    state, actions = play(state, StartFailed(1), now_s=1.0)
    assert (actions, state.refill) == ([], Refill.PAUSED)
    assert state.next_deadline_s(1.0) == min(PLACE_WAIT_S, 1.0 + START_RETRY_S)
    state, actions = play(state, ActorJoined("a", took_s=1.0, start=2), now_s=1.5)
    assert actions == [StartActor(3), StartActor(4)], "starts succeed"
    state, actions = play(state, ActorJoined("b", took_s=1.0, start=3), now_s=2.0)
    assert actions == [], "three wait, and three are coming"


def test_a_node_gets_ready_for_others_one_start_at_a_time():
    state, actions = play(pool(slots=8, calls_per_actor=1, warm=3), RefillBegan())
    assert actions == [StartActor(1)]
    state, actions = play(state, ActorJoined("a", took_s=0.2, start=1), ActorGreeted("a", outdated=False))
    assert actions == [StartActor(2)]


def test_survivors_are_counted_before_anything_is_started():
    state, actions = play(pool(warm=2), ActorJoined("a"), ActorJoined("b"))
    assert actions == []
    _, actions = play(state, RefillBegan())
    assert actions == []


def test_calls_of_outdated_actors_are_asked_to_migrate_as_new_actors_wait_for_them():
    state, _ = play(pool(slots=8), ActorJoined("old"), CallFound("old", "1"), CallFound("old", "2"))
    state, actions = play(state, ActorGreeted("old", outdated=True))
    assert actions == []
    _, actions = play(state, ActorJoined("new"), ActorGreeted("new", outdated=False))
    assert actions == [AskToMigrate("old", "1", Migration.LOCAL, LOCAL_MIGRATION_WITHIN_S)]


def test_one_call_may_have_two_streams_in_two_actors():
    """It came back on a fresh stream while the process of the earlier one has not noticed."""
    state, _ = play(ready(pool(calls_per_actor=1), "a", "b"), CallArrived("call/0"), CallArrived("call/1"))
    assert sorted(actor.calls for actor in state.actors.values()) == [("call/0",), ("call/1",)]
    holder = next(actor.actor_id for actor in state.actors.values() if actor.calls == ("call/0",))
    state, _ = play(state, CallReleased(holder, "call/0", clean=True))
    assert list(state.calls) == ["call/1"]


def test_a_stream_that_has_an_actor_is_not_placed_twice():
    state, _ = play(ready(pool(), "a"), CallArrived("1"))
    same, actions = play(state, CallArrived("1"))
    assert same == state
    assert [type(action) for action in actions] == [Refuse]


def test_news_of_actors_that_are_unknown_change_nothing():
    state = ready(pool(), "a")
    for event in (ActorLost("x"), ActorGreeted("x", outdated=True), CallReleased("x", "1", clean=False)):
        assert step(state, event, 1.0) == (state, ())
    assert step(state, CallReleased("a", None, clean=True), 1.0)[0] == replace(
        state, actors={"a": replace(state.actors["a"], served=1)}
    )


# --- calls that are over and slow to be written -----------------------------------------------------------------
def writing(*keys: str, slots: int = 1, now_s: float = 0.0) -> Pool:
    """An actor for one call at a time that has these calls to write down."""
    state = ready(pool(slots=slots, calls_per_actor=1), "a")
    for key in keys:
        state, actions = play(state, CallArrived(key), now_s=now_s)
        assert actions == [Place("a", key, resume=False)]
        state, _ = play(state, CallWriting("a", key), now_s=now_s)
    return state


def test_a_call_that_is_only_written_down_gives_its_slot_back():
    state = writing("1")
    assert (state.free, state.figures(0.0).live, len(state.warm)) == (1, 0, 1)
    state, actions = play(state, CallArrived("2"))
    assert actions == [Place("a", "2", resume=False)]
    assert (state.free, state.figures(0.0).live) == (0, 1)
    state, actions = play(state, CallReleased("a", "1", clean=True))
    assert (actions, state.free) == ([CloseEscrow("1")], 0)
    assert state.actors["a"].calls == ("2",)


def test_an_actor_with_too_much_to_write_down_gets_no_call_until_something_is_written():
    state = writing(*(str(number) for number in range(MOST_WRITING + 1)))
    assert (state.free, state.warm) == (0, [])
    state, actions = play(state, CallArrived("next"))
    assert [type(action) for action in actions] == [Refuse]
    state, _ = play(state, CallReleased("a", "0", clean=True))
    assert state.free == 1
    _, actions = play(state, CallArrived("next"))
    assert actions == [Place("a", "next", resume=False)]


def test_calls_go_to_the_actor_with_the_least_to_write_down():
    state = ready(writing("1", slots=2), "b")
    _, actions = play(state, CallArrived("2"))
    assert actions == [Place("b", "2", resume=False)]


def test_an_actor_that_retires_stays_until_everything_is_written_and_another_takes_its_place():
    state, _ = play(writing("1"), RefillBegan(), CallArrived("2"))
    state, actions = play(state, CallReleased("a", "2", clean=False))
    assert not any(isinstance(action, StartActor) for action in actions), "nobody waits and none is kept warm"
    state, actions = play(state, CallArrived("3"))
    assert [type(action) for action in actions] == [StartActor]
    state, actions = play(state, ActorJoined("b", took_s=1.0, start=1), ActorGreeted("b", outdated=False))
    assert actions == [Place("b", "3", resume=False)]
    _, actions = play(state, CallReleased("a", "1", clean=True))
    assert actions == [CloseEscrow("1"), EndActor("a")]


def test_the_writing_of_an_actor_that_dies_is_taken_over_after_its_callers_and_takes_no_slot():
    state, _ = play(writing("1"), CallArrived("2"))
    state, _ = play(state, ActorLost("a"))
    assert [waiting.key for waiting in state.waiting] == ["2", "1"]
    state, actions = play(state, ActorJoined("b"), ActorGreeted("b", outdated=False))
    assert actions == [Place("b", "2", resume=True), Place("b", "1", resume=True)]
    assert state.actors["b"].writing == {"1"}
    state, _ = play(state, CallReleased("b", "2", clean=True))
    assert state.free == 1


def test_while_the_writing_of_a_dead_actor_waits_a_fresh_caller_goes_ahead():
    state, _ = play(writing("1"), ActorLost("a"), CallArrived("2"))
    assert [waiting.key for waiting in state.waiting] == ["2", "1"]


def test_a_call_that_is_over_is_not_asked_to_go_elsewhere_and_keeps_the_node_until_it_is_written():
    state, _ = play(writing("1", slots=2), CallArrived("2"), DrainBegan())
    state, actions = play(state, EmptyingDue(5, 10.0))
    assert [action.key for action in actions if isinstance(action, AskToMigrate)] == ["2"]
    state, _ = play(state, CallReleased("a", "2", clean=True))
    assert state.figures(0.0).live == 1


def test_the_writing_that_crashes_is_taken_over_as_writing_and_takes_no_slot():
    state, actions = play(ready(writing("1", slots=2), "b"), CallDetached("a", "1", crashed=True))
    assert Place("b", "1", resume=True) in actions
    assert state.actors["b"].writing == {"1"}
    assert state.free == 2
