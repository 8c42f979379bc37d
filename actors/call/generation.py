"""Generation (LLM turns): model answers become sentences and tool requests while they are still being written."""

import asyncio
import random
from collections.abc import Callable
from contextlib import aclosing

import structlog

from domain.call.effects import AskModel
from domain.call.events import Event, ModelFailed, ModelFinished, SentenceWritten, ToolsRequested
from domain.call.redaction import redacted_messages
from domain.call.spent import estimated_tokens
from domain.dialogue.messages import ModelMessage, ModelRequest, ToolCall, ToolSpec
from domain.errors import ProviderError, UnusableAnswer
from domain.languages import DEFAULT_LANGUAGE
from domain.spoken.answer import SpokenAnswer
from domain.spoken.characters import clean, clean_value
from providers.ports import AnswerFinished, LanguageModel, TextDelta, ToolCallsReady
from services.vendor_circuits import ALWAYS_CLOSED, VendorCircuit

log = structlog.get_logger()


class Generation:
    """One call's model requests, each a task of the call, cancelled by its generation.

    Args:
        model: asked unless the call, or what the node knows of the vendor, sends a request to the fallback.
        fallback: the second model; None where there is none.
        circuit: what the node knows of the first model's vendor.
        spread: a random number in [0, 1) for the pause after a failure.
        language, country: the business's, for how figures are said.
        instructions: the system prompt at an instant, in ms since the epoch.
    """

    def __init__(
        self,
        model: LanguageModel,
        *,
        fallback: LanguageModel | None = None,
        circuit: VendorCircuit = ALWAYS_CLOSED,
        spread: Callable[[], float] = random.random,
        language: str = DEFAULT_LANGUAGE,
        country: str = "",
        instructions: Callable[[float], str],
        tools: tuple[ToolSpec, ...],
        now_ms: Callable[[], float],
        emit: Callable[[Event], None],
    ) -> None:
        self._model = model
        self._fallback = fallback
        self._circuit = circuit
        self._spread = spread
        self._language = language
        self._country = country
        self._instructions = instructions
        self._tools = tools
        self._now_ms = now_ms
        self._emit = emit
        self._requests: dict[int, asyncio.Task[None]] = {}
        self._wasted_prompt = self._wasted_completion = 0

    def ask(self, effect: AskModel, tasks: asyncio.TaskGroup) -> None:
        task = tasks.create_task(self._answer(effect), name=f"generation.{effect.generation}")
        self._requests[effect.generation] = task
        task.add_done_callback(lambda _: self._requests.pop(effect.generation, None))

    def cancel(self, generation: int) -> None:
        task = self._requests.pop(generation, None)
        if task is not None:
            task.cancel()

    async def _answer(self, effect: AskModel) -> None:
        system = ModelMessage("system", self._instructions(self._now_ms()))
        request = ModelRequest((system, *redacted_messages(effect.messages)), self._tools)
        on_fallback = self._fallback is not None and (effect.fallback or not self._circuit.admits())
        model = self._fallback if on_fallback and self._fallback is not None else self._model
        answer = SpokenAnswer(self._language, self._country)
        first_token_at_ms: float | None = None
        finished, written = AnswerFinished(), 0
        try:
            async with aclosing(model.stream(request)) as chunks:
                async for chunk in chunks:
                    if isinstance(chunk, TextDelta):
                        written += len(chunk.text)
                        first_token_at_ms = first_token_at_ms or self._now_ms()
                        for sentence in answer.feed(chunk.text):
                            self._write(effect.generation, sentence, first_token_at_ms)
                    elif isinstance(chunk, ToolCallsReady):
                        self._flush(answer, effect.generation, first_token_at_ms)
                        self._emit(_tools_requested(effect.generation, chunk.calls))
                    elif chunk.cut_short:
                        # Half a sentence is left out: the model goes on after the last whole one.
                        reason = f"the answer was cut: {chunk.reason}"
                        raise UnusableAnswer("language_model", "stream", reason, retryable=True)
                    else:
                        finished = chunk
                        self._flush(answer, effect.generation, first_token_at_ms)
        except asyncio.CancelledError:
            self._waste(request, written)
            raise
        except ProviderError as error:
            if written:
                self._waste(request, written)
            self._failed(effect.generation, error, on_fallback=on_fallback)
            return
        if not on_fallback:
            self._circuit.succeeded()
        self._emit(self._finished(effect.generation, finished))

    def _finished(self, generation: int, answer: AnswerFinished) -> ModelFinished:
        """With what was wasted since the answer before; what is wasted after a call's last one is not counted."""
        wasted = self._wasted_prompt, self._wasted_completion
        self._wasted_prompt = self._wasted_completion = 0
        return ModelFinished(
            generation,
            answer.prompt_tokens or 0,
            answer.cached_tokens or 0,
            answer.completion_tokens or 0,
            *wasted,
        )

    def _waste(self, request: ModelRequest, written: int) -> None:
        """A request was given up: the vendor read it and wrote so many characters, and tells no tokens."""
        asked = sum(len(message.content) for message in request.messages)
        self._wasted_prompt += estimated_tokens(asked)
        self._wasted_completion += estimated_tokens(written)

    def _failed(self, generation: int, error: ProviderError, *, on_fallback: bool) -> None:
        log.warning("generation.failed", reason=str(error), generation=generation, on_fallback=on_fallback)
        if not on_fallback:
            self._circuit.failed(error)
        pause_s = error.retry_after_s
        self._emit(
            ModelFailed(
                generation,
                str(error),
                lasting=not error.retryable,
                unusable=isinstance(error, UnusableAnswer),
                retry_after_ms=None if pause_s is None else round(pause_s * 1000),
                elsewhere=self._fallback is not None and not on_fallback,
                spread=self._spread(),
            )
        )

    def _flush(self, answer: SpokenAnswer, generation: int, first_token_at_ms: float | None) -> None:
        for sentence in answer.flush():
            self._write(generation, sentence, first_token_at_ms or self._now_ms())

    def _write(self, generation: int, sentence: str, first_token_at_ms: float) -> None:
        self._emit(SentenceWritten(generation, sentence, first_token_at_ms))


def _tools_requested(generation: int, calls: tuple[ToolCall, ...]) -> ToolsRequested:
    """The calls under ids of our own: models repeat theirs within an answer and from one answer to the next."""
    ids = [f"call_{generation}_{number}" for number in range(1, len(calls) + 1)]
    return ToolsRequested(
        generation,
        tuple(
            (own_id, clean(call.name), clean_value(call.arguments))
            for own_id, call in zip(ids, calls, strict=True)
        ),
        malformed=tuple(own_id for own_id, call in zip(ids, calls, strict=True) if call.malformed),
    )
