"""Deepgram as the system's speech recogniser: Flux for English, nova for the rest."""

import asyncio
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, TypedDict

import httpx
from deepgram.client import AsyncDeepgramClient
from deepgram.environment import DeepgramClientEnvironment
from deepgram.listen.v1.socket_client import AsyncV1SocketClient
from deepgram.listen.v2.socket_client import AsyncV2SocketClient

from domain.audio import SAMPLE_RATE_HZ
from domain.errors import ConfigError, ProviderError
from domain.receptionist.content import Eagerness
from providers.deepgram import flux, nova
from providers.deepgram.connection import connected
from providers.deepgram.failures import PROVIDER, SDK_ERRORS, late, provider_error
from providers.deepgram.keyterms import within_budget
from providers.deepgram.socket import RecognitionSocket
from providers.ports import Transcriber
from providers.tls import tls_context


class _Limits(TypedDict):
    chunk_ms: int
    send_timeout_s: float
    finish_timeout_s: float
    keep_alive_s: float


FLUX_TURNS: Mapping[Eagerness, Mapping[str, Any]] = {
    Eagerness.EAGER: {"eot_threshold": 0.6, "eot_timeout_ms": 3000},
    Eagerness.PATIENT: {"eot_threshold": 0.85, "eot_timeout_ms": 7000},
}
"""What differs from the usual. Source: https://developers.deepgram.com/docs/flux/configuration (0.5-0.9 each)"""

NOVA_TURNS: Mapping[Eagerness, Mapping[str, Any]] = {
    Eagerness.EAGER: {"endpointing": 200},
    Eagerness.PATIENT: {"endpointing": 700, "utterance_end_ms": 1500},
}


class DeepgramSpeechToText:
    """Opens recognition streams for µ-law telephone audio.

    Args:
        api_key: sent as `Authorization: Token`.
        base_url: `http(s)://...`, None for Deepgram's own; sockets use the same address with `ws(s)`.
        eot_threshold: how sure Flux must be that a turn is over, 0.5-0.9.
        eager_eot_threshold: how sure for an `EagerEnd`, 0.3-0.9; None for no eager ends.
        eot_timeout_ms: silence after which Flux ends a turn in any case.
        endpointing_ms: silence after which nova ends an utterance.
        utterance_end_ms: gap between words after which nova ends one that noise kept open; at least 1000.
        connect_timeout_s: for the connection and, with Flux, its first message.
        chunk_ms: audio is gathered into messages of this length. Deepgram recommends 80 for Flux; each step above
            20 delays the end of turn by up to as much, for 0.1 % of a core per call.
        unanswered_s: how long Flux may take audio without a message before the stream counts as hung: it sends one for
            every 250 ms, silence included. Source: https://developers.deepgram.com/docs/flux/state
        keep_alive_s: nova closes a stream (NET-0001) after 10 s without audio or KeepAlive.
            Source: https://developers.deepgram.com/docs/audio-keep-alive
    """

    def __init__(
        self,
        api_key: str,
        base_url: str | None = None,
        *,
        flux_model: str = "flux-general-en",
        nova_model: str = "nova-3",
        older_nova_model: str = "nova-2",
        eot_threshold: float = 0.7,
        eager_eot_threshold: float | None = None,
        eot_timeout_ms: int = 5000,
        endpointing_ms: int = 300,
        utterance_end_ms: int = 1000,
        connect_timeout_s: float = 3.0,
        send_timeout_s: float = 3.0,
        finish_timeout_s: float = 3.0,
        chunk_ms: int = 20,
        unanswered_s: float = 5.0,
        keep_alive_s: float = 4.0,
    ) -> None:
        self._flux_query: dict[str, Any] = {
            "model": flux_model,
            "encoding": "mulaw",
            "sample_rate": SAMPLE_RATE_HZ,
            "eager_eot_threshold": eager_eot_threshold,
            "eot_threshold": eot_threshold,
            "eot_timeout_ms": eot_timeout_ms,
        }
        self._nova_query: dict[str, Any] = {
            "model": nova_model,
            "encoding": "mulaw",
            "sample_rate": SAMPLE_RATE_HZ,
            "channels": 1,
            "interim_results": "true",
            "vad_events": "true",
            "smart_format": "true",
            "endpointing": endpointing_ms,
            "utterance_end_ms": utterance_end_ms,
        }
        self._older_nova_model = older_nova_model
        self._api_key = api_key
        self._connect_timeout_s = connect_timeout_s
        self._flux_unanswered_s = unanswered_s
        self._limits: _Limits = {
            "chunk_ms": chunk_ms,
            "send_timeout_s": send_timeout_s,
            "finish_timeout_s": finish_timeout_s,
            "keep_alive_s": keep_alive_s,
        }
        self._http = httpx.AsyncClient(timeout=connect_timeout_s, verify=tls_context(), follow_redirects=True)
        environment = _environment(base_url)
        self._sockets_url = environment.production
        self._client = AsyncDeepgramClient(
            api_key=api_key, environment=environment, httpx_client=self._http, max_retries=0
        )

    def warm_up(self) -> None:
        """Loads what would be loaded during the first call; no network. The first stream then opens in 4 ms."""
        "localhost".encode("idna")

    def open(
        self,
        *,
        language: str,
        keyterms: Sequence[str],
        fallback: bool = False,
        eagerness: Eagerness = Eagerness.NORMAL,
    ) -> AbstractAsyncContextManager[Transcriber]:
        """A new recognition stream: Flux for `en` and `en-*`, nova for any other tag and for `multi`.

        The fallback is another model: nova for English, the nova before for the other languages.

        Leaving the block closes the connection, within a second even when the vendor no longer answers.

        Raises:
            ProviderError: on entering, when the vendor refuses or does not answer in time.
        """
        terms = within_budget(keyterms) or None
        english = language.partition("-")[0].lower() == "en"
        if english and not fallback:
            return self._open_flux(terms, FLUX_TURNS.get(eagerness, {}))
        own = {"language": nova.nova_language(language), **NOVA_TURNS.get(eagerness, {})}
        if fallback and not english:
            # The model before takes no key terms.
            return self._open_nova(own | {"model": self._older_nova_model}, None)
        return self._open_nova(own, terms)

    async def ping(self) -> None:
        """Raises ProviderError unless the vendor answers with these credentials."""
        operation = "projects.list"
        try:
            async with asyncio.timeout(self._connect_timeout_s):
                await self._client.manage.v1.projects.list(request_options={"max_retries": 0})
        except TimeoutError:
            raise ProviderError(PROVIDER, operation, "did not answer in time", retryable=True) from None
        except SDK_ERRORS as error:
            raise provider_error(operation, error) from error

    async def aclose(self) -> None:
        """Closes the HTTP connections; open streams are their users' to close."""
        await self._http.aclose()

    @asynccontextmanager
    async def _open_flux(
        self, keyterms: list[str] | None, turns: Mapping[str, Any]
    ) -> AsyncGenerator[Transcriber]:
        query = {**self._flux_query, **turns, "keyterm": keyterms}
        async with connected(
            f"{self._sockets_url}/v2/listen", query, self._api_key, flux.OPERATION, self._connect_timeout_s
        ) as websocket:
            opened = RecognitionSocket(
                AsyncV2SocketClient(websocket=websocket),
                websocket,
                flux.OPERATION,
                unanswered_s=self._flux_unanswered_s,
                **self._limits,
            )
            try:
                async with asyncio.timeout(self._connect_timeout_s):
                    first = await opened.receive()
            except TimeoutError:
                raise late(flux.OPERATION) from None
            transcriber = flux.FluxTranscriber(opened)
            transcriber.greeted(first)
            yield transcriber

    @asynccontextmanager
    async def _open_nova(
        self, own: Mapping[str, Any], keyterms: list[str] | None
    ) -> AsyncGenerator[Transcriber]:
        query = {**self._nova_query, **own, "keyterm": keyterms}
        async with connected(
            f"{self._sockets_url}/v1/listen", query, self._api_key, nova.OPERATION, self._connect_timeout_s
        ) as websocket:
            socket = AsyncV1SocketClient(websocket=websocket)
            yield nova.NovaTranscriber(
                RecognitionSocket(socket, websocket, nova.OPERATION, unanswered_s=None, **self._limits)
            )


def _environment(base_url: str | None) -> DeepgramClientEnvironment:
    if base_url is None:
        return DeepgramClientEnvironment.PRODUCTION
    base = base_url.rstrip("/")
    scheme, separator, rest = base.partition("://")
    if not separator or scheme not in ("http", "https"):
        raise ConfigError("DEEPGRAM_BASE_URL must start with http:// or https://")
    sockets = f"{'wss' if scheme == 'https' else 'ws'}://{rest}"
    return DeepgramClientEnvironment(base=base, production=sockets, agent=sockets, agent_rest=base)
