"""The calls of one actor process: takes sockets from the node's gateway, runs a session on each."""

import asyncio
import contextlib
import os
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import structlog
from structlog.contextvars import bind_contextvars

from actors.call_session import CallSession, SessionParts
from actors.restoration import Restored, restore
from actors.socket_handoff import HandoffChannel, HandoffListener, Message
from domain.business import BusinessProfile
from domain.errors import ReceptionistError, StorageError
from services.given_up_calls import GivenUpCalls
from storage.live import Ticket

log = structlog.get_logger()

ORPHAN_AFTER_S = 60.0
"""Without a gateway and without a call for this long, nobody will ever need this process."""

BEGIN_WITHIN_S = 3.0
BEGIN_PAUSE_S = 0.2
"""Before a store that was away is asked again; doubles each time. Callers take 3 s of silence, hardly more."""


class CallHost:
    """One per actor process. `on_orphaned` is called when the process has no reason left to live."""

    def __init__(
        self, actor_id: str, socket_path: Path, parts: SessionParts, on_orphaned: Callable[[], None]
    ) -> None:
        self._actor_id = actor_id
        self._socket_path = socket_path
        self._parts = parts
        self._given_up = GivenUpCalls(parts.records, parts.profiles)
        self._on_orphaned = on_orphaned
        self._listener: HandoffListener | None = None
        self._gateway: HandoffChannel | None = None
        self._calls: dict[str, tuple[Ticket, socket.socket, asyncio.Task[None]]] = {}
        self._orphan_timer: asyncio.TimerHandle | None = None

    def start(self) -> None:
        """Begins to listen for the gateway."""
        self._listener = HandoffListener(self._socket_path, self._gateway_connected)
        self._watch_for_orphanage()

    async def stop(self) -> None:
        """Takes no more calls and waits for those it has."""
        if self._listener is not None:
            self._listener.close()
            self._listener = None
        await asyncio.gather(*(task for _, _, task in self._calls.values()), return_exceptions=True)
        if self._gateway is not None:
            self._gateway.close()
        if self._orphan_timer is not None:
            self._orphan_timer.cancel()

    @property
    def call_ids(self) -> tuple[str, ...]:
        return tuple(self._calls)

    def _gateway_connected(self, sock: socket.socket) -> None:
        if self._gateway is not None:
            # It must not take our end of the connection for our death and give the calls to others.
            self._gateway.send({"kind": "replaced"})
            self._gateway.close()
        self._gateway = HandoffChannel(sock, self._take, self._gateway_lost)
        for ticket, held, _ in self._calls.values():
            self._gateway.send({"kind": "serving", "ticket": ticket.to_json()}, [held.fileno()])
        self._gateway.send({"kind": "hello", "actor_id": self._actor_id})
        self._watch_for_orphanage()

    def _gateway_lost(self) -> None:
        log.warning("call_host.gateway_lost", calls=len(self._calls))
        self._gateway = None
        self._watch_for_orphanage()

    def _watch_for_orphanage(self) -> None:
        if self._orphan_timer is not None:
            self._orphan_timer.cancel()
            self._orphan_timer = None
        if self._gateway is None and not self._calls:
            self._orphan_timer = asyncio.get_running_loop().call_later(ORPHAN_AFTER_S, self._on_orphaned)

    def _take(self, message: Message, descriptors: list[int]) -> None:
        if message.get("kind") != "place" or len(descriptors) != 1:
            log.error(
                "call_host.message_refused", kind=str(message.get("kind")), descriptors=len(descriptors)
            )
            for descriptor in descriptors:
                os.close(descriptor)
            return
        ticket = Ticket.from_json(message["ticket"])
        sock = socket.socket(fileno=descriptors[0])
        # The duplicate outlives the session's own use of the socket: a new gateway asks for it.
        held = sock.dup()
        call_id = str(ticket.call_id)
        task = asyncio.get_running_loop().create_task(
            self._serve(ticket, sock, resume=bool(message.get("resume"))), name=f"call.{call_id}"
        )
        self._calls[call_id] = (ticket, held, task)
        self._tell({"kind": "accepted", "call_id": call_id})

    async def _serve(self, ticket: Ticket, sock: socket.socket, *, resume: bool) -> None:
        bind_contextvars(
            call_id=str(ticket.call_id), call_sid=ticket.call_sid, business_id=str(ticket.business_id)
        )
        clean = False
        try:
            clean = await self._run(ticket, sock, resume=resume)
        except Exception:
            # The root of the call's task: whatever is wrong with one call stays with it.
            log.exception("call.not_served")
            await self._given_up.give_up(ticket, "an internal error ended the call")
        finally:
            sock.close()
            _, held, _ = self._calls.pop(str(ticket.call_id))
            _end_connection(held)
            self._tell({"kind": "released", "call_id": str(ticket.call_id), "clean": clean})
            self._watch_for_orphanage()

    async def _run(self, ticket: Ticket, sock: socket.socket, *, resume: bool) -> bool:
        try:
            profile, restored = await self._begin(ticket, resume=resume)
        except ReceptionistError as error:
            # The carrier finds the stream closed and asks the webhook what comes next.
            begun = "taken over" if resume else "begun"
            await self._given_up.give_up(ticket, f"the call could not be {begun}: {error}")
            return True
        return await CallSession(self._parts, ticket, profile, restored=restored).serve(sock)

    async def _begin(self, ticket: Ticket, *, resume: bool) -> tuple[BusinessProfile, Restored | None]:
        """What a session starts from; a store that is away is asked again, for `BEGIN_WITHIN_S` in all."""
        away, pause_s = StorageError("redis", "no answer in time"), BEGIN_PAUSE_S
        try:
            async with asyncio.timeout(BEGIN_WITHIN_S):
                while True:
                    try:
                        profile = await self._parts.profiles.get(ticket.business_id)
                        if not resume:
                            return profile, None
                        return profile, await restore(self._parts.records.journal, ticket.call_id)
                    except StorageError as error:
                        away = error
                        log.warning("call.begins_late", reason=str(error))
                    await asyncio.sleep(pause_s)
                    pause_s *= 2
        except TimeoutError:
            raise away from None

    def _tell(self, message: dict[str, Any]) -> None:
        if self._gateway is not None:
            self._gateway.send(message)


def _end_connection(sock: socket.socket) -> None:
    """Ends the TCP connection for every holder of a duplicate."""
    with contextlib.suppress(OSError):  # the peer was faster
        sock.shutdown(socket.SHUT_RDWR)
    sock.close()
