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


AGENT = Voice("en-GB-x-rp+f2", words_per_minute=170, pitch=55)
CALLER = Voice("en-us+m3", words_per_minute=140, pitch=40)
