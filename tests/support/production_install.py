"""Production as the container image has it: its locked packages, and the project's files without the rig."""

import fnmatch
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sandbox.speech.model_files import cache_directory

ROOT = Path(__file__).resolve().parents[2]
IGNORED = ROOT / "ops" / "container" / "Dockerfile.dockerignore"
LOCKS = tuple(ROOT / "requirements" / f"{name}.lock" for name in ("installer", "production"))

UV = Path(sys.executable).with_name("uv")
INSTALL_TIMEOUT_S = 480.0
"""With uv's cache it takes 2 s. Without, every package comes over the network first: 630 MB, unpacked."""

KEPT_UNUSED_S = 7 * 24 * 3600.0


@dataclass(frozen=True, slots=True)
class ProductionInstall:
    """A Python with production's packages, and where the project is installed for it."""

    python: Path
    site: Path

    def run(
        self,
        *arguments: str | Path,
        cwd: Path,
        settings: Mapping[str, str] | None = None,
        timeout_s: float = 60.0,
    ) -> subprocess.CompletedProcess[str]:
        """Runs this Python; of the tests' own environment it inherits nothing.

        Args:
            arguments: what follows `python`.
            cwd: whose `.env` is read, so best an empty directory.
            settings: environment variables.
        """
        environment = {
            "PATH": "/usr/bin:/bin",
            "HOME": str(cwd),
            "COLUMNS": "200",
            "PYTHONPATH": str(self.site),
        }
        return subprocess.run(
            [self.python, "-P", *arguments],
            cwd=cwd,
            env=environment | dict(settings or {}),
            capture_output=True,
            text=True,
            timeout=timeout_s,
            check=False,
        )

    def receptionist(
        self, *words: str | Path, cwd: Path, settings: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Runs the installed command."""
        return self.run(self.site / "bin" / "receptionist", *words, cwd=cwd, settings=settings)


def production_install(directory: Path) -> ProductionInstall:
    """Installs the project in `directory` as `ops/container/Dockerfile` does; the packages come from a cache."""
    python = _environment(cache_directory())
    source, site = directory / "source", directory / "site"
    copy_as_image(source)
    # --no-build-isolation: the build backend is the one of installer.lock.
    _uv("pip", "install", "--python", python, "--target", site, "--no-deps", "--no-build-isolation", source)
    return ProductionInstall(python, site)


def copy_as_image(target: Path) -> None:
    """Copies what `COPY . .` copies: everything that `Dockerfile.dockerignore` does not name."""
    patterns = IGNORED.read_text().split()
    anywhere = [pattern.removeprefix("**/") for pattern in patterns if pattern.startswith("**/")]
    at_the_top = [pattern for pattern in patterns if not pattern.startswith("**/")]

    def ignored(directory: str, names: list[str]) -> set[str]:
        stated = anywhere + at_the_top * (Path(directory) == ROOT)
        return {name for name in names for pattern in stated if fnmatch.fnmatch(name, pattern)}

    shutil.copytree(ROOT, target, ignore=ignored)


def _environment(cache: Path) -> Path:
    """The Python of a virtual environment with the packages of these locks; made once for all runs.

    Raises:
        AssertionError: it could not be made; says why.
    """
    digest = hashlib.sha256(f"{sys.version} {sys.base_prefix}".encode())
    for lock in LOCKS:
        digest.update(lock.read_bytes())
    place = cache / f"production-{digest.hexdigest()[:16]}"
    if not place.exists():
        cache.mkdir(parents=True, exist_ok=True)
        _forget_unused(cache)
        making = Path(tempfile.mkdtemp(dir=cache, prefix="production-"))
        try:
            _uv("venv", "--clear", "--python", sys.executable, making)
            requirements = [word for lock in LOCKS for word in ("-r", lock)]
            _uv("pip", "install", "--python", making / "bin" / "python", "--require-hashes", *requirements)
            try:
                making.rename(place)
            except OSError:
                assert place.exists()  # another run was first
        finally:
            shutil.rmtree(making, ignore_errors=True)
    os.utime(place)
    return place / "bin" / "python"


def _forget_unused(cache: Path) -> None:
    """Removes environments of changed locks: 630 MB each, all but 12 of them shared with uv's cache if it can link."""
    for place in cache.glob("production-*"):
        if place.stat().st_mtime < time.time() - KEPT_UNUSED_S:
            shutil.rmtree(place, ignore_errors=True)


def _uv(*arguments: str | Path) -> None:
    done = subprocess.run(
        [UV, "--quiet", *arguments],
        capture_output=True,
        text=True,
        timeout=INSTALL_TIMEOUT_S,
        check=False,
    )
    assert done.returncode == 0, f"uv {arguments[0]} failed:\n{done.stderr}"
