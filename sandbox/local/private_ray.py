"""A Ray for one user of this machine: it listens on loopback only, and answers only who has its token.

Whoever reaches an open Ray runs code in its workers, whose environment holds the vendors' keys. Loopback keeps the
network out, the token the machine's other users.
"""

import os
import secrets
from collections.abc import Mapping
from typing import Any

from sandbox.local.loopback_worker import WORKER_SETUP

AUTH_TOKEN = "RAY_AUTH_TOKEN"  # noqa: S105  the variable's name
_LOOPBACK_ONLY = "RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER"
"""Named after the systems whose firewalls it is 0 for by default; 0 makes every node's address 127.0.0.1."""

_WORKER_SETUP = "__RAY_WORKER_PROCESS_SETUP_HOOK_ENV_VAR"
"""What `worker_process_setup_hook` of a runtime environment becomes; set here it costs no environment of its own."""


def private_ray_environment(token: str | None = None) -> Mapping[str, str]:
    """What this process and every process of its Ray need in their environment.

    Args:
        token: that of a Ray that runs; a new one by default.

    Source: `ray/_private/ray_constants.py` (`ENABLE_RAY_CLUSTER`), `ray/_private/authentication`, Ray 2.60.
    """
    return {
        "RAY_AUTH_MODE": "token",
        AUTH_TOKEN: token or secrets.token_hex(32),
        _LOOPBACK_ONLY: "0",
        _WORKER_SETUP: WORKER_SETUP,
    }


def have_private_environment() -> None:
    """Makes `private_ray_environment` this process's where it is missing: for a Ray that a child of it starts."""
    if not os.environ.get(AUTH_TOKEN):
        os.environ.update(private_ray_environment())


def keep_ray_private() -> None:
    """Before this process starts or joins a Ray: goes by `private_ray_environment`, which is made where it is missing.

    Ray reads it when it is imported and then remembers it: in a process that had it imported before, or whose Ray
    before had another token, setting the environment alone changes nothing.
    """
    have_private_environment()
    from ray import _raylet
    from ray._private import ray_constants

    compiled: Any = _raylet
    ray_constants.ENABLE_RAY_CLUSTER = False
    compiled.Config.initialize("")
    compiled.AuthenticationTokenLoader.instance().reset_cache()
