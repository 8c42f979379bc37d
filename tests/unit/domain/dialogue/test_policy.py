import pytest

from domain.dialogue.policy import Deadlines, is_backchannel


@pytest.mark.parametrize(
    "text",
    [
        "uh huh",
        "Uh-huh.",
        "mm",
        "Mm-hmm",
        "okay",
        "Okay, right.",
        "yeah",
        "yep yep",
        "right I see",
        "got it",
        "oh okay cool",
    ],
)
def test_a_listening_noise_is_a_backchannel(text: str):
    assert is_backchannel(text)


@pytest.mark.parametrize(
    "text",
    ["", "yes", "no", "yes please", "okay but can we do three", "wait", "right now", "stop", "mia", "okay 3", "sure",
     "okay okay okay okay okay"],
)  # fmt: skip
def test_words_that_take_the_floor_are_not(text: str):
    assert not is_backchannel(text)


def test_deadlines_that_do_not_rise_are_refused():
    assert Deadlines().filler_ms <= Deadlines().hedge_ms < Deadlines().give_up_ms
    with pytest.raises(ValueError, match="must rise"):
        Deadlines(filler_ms=3000)
    with pytest.raises(ValueError, match="silence"):
        Deadlines(silence_prompt_ms=0)
