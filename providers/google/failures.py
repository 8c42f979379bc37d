"""What Google's refusals mean.

Source: https://developers.google.com/workspace/calendar/api/guides/errors
"""

from contextlib import suppress
from typing import Any, cast

import httpx

from domain.errors import ProviderError, UnusableAnswer
from providers.calendars import (
    CalendarGone,
    EntryChanged,
    EntryExists,
    EntryGone,
    NoRight,
    NotConnected,
    SyncLost,
)
from providers.failures import may_succeed_later, retry_after_s

PROVIDER = "google"

_SLOWER = frozenset({"rateLimitExceeded", "userRateLimitExceeded", "quotaExceeded", "dailyLimitExceeded"})
_READ_ANEW = frozenset({"fullSyncRequired", "updatedMinTooLongAgo"})
_VOID = frozenset({"invalid_grant", "invalid_token", "access_denied"})
_OURS = frozenset({"invalid_client", "unauthorized_client", "deleted_client", "redirect_uri_mismatch"})


def read(answer: httpx.Response, operation: str) -> dict[str, Any]:
    """The object of an answer that is well; empty for one without a body.

    Raises:
        ProviderError, or what of `providers.calendars` it means.
    """
    if answer.is_success:
        if not answer.content:
            return {}
        found: object = None
        with suppress(ValueError):
            found = answer.json()
        if not isinstance(found, dict):
            raise UnusableAnswer(PROVIDER, operation, "it is no JSON object", True, answer.status_code)
        return cast("dict[str, Any]", found)
    raise _refusal(answer, operation)


def _refusal(answer: httpx.Response, operation: str) -> ProviderError:
    status, reason = answer.status_code, reason_of(answer)
    kind: type[ProviderError] = ProviderError
    retryable = may_succeed_later(status)
    match status:
        case _ if reason in _OURS:
            retryable = True  # an operator has to put it right; the consent is as good as it was
        case 400 if reason in _VOID:
            kind = NotConnected
        case 401:
            kind = NotConnected
        case 403 if reason in _SLOWER:
            retryable = True
        case 403:
            kind = NoRight
        case 404:
            kind = EntryGone if operation.startswith("event.") else CalendarGone
        case 409 if reason == "duplicate":
            kind, retryable = EntryExists, False
        case 410:
            kind = EntryGone if operation.startswith("event.") and reason not in _READ_ANEW else SyncLost
        case 412:
            kind = EntryChanged
        case _:
            pass
    return kind(
        PROVIDER,
        operation,
        reason or "refused",
        retryable,
        status,
        None,
        retry_after_s(answer.headers) if retryable else None,
    )


def reason_of(answer: httpx.Response) -> str:
    """One word of Google's, which holds no data of anybody; empty where there is none."""
    try:
        error: Any = answer.json()["error"]
        if isinstance(error, str):
            return error[:100]
        told: list[dict[str, Any]] = error.get("errors") or [{}]
        return str(told[0].get("reason") or error.get("status") or "")[:100]
    except (ValueError, KeyError, TypeError, AttributeError, IndexError):
        return ""


def unreached(error: httpx.HTTPError, operation: str) -> ProviderError:
    """There was no answer; whether it was done is not known."""
    return ProviderError(PROVIDER, operation, type(error).__name__, retryable=True)
