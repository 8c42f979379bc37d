"""Sends requests at a fixed rate, open-loop: one that is due goes out whether or not others have been answered."""

import asyncio
import json
import random
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

import aiohttp

from load.api.desks import Bearer, Desk, Json
from load.api.operations import Asked, Mix
from load.api.options import MOST_UNDER_WAY
from sandbox.local.process import SandboxError

LONGEST_ANSWER_S = 30.0
READY_ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class Sample:
    """One request: how late it went out, and how long after it was due its answer was whole; ms.

    Attributes:
        status: None when there was no answer.
        failure: why it counts as failed; None when it does not.
    """

    name: str
    late_ms: float
    took_ms: float
    status: int | None
    failure: str | None


class Client:
    """Connections to the server under test."""

    def __init__(self, url: str) -> None:
        self._url = url.rstrip("/")
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        timeout = aiohttp.ClientTimeout(total=LONGEST_ANSWER_S)
        connector = aiohttp.TCPConnector(limit=0, keepalive_timeout=60)
        self._session = aiohttp.ClientSession(timeout=timeout, connector=connector, trust_env=False)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._session is not None  # noqa: S101 - entered
        await self._session.close()

    async def ask(self, asked: Asked) -> tuple[int, bytes]:
        """Raises aiohttp.ClientError and TimeoutError when there is no answer."""
        assert self._session is not None  # noqa: S101 - entered
        headers = dict(asked.headers)
        if asked.bearer is not None:
            headers["Authorization"] = f"Bearer {asked.bearer}"
        async with self._session.request(
            asked.method, f"{self._url}{asked.path}", json=asked.body, headers=headers
        ) as answer:
            return answer.status, await answer.read()

    async def told(self, asked: Asked) -> Json:
        """What is answered with 2xx. Raises SandboxError for anything else."""
        try:
            status, body = await self.ask(asked)
        except (aiohttp.ClientError, TimeoutError) as error:
            raise SandboxError(f"{asked.name}: no answer from {self._url}: {error!r}") from None
        if not 200 <= status < 300:
            raise SandboxError(
                f"{asked.name} is answered with {status}: {body[:300].decode(errors='replace')}"
            )
        return json.loads(body)


async def sign_in(client: Client, email: str, password: str) -> Bearer:
    """Raises SandboxError."""
    body: Json = {"email": email, "password": password}
    tokens = await client.told(Asked("POST", "/api/v1/sessions", "/api/v1/sessions", None, body))
    return Bearer(tokens["access_token"], email, tokens["refresh_token"])


async def send_all(
    client: Client,
    mix: Mix,
    desks: Sequence[Desk],
    *,
    rate: float,
    seconds: float,
    chance: random.Random,
    on_sent: Callable[[int], None] = lambda _count: None,
    clock: Callable[[], float] = time.perf_counter,
    sleep: Callable[[float], Awaitable[Any]] = asyncio.sleep,
) -> list[Sample]:
    """Sends `rate` a second for so long, and waits for every answer; samples in the order of sending.

    Args:
        on_sent: told after each how many were sent.
    """
    samples: list[Sample] = []
    under_way: set[asyncio.Task[None]] = set()
    began = clock()
    for number in range(round(rate * seconds)):
        due = began + number / rate
        pause = due - clock()
        # Also without a pause: what has been answered is to be read before more is asked.
        await sleep(max(pause, 0.0))
        asked = mix.next(desks, chance)
        late_ms = max(0.0, (clock() - due) * 1000)
        if len(under_way) >= MOST_UNDER_WAY:
            failure = f"not sent: {MOST_UNDER_WAY} are without an answer"
            samples.append(Sample(asked.name, late_ms, late_ms, None, failure))
            continue
        task = asyncio.create_task(_send(client, asked, due, late_ms, samples, clock))
        under_way.add(task)
        task.add_done_callback(under_way.discard)
        on_sent(number + 1)
    await asyncio.gather(*under_way)
    return samples


async def _send(
    client: Client,
    asked: Asked,
    due: float,
    late_ms: float,
    samples: list[Sample],
    clock: Callable[[], float],
) -> None:
    status: int | None = None
    failure: str | None = None
    body = b""
    try:
        status, body = await client.ask(asked)
    except (aiohttp.ClientError, TimeoutError) as error:
        failure = f"no answer: {type(error).__name__}"
    took_ms = (clock() - due) * 1000
    if status is not None and not 200 <= status < 300 and status not in asked.accepted:
        failure = f"{status} {body[:200].decode(errors='replace')}"
    samples.append(Sample(asked.name, late_ms, took_ms, status, failure))
    if asked.learn is not None and status is not None and 200 <= status < 300:
        asked.learn(json.loads(body))
