"""Which code this is."""

import hashlib
import os
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[1]
_PACKAGES = ("actors", "config", "deployments", "domain", "providers", "services", "storage")


def code_release() -> str:
    """A name for the code a process started now would run: `RELEASE` when set, else what the source files say.

    Compared between the processes of one node only. 2 ms.
    """
    named = os.environ.get("RELEASE")
    if named:
        return named
    digest = hashlib.sha256()
    for package in _PACKAGES:
        for path in sorted((_ROOT / package).rglob("*.py")):
            facts = path.stat()
            digest.update(f"{path.relative_to(_ROOT)} {facts.st_mtime_ns} {facts.st_size}\n".encode())
    return digest.hexdigest()[:12]
