"""Bodies of vendors' webhooks: read raw, as their signatures cover them, within a size and a time."""

import asyncio

from fastapi import HTTPException, Request
from starlette.requests import ClientDisconnect

MAX_BODY_BYTES = 512 * 1024
"""Events hold one object with its lists cut short: some kilobytes."""
BODY_WITHIN_S = 5.0


async def raw_body(request: Request) -> bytes:
    """All of it; what is larger is not read on. Raises HTTPException."""
    whole = bytearray()
    try:
        async with asyncio.timeout(BODY_WITHIN_S):
            async for part in request.stream():
                whole += part
                if len(whole) > MAX_BODY_BYTES:
                    raise HTTPException(413, f"an event has at most {MAX_BODY_BYTES} bytes")
    except TimeoutError:
        raise HTTPException(408, "the body is too slow", headers={"Connection": "close"}) from None
    except ClientDisconnect:
        raise HTTPException(400, "the body broke off") from None
    return bytes(whole)
