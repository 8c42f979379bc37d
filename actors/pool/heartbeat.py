"""Finding actors that are alive and do nothing: a blocked event loop, a stopped process."""

import asyncio
import os
from collections.abc import Callable, Collection
from pathlib import Path

import structlog

from actors.handoff.messages import Ping
from actors.pool.members import Member

log = structlog.get_logger()

BEAT_S = 0.5
MISSED_BEATS = 4
"""2 s. Counted by our own beats: had this process stood still itself, it would have missed them too."""

STARVED_BEATS = 20
"""An actor that wants a processor and gets none is not hung: the machine is overloaded, a new one would find it no
better.
"""

STARVED_SHARE = 0.5
"""Of one processor; an event loop in an endless loop uses more where there is any."""


async def beat(members: Callable[[], Collection[Member]], on_hung: Callable[[Member], None]) -> None:
    """Asks every actor for a sign of life, until cancelled; `on_hung` gets those that give none."""
    while True:
        await asyncio.sleep(BEAT_S)
        for member in tuple(members()):
            if not member.greeted:
                continue
            if _is_hung(member):
                log.error(
                    "call_pool.actor_hung",
                    actor_id=member.actor.actor_id,
                    calls=len(member.calls),
                    beats=member.unanswered,
                )
                on_hung(member)
                continue
            if not member.unanswered:
                member.pinged_at_s = asyncio.get_running_loop().time()
            elif member.unanswered == 1:
                # Not at every beat: a Ray worker has thirty threads, and reading them takes 1.4 ms.
                member.used_s, _ = processor_use(member.process.pid)
            member.unanswered += 1
            member.channel.send(Ping())


def _is_hung(member: Member) -> bool:
    if member.unanswered < MISSED_BEATS:
        return False
    if member.unanswered >= STARVED_BEATS:
        return True
    used_s, wants_more = processor_use(member.process.pid)
    starved = used_s - member.used_s < STARVED_SHARE * (member.unanswered - 1) * BEAT_S
    return not (wants_more and starved)


def processor_use(pid: int | None) -> tuple[float, bool]:
    """CPU seconds of the process so far, and whether one of its threads is ready to run; (0, False) where unknown.

    Source: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
    """
    if pid is None:
        return 0.0, False
    used_ticks, runnable = 0, False
    try:
        for task in Path(f"/proc/{pid}/task").iterdir():
            # The name before the last bracket may hold anything.
            state, *fields = (task / "stat").read_text().rpartition(")")[2].split()
            runnable = runnable or state == "R"
            used_ticks += int(fields[10]) + int(fields[11])
    except (OSError, ValueError, IndexError):
        return 0.0, False
    return used_ticks / os.sysconf("SC_CLK_TCK"), runnable
