"""The call actors of one node: started ahead of need, leased by the call, replaced when they die.

The pool lives in the node's media gateway. For every call it keeps a duplicate of the caller's socket in escrow: when
an actor dies, its calls go on in another one, on the same connection.
"""

import asyncio
import socket
from base64 import b64decode
from collections.abc import Awaitable, Callable
from uuid import UUID

import structlog

from actors.pool_heartbeat import beat
from actors.pool_members import ActorStarter, Member, PeerProcess, PlacedCall, StartedActor
from actors.pool_moves import Moves
from actors.pool_refill import Refill
from actors.pool_rooms import Rooms
from actors.pool_warmth import NodeFigures, Warmth
from actors.socket_handoff import HandoffChannel, Message, connect
from domain.errors import AtCapacity
from storage.live import Ticket

log = structlog.get_logger()

DEATHS = 3
"""A call that has killed so many actors in a row is closed: whatever it carries must not take the pool with it."""

ANSWER_S = 0.1
"""An actor that is well answers in a millisecond."""

STEADY_S = 5.0
"""An actor that dies later than this after it took a call was not killed by taking it."""

DEATHS_IN_ALL = 20
"""Of one call, however slowly it kills: no call meets so many faults that are not its own."""


class CallPool:
    """One node's actors.

    Args:
        starter: makes actors.
        slots: calls the node serves at once.
        calls_per_actor: calls one actor serves at once.
        warm: idle actors kept waiting however few calls come.
        retire_after: calls after which an actor is replaced.
        on_given_up: told of a call nobody can serve any more; its connection is about to end.
        release: of the code this process runs; actors that another release started hand their calls on to new ones.
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
        release: str = "",
    ) -> None:
        self._slots = slots
        self._retire_after = retire_after
        self._on_given_up = on_given_up
        self._release = release
        self._warmth = Warmth(least=warm, most=slots, calls_per_actor=calls_per_actor)
        self._moved = asyncio.Event()
        self._wanted = asyncio.Event()
        self._rooms = Rooms(calls_per_actor, on_wanted=self._wanted.set, on_unpromised=self._settle)
        self._members = self._rooms.members
        self._moves = Moves(self._rooms)
        self._refill = Refill(
            starter,
            self._rooms,
            self._warmth,
            most=-(-slots // calls_per_actor),
            calls_per_actor=calls_per_actor,
            wanted=self._wanted,
            need=lambda: (self.live_calls, self._placing),
            join=self.adopt,
            settle=self._settle,
            before=lambda: self._moves.hand_on_outdated(len(self._homeless)),
        )
        self._placing = 0
        self._homeless: dict[str, PlacedCall] = {}
        self._orphans: asyncio.Queue[PlacedCall] = asyncio.Queue()
        self._inherited: asyncio.Future[socket.socket] = asyncio.get_running_loop().create_future()
        self._door: socket.socket | None = None
        self.draining = False

    # --- figures ------------------------------------------------------------------------------------------------
    @property
    def live_calls(self) -> int:
        return sum(len(member.calls) for member in self._members.values())

    @property
    def free(self) -> int:
        """How many more calls this node takes."""
        taken = self.live_calls + self._placing + len(self._homeless)
        return 0 if self.draining else max(0, self._slots - taken)

    @property
    def warm_actors(self) -> int:
        return len(self._rooms.warm)

    @property
    def call_ids(self) -> frozenset[UUID]:
        """Every call of this node, those between two actors included."""
        held = (call.ticket.call_id for member in self._members.values() for call in member.calls.values())
        return frozenset((*held, *(call.ticket.call_id for call in self._homeless.values())))

    @property
    def outdated_calls(self) -> int:
        """Calls in actors that run older code than this process."""
        return sum(len(member.calls) for member in self._members.values() if member.outdated)

    @property
    def figures(self) -> NodeFigures:
        now_s = asyncio.get_running_loop().time()
        return NodeFigures(
            free=self.free,
            total=0 if self.draining else self._slots,
            live=self.live_calls + len(self._homeless),
            pending=self._placing,
            arrivals_per_s=self._warmth.arrivals_per_s(now_s),
        )

    @property
    def homeless(self) -> list[Ticket]:
        """Calls without an actor."""
        return [call.ticket for call in self._homeless.values()]

    @property
    def unattended(self) -> list[Ticket]:
        """Calls whose leases nobody else may keep: without an actor, or with one that owes an answer.

        Between the moment an actor hangs and the moment it counts as hung, its calls must not be fetched elsewhere.
        """
        before_s = asyncio.get_running_loop().time() - ANSWER_S
        silent = (m for m in self._members.values() if m.unanswered and m.pinged_at_s <= before_s)
        return [*self.homeless, *(call.ticket for member in silent for call in member.calls.values())]

    # --- life ---------------------------------------------------------------------------------------------------
    async def run(self) -> None:
        """Keeps the pool warm and the calls of dead actors alive, until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._refill.run(), name="pool.refill")
            tasks.create_task(self._refill.trim(), name="pool.trim")
            tasks.create_task(beat(self._members.values, self._lost), name="pool.heartbeat")
            while True:
                call = await self._orphans.get()
                tasks.create_task(self._rescue(call), name="pool.rescue")

    async def place(self, ticket: Ticket, sock: socket.socket) -> None:
        """Gives the call to an actor; `sock` stays with the pool until the call is over.

        Raises:
            AtCapacity: every slot is taken, or no actor became ready in time. The socket is the caller's again.
        """
        if self.free == 0:
            raise AtCapacity("all call slots of this node are taken")
        self._warmth.call_arrived(asyncio.get_running_loop().time())
        self._placing += 1
        try:
            await self._give(PlacedCall(ticket, sock), resume=False)
        finally:
            self._placing -= 1
            self._moved.set()

    def adopt(self, actor: StartedActor) -> None:
        """Takes an actor in, a new one or one that outlived the previous gateway: its hello brings its calls.

        Raises OSError when it is gone.
        """
        sock = connect(actor.socket_path)
        process = PeerProcess(sock)
        channel = HandoffChannel(
            sock,
            lambda message, descriptors: self._hear(member, message, descriptors),
            lambda: self._lost(member),
        )
        member = Member(actor, channel, process)
        self._members[actor.actor_id] = member

    async def inherited_door(self, wait_s: float) -> socket.socket | None:
        """The listening socket of the gateway before, from the first actor that kept it; None when none did."""
        if not self._members:
            return None
        try:
            async with asyncio.timeout(wait_s):
                return await asyncio.shield(self._inherited)
        except TimeoutError:
            return None

    def keep_door(self, door: socket.socket) -> None:
        """Every actor keeps a duplicate of the listening socket for the gateway after this one."""
        self._door = door
        for member in self._members.values():
            if member.greeted:
                member.channel.send({"kind": "door"}, [door.fileno()])

    def move_calls(self, at_most: int, within_s: float) -> None:
        """Has calls go to other nodes, so many at a time, each at its next turn boundary or anywhere in `within_s`."""
        self._moves.move(at_most, within_s)

    async def settled(self) -> None:
        """Waits until no call is between two actors."""
        while self._homeless or self._placing:
            await self._moved.wait()
            self._moved.clear()

    def take_calls_again(self) -> None:
        self.draining = False
        self._wanted.set()

    def close(self) -> None:
        """Lets go of everything; the actors and their calls go on."""
        for member in self._members.values():
            member.close()
            for call in member.calls.values():
                call.escrow.close()
        self._members.clear()
        for call in self._homeless.values():
            call.end()  # no actor has it: the carrier is to ask for a fresh stream
        if self._inherited.done():
            self._inherited.result().close()

    # --- placing ------------------------------------------------------------------------------------------------
    async def _give(self, call: PlacedCall, *, resume: bool) -> None:
        while True:
            member = await self._rooms.take(first=resume)
            if member.channel.send(call.placement(resume=resume), [call.escrow.fileno()]):
                call.placed_at_s = asyncio.get_running_loop().time()
                member.calls[str(call.ticket.call_id)] = call
                self._wanted.set()
                return
            # Dead, but its end has not been read yet.
            self._lost(member)

    # --- members ------------------------------------------------------------------------------------------------
    def _hear(self, member: Member, message: Message, descriptors: list[int]) -> None:
        kind = message.get("kind")
        if kind == "pong":
            member.unanswered = 0
            self._rooms.offer(member)
        elif kind == "serving" and len(descriptors) == 1:
            ticket = Ticket.from_json(message["ticket"])
            call = PlacedCall(ticket, socket.socket(fileno=descriptors[0]))
            call.placed_at_s = asyncio.get_running_loop().time()
            member.calls[str(ticket.call_id)] = call
        elif kind == "door" and len(descriptors) == 1:
            self._inherit(socket.socket(fileno=descriptors[0]))
        elif kind == "hello":
            self._greeted(member, message.get("release", ""))
        elif kind == "replaced":
            self._let_go(member)
        elif kind == "parted":
            self._parted(member, message)
        elif kind == "released":
            call = member.calls.pop(message["call_id"], None)
            member.asked.discard(message["call_id"])
            if call is not None:
                call.escrow.close()
            member.served += 1
            if not message["clean"] or member.served >= self._retire_after:
                member.retiring = True
            self._settle(member)

    def _greeted(self, member: Member, release: str) -> None:
        member.greeted = True
        member.outdated = release != self._release
        if self._door is not None:
            member.channel.send({"kind": "door"}, [self._door.fileno()])
        if member.outdated:
            log.info("call_pool.actor_outdated", actor_id=member.actor.actor_id, calls=len(member.calls))
            self._settle(member)
        self._rooms.offer(member)
        self._wanted.set()

    def _inherit(self, door: socket.socket) -> None:
        if self._inherited.done():
            door.close()
        else:
            self._inherited.set_result(door)

    def _parted(self, member: Member, message: Message) -> None:
        """The actor has let go of a call that goes on: it was asked to, or something in it broke."""
        call = member.calls.pop(message["call_id"], None)
        member.asked.discard(message["call_id"])
        member.served += 1
        if call is not None:
            call.carry = b64decode(message["carry"]) if message["carry"] is not None else None
            if message["crashed"]:
                member.retiring = True
                self._count_death(call)
            self._make_homeless(call)
        self._settle(member)

    def _settle(self, member: Member) -> None:
        if not self._rooms.holds(member):
            return
        if (member.retiring or member.outdated) and not member.calls and not member.promised:
            del self._members[member.actor.actor_id]
            member.actor.socket_path.unlink(missing_ok=True)
            self._wanted.set()
            member.actor.kill()
            member.close()
        else:
            self._rooms.offer(member)

    def _let_go(self, member: Member) -> None:
        """Another gateway has the actor and its calls now."""
        log.warning("call_pool.actor_taken", actor_id=member.actor.actor_id, calls=len(member.calls))
        self._members.pop(member.actor.actor_id, None)
        member.close()
        for call in member.calls.values():
            call.escrow.close()
        self._wanted.set()

    def _lost(self, member: Member) -> None:
        """The actor's process is gone, or of no use any more: its calls are taken over."""
        if not self._rooms.holds(member):
            return
        del self._members[member.actor.actor_id]
        member.actor.socket_path.unlink(missing_ok=True)
        log.error("call_pool.actor_lost", actor_id=member.actor.actor_id, calls=len(member.calls))
        # First: two processes on one connection would be worse than none.
        member.kill()
        member.close()
        for call in member.calls.values():
            call.carry = None
            self._count_death(call)
            self._make_homeless(call)
        member.calls = {}
        self._wanted.set()

    def _count_death(self, call: PlacedCall) -> None:
        steady = asyncio.get_running_loop().time() - call.placed_at_s >= STEADY_S
        call.deaths = 1 if steady else call.deaths + 1
        call.deaths_in_all += 1

    def _make_homeless(self, call: PlacedCall) -> None:
        self._homeless[str(call.ticket.call_id)] = call
        self._orphans.put_nowait(call)

    async def _rescue(self, call: PlacedCall) -> None:
        call_id = str(call.ticket.call_id)
        try:
            if call.deaths >= DEATHS or call.deaths_in_all >= DEATHS_IN_ALL:
                log.error("call_pool.call_given_up", call_id=call_id, deaths=call.deaths)
                await self._give_up(call)
            else:
                await self._give(call, resume=True)
        except AtCapacity as error:
            # Without a word left for it, the carrier is given a fresh stream, wherever there is room.
            log.error("call_pool.call_dropped", call_id=call_id, reason=str(error))
            call.end()
        finally:
            del self._homeless[call_id]
            self._moved.set()

    async def _give_up(self, call: PlacedCall) -> None:
        try:
            await self._on_given_up(call)
        except Exception:
            # The end of one call: it must not take the pool with it.
            log.exception("call_pool.not_given_up", call_id=str(call.ticket.call_id))
