"""Imported by the process that Serve's own processes and the replicas are forked from, after the applications.

Most of it they would import when they start or at their first request, each for itself: a vendor's package that is
used for little, the HTTP server, Serve's controller and proxy, and what Ray adds to every worker.
"""

import contextlib
import importlib

from storage.postgres.preload import preload

OURS = ("providers.pings", "providers.twilio.rest")
THEIRS = (
    "pydantic.deprecated.class_validators",
    "ray._common.pydantic_compat",
    "ray._private.arrow_serialization",
    "ray._private.authentication.grpc_authentication_client_interceptor",
    "ray._private.authentication.grpc_authentication_server_interceptor",
    "ray.serve._private.controller",
    "ray.serve._private.proxy",
    "uvicorn.lifespan.off",
    "uvicorn.protocols.http.auto",
    "uvicorn.protocols.http.httptools_impl",
    "uvicorn.protocols.websockets.auto",
)
"""Private modules may go with any release; whoever needs others then imports them itself."""

for _module in OURS:
    importlib.import_module(_module)
for _module in THEIRS:
    with contextlib.suppress(ModuleNotFoundError):
        importlib.import_module(_module)
preload()
