"""A user's directory with modules that are called as ours are; who imports one of them fails and is written down."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_PROJECT = Path(__file__).parents[2]
_LOG = "imported.txt"
_MODULE = """\
import sys
with open({log!r}, "a") as log:
    print(__name__, "by", *sys.orig_argv, file=log)
raise ImportError(f"{{__name__}} of the user's directory was imported")
"""


@contextmanager
def namesakes_in(directory: Path) -> Iterator[Path]:
    """Fills the directory; on leaving it fails with every import there was of a module from it."""
    packages = {init.parent.name for init in _PROJECT.glob("*/__init__.py")}
    assert packages > {"config", "domain", "storage"}
    log = directory / _LOG
    code = _MODULE.format(log=str(log))
    for name in ("providers", "serve_app", "services", "logging"):
        (directory / f"{name}.py").write_text(code)
        packages.discard(name)
    for name in packages:
        (directory / name).mkdir()
        (directory / name / "__init__.py").write_text(code)
    try:
        yield directory
    finally:
        imported = log.read_text() if log.exists() else ""
        assert not imported, f"modules of the user's directory were imported:\n{imported}"
