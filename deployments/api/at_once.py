"""How many requests the API works on at once, and how many more may wait for their turn, in the order they came."""

import asyncio

from starlette.types import ASGIApp, Receive, Scope, Send

from deployments.api.manners import is_ours
from deployments.api.problems import problem_answer

AT_ONCE = 8
"""As many as the pool keeps connections. Further ones would each open one, prepare statements anew and close it after.
The webhooks of the same process wait behind all that are ready to run.
"""

WAITING = 400
"""Four seconds' worth at a hundred a second: who comes later is better off to be told at once."""


class AtOnce:
    """Lets `at_once` requests in, has `waiting` more wait, and answers the others with 503 at once.

    What is not the API's, such as the load balancer's question after its health, passes.
    """

    def __init__(self, app: ASGIApp, *, at_once: int = AT_ONCE, waiting: int = WAITING) -> None:
        self._app = app
        self._free = asyncio.Semaphore(at_once)
        self._waiting = 0
        self._most_waiting = waiting

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not is_ours(scope):
            await self._app(scope, receive, send)
            return
        if self._free.locked() and self._waiting >= self._most_waiting:
            detail = "More requests are waiting than can be answered soon; try again in a second."
            answer = problem_answer(503, "busy", "Too much at once", detail, headers={"Retry-After": "1"})
            await answer(scope, receive, send)
            return
        self._waiting += 1
        try:
            await self._free.acquire()
        finally:
            self._waiting -= 1
        try:
            await self._app(scope, receive, send)
        finally:
            self._free.release()
