"""Turns what the OpenAI SDK raises into ProviderError."""

import httpx2
from openai import APIConnectionError, APIError, APIStatusError

from domain.errors import ProviderError
from providers.failures import may_succeed_later, retry_after_s

PROVIDER = "openai"

SDK_ERRORS = (APIError, httpx2.HTTPError, ValueError)
"""Everything the SDK is known to raise: ValueError for an answer that is not JSON."""


def provider_error(operation: str, error: Exception) -> ProviderError:
    """The same failure in our words; never holds the key or the conversation."""
    if isinstance(error, APIStatusError):
        status = error.status_code
        code = error.code or error.type or "no reason given"
        # A used-up quota answers 429 as well, and stays used up.
        later = may_succeed_later(status) and error.code != "insufficient_quota"
        pause_s = retry_after_s(error.response.headers)
        return ProviderError(
            PROVIDER, operation, f"refused: {code}", later, status, error.request_id, pause_s
        )
    if isinstance(error, (APIConnectionError, httpx2.HTTPError)):
        cause = error.__cause__ or error
        return ProviderError(
            PROVIDER, operation, f"connection failed: {type(cause).__name__}", retryable=True
        )
    if isinstance(error, APIError):
        return ProviderError(
            PROVIDER, operation, f"failed: {error.code or error.type or 'no reason given'}", retryable=True
        )
    return ProviderError(PROVIDER, operation, "sent a malformed answer", retryable=True)
