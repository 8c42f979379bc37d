"""Hashing passwords beside the event loop.

One hash takes 30-35 ms of CPU and 19 MiB (two shared cores); inline, sixteen at once would hold the loop for 0.5 s.
"""

import asyncio
import os
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from pwdlib import PasswordHash
from pwdlib.exceptions import PwdlibError
from pwdlib.hashers.argon2 import Argon2Hasher

from domain.errors import LimitReached

LONGEST_QUEUE = 64
"""Requests that may wait for a core; at two seconds of waiting more are refused."""


class Passwords:
    """Argon2id with OWASP's least parameters, as many at once as the machine has cores.

    Source: https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html (19 MiB, t=2, p=1)
    """

    def __init__(self, at_once: int | None = None, *, time_cost: int = 2, memory_kib: int = 19_456) -> None:
        self._hasher = PasswordHash(
            (Argon2Hasher(time_cost=time_cost, memory_cost=memory_kib, parallelism=1),)
        )
        self._cores = asyncio.Semaphore(at_once or len(os.sched_getaffinity(0)))
        self._waiting = 0
        self._nobody = self._hasher.hash("nobody's password")

    async def hash(self, password: str) -> str:
        """Raises LimitReached when too many wait."""
        async with self._core():
            return await asyncio.to_thread(self._hasher.hash, password)

    async def verify(self, password: str, stored: str | None) -> tuple[bool, str | None]:
        """Whether the password is the stored one, and what to store instead when the parameters have changed.

        Takes as long without a stored one: whether an account exists is not to be told from the time.

        Raises:
            LimitReached: too many wait.
        """
        async with self._core():
            try:
                matches, renewed = await asyncio.to_thread(
                    self._hasher.verify_and_update, password, stored or self._nobody
                )
            except PwdlibError:  # not a hash of ours
                return False, None
        return matches and stored is not None, renewed

    @asynccontextmanager
    async def _core(self) -> AsyncGenerator[None]:
        if self._waiting >= LONGEST_QUEUE:
            raise LimitReached("too many people are signing in at this moment; try again in a few seconds")
        self._waiting += 1
        try:
            async with self._cores:
                yield
        finally:
            self._waiting -= 1
