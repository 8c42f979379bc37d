"""Callers book while nodes are drained, frozen and killed: no call is lost, no booking is lost or made twice."""

from pathlib import Path

import pytest

from tests.e2e.hurting import hurt

NODE_KINDS = ("drain", "freeze_node", "kill_node")
"""On three nodes, of which the last two faults leave one."""


@pytest.mark.timeout(400)
def test_calls_and_bookings_outlive_their_nodes(elsewhere: Path) -> None:
    facts = hurt(elsewhere, *NODE_KINDS, minutes=1.5)
    assert {fault["kind"] for fault in facts["faults"]} >= {"freeze_node", "kill_node"}
