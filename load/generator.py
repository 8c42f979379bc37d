"""The process that makes the calls: `python -m load.generator`, a job on stdin, events on stdout (see `load.job`).

It stands apart so that its clock is disturbed by nothing else and its CPU can be told from the server's.
"""

import asyncio
import gc
import json
import logging
import os
import sys
import threading
import time
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack, suppress
from typing import Any, TextIO

import structlog

from load.calls import LineCalls, OnUp, StreamCalls
from load.job import JOB, MEASURE, CallerPlan, CallMeasure, Job
from load.priority import go_first
from sandbox.phone.carrier_options import CarrierOptions
from sandbox.phone.line import carrier_on
from sandbox.phone.pacer import Pacer
from sandbox.speech.vowels import utterance

MakeCall = Callable[[CallerPlan, OnUp], Awaitable[CallMeasure]]


class EventWriter:
    """Writes events, a JSON line each."""

    def __init__(self, output: TextIO) -> None:
        self._output = output

    def write(self, event: str, **fields: Any) -> None:
        self._output.write(json.dumps({"event": event, **fields}) + "\n")
        self._output.flush()


async def generate(job: Job, begin: Callable[[], Awaitable[float]], events: EventWriter) -> None:
    """Makes the job's calls and returns when the last is over.

    Args:
        begin: says that all is ready, and gives the monotonic second at which the first call starts.
    """
    for speaker in range(5):
        utterance(job.timings.speech_ms, speaker)
    async with AsyncExitStack() as stack:
        make_call = await _opened(stack, job)
        # The long-lived objects are made: the collector need not look at them in the middle of a call.
        gc.freeze()
        starts_at = await begin()
        async with asyncio.TaskGroup() as group:
            for plan in job.callers:
                group.create_task(_run(plan, starts_at, make_call, events), name=f"call-{plan.index}")
    events.write("done")


async def _opened(stack: AsyncExitStack, job: Job) -> MakeCall:
    if job.line is None:
        pacer = Pacer()
        stack.callback(pacer.close)
        return StreamCalls(pacer, job.ws_url or "", job.auth_token, job.timings).call
    # What the carrier itself says is a refusal; nobody needs to wait for its end.
    options = CarrierOptions(record=False, say_ms_per_character=0.0, max_call_s=job.timings.longest_call_s)
    carrier = await stack.enter_async_context(carrier_on(job.line, options))
    return LineCalls(carrier, job.line, job.timings).call


async def _run(plan: CallerPlan, starts_at: float, make_call: MakeCall, events: EventWriter) -> None:
    await asyncio.sleep(max(starts_at + plan.starts_after_s - time.monotonic(), 0.0))
    measure = await make_call(plan, lambda: events.write("up", call=plan.index, at=time.monotonic()))
    events.write(
        "ended", call=plan.index, at=time.monotonic(), measure=MEASURE.dump_python(measure, mode="json")
    )


async def _main(job: Job, lines: TextIO, events: EventWriter) -> None:
    loop = asyncio.get_running_loop()
    orders: asyncio.Queue[str] = asyncio.Queue()
    working = asyncio.current_task()
    assert working is not None  # noqa: S101 - this is a coroutine

    def read() -> None:
        with suppress(RuntimeError):  # the loop has been closed: all is done
            for line in lines:
                loop.call_soon_threadsafe(orders.put_nowait, line)
            loop.call_soon_threadsafe(working.cancel)

    async def begin() -> float:
        events.write("ready")
        return float(json.loads(await orders.get())["at"])

    threading.Thread(target=read, name="orders", daemon=True).start()
    await generate(job, begin, events)


def main() -> None:
    # Whatever prints must not disturb the events.
    events = EventWriter(os.fdopen(os.dup(1), "w"))
    os.dup2(2, 1)
    structlog.configure(
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR),
    )
    go_first(os.getpid())
    job = JOB.validate_json(sys.stdin.readline())
    try:
        import uvloop

        loop_factory = uvloop.new_event_loop
    except ImportError:
        loop_factory = None
    with asyncio.Runner(loop_factory=loop_factory) as runner, suppress(asyncio.CancelledError):
        runner.run(_main(job, sys.stdin, events))


if __name__ == "__main__":
    main()
