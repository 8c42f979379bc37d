"""Imported by the process that Serve's own processes and the replicas are forked from, after the applications.

Most of it they would import when they start or at their first request, each for itself: a vendor's package that is
used for little, the HTTP server, Serve's controller and proxy, and what Ray adds to every worker.

Then what every process does in its first seconds is rehearsed. Python specialises code for what it meets, which changes
the memory it lies in, and a forked process copies memory it changes. Done last: what is imported afterwards undoes it.
Measured, of the memory copied: 2 MiB less for a first request to a vendor, of 11; 2.5 less for SQLAlchemy's first four
statements, of 8; 2.4 less for reading the settings, of 5.
"""

import contextlib
import importlib

from config.settings import load_settings
from domain.errors import ConfigError
from providers.preload import preload as prepare_vendors
from storage.postgres.preload import preload as relate_tables
from storage.postgres.preload import write_statements_out

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

REHEARSALS = 5
"""Code is specialised from its eighth run on, and most of it runs more than once in each."""

for _module in OURS:
    importlib.import_module(_module)
for _module in THEIRS:
    with contextlib.suppress(ModuleNotFoundError):
        importlib.import_module(_module)
relate_tables()
for _ in range(REHEARSALS):
    prepare_vendors()
    write_statements_out()
    with contextlib.suppress(ConfigError):  # each process will say so itself
        load_settings()
