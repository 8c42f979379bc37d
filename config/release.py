"""Which code this is.

Imported at every start of a worker, by a process that lives 30 ms: built-in modules only.
"""

import os
import zlib

_ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
_PACKAGES = ("actors", "config", "deployments", "domain", "providers", "services", "storage")


def code_release() -> str:
    """A name for the code a process started now would run: `RELEASE` when set, else `code_digest()`.

    Compared between the processes of one node only.
    """
    return os.environ.get("RELEASE") or code_digest()


def code_digest() -> str:
    """What the source files say of themselves: names, sizes and times of change. Eight hexadecimal digits; 2 ms."""
    digest = _with_file(os.path.join(_ROOT, "serve_app.py"), 0)
    for package in _PACKAGES:
        digest = _with_folder(os.path.join(_ROOT, package), digest)
    return f"{digest:08x}"


def _with_folder(folder: str, digest: int) -> int:
    with os.scandir(folder) as entries:
        inside = sorted(entries, key=lambda entry: entry.name)
    for entry in inside:
        if entry.name.endswith(".py"):
            digest = _with_file(entry.path, digest)
        elif entry.is_dir() and entry.name != "__pycache__":
            digest = _with_folder(entry.path, digest)
    return digest


def _with_file(path: str, digest: int) -> int:
    facts = os.stat(path)
    return zlib.crc32(f"{path} {facts.st_mtime_ns} {facts.st_size}\n".encode(), digest)
