"""What a run measured, raw; `load.figures` makes figures of it."""

from dataclasses import dataclass

from load.job import CallMeasure
from load.levels import Level
from load.options import LoadOptions
from load.processes import CpuUse, MemoryUse
from load.rest import Rest
from load.start_cost import StartCost


@dataclass(frozen=True, slots=True)
class MeasuredWindow:
    """The time over which a level's server was measured (`Level.window`).

    Attributes:
        cpu: of all processes told apart, the generators' included.
        call_s: seconds of live calls in it, added up.
        memory: at its end; None when the server does not run here.
        generator_processes: how many shared the generators' CPU.
    """

    cpu: CpuUse
    call_s: float
    memory: MemoryUse | None
    generator_processes: int


@dataclass(frozen=True, slots=True)
class LevelMeasure:
    """One level.

    Attributes:
        calls: in the order they rang.
        window: None when there was none: the calls were never all up at once.
    """

    level: Level
    calls: list[CallMeasure]
    window: MeasuredWindow | None


@dataclass(frozen=True, slots=True)
class LoadReport:
    """A whole run.

    Attributes:
        target: the address rung.
        vendor_ms: the vendors' share of each answer; None when unknown.
        levels: those that were made, in order.
        rest: the server before the first call; None when it does not run here or was not asked for.
        start: what a call process's start costs; None when it was not measured.
        server_here: whether the server's processes were measured.
    """

    options: LoadOptions
    target: str
    vendor_ms: float | None
    levels: tuple[LevelMeasure, ...]
    rest: Rest | None
    start: StartCost | None
    server_here: bool
    took_s: float
