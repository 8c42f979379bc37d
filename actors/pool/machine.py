"""A node's pool of call actors as a pure machine: `step(pool, event, now_s)` gives the next state and what to do.

    started ahead of need ─▶ connected ─▶ ready ◀─▶ serving calls ─▶ retiring or outdated ─▶ ended
                                            └─ lost or hung: killed, its calls go to others, ahead of fresh ones

Whatever happens, the same rules hold afterwards (`_settle`): calls that wait get free slots, those that have waited too
long are told so, actors that are of no more use end, and an actor is started when one is wanted. The clock is the event
loop's; there is no I/O. `actors.pool.pool` carries the actions out.
"""

from dataclasses import dataclass, field, replace

from actors.handoff.messages import Migration
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
    CallWithdrawn,
    CloseEscrow,
    DrainBegan,
    DrainCancelled,
    EmptyingDue,
    EndActor,
    EndConnection,
    Event,
    GiveUp,
    HeartbeatDue,
    KillActor,
    LetGo,
    Place,
    PlaceFailed,
    PlaceRefused,
    RefillBegan,
    Refuse,
    SendPing,
    StartActor,
    StartFailed,
    TimePassed,
    TrimDue,
)
from actors.pool.state import MISSED_BEATS, Actor, Call, Pool, Refill, Standing, Waiting

PLACE_WAIT_S = 8.0
"""A ringing caller waits this long for an actor being started: they start one at a time, in 1 to 2 s each."""

START_RETRY_S = 2.0
TRIM_EVERY_S = 60.0
BEAT_S = 0.5

STARVED_BEATS = 20
"""An actor that wants a processor and gets none is not hung: the machine is overloaded, a new one would find it no
better.
"""

STARVED_SHARE = 0.5
"""Of one processor; an event loop in an endless loop uses more where there is any."""

GREETED_BEATS = 60
"""30 s for an actor to tell which calls it serves, though it answers: one that is well does so at once."""

LOCAL_MIGRATION_WITHIN_S = 20.0

DEATHS = 3
"""A call that has killed so many actors in a row is closed: whatever it carries must not take the pool with it."""

STEADY_S = 5.0
"""An actor that dies later than this after it took a call was not killed by taking it."""

DEATHS_IN_ALL = 20
"""Of one call, however slowly it kills: no call meets so many faults that are not its own."""


@dataclass(slots=True)
class _Draft:
    """The next state and the actions, while one event is being worked out."""

    pool: Pool
    now_s: float
    actions: list[Action] = field(default_factory=list[Action])

    def do(self, *actions: Action) -> None:
        self.actions.extend(actions)

    def put_actor(self, actor: Actor) -> None:
        self.pool = replace(self.pool, actors={**self.pool.actors, actor.actor_id: actor})

    def drop_actor(self, actor_id: str) -> None:
        actors = {name: actor for name, actor in self.pool.actors.items() if name != actor_id}
        self.pool = replace(self.pool, actors=actors)

    def put_call(self, call: Call) -> None:
        self.pool = replace(self.pool, calls={**self.pool.calls, call.key: call})

    def drop_call(self, key: str) -> None:
        calls = {name: call for name, call in self.pool.calls.items() if name != key}
        waiting = tuple(each for each in self.pool.waiting if each.key != key)
        self.pool = replace(self.pool, calls=calls, waiting=waiting, given_up=self.pool.given_up - {key})

    def wait(self, key: str) -> None:
        """Puts the call into the queue, once: ahead of fresh ones when it is under way."""
        if any(each.key == key for each in self.pool.waiting):
            return
        waiting = Waiting(key, self.now_s + PLACE_WAIT_S)
        queue = list(self.pool.waiting)
        place = len(queue)
        if self.pool.calls[key].under_way:
            place = sum(1 for each in queue if self.pool.calls[each.key].under_way)
        self.pool = replace(self.pool, waiting=(*queue[:place], waiting, *queue[place:]))


def step(pool: Pool, event: Event, now_s: float) -> tuple[Pool, tuple[Action, ...]]:
    """The pool after the event, and what is to be done, in order. Events about what is unknown change nothing."""
    draft = _Draft(pool, now_s)
    _take(draft, event)
    _settle(draft)
    return draft.pool, tuple(draft.actions)


def _take(draft: _Draft, event: Event) -> None:
    match event:
        case CallArrived() | CallWithdrawn() | CallClosed() | PlaceFailed() | PlaceRefused():
            _take_call_event(draft, event)
        case DrainBegan():
            draft.pool = replace(draft.pool, draining=True)
        case DrainCancelled():
            draft.pool = replace(draft.pool, draining=False)
        case EmptyingDue(at_most, within_s):
            _ask_to_go_elsewhere(draft, at_most, within_s)
        case RefillBegan():
            draft.pool = replace(draft.pool, refill=Refill.IDLE)
        case StartFailed():
            again_at_s = draft.now_s + START_RETRY_S
            draft.pool = replace(draft.pool, refill=Refill.PAUSED, start_again_at_s=again_at_s)
        case ActorJoined(actor_id, took_s):
            if actor_id not in draft.pool.actors:
                draft.put_actor(Actor(actor_id))
            if took_s is not None:
                target = draft.pool.target.actor_started(took_s)
                draft.pool = replace(draft.pool, refill=Refill.IDLE, target=target)
        case HeartbeatDue():
            _beat(draft, event)
        case TrimDue():
            _trim(draft)
        case TimePassed():
            pass  # what is due is seen to after every event
        case _:
            actor = draft.pool.actors.get(event.actor_id)
            if actor is not None:
                _take_actor_event(draft, actor, event)


def _take_call_event(
    draft: _Draft, event: CallArrived | CallWithdrawn | CallClosed | PlaceFailed | PlaceRefused
) -> None:
    match event:
        case CallArrived(key):
            if key in draft.pool.calls:
                draft.do(Refuse(key, "this stream has an actor already"))
            elif draft.pool.free == 0:
                draft.do(Refuse(key, "all call slots of this node are taken"))
            else:
                draft.pool = replace(draft.pool, target=draft.pool.target.call_arrived(draft.now_s))
                draft.put_call(Call(key))
                draft.wait(key)
        case CallWithdrawn(key):
            if any(waiting.key == key for waiting in draft.pool.waiting):
                draft.drop_call(key)
        case CallClosed(key):
            if key in draft.pool.given_up:
                draft.drop_call(key)
        case PlaceFailed(actor_id, places):
            actor = draft.pool.actors.get(actor_id)
            if actor is None:
                return
            for place in places:
                if place.key not in actor.calls:
                    continue  # it has left the actor by another way meanwhile
                # It never had this call, which only waits on: no death, and a fresh one is still fresh.
                actor = _without(actor, place.key)
                draft.put_call(replace(draft.pool.calls[place.key], under_way=place.resume))
                draft.wait(place.key)
            _lose(draft, actor)
        case PlaceRefused(actor_id, key):
            actor = draft.pool.actors.get(actor_id)
            if actor is None or key not in actor.calls:
                return
            under_way = event.resume
            draft.put_actor(_without(actor, key))
            draft.drop_call(key)
            draft.do(EndConnection(key) if under_way else Refuse(key, "it could not be given to an actor"))


def _take_actor_event(
    draft: _Draft,
    actor: Actor,
    event: CallFound | CallReleased | CallDetached | ActorGreeted | ActorAnswered | ActorLost | ActorTaken,
) -> None:
    match event:
        case ActorAnswered():
            draft.put_actor(replace(actor, unanswered=0))
        case ActorGreeted(_, outdated):
            standing = Standing.READY if actor.standing is Standing.CONNECTED else actor.standing
            draft.put_actor(replace(actor, standing=Standing.OUTDATED if outdated else standing))
        case CallFound(_, key):
            if key not in draft.pool.calls:
                draft.put_call(Call(key, under_way=True, placed_at_s=draft.now_s))
                draft.put_actor(replace(actor, calls=(*actor.calls, key)))
        case CallReleased(_, key, clean):
            _count_served(draft, actor, key, retire=not clean or actor.served + 1 >= draft.pool.retire_after)
            if key is not None and key in actor.calls:
                draft.drop_call(key)
                draft.do(CloseEscrow(key))
        case CallDetached(_, key, crashed):
            known = key is not None and key in actor.calls
            _count_served(draft, actor, key, retire=known and crashed)
            if key is not None and known:
                _fail_over(draft, key, died=crashed)
        case ActorTaken(actor_id):
            draft.drop_actor(actor_id)
            draft.do(LetGo(actor_id, len(actor.calls)))
            for key in actor.calls:
                draft.drop_call(key)
                draft.do(CloseEscrow(key))
        case ActorLost():
            _lose(draft, actor)


# --- calls without an actor -------------------------------------------------------------------------------------
def _lose(draft: _Draft, actor: Actor, missed_beats: int | None = None) -> None:
    """The actor's process is gone, or of no use any more: its calls are taken over."""
    draft.drop_actor(actor.actor_id)
    draft.do(KillActor(actor.actor_id, len(actor.calls), missed_beats))
    for key in actor.calls:
        _fail_over(draft, key, died=True)


def _fail_over(draft: _Draft, key: str, *, died: bool) -> None:
    """Has the call wait for another actor; `died` counts against the call, which may have killed the last one."""
    call = draft.pool.calls.get(key)
    if call is None or key in draft.pool.given_up or draft.pool.is_held(key):
        return  # it is looked after already
    if died:
        steady = draft.now_s - call.placed_at_s >= STEADY_S
        deaths = 1 if steady else call.deaths + 1
        call = replace(call, deaths=deaths, deaths_in_all=call.deaths_in_all + 1)
    draft.put_call(call)
    if call.deaths >= DEATHS or call.deaths_in_all >= DEATHS_IN_ALL:
        draft.pool = replace(draft.pool, given_up=draft.pool.given_up | {key})
        draft.do(GiveUp(key, call.deaths))
    else:
        draft.wait(key)


# --- migration --------------------------------------------------------------------------------------------------
def _ask_to_go_elsewhere(draft: _Draft, at_most: int, within_s: float) -> None:
    """Each call is asked once; it goes at its next turn boundary, or anywhere once its time is over."""
    under_way = sum(len(actor.migrating) for actor in draft.pool.actors.values())
    staying = [
        (actor.actor_id, key)
        for actor in draft.pool.actors.values()
        for key in actor.calls
        if key not in actor.migrating
    ]
    for actor_id, key in staying[: max(0, at_most - under_way)]:
        _ask(draft, actor_id, key, Migration.REMOTE, within_s)


def _ask_to_leave_outdated(draft: _Draft) -> None:
    """Calls leave actors of another release, no more at a time than new ones wait for them."""
    pool = draft.pool
    under_way = sum(len(actor.migrating) for actor in pool.outdated) + len(pool.unassigned)
    room = len(pool.warm) - under_way
    staying = [
        (actor.actor_id, key) for actor in pool.outdated for key in actor.calls if key not in actor.migrating
    ]
    for actor_id, key in staying[: max(0, room)]:
        _ask(draft, actor_id, key, Migration.LOCAL, LOCAL_MIGRATION_WITHIN_S)


def _ask(draft: _Draft, actor_id: str, key: str, how: Migration, within_s: float) -> None:
    actor = draft.pool.actors[actor_id]
    draft.put_actor(replace(actor, migrating=actor.migrating | {key}))
    draft.do(AskToMigrate(actor_id, key, how, within_s))


# --- actors -----------------------------------------------------------------------------------------------------
def _without(actor: Actor, key: str | None) -> Actor:
    calls = tuple(each for each in actor.calls if each != key)
    return replace(actor, calls=calls, migrating=actor.migrating & set(calls))


def _count_served(draft: _Draft, actor: Actor, key: str | None, *, retire: bool) -> None:
    """The actor has one call less."""
    actor = _without(replace(actor, served=actor.served + 1), key)
    draft.put_actor(_retiring(actor) if retire else actor)


def _retiring(actor: Actor) -> Actor:
    if actor.standing is Standing.OUTDATED:
        return actor
    return replace(actor, standing=Standing.RETIRING)


def _trim(draft: _Draft) -> None:
    """A rush is over: the actors it called for go one by one, and one more than wanted may stay."""
    idle = draft.pool.warm
    if len(idle) > draft.pool.warm_wanted(draft.now_s) + 1:
        draft.put_actor(_retiring(idle[0]))


def _beat(draft: _Draft, beat: HeartbeatDue) -> None:
    """Asks every actor for a sign of life; one that has given none for long enough is lost."""
    for actor in tuple(draft.pool.actors.values()):
        if actor.standing is Standing.CONNECTED:
            if actor.ungreeted >= GREETED_BEATS:
                _lose(draft, actor, actor.ungreeted)
                continue
            actor = replace(actor, ungreeted=actor.ungreeted + 1)  # noqa: PLW2901
        used_s, wants_more = beat.cpu.get(actor.actor_id, (0.0, False))
        if _is_hung(actor, used_s, wants_more):
            _lose(draft, actor, actor.unanswered)
            continue
        if not actor.unanswered:
            actor = replace(actor, pinged_at_s=draft.now_s)  # noqa: PLW2901
        elif actor.unanswered == 1:
            actor = replace(actor, used_s=used_s)  # noqa: PLW2901
        draft.put_actor(replace(actor, unanswered=actor.unanswered + 1))
        draft.do(SendPing(actor.actor_id))


def _is_hung(actor: Actor, used_s: float, wants_more: bool) -> bool:
    if actor.unanswered < MISSED_BEATS:
        return False
    if actor.unanswered >= STARVED_BEATS:
        return True
    starved = used_s - actor.used_s < STARVED_SHARE * (actor.unanswered - 1) * BEAT_S
    return not (wants_more and starved)


# --- after every event ------------------------------------------------------------------------------------------
def _settle(draft: _Draft) -> None:
    _give_out_slots(draft)
    _end_waits(draft)
    _ask_to_leave_outdated(draft)
    for actor in tuple(draft.pool.actors.values()):
        if actor.standing in (Standing.RETIRING, Standing.OUTDATED) and not actor.calls:
            draft.drop_actor(actor.actor_id)
            draft.do(EndActor(actor.actor_id))
    paused = draft.pool.refill is Refill.PAUSED and draft.now_s < draft.pool.start_again_at_s
    if draft.pool.refill in (Refill.IDLE, Refill.PAUSED) and not paused:
        # One at a time: eight at once took live calls' p99 from 1.7 to 16.5 ms.
        needed = draft.pool.needs_actor(draft.now_s)
        draft.pool = replace(draft.pool, refill=Refill.STARTING if needed else Refill.IDLE)
        if needed:
            draft.do(StartActor())


def _give_out_slots(draft: _Draft) -> None:
    """To the fullest actor that can take a call, so that idle ones stay idle and can retire."""
    for waiting in draft.pool.waiting:
        able = [actor for actor in draft.pool.actors.values() if draft.pool.has_slot(actor)]
        if not able:
            return
        actor = max(able, key=lambda actor: (len(actor.calls), actor.served))
        call = draft.pool.calls[waiting.key]
        draft.pool = replace(draft.pool, waiting=draft.pool.waiting[1:])
        draft.put_actor(replace(actor, calls=(*actor.calls, call.key)))
        draft.put_call(replace(call, under_way=True, placed_at_s=draft.now_s))
        draft.do(Place(actor.actor_id, call.key, resume=call.under_way))


def _end_waits(draft: _Draft) -> None:
    for waiting in draft.pool.waiting:
        if draft.now_s < waiting.until_s or waiting.key not in draft.pool.calls:
            continue
        under_way = draft.pool.calls[waiting.key].under_way
        draft.drop_call(waiting.key)
        if under_way:
            draft.do(EndConnection(waiting.key))
        else:
            draft.do(Refuse(waiting.key, "no call actor became ready in time"))
