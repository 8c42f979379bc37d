"""Callers book while processes and connections end: no call is lost, no booking is lost or made twice."""

from pathlib import Path

import pytest

from tests.e2e.hurting import hurt

KINDS = (
    "kill_actor_speaking",
    "kill_actor_thinking",
    "kill_actor_listening",
    "kill_gateway",
    "drop_deepgram",
    "drop_openai",
    "drop_elevenlabs",
)
FEWEST_KINDS = 4
"""So many of them came up when the machine had little time for the run."""


@pytest.mark.timeout(300)
def test_calls_and_bookings_outlive_processes_and_connections(elsewhere: Path) -> None:
    facts = hurt(elsewhere, *KINDS, minutes=1.0)
    assert len(facts["faults"]) >= FEWEST_KINDS
