"""What every worker of a private Ray does first, for the one listener that knows no address."""

import sys
from typing import Any

WORKER_SETUP = f"{__name__}.keep_serve_on_loopback"


def keep_serve_on_loopback() -> None:
    """The gRPC server of each of Serve's replicas listens on 127.0.0.1.

    Ray 2.60 writes `[::]:0` for it, whatever the node's address is (`ray/serve/_private/replica.py`,
    `_on_initialized`); the token is asked for there, but the port would be open to the network.
    """
    from ray._common import tls_utils

    original: Any = tls_utils.add_port_to_grpc_server

    def add_port_to_grpc_server(server: Any, address: str) -> int:
        return original(server, address.replace("[::]:", "127.0.0.1:", 1))

    tls_utils.add_port_to_grpc_server = add_port_to_grpc_server
    # In a process that was forked from one that knows Serve the name is bound already.
    replica: Any = sys.modules.get("ray.serve._private.replica")
    if replica is not None:
        replica.add_port_to_grpc_server = add_port_to_grpc_server
