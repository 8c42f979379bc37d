"""The database of a system on this machine, brought to the newest schema and given the demo business.

    python -P -m sandbox.local.prepared_database

It is done by a process of its own: what migrating imports would stay with the command for as long as the system runs
(30 MiB). The addresses come in the environment, since they hold passwords.
"""

import asyncio
import json
import os
import sys
from dataclasses import dataclass
from typing import Any

from domain.errors import ReceptionistError
from sandbox.local.process import SandboxError, run_tied

_URL, _OWNER_URL = "RECEPTIONIST_PREPARED_URL", "RECEPTIONIST_PREPARED_OWNER_URL"
TIMEOUT_S = 120.0


@dataclass(frozen=True, slots=True)
class Prepared:
    """The demo business, and who owns the first made-up ones (`receptionist seed`) where there are any."""

    business_id: str
    seeded_owner: str | None


def prepare_database(url: str, owner_url: str | None) -> Prepared:
    """Migrates where the owner's address is known, and makes the demo business. Raises SandboxError."""
    environment = os.environ | {_URL: url, _OWNER_URL: owner_url or ""}
    argv = [sys.executable, "-P", "-m", "sandbox.local.prepared_database"]
    told = json.loads(run_tied(argv, env=environment, timeout_s=TIMEOUT_S).splitlines()[-1])
    if "error" in told:
        raise SandboxError(told["error"])
    return Prepared(**told)


def main() -> dict[str, Any]:
    from sandbox.seed.demo import seed_demo_business
    from sandbox.seed.seed import seeded_owner
    from storage.postgres import migrate
    from storage.postgres.database import Database

    url, owner_url = os.environ[_URL], os.environ[_OWNER_URL]

    async def seed() -> dict[str, Any]:
        database = Database(url)
        try:
            business_id = await seed_demo_business(database)
            return {"business_id": str(business_id), "seeded_owner": await seeded_owner(database)}
        finally:
            await database.close()

    try:
        if owner_url:
            role, _, password = url.partition("://")[2].partition("@")[0].partition(":")
            migrate.upgrade(owner_url, role, password)
        return asyncio.run(seed())
    except ReceptionistError as error:
        return {"error": str(error)}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main()) + "\n")
