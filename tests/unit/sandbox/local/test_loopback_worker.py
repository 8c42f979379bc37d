"""What a worker of a private Ray does first; that Ray goes by it is seen on a whole system."""

import sys
from types import ModuleType
from typing import Any

import pytest
from ray._common import tls_utils
from ray._common.utils import load_class

from sandbox.local.loopback_worker import WORKER_SETUP

SERVES_REPLICA = "ray.serve._private.replica"


class Server:
    """A gRPC server that tells where it was to listen."""

    def __init__(self) -> None:
        self.addresses: list[str] = []

    def add_insecure_port(self, address: str) -> int:
        self.addresses.append(address)
        return 1


@pytest.mark.parametrize("serve", ["known before", "imported later"])
def test_serves_replicas_listen_on_loopback(serve: str, monkeypatch: pytest.MonkeyPatch) -> None:
    original: Any = tls_utils.add_port_to_grpc_server
    monkeypatch.setattr(tls_utils, "add_port_to_grpc_server", original)  # put back afterwards
    if serve == "known before":
        module: Any = ModuleType(SERVES_REPLICA)
        module.add_port_to_grpc_server = original
        monkeypatch.setitem(sys.modules, SERVES_REPLICA, module)
    else:
        module = tls_utils
        monkeypatch.delitem(sys.modules, SERVES_REPLICA, raising=False)
    load_class(WORKER_SETUP)()
    server = Server()
    for address in ("[::]:0", "127.0.0.1:5"):
        assert module.add_port_to_grpc_server(server, address) == 1
    assert server.addresses == ["127.0.0.1:0", "127.0.0.1:5"]
