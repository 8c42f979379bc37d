"""Where Ray is started: an empty directory, so that nothing in the user's own is imported in place of this project."""

import atexit
import shutil
from collections.abc import Iterator
from contextlib import chdir, contextmanager
from functools import cache
from pathlib import Path
from tempfile import mkdtemp


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
    with chdir(_directory()):
        yield


@cache
def _directory() -> Path:
    directory = Path(mkdtemp(prefix="receptionist-ray-"))
    atexit.register(shutil.rmtree, directory, ignore_errors=True)
    return directory
