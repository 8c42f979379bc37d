"""The import rule for what import-linter cannot take: single modules, and who stands beside production.

The packages among themselves are checked by `lint-imports` (see pyproject.toml).
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PRODUCTION = ("actors", "config", "deployments", "domain", "providers", "services", "storage")
ABOVE = frozenset({"cli", "serve_app"})
BESIDE = frozenset({"sandbox", "load"})


def imported(path: Path) -> Iterator[tuple[int, str]]:
    """Line and top-level name of every absolute import, those inside functions included."""
    for node in ast.walk(ast.parse(path.read_text(), path.name)):
        match node:
            case ast.Import(names=names):
                for name in names:
                    yield node.lineno, name.name.partition(".")[0]
            case ast.ImportFrom(module=str(module), level=0):
                yield node.lineno, module.partition(".")[0]
            case ast.Call(
                func=ast.Attribute(attr="import_module") | ast.Name(id="import_module" | "__import__")
            ):
                for argument in node.args[:1]:
                    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                        yield node.lineno, argument.value.partition(".")[0]
            case _:
                pass


def offences(paths: list[Path], forbidden: frozenset[str]) -> list[str]:
    assert paths
    return [
        f"{path.relative_to(ROOT)}:{line} imports {name}"
        for path in paths
        for line, name in imported(path)
        if name in forbidden
    ]


@pytest.mark.parametrize("package", PRODUCTION)
def test_production_code_knows_neither_its_entry_points_nor_the_sandbox(package: str) -> None:
    assert offences(sorted((ROOT / package).rglob("*.py")), ABOVE | BESIDE | {"tests"}) == []


def test_serve_app_is_production_code() -> None:
    assert offences([ROOT / "serve_app.py"], BESIDE | {"cli", "tests"}) == []


@pytest.mark.parametrize("package", ["sandbox", "load"])
def test_what_stands_beside_knows_no_command_line_and_no_tests(package: str) -> None:
    assert offences(sorted((ROOT / package).rglob("*.py")), frozenset({"cli", "tests"})) == []


def test_the_rule_sees_every_way_to_import(tmp_path: Path) -> None:
    source = tmp_path / "module.py"
    source.write_text(
        "import cli\nimport os, sandbox.vendors as v\nfrom load.job import Job\nfrom . import cli\n"
        "def late():\n    from serve_app import api\n    importlib.import_module('cli')\n    __import__('load')\n"
    )
    found = [name for _, name in imported(source) if name in ABOVE | BESIDE]
    assert found == ["cli", "sandbox", "load", "serve_app", "cli", "load"]
