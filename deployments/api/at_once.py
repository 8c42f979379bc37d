"""How many requests the API works on at once, and how many more may wait for their turn, in the order they came."""

import asyncio

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from deployments.api.manners import is_ours
from deployments.api.problems import problem_answer

AT_ONCE = 8
"""As many as the pool keeps connections. Further ones would each open one, prepare statements anew and close it after.
The webhooks of the same process wait behind all that are ready to run.
"""

LONG_ANSWER = "long_answer"

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
        turn = _Turn(self._free)

        async def noted(message: Message) -> None:
            if message["type"] == "http.response.start" and scope.get("state", {}).get(LONG_ANSWER):
                turn.end()
            await send(message)

        try:
            await self._app(scope, receive, noted)
        finally:
            turn.end()


def answers_long(request: Request) -> None:
    """From its first byte on this answer is nobody's turn: who listens slowly keeps no other request waiting.

    Of what it still sends it must need no connection to a store that requests share.
    """
    request.scope.setdefault("state", {})[LONG_ANSWER] = True


class _Turn:
    """Ends once, whoever ends it."""

    def __init__(self, free: asyncio.Semaphore) -> None:
        self._free: asyncio.Semaphore | None = free

    def end(self) -> None:
        free, self._free = self._free, None
        if free is not None:
            free.release()
