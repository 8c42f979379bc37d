"""No circle of imports: neither among modules nor among the packages beside each other in a folder.

Imports inside functions and under TYPE_CHECKING count: a circle that the interpreter never meets still means that
neither side can be read without the other.
"""

import tomllib
from collections import defaultdict
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES: list[str] = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"][
    "root_packages"
]

Arrows = dict[str, set[str]]


def arrows_of(*packages: str) -> Arrows:
    """What each module imports, within these packages."""
    graph = grimp.build_graph(*packages, cache_dir=None)
    return {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}


def arrows_between_siblings(modules: Arrows) -> dict[str, Arrows]:
    """By folder ("" is the top): which of the modules and packages in it imports which, through whatever is inside."""
    folders: dict[str, Arrows] = defaultdict(lambda: defaultdict(set))
    for importer, targets in modules.items():
        for target in targets:
            here, there = importer.split("."), target.split(".")
            shared = next(
                (place for place, (a, b) in enumerate(zip(here, there, strict=False)) if a != b), None
            )
            if shared is not None:  # a package's own __init__ stands for the folder, not for a part of it
                folder = ".".join(here[:shared])
                folders[folder][".".join(here[: shared + 1])].add(".".join(there[: shared + 1]))
    return folders


def circle_in(arrows: Arrows) -> list[str]:
    """One circle, its first member again at its end; empty when there is none."""
    try:
        TopologicalSorter(arrows).prepare()
    except CycleError as error:
        return error.args[1]
    return []


@pytest.fixture(scope="module")
def ours() -> Arrows:
    return arrows_of(*PACKAGES)


def test_no_modules_import_each_other_in_a_circle(ours: Arrows) -> None:
    assert len(ours) > 300
    assert circle_in(ours) == []


def test_no_packages_beside_each_other_import_each_other_in_a_circle(ours: Arrows) -> None:
    folders = arrows_between_siblings(ours)
    assert {"", "actors", "sandbox", "services", "storage"} <= folders.keys()
    assert {folder: circle for folder, arrows in folders.items() if (circle := circle_in(arrows))} == {}


def test_the_rule_sees_circles_of_modules_and_of_packages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sources = {
        "round/__init__.py": "",
        "round/first.py": "from round.second import x\n",
        "round/second.py": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import round.first\n",
        "round/near/__init__.py": "",
        "round/near/a.py": "from round.far.a import x\n",
        "round/near/b.py": "",
        "round/far/__init__.py": "",
        "round/far/a.py": "",
        "round/far/b.py": "def late():\n    import round.near.b\n",
    }
    for name, text in sources.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    monkeypatch.syspath_prepend(tmp_path)
    modules = arrows_of("round")
    assert set(circle_in(modules)) == {"round.first", "round.second"}
    without_modules = {name: targets for name, targets in modules.items() if name.count(".") == 2}
    assert circle_in(without_modules) == []
    assert set(circle_in(arrows_between_siblings(without_modules)["round"])) == {"round.near", "round.far"}
