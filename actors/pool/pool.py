"""The call actors of one node: started ahead of need, leased by the call, replaced when they die.

The pool lives in the node's media gateway. For every call it keeps a duplicate of the caller's socket in escrow: when
an actor dies, its calls go on in another one, on the same connection. What it does is decided by `actors.pool.machine`;
here are the processes, connections and sockets.
"""

import asyncio
import socket
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import replace
from uuid import UUID

import structlog

from actors.handoff.channel import Delivery, HandoffChannel, connect
from actors.handoff.messages import (
    Detached,
    Hello,
    ListeningSocket,
    Message,
    Migrate,
    Ping,
    Pong,
    Released,
    Replaced,
    Serving,
    Writing,
)
from actors.pool.cpu_use import BusyMeter, cpu_use, processors
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
    SendPing,
    StartActor,
    StartFailed,
    TimePassed,
    TrimDue,
)
from actors.pool.listening_socket import ListeningSocketHandover
from actors.pool.machine import BEAT_S, TRIM_EVERY_S, step
from actors.pool.members import ActorStarter, Member, PeerProcess, PlacedCall, StartedActor
from actors.pool.readings import PoolReadings
from actors.pool.ringing import Ringing
from actors.pool.state import Pool, Refill, Stage, Standing
from actors.pool.warm_target import WarmTarget
from domain.errors import AtCapacity
from storage.redis.tickets import Ticket

log = structlog.get_logger()


class CallPool(PoolReadings):
    """One node's actors.

    Args:
        starter: makes actors.
        slots: calls the node serves at once.
        calls_per_actor: calls one actor serves at once.
        isolated_actors: so many actors serve one call each while they can (`actors.pool.state.Pool`).
        starts_at_once: actors started side by side while somebody waits; one for each processor unless given.
        warm: idle actors kept waiting however few calls come.
        retire_after: calls after which an actor is replaced.
        on_given_up: told of a call nobody can serve any more; its connection is about to end.
        release: of the code this process runs; calls of actors that another release started migrate to new ones.
        cpu_of: what a process has computed (`actors.pool.cpu_use.cpu_use`).
        busy: share of the machine's processors in use since it was last asked.
    """

    def __init__(
        self,
        starter: ActorStarter,
        *,
        slots: int,
        calls_per_actor: int,
        warm: int,
        retire_after: int,
        on_given_up: Callable[[PlacedCall], Awaitable[None]],
        isolated_actors: int = 0,
        starts_at_once: int | None = None,
        release: str = "",
        cpu_of: Callable[[int | None], tuple[float, bool]] = cpu_use,
        busy: Callable[[], float] | None = None,
    ) -> None:
        target = WarmTarget(least=warm, most=slots, calls_per_actor=1 if isolated_actors else calls_per_actor)
        super().__init__(
            Pool(
                slots,
                calls_per_actor,
                retire_after,
                target,
                isolated_actors=isolated_actors,
                starts_at_once=starts_at_once or max(2, processors()),
            )
        )
        self._starter = starter
        self._on_given_up = on_given_up
        self._release = release
        self._cpu_of = cpu_of
        self._busy = busy or BusyMeter()
        self._members: dict[str, Member] = {}
        self._placing: dict[str, asyncio.Future[None]] = {}
        self._ringing = Ringing(self._happened)
        self._events: deque[Event] = deque()
        self._stepping = False
        self._unplaced: dict[str, list[Place]] = {}
        self._work: asyncio.Queue[StartActor | GiveUp] = asyncio.Queue()
        self._changed = asyncio.Event()
        self._timer: asyncio.TimerHandle | None = None
        self._listening_socket = ListeningSocketHandover()

    # --- life ---------------------------------------------------------------------------------------------------
    async def run(self) -> None:
        """Keeps the pool warm and the calls of dead actors alive, until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._beat(), name="pool.heartbeat")
            tasks.create_task(self._trim(), name="pool.trim")
            self._happened(RefillBegan())
            while True:
                match await self._work.get():
                    case StartActor(number):
                        tasks.create_task(self._start_actor(number), name="pool.start")
                    case GiveUp(key):
                        tasks.create_task(self._give_up(key), name="pool.give_up")

    async def ring(self, key: str) -> None:
        """Waits until there is an actor for a call whose phone rings, and keeps its slot for a few seconds.

        Args:
            key: of the media stream that will come (`Ticket.stream_key`).

        Raises:
            AtCapacity: every slot is taken, or no actor became ready in time.
        """
        await self._ringing.ring(key)

    def stop_ringing(self, key: str) -> None:
        """The call's media stream goes to another node, or nobody waits for its actor any more."""
        self._ringing.stop(key)

    def expects(self, call_id: UUID | str) -> bool:
        """Whether a slot is kept for a media stream of this call."""
        prefix = f"{call_id}/"
        calls = self._state.calls.values()
        return any(call.stage is Stage.EXPECTED and call.key.startswith(prefix) for call in calls)

    async def place(self, ticket: Ticket, sock: socket.socket) -> None:
        """Gives the call to an actor; `sock` stays with the pool until the call is over.

        Raises:
            AtCapacity: every slot is taken, or no actor became ready in time. The socket is the caller's again.
        """
        call = PlacedCall(ticket, sock)
        if call.key in self._calls:
            raise AtCapacity("this stream has an actor already")
        placed: asyncio.Future[None] = self._loop.create_future()
        self._calls[call.key], self._placing[call.key] = call, placed
        self._happened(CallArrived(call.key))
        try:
            await placed
        except asyncio.CancelledError:
            if placed.cancelled():  # else the call has its actor, and nobody is left to hear of it
                self._happened()
            raise

    def adopt(self, actor: StartedActor) -> None:
        """Takes an actor in that outlived the previous gateway: its hello brings its calls.

        Raises OSError when it is gone.
        """
        self._join(actor)
        self._happened(ActorJoined(actor.actor_id))

    async def inherited_listening_socket(self, wait_s: float) -> socket.socket | None:
        """The listening socket of the gateway before, from the first actor that kept it; None when none did."""
        return await self._listening_socket.inherited(wait_s) if self._members else None

    def keep_listening_socket(self, listener: socket.socket) -> None:
        """Every actor keeps a duplicate of the listening socket for the gateway after this one."""
        actors = self._state.actors.values()
        greeted = [self._members[a.actor_id] for a in actors if a.standing is not Standing.CONNECTED]
        self._listening_socket.keep(listener, greeted)

    def drain(self) -> None:
        """Takes no fresh calls any more."""
        self._happened(DrainBegan())

    def take_calls_again(self) -> None:
        self._happened(DrainCancelled())

    def migrate_calls(self, at_most: int, within_s: float) -> None:
        """Has calls go to other nodes, so many at a time, each at its next turn boundary or anywhere in `within_s`."""
        self._happened(EmptyingDue(at_most, within_s))

    async def settled(self) -> None:
        """Waits until no call that has a media stream is without an actor."""
        while self._stream_waits() or self._state.given_up:
            await self._changed.wait()
            self._changed.clear()

    def _stream_waits(self) -> bool:
        stages = (self._state.calls[each.key].stage for each in self._state.waiting)
        return any(stage in (Stage.ARRIVED, Stage.UNDER_WAY) for stage in stages)

    def close(self) -> None:
        """Lets go of everything; the actors and their calls go on, those no actor has are left to the carrier."""
        held = {key for actor in self._state.actors.values() for key in actor.calls}
        calls, self._calls = self._calls, {}
        for key, call in calls.items():
            if key in held:
                call.escrow.close()
            elif key in self._state.unassigned:
                call.end()
        members, self._members = self._members, {}
        for member in members.values():
            member.close()
        self._state = replace(
            self._state, actors={}, calls={}, waiting=(), given_up=frozenset(), refill=Refill.OFF
        )
        self._set_timer()
        self._ringing.close()
        self._listening_socket.close()

    # --- the machine --------------------------------------------------------------------------------------------
    def _happened(self, *events: Event) -> None:
        """Steps the machine; what happens while its actions are carried out comes after them."""
        self._events.extend(events)
        # A caller that has gone must not be given a slot in the moment before its task finds out.
        gone = [key for key, placed in self._placing.items() if placed.cancelled()]
        for key in gone:
            del self._placing[key]
            self._calls.pop(key, None)
        self._events.extendleft(CallWithdrawn(key) for key in gone)
        if self._stepping:
            return
        self._stepping = True
        try:
            while self._events:
                for action in self._step(self._events.popleft()):
                    self._try_to_carry_out(action)
                if self._unplaced:
                    # Before anything else is heard of these actors: their other calls have lost them, these have not.
                    failed = [
                        PlaceFailed(actor_id, tuple(places)) for actor_id, places in self._unplaced.items()
                    ]
                    self._events.extendleft(failed)
                    self._unplaced.clear()
        finally:
            self._stepping = False
        self._changed.set()
        self._set_timer()

    def _step(self, event: Event) -> tuple[Action, ...]:
        try:
            self._state, actions = step(self._state, event, self._loop.time())
        except Exception:
            # The root of one event: what is wrong with one must not take the node's other calls with it.
            log.exception("call_pool.event_failed", event_kind=type(event).__name__)
            return ()
        return actions

    def _try_to_carry_out(self, action: Action) -> None:
        try:
            self._carry_out(action)
        except Exception:
            # The root of one action, as above.
            log.exception("call_pool.action_failed", action=type(action).__name__)

    def _set_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        deadline_s = self._state.next_deadline_s(self._loop.time())
        if deadline_s is not None:
            self._timer = self._loop.call_at(deadline_s, self._happened, TimePassed())

    def _carry_out(self, action: Action) -> None:
        match action:
            case StartActor():
                self._work.put_nowait(action)
            case Place():
                self._place(action)
            case Expect(key):
                self._ringing.kept(key)
            case Decline(key, reason):
                self._ringing.declined(key, reason)
            case Refuse(key, reason):
                self._calls.pop(key, None)
                placed = self._placing.pop(key, None)
                if placed is not None:
                    placed.set_exception(AtCapacity(reason))
            case EndConnection(key):
                call = self._calls.pop(key, None)
                if call is not None:
                    log.error("call_pool.call_dropped", call_id=call.call_id)
                    call.end()
            case GiveUp(key, deaths):
                log.error("call_pool.call_given_up", call_id=self._calls[key].call_id, deaths=deaths)
                self._work.put_nowait(action)
            case CloseEscrow(key):
                call = self._calls.pop(key, None)
                if call is not None:
                    call.escrow.close()
            case AskToMigrate(actor_id, key, how, within_s):
                call = self._calls[key]
                migrate = Migrate(call.call_id, how, within_s, call.ticket.stream_generation)
                self._members[actor_id].channel.send(migrate)
            case SendPing(actor_id):
                self._members[actor_id].channel.send(Ping())
            case EndActor(actor_id):
                member = self._forget(actor_id)
                member.actor.kill()
                member.close()
            case KillActor(actor_id, calls, missed_beats):
                if missed_beats is not None:
                    log.error("call_pool.actor_hung", actor_id=actor_id, calls=calls, beats=missed_beats)
                log.error("call_pool.actor_lost", actor_id=actor_id, calls=calls)
                member = self._forget(actor_id)
                member.kill()
                member.close()
            case LetGo(actor_id, calls):
                log.warning("call_pool.actor_taken", actor_id=actor_id, calls=calls)
                self._members.pop(actor_id).close()

    def _place(self, place: Place) -> None:
        call, channel = self._calls[place.key], self._members[place.actor_id].channel
        match channel.send(call.placement(resume=place.resume), call.escrow.fileno()):
            case Delivery.GONE:
                # Dead, but its end has not been read yet.
                self._unplaced.setdefault(place.actor_id, []).append(place)
                return
            case Delivery.REFUSED:
                self._events.appendleft(PlaceRefused(place.actor_id, place.key, place.resume))
                return
            case Delivery.SENT:
                call.unread_bytes = None
        placed = self._placing.pop(call.key, None)
        if placed is not None:
            placed.set_result(None)

    def _forget(self, actor_id: str) -> Member:
        member = self._members.pop(actor_id)
        member.actor.socket_path.unlink(missing_ok=True)
        return member

    # --- actors -------------------------------------------------------------------------------------------------
    def _join(self, actor: StartedActor) -> None:
        sock = connect(actor.socket_path)
        process = PeerProcess(sock)

        def hear(message: Message, descriptor: int | None) -> None:
            self._hear(member, message, descriptor)

        channel = HandoffChannel(sock, hear, lambda: self._happened(ActorLost(actor.actor_id)))
        member = Member(actor, channel, process)
        self._members[actor.actor_id] = member

    def _hear(self, member: Member, message: Message, descriptor: int | None) -> None:
        actor_id = member.actor.actor_id
        match message:
            case Pong():
                self._happened(ActorAnswered(actor_id))
            case Serving(ticket) if descriptor is not None:
                call = PlacedCall(ticket, socket.socket(fileno=descriptor))
                if call.key in self._calls:
                    call.escrow.close()
                    return
                self._calls[call.key] = call
                self._happened(CallFound(actor_id, call.key))
            case ListeningSocket() if descriptor is not None:
                self._listening_socket.found(descriptor)
            case Hello():
                self._listening_socket.give(member)
                outdated = message.release != self._release
                if outdated:
                    calls = len(self._state.actors[actor_id].calls)
                    log.info("call_pool.actor_outdated", actor_id=actor_id, calls=calls)
                self._happened(ActorGreeted(actor_id, outdated))
            case Replaced():
                self._happened(ActorTaken(actor_id))
            case Detached():
                key = self._key(actor_id, message)
                if key is not None:
                    self._calls[key].unread_bytes = message.unread_bytes
                self._happened(CallDetached(actor_id, key, message.crashed))
            case Writing():
                self._happened(CallWriting(actor_id, self._key(actor_id, message)))
            case Released():
                self._happened(CallReleased(actor_id, self._key(actor_id, message), message.clean))
            case _:
                pass  # `Accepted` tells nothing new, the rest is for actors

    def _key(self, actor_id: str, about: Detached | Released | Writing) -> str | None:
        """The stream this actor has of the call; None when it has none. An older actor has one stream of a call."""
        actor = self._state.actors.get(actor_id)
        keys = actor.calls if actor is not None else ()
        for key in keys:
            ticket = self._calls[key].ticket
            same_stream = about.stream_generation in (None, ticket.stream_generation)
            if str(ticket.call_id) == about.call_id and same_stream:
                return key
        return None

    # --- what takes time ----------------------------------------------------------------------------------------
    async def _start_actor(self, number: int) -> None:
        began_s = self._loop.time()
        try:
            actor = await self._starter.start()
            took_s = self._loop.time() - began_s
            log.info("call_pool.actor_started", actor_id=actor.actor_id, took_s=round(took_s, 2))
            try:
                self._join(actor)
            except OSError:
                actor.kill()
                raise
        except Exception as error:
            # Whatever keeps an actor from starting (no slot, no memory, a vendor's SDK), the pool goes on.
            log.error("call_pool.start_failed", reason=repr(error))
            self._happened(StartFailed(number))
        else:
            self._happened(ActorJoined(actor.actor_id, took_s, number))

    async def _give_up(self, key: str) -> None:
        call = self._calls.get(key)
        if call is None:  # the pool has let go of everything
            return
        try:
            await self._on_given_up(call)
        except Exception:
            # The end of one call: it must not take the pool with it.
            log.exception("call_pool.not_given_up", call_id=call.call_id)
        finally:
            self._calls.pop(key, None)
            self._happened(CallClosed(key))

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(BEAT_S)
            pids = {actor_id: self._members[actor_id].process.pid for actor_id in self._state.to_measure}
            cpu = {actor_id: self._cpu_of(pid) for actor_id, pid in pids.items()}
            self._happened(HeartbeatDue(cpu, self._busy()))

    async def _trim(self) -> None:
        while True:
            await asyncio.sleep(TRIM_EVERY_S)
            self._happened(TrimDue())
