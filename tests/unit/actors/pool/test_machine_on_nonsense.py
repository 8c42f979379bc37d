"""The pool told what cannot be: any event at any time, twice, about calls and actors that are not there. It goes on."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from actors.pool import events
from actors.pool.events import Event, Place
from actors.pool.machine import step
from actors.pool.state import Pool
from actors.pool.warm_target import WarmTarget

ACTOR = st.sampled_from(["a1", "a2", "a3"])
KEY = st.sampled_from(["c1/0", "c1/1", "c2/0"])
KEY_OR_NONE = st.none() | KEY
PLACES = st.lists(st.builds(Place, ACTOR, KEY, st.booleans()), max_size=3).map(tuple)

EVENT: st.SearchStrategy[Event] = st.one_of(
    st.just(events.RefillBegan()),
    st.builds(events.CallRings, KEY),
    st.builds(events.RingStopped, KEY),
    st.builds(events.CallArrived, KEY),
    st.builds(events.CallWithdrawn, KEY),
    st.builds(events.CallClosed, KEY),
    st.builds(events.PlaceFailed, ACTOR, PLACES),
    st.builds(events.PlaceRefused, ACTOR, KEY, st.booleans()),
    st.builds(events.CallFound, ACTOR, KEY),
    st.builds(events.CallReleased, ACTOR, KEY_OR_NONE, st.booleans()),
    st.builds(events.CallDetached, ACTOR, KEY_OR_NONE, st.booleans()),
    st.builds(events.CallWriting, ACTOR, KEY_OR_NONE),
    st.builds(events.ActorJoined, ACTOR, st.none() | st.just(1.0), st.none() | st.integers(0, 3)),
    st.builds(events.ActorGreeted, ACTOR, st.booleans()),
    st.builds(events.ActorAnswered, ACTOR),
    st.builds(events.ActorLost, ACTOR),
    st.builds(events.ActorTaken, ACTOR),
    st.builds(events.StartFailed, st.integers(0, 3)),
    st.builds(events.HeartbeatDue, st.just({}), st.floats(0, 1)),
    st.just(events.TrimDue()),
    st.just(events.TimePassed()),
    st.just(events.DrainBegan()),
    st.just(events.DrainCancelled()),
    st.builds(events.EmptyingDue, st.integers(0, 3), st.just(0.0)),
)


@given(
    happened=st.lists(st.tuples(EVENT, st.floats(0, 9)), max_size=40),
    slots=st.integers(1, 4),
    calls_per_actor=st.integers(1, 3),
    isolated=st.integers(0, 2),
)
def test_no_event_breaks_the_pool_or_gives_a_call_two_owners(
    happened: list[tuple[Event, float]], slots: int, calls_per_actor: int, isolated: int
) -> None:
    target = WarmTarget(1, slots, calls_per_actor)
    pool, now_s = Pool(slots, calls_per_actor, 3, target, isolated_actors=isolated), 0.0
    for event, passed_s in happened:
        now_s += passed_s
        pool, _ = step(pool, event, now_s)
        owners = Counter(
            [
                *(key for actor in pool.actors.values() for key in (*actor.calls, *actor.expected)),
                *(waiting.key for waiting in pool.waiting),
                *pool.given_up,
            ]
        )
        assert set(owners) == set(pool.calls)
        assert set(owners.values()) <= {1}, event


def test_the_same_call_unassigned_twice_waits_once() -> None:
    pool = Pool(2, 2, 50, WarmTarget(0, 2, 2))
    place = Place("a1", "c1/0", resume=False)
    for event in (
        events.ActorJoined("a1"),
        events.ActorGreeted("a1", outdated=False),
        events.CallArrived("c1/0"),
        events.PlaceFailed("a1", (place, place)),
        events.PlaceFailed("a1", (place,)),
        events.ActorLost("a1"),
    ):
        pool, _ = step(pool, event, 0.0)
    assert [waiting.key for waiting in pool.waiting] == ["c1/0"]
    pool, actions = step(pool, events.TimePassed(), 100.0)
    assert [type(action) for action in actions] == [events.Refuse]
    assert not pool.calls
