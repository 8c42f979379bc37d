"""The recogniser's training sentences, language model and dictionary."""

import random
from pathlib import Path

import pytest

from sandbox.speech.corpus import expand, sentences
from sandbox.speech.language_model import arpa
from sandbox.speech.model_files import model_files


def test_templates_choose_skip_and_name() -> None:
    draw = random.Random(1)
    said = {" ".join(expand("(yes|no) (please|) {first}", draw, first="mia")) for _ in range(50)}
    assert said == {"yes mia", "no mia", "yes please mia", "no please mia"}


@pytest.mark.parametrize("template", ["(yes", "yes)", "(a|(b)"])
def test_an_unbalanced_template_is_refused(template: str) -> None:
    with pytest.raises(ValueError, match="unbalanced"):
        expand(template, random.Random(1))


def test_the_corpus_is_the_same_every_time() -> None:
    first, second = list(sentences()), list(sentences())
    assert first == second
    assert len(first) > 50_000
    assert not [word for sentence in first for word in sentence if not word.replace("'", "").isalpha()]


def test_the_model_gives_every_history_a_whole_probability() -> None:
    text = arpa([["yes", "please"], ["yes", "thanks"], ["no", "thanks"], ["yes", "please"]])
    model: dict[tuple[str, ...], tuple[float, float]] = {}
    for line in text.splitlines():
        if line.startswith("-"):
            fields = line.split()
            has_backoff = fields[-1].startswith("-") or fields[-1] == "0.0000"
            words = tuple(fields[1:-1] if has_backoff else fields[1:])
            model[words] = (10 ** float(fields[0]), 10 ** float(fields[-1]) if has_backoff else 1.0)

    def probability(history: tuple[str, ...], word: str) -> float:
        if (*history, word) in model:
            return model[(*history, word)][0]
        if not history:
            return 0.0
        return model.get(history, (0.0, 1.0))[1] * probability(history[1:], word)

    vocabulary = ["yes", "no", "please", "thanks", "</s>"]
    for history in [(), ("<s>",), ("yes",), ("<s>", "yes"), ("yes", "please"), ("no",)]:
        assert sum(probability(history, word) for word in vocabulary) == pytest.approx(1, abs=1e-3)
    assert probability(("<s>", "yes"), "please") > probability(("<s>", "yes"), "thanks")


def test_files_are_made_once_and_a_word_without_sound_is_refused(tmp_path: Path) -> None:
    known = tmp_path / "known.dict"
    words = sorted({word for sentence in sentences() for word in sentence})
    known.write_text("".join(f"{word} AH\n" for word in words))
    files = model_files(known, tmp_path)
    written = files.language_model.stat().st_mtime_ns
    assert model_files(known, tmp_path) == files
    assert files.language_model.stat().st_mtime_ns == written
    known.write_text("yes Y EH S\n")
    with pytest.raises(LookupError, match="haircut"):
        model_files(known, tmp_path / "other")
