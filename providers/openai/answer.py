"""Puts one streamed answer together from the vendor's chunks."""

from collections.abc import Sequence

from openai.types.chat.chat_completion_chunk import ChatCompletionChunk

from domain.errors import ProviderError
from providers.openai.failures import PROVIDER
from providers.openai.tool_calls import ToolCallParts
from providers.ports import CUT_SHORT, AnswerFinished, ModelChunk, TextDelta, ToolCallsReady

OPERATION = "chat.completions"


class Answer:
    """The state of one answer; `finish_reason` is None until the vendor has said its last word."""

    def __init__(self) -> None:
        self.finish_reason: str | None = None
        self._calls = ToolCallParts()
        self._prompt_tokens: int | None = None
        self._completion_tokens: int | None = None

    def take(self, chunk: ChatCompletionChunk) -> tuple[bool, Sequence[ModelChunk]]:
        """Whether this chunk brought anything of use, and what can be handed on.

        Raises:
            ProviderError: the chunk cannot be understood.
        """
        try:
            return self._take(chunk)
        except (AttributeError, TypeError) as error:
            raise ProviderError(PROVIDER, OPERATION, "sent a malformed chunk", retryable=True) from error

    def finished(self) -> AnswerFinished:
        """The closing chunk. Raises ProviderError when the vendor broke off before its last word."""
        if self.finish_reason is None:
            raise ProviderError(PROVIDER, OPERATION, "broke off in the middle of an answer", retryable=True)
        return AnswerFinished(self._prompt_tokens, self._completion_tokens, self.finish_reason)

    def _take(self, chunk: ChatCompletionChunk) -> tuple[bool, Sequence[ModelChunk]]:
        if chunk.usage is not None:
            self._prompt_tokens = chunk.usage.prompt_tokens
            self._completion_tokens = chunk.usage.completion_tokens
        if not chunk.choices:
            return False, ()
        choice = chunk.choices[0]
        delta = choice.delta
        ready: list[ModelChunk] = []
        text = delta.content or delta.refusal
        if text:
            ready.append(TextDelta(text))
        for part in delta.tool_calls or ():
            self._calls.add(part)
        if choice.finish_reason is not None and self.finish_reason is None:
            self.finish_reason = choice.finish_reason
            calls = self._calls.complete()
            if calls and self.finish_reason not in CUT_SHORT:
                ready.append(ToolCallsReady(calls))
        return bool(ready or delta.tool_calls or choice.finish_reason), ready
