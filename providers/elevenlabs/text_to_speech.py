"""Text to speech over ElevenLabs' HTTP stream."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable
from contextlib import AsyncExitStack
from typing import TypeVar, cast

import httpx
from elevenlabs.base_client import AsyncBaseElevenLabs
from elevenlabs.core.request_options import RequestOptions

from domain.errors import ProviderError, UnusableAnswer
from providers.elevenlabs.failures import PROVIDER, SDK_ERRORS, provider_error, refusal
from providers.tls import tls_context
from providers.warm_up import send_warm_up_request

KEEP_ALIVE_S = 240.0
"""How long an idle connection waits for the next sentence; httpx's own 5 s would end it between two turns."""

DEFAULT_BASE_URL = "https://api.elevenlabs.io"

_OPERATION = "text_to_speech.stream"
_OUTPUT_FORMAT = "ulaw_8000"

_TELEPHONE_AUDIO = frozenset(
    (
        "audio/basic",
        "audio/mulaw",
        "audio/x-mulaw",
        "audio/ulaw",
        "audio/x-ulaw",
        "audio/pcmu",
        "application/octet-stream",
        "",
    )
)
"""How servers name µ-law. Anything else played as µ-law is noise in the caller's ear."""

_CONTAINERS = (b"ID3", b"RIFF", b"OggS", b"fLaC")
"""How the files begin that a server may send under a wrong name."""

_REQUEST_OPTIONS = cast("RequestOptions", {"max_retries": 0, "chunk_size": None})
"""No size of chunks makes the SDK hand on what has arrived; its 1024 bytes would hold back the first 128 ms."""

_WARM_UP_ANSWER = b"HTTP/1.1 200 OK\r\ncontent-type: audio/basic\r\nconnection: close\r\n\r\n" + b"\xff" * 800

Result = TypeVar("Result")


class ElevenLabsTextToSpeech:
    """Speaks sentences as µ-law telephone audio.

    The SDK's generated client is used directly: its hand-written subclass adds a synchronous socket and loads
    11 MiB of types for it.

    Args:
        base_url: without a path; None for ElevenLabs' own.
        first_chunk_timeout_s: from the request to the first audio, connecting included.
        chunk_timeout_s: between two pieces of audio.
    """

    def __init__(
        self,
        api_key: str,
        base_url: str | None = None,
        *,
        model_id: str = "eleven_flash_v2_5",
        first_chunk_timeout_s: float = 4.0,
        chunk_timeout_s: float = 3.0,
        connect_timeout_s: float = 3.0,
    ) -> None:
        self._model_id = model_id
        self._takes_language = model_id.endswith(("_v2_5", "_v3"))
        self._first_chunk_timeout_s = first_chunk_timeout_s
        self._chunk_timeout_s = chunk_timeout_s
        self._base_url = (base_url or DEFAULT_BASE_URL).rstrip("/")
        self._key_header = {"xi-api-key": api_key}
        self._http = httpx.AsyncClient(
            timeout=httpx.Timeout(first_chunk_timeout_s + chunk_timeout_s, connect=connect_timeout_s),
            verify=tls_context(),
            limits=httpx.Limits(keepalive_expiry=KEEP_ALIVE_S),
            follow_redirects=True,
        )
        self._client = AsyncBaseElevenLabs(
            base_url=self._base_url,
            api_key=api_key,
            timeout=first_chunk_timeout_s + chunk_timeout_s,
            httpx_client=self._http,
        )

    def warm_up(self) -> None:
        """Loads and builds what the SDK would during the first call (50 ms of CPU, measured); no network."""
        _ = self._client.text_to_speech.with_raw_response
        send_warm_up_request(self._answer_from, _WARM_UP_ANSWER)

    async def connect(self) -> None:
        """Opens a pooled connection, so that the next sentence does not wait for TCP and TLS. Raises as `ping`."""
        await self.ping()

    async def ping(self) -> None:
        """Raises ProviderError unless the vendor answers with these credentials.

        The list of models is asked for, with the key's header alone: the SDK's own call would load its types.
        """
        operation = "models.list"
        try:
            url = f"{self._base_url}/v1/models"
            answer = await _within(
                self._first_chunk_timeout_s, self._http.get(url, headers=self._key_header), operation
            )
            if not answer.is_success:
                raise refusal(operation, answer.status_code, answer.headers, answer.json())
        except SDK_ERRORS as error:
            raise provider_error(operation, error) from error

    async def stream(self, text: str, *, voice_id: str, language: str) -> AsyncGenerator[bytes]:
        """The sentence spoken: µ-law 8 kHz as it arrives, no header, chunks of any length.

        Whatever has arrived comes as one chunk: fewer wake-ups than the SDK's fixed sizes, and nothing waits for
        a chunk to fill. Closing the generator (`contextlib.aclosing`) or cancelling its reader closes the
        connection at once.

        Args:
            language: a BCP 47 tag; sent to models that take one.

        Raises:
            ProviderError: refused, too slow, broken off, or an answer that is not audio.
        """
        loop = asyncio.get_running_loop()
        by_s = loop.time() + self._first_chunk_timeout_s
        started = False
        try:
            async with AsyncExitStack() as stack:
                speaking = self._client.text_to_speech.with_raw_response.stream(
                    voice_id,
                    text=text,
                    output_format=_OUTPUT_FORMAT,
                    model_id=self._model_id,
                    language_code=language.partition("-")[0] if self._takes_language else None,
                    request_options=_REQUEST_OPTIONS,
                )
                answer = await _within(
                    self._first_chunk_timeout_s, stack.enter_async_context(speaking), _OPERATION
                )
                kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
                if kind not in _TELEPHONE_AUDIO:
                    reason = f"sent {kind[:40]} instead of telephone audio"
                    raise UnusableAnswer(PROVIDER, _OPERATION, reason, retryable=True)
                while (
                    chunk := await _within(by_s - loop.time(), anext(answer.data, None), _OPERATION)
                ) is not None:
                    if not chunk:
                        continue
                    if not started and chunk.startswith(_CONTAINERS):
                        reason = "sent an audio file instead of telephone audio"
                        raise UnusableAnswer(PROVIDER, _OPERATION, reason, retryable=True)
                    started = True
                    yield chunk
                    by_s = loop.time() + self._chunk_timeout_s
        except SDK_ERRORS as error:
            raise provider_error(_OPERATION, error) from error
        if not started:
            raise UnusableAnswer(PROVIDER, _OPERATION, "sent no audio", retryable=True)

    async def aclose(self) -> None:
        """Closes the pooled connections."""
        await self._http.aclose()

    async def _answer_from(self, base_url: str) -> None:
        stand_by = ElevenLabsTextToSpeech("warm-up", base_url, model_id=self._model_id)
        try:
            async for _ in stand_by.stream("Hello.", voice_id="warm-up", language="en"):
                pass
        finally:
            await stand_by.aclose()


async def _within(seconds: float, awaited: Awaitable[Result], operation: str) -> Result:
    try:
        async with asyncio.timeout(seconds):
            return await awaited
    except TimeoutError:
        raise ProviderError(PROVIDER, operation, "did not answer in time", retryable=True) from None
