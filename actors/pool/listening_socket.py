"""The node's listening socket, passed from one gateway to the next through the actors that keep it."""

import asyncio
import socket
from collections.abc import Iterable

from actors.handoff.messages import ListeningSocket
from actors.pool.members import Member


class ListeningSocketHandover:
    """A gateway's side: what it is given by the actors it finds, and what it has them keep."""

    def __init__(self) -> None:
        self._inherited: asyncio.Future[socket.socket] = asyncio.get_running_loop().create_future()
        self._listener: socket.socket | None = None

    async def inherited(self, wait_s: float) -> socket.socket | None:
        """The listening socket of the gateway before, from the first actor that kept it; None when none did in time."""
        try:
            async with asyncio.timeout(wait_s):
                return await asyncio.shield(self._inherited)
        except TimeoutError:
            return None

    def found(self, descriptor: int) -> None:
        """An actor kept it."""
        listener = socket.socket(fileno=descriptor)
        if self._inherited.done():
            listener.close()
        else:
            self._inherited.set_result(listener)

    def keep(self, listener: socket.socket, members: Iterable[Member]) -> None:
        """These keep a duplicate, and every actor that greets later."""
        self._listener = listener
        for member in members:
            self.give(member)

    def give(self, member: Member) -> None:
        """A no-op until there is one."""
        if self._listener is not None:
            member.channel.send(ListeningSocket(), self._listener.fileno())

    def close(self) -> None:
        if self._inherited.done():
            self._inherited.result().close()
