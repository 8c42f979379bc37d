"""Errors of Stripe's SDK as ours."""

from collections.abc import Generator
from contextlib import contextmanager

import stripe

from domain.errors import ProviderError
from providers.failures import may_succeed_later, retry_after_s

PROVIDER = "stripe"


@contextmanager
def stripe_errors(operation: str) -> Generator[None]:
    """Raises ProviderError for whatever the SDK raises within.

    The messages hold ids and amounts, never a card; only type and code are passed on all the same.
    """
    try:
        yield
    except stripe.StripeError as error:
        # The SDK does not type its errors' attributes.
        status: int | None = error.http_status
        reasons = [type(error).__name__, error.code or "", getattr(error, "param", None) or ""]
        raise ProviderError(
            PROVIDER,
            operation,
            " ".join(reason for reason in reasons if reason),
            retryable=status is None or status < 400 or may_succeed_later(status),  # below 400: no JSON came
            status=status,
            request_id=error.request_id,
            retry_after_s=retry_after_s({k.lower(): v for k, v in (error.headers or {}).items()}),
        ) from error


def is_missing(error: ProviderError) -> bool:
    """Whether there is no such thing at Stripe, or not any more."""
    return error.status == 404 or "resource_missing" in error.message


def is_repeated(error: stripe.StripeError) -> bool:
    """Whether usage was refused because its identifier is counted already.

    No code of its own is documented for it, so the sentence decides.
    """
    text = f"{error.code or ''} {error.user_message or ''}".lower()
    return (
        error.http_status in (400, 409)
        and "identifier" in text
        and ("already" in text or "duplicate" in text)
    )
