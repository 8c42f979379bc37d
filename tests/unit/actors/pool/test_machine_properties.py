"""The pool in any order of events: no slot lost or given twice, no call without an owner, no wish left unanswered."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from actors.pool.draft import PLACE_WAIT_S, RESUME_WAIT_S, RING_WAIT_S
from actors.pool.events import (
    Action,
    ActorAnswered,
    ActorGreeted,
    ActorJoined,
    ActorLost,
    ActorTaken,
    AskToMigrate,
    CallArrived,
    CallClosed,
    CallDetached,
    CallFound,
    CallReleased,
    CallRings,
    CallWithdrawn,
    CallWriting,
    CloseEscrow,
    Decline,
    DrainBegan,
    DrainCancelled,
    EmptyingDue,
    EndActor,
    EndConnection,
    Event,
    Expect,
    GiveUp,
    HeartbeatDue,
    KillActor,
    LetGo,
    Place,
    PlaceFailed,
    RefillBegan,
    Refuse,
    RingStopped,
    SendPing,
    StartActor,
    StartFailed,
    TimePassed,
    TrimDue,
)
from actors.pool.machine import BEAT_S, EXPECTED_FOR_S, step
from actors.pool.state import LATE_STARTS, MOST_WRITING, Pool, Refill, Stage, Standing
from actors.pool.warm_target import WarmTarget

PICK = st.integers(0, 1_000_000)


def chosen(names: Any, pick: int) -> Any:
    ordered = sorted(names)
    return ordered[pick % len(ordered)]


class NodeOfActors(RuleBasedStateMachine):
    """What a node does with the machine, and what it would notice if the machine were wrong.

    `wishes` are fresh calls nobody has answered yet, with the instant they came; `ringing` phones nobody has answered,
    `promised` those that may come, with the instant they were told so; `escrow` the sockets the node holds; `served`
    what each living actor believes it serves; `over` those calls whose callers are gone.
    """

    @initialize(
        slots=st.integers(1, 6),
        calls_per_actor=st.integers(1, 3),
        warm=st.integers(0, 3),
        isolated=st.integers(0, 6),
        at_once=st.integers(1, 3),
        retire_after=st.integers(1, 4),
        survivors=st.integers(0, 2),
    )
    def open(
        self,
        slots: int,
        calls_per_actor: int,
        warm: int,
        isolated: int,
        at_once: int,
        retire_after: int,
        survivors: int,
    ) -> None:
        self.now_s = 0.0
        self.numbers = 0
        self.starts: set[int] = set()
        self.ringing: dict[str, float] = {}
        self.promised: dict[str, float] = {}
        self.wishes: dict[str, float] = {}
        self.escrow: set[str] = set()
        self.served: dict[str, set[str]] = {}
        self.over: set[str] = set()
        self.asked: set[tuple[str, str]] = set()
        self.giving_up: set[str] = set()
        self.unreachable: set[str] = set()
        self.found = 0
        isolated = isolated if calls_per_actor > 1 else 0
        self.pool = Pool(
            slots,
            calls_per_actor,
            retire_after,
            WarmTarget(warm, slots, 1 if isolated else calls_per_actor),
            isolated_actors=isolated,
            starts_at_once=at_once,
        )
        for _ in range(survivors):
            self.adopt(calls=1, outdated=False)
        self.happens(RefillBegan())

    # --- carrying out -------------------------------------------------------------------------------------------
    def happens(self, event: Event) -> None:
        self.pool, actions = step(self.pool, event, self.now_s)
        self.stepped_at_s = self.now_s
        assert self.pool.refill is not Refill.ON or not self.pool.needs_start(self.now_s)
        failed: dict[str, list[Place]] = {}
        for action in actions:
            self.carry_out(action, failed)
        for actor_id, places in failed.items():
            self.happens(PlaceFailed(actor_id, tuple(places)))

    def carry_out(self, action: Action, failed: dict[str, list[Place]]) -> None:
        match action:
            case StartActor(number):
                assert number not in self.starts
                self.starts.add(number)
                assert len(self.starts) <= LATE_STARTS * self.pool.starts_at_once
                current = sum(1 for a in self.pool.actors.values() if a.standing is not Standing.OUTDATED)
                assert self.found or current <= self.pool.most_actors
            case Expect(key):
                self.ringing.pop(key, None)
                self.promised.setdefault(key, self.now_s)
            case Decline(key, _):
                del self.ringing[key]
                assert key not in self.pool.calls
            case Place(actor_id, key, resume):
                assert key in self.escrow
                assert not any(key in calls for calls in self.served.values()), "two actors for one stream"
                if actor_id in self.unreachable:
                    failed.setdefault(actor_id, []).append(action)
                    return
                assert resume == (key not in self.wishes), "a fresh call has nothing to resume"
                self.wishes.pop(key, None)
                self.served[actor_id].add(key)
                self.asked.discard((actor_id, key))  # it may have been there before
                assert key in self.over or self.taken(actor_id) <= self.pool.calls_per_actor
            case Refuse(key, _):
                del self.wishes[key]
                self.escrow.discard(key)
                self.promised.pop(key, None)
            case EndConnection(key) | CloseEscrow(key):
                assert key not in self.wishes, "it would have to be refused"
                self.escrow.remove(key)
            case GiveUp(key, _):
                self.giving_up.add(key)
            case KillActor(actor_id):
                # Whatever it had is on its way to others from here on, not before.
                del self.served[actor_id]
                self.unreachable.discard(actor_id)
            case EndActor(actor_id):
                assert self.served.pop(actor_id) == set(), "its calls would be lost"
                self.unreachable.discard(actor_id)
            case LetGo(actor_id):
                del self.served[actor_id]
                self.unreachable.discard(actor_id)
            case AskToMigrate(actor_id, key):
                assert key in self.served[actor_id]
                assert key not in self.over, "nobody is there who could go elsewhere"
                assert (actor_id, key) not in self.asked, "once is enough"
                self.asked.add((actor_id, key))
            case SendPing(actor_id):
                assert actor_id in self.served

    def new(self, kind: str) -> str:
        self.numbers += 1
        return f"{kind}{self.numbers:04}"

    # --- calls --------------------------------------------------------------------------------------------------
    @rule()
    def a_caller_comes(self) -> None:
        key, full = self.new("c"), self.pool.free == 0
        self.wishes[key] = self.now_s
        self.escrow.add(key)
        self.happens(CallArrived(key))
        assert not full or key not in self.escrow, "more calls than slots"

    @rule()
    def a_phone_rings(self) -> None:
        key, full = self.new("c"), self.pool.free == 0
        self.ringing[key] = self.now_s
        self.happens(CallRings(key))
        assert not full or key not in self.ringing, "more calls than slots"

    @precondition(lambda self: self.ringing or self.promised)
    @rule(pick=PICK)
    def its_webhook_comes_again(self, pick: int) -> None:
        key = chosen({**self.ringing, **self.promised}, pick)
        if key in self.pool.calls:
            self.happens(CallRings(key))

    @precondition(lambda self: self.ringing or self.promised)
    @rule(pick=PICK)
    def a_phone_stops_ringing(self, pick: int) -> None:
        key = chosen({**self.ringing, **self.promised}, pick)
        self.ringing.pop(key, None)
        if self.promised.pop(key, None) is not None and key in self.escrow:
            return  # it has come: nobody says so then
        self.happens(RingStopped(key))
        assert key not in self.pool.calls

    @precondition(lambda self: self.promised)
    @rule(pick=PICK)
    def a_promised_call_comes(self, pick: int) -> None:
        key = chosen(self.promised, pick)
        if key in self.escrow:
            return
        told_at_s = self.promised.pop(key)
        kept, full = self.now_s < told_at_s + EXPECTED_FOR_S, self.pool.free == 0
        ready = any(
            key in actor.expected
            and actor.standing is Standing.READY
            and actor.awake
            and name not in self.unreachable
            for name, actor in self.pool.actors.items()
        )
        self.wishes[key] = self.now_s
        self.escrow.add(key)
        self.happens(CallArrived(key))
        assert not kept or key in self.escrow, "its slot was kept"
        assert kept or not full or key not in self.escrow
        if ready and kept:
            assert key not in self.wishes, "nobody waits for an actor that was promised and is well"

    @precondition(lambda self: self.wishes)
    @rule(pick=PICK)
    def a_caller_hangs_up_while_waiting(self, pick: int) -> None:
        key = chosen(self.wishes, pick)
        del self.wishes[key]
        self.escrow.remove(key)
        self.happens(CallWithdrawn(key))

    @precondition(lambda self: any(self.served.values()))
    @rule(pick=PICK, clean=st.booleans())
    def a_call_ends(self, pick: int, clean: bool) -> None:
        actor_id, key = chosen(self.holdings(), pick)
        self.served[actor_id].remove(key)
        self.happens(CallReleased(actor_id, key, clean))

    @precondition(lambda self: any(self.served.values()))
    @rule(pick=PICK, crashed=st.booleans())
    def a_call_leaves_its_actor(self, pick: int, crashed: bool) -> None:
        actor_id, key = chosen(self.holdings(), pick)
        self.served[actor_id].remove(key)
        self.happens(CallDetached(actor_id, key, crashed))

    @precondition(lambda self: any(self.served.values()))
    @rule(pick=PICK)
    def a_call_is_over_and_slow_to_be_written(self, pick: int) -> None:
        actor_id, key = chosen(self.holdings(), pick)
        self.over.add(key)
        self.happens(CallWriting(actor_id, key))

    def taken(self, actor_id: str) -> int:
        """Slots of the actor's that its calls take."""
        writing = len(self.served[actor_id] & self.over)
        return len(self.served[actor_id]) - min(writing, MOST_WRITING)

    def given_back(self) -> int:
        """Slots of all calls that are only to be written down, or wait for an actor that does so."""
        waiting = sum(waiting.key in self.over for waiting in self.pool.waiting)
        return waiting + sum(len(calls) - self.taken(actor_id) for actor_id, calls in self.served.items())

    @precondition(lambda self: any(self.served.values()))
    @rule(pick=PICK)
    def a_call_kills_whatever_serves_it(self, pick: int) -> None:
        _, poison = chosen(self.holdings(), pick)
        for _ in range(8):
            holder = next((name for name, calls in self.served.items() if poison in calls), None)
            if holder is not None:
                self.happens(ActorLost(holder))
            elif self.starts:
                self.a_start_ends(0, comes=True, took_s=1.0)
                self.happens(ActorGreeted(max(self.served), outdated=False))

    @precondition(lambda self: self.giving_up)
    @rule(pick=PICK)
    def a_call_is_closed(self, pick: int) -> None:
        key = chosen(self.giving_up, pick)
        self.giving_up.remove(key)
        self.escrow.remove(key)
        self.happens(CallClosed(key))

    def holdings(self) -> list[tuple[str, str]]:
        return [(actor_id, key) for actor_id, calls in self.served.items() for key in calls]

    # --- actors -------------------------------------------------------------------------------------------------
    @precondition(lambda self: self.starts)
    @rule(pick=PICK, comes=st.booleans(), took_s=st.floats(0.1, 10.0))
    def a_start_ends(self, pick: int, comes: bool, took_s: float) -> None:
        number = sorted(self.starts)[pick % len(self.starts)]
        self.starts.remove(number)
        if comes:
            actor_id = self.new("a")
            self.served[actor_id] = set()
            self.happens(ActorJoined(actor_id, took_s, number))
        else:
            self.happens(StartFailed(number))

    @rule(calls=st.integers(0, 2), outdated=st.booleans())
    def adopt(self, calls: int, outdated: bool) -> None:
        """An actor that another gateway has started turns up with its calls."""
        actor_id = self.new("a")
        self.served[actor_id] = set()
        self.happens(ActorJoined(actor_id))
        for _ in range(calls):
            key = self.new("c")
            self.served[actor_id].add(key)
            self.escrow.add(key)
            self.found += 1
            self.happens(CallFound(actor_id, key))
        self.happens(ActorGreeted(actor_id, outdated))

    @precondition(lambda self: self.served)
    @rule(pick=PICK)
    def an_actor_greets(self, pick: int) -> None:
        self.happens(ActorGreeted(chosen(self.served, pick), outdated=False))

    @precondition(lambda self: self.served)
    @rule(pick=PICK)
    def an_actor_dies(self, pick: int) -> None:
        self.happens(ActorLost(chosen(self.served, pick)))

    @precondition(lambda self: self.served)
    @rule(pick=PICK)
    def an_actor_dies_and_nobody_has_read_it_yet(self, pick: int) -> None:
        self.unreachable.add(chosen(self.served, pick))

    @precondition(lambda self: self.served)
    @rule(pick=PICK)
    def another_gateway_takes_an_actor(self, pick: int) -> None:
        self.happens(ActorTaken(chosen(self.served, pick)))

    # --- time ---------------------------------------------------------------------------------------------------
    @rule(answers=st.sets(PICK, max_size=4), starved=st.booleans())
    def a_heartbeat(self, answers: set[int], starved: bool) -> None:
        self.pass_time(BEAT_S)
        cpu = dict.fromkeys(self.pool.to_measure, (0.0, starved))
        self.happens(HeartbeatDue(cpu))
        for pick in answers:
            if self.served:
                self.happens(ActorAnswered(chosen(self.served, pick)))

    @rule(seconds=st.floats(0.01, 20.0))
    def time_passes(self, seconds: float) -> None:
        self.pass_time(seconds)

    def pass_time(self, seconds: float) -> None:
        """As the node's timer does: whatever is due on the way happens at its instant."""
        end_s = self.now_s + seconds
        while (deadline_s := self.pool.next_deadline_s(self.now_s)) is not None and deadline_s <= end_s:
            self.now_s = max(self.now_s, deadline_s)
            self.happens(TimePassed())
            following_s = self.pool.next_deadline_s(self.now_s)
            assert following_s is None or following_s > self.now_s, "nothing came of it"
        self.now_s = end_s

    @rule()
    def a_trim(self) -> None:
        self.happens(TrimDue())

    # --- operators ----------------------------------------------------------------------------------------------
    @rule(event=st.sampled_from([DrainBegan(), DrainCancelled(), EmptyingDue(1, 5.0), EmptyingDue(9, 0.0)]))
    def an_order(self, event: Event) -> None:
        self.happens(event)

    # --- what always holds --------------------------------------------------------------------------------------
    @invariant()
    def every_call_has_exactly_one_owner(self) -> None:
        owners = [
            *(key for actor in self.pool.actors.values() for key in (*actor.calls, *actor.expected)),
            *(waiting.key for waiting in self.pool.waiting),
            *self.pool.given_up,
        ]
        assert sorted(owners) == sorted(set(owners)) == sorted(self.pool.calls)
        with_socket = {
            call.key for call in self.pool.calls.values() if call.stage in (Stage.ARRIVED, Stage.UNDER_WAY)
        }
        assert with_socket == self.escrow, "a socket nobody would close, or one closed too early"
        assert self.pool.given_up == self.giving_up

    @invariant()
    def the_pool_knows_what_its_actors_serve(self) -> None:
        assert {name: set(actor.calls) for name, actor in self.pool.actors.items()} == self.served
        for actor in self.pool.actors.values():
            assert actor.migrating <= set(actor.calls)
            if not self.found:
                assert actor.load <= self.pool.calls_per_actor, "a slot given twice"

    @invariant()
    def no_slot_is_lost(self) -> None:
        figures = self.pool.figures(self.now_s)
        taken = len(self.pool.calls) - self.given_back()
        assert figures.live + figures.pending == (len(self.pool.calls) if self.pool.draining else taken)
        if not self.pool.draining:
            assert figures.free == max(0, self.pool.slots - taken)
        if not self.found and not self.over:
            assert taken <= self.pool.slots

    @invariant()
    def nobody_waits_while_there_is_room_or_longer_than_promised(self) -> None:
        longest_s = {
            Stage.RINGING: RING_WAIT_S,
            Stage.EXPECTED: EXPECTED_FOR_S,
            Stage.ARRIVED: PLACE_WAIT_S,
            Stage.UNDER_WAY: RESUME_WAIT_S,
        }
        for ahead, waiting in enumerate(self.pool.waiting):
            stage = self.pool.calls[waiting.key].stage
            assert self.now_s < waiting.until_s <= self.now_s + longest_s[stage]
            assert self.pool.actor_for(waiting, ahead, self.stepped_at_s) is None
            able = any(map(self.pool.has_slot, self.pool.actors.values()))
            keeps_to_itself = self.pool.isolated_actors and self.now_s < waiting.shares_from_s
            assert waiting.key in self.over or not able or keeps_to_itself, "a slot is free"
        waits = {waiting.key for waiting in self.pool.waiting}
        assert set(self.wishes) <= waits, "a wish nobody will answer"
        assert set(self.ringing) <= waits, "a phone nobody will answer"
        with_callers = [waiting.key for waiting in self.pool.waiting if waiting.key not in self.over]
        assert with_callers == [waiting.key for waiting in self.pool.waiting][: len(with_callers)]
        stages = [self.pool.calls[key].stage for key in with_callers]
        assert stages == sorted(stages, key=list(Stage).index, reverse=True), "silence first, ringing last"

    @invariant()
    def actors_of_no_more_use_are_gone(self) -> None:
        for actor in self.pool.actors.values():
            assert actor.calls or actor.standing in (Standing.CONNECTED, Standing.READY)

    @invariant()
    def actors_are_being_started_while_somebody_waits(self) -> None:
        assert set(self.pool.starts) == self.starts

    def teardown(self) -> None:
        """In the end everything answers: whoever waits is served or refused, and every slot is free again."""
        if not hasattr(self, "pool"):
            return
        self.unreachable.clear()
        self.happens(DrainCancelled())
        for _ in range(40):
            for actor_id in sorted(self.served):
                with suppress(KeyError):
                    self.happens(ActorGreeted(actor_id, outdated=False))
                self.happens(ActorAnswered(actor_id))
            for actor_id, key in sorted(self.holdings()):
                self.served[actor_id].remove(key)
                self.happens(CallReleased(actor_id, key, clean=True))
            for key in sorted(self.giving_up):
                self.giving_up.remove(key)
                self.escrow.remove(key)
                self.happens(CallClosed(key))
            while self.starts:
                self.a_start_ends(0, comes=True, took_s=1.0)
            self.pass_time(1.0)
            self.happens(TimePassed())
        assert not self.wishes
        assert not self.ringing
        assert self.escrow == set()
        assert self.pool.free == self.pool.slots
        current = [actor for actor in self.pool.actors.values() if actor.standing is not Standing.OUTDATED]
        enough = min(self.pool.warm_wanted(self.now_s), self.pool.most_actors)
        assert len(current) >= enough, "warm actors are not refilled"


def case_of(machine: Callable[[], RuleBasedStateMachine]) -> Any:
    case = machine.TestCase  # type: ignore[attr-defined]
    case.settings = settings(
        max_examples=150, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck)
    )
    return case


TestAnyOrderOfEvents = case_of(NodeOfActors)
