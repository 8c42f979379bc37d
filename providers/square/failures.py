"""What Square's refusals mean.

Source: https://developer.squareup.com/docs/build-basics/general-considerations/handling-errors
"""

from collections.abc import Generator
from contextlib import contextmanager

import httpx
from square.core.api_error import ApiError

from domain.errors import ProviderError, UnusableAnswer
from providers.calendars import CalendarGone, EntryChanged, EntryGone, NoRight, NotConnected
from providers.failures import may_succeed_later, retry_after_s

PROVIDER = "square"

_CHANGED = frozenset({"VERSION_MISMATCH", "CONFLICT"})


@contextmanager
def square_errors(operation: str) -> Generator[None]:
    """Turns the SDK's errors into ours."""
    try:
        yield
    except ApiError as error:
        raise _refusal(error, operation) from error
    except httpx.HTTPError as error:
        raise ProviderError(PROVIDER, operation, type(error).__name__, retryable=True) from error


def _refusal(error: ApiError, operation: str) -> ProviderError:
    status = error.status_code or 0
    code = str(error.errors[0].code) if error.errors else ""
    if 200 <= status < 300:  # a page of HTML
        return UnusableAnswer(PROVIDER, operation, "it is no JSON object", True, status)
    kind: type[ProviderError] = ProviderError
    retryable = may_succeed_later(status)
    if (operation == "oauth.token" and status in (400, 401, 404)) or status == 401:
        kind = NotConnected
    elif status == 403:
        kind = NoRight
    elif status == 404:
        kind = EntryGone if operation.startswith("booking.") else CalendarGone
    elif code in _CHANGED and operation.startswith("booking."):
        kind, retryable = EntryChanged, False
    pause = retry_after_s(error.headers or {}) if retryable else None
    return kind(PROVIDER, operation, code or "refused", retryable, status, None, pause)
