"""A call session on a real connection to a carrier that plays what it gets, on virtual time."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from actors.call.dependencies import Ending
from actors.call.node_store import NodeCallStore
from actors.call.restore import Restored
from actors.call.session import CallSession
from domain.call.state import Phase
from storage.redis.tickets import Ticket
from tests.fakes.call import Surroundings, ticket
from tests.fakes.carrier import FakeCarrier, tcp_pair
from tests.fakes.stores import FinishedCall
from tests.support.virtual_time import until

FRAME_EVERY_S = 1.0
"""A real carrier sends 50 a second; this keeps the stream's watchdog quiet."""


@dataclass(slots=True)
class LiveCall:
    around: Surroundings
    session: CallSession
    carrier: FakeCarrier
    serving: asyncio.Task[Ending]

    async def until_phase(self, phase: Phase) -> None:
        await until(lambda: self.session.state.phase is phase)

    async def until_quiet(self) -> None:
        """The agent has said what it had to say and listens."""
        await self.until_phase(Phase.LISTENING)
        await until(lambda: not self.carrier.sounding_s)

    async def hears(self, text: str) -> None:
        """The caller says a whole utterance; returns once the machine has it."""
        turns = len(self.session.state.turns)
        self.around.ears.hears_out(text)
        await until(lambda: len(self.session.state.turns) > turns)

    async def is_over(self) -> FinishedCall:
        async with asyncio.timeout(200):
            await self.serving
        (finished,) = self.around.records.finished
        return finished

    @property
    def ending(self) -> Ending:
        return self.serving.result()


@asynccontextmanager
async def live_call(
    around: Surroundings, *, restored: Restored | None = None, on: Ticket | None = None, start: bool = True
) -> AsyncIterator[LiveCall]:
    """Up and answered when the body runs; leaving hangs up what is still up and waits for the rows."""
    near, far = tcp_pair()
    held = far.dup()  # the gateway's
    on = on or ticket()
    carrier = FakeCarrier(near, call_sid=on.call_sid)
    node_store = NodeCallStore(around.node_store_dir, on.call_id, on.stream_generation)
    session = CallSession(around.dependencies, on, around.profile, node_store, restored=restored)
    serving = asyncio.get_running_loop().create_task(session.serve(far), name="session")
    breathing = asyncio.get_running_loop().create_task(_breathe(carrier), name="carrier")
    try:
        await carrier.connect(upgrade=restored is None)
        if start:
            await carrier.start()
        yield LiveCall(around, session, carrier, serving)
        if not serving.done():
            carrier.hang_up()
            async with asyncio.timeout(200):
                await serving
        assert session.state.brief is None or str(on.call_id) == session.state.brief.call_id
    finally:
        breathing.cancel()
        serving.cancel()
        await asyncio.gather(breathing, serving, return_exceptions=True)
        near.close()
        far.close()
        held.close()
    await asyncio.sleep(0.1)
    left = asyncio.all_tasks() - {asyncio.current_task()}
    assert not left, f"tasks left behind: {left}"


async def _breathe(carrier: FakeCarrier) -> None:
    while not carrier.gone.is_set():
        await asyncio.sleep(FRAME_EVERY_S)
        if carrier.upgraded.is_set() and not carrier.gone.is_set() and carrier.started:
            carrier.speak()
