"""What every process of the system does first."""

from config.logging import configure_logging
from config.sentry import start_sentry
from config.settings import Settings, load_settings


def start_process(component: str) -> Settings:
    """Reads the settings, then sets up logs and error reports as they say.

    Args:
        component: names the process in error reports.

    Raises:
        ConfigError: lists every setting that is missing or malformed.
    """
    settings = load_settings()
    configure_logging(settings.log_level, settings.log_format)
    start_sentry(settings, component=component)
    return settings
