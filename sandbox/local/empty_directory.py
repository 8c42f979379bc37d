"""Where Ray is started: an empty directory, so that nothing in the user's own is imported in place of this project."""

import atexit
from collections.abc import Iterator
from contextlib import ExitStack, chdir, contextmanager
from functools import cache
from pathlib import Path

from sandbox.local.own_directory import own_directory


@contextmanager
def in_empty_directory() -> Iterator[None]:
    """The working directory of this process is an empty one within the block; afterwards it is what it was before.

    Ray 2.60 puts the directory its driver is in during `ray.init` on every worker's path, ahead of site-packages
    (`ray/_private/worker.py`, `connect`), and its processes stay in the directory they were started in. In a user's
    directory an unrelated `providers.py` would be what every Serve replica imports.

    The directory belongs to this process and is removed when it exits: Ray's processes keep it until then. To them a
    relative path in the environment is below it, so what they read from there is made absolute first. Other threads
    change directory with this one, so nothing may use relative paths beside it.
    """
    with chdir(empty_directory()):
        yield


@cache
def empty_directory() -> Path:
    """The one of this process."""
    until_the_exit = ExitStack()
    atexit.register(until_the_exit.close)
    return until_the_exit.enter_context(own_directory("empty"))
