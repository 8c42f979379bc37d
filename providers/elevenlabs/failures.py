"""Turns what the ElevenLabs SDK raises into ProviderError."""

from typing import Any, cast

import httpx
from elevenlabs.core.api_error import ApiError

from domain.errors import ProviderError
from providers.failures import may_succeed_later, retry_after_s

PROVIDER = "elevenlabs"

SDK_ERRORS = (ApiError, httpx.HTTPError, ValueError)
"""Everything the SDK is known to raise: ValueError for an answer that is not JSON."""


def provider_error(operation: str, error: Exception) -> ProviderError:
    """The same failure in our words; never holds the key or the text."""
    if isinstance(error, ApiError) and error.status_code is not None:
        status = error.status_code
        return refusal(operation, status, error.headers or {}, error.body)
    if isinstance(error, httpx.HTTPError):
        return ProviderError(
            PROVIDER, operation, f"connection failed: {type(error).__name__}", retryable=True
        )
    return ProviderError(PROVIDER, operation, "sent a malformed answer", retryable=True)


def refusal(operation: str, status: int, headers: Any, body: Any) -> ProviderError:
    """An answer with an error status. The vendor names the reason in `detail.status`, e.g. `quota_exceeded`."""
    detail = cast("dict[str, Any]", body).get("detail") if isinstance(body, dict) else None
    reason = cast("dict[str, Any]", detail).get("status") if isinstance(detail, dict) else None
    message = f"refused: {reason or 'no reason given'}"
    request_id, pause_s = headers.get("request-id"), retry_after_s(headers)
    return ProviderError(PROVIDER, operation, message, may_succeed_later(status), status, request_id, pause_s)
