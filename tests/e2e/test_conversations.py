"""Whole conversations by voice, graded by what ended up in the database.

Each file in tests/conversations holds what the caller does (`script`), what must be true afterwards (`expect`), and
where they are (`surroundings`), if it is no quiet place. They run at the same time, as callers do.
"""

import asyncio
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml

from sandbox.local.running import Running
from sandbox.phone.surroundings import Surroundings
from tests.e2e.ringing import Call, ring

CONVERSATIONS = Path(__file__).parent.parent / "conversations"
ZONE = ZoneInfo("Australia/Sydney")
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

pytestmark = pytest.mark.timeout(300)


def conversations() -> list[str]:
    return sorted(path.stem for path in CONVERSATIONS.glob("*.yaml"))


@pytest.fixture(scope="module")
def calls(running: Running) -> dict[str, tuple[dict[str, Any], Call]]:
    """Every conversation, held at once."""

    async def hold() -> dict[str, tuple[dict[str, Any], Call]]:
        files = {
            name: yaml.safe_load((CONVERSATIONS / f"{name}.yaml").read_text()) for name in conversations()
        }
        slots = asyncio.Semaphore(4)

        async def one(index: int, file: dict[str, Any]) -> Call:
            somewhere = Surroundings(**file["surroundings"]) if "surroundings" in file else None
            async with slots:
                return await ring(
                    running, *file["script"], number=f"+6140000{index:04d}", surroundings=somewhere
                )

        held = await asyncio.gather(*(one(i, file) for i, file in enumerate(files.values())))
        return {name: (file["expect"], call) for (name, file), call in zip(files.items(), held, strict=True)}

    return asyncio.run(hold())


@pytest.mark.parametrize("name", conversations())
def test_conversation_ends_as_expected(name: str, calls: dict[str, tuple[dict[str, Any], Call]]) -> None:
    expect, call = calls[name]
    said = "\n".join(
        f"{turn.speaker}: {turn.heard_text}" for turn in (call.facts.turns if call.facts else [])
    )
    assert call.facts is not None
    assert call.facts.call.status == "ended"
    assert call.facts.call.outcome == expect["outcome"], said
    _check_booking(expect.get("booking"), call, said)
    for words in expect.get("agent_says", []):
        assert words.lower() in call.agent_said.lower(), said
    for words in expect.get("messages", []):
        assert any(words.lower() in text.lower() for text in call.facts.message_texts), said
    if "interrupted" in expect:
        cut = [turn for turn in call.facts.turns if turn.interrupted]
        assert cut, said
        assert all(len(turn.heard_text) < len(turn.generated_text) for turn in cut), said
    if "dialled" in expect:
        assert [number for leg in call.heard.dialled for number in leg.numbers] == expect["dialled"]
    assert not call.heard.errors


def _check_booking(expected: dict[str, Any] | None, call: Call, said: str) -> None:
    booking = call.facts.booking if call.facts else None
    if expected is None:
        assert booking is None, said
        return
    assert booking is not None, said
    local: datetime = booking.starts_at.astimezone(ZONE)
    found = {
        "offering": booking.offering_name,
        "weekday": WEEKDAYS[local.weekday()],
        "time": f"{local:%H:%M}",
        "customer_name": booking.customer_name,
    }
    assert {name: found[name] for name in expected} == expected, said
