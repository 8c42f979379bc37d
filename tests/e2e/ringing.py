"""Ringing the system under test and reading back what the call left behind."""

from dataclasses import dataclass
from itertools import count
from typing import Any
from uuid import UUID

import httpx

from sandbox.demo.facts import CallFacts, read_facts
from sandbox.local.running import Running
from sandbox.phone.call_result import CallResult
from sandbox.phone.line import Line, phone_line
from sandbox.phone.script import Script
from sandbox.phone.surroundings import Surroundings


@dataclass(frozen=True, slots=True)
class Call:
    """A finished call from both sides; `facts` is None when it left no row."""

    heard: CallResult
    facts: CallFacts | None

    @property
    def agent_said(self) -> str:
        turns = self.facts.turns if self.facts else []
        return " ".join(turn.generated_text for turn in turns if turn.speaker == "agent")

    @property
    def said(self) -> str:
        """Both sides, a line a turn, as it was heard; to read when a call went otherwise than expected."""
        turns = self.facts.turns if self.facts else []
        return "\n".join(f"{turn.speaker}: {turn.heard_text} [{turn.generated_text}]" for turn in turns)


_CALLERS = count(1)


async def ring(
    running: Running,
    *says: str | dict[str, Any],
    number: str | None = None,
    surroundings: Surroundings | None = None,
    business_id: str | None = None,
    dialled: str | None = None,
) -> Call:
    """Places one scripted call, from a number of its own unless one is given, and waits for its rows.

    Args:
        business_id, dialled: another business than the demo business, and its number.
    """
    number = number or f"+614910{next(_CALLERS):05d}"
    turns = [{"say": say} if isinstance(say, str) else say for say in says]
    script = Script.model_validate({"caller": {"number": number}, "turns": turns})
    async with phone_line(Line.to(running, dialled)) as phone:
        heard = await phone.call_by_script(script, surroundings=surroundings)
    facts = await read_facts(running.database_url, UUID(business_id or running.business_id), heard.call_sid)
    return Call(heard, facts)


async def arm(running: Running, vendor: str, kind: str, **order: Any) -> None:
    """Has a stand-in fail from now on."""
    async with httpx.AsyncClient(trust_env=False) as client:
        answer = await client.post(
            f"{running.stand_ins_url}/_sandbox/faults", json={"vendor": vendor, "kind": kind, **order}
        )
        answer.raise_for_status()


async def disarm(running: Running) -> None:
    async with httpx.AsyncClient(trust_env=False) as client:
        (await client.delete(f"{running.stand_ins_url}/_sandbox/faults")).raise_for_status()
