"""Whether somebody talks to us: what a recogniser guesses from music, a cough or a television is mostly not that.

No single utterance can prove it. So this decides nothing about the answer to an utterance; it decides how long the
agent goes on with a line on which nothing else is heard.
"""

from collections.abc import Sequence

from domain.dialogue.cues.reading import asks_to_wait, is_answer, is_backchannel, words_of

LEAST_CONFIDENCE = 0.35
"""Of the recogniser in the words; understood speech on a telephone has 0.7 and more."""

LONG_MS = 15_000
LEAST_WORDS_PER_S = 0.7
"""Of an utterance that long. People say two to three words a second with all their pauses; in music a recogniser finds
one in five seconds."""

REMEMBERED_TURNS = 4
SHORT_WORDS = 3
"""A noise is guessed as up to so many words; who says more than that once again was not understood."""


SENTENCE_WORDS = 4
"""Different ones: in noise a recogniser rarely finds so many that make sense together."""


def is_sentence(text: str) -> bool:
    """Whether an utterance is more than a word or two, said once or again and again."""
    return len(set(words_of(text))) >= SENTENCE_WORDS


def makes_sense(
    text: str, language: str, *, confidence: float, lasted_ms: float, earlier: Sequence[str]
) -> bool:
    """Whether an utterance that has ended is likely somebody talking to us.

    Args:
        confidence: the recogniser's in its words, 0 to 1.
        lasted_ms: from its first sound or word to its end.
        earlier: the caller's turns before it. A few words once again tell nothing new, unless they say yes or no, or
            ask for time.
    """
    words = words_of(text)
    if not words or confidence < LEAST_CONFIDENCE:
        return False
    if lasted_ms >= LONG_MS and len(words) < LEAST_WORDS_PER_S * lasted_ms / 1000:
        return False
    if is_answer(text, language) or asks_to_wait(text, language):
        return True
    repeated = len(words) <= SHORT_WORDS and any(
        words_of(turn) == words for turn in earlier[-REMEMBERED_TURNS:]
    )
    return not repeated and not is_backchannel(text, language)
