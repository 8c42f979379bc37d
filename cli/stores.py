"""Where the stores are that a command works on."""

from pathlib import Path
from typing import TYPE_CHECKING

from cli.installation import require_development_install

if TYPE_CHECKING:
    from storage.settings import StoreSettings


def store_addresses(data_dir: Path, command: str) -> "StoreSettings":
    """Those of the settings, or of the system that runs with this data directory.

    Raises:
        ConfigError: neither.
    """
    from config.settings import load_settings

    settings = load_settings()
    if settings.database_url and settings.redis_url:
        return settings.stores()
    require_development_install(f"`{command}` without DATABASE_URL and REDIS_URL")
    from sandbox.local.running import read_running
    from storage.settings import StoreSettings

    running = read_running(data_dir)
    return StoreSettings(
        database_url=settings.database_url or running.database_url,
        redis_url=settings.redis_url or running.redis_url,
        objects_url=settings.objects_url,
    )
