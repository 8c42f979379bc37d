"""Every kind of fault there is, by name."""

from collections.abc import Mapping

from load.chaos.faults.actors import FreezeActor, KillActor
from load.chaos.faults.gateway import KillGateway
from load.chaos.faults.nodes import FROZEN_S, DrainNode, LoseNode
from load.chaos.faults.stores import HangStores, RestartStore
from load.chaos.faults.upgrade import Reload
from load.chaos.faults.vendors import DropVendor
from load.chaos.faults.worker import KillWorker
from load.chaos.injection import Fault

LOSING_KINDS = frozenset({"kill_node", "freeze_node"})
"""Each takes a node away for good."""

DRAIN_KIND = DrainNode.kind


def fault_kinds(hang_s: float = 20.0) -> Mapping[str, Fault]:
    """The kinds, with how long a hanging store hangs."""
    faults: tuple[Fault, ...] = (
        KillActor("speaking"),
        KillActor("thinking"),
        KillActor("listening"),
        FreezeActor(),
        KillGateway(),
        KillWorker(),
        RestartStore("redis"),
        RestartStore("postgres"),
        HangStores("hang_redis", ("redis",), hang_s),
        HangStores("hang_postgres", ("postgres",), hang_s),
        HangStores("hang_both", ("redis", "postgres"), hang_s),
        DropVendor("deepgram"),
        DropVendor("openai"),
        DropVendor("elevenlabs"),
        Reload(),
        DrainNode(),
        LoseNode("kill_node"),
        LoseNode("freeze_node", FROZEN_S),
    )
    return {fault.kind: fault for fault in faults}
