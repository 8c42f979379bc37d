"""One call's model requests: ids of our own, cut answers, and the second model."""

import asyncio
from collections.abc import AsyncGenerator, Sequence

import pytest

from actors.call.generation import Generation
from domain.call.effects import AskModel
from domain.call.events import Event, ModelFailed, ModelFinished, SentenceWritten, ToolsRequested
from domain.dialogue.messages import ModelMessage, ModelRequest, ToolCall
from domain.errors import ProviderError
from providers.ports import AnswerFinished, ModelChunk, TextDelta, ToolCallsReady
from tests.fakes.vendors import FakeCircuit, FakeLanguageModel, refused


class Chunks:
    """A model whose answers are given chunk by chunk."""

    def __init__(self, *answers: Sequence[ModelChunk | Exception]) -> None:
        self.answers = list(answers)

    async def stream(self, request: ModelRequest) -> AsyncGenerator[ModelChunk]:
        for chunk in self.answers.pop(0):
            if isinstance(chunk, Exception):
                raise chunk
            yield chunk

    async def ping(self) -> None: ...


async def asked(
    model: Chunks | FakeLanguageModel,
    *,
    fallback: Chunks | FakeLanguageModel | None = None,
    circuit: FakeCircuit | None = None,
    to_fallback: bool = False,
    generation: int = 3,
) -> list[Event]:
    events: list[Event] = []
    shell = Generation(
        model,
        fallback=fallback,
        circuit=circuit or FakeCircuit(),
        spread=lambda: 0.25,
        instructions=lambda _: "You answer the phone.",
        tools=(),
        now_ms=lambda: 0.0,
        emit=events.append,
    )
    async with asyncio.TaskGroup() as tasks:
        shell.ask(AskModel(generation, 1, (ModelMessage("user", "Hello?"),), to_fallback), tasks)
    return events


async def test_tool_calls_get_ids_of_our_own():
    calls = (
        ToolCall("x", "find_slots", {"a": 1}),
        ToolCall("x", "end_call", {}),
        ToolCall("", "end_call", {}, True),
    )
    events = await asked(Chunks([ToolCallsReady(calls), AnswerFinished(reason="tool_calls")]))
    assert events == [
        ToolsRequested(
            3,
            (
                ("call_3_1", "find_slots", {"a": 1}),
                ("call_3_2", "end_call", {}),
                ("call_3_3", "end_call", {}),
            ),
            malformed=("call_3_3",),
        ),
        ModelFinished(3),
    ]


@pytest.mark.parametrize("reason", ["length", "content_filter"])
async def test_the_last_words_of_an_answer_cut_short_are_left_out(reason: str):
    written = [TextDelta("There are several. You could come on Fri"), AnswerFinished(reason=reason)]
    sentence, failed = await asked(Chunks(written))
    assert isinstance(sentence, SentenceWritten)
    assert sentence.text == "There are several."
    assert isinstance(failed, ModelFailed)
    assert (failed.unusable, failed.lasting) == (True, False)


async def test_a_failure_tells_what_the_vendor_said_about_it():
    error = ProviderError("openai", "chat", "refused", True, 429, "req", 1.5)
    [failed] = await asked(Chunks([error]), fallback=Chunks())
    assert failed == ModelFailed(3, str(error), retry_after_ms=1500, elsewhere=True, spread=0.25)


async def test_without_a_second_model_there_is_nowhere_else_to_ask():
    [failed] = await asked(Chunks([refused("openai", retryable=False)]), to_fallback=True)
    assert isinstance(failed, ModelFailed)
    assert (failed.lasting, failed.elsewhere) == (True, False)


async def test_an_answer_tells_what_it_took_by_the_vendors_count():
    events = await asked(Chunks([TextDelta("Hello."), AnswerFinished(900, 12, "stop", 600)]))
    assert events[-1] == ModelFinished(3, prompt_tokens=900, cached_tokens=600, completion_tokens=12)


async def test_the_second_model_answers_when_the_call_asks_for_it():
    circuit, first = FakeCircuit(), FakeLanguageModel()
    events = await asked(first, fallback=FakeLanguageModel(["Hello."]), circuit=circuit, to_fallback=True)
    assert events[-1] == ModelFinished(3)
    assert first.requests == []
    assert circuit.told == []


async def test_the_second_model_answers_while_the_node_does_without_the_first():
    first = FakeLanguageModel()
    events = await asked(first, fallback=FakeLanguageModel(["Hello."]), circuit=FakeCircuit(admitting=False))
    assert events[-1] == ModelFinished(3)
    assert first.requests == []


async def test_a_failure_of_the_second_model_is_not_held_against_the_first():
    circuit = FakeCircuit()
    [failed] = await asked(Chunks(), fallback=Chunks([refused("openai")]), circuit=circuit, to_fallback=True)
    assert isinstance(failed, ModelFailed)
    assert not failed.elsewhere
    assert circuit.told == []


async def test_where_there_is_no_second_model_the_first_is_asked_in_any_case():
    events = await asked(FakeLanguageModel(["Hello."]), circuit=FakeCircuit(admitting=False))
    assert events[-1] == ModelFinished(3)


async def test_the_node_is_told_how_it_went():
    circuit = FakeCircuit()
    await asked(Chunks([refused("openai")]), circuit=circuit)
    await asked(FakeLanguageModel(["Hello."]), circuit=circuit)
    assert circuit.told == ["failed", "succeeded"]


async def test_what_a_model_writes_is_clean_and_in_words_before_it_enters_the_call():
    deltas = ["<thi", "nk>hm</think>**Sure", "!** That is $30 \ud83d", "\ude42.\x00 ", "See you at 14:30"]
    events = await asked(Chunks([*map(TextDelta, deltas), AnswerFinished(reason="stop")]))
    assert [event.text for event in events if isinstance(event, SentenceWritten)] == [
        "Sure!",
        "That is thirty dollars.",
        "See you at half past two",
    ]


async def test_so_are_the_arguments_of_its_tools():
    call = ToolCall("x", "take_message", {"message": "Ring Jos\x00e9 \ud83d", "more": ["\x00"]})
    (requested, _) = await asked(Chunks([ToolCallsReady((call,)), AnswerFinished(reason="tool_calls")]))
    assert isinstance(requested, ToolsRequested)
    assert requested.calls[0][2] == {"message": "Ring José ", "more": [""]}


@pytest.mark.parametrize(
    "text", ["<think>never closed", '{"name": "end_call", "arguments": {}}', "\x00", "***"]
)
async def test_an_answer_with_nothing_for_the_caller_says_nothing(text: str):
    events = await asked(Chunks([TextDelta(text), AnswerFinished(reason="stop")]))
    assert [type(event) for event in events] == [ModelFinished]
