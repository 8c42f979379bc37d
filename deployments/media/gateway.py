"""The node's media gateway: its own TCP listener, which gives each accepted socket to a call actor.

Serve starts, places and watches it (one replica a node) and nothing more: audio never goes through Serve's proxy.
"""

import asyncio
import contextlib
import socket
from collections.abc import Callable, Coroutine
from http import HTTPStatus
from pathlib import Path
from uuid import UUID

import structlog

from actors.pool.pool import CallPool
from config.settings import Settings
from deployments.media.listening_socket import open_listening_socket
from deployments.media.upgrade_request import (
    ConnectionGone,
    HalfSentRequests,
    HttpRequest,
    RefusedUpgrade,
    peek_request,
    plain_answer,
)
from deployments.telephony.routes import stream_address
from domain.errors import AtCapacity, StorageError
from providers.twilio.signature import valid_signature
from storage.redis.rings import Rings
from storage.redis.tickets import Ticket, Tickets

log = structlog.get_logger()

HEALTH_PATH = "/health"
MAX_UNPLACED = 512
"""Connections being looked at; beyond it new ones wait in the kernel's backlog."""

ACCEPT_RETRY_S = 0.1
UNCLAIM_TIMEOUT_S = 1.0


class MediaGateway:
    """Accepts media streams, checks them, places them. Independent of Serve, for tests on real sockets.

    Args:
        periodic_tasks: what runs beside the listener, until cancelled.
        port_file: where the node's port is kept.
        rings: where it is found which node keeps an actor for a call; None where nodes keep none.
    """

    def __init__(
        self,
        settings: Settings,
        tickets: Tickets,
        pool: CallPool,
        periodic_tasks: Callable[[], Coroutine[None, None, None]],
        *,
        port_file: Path,
        node_id: str = "",
        rings: Rings | None = None,
    ) -> None:
        self._node_id = node_id
        self._rings = rings
        self._tickets = tickets
        self._pool = pool
        self._periodic_tasks = periodic_tasks
        self._reserve = min(settings.call_slots_reserve, settings.call_slots - 1)
        self._auth_token = settings.vendors().twilio_auth_token
        self._signed_base = "wss://" + settings.media_url.partition("://")[2]
        self._address = (settings.media_host, settings.media_port)
        self._port_file = port_file
        self._unplaced = asyncio.Semaphore(MAX_UNPLACED)
        self._half_sent = HalfSentRequests()
        self._accepting: asyncio.Task[None] | None = None
        self.port = 0

    async def run(self, ready: asyncio.Event) -> None:
        """Serves until cancelled; sets `ready` once it listens. Raises OSError when the port is taken."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._pool.run(), name="gateway.pool")
            listener = await open_listening_socket(self._address, self._pool, self._port_file)
            self.port = listener.getsockname()[1]
            with contextlib.closing(listener):
                tasks.create_task(self._periodic_tasks(), name="gateway.periodic_tasks")
                ready.set()
                log.info("media_gateway.listening", port=self.port)
                self._accepting = tasks.create_task(self._accept(listener, tasks), name="gateway.accept")
                await asyncio.Event().wait()

    def stop_accepting(self) -> None:
        """Connections wait in the kernel from now on, for whoever has the listening socket next."""
        if self._accepting is not None:
            self._accepting.cancel()

    async def placed_all(self) -> None:
        """Waits until every connection that was accepted has been dealt with; after `stop_accepting`."""
        for _ in range(MAX_UNPLACED):
            await self._unplaced.acquire()

    async def _accept(self, listener: socket.socket, tasks: asyncio.TaskGroup) -> None:
        while True:
            await self._unplaced.acquire()
            try:
                sock, _ = await asyncio.get_running_loop().sock_accept(listener)
            except asyncio.CancelledError:
                self._unplaced.release()
                raise
            except OSError as error:
                # No descriptor left, or the client was gone already; live calls go on.
                log.error("media_gateway.not_accepted", reason=str(error))
                self._unplaced.release()
                await asyncio.sleep(ACCEPT_RETRY_S)
                continue
            sock.setblocking(False)
            tasks.create_task(self._take(sock), name="gateway.take")

    async def _take(self, sock: socket.socket) -> None:
        try:
            request = await peek_request(sock, half_sent=self._half_sent)
            if request.path == HEALTH_PATH:
                await self._answer(sock, *self._health())
                return
            request.require_upgrade()
            ticket = await self._admit(request)
            await self._place(ticket, sock)
            log.info("media_gateway.placed", call_id=str(ticket.call_id), call_sid=ticket.call_sid)
        except ConnectionGone:
            sock.close()
        except RefusedUpgrade as refused:
            log.warning("media_gateway.refused", status=refused.status.value, reason=refused.reason)
            await self._answer(sock, refused.status, refused.reason)
        except (AtCapacity, StorageError) as error:
            log.error("media_gateway.unavailable", reason=str(error))
            await self._answer(sock, HTTPStatus.SERVICE_UNAVAILABLE, "no call can be taken right now")
        except Exception:
            # The root of one connection: it must not take the listener with it.
            log.exception("media_gateway.connection_failed")
            await self._answer(sock, HTTPStatus.INTERNAL_SERVER_ERROR, "internal error")
        finally:
            self._unplaced.release()

    def _health(self) -> tuple[HTTPStatus, str]:
        """For the balancer: unavailable before the last slot is gone, which is for calls that have to migrate here."""
        free = self._pool.free
        if free > self._reserve:
            return HTTPStatus.OK, f"{free} call slots are free"
        return (
            HTTPStatus.SERVICE_UNAVAILABLE,
            "draining" if self._pool.draining else f"{free} call slots are free",
        )

    async def _admit(self, request: HttpRequest) -> Ticket:
        """The call this stream belongs to. Raises RefusedUpgrade, StorageError."""
        path = request.path.partition("?")[0]
        address = stream_address(path)
        if address is None:
            raise RefusedUpgrade(HTTPStatus.NOT_FOUND, "there is nothing at this address")
        call_id, token = address
        if not valid_signature(self._signed_base + path, None, request.headers, self._auth_token):
            raise RefusedUpgrade(HTTPStatus.FORBIDDEN, "the signature is missing or wrong")
        if self._pool.free == 0 and not self._pool.expects(call_id):
            # Before the claim: another node may still take the call with this ticket.
            raise AtCapacity("all call slots of this node are taken")
        try:
            ticket = await self._tickets.claim(UUID(call_id), token)
        except ValueError:
            ticket = None
        if ticket is None:
            raise RefusedUpgrade(HTTPStatus.FORBIDDEN, "this stream address is unknown, expired or used")
        return ticket

    async def _place(self, ticket: Ticket, sock: socket.socket) -> None:
        try:
            await self._heed_who_expects_it(ticket)
            await self._pool.place(ticket, sock)
        except AtCapacity:
            with contextlib.suppress(StorageError, TimeoutError):
                async with asyncio.timeout(UNCLAIM_TIMEOUT_S):
                    await self._tickets.unclaim(ticket)
            raise

    async def _heed_who_expects_it(self, ticket: Ticket) -> None:
        """The balancer does not know which node keeps an actor for a call.

        Raises:
            AtCapacity: this node would have the caller wait in silence, the other would not. A balancer that offers
                the stream to other gateways reaches it at once; with any other the call comes back, and stays.
        """
        stream = ticket.stream_key
        if self._rings is None or self._pool.expects(ticket.call_id):
            return
        node_id = None
        with contextlib.suppress(StorageError, TimeoutError):
            async with asyncio.timeout(UNCLAIM_TIMEOUT_S):
                node_id = await self._rings.holder(stream)
        if node_id is None or node_id == self._node_id:
            return
        if not self._pool.takes_at_once and not ticket.stream_generation:
            raise AtCapacity("another node has an actor for it")
        with contextlib.suppress(StorageError, TimeoutError):
            async with asyncio.timeout(UNCLAIM_TIMEOUT_S):
                await self._rings.stop(node_id, stream)

    async def _answer(self, sock: socket.socket, status: HTTPStatus, text: str) -> None:
        with contextlib.suppress(OSError, TimeoutError):
            async with asyncio.timeout(1):
                await asyncio.get_running_loop().sock_sendall(sock, plain_answer(status, text))
                # Unread input would turn the close into a reset that can overtake the answer.
                sock.shutdown(socket.SHUT_WR)
                while await asyncio.get_running_loop().sock_recv(sock, 65536):
                    pass
        sock.close()
