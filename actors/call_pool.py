"""The call actors of one node: started ahead of need, leased by the call, replaced when they die.

The pool lives in the node's media gateway. For every call it keeps a duplicate of the caller's socket in escrow: when
an actor dies, its calls go on in another one, on the same connection.
"""

import asyncio
import socket
from collections import deque
from collections.abc import Awaitable, Callable

import structlog

from actors.pool_members import ActorStarter, Member, PlacedCall, StartedActor
from actors.socket_handoff import HandoffChannel, Message, connect
from domain.errors import AtCapacity
from storage.live import Ticket

log = structlog.get_logger()

PLACE_WAIT_S = 8.0
"""A ringing caller waits this long for an actor being started: they start one at a time, in 1 to 2 s each."""

TAKEOVERS = 3
"""A call that has killed so many actors is closed: whatever it carries must not take the pool with it."""

START_RETRY_S = 2.0


class CallPool:
    """One node's actors.

    Args:
        starter: makes actors.
        slots: calls the node serves at once.
        calls_per_actor: calls one actor serves at once.
        warm: idle actors kept waiting.
        retire_after: calls after which an actor is replaced.
        on_given_up: told of a call nobody can serve any more; its connection is about to end.
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
    ) -> None:
        self._starter = starter
        self._slots = slots
        self._calls_per_actor = calls_per_actor
        self._warm = warm
        self._retire_after = retire_after
        self._on_given_up = on_given_up
        self._members: dict[str, Member] = {}
        self._waiting: deque[asyncio.Future[Member]] = deque()
        self._placing = 0
        self._homeless = 0
        self._orphans: asyncio.Queue[PlacedCall] = asyncio.Queue()
        self._wanted = asyncio.Event()

    @property
    def live_calls(self) -> int:
        return sum(len(member.calls) for member in self._members.values())

    @property
    def free(self) -> int:
        """How many more calls this node takes."""
        return max(0, self._slots - self.live_calls - self._placing - self._homeless)

    @property
    def warm_actors(self) -> int:
        return sum(1 for member in self._members.values() if not member.calls and self._room(member))

    async def run(self) -> None:
        """Keeps the pool warm and the calls of dead actors alive, until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._refill(), name="pool.refill")
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
        self._placing += 1
        try:
            await self._give(PlacedCall(ticket, sock), resume=False)
        finally:
            self._placing -= 1

    def adopt(self, actor: StartedActor) -> None:
        """Takes in an actor that outlived the previous gateway; its hello brings its calls.

        Raises OSError when it is gone.
        """
        self._join(actor)

    def close(self) -> None:
        """Lets go of everything; the actors and their calls go on."""
        for member in self._members.values():
            if member.channel is not None:
                member.channel.close()
            for call in member.calls.values():
                call.escrow.close()
        self._members.clear()

    # --- placing ------------------------------------------------------------------------------------------------
    async def _give(self, call: PlacedCall, *, resume: bool) -> None:
        message = {"kind": "place", "ticket": call.ticket.to_json(), "resume": resume}
        while True:
            member = self._with_room() or await self._wait_for_member(first=resume)
            if member.channel is not None and member.channel.send(message, [call.escrow.fileno()]):
                member.calls[str(call.ticket.call_id)] = call
                self._wanted.set()
                return
            # Dead, but its end has not been read yet.
            self._lost(member)

    def _with_room(self) -> Member | None:
        """The fullest member that still has room: idle actors stay idle and can retire."""
        able = [member for member in self._members.values() if self._room(member)]
        return max(able, key=lambda member: (len(member.calls), member.served), default=None)

    def _room(self, member: Member) -> bool:
        taken = len(member.calls) + member.promised
        return member.greeted and not member.retiring and taken < self._calls_per_actor

    async def _wait_for_member(self, *, first: bool) -> Member:
        """A member with a room promised to us; the room is ours as long as we do not wait again.

        Args:
            first: before those who wait already: for calls under way.
        """
        waiting: asyncio.Future[Member] = asyncio.get_running_loop().create_future()
        self._waiting.insert(0 if first else len(self._waiting), waiting)
        self._wanted.set()
        try:
            async with asyncio.timeout(PLACE_WAIT_S):
                member = await waiting
        except BaseException as error:
            if waiting.done() and not waiting.cancelled():
                # The promise crossed with our giving up: it goes to the next.
                waiting.result().promised -= 1
                self._settle(waiting.result())
            else:
                self._waiting.remove(waiting)
            if isinstance(error, TimeoutError):
                raise AtCapacity("no call actor became ready in time") from None
            raise
        member.promised -= 1
        return member

    # --- members ------------------------------------------------------------------------------------------------
    def _join(self, actor: StartedActor) -> None:
        member = Member(actor)
        member.channel = HandoffChannel(
            connect(actor.socket_path),
            lambda message, descriptors: self._hear(member, message, descriptors),
            lambda: self._lost(member),
        )
        self._members[actor.actor_id] = member

    def _offer(self, member: Member) -> None:
        """Lets those who wait have the member's room."""
        for waiting in tuple(self._waiting):
            if not self._room(member):
                return
            if not waiting.done():
                member.promised += 1
                waiting.set_result(member)
                self._waiting.remove(waiting)

    def _hear(self, member: Member, message: Message, descriptors: list[int]) -> None:
        kind = message.get("kind")
        if kind == "serving" and len(descriptors) == 1:
            ticket = Ticket.from_json(message["ticket"])
            member.calls[str(ticket.call_id)] = PlacedCall(ticket, socket.socket(fileno=descriptors[0]))
        elif kind == "hello":
            member.greeted = True
            self._offer(member)
            self._wanted.set()
        elif kind == "replaced":
            self._let_go(member)
        elif kind == "released":
            call = member.calls.pop(message["call_id"], None)
            if call is not None:
                call.escrow.close()
            member.served += 1
            if not message["clean"] or member.served >= self._retire_after:
                member.retiring = True
            self._settle(member)

    def _settle(self, member: Member) -> None:
        if self._members.get(member.actor.actor_id) is not member:
            return
        if member.retiring and not member.calls and not member.promised:
            del self._members[member.actor.actor_id]
            if member.channel is not None:
                member.channel.close()
            member.actor.socket_path.unlink(missing_ok=True)
            self._wanted.set()
            member.actor.kill()
        else:
            self._offer(member)

    def _let_go(self, member: Member) -> None:
        """Another gateway has the actor and its calls now."""
        log.warning("call_pool.actor_taken", actor_id=member.actor.actor_id, calls=len(member.calls))
        self._members.pop(member.actor.actor_id, None)
        if member.channel is not None:
            member.channel.close()
        for call in member.calls.values():
            call.escrow.close()
        self._wanted.set()

    def _lost(self, member: Member) -> None:
        """The actor's process is gone: its calls are taken over."""
        if self._members.get(member.actor.actor_id) is not member:
            return
        del self._members[member.actor.actor_id]
        if member.channel is not None:
            member.channel.close()
        member.actor.socket_path.unlink(missing_ok=True)
        log.error("call_pool.actor_lost", actor_id=member.actor.actor_id, calls=len(member.calls))
        for call in member.calls.values():
            call.takeovers += 1
            self._homeless += 1
            self._orphans.put_nowait(call)
        member.calls = {}
        self._wanted.set()
        # Two processes on one connection would be worse than none.
        member.actor.kill()

    async def _rescue(self, call: PlacedCall) -> None:
        try:
            if call.takeovers > TAKEOVERS:
                raise AtCapacity("the call has outlived too many actors")
            await self._give(call, resume=True)
        except AtCapacity as error:
            log.error("call_pool.call_given_up", call_id=str(call.ticket.call_id), reason=str(error))
            await self._on_given_up(call)
        finally:
            self._homeless -= 1

    # --- warmth -------------------------------------------------------------------------------------------------
    async def _refill(self) -> None:
        """Starts actors one at a time: eight at once took live calls' p99 from 1.7 to 16.5 ms."""
        while True:
            if not self._needs_one():
                self._wanted.clear()
                await self._wanted.wait()
                continue
            try:
                await self._start_one()
            except Exception as error:
                # Whatever keeps an actor from starting (no slot, no memory, a vendor's SDK), the pool goes on.
                log.error("call_pool.start_failed", reason=repr(error))
                await asyncio.sleep(START_RETRY_S)

    async def _start_one(self) -> None:
        actor = await self._starter.start()
        try:
            self._join(actor)
        except OSError:
            actor.kill()
            raise

    def _needs_one(self) -> bool:
        most = -(-self._slots // self._calls_per_actor)
        if len(self._members) >= most:
            return False
        coming = sum(1 for member in self._members.values() if not member.greeted)
        if len(self._waiting) > coming * self._calls_per_actor:
            return True
        return self.warm_actors + coming < self._warm
