"""Keeping the node's listening socket open while no gateway accepts from it.

The gateway gives every actor a duplicate. When the gateway dies, the kernel goes on queueing connections for those who
hold one, and the next gateway gets it back: a caller who comes meanwhile waits a moment and is not refused.
"""

import asyncio
import contextlib
import os

from actors.handoff.channel import HandoffChannel
from actors.handoff.messages import ListeningSocket

DROP_AFTER_S = 20.0
"""A gateway that is not back by then will not be: callers must not be kept waiting for nobody."""


class ListeningSocketKeeper:
    """One actor's duplicate of the listening socket."""

    def __init__(self) -> None:
        self._descriptor: int | None = None
        self._timer: asyncio.TimerHandle | None = None

    @property
    def kept(self) -> bool:
        return self._descriptor is not None

    def keep(self, descriptor: int) -> None:
        """Takes a duplicate in, in the place of an older one."""
        self.drop()
        self._descriptor = descriptor

    def give(self, gateway: HandoffChannel) -> None:
        """Gives a new gateway the listening socket of the one before it."""
        self._stop_waiting()
        if self._descriptor is not None:
            gateway.send(ListeningSocket(), self._descriptor)

    def drop_later(self) -> None:
        """The gateway is gone."""
        self._stop_waiting()
        if self._descriptor is not None:
            self._timer = asyncio.get_running_loop().call_later(DROP_AFTER_S, self.drop)

    def drop(self) -> None:
        self._stop_waiting()
        if self._descriptor is not None:
            with contextlib.suppress(OSError):
                os.close(self._descriptor)
            self._descriptor = None

    def _stop_waiting(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
