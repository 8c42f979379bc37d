"""Webhooks of the stand-in: signed, sent until they are taken, in no order that anybody may rely on.

Source: https://docs.stripe.com/webhooks#retries
"""

import asyncio
import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256

import httpx

from sandbox.vendors.stripe.books import Books, Object

PAUSES_S = (0.5, 2.0, 5.0, 15.0, 60.0)
"""Stripe's own are hours."""
TIMEOUT_S = 10.0


def signed(body: bytes, secret: str, at_s: int) -> str:
    """The header `Stripe-Signature` over this body."""
    mac = hmac.new(secret.encode(), f"{at_s}.".encode() + body, sha256).hexdigest()
    return f"t={at_s},v1={mac}"


def body_of(event: Object) -> bytes:
    """As Stripe sends it: indented. What begins with an underscore is the stand-in's own."""
    return json.dumps(_shown(event), indent=2).encode()


def _shown(value: object) -> object:
    if isinstance(value, dict):
        return {name: _shown(one) for name, one in value.items() if not str(name).startswith("_")}  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
    if isinstance(value, list):
        return [_shown(one) for one in value]  # pyright: ignore[reportUnknownVariableType]
    return value


@dataclass(slots=True)
class Sender:
    """Sends every event to every endpoint, a few times."""

    books: Books
    clock_s: Callable[[], float]
    sent: list[tuple[str, int]] = field(default_factory=list[tuple[str, int]])
    """Event ids and the status of each attempt."""
    _tasks: set[asyncio.Task[None]] = field(default_factory=set[asyncio.Task[None]])

    def note(self, event: Object) -> None:
        """Begins to send it, where there is somewhere to."""
        for endpoint in self.books.objects.get("webhook_endpoint", {}).values():
            wanted: list[str] = endpoint["enabled_events"]
            if endpoint["status"] == "enabled" and ("*" in wanted or event["type"] in wanted):
                task = asyncio.get_running_loop().create_task(self._send(event, endpoint))
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)

    async def _send(self, event: Object, endpoint: Object) -> None:
        body, secret = body_of(event), endpoint["_secret"]
        async with httpx.AsyncClient(timeout=TIMEOUT_S, trust_env=False) as client:
            for pause_s in (*PAUSES_S, None):
                headers = {
                    "Content-Type": "application/json; charset=utf-8",
                    "Stripe-Signature": signed(body, secret, int(self.clock_s())),
                    "User-Agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
                }
                try:
                    status = (await client.post(endpoint["url"], content=body, headers=headers)).status_code
                except httpx.HTTPError:
                    status = 0
                self.sent.append((event["id"], status))
                if 200 <= status < 300 or pause_s is None:
                    return
                await asyncio.sleep(pause_s)

    async def stop(self) -> None:
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
