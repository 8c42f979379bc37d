"""Where the zygote of a raylet is found: its address holds a digest of the code, so no worker gets older code."""

import glob
import os
import sys
import zlib

from config.release import code_digest


class ZygotePaths:
    """The zygote's files beside its raylet's socket.

    Attributes:
        address: its Unix socket.
        lock: held by the one zygote of this code, from before its start until its end.
        failure: there, and as old as the failure, when a zygote of this code could not come up.
        passed_over: there while workers are started Ray's own way for want of a zygote; holds why.
        log: among the other logs of Ray's session.
    """

    __slots__ = ("_raylet", "address", "failure", "lock", "log", "passed_over")

    def __init__(self, raylet: str, code: str) -> None:
        self._raylet = raylet
        self.address = f"{raylet}.zygote-{code}"
        self.lock = f"{self.address}.lock"
        self.failure = f"{self.address}.failed"
        self.passed_over = passed_over_mark(raylet)
        session = os.path.dirname(os.path.dirname(raylet))
        self.log = os.path.join(session, "logs", f"{os.path.basename(raylet)}-zygote-{code}.log")

    def of_other_code(self) -> list[str]:
        """Addresses of the raylet's zygotes that serve older code."""
        found = glob.glob(f"{glob.escape(self._raylet)}.zygote-????????")
        return [address for address in found if address != self.address]


def passed_over_mark(raylet: str) -> str:
    """The file that says so, of all releases: `ZygotePaths.passed_over`."""
    return f"{raylet}.zygote-passed-over"


def why_passed_over(raylet: str) -> str | None:
    """Why this raylet's workers were last started Ray's own way; None when they are forked, or nobody tried."""
    try:
        with open(passed_over_mark(raylet)) as file:
            return file.read() or "its zygote was passed over"
    except OSError:
        return None


def worker_code() -> str:
    """A digest of what a worker started now would import: this project's files, and what is installed."""
    # Installing or removing a distribution changes the time of the folder it is in.
    installed = os.stat(os.path.join(ray_workers(), "..", "..", ".."))
    return f"{zlib.crc32(f'{code_digest()} {installed.st_mtime_ns}'.encode()):08x}"


def ray_workers() -> str:
    """The folder of the scripts Ray starts its workers with, found without importing Ray (0.4 s of CPU).

    Raises FileNotFoundError when Ray is not installed.
    """
    for entry in sys.path:
        folder = os.path.join(entry, "ray", "_private", "workers")
        if os.path.isdir(folder):
            return folder
    raise FileNotFoundError("ray is not installed here")
