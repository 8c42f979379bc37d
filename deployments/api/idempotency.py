"""`Idempotency-Key` on writes: whoever sends a request twice has it carried out once.

Every route that depends on `InBusiness` has it without doing anything, those about users by `ONCE_BY_USER` or
`ONCE_BY_ANYBODY` (`deployments.api.authentication`): the first request with a key runs in one transaction with the
storing of its answer, which `deployments.api.answers` takes on the way out.

Source: https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/
"""

import hashlib
import json
import re
from uuid import UUID

from fastapi import Request

from domain.accounts.roles import Principal
from domain.errors import MalformedRequest, ReceptionistError
from services.accounts.access import actor_of
from services.idempotency import Answer, Idempotency

HEADER = "Idempotency-Key"
REPLAYED = "Idempotent-Replayed"
WRITES = frozenset({"POST", "PUT", "PATCH", "DELETE"})

_KEY = re.compile(r"[\x21-\x7e]{1,255}")

KEPT_HEADERS = ("content-type", "etag", "location")
"""Of a stored answer; the others are of the request that is answered."""


class AnsweredBefore(ReceptionistError):
    """Ends a request whose answer is stored."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer)
        self.answer = answer


def is_kept(status: int) -> bool:
    """Whether an answer is stored: what a use-case did or decided.

    What says that the request is to be mended or sent again (other 4xx, 5xx) leaves the key free, and nothing behind.
    """
    return status < 400 or status in (403, 404, 409, 410)


ANYBODY = "anybody"


async def undertake(request: Request, principal: Principal, idempotency: Idempotency) -> None:
    """Begins a write in a business that shows a key; does nothing for others.

    Raises:
        AnsweredBefore, MalformedRequest, Conflict.
    """
    await undertake_by(request, principal.business_id, actor_of(principal), idempotency)


async def undertake_by(
    request: Request, business_id: UUID | None, actor: str, idempotency: Idempotency
) -> None:
    """The same whoever asks.

    Args:
        business_id: None for a write about users.
        actor: `ANYBODY`'s key stands for the one request it came with: two who chose the same one do not meet.

    Raises:
        AnsweredBefore: it was carried out; this is what was answered.
        MalformedRequest: no usable key.
        Conflict: the key stands for another request, or its first one takes too long.
    """
    shown = request.headers.getlist(HEADER)
    if request.method not in WRITES or not shown:
        return
    if len(shown) > 1 or not _KEY.fullmatch(shown[0]):
        raise MalformedRequest(
            f"{HEADER}: must be one of 1 to 255 visible ASCII characters; a UUID is a good one"
        )
    fingerprint = await _fingerprint(request)
    key = shown[0] + fingerprint.hex() if actor == ANYBODY else shown[0]
    begun = await idempotency.begin(business_id, actor, key, fingerprint)
    if isinstance(begun, Answer):
        raise AnsweredBefore(begun)
    request.state.undertaking = begun


async def _fingerprint(request: Request) -> bytes:
    """Of what is asked: the same for the same JSON, whatever the order and space in it."""
    asked = f"{request.method} {request.url.path}?{request.url.query}\n".encode()
    return hashlib.sha256(asked + await _content(request)).digest()


async def _content(request: Request) -> bytes:
    try:
        body = await request.body()
    except RuntimeError:  # a form, which has been read
        return await _form(request)
    try:
        return json.dumps(json.loads(body), sort_keys=True, separators=(",", ":")).encode()
    except (ValueError, RecursionError):
        return body


async def _form(request: Request) -> bytes:
    parts: list[tuple[str, str]] = []
    for name, value in (await request.form()).multi_items():
        if isinstance(value, str):
            parts.append((name, value))
        else:
            content = await value.read()
            await value.seek(0)
            parts.append((name, f"{value.filename}:{hashlib.sha256(content).hexdigest()}"))
    return json.dumps(parts).encode()
