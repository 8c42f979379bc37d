"""The commands as somebody types them who has just cloned the project."""

import os
import sys
from pathlib import Path

from config.settings import ENV_FILE, Settings

COMMAND = Path(sys.executable).parent / "receptionist"


def newcomer_environment() -> dict[str, str]:
    """Without any of our settings: the system the other tests share puts its own into this process's environment."""
    ours = {name.upper() for name in Settings.model_fields} | {ENV_FILE}
    return {name: value for name, value in os.environ.items() if name.upper() not in ours}
