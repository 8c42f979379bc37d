"""A stream whose beginning is late is asked for a second time, and whichever begins first is taken."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import suppress

from domain.errors import ProviderError


async def first_to_begin(
    open_stream: Callable[[], AsyncGenerator[bytes]], after_s: float
) -> AsyncGenerator[bytes]:
    """The chunks of one stream, or of a second one that began before it.

    Args:
        open_stream: begins a new stream.
        after_s: how long the first may be silent before the second is opened.

    Raises:
        ProviderError: as the streams do, once all that were opened have failed.
    """
    streams: dict[asyncio.Task[bytes | None], AsyncGenerator[bytes]] = {}

    def open_another() -> None:
        stream = open_stream()
        streams[asyncio.ensure_future(_first(stream))] = stream

    try:
        open_another()
        done, _ = await asyncio.wait(streams, timeout=after_s)
        if not done:
            open_another()
            done, _ = await asyncio.wait(streams, return_when=asyncio.FIRST_COMPLETED)
            failed = [task for task in done if task.exception() is not None]
            if len(failed) == len(done) < len(streams):
                done, _ = await asyncio.wait(streams.keys() - done)
        best = next((task for task in done if task.exception() is None), None) or next(iter(done))
        chunk, winner = best.result(), streams[best]
        await _close({task: stream for task, stream in streams.items() if task is not best})
        if chunk is not None:
            yield chunk
        async for chunk in winner:
            yield chunk
    finally:
        await _close(streams)


async def _first(stream: AsyncGenerator[bytes]) -> bytes | None:
    return await anext(stream, None)


async def _close(streams: dict[asyncio.Task[bytes | None], AsyncGenerator[bytes]]) -> None:
    for task in streams:
        task.cancel()
    if streams:
        await asyncio.wait(streams.keys())
    for task, stream in streams.items():
        if not task.cancelled():
            task.exception()  # it has been read, or nobody waits for it any more
        with suppress(ProviderError):
            await stream.aclose()
