"""`receptionist operator`: who may look at all businesses, and suspend one."""

import asyncio
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from cli.stores import store_addresses
from cli.terminal import DATA_DIR, RunningDataDir, console

COMMAND = "receptionist operator"


class Action(StrEnum):
    GRANT = "grant"
    REVOKE = "revoke"
    LIST = "list"


def operator(
    action: Annotated[Action, typer.Argument(help="What to do.")],
    email: Annotated[str, typer.Argument(help="Whom to name, or to name no longer.")] = "",
    data_dir: RunningDataDir = DATA_DIR,
) -> None:
    """Name the platform's operators, who see how businesses do and can suspend one under /api/v1/platform.

    They are users who have signed up, and can do nothing of it before they have signed in with a second factor. Each
    access stands in the business's audit log.
    """
    if (action is Action.LIST) == bool(email):
        raise typer.BadParameter("`grant EMAIL`, `revoke EMAIL` or `list`")
    asyncio.run(_run(action, email, data_dir))


async def _run(action: Action, email: str, data_dir: Path) -> None:
    from services.platform.operators import Operators
    from storage.stores import open_stores

    stores = open_stores(
        store_addresses(data_dir, COMMAND), application_name=COMMAND, pool_size=1, max_overflow=0
    )
    try:
        operators = Operators(stores.database)
        if action is Action.LIST:
            named = await operators.named()
            for address, ready in named:
                note = "" if ready else "  (no second factor yet)"
                console.print(f"{address}{note}", markup=False, highlight=False)
            if not named:
                console.print("Nobody is an operator.")
            return
        await operators.name(email, operator=action is Action.GRANT)
        console.print(
            f"{email} is an operator." if action is Action.GRANT else f"{email} is no operator any more.",
            markup=False,
            highlight=False,
        )
    finally:
        await stores.close()
