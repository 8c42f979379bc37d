"""The calls that are held at the same time, as callers do, because none of them needs the system to itself."""

import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from sandbox.local.running import Running
from sandbox.phone.surroundings import Surroundings
from tests.e2e.calendar import named, opened
from tests.e2e.killing import kill_while_the_agent_speaks
from tests.e2e.own_business import open_own
from tests.e2e.ringing import Call, ring

CONVERSATIONS = Path(__file__).parent.parent / "conversations"
AT_ONCE = 4
"""Beside the call whose processes are killed: the recogniser understands them on what the machine has left."""

KILLED = (
    "Hi, I'd like to book a haircut next Wednesday at ten o'clock in the morning please.",
    "My name is Emily Clark.",
    "Yes please.",
    "No thank you, that's all. Goodbye.",
)
KILLED_CALLER = "+61400009999"
KILLED_IN_TURNS = (3, 5)
"""Counted over both speakers: the first two answers after the greeting."""


@dataclass(frozen=True, slots=True)
class Conversation:
    """A file's calls, of which there is one for each of its callers, and what their numbers have in the calendar then.

    Attributes:
        appointments: cancelled ones included, in order of time.
        texts: kinds of the text messages the calls promised.
    """

    calls: list[Call]
    appointments: list[dict[str, Any]]
    texts: list[str]


@dataclass(frozen=True, slots=True)
class HeldAtOnce:
    """What became of the calls.

    Attributes:
        conversations: for each file in tests/conversations what it expects, and what came of it.
        killed: the call whose process was killed while the agent spoke.
        killed_processes: None when the call was over first.
    """

    conversations: dict[str, tuple[dict[str, Any], Conversation]]
    killed: Call
    killed_processes: list[int] | None


def conversation_names() -> list[str]:
    return sorted(path.stem for path in CONVERSATIONS.glob("*.yaml"))


async def hold_at_once(running: Running) -> HeldAtOnce:
    names = conversation_names()
    files = [yaml.safe_load((CONVERSATIONS / f"{name}.yaml").read_text()) for name in names]
    lines = asyncio.Semaphore(AT_ONCE)

    async def call(
        says: list[dict[str, Any]], number: str, somewhere: Surroundings | None, **whose: str
    ) -> Call:
        async with lines:
            return await ring(running, *says, number=number, surroundings=somewhere, **whose)

    async def converse(index: int, file: dict[str, Any]) -> Conversation:
        somewhere = Surroundings(**file["surroundings"]) if "surroundings" in file else None
        callers = file.get("callers", [""])
        numbers = [f"+614{n}000{index:04d}" for n in range(len(callers))]
        whose: dict[str, str] = {}
        if "business" in file:
            own, dialled = await open_own(running.database_url, file["business"])
            whose = {"business_id": str(own), "dialled": dialled}
        async with opened(running, whose.get("business_id")) as calendar:
            for wish in file.get("given", ()):
                await calendar.book(wish, numbers[0])
            says = [calendar.words(file.get("about"), turn) for turn in file["script"]]
        calls = await asyncio.gather(
            *(
                call([named(turn, who) for turn in says], number, somewhere, **whose)
                for who, number in zip(callers, numbers, strict=True)
            )
        )
        async with opened(running, whose.get("business_id")) as calendar:
            return Conversation(calls, *await calendar.left_by(numbers, calls))

    async with asyncio.TaskGroup() as tasks:
        killing = tasks.create_task(kill_while_the_agent_speaks(running, KILLED_CALLER, KILLED_IN_TURNS))
        killed = tasks.create_task(ring(running, *KILLED, number=KILLED_CALLER))
        killed.add_done_callback(lambda _: killing.cancel())
        held = [tasks.create_task(converse(index, file)) for index, file in enumerate(files)]
    return HeldAtOnce(
        {name: (file["expect"], each.result()) for name, file, each in zip(names, files, held, strict=True)},
        killed.result(),
        None if killing.cancelled() else killing.result(),
    )
