"""The public keys Supabase signs its users' tokens with.

Source: https://supabase.com/docs/guides/auth/signing-keys
"""

import asyncio
from http import HTTPStatus

import httpx

from domain.errors import ProviderError
from providers.tls import tls_context

PROVIDER = "supabase"
PATH = "/auth/v1/.well-known/jwks.json"
LARGEST = 64 * 1024
"""Bytes; a set of four keys has 2 KiB."""

WITHIN_S = 3.0


class SupabaseKeySet:
    """Fetches the set of a project.

    Args:
        url: the project's, SUPABASE_URL.
        transport: in place of the network.
        within_s: limit for all of it.
    """

    def __init__(
        self, url: str, *, transport: httpx.AsyncBaseTransport | None = None, within_s: float = WITHIN_S
    ) -> None:
        self._url = f"{url}{PATH}"
        self._within_s = within_s
        self._client = httpx.AsyncClient(
            timeout=within_s, follow_redirects=False, transport=transport, verify=tls_context()
        )

    async def __call__(self) -> bytes:
        """The set as it was sent. Raises ProviderError."""
        try:
            async with asyncio.timeout(self._within_s), self._client.stream("GET", self._url) as answer:
                if answer.status_code != HTTPStatus.OK:
                    raise ProviderError(PROVIDER, "jwks", "no key set", True, answer.status_code)
                body = bytearray()
                async for chunk in answer.aiter_bytes():
                    body += chunk
                    if len(body) > LARGEST:
                        raise ProviderError(PROVIDER, "jwks", "the key set is too large")
                return bytes(body)
        except (httpx.HTTPError, TimeoutError) as error:
            raise ProviderError(PROVIDER, "jwks", type(error).__name__, True) from error
