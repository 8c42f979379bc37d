"""What a call has had of the model, by its journal alone."""

from domain.call import codec
from domain.call.events import ModelFinished
from domain.call.spent import ModelTokens, estimated_tokens


def test_an_answer_the_conversation_went_on_with_counts_as_used() -> None:
    answer = ModelFinished(1, prompt_tokens=900, cached_tokens=600, completion_tokens=40)
    assert ModelTokens().with_answer(answer, used=True) == ModelTokens(900, 600, 40)


def test_an_answer_nobody_was_told_is_wasted_whole() -> None:
    answer = ModelFinished(2, prompt_tokens=900, cached_tokens=600, completion_tokens=40)
    spent = ModelTokens(10, 5, 1).with_answer(answer, used=False)
    assert spent == ModelTokens(10, 5, 1, wasted_prompt=900, wasted_completion=40)


def test_what_was_given_up_before_an_answer_comes_with_it() -> None:
    answer = ModelFinished(3, 100, 0, 10, wasted_prompt_tokens=300, wasted_completion_tokens=7)
    assert ModelTokens().with_answer(answer, used=True) == ModelTokens(100, 0, 10, 300, 7)


def test_a_begun_token_counts_in_full() -> None:
    assert [estimated_tokens(characters) for characters in (0, 1, 4, 5)] == [0, 1, 1, 2]


def test_the_journal_keeps_the_count_and_says_nothing_of_a_count_there_is_not() -> None:
    told = ModelFinished(1, 900, 600, 40, 3, 2)
    assert codec.decode(codec.encode(told, 5.0)) == (5.0, told)
    assert b"tokens" not in codec.encode(ModelFinished(1), 5.0)
