"""Ray's actors by name, with the types that Ray's own functions lack."""

from typing import Any

import ray

_ray: Any = ray

NAMESPACE = "receptionist"


def remote_class(actor_class: type[Any]) -> Any:
    """The class as one whose instances are actors."""
    return _ray.remote(actor_class)


def find_actor(name: str) -> Any:
    """The living actor of this name. Raises ValueError when there is none, RayError while Ray cannot tell."""
    return _ray.get_actor(name, NAMESPACE)


def raylet_socket() -> str | None:
    """The socket of the raylet this process belongs to; None where Ray does not say (`ray._private.worker`, 2.60)."""
    node: Any = getattr(_ray._private.worker, "_global_node", None)
    return getattr(node, "raylet_socket_name", None)


def kill_actor(handle: Any) -> None:
    """Ends the actor's process, whatever it is doing. Raises RayError."""
    _ray.kill(handle)
