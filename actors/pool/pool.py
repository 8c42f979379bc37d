"""The call actors of one node: started ahead of need, leased by the call, replaced when they die.

The pool lives in the node's media gateway. For every call it keeps a duplicate of the caller's socket in escrow: when
an actor dies, its calls go on in another one, on the same connection.
"""

import asyncio
import socket
from collections.abc import Awaitable, Callable
from functools import partial
from uuid import UUID

import structlog

from actors.handoff.channel import HandoffChannel, connect
from actors.handoff.messages import (
    Detached,
    Hello,
    ListeningSocket,
    Message,
    Pong,
    Released,
    Replaced,
    Serving,
)
from actors.pool.failover import Rescue
from actors.pool.heartbeat import beat
from actors.pool.listening_socket import ListeningSocketHandover
from actors.pool.members import ActorStarter, Member, PeerProcess, PlacedCall, StartedActor
from actors.pool.migration import Moves
from actors.pool.placement import Rooms
from actors.pool.refill import Refill
from actors.pool.warm_target import NodeFigures, Warmth
from domain.errors import AtCapacity
from storage.redis.tickets import Ticket

log = structlog.get_logger()

ANSWER_S = 0.1
"""An actor that is well answers in a millisecond."""


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
        self._release = release
        self._warmth = Warmth(least=warm, most=slots, calls_per_actor=calls_per_actor)
        self._moved, self._wanted = asyncio.Event(), asyncio.Event()
        self._rooms = Rooms(calls_per_actor, on_wanted=self._wanted.set, on_unpromised=self._settle)
        self._members = self._rooms.members
        self._moves = Moves(self._rooms)
        self._rescue = Rescue(partial(self._give, resume=True), on_given_up, self._moved.set)
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
            before=lambda: self._moves.hand_on_outdated(len(self._rescue)),
        )
        self._placing = 0
        self._listening_socket = ListeningSocketHandover()
        self.draining = False

    # --- figures ------------------------------------------------------------------------------------------------
    @property
    def live_calls(self) -> int:
        return sum(len(member.calls) for member in self._members.values())

    @property
    def free(self) -> int:
        """How many more calls this node takes."""
        taken = self.live_calls + self._placing + len(self._rescue)
        return 0 if self.draining else max(0, self._slots - taken)

    @property
    def warm_actors(self) -> int:
        return len(self._rooms.warm)

    @property
    def call_ids(self) -> frozenset[UUID]:
        """Every call of this node, those between two actors included."""
        held = (call for member in self._members.values() for call in member.calls.values())
        return frozenset(call.ticket.call_id for call in (*self._rescue.calls, *held))

    @property
    def outdated_calls(self) -> int:
        """Calls in actors that run older code than this process."""
        return sum(len(member.calls) for member in self._members.values() if member.outdated)

    @property
    def figures(self) -> NodeFigures:
        return NodeFigures(
            free=self.free,
            total=0 if self.draining else self._slots,
            live=self.live_calls + len(self._rescue),
            pending=self._placing,
            arrivals_per_s=self._warmth.arrivals_per_s(asyncio.get_running_loop().time()),
        )

    @property
    def unattended(self) -> list[Ticket]:
        """Calls whose leases nobody else may keep: without an actor, or with one that owes an answer.

        Between the moment an actor hangs and the moment it counts as hung, its calls must not be fetched elsewhere.
        """
        before_s = asyncio.get_running_loop().time() - ANSWER_S
        silent = (m for m in self._members.values() if m.unanswered and m.pinged_at_s <= before_s)
        silent_calls = (call for member in silent for call in member.calls.values())
        return [call.ticket for call in (*self._rescue.calls, *silent_calls)]

    # --- life ---------------------------------------------------------------------------------------------------
    async def run(self) -> None:
        """Keeps the pool warm and the calls of dead actors alive, until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._refill.run(), name="pool.refill")
            tasks.create_task(self._refill.trim(), name="pool.trim")
            tasks.create_task(beat(self._members.values, self._lost), name="pool.heartbeat")
            tasks.create_task(self._rescue.run(), name="pool.rescue")

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

        def hear(message: Message, descriptor: int | None) -> None:
            self._hear(member, message, descriptor)

        channel = HandoffChannel(sock, hear, lambda: self._lost(member))
        member = Member(actor, channel, process)
        self._members[actor.actor_id] = member

    async def inherited_listening_socket(self, wait_s: float) -> socket.socket | None:
        """The listening socket of the gateway before, from the first actor that kept it; None when none did."""
        return await self._listening_socket.inherited(wait_s) if self._members else None

    def keep_listening_socket(self, listener: socket.socket) -> None:
        """Every actor keeps a duplicate of the listening socket for the gateway after this one."""
        self._listening_socket.keep(listener, self._members.values())

    def move_calls(self, at_most: int, within_s: float) -> None:
        """Has calls go to other nodes, so many at a time, each at its next turn boundary or anywhere in `within_s`."""
        self._moves.move(at_most, within_s)

    async def settled(self) -> None:
        """Waits until no call is between two actors."""
        while self._rescue or self._placing:
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
        self._rescue.end_all()
        self._listening_socket.close()

    # --- placing ------------------------------------------------------------------------------------------------
    async def _give(self, call: PlacedCall, *, resume: bool) -> None:
        while True:
            member = await self._rooms.take(first=resume)
            if member.channel.send(call.placement(resume=resume), call.escrow.fileno()):
                call.placed_at_s = asyncio.get_running_loop().time()
                member.calls[str(call.ticket.call_id)] = call
                self._wanted.set()
                return
            # Dead, but its end has not been read yet.
            self._lost(member)

    # --- members ------------------------------------------------------------------------------------------------
    def _hear(self, member: Member, message: Message, descriptor: int | None) -> None:
        match message:
            case Pong():
                member.unanswered = 0
                self._rooms.offer(member)
            case Serving(ticket) if descriptor is not None:
                call = PlacedCall(ticket, socket.socket(fileno=descriptor))
                call.placed_at_s = asyncio.get_running_loop().time()
                member.calls[str(ticket.call_id)] = call
            case ListeningSocket() if descriptor is not None:
                self._listening_socket.found(descriptor)
            case Hello():
                self._greeted(member, message.release)
            case Replaced():
                self._let_go(member)
            case Detached():
                self._parted(member, message)
            case Released(call_id, clean):
                call = member.calls.pop(call_id, None)
                member.asked.discard(call_id)
                if call is not None:
                    call.escrow.close()
                member.served += 1
                if not clean or member.served >= self._retire_after:
                    member.retiring = True
                self._settle(member)
            case _:
                pass  # `Accepted` tells nothing new, the rest is for actors

    def _greeted(self, member: Member, release: str) -> None:
        member.greeted = True
        member.outdated = release != self._release
        self._listening_socket.give(member)
        if member.outdated:
            log.info("call_pool.actor_outdated", actor_id=member.actor.actor_id, calls=len(member.calls))
            self._settle(member)
        self._rooms.offer(member)
        self._wanted.set()

    def _parted(self, member: Member, detached: Detached) -> None:
        """The actor has let go of a call that goes on: it was asked to, or something in it broke."""
        call = member.calls.pop(detached.call_id, None)
        member.asked.discard(detached.call_id)
        member.served += 1
        if call is not None:
            call.unread_bytes = detached.unread_bytes
            member.retiring = member.retiring or detached.crashed
            self._rescue.add(call, died=detached.crashed)
        self._settle(member)

    def _settle(self, member: Member) -> None:
        if not self._rooms.holds(member):
            return
        if (member.retiring or member.outdated) and not member.calls and not member.promised:
            self._remove(member)
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
        self._remove(member)
        log.error("call_pool.actor_lost", actor_id=member.actor.actor_id, calls=len(member.calls))
        # First: two processes on one connection would be worse than none.
        member.kill()
        member.close()
        for call in member.calls.values():
            call.unread_bytes = None
            self._rescue.add(call, died=True)
        member.calls = {}

    def _remove(self, member: Member) -> None:
        del self._members[member.actor.actor_id]
        member.actor.socket_path.unlink(missing_ok=True)
        self._wanted.set()
