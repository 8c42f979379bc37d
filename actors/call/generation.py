"""Generation (LLM turns): model answers become sentences and tool requests while they are still being written."""

import asyncio
from collections.abc import Callable
from contextlib import aclosing

import structlog

from domain.call.effects import AskModel
from domain.call.events import Event, ModelFailed, ModelFinished, SentenceWritten, ToolsRequested
from domain.dialogue.messages import ModelMessage, ModelRequest, ToolSpec
from domain.dialogue.sentences import SentenceSplitter, is_speakable
from domain.errors import ProviderError
from providers.ports import LanguageModel, TextDelta, ToolCallsReady

log = structlog.get_logger()


class Generation:
    """One call's model requests, each a task of the call, cancelled by its generation."""

    def __init__(
        self,
        model: LanguageModel,
        *,
        system_prompt: str,
        tools: tuple[ToolSpec, ...],
        now_ms: Callable[[], float],
        emit: Callable[[Event], None],
    ) -> None:
        self._model = model
        self._system = ModelMessage("system", system_prompt)
        self._tools = tools
        self._now_ms = now_ms
        self._emit = emit
        self._requests: dict[int, asyncio.Task[None]] = {}

    def ask(self, effect: AskModel, tasks: asyncio.TaskGroup) -> None:
        task = tasks.create_task(self._answer(effect), name=f"generation.{effect.generation}")
        self._requests[effect.generation] = task
        task.add_done_callback(lambda _: self._requests.pop(effect.generation, None))

    def cancel(self, generation: int) -> None:
        task = self._requests.pop(generation, None)
        if task is not None:
            task.cancel()

    async def _answer(self, effect: AskModel) -> None:
        request = ModelRequest((self._system, *effect.messages), self._tools)
        splitter = SentenceSplitter()
        first_token_at_ms: float | None = None
        try:
            async with aclosing(self._model.stream(request)) as chunks:
                async for chunk in chunks:
                    if isinstance(chunk, TextDelta):
                        first_token_at_ms = first_token_at_ms or self._now_ms()
                        for sentence in splitter.feed(chunk.text):
                            self._write(effect.generation, sentence, first_token_at_ms)
                    elif isinstance(chunk, ToolCallsReady):
                        self._flush(splitter, effect.generation, first_token_at_ms)
                        calls = tuple((call.id, call.name, call.arguments) for call in chunk.calls)
                        self._emit(ToolsRequested(effect.generation, calls))
                    else:
                        self._flush(splitter, effect.generation, first_token_at_ms)
        except ProviderError as error:
            log.warning("generation.failed", reason=str(error), generation=effect.generation)
            self._emit(ModelFailed(effect.generation, str(error)))
            return
        self._emit(ModelFinished(effect.generation))

    def _flush(self, splitter: SentenceSplitter, generation: int, first_token_at_ms: float | None) -> None:
        rest = splitter.flush()
        if rest:
            self._write(generation, rest, first_token_at_ms or self._now_ms())

    def _write(self, generation: int, sentence: str, first_token_at_ms: float) -> None:
        if is_speakable(sentence):
            self._emit(SentenceWritten(generation, sentence, first_token_at_ms))
