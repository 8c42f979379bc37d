"""The voices of the sandbox: espeak-ng voices with the settings that telephone callers and the recogniser like."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Voice:
    """How something is spoken.

    Attributes:
        espeak: the espeak-ng voice, optionally `+variant`.
        words_per_minute: 80 to 450.
        pitch: 0 to 99.
        range_: 0 (monotone) to 99.
        word_gap: extra pause between words, in 10 ms.
    """

    espeak: str = "en-us"
    words_per_minute: int = 150
    pitch: int = 50
    range_: int = 50
    word_gap: int = 0


AGENT = Voice("en-GB-x-rp+f2", words_per_minute=215, pitch=55)
"""The receptionist."""

CALLER = Voice("en-us+benjamin", words_per_minute=165, pitch=35)
"""The caller the recogniser understands best; see `CALLERS`."""

CALLERS = (
    CALLER,
    Voice("en-us+edward", words_per_minute=165, pitch=45),
    Voice("en-us+klatt4", words_per_minute=165, pitch=40),
    Voice("en-us+adam", words_per_minute=165, pitch=50),
)
"""Male US voices with little word error after µ-law, chosen out of forty by measurement."""
