"""Who waits at a node's pool for an actor while a phone rings."""

import asyncio
from collections.abc import Callable

from actors.pool.events import CallRings, RingStopped
from domain.errors import AtCapacity


class Ringing:
    """One node's phones that ring, by the key of the media stream that will come.

    Args:
        happened: tells the pool's machine, which answers by `kept` or `declined`.
    """

    def __init__(self, happened: Callable[[CallRings | RingStopped], None]) -> None:
        self._happened = happened
        self._phones: dict[str, asyncio.Future[None]] = {}

    async def ring(self, key: str) -> None:
        """Waits until an actor is kept for the call. Raises AtCapacity when there is none, or none in time."""
        known = self._phones.get(key)
        if known is not None:  # its webhook came twice
            await asyncio.shield(known)
            return
        phone = self._phones[key] = asyncio.get_running_loop().create_future()
        self._happened(CallRings(key))
        try:
            await phone
        except asyncio.CancelledError:
            if self._phones.pop(key, None) is not None:
                self._happened(RingStopped(key))
            raise

    def stop(self, key: str) -> None:
        """Nobody waits for this actor any more, or the call's media stream has gone to another node."""
        self._happened(RingStopped(key))
        self.declined(key, "the call went elsewhere")

    def kept(self, key: str) -> None:
        phone = self._phones.pop(key, None)
        if phone is not None and not phone.done():
            phone.set_result(None)

    def declined(self, key: str, reason: str) -> None:
        phone = self._phones.pop(key, None)
        if phone is not None and not phone.done():
            phone.set_exception(AtCapacity(reason))

    def close(self) -> None:
        """Cancels whoever waits: another gateway is to answer them."""
        phones, self._phones = self._phones, {}
        for phone in phones.values():
            phone.cancel()
