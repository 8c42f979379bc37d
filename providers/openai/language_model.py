"""OpenAI's chat completions as the system's language model."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable
from typing import TypeVar

import httpx2
from openai import AsyncOpenAI, AsyncStream, BadRequestError

from domain.dialogue.messages import ModelMessage, ModelRequest
from domain.errors import ProviderError
from providers.openai.answer import OPERATION, Answer
from providers.openai.failures import PROVIDER, SDK_ERRORS, provider_error
from providers.openai.request import chat_request
from providers.ports import ModelChunk
from providers.tls import tls_context
from providers.warm_up import send_warm_up_request

KEEP_ALIVE_S = 240.0
"""How long an idle connection waits for the next turn; httpx's own 5 s would end it between two turns."""

_USAGE_TIMEOUT_S = 0.5
"""The token counts follow the finished answer; it does not wait longer for them."""

_OPTIONAL = frozenset({"temperature", "reasoning_effort", "parallel_tool_calls", "stream_options"})

_WARM_UP_ANSWER = b"""HTTP/1.1 200 OK\r
content-type: text/event-stream\r
connection: close\r
\r
data: {"id":"1","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"content":\
"Hello","tool_calls":[{"index":0,"id":"1","type":"function","function":{"name":"f","arguments":"{}"}}]},\
"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}

data: [DONE]

"""

Result = TypeVar("Result")


class OpenAILanguageModel:
    """Streams answers of one model.

    A model that refuses an optional parameter (reasoning models differ in which) is asked again without it, and
    not sent it again by this object.

    Args:
        base_url: up to and including `/v1`; None for OpenAI's own.
        max_tokens: the longest answer, reasoning included.
        first_chunk_timeout_s: from the request to the first text or tool call, connecting included.
        chunk_timeout_s: between two chunks of use.
    """

    def __init__(
        self,
        api_key: str,
        base_url: str | None = None,
        *,
        model: str,
        max_tokens: int = 400,
        temperature: float = 0.3,
        first_chunk_timeout_s: float = 6.0,
        chunk_timeout_s: float = 4.0,
        connect_timeout_s: float = 3.0,
    ) -> None:
        self._model = model
        self._max_tokens = max_tokens
        self._temperature = temperature
        self._first_chunk_timeout_s = first_chunk_timeout_s
        self._chunk_timeout_s = chunk_timeout_s
        self._refused: frozenset[str] = frozenset()
        self._http = httpx2.AsyncClient(
            timeout=httpx2.Timeout(first_chunk_timeout_s + chunk_timeout_s, connect=connect_timeout_s),
            verify=tls_context(),
            limits=httpx2.Limits(keepalive_expiry=KEEP_ALIVE_S),
            follow_redirects=True,
        )
        self._client = AsyncOpenAI(
            api_key=api_key,
            base_url=base_url or "https://api.openai.com/v1",
            max_retries=0,
            http_client=self._http,
        )

    def warm_up(self) -> None:
        """Loads and builds what the SDK would during the first call (58 ms of CPU, measured); no network."""
        _ = self._client.models
        send_warm_up_request(self._answer_from, _WARM_UP_ANSWER)

    async def connect(self) -> None:
        """Opens a pooled connection, so that the next answer does not wait for TCP and TLS. Raises as `ping`."""
        await self.ping()

    async def ping(self) -> None:
        """Raises ProviderError unless the vendor knows the model and answers with these credentials."""
        operation = "models.retrieve"
        try:
            await _within(self._first_chunk_timeout_s, self._client.models.retrieve(self._model), operation)
        except SDK_ERRORS as error:
            raise provider_error(operation, error) from error

    async def stream(self, request: ModelRequest) -> AsyncGenerator[ModelChunk]:
        """The answer as it is written; ends with exactly one `AnswerFinished`.

        Closing the generator (`contextlib.aclosing`) or cancelling its reader closes the connection at once.

        Raises:
            ProviderError: refused, too slow, broken off, or an answer that cannot be understood.
        """
        loop = asyncio.get_running_loop()
        useful_by_s = loop.time() + self._first_chunk_timeout_s
        answer = Answer()
        try:
            chunks = await self._begin(request, useful_by_s)
            try:
                while True:
                    chunk = await _next(chunks, useful_by_s, answer)
                    if chunk is None:
                        break
                    useful, ready = answer.take(chunk)
                    for item in ready:
                        yield item
                    if answer.finish_reason is not None:
                        useful_by_s = loop.time() + _USAGE_TIMEOUT_S
                    elif useful:
                        useful_by_s = loop.time() + self._chunk_timeout_s
            finally:
                await chunks.close()
        except SDK_ERRORS as error:
            raise provider_error(OPERATION, error) from error
        yield answer.finished()

    async def aclose(self) -> None:
        """Closes the pooled connections."""
        await self._http.aclose()

    async def _answer_from(self, base_url: str) -> None:
        stand_by = OpenAILanguageModel("warm-up", base_url, model=self._model)
        try:
            async for _ in stand_by.stream(ModelRequest((ModelMessage("user", "Hello?"),))):
                pass
        finally:
            await stand_by.aclose()

    async def _begin(self, request: ModelRequest, by_s: float) -> AsyncStream[object]:
        arguments = chat_request(
            self._model, request, max_tokens=self._max_tokens, temperature=self._temperature
        )
        while True:
            wanted = {name: value for name, value in arguments.items() if name not in self._refused}
            remaining_s = by_s - asyncio.get_running_loop().time()
            # Not `chat.completions.create`, which makes an object of every token.
            asked = self._client.post(
                "/chat/completions",
                body=wanted,
                cast_to=object,
                stream=True,
                stream_cls=AsyncStream[object],
            )
            try:
                return await _within(remaining_s, asked, OPERATION)
            except BadRequestError as error:
                if error.param not in _OPTIONAL or error.param not in wanted:
                    raise
                self._refused |= {error.param}


async def _next(chunks: AsyncStream[object], by_s: float, answer: Answer) -> object | None:
    """The next chunk, None at the end; a finished answer also ends when its token counts fail to come."""
    try:
        return await _within(by_s - asyncio.get_running_loop().time(), anext(chunks, None), OPERATION)
    except (ProviderError, *SDK_ERRORS):
        if answer.finish_reason is None:
            raise
        return None


async def _within(seconds: float, awaited: Awaitable[Result], operation: str) -> Result:
    try:
        async with asyncio.timeout(seconds):
            return await awaited
    except TimeoutError:
        raise ProviderError(PROVIDER, operation, "did not answer in time", retryable=True) from None
