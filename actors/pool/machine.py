"""A node's pool of call actors as a pure machine: `step(pool, event, now_s)` gives the next state and what to do.

    a phone rings ─▶ a slot is kept, the phone answered ─▶ the media stream arrives ─▶ served

    started ahead of need ─▶ connected ─▶ ready ◀─▶ serving calls ─▶ retiring or outdated ─▶ ended
                                            └─ lost or hung: killed, its calls go to others, ahead of fresh ones

Whatever happens, the same rules hold afterwards (`_settle`): calls that wait get free slots, those that have waited too
long are told so, actors that are of no more use end, and actors are started when they are wanted. The clock is the
event loop's; there is no I/O. `actors.pool.pool` carries the actions out.
"""

from dataclasses import replace

from actors.handoff.messages import Migration
from actors.pool.draft import Draft
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
    PlaceRefused,
    RefillBegan,
    Refuse,
    RingStopped,
    SendPing,
    StartActor,
    StartFailed,
    TimePassed,
    TrimDue,
)
from actors.pool.state import MISSED_BEATS, Actor, Call, Pool, Refill, Stage, Standing

EXPECTED_FOR_S = 5.0
"""From answering a phone to its media stream; the carrier needs well under a second."""

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


def step(pool: Pool, event: Event, now_s: float) -> tuple[Pool, tuple[Action, ...]]:
    """The pool after the event, and what is to be done, in order. Events about what is unknown change nothing."""
    draft = Draft(pool, now_s)
    _take(draft, event)
    _settle(draft)
    return draft.pool, tuple(draft.actions)


def _take(draft: Draft, event: Event) -> None:
    match event:
        case CallRings() | RingStopped():
            _take_ring_event(draft, event)
        case CallArrived() | CallWithdrawn() | CallClosed() | PlaceFailed() | PlaceRefused():
            _take_call_event(draft, event)
        case DrainBegan():
            draft.pool = replace(draft.pool, draining=True)
        case DrainCancelled():
            draft.pool = replace(draft.pool, draining=False)
        case EmptyingDue(at_most, within_s):
            _ask_to_go_elsewhere(draft, at_most, within_s)
        case RefillBegan():
            draft.pool = replace(draft.pool, refill=Refill.ON)
        case StartFailed(start):
            _end_start(draft, start)
            again_at_s = draft.now_s + START_RETRY_S
            draft.pool = replace(draft.pool, refill=Refill.PAUSED, start_again_at_s=again_at_s)
        case ActorJoined(actor_id, took_s, start):
            if actor_id not in draft.pool.actors:
                draft.put_actor(Actor(actor_id))
            if start is not None:
                _end_start(draft, start)
            if took_s is not None:
                target = draft.pool.target.actor_started(took_s)
                draft.pool = replace(draft.pool, refill=Refill.ON, target=target)
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


def _end_start(draft: Draft, number: int) -> None:
    starts = {start: began_s for start, began_s in draft.pool.starts.items() if start != number}
    draft.pool = replace(draft.pool, starts=starts)


def _take_ring_event(draft: Draft, event: CallRings | RingStopped) -> None:
    call = draft.pool.calls.get(event.key)
    match event:
        case CallRings(key):
            if call is not None:
                if call.stage is not Stage.RINGING:
                    draft.do(Expect(key))  # asked again
            elif draft.pool.free == 0:
                draft.do(Decline(key, "all call slots of this node are taken"))
            else:
                _let_in(draft, key, Stage.RINGING)
        case RingStopped(key):
            if call is not None and call.stage in (Stage.RINGING, Stage.EXPECTED):
                draft.drop_call(key)


def _let_in(draft: Draft, key: str, stage: Stage) -> None:
    draft.pool = replace(draft.pool, target=draft.pool.target.call_arrived(draft.now_s))
    draft.put_call(Call(key, stage))
    draft.wait(key)


def _arrive(draft: Draft, key: str) -> None:
    """The media stream of a call that rang is here: into the actor that was kept for it, if that is still well."""
    kept_in = next((actor for actor in draft.pool.actors.values() if key in actor.expected), None)
    was = draft.pool.calls[key].stage
    draft.free_slot(key)
    draft.come_to(key, Stage.ARRIVED)
    if was is Stage.RINGING:
        draft.do(Expect(key))
    if kept_in is not None and draft.pool.has_slot(draft.pool.actors[kept_in.actor_id]):
        _place(draft, kept_in.actor_id, key)
        return
    waiting = tuple(each for each in draft.pool.waiting if each.key != key)
    draft.pool = replace(draft.pool, waiting=waiting)
    draft.wait(key)


def _take_call_event(
    draft: Draft, event: CallArrived | CallWithdrawn | CallClosed | PlaceFailed | PlaceRefused
) -> None:
    match event:
        case CallArrived(key):
            call = draft.pool.calls.get(key)
            if call is not None and call.stage in (Stage.RINGING, Stage.EXPECTED):
                _arrive(draft, key)
            elif call is not None:
                draft.do(Refuse(key, "this stream has an actor already"))
            elif draft.pool.free == 0:
                draft.do(Refuse(key, "all call slots of this node are taken"))
            else:
                _let_in(draft, key, Stage.ARRIVED)
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
                draft.come_to(place.key, Stage.UNDER_WAY if place.resume else Stage.ARRIVED)
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
    draft: Draft,
    actor: Actor,
    event: CallFound
    | CallReleased
    | CallDetached
    | CallWriting
    | ActorGreeted
    | ActorAnswered
    | ActorLost
    | ActorTaken,
) -> None:
    match event:
        case ActorAnswered():
            draft.put_actor(replace(actor, unanswered=0))
        case ActorGreeted(_, outdated):
            standing = Standing.READY if actor.standing is Standing.CONNECTED else actor.standing
            draft.put_actor(replace(actor, standing=Standing.OUTDATED if outdated else standing))
        case CallFound(_, key):
            if key not in draft.pool.calls:
                draft.put_call(Call(key, Stage.UNDER_WAY, placed_at_s=draft.now_s))
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
        case CallWriting(_, key):
            if key is not None and key in actor.calls:
                draft.put_actor(replace(actor, writing=actor.writing | {key}))
                draft.put_call(replace(draft.pool.calls[key], over=True))
        case ActorTaken(actor_id):
            _expect_elsewhere(draft, actor_id)
            draft.drop_actor(actor_id)
            draft.do(LetGo(actor_id, len(actor.calls)))
            for key in actor.calls:
                draft.drop_call(key)
                draft.do(CloseEscrow(key))
        case ActorLost():
            _lose(draft, actor)


# --- calls without an actor -------------------------------------------------------------------------------------
def _lose(draft: Draft, actor: Actor, missed_beats: int | None = None) -> None:
    """The actor's process is gone, or of no use any more: its calls are taken over."""
    draft.put_actor(actor)
    _expect_elsewhere(draft, actor.actor_id)
    draft.drop_actor(actor.actor_id)
    draft.do(KillActor(actor.actor_id, len(actor.calls), missed_beats))
    for key in actor.calls:
        _fail_over(draft, key, died=True)


def _expect_elsewhere(draft: Draft, actor_id: str) -> None:
    """Calls whose media streams are on their way to this actor get slots in others."""
    actor = draft.pool.actors[actor_id]
    draft.put_actor(replace(actor, expected=()))
    for key in actor.expected:
        draft.wait(key)


def _fail_over(draft: Draft, key: str, *, died: bool) -> None:
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
def _ask_to_go_elsewhere(draft: Draft, at_most: int, within_s: float) -> None:
    """Each call is asked once; it goes at its next turn boundary, or anywhere once its time is over."""
    actors = draft.pool.actors.values()
    under_way = sum(len(actor.migrating - actor.writing) for actor in actors)
    staying = [(actor.actor_id, key) for actor in actors for key in actor.staying]
    for actor_id, key in staying[: max(0, at_most - under_way)]:
        _ask(draft, actor_id, key, Migration.REMOTE, within_s)


def _ask_to_leave_outdated(draft: Draft) -> None:
    """Calls leave actors of another release, no more at a time than new ones wait for them."""
    pool = draft.pool
    migrating = sum(len(actor.migrating - actor.writing) for actor in pool.outdated)
    room = len(pool.warm) - migrating - len(pool.unassigned)
    staying = [(actor.actor_id, key) for actor in pool.outdated for key in actor.staying]
    for actor_id, key in staying[: max(0, room)]:
        _ask(draft, actor_id, key, Migration.LOCAL, LOCAL_MIGRATION_WITHIN_S)


def _ask(draft: Draft, actor_id: str, key: str, how: Migration, within_s: float) -> None:
    actor = draft.pool.actors[actor_id]
    draft.put_actor(replace(actor, migrating=actor.migrating | {key}))
    draft.do(AskToMigrate(actor_id, key, how, within_s))


# --- actors -----------------------------------------------------------------------------------------------------
def _without(actor: Actor, key: str | None) -> Actor:
    calls = tuple(each for each in actor.calls if each != key)
    return replace(
        actor, calls=calls, migrating=actor.migrating & set(calls), writing=actor.writing & set(calls)
    )


def _count_served(draft: Draft, actor: Actor, key: str | None, *, retire: bool) -> None:
    """The actor has one call less."""
    actor = _without(replace(actor, served=actor.served + 1), key)
    draft.put_actor(_retiring(actor) if retire else actor)


def _retiring(actor: Actor) -> Actor:
    if actor.standing is Standing.OUTDATED:
        return actor
    return replace(actor, standing=Standing.RETIRING)


def _trim(draft: Draft) -> None:
    """A rush is over: the actors it called for go one by one, and one more than wanted may stay."""
    idle = draft.pool.warm
    if len(idle) > draft.pool.warm_kept(draft.now_s) + 1:
        draft.put_actor(_retiring(idle[0]))


def _beat(draft: Draft, beat: HeartbeatDue) -> None:
    """Asks every actor for a sign of life; one that has given none for long enough is lost."""
    draft.pool = replace(draft.pool, busy=(draft.pool.busy + beat.busy) / 2)
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
def _settle(draft: Draft) -> None:
    for actor in tuple(draft.pool.actors.values()):
        if actor.expected and actor.standing is not Standing.READY:
            _expect_elsewhere(draft, actor.actor_id)
    _end_expectations(draft)
    _give_out_slots(draft)
    _end_waits(draft)
    _ask_to_leave_outdated(draft)
    for actor in tuple(draft.pool.actors.values()):
        if actor.standing in (Standing.RETIRING, Standing.OUTDATED) and not actor.calls:
            draft.drop_actor(actor.actor_id)
            draft.do(EndActor(actor.actor_id))
    if draft.pool.refill is Refill.PAUSED and draft.now_s >= draft.pool.start_again_at_s:
        draft.pool = replace(draft.pool, refill=Refill.ON)
    while draft.pool.refill is Refill.ON and draft.pool.needs_start(draft.now_s):
        number = draft.pool.starts_so_far + 1
        starts = {**draft.pool.starts, number: draft.now_s}
        draft.pool = replace(draft.pool, starts=starts, starts_so_far=number, started_at_s=draft.now_s)
        draft.do(StartActor(number))


def _end_expectations(draft: Draft) -> None:
    """The carrier has not come for them: the caller has hung up, or their stream has gone to another node."""
    for call in tuple(draft.pool.calls.values()):
        if call.stage is Stage.EXPECTED and draft.now_s >= call.expected_until_s:
            draft.drop_call(call.key)


def _give_out_slots(draft: Draft) -> None:
    ahead = 0
    for waiting in draft.pool.waiting:
        actor = draft.pool.actor_for(waiting, ahead, draft.now_s)
        if actor is None:
            ahead += 1  # some of those behind it may share one
            continue
        draft.pool = replace(
            draft.pool, waiting=tuple(each for each in draft.pool.waiting if each.key != waiting.key)
        )
        call = draft.pool.calls[waiting.key]
        if call.stage in (Stage.ARRIVED, Stage.UNDER_WAY):
            _place(draft, actor.actor_id, call.key)
            continue
        draft.put_actor(replace(actor, expected=(*actor.expected, call.key)))
        if call.stage is Stage.RINGING:
            until_s = draft.now_s + EXPECTED_FOR_S
            draft.put_call(replace(call, stage=Stage.EXPECTED, expected_until_s=until_s))
            draft.do(Expect(call.key))


def _place(draft: Draft, actor_id: str, key: str) -> None:
    actor, call = draft.pool.actors[actor_id], draft.pool.calls[key]
    writing = actor.writing | {key} if call.over else actor.writing
    draft.put_actor(replace(actor, calls=(*actor.calls, key), writing=writing))
    draft.put_call(replace(call, stage=Stage.UNDER_WAY, placed_at_s=draft.now_s))
    draft.do(Place(actor_id, key, resume=call.under_way))


def _end_waits(draft: Draft) -> None:
    for waiting in draft.pool.waiting:
        if draft.now_s < waiting.until_s or waiting.key not in draft.pool.calls:
            continue
        stage = draft.pool.calls[waiting.key].stage
        draft.drop_call(waiting.key)
        match stage:
            case Stage.RINGING:
                draft.do(Decline(waiting.key, "no call actor became ready in time"))
            case Stage.EXPECTED:
                pass
            case Stage.ARRIVED:
                draft.do(Refuse(waiting.key, "no call actor became ready in time"))
            case Stage.UNDER_WAY:
                draft.do(EndConnection(waiting.key))
