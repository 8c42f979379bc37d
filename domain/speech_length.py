"""How long a text can sound: audio outside these bounds is not that text."""

SHORTEST_MS = 60
"""A single short syllable takes twice as long."""

SHORTEST_MS_PER_LETTER = 4
"""Fifteen times as fast as people read aloud."""

LONGEST_MS_PER_LETTER = 1000
"""A digit or an ideograph may be a word of four syllables."""

LONGEST_PAUSES_MS = 5000


def is_too_short(text: str, audio_ms: float) -> bool:
    """Whether this cannot be all of the text."""
    return audio_ms < max(SHORTEST_MS, SHORTEST_MS_PER_LETTER * _letters(text))


def is_plausible(text: str, audio_ms: float) -> bool:
    """Whether this may be the text, neither more nor less."""
    return not is_too_short(
        text, audio_ms
    ) and audio_ms <= LONGEST_PAUSES_MS + LONGEST_MS_PER_LETTER * _letters(text)


def _letters(text: str) -> int:
    return sum(sign.isalnum() for sign in text)
