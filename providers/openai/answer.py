"""Puts one streamed answer together from the vendor's chunks."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from openai.types.chat.chat_completion_chunk import ChatCompletionChunk, ChoiceDeltaToolCall

from domain.dialogue.messages import ToolCall
from domain.errors import ProviderError
from providers.openai.failures import PROVIDER
from providers.ports import AnswerFinished, ModelChunk, TextDelta, ToolCallsReady

OPERATION = "chat.completions"


@dataclass(slots=True)
class _CallParts:
    id: str = ""
    name: str = ""
    arguments: list[str] = field(default_factory=list[str])


class Answer:
    """The state of one answer; `finish_reason` is None until the vendor has said its last word."""

    def __init__(self) -> None:
        self.finish_reason: str | None = None
        self._calls: dict[int, _CallParts] = {}
        self._prompt_tokens: int | None = None
        self._completion_tokens: int | None = None

    def take(self, chunk: ChatCompletionChunk) -> tuple[bool, Sequence[ModelChunk]]:
        """Whether this chunk brought anything of use, and what can be handed on.

        Raises:
            ProviderError: the chunk, or a tool call that is complete, cannot be understood.
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
            self._add(part)
        if choice.finish_reason is not None and self.finish_reason is None:
            self.finish_reason = choice.finish_reason
            if self._calls:
                ready.append(
                    ToolCallsReady(tuple(_tool_call(parts) for _, parts in sorted(self._calls.items())))
                )
        return bool(ready or delta.tool_calls or choice.finish_reason), ready

    def _add(self, part: ChoiceDeltaToolCall) -> None:
        parts = self._calls.setdefault(part.index, _CallParts())
        if part.id:
            parts.id = part.id
        if part.function is not None:
            parts.name += part.function.name or ""
            parts.arguments.append(part.function.arguments or "")


def _tool_call(parts: _CallParts) -> ToolCall:
    try:
        # Models leave the arguments of a function without required parameters empty.
        arguments: Any = json.loads("".join(parts.arguments) or "{}")
    except ValueError:
        arguments = None
    if not isinstance(arguments, dict) or not parts.id or not parts.name:
        raise ProviderError(PROVIDER, OPERATION, "sent a malformed tool call", retryable=True)
    return ToolCall(parts.id, parts.name, cast("dict[str, Any]", arguments))
