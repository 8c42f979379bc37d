"""The `receptionist` command: which commands there are. Each is a function in `cli/`."""

import sys

import typer

from cli import operating, trying, upgrading
from cli.chaos import chaos
from cli.terminal import errors
from domain.errors import ReceptionistError

app = typer.Typer(
    name="receptionist",
    help="An AI receptionist: run it, ring it, load it.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
COMMANDS = (
    trying.demo,
    trying.dev,
    trying.call,
    trying.load,
    chaos,
    operating.replay,
    operating.migrate,
    upgrading.drain,
    upgrading.reload,
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
