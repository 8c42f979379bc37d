"""Recordings Twilio keeps, fetched once and erased there.

Source: https://www.twilio.com/docs/voice/api/recording
"""

import re

import httpx

from domain.errors import InvalidInput, NotFound, ProviderError
from providers.failures import may_succeed_later
from providers.tls import tls_context

PROVIDER = "twilio"
BASE_URL = "https://api.twilio.com"
LARGEST = 64 << 20
"""An hour of one channel takes 58 MB."""

_SID = re.compile("RE[0-9a-fA-F]{32}")


class TwilioRecordings:
    """By the account's own credentials; the address a webhook names is never asked.

    Args:
        base_url: None for Twilio's own.
        timeout_s: for connecting, and for each piece of an answer.
    """

    def __init__(
        self, account_sid: str, auth_token: str, base_url: str | None = None, *, timeout_s: float = 10.0
    ) -> None:
        self._place = f"{(base_url or BASE_URL).rstrip('/')}/2010-04-01/Accounts/{account_sid}/Recordings"
        self._client = httpx.AsyncClient(
            auth=(account_sid, auth_token), timeout=timeout_s, verify=tls_context(), trust_env=False
        )

    async def fetch(self, sid: str) -> bytes:
        """The recording as WAV.

        Raises:
            NotFound: there is none, or not yet: it may take seconds after it was announced.
            ProviderError.
        """
        url = f"{self._place}/{_checked(sid)}.wav"
        audio = bytearray()
        try:
            async with self._client.stream("GET", url) as answer:
                _raise_for(answer, "recordings.fetch")
                async for piece in answer.aiter_bytes():
                    audio += piece
                    if len(audio) > LARGEST:
                        raise ProviderError(PROVIDER, "recordings.fetch", "is larger than it can be")
        except httpx.HTTPError as error:
            raise _broken("recordings.fetch", error) from error
        wav = bytes(audio)
        if wav[:4] != b"RIFF" or wav[8:12] != b"WAVE":
            raise ProviderError(PROVIDER, "recordings.fetch", "is no WAV file", retryable=True)
        return wav

    async def erase(self, sid: str) -> None:
        """Deletes it for good; harmless when there is none. Raises ProviderError."""
        try:
            answer = await self._client.delete(f"{self._place}/{_checked(sid)}.json")
            _raise_for(answer, "recordings.delete")
        except NotFound:
            return
        except httpx.HTTPError as error:
            raise _broken("recordings.delete", error) from error

    async def aclose(self) -> None:
        await self._client.aclose()


def _checked(sid: str) -> str:
    if _SID.fullmatch(sid) is None:
        raise InvalidInput("the id of a recording is RE and 32 hexadecimal digits")
    return sid


def _raise_for(answer: httpx.Response, operation: str) -> None:
    if answer.status_code == 404:
        raise NotFound("the carrier has no such recording")
    if not answer.is_success:
        status = answer.status_code
        raise ProviderError(PROVIDER, operation, "refused", may_succeed_later(status), status)


def _broken(operation: str, error: httpx.HTTPError) -> ProviderError:
    return ProviderError(PROVIDER, operation, f"connection failed: {type(error).__name__}", retryable=True)
