"""Run by a Python under test: imports every module of an installation, and looks for what its modules name.

Prints JSON: `modules` that were imported, `failed` with the traceback of each that was not, `lacking` with the names of
packages that some line imports, also inside a function, and that are not there, each with the modules that do.
"""

import ast
import importlib
import importlib.util
import json
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path


def modules(site: Path) -> dict[str, Path]:
    """Every module of the project, by its dotted name."""
    top_level = (site / "serve_app.py", *(path.parent for path in site.glob("*/__init__.py")))
    files = [file for top in top_level for file in ([top] if top.is_file() else sorted(top.rglob("*.py")))]
    return {
        ".".join(file.relative_to(site).with_suffix("").parts).removesuffix(".__init__"): file
        for file in files
    }


def named_packages(file: Path) -> Iterator[str]:
    """Top-level names of everything the file imports from outside its own package."""
    for node in ast.walk(ast.parse(file.read_text(), str(file))):
        match node:
            case ast.Import(names=names):
                yield from (name.name.partition(".")[0] for name in names)
            case ast.ImportFrom(module=str(module), level=0):
                yield module.partition(".")[0]
            case _:
                pass


def main(site: Path, left_out: set[str]) -> None:
    found = modules(site)
    lacking: dict[str, list[str]] = {}
    for name, file in found.items():  # first of all: `import ray` adds a directory of packages of its own
        for package in sorted(set(named_packages(file))):
            if importlib.util.find_spec(package) is None:
                lacking.setdefault(package, []).append(name)
    imported: list[str] = []
    failed: dict[str, str] = {}
    for name in sorted(found.keys() - left_out):
        try:
            importlib.import_module(name)
        except Exception:  # whatever it is, it is the answer
            failed[name] = traceback.format_exc(limit=-4)
        else:
            imported.append(name)
    print(json.dumps({"modules": imported, "failed": failed, "lacking": lacking}))  # noqa: T201


if __name__ == "__main__":
    main(Path(sys.argv[1]), set(sys.argv[2:]))
