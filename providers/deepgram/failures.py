"""Turns what the Deepgram SDK and its WebSocket raise into ProviderError."""

import json
from collections.abc import Mapping
from typing import Any

import httpx
from deepgram.core.api_error import ApiError
from websockets.exceptions import ConnectionClosed, WebSocketException
from websockets.legacy.exceptions import InvalidStatusCode

from domain.errors import ProviderError
from providers.failures import may_succeed_later, retry_after_s

PROVIDER = "deepgram"

SDK_ERRORS = (ApiError, WebSocketException, httpx.HTTPError, OSError, ValueError)
"""Everything the SDK is known to raise: ValueError for a message that is not JSON."""

_POLICY_VIOLATION = 1008
"""Deepgram closes so when it cannot decode the audio (DATA-0000): the same request fails again.

Source: https://developers.deepgram.com/docs/stt-troubleshooting-websocket-data-and-net-errors
"""

_ABNORMAL = 1006


def provider_error(operation: str, error: Exception) -> ProviderError:
    """The same failure in our words; never holds the key or the audio."""
    if isinstance(error, ApiError | InvalidStatusCode):
        return _refused(operation, error.status_code, error.headers or {})
    if isinstance(error, ConnectionClosed):
        code = error.rcvd.code if error.rcvd else _ABNORMAL
        reason = (error.rcvd.reason if error.rcvd else "") or "no reason given"
        message = f"connection closed: {reason}"
        return ProviderError(PROVIDER, operation, message, code != _POLICY_VIOLATION, code)
    if isinstance(error, json.JSONDecodeError):
        return ProviderError(PROVIDER, operation, "sent a message that is not JSON", retryable=True)
    return ProviderError(PROVIDER, operation, f"connection failed: {type(error).__name__}", retryable=True)


def late(operation: str) -> ProviderError:
    """The vendor took too long to accept."""
    return ProviderError(PROVIDER, operation, "did not answer in time", retryable=True)


def _refused(operation: str, status: int | None, headers: Mapping[str, Any]) -> ProviderError:
    later = status is None or may_succeed_later(status)
    request_id, pause_s = headers.get("dg-request-id"), retry_after_s(headers)
    return ProviderError(PROVIDER, operation, "refused the request", later, status, request_id, pause_s)
