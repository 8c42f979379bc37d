"""The `receptionist` command: which commands there are. Each is the function of its name, in the file of its name.

What a command needs is imported when it runs: the command line answers in a quarter of a second.
"""

import sys

import typer

from cli.account_keys import account_keys
from cli.call import call
from cli.chaos import chaos
from cli.dead_letters import dead_letters
from cli.demo import demo
from cli.dev import dev
from cli.drain import drain
from cli.load import load
from cli.migrate import migrate
from cli.operator import operator
from cli.publish_plans import publish_plans
from cli.recount_analytics import recount_analytics
from cli.reload import reload
from cli.replay import replay
from cli.seed import seed
from cli.terminal import errors
from domain.errors import ReceptionistError

app = typer.Typer(
    name="receptionist",
    help="An AI receptionist: run it, ring it, load it.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",  # flows a docstring's lines
)
COMMANDS = (
    demo,
    dev,
    seed,
    call,
    load,
    chaos,
    replay,
    migrate,
    drain,
    reload,
    dead_letters,
    account_keys,
    operator,
    publish_plans,
    recount_analytics,
)
"""In the order of `receptionist --help`."""

for command in COMMANDS:
    app.command()(command)


def main() -> None:
    """The entry point: expected errors are one clear message and exit status 2."""
    try:
        app()
    except ReceptionistError as error:
        errors.print(str(error), style="red", markup=False, soft_wrap=True)
        sys.exit(2)


if __name__ == "__main__":
    main()
