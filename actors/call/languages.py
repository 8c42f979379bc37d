"""What a call knows of its language, read and compiled before a caller waits for it."""

from collections.abc import Iterable

from domain.dialogue.cues import reading
from domain.dialogue.danger import assessment
from domain.languages import OFFERED
from domain.spoken import dictation, number_words


def prepare_languages(of_danger: Iterable[str] = OFFERED) -> None:
    """All that depends on the languages offered, once a process: what is there already costs nothing.

    Args:
        of_danger: languages whose rules about danger are wanted now; English takes 0.25 s of CPU, the others 0.1 each.
    """
    for language in OFFERED:
        number_words.warm_up(language)
        reading.prepare(language)
        dictation.warm_up(language)
    for language in of_danger:
        assessment.prepare(language)
