"""The deadlines after which silence is broken, and which words are a backchannel."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Deadlines:
    """When silence is broken, in ms from the caller's end of turn unless said otherwise.

    Attributes:
        filler_ms: no audio of the answer yet: say a filler. An answer usually starts 600-1000 ms after the
            end of turn (model 350-600, first sentence 100-200, speech 150-250) and the recogniser has used
            200-500 ms before that. People begin to wonder at about 2 s of silence, so a filler at 1.2 s
            sounds just before that, and a normal answer never meets it.
        hedge_ms: no first word of the model yet: ask a second time and take whichever answers first. Past the
            usual 95th percentile of a first word, so few requests are paid twice; 400 ms before it and a
            filler of a second ends as the second answer begins.
        give_up_ms: still nothing: apologise, then put the caller through or say goodbye. Two fillers fit before it;
            longer than this callers hang up.
        silence_prompt_ms: the caller says nothing, from the end of the agent's playout: ask whether they are
            there. Looking up a diary takes a caller 5-6 s.
    """

    filler_ms: int = 1200
    hedge_ms: int = 1800
    give_up_ms: int = 8000
    silence_prompt_ms: int = 8000

    def __post_init__(self) -> None:
        if not 0 < self.filler_ms <= self.hedge_ms < self.give_up_ms:
            raise ValueError("deadlines must rise: filler_ms, hedge_ms, give_up_ms")
        if self.silence_prompt_ms <= 0:
            raise ValueError("silence_prompt_ms must be positive")


BACKCHANNELS: frozenset[str] = frozenset(
    (
        "uh", "huh", "mhm", "mm", "mmm", "mmhmm", "hmm", "hm", "ah", "aha", "oh", "um", "er",
        "okay", "ok", "okey", "kay", "right", "yeah", "yep", "yup", "ya", "alright", "cool", "nice", "great", "good",
        "perfect", "lovely", "wow", "true", "exactly", "totally", "absolutely", "gotcha", "fine", "sweet",
    )
)  # fmt: skip
"""Words of a listener who is not taking the floor.

`yes`, `no` and `sure` are not among them: they answer a question that the agent may be in the middle of
asking.
"""

_BACKCHANNEL_PHRASES = re.compile(
    r"\b(?:i see|i know|got it|all right|of course|makes sense|go on|go ahead|no worries)\b"
)
_MAX_BACKCHANNEL_WORDS = 4


def is_backchannel(text: str) -> bool:
    """Whether this only shows that the caller listens ("uh huh", "okay", "right I see"): it must not stop the agent."""
    words = " ".join(re.findall(r"[a-z']+", text.casefold().replace("-", " ")))
    if not words or len(words.split()) > _MAX_BACKCHANNEL_WORDS or any(c.isdigit() for c in text):
        return False
    rest = _BACKCHANNEL_PHRASES.sub(" ", words)
    return all(word in BACKCHANNELS for word in rest.split())
