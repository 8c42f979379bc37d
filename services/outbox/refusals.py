"""What a vendor's refusal says of an item: tried again, never again, or nothing from anybody for a while."""

from domain.errors import ProviderError

NOT_OURS = frozenset({401, 403, 404, 407})
"""Refusals that are about the account, not about the item: it can be sent once somebody has mended that."""

TOO_MANY_REQUESTS = 429


def is_for_good(error: ProviderError) -> bool:
    """Whether this very item will never be taken: a landline, an address that is none."""
    refused = error.status is not None and 400 <= error.status < 500
    return refused and not error.retryable and error.status not in NOT_OURS


def rest_s(error: ProviderError) -> float | None:
    """How long the vendor wants to be left alone, by everybody; 0 when it does not say, None when it wants no rest."""
    return (error.retry_after_s or 0.0) if error.status == TOO_MANY_REQUESTS else None
