"""Puts one streamed answer together from the vendor's chunks, which come as parsed JSON.

Of a chunk a few fields are used. The SDK's model of one costs more CPU than all else that is done with it, and checks
nothing.

Source: https://platform.openai.com/docs/api-reference/chat-streaming
"""

from collections.abc import Sequence
from typing import Any, cast

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
        self._cached_tokens: int | None = None

    def take(self, chunk: object) -> tuple[bool, Sequence[ModelChunk]]:
        """Whether this chunk brought anything of use, and what can be handed on.

        Raises:
            ProviderError: the chunk cannot be understood.
        """
        try:
            return self._take(cast("dict[str, Any]", chunk))
        except (AttributeError, TypeError, LookupError) as error:
            raise ProviderError(PROVIDER, OPERATION, "sent a malformed chunk", retryable=True) from error

    def finished(self) -> AnswerFinished:
        """The closing chunk. Raises ProviderError when the vendor broke off before its last word."""
        if self.finish_reason is None:
            raise ProviderError(PROVIDER, OPERATION, "broke off in the middle of an answer", retryable=True)
        return AnswerFinished(
            self._prompt_tokens, self._completion_tokens, self.finish_reason, self._cached_tokens
        )

    def _take(self, chunk: dict[str, Any]) -> tuple[bool, Sequence[ModelChunk]]:
        usage = chunk.get("usage")
        if usage is not None:
            self._prompt_tokens = _count(usage.get("prompt_tokens"))
            self._completion_tokens = _count(usage.get("completion_tokens"))
            details: dict[str, Any] = usage.get("prompt_tokens_details") or {}
            self._cached_tokens = _count(details.get("cached_tokens"))
        choices = chunk["choices"]
        if not choices:
            return False, ()
        choice = choices[0]
        delta = choice["delta"]
        ready: list[ModelChunk] = []
        text = _text(delta.get("content")) or _text(delta.get("refusal"))
        if text:
            ready.append(TextDelta(text))
        parts = delta.get("tool_calls") or ()
        for part in parts:
            function: dict[str, Any] = part.get("function") or {}
            self._calls.add(
                part.get("index"),
                str(part.get("id") or ""),
                _text(function.get("name")),
                _text(function.get("arguments")),
            )
        finish_reason = _text(choice.get("finish_reason"))
        if finish_reason and self.finish_reason is None:
            self.finish_reason = finish_reason
            calls = self._calls.complete()
            if calls and finish_reason not in CUT_SHORT:
                ready.append(ToolCallsReady(calls))
        return bool(ready or parts or finish_reason), ready


def _text(value: object) -> str:
    """A field that is a text, or that the vendor left out. Raises TypeError."""
    if value is None:
        return ""
    if not isinstance(value, str):
        raise TypeError("not a text")
    return value


def _count(value: object) -> int | None:
    return value if isinstance(value, int) else None
