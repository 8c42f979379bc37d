"""Several Ray nodes on this machine: what they offer, how one is lost, and that nothing of them stays behind."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sandbox.local.process import SandboxError
from sandbox.local.serve import gateway_ports
from tests.support.ray_programs import told_by

NODE_IDS = ("a" * 56, "b" * 56)


@pytest.fixture(scope="module")
def seen() -> dict[str, Any]:
    return told_by("tests.integration.sandbox.local.cluster_on_this_machine", 150)


def test_calls_have_their_slots_on_the_nodes_and_none_on_the_head(seen: dict[str, Any]) -> None:
    lost = seen["lost"]
    assert (lost["slots"], lost["gateways"], lost["heads_slots"]) == ([3, 3], [1, 1], [0])
    assert lost["calls_are_of_their_nodes"] == [True, True]
    assert not lost["nodes_share_a_process"]


def test_a_killed_node_goes_as_a_whole_and_alone(seen: dict[str, Any]) -> None:
    lost = seen["lost"]
    assert lost["left_of_the_killed"] == []
    assert lost["left_of_the_other"]
    assert lost["where"], "the other node's calls go on"


@pytest.mark.parametrize("case", ["lost", "failed"])
def test_no_process_stays_behind(seen: dict[str, Any], case: str) -> None:
    assert seen[case]["processes"] >= 5
    assert seen[case]["left"] == []


def told(run_dir: Path, node_id: str, text: str) -> None:
    path = run_dir / node_id[:12] / "media_port"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def test_the_gateways_ports_are_read_in_the_order_of_their_nodes(tmp_path: Path) -> None:
    told(tmp_path, NODE_IDS[1], "4002\n")
    told(tmp_path, NODE_IDS[0], "4001")
    assert gateway_ports(tmp_path, NODE_IDS, timeout_s=0) == [4001, 4002]


@pytest.mark.parametrize("tell", [lambda path: None, lambda path: told(path, NODE_IDS[1], "")])
def test_a_gateway_that_tells_no_port_is_named(tmp_path: Path, tell: Callable[[Path], None]) -> None:
    told(tmp_path, NODE_IDS[0], "4001")
    tell(tmp_path)
    with pytest.raises(SandboxError, match=NODE_IDS[1][:12]):
        gateway_ports(tmp_path, NODE_IDS, timeout_s=0)
