"""The shapes of the chat completions endpoint's answers."""

import secrets
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


def model_object(model: str) -> dict[str, Any]:
    """One model as the models endpoint lists it."""
    return {"id": model, "object": "model", "created": 1_735_689_600, "owned_by": "system"}


@dataclass(frozen=True, slots=True)
class Envelope:
    """What every answer to one request carries."""

    id: str
    model: str
    created: int

    @staticmethod
    def new(model: str) -> "Envelope":
        return Envelope(f"chatcmpl-{secrets.token_hex(12)}", model, int(time.time()))

    def completion(self, message: Mapping[str, Any], reason: str, usage: Mapping[str, Any]) -> dict[str, Any]:
        """A whole answer, not streamed."""
        return {
            "id": self.id,
            "object": "chat.completion",
            "created": self.created,
            "model": self.model,
            "choices": [{"index": 0, "message": dict(message), "logprobs": None, "finish_reason": reason}],
            "usage": dict(usage),
            "service_tier": "default",
            "system_fingerprint": "fp_sandbox",
        }

    def chunk(
        self,
        delta: Mapping[str, Any] | None,
        reason: str | None,
        usage: Mapping[str, Any] | None,
        *,
        with_usage: bool,
    ) -> dict[str, Any]:
        """One event of a stream; without a delta the one that carries the usage."""
        choices = (
            []
            if delta is None
            else [{"index": 0, "delta": dict(delta), "logprobs": None, "finish_reason": reason}]
        )
        chunk: dict[str, Any] = {
            "id": self.id,
            "object": "chat.completion.chunk",
            "created": self.created,
            "model": self.model,
            "service_tier": "default",
            "system_fingerprint": "fp_sandbox",
            "choices": choices,
        }
        if with_usage:
            chunk["usage"] = dict(usage) if usage else None
        return chunk


def usage(messages: Sequence[Mapping[str, Any]], answer: str) -> dict[str, Any]:
    """Token counts at four characters a token."""
    prompt = sum(
        len(str(message.get("content") or "")) + len(str(message.get("tool_calls") or ""))
        for message in messages
    )
    prompt_tokens, completion_tokens = max(1, prompt // 4), max(1, len(answer) // 4)
    return {
        "prompt_tokens": prompt_tokens,
        "completion_tokens": completion_tokens,
        "total_tokens": prompt_tokens + completion_tokens,
        "prompt_tokens_details": {"cached_tokens": 0, "audio_tokens": 0},
        "completion_tokens_details": {
            "reasoning_tokens": 0,
            "audio_tokens": 0,
            "accepted_prediction_tokens": 0,
            "rejected_prediction_tokens": 0,
        },
    }
