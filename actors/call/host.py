"""The calls of one actor process: takes sockets from the node's gateway, runs a session on each, gives them back."""

import asyncio
import contextlib
import os
import socket
from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import structlog
from structlog.contextvars import bind_contextvars

from actors.call.dependencies import Ending, SessionParts
from actors.call.migration import Leave
from actors.call.session import CallSession
from actors.call.start import begin
from actors.handoff.channel import HandoffChannel, HandoffListener, Message
from actors.handoff.listening_socket import DoorKey
from domain.call.state import CallState
from domain.errors import CallNotFound, ReceptionistError, StorageError
from services.records.give_up import GivenUpCalls
from services.tools.deferred_queue import promised
from storage.redis.leases import LEASE_TTL_S
from storage.redis.live_view import Ticket

log = structlog.get_logger()

ORPHAN_AFTER_S = 60.0
"""Without a gateway and without a call for this long, nobody will ever need this process."""

GATEWAY_MISSED_AFTER_S = 30.0
"""Serve replaces a gateway in 3 s. A call whose node has none for long is not safe here: it moves."""

MOVE_WITHIN_S = 30.0
LEASE_EVERY_S = 0.7
"""Two renewals in a row may fail within `LEASE_TTL_S`."""

LEASE_TIMEOUT_S = 0.6


@dataclass(slots=True)
class _Call:
    """`held` outlives the session's own use of the socket: a new gateway asks for it.

    `wish` is what was asked of the call before it had begun.
    """

    ticket: Ticket
    held: socket.socket
    session: CallSession | None = None
    wish: tuple[Leave, float] | None = None

    def leave(self, wish: Leave, within_s: float) -> None:
        if self.session is None:
            self.wish = (wish, within_s)
        else:
            self.session.leave(wish, within_s)


class CallHost:
    """One per actor process.

    Args:
        release: of the gateway that started this process.
        on_orphaned: called when the process has no reason left to live.
    """

    def __init__(
        self,
        actor_id: str,
        socket_path: Path,
        parts: SessionParts,
        on_orphaned: Callable[[], None],
        *,
        release: str = "",
    ) -> None:
        self._actor_id = actor_id
        self._socket_path = socket_path
        self._parts = parts
        self._release = release
        self._given_up = GivenUpCalls(parts.records, parts.profiles)
        self._on_orphaned = on_orphaned
        self._listener: HandoffListener | None = None
        self._gateway: HandoffChannel | None = None
        self._door = DoorKey()
        self._calls: dict[str, _Call] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._chores: list[asyncio.Task[None]] = []
        self._orphan_timer: asyncio.TimerHandle | None = None
        self._lease_due = asyncio.Event()

    def start(self) -> None:
        """Begins to listen for the gateway."""
        self._listener = HandoffListener(self._socket_path, self._gateway_connected)
        loop = asyncio.get_running_loop()
        self._chores = [
            loop.create_task(self._renew_leases(), name="host.leases"),
            loop.create_task(self._move_without_gateway(), name="host.gateway_watch"),
            loop.create_task(self._parts.deferred.run(), name="host.deferred_writes"),
        ]
        self._watch_for_orphanage()

    async def stop(self) -> None:
        """Takes no more calls and waits for those it has."""
        if self._listener is not None:
            self._listener.close()
            self._listener = None
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for chore in self._chores:
            chore.cancel()
        await asyncio.gather(*self._chores, return_exceptions=True)
        if self._gateway is not None:
            self._gateway.close()
        self._door.drop()
        if self._orphan_timer is not None:
            self._orphan_timer.cancel()

    @property
    def call_ids(self) -> tuple[str, ...]:
        return tuple(self._calls)

    # --- the gateway --------------------------------------------------------------------------------------------
    def _gateway_connected(self, sock: socket.socket) -> None:
        if self._gateway is not None:
            # It must not take our end of the connection for our death and give the calls to others.
            self._gateway.send({"kind": "replaced"})
            self._gateway.close()
        self._gateway = HandoffChannel(sock, self._hear, self._gateway_lost)
        self._door.give(self._gateway)
        for call in self._calls.values():
            self._gateway.send({"kind": "serving", "ticket": call.ticket.to_json()}, [call.held.fileno()])
        self._gateway.send({"kind": "hello", "actor_id": self._actor_id, "release": self._release})
        self._watch_for_orphanage()

    def _gateway_lost(self) -> None:
        log.warning("call_host.gateway_lost", calls=len(self._calls))
        self._gateway = None
        self._door.drop_later()
        self._watch_for_orphanage()

    def _watch_for_orphanage(self) -> None:
        if self._orphan_timer is not None:
            self._orphan_timer.cancel()
            self._orphan_timer = None
        if self._gateway is None and not self._calls:
            self._orphan_timer = asyncio.get_running_loop().call_later(ORPHAN_AFTER_S, self._on_orphaned)

    def _hear(self, message: Message, descriptors: list[int]) -> None:
        match message.get("kind"), len(descriptors):
            case "ping", 0:
                self._tell({"kind": "pong"})
            case "place", 1:
                self._take(message, descriptors[0])
            case "leave", 0:
                self._leave(message)
            case "door", 1:
                self._door.keep(descriptors[0])
            case kind, _:
                log.error("call_host.message_refused", kind=str(kind), descriptors=len(descriptors))
                for descriptor in descriptors:
                    os.close(descriptor)

    def _take(self, message: Message, descriptor: int) -> None:
        ticket = Ticket.from_json(message["ticket"])
        sock = socket.socket(fileno=descriptor)
        call_id = str(ticket.call_id)
        call = _Call(ticket, sock.dup())
        self._calls[call_id] = call
        self._lease_due.set()  # a node may be lost before the next renewal
        carry = b64decode(message["carry"]) if message.get("carry") is not None else None
        task = asyncio.get_running_loop().create_task(
            self._serve(call, sock, resume=bool(message.get("resume")), carry=carry), name=f"call.{call_id}"
        )
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        self._tell({"kind": "accepted", "call_id": call_id})

    def _leave(self, message: Message) -> None:
        call = self._calls.get(message["call_id"])
        if call is not None:
            call.leave(Leave(message["how"]), float(message["within_s"]))

    def _tell(self, message: dict[str, Any]) -> None:
        if self._gateway is not None:
            self._gateway.send(message)

    # --- a call -------------------------------------------------------------------------------------------------
    async def _serve(self, call: _Call, sock: socket.socket, *, resume: bool, carry: bytes | None) -> None:
        ticket = call.ticket
        bind_contextvars(
            call_id=str(ticket.call_id), call_sid=ticket.call_sid, business_id=str(ticket.business_id)
        )
        ending = Ending.CRASHED
        try:
            ending = await self._run(call, sock, resume=resume, carry=carry)
        except Exception:
            # The root of the call's task: whatever is wrong with one call stays with it.
            log.exception("call.not_served")
        finally:
            sock.close()
            del self._calls[str(ticket.call_id)]
            self._give_back(call, ending)
            self._watch_for_orphanage()
        if ending is Ending.FINISHED:
            await self._release_lease(ticket)

    async def _run(self, call: _Call, sock: socket.socket, *, resume: bool, carry: bytes | None) -> Ending:
        try:
            profile, shelf, restored = await begin(self._parts, call.ticket, resume=resume, carry=carry)
        except CallNotFound as error:
            # It died before it had begun, or its journal is of no use: on a fresh stream it begins again.
            log.error("call.not_taken_over", reason=str(error))
            return Ending.STREAM_LOST
        except ReceptionistError as error:
            # The carrier finds the stream closed and asks the webhook what comes next.
            begun = "taken over" if resume else "begun"
            await self._given_up.give_up(call.ticket, f"the call could not be {begun}: {error}")
            return Ending.FINISHED
        call.session = CallSession(self._parts, call.ticket, profile, shelf, restored=restored)
        if call.wish is not None:
            call.session.leave(*call.wish)
        async with asyncio.TaskGroup() as tasks:
            if restored is not None:
                tasks.create_task(self._promise_again(call.ticket, restored.state), name="call.promises")
            ending = await call.session.serve(sock)
        if ending is Ending.FINISHED:
            # This process alone knows of them: it must not be taken for free, and ended.
            await self._parts.deferred.emptied()
        return ending

    async def _promise_again(self, ticket: Ticket, state: CallState) -> None:
        """What the process before this one may have had in its memory only; what a store has is kept once."""
        for write in promised(state, ticket.business_id, ticket.call_id, ticket.from_number):
            await self._parts.deferred.defer(write)

    def _give_back(self, call: _Call, ending: Ending) -> None:
        call_id = str(call.ticket.call_id)
        if ending in (Ending.CRASHED, Ending.HANDED_ON):
            carry = call.session.carry if call.session is not None and ending is Ending.HANDED_ON else None
            self._tell(
                {
                    "kind": "parted",
                    "call_id": call_id,
                    "carry": b64encode(carry).decode() if carry is not None else None,
                    "crashed": ending is Ending.CRASHED,
                }
            )
            call.held.close()
            return
        _end_connection(call.held)
        self._tell({"kind": "released", "call_id": call_id, "clean": True})

    # --- chores -------------------------------------------------------------------------------------------------
    async def _renew_leases(self) -> None:
        """While Redis is away leases lapse, and whoever watches them knows that it was."""
        while True:
            tickets = [call.ticket for call in self._calls.values()]
            try:
                async with asyncio.timeout(LEASE_TIMEOUT_S):
                    elsewhere = await self._parts.leases.renew(tickets, LEASE_TTL_S)
            except (StorageError, TimeoutError) as error:
                log.warning("call_host.leases_not_renewed", reason=str(error) or "timeout")
            else:
                for call_id in elsewhere:
                    call = self._calls.get(str(call_id))
                    if call is not None:
                        call.leave(Leave.GIVE_WAY, 0.0)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(LEASE_EVERY_S):
                    await self._lease_due.wait()
            self._lease_due.clear()

    async def _release_lease(self, ticket: Ticket) -> None:
        try:
            async with asyncio.timeout(LEASE_TIMEOUT_S):
                await self._parts.leases.release(ticket.call_id)
        except (StorageError, TimeoutError) as error:
            log.warning("call_host.lease_not_released", reason=str(error) or "timeout")

    async def _move_without_gateway(self) -> None:
        """Nobody holds the sockets in escrow here any more, and another node has room: the calls go there."""
        while True:
            await asyncio.sleep(GATEWAY_MISSED_AFTER_S)
            if self._gateway is not None or not self._calls or self._door.kept:
                continue
            with contextlib.suppress(StorageError):
                capacity = await self._parts.records.live.capacity()
                if any(free > 0 for free, _ in capacity.values()):
                    for call in self._calls.values():
                        call.leave(Leave.MOVE, MOVE_WITHIN_S)


def _end_connection(sock: socket.socket) -> None:
    """Ends the TCP connection for every holder of a duplicate."""
    with contextlib.suppress(OSError):  # the peer was faster
        sock.shutdown(socket.SHUT_RDWR)
    sock.close()
