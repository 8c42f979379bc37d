"""The shape of one language's cues."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cues:
    """The cues of one language, as `reading.words_of` writes them: lower case (`ss` for a sharp s), no signs but
    apostrophes inside a word.

    Attributes:
        backchannels: words and phrases of a listener who is not taking the floor. A yes and a no are not among them:
            they answer a question that the agent may be in the middle of asking.
        hesitations: sounds of somebody who is about to speak; they mean nothing by themselves.
        assents, denials: a yes and a no, alone or with courtesies around them.
        farewells: taking leave, beyond doubt.
        thanks: polite endings that may also stand in the middle of a call.
        courtesies: words that change nothing about what stands beside them.
        openers: words that begin a new matter, so that what holds one is not just a farewell.
        pauses: patterns of whole phrases by which a caller asks for time or says what keeps them. `reading` takes
            them away, with the courtesies; nothing may be left.
    """

    backchannels: tuple[str, ...]
    hesitations: tuple[str, ...]
    assents: tuple[str, ...]
    denials: tuple[str, ...]
    farewells: tuple[str, ...]
    thanks: tuple[str, ...]
    courtesies: tuple[str, ...]
    openers: tuple[str, ...]
    pauses: tuple[str, ...]
