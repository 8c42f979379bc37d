"""What a call knows of its language is there before a caller waits for it."""

import subprocess
import sys

FIRST_WORDS = """
import re
from actors.call.languages import prepare_languages
from domain.languages import OFFERED
from domain.spoken.answer import SpokenAnswer
prepare_languages()
compiled = []
compile = re._compiler.compile
re._compiler.compile = lambda pattern, *rest: compiled.append(pattern) or compile(pattern, *rest)
for language in OFFERED:
    answer = SpokenAnswer(language)
    said = answer.feed("The 3rd is free, from 10:30 to 11:15, for $85 or 70 \u20ac. ") + answer.flush()
    assert said, language
    assert not any(sign.isdecimal() for sentence in said for sign in sentence), said
print(len(compiled))
"""


def test_the_first_answer_of_a_process_compiles_next_to_nothing() -> None:
    """A whole language's patterns take 30 ms, and the caller hears nothing meanwhile."""
    told = subprocess.run(
        [sys.executable, "-c", FIRST_WORDS], check=True, capture_output=True, text=True, timeout=60
    )
    assert int(told.stdout) <= 5
