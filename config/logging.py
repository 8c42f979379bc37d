"""Logs: one JSON object a line, or readable text while developing. Personal data stays out unless asked for."""

import logging
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

PII_KEY = "pii"


def drop_personal_data(
    _logger: Any, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Transcripts, numbers and prompts are logged only under `pii`, and that part goes no further."""
    event.pop(PII_KEY, None)
    return event


def configure_logging(level: str, log_format: str) -> None:
    """Sets up structlog for this process.

    Args:
        level: a standard level's name.
        log_format: `json` or `console`.
    """
    renderer: Any = (
        structlog.processors.JSONRenderer()
        if log_format == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            drop_personal_data,
            structlog.processors.format_exc_info,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
