"""What a vendor's HTTP answer says about asking again."""

import math
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_LATER = frozenset({408, 409, 425, 429})


def may_succeed_later(status: int) -> bool:
    """True for statuses that blame the moment, not the request: timeouts, conflicts, rate limits, server errors."""
    return status in _LATER or status >= 500


def retry_after_s(headers: Mapping[str, str], now: datetime | None = None) -> float | None:
    """The pause a vendor asks for, in seconds; None when it names none that can be read.

    `retry-after-ms` goes before `Retry-After`, which holds seconds or an HTTP date.
    Source: RFC 9110, section 10.2.3; `retry-after-ms` is OpenAI's and Azure's.

    Args:
        headers: names in any case when the mapping ignores it, as httpx's do, else in lower case.
        now: aware; the present unless given.
    """
    milliseconds = _number(headers.get("retry-after-ms"))
    if milliseconds is not None:
        return milliseconds / 1000
    named = headers.get("retry-after")
    seconds = _number(named)
    if seconds is not None or not named:
        return seconds
    try:
        until = parsedate_to_datetime(named)
    except ValueError:
        return None
    if until.tzinfo is None:
        until = until.replace(tzinfo=UTC)
    return max(0.0, (until - (now or datetime.now(UTC))).total_seconds())


def _number(text: str | None) -> float | None:
    try:
        number = float(text or "")
    except ValueError:
        return None
    return number if math.isfinite(number) and number >= 0 else None
