"""One call on one node that passes through several processes, on virtual time: killed, handed on, moved."""

import asyncio
import socket
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field, replace
from unittest import mock

from actors.call.dependencies import Ending
from actors.call.session import CallSession
from actors.call.start import begin
from domain.audio import SILENCE_FRAME
from domain.call.events import Event
from domain.call.state import CallState, Phase
from storage.redis.tickets import Ticket
from tests.fakes.call import Surroundings, ticket
from tests.fakes.carrier import FakeCarrier, tcp_pair
from tests.support.virtual_time import until

FRAME_S = 0.02


@contextmanager
def wall_clock() -> Iterator[None]:
    """The time of day passes as the loop's does: one process reads what another wrote at its time."""
    loop = asyncio.get_running_loop()
    offset_s = time.time() - loop.time()
    with mock.patch("time.time") as now_s:
        now_s.side_effect = lambda: loop.time() + offset_s
        yield


@dataclass(slots=True)
class Call:
    """The carrier's end, the socket in escrow, and the process that has the call now."""

    around: Surroundings
    ticket: Ticket
    carrier: FakeCarrier
    escrow: list[socket.socket] = field(default_factory=list[socket.socket])
    serving: asyncio.Task[Ending] | None = None
    session: CallSession | None = None
    quiet: bool = False
    """Set it, and the carrier sends no audio of its own."""

    @property
    def state(self) -> CallState:
        assert self.session is not None
        return self.session.state

    @property
    def journalled(self) -> list[Event]:
        return self.around.records.journal.events

    async def in_process(self, *, resume: bool = True, unread_bytes: bytes | None = None) -> CallSession:
        """A process takes the call."""
        dependencies = self.around.dependencies
        profile, node_store, restored = await begin(
            dependencies, self.ticket, resume=resume, unread_bytes=unread_bytes
        )
        self.session = CallSession(dependencies, self.ticket, profile, node_store, restored=restored)
        loop = asyncio.get_running_loop()
        self.serving = loop.create_task(self.session.serve(self.escrow[-1].dup()), name="session")
        return self.session

    async def killed(self) -> None:
        """The process is gone in the middle of whatever it did; the connection stays."""
        assert self.serving is not None
        self.serving.cancel()
        await asyncio.gather(self.serving, return_exceptions=True)

    async def left(self, within_s: float = 60.0) -> Ending:
        """How the process let go of the call."""
        assert self.serving is not None
        async with asyncio.timeout(within_s):
            return await self.serving

    async def until_phase(self, phase: Phase) -> None:
        await until(lambda: self.state.phase is phase)

    async def until_quiet(self) -> None:
        """The agent has said what it had to say and listens."""
        await self.until_phase(Phase.LISTENING)
        await until(lambda: not self.carrier.sounding_s)

    async def hears(self, text: str) -> None:
        """The caller says a whole utterance."""
        ears = self.around.ears
        await until(lambda: ears.closed < len(ears.opened))
        turns = len(self.state.turns)
        self.around.ears.hears_out(text)
        await until(lambda: len(self.state.turns) > turns)

    async def speaks(self, frames: list[bytes]) -> None:
        """The caller's voice, in real time."""
        self.quiet = True
        for frame in frames:
            self.carrier.speak(frame)
            await asyncio.sleep(FRAME_S)
        self.quiet = False

    async def on_fresh_stream(self, around: Surroundings | None = None, *, start: bool = True) -> None:
        """The carrier opens another media stream for the call; a process of this or another node has it."""
        self.ticket = replace(self.ticket, stream_generation=self.ticket.stream_generation + 1)
        if around is not None:
            self.around = around
        near, far = tcp_pair()
        self.carrier = FakeCarrier(near, call_sid=self.ticket.call_sid)
        self.escrow.append(far)
        await self.carrier.connect()
        await self.in_process(resume=False)
        if start:
            await self.carrier.start()

    async def breathe(self) -> None:
        """A carrier sends audio all the time; ten frames a second do here."""
        while True:
            await asyncio.sleep(0.1)
            carrier = self.carrier
            if carrier.started and not carrier.gone.is_set() and not self.quiet:
                carrier.speak(SILENCE_FRAME)


@asynccontextmanager
async def call_in_hands(
    around: Surroundings, on: Ticket | None = None, *, alone: bool = True
) -> AsyncIterator[Call]:
    """Answered by its first process when the body runs; whoever has it in the end is killed.

    Args:
        alone: nothing else runs on the loop, so that every task that is left is one of the call's.
    """
    near, far = tcp_pair()
    on = on or ticket()
    call = Call(around, on, FakeCarrier(near, call_sid=on.call_sid), [far])
    with wall_clock():
        await call.carrier.connect()
        await call.in_process(resume=False)
        breathing = asyncio.get_running_loop().create_task(call.breathe(), name="carrier")
        try:
            await call.carrier.start()
            await until(lambda: call.state.brief is not None)
            yield call
        finally:
            breathing.cancel()
            await call.killed()
            await asyncio.gather(breathing, return_exceptions=True)
            if not call.carrier.gone.is_set():
                call.carrier.vanish()
            for sock in call.escrow:
                sock.close()
            await asyncio.sleep(0.1)
    left = asyncio.all_tasks() - {asyncio.current_task()}
    assert not (alone and left), f"tasks left behind: {left}"
