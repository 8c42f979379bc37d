"""What a vendor's HTTP status says about asking again."""

_LATER = frozenset({408, 409, 425, 429})


def may_succeed_later(status: int) -> bool:
    """True for statuses that blame the moment, not the request: timeouts, conflicts, rate limits, server errors."""
    return status in _LATER or status >= 500
