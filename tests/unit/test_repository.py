"""What is under version control works on any machine, and is complete."""

import re
import subprocess
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@cache
def tracked() -> dict[str, str]:
    """Text of every file under version control, by path."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode != 0:
        pytest.skip("not a checkout")
    paths = [path for path in listed.stdout.split("\0") if path and (ROOT / path).is_file()]
    return {path: (ROOT / path).read_text(errors="replace") for path in paths}


def dotted(*parts: str) -> str:
    """A host name as a pattern; written in parts, so that this file holds none."""
    return re.escape(".".join(parts))


REGISTRIES = re.compile(
    "|".join(
        (
            dotted("pypi", "org"),
            dotted("pythonhosted", "org"),
            dotted("python", "org/simple"),
            dotted("npmjs", "org"),
            dotted("npmjs", "com"),
            dotted("yarnpkg", "com"),
            dotted("crates", "io"),
            dotted("rubygems", "org"),
            dotted("anaconda", "org"),
            dotted("proxy", "golang", "org"),
            dotted("deb", "debian", "org"),
            dotted("archive", "ubuntu", "com"),
            r"\b(?:arti" + r"factory|nex" + r"us|dev" + r"pi|pypi-?(?:mirror|proxy|cache))[.:/-]",
            r"https?://[^\s\"'>]+/simp" + r"le\b",
        )
    ),
    re.IGNORECASE,
)
MACHINES = re.compile(
    "|".join(
        (
            r"(?<![\w.])/wo" + r"rk/",
            r"(?<![\w.])/Us" + r"ers/\w+",
            r"(?<![\w.])/ho" + r"me/(?!ray\b|ubuntu\b|user\b|nonroot\b)\w+",
            r"(?<![\w.])/ro" + r"ot/\w",
            r"\b[A-Z]:\\Us" + r"ers\\",
        )
    )
)


def found(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{path}:{number}: {match[0]}"
        for path, text in tracked().items()
        for number, line in enumerate(text.splitlines(), 1)
        for match in pattern.finditer(line)
    ]


def test_no_file_names_a_package_registry() -> None:
    assert found(REGISTRIES) == []


def test_no_file_names_a_path_of_somebodys_machine() -> None:
    assert found(MACHINES) == []
    if len(ROOT.parts) > 2:
        assert found(re.compile(re.escape(str(ROOT)) + r"\b")) == []


@pytest.mark.parametrize("text", ["https://mirror.example/simp" + "le/", "pypi" + ".org", "devp" + "i:3141"])
def test_a_registry_would_be_noticed(text: str) -> None:
    assert REGISTRIES.search(text)


@pytest.mark.parametrize("text", ["/ho" + "me/mia/project", "cd /wo" + "rk/x", "/Us" + "ers/mia"])
def test_a_machine_would_be_noticed(text: str) -> None:
    assert MACHINES.search(text)


@pytest.mark.parametrize(
    "name",
    [
        "LICENSE",
        "README.md",
        "CHANGELOG.md",
        "ARCHITECTURE.md",
        "CONTRIBUTING.md",
        ".env.example",
        "Makefile",
        "pyproject.toml",
    ],
)
def test_a_reader_finds_what_they_look_for(name: str) -> None:
    assert name in tracked()
    assert tracked()[name].strip()


@pytest.mark.parametrize(
    "guide", ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "tests/recordings/README.md"]
)
def test_a_guide_names_only_files_that_are_there(guide: str) -> None:
    folders = {str(parent) for path in tracked() for parent in Path(path).parents}
    quoted = re.findall(
        r"`([a-z_]+(?:/[a-z_]+)*/?(?:[a-z_.0-9]+\.(?:py|ya?ml|md|lock|toml|sh))?)`", tracked()[guide]
    )
    named = [name for name in quoted if "/" in name]
    assert named, "the pattern finds nothing"
    assert [name for name in named if name not in tracked() and name.rstrip("/") not in folders] == []


def test_no_environment_file_and_no_key_is_under_version_control() -> None:
    assert not [path for path in tracked() if Path(path).name == ".env" or path.endswith((".pem", ".key"))]
    key = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY|\bsk" + r"_live_\w+|\bsk" + r"-proj-\w{8}")
    assert found(key) == []


def test_scripts_can_be_run() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-s", "--", ".ci/run"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode != 0:
        pytest.skip("not a checkout")
    assert listed.stdout.startswith("100755")
