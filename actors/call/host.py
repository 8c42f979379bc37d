"""The calls of one actor process: takes sockets from the node's gateway, runs a session on each, gives them back."""

import asyncio
import contextlib
import logging
import os
import socket
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import structlog
from structlog.contextvars import bind_contextvars

from actors.call.dependencies import GOES_ON_HERE, CallDependencies, Ending
from actors.call.session import CallSession
from actors.call.start import begin
from actors.handoff.channel import Delivery, HandoffChannel, HandoffListener
from actors.handoff.listening_socket import ListeningSocketKeeper
from actors.handoff.messages import (
    Accepted,
    Detached,
    Hello,
    ListeningSocket,
    Message,
    Migrate,
    Migration,
    Ping,
    Place,
    Pong,
    Released,
    Replaced,
    Serving,
    Writing,
)
from domain.call.state import CallState
from domain.errors import CallNotFound, ReceptionistError, StorageError
from services.records.unserved_calls import UnservedCalls
from services.tools.deferred_queue import promised
from storage.redis.leases import LEASE_TTL_S
from storage.redis.tickets import Ticket

log = structlog.get_logger()

ORPHAN_AFTER_S = 60.0
"""Without a gateway and without a call for this long, nobody will ever need this process."""

GATEWAY_MISSED_AFTER_S = 30.0
"""Serve replaces a gateway in 3 s. A call whose node has none for long is not safe here: it migrates."""

MIGRATE_WITHIN_S = 30.0
LEASE_EVERY_S = 0.7
"""Two renewals in a row may fail within `LEASE_TTL_S`."""

LEASE_TIMEOUT_S = 0.6
WRITTEN_WITHIN_S = 2.0
"""With stores that are well, what remains of a call is written in well under a second. One that takes longer is written
beside other calls: nobody talks on its slot."""


StreamKey = tuple[str, int]
"""A call's id and the generation of its stream: a call may come back while its earlier part is still written down."""


@dataclass(slots=True)
class _Call:
    """`held` outlives the session's own use of the socket: a new gateway asks for it.

    `requested` is the migration that was asked for before the call had begun; `slow` says that the gateway has been
    told how long it takes to be written down.
    """

    ticket: Ticket
    held: socket.socket
    session: CallSession | None = None
    requested: tuple[Migration, float] | None = None
    slow: bool = False

    def migrate(self, how: Migration, within_s: float) -> None:
        if self.session is None:
            self.requested = (how, within_s)
        else:
            self.session.migrate(how, within_s)


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
        dependencies: CallDependencies,
        on_orphaned: Callable[[], None],
        *,
        release: str = "",
    ) -> None:
        self._actor_id = actor_id
        self._socket_path = socket_path
        self._dependencies = dependencies
        self._release = release
        self._given_up = UnservedCalls(dependencies.records, dependencies.next_steps, dependencies.profiles)
        self._on_orphaned = on_orphaned
        self._listener: HandoffListener | None = None
        self._gateway: HandoffChannel | None = None
        self._listening_socket = ListeningSocketKeeper()
        self._calls: dict[StreamKey, _Call] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._periodic_tasks: list[asyncio.Task[None]] = []
        self._orphan_timer: asyncio.TimerHandle | None = None
        self._lease_due = asyncio.Event()

    def start(self) -> None:
        """Begins to listen for the gateway."""
        self._listener = HandoffListener(self._socket_path, self._gateway_connected)
        loop = asyncio.get_running_loop()
        self._periodic_tasks = [
            loop.create_task(self._renew_leases(), name="host.leases"),
            loop.create_task(self._migrate_without_gateway(), name="host.gateway_watch"),
            loop.create_task(self._dependencies.deferred.run(), name="host.deferred_writes"),
        ]
        self._watch_for_orphanage()

    async def stop(self) -> None:
        """Takes no more calls and waits for those it has."""
        if self._listener is not None:
            self._listener.close()
            self._listener = None
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for task in self._periodic_tasks:
            task.cancel()
        await asyncio.gather(*self._periodic_tasks, return_exceptions=True)
        if self._gateway is not None:
            self._gateway.close()
        self._listening_socket.drop()
        if self._orphan_timer is not None:
            self._orphan_timer.cancel()

    @property
    def call_ids(self) -> tuple[str, ...]:
        return tuple(str(call.ticket.call_id) for call in self._calls.values())

    # --- the gateway --------------------------------------------------------------------------------------------
    def _gateway_connected(self, sock: socket.socket) -> None:
        if self._gateway is not None:
            # It must not take our end of the connection for our death and give the calls to others.
            self._gateway.send(Replaced())
            self._gateway.close()
        self._gateway = HandoffChannel(sock, self._hear, self._gateway_lost)
        self._listening_socket.give(self._gateway)
        for call in self._calls.values():
            self._gateway.send(Serving(call.ticket), call.held.fileno())
            if call.slow:
                self._tell_of_writing(call)
        self._gateway.send(Hello(self._actor_id, self._release))
        self._watch_for_orphanage()

    def _gateway_lost(self) -> None:
        # Without calls it is how the pool lets go of an actor it has too many of.
        log.log(
            logging.WARNING if self._calls else logging.INFO, "call_host.gateway_lost", calls=len(self._calls)
        )
        self._gateway = None
        self._listening_socket.drop_later()
        self._watch_for_orphanage()

    def _watch_for_orphanage(self) -> None:
        if self._orphan_timer is not None:
            self._orphan_timer.cancel()
            self._orphan_timer = None
        if self._gateway is None and not self._calls:
            self._orphan_timer = asyncio.get_running_loop().call_later(ORPHAN_AFTER_S, self._on_orphaned)

    def _hear(self, message: Message, descriptor: int | None) -> None:
        match message:
            case Ping():
                self._tell(Pong())
            case Place() if descriptor is not None:
                self._take(message, descriptor)
            case Migrate(call_id, how, within_s, generation):
                for call in self._streams_of(call_id, generation):
                    call.migrate(how, within_s)
            case ListeningSocket() if descriptor is not None:
                self._listening_socket.keep(descriptor)
            case _:
                log.error("call_host.message_refused", kind=message.kind)
                if descriptor is not None:
                    os.close(descriptor)

    def _take(self, place: Place, descriptor: int) -> None:
        ticket = place.ticket
        sock = socket.socket(fileno=descriptor)
        call_id = str(ticket.call_id)
        if _key(ticket) in self._calls:
            log.error("call_host.stream_refused", call_id=call_id, reason="it is served here already")
            sock.close()
            return
        call = _Call(ticket, sock.dup())
        self._calls[_key(ticket)] = call
        self._lease_due.set()  # a node may be lost before the next renewal
        task = asyncio.get_running_loop().create_task(
            self._serve(call, sock, resume=place.resume, unread_bytes=place.unread_bytes),
            name=f"call.{call_id}",
        )
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        self._tell(Accepted(call_id, ticket.stream_generation))

    def _streams_of(self, call_id: str, generation: int | None) -> list[_Call]:
        """This stream of the call; its newest when the gateway, an older one, does not say which."""
        streams = [call for key, call in self._calls.items() if key[0] == call_id]
        if generation is None:
            return sorted(streams, key=lambda call: call.ticket.stream_generation)[-1:]
        return [call for call in streams if call.ticket.stream_generation == generation]

    def _tell(self, message: Message) -> Delivery:
        return self._gateway.send(message) if self._gateway is not None else Delivery.GONE

    # --- a call -------------------------------------------------------------------------------------------------
    async def _serve(
        self, call: _Call, sock: socket.socket, *, resume: bool, unread_bytes: bytes | None
    ) -> None:
        ticket = call.ticket
        bind_contextvars(
            call_id=str(ticket.call_id), call_sid=ticket.call_sid, business_id=str(ticket.business_id)
        )
        ending = Ending.CRASHED
        try:
            ending = await self._run(call, sock, resume=resume, unread_bytes=unread_bytes)
        except Exception:
            # The root of the call's task: whatever is wrong with one call stays with it.
            log.exception("call.not_served")
        finally:
            sock.close()
            del self._calls[_key(ticket)]
            self._give_back(call, ending)
            self._watch_for_orphanage()
        if ending is Ending.FINISHED:
            await self._release_lease(ticket)

    async def _run(
        self, call: _Call, sock: socket.socket, *, resume: bool, unread_bytes: bytes | None
    ) -> Ending:
        try:
            profile, node_store, restored = await begin(
                self._dependencies, call.ticket, resume=resume, unread_bytes=unread_bytes
            )
        except CallNotFound as error:
            # It died before it had begun, or its journal is of no use: on a fresh stream it begins again.
            log.error("call.not_taken_over", reason=str(error))
            return Ending.STREAM_LOST
        except ReceptionistError as error:
            # The carrier finds the stream closed and asks the webhook what comes next.
            begun = "taken over" if resume else "begun"
            await self._given_up.give_up(call.ticket, f"the call could not be {begun}: {error}")
            return Ending.FINISHED
        call.session = CallSession(self._dependencies, call.ticket, profile, node_store, restored=restored)
        if call.requested is not None:
            call.session.migrate(*call.requested)
        async with asyncio.TaskGroup() as tasks:
            if restored is not None:
                tasks.create_task(self._promise_again(call.ticket, restored.state), name="call.promises")
            ending = await call.session.serve(sock)
        if ending is Ending.FINISHED:
            # This process alone knows of them: it must not be taken for free, and ended.
            await self._dependencies.deferred.emptied()
        return ending

    async def _promise_again(self, ticket: Ticket, state: CallState) -> None:
        """What the process before this one may have had in its memory only; what a store has is kept once."""
        for write in promised(state, ticket.business_id, ticket.call_id, ticket.from_number):
            await self._dependencies.deferred.defer(write)

    def _give_back(self, call: _Call, ending: Ending) -> None:
        call_id, generation = _key(call.ticket)
        if ending in GOES_ON_HERE:
            crashed = ending is Ending.CRASHED
            unread_bytes = call.session.unread_bytes if call.session is not None and not crashed else None
            detached = Detached(call_id, unread_bytes, crashed, generation)
            if self._tell(detached) is Delivery.REFUSED:
                # The next process looks for the beginning of a message itself: better than nobody hearing of the call.
                self._tell(replace(detached, unread_bytes=None))
            call.held.close()
            return
        _end_connection(call.held)
        self._tell(Released(call_id, clean=True, stream_generation=generation))

    # --- periodic tasks -----------------------------------------------------------------------------------------
    async def _renew_leases(self) -> None:
        """While Redis is away leases lapse, and whoever watches them knows that it was."""
        while True:
            self._tell_of_slow_writing()
            tickets = [call.ticket for call in self._calls.values()]
            try:
                async with asyncio.timeout(LEASE_TIMEOUT_S):
                    elsewhere = await self._dependencies.leases.renew(tickets, LEASE_TTL_S)
            except (StorageError, TimeoutError) as error:
                log.warning("call_host.leases_not_renewed", reason=str(error) or "timeout")
            else:
                for ticket in elsewhere:
                    call = self._calls.get(_key(ticket))
                    if call is not None:
                        call.migrate(Migration.SUPERSEDED, 0.0)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(LEASE_EVERY_S):
                    await self._lease_due.wait()
            self._lease_due.clear()

    def _tell_of_slow_writing(self) -> None:
        """A slot nobody talks on must not be missing."""
        now_s = asyncio.get_running_loop().time()
        for call in self._calls.values():
            over_at_s = call.session.over_at_s if call.session is not None else None
            if over_at_s is None or call.slow or now_s - over_at_s < WRITTEN_WITHIN_S:
                continue
            call.slow = True
            call_id, generation = _key(call.ticket)
            log.warning("call_host.slow_to_be_written", call_id=call_id, stream_generation=generation)
            self._tell_of_writing(call)

    def _tell_of_writing(self, call: _Call) -> None:
        self._tell(Writing(*_key(call.ticket)))

    async def _release_lease(self, ticket: Ticket) -> None:
        try:
            async with asyncio.timeout(LEASE_TIMEOUT_S):
                await self._dependencies.leases.release(ticket.call_id, ticket.stream_generation)
        except (StorageError, TimeoutError) as error:
            log.warning("call_host.lease_not_released", reason=str(error) or "timeout")

    async def _migrate_without_gateway(self) -> None:
        """Nobody holds the sockets in escrow here any more, and another node has room: the calls go there."""
        while True:
            await asyncio.sleep(GATEWAY_MISSED_AFTER_S)
            if self._gateway is not None or not self._calls or self._listening_socket.kept:
                continue
            with contextlib.suppress(StorageError):
                capacity = await self._dependencies.capacity.by_node()
                if any(free > 0 for free, _ in capacity.values()):
                    for call in self._calls.values():
                        call.migrate(Migration.REMOTE, MIGRATE_WITHIN_S)


def _key(ticket: Ticket) -> StreamKey:
    return str(ticket.call_id), ticket.stream_generation


def _end_connection(sock: socket.socket) -> None:
    """Ends the TCP connection for every holder of a duplicate."""
    with contextlib.suppress(OSError):  # the peer was faster
        sock.shutdown(socket.SHUT_RDWR)
    sock.close()
