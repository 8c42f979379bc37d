"""Fixed wording of the agent, the deadlines after which it is used, and which words are a backchannel."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


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


@dataclass(frozen=True, slots=True)
class Lines:
    """The agent's own sentences in one language. None promises anything that has not been done."""

    fillers: tuple[str, ...]
    still_there: tuple[str, ...]
    model_failed_transfer: str
    model_failed_goodbye: str
    transferring: str
    goodbye: str
    silence_goodbye: str
    time_is_up: str
    unknown_number: str
    please_hold: str
    voicemail_when_busy: str
    voicemail_when_failed: str
    voicemail_when_away: str
    voicemail_goodbye: str
    cut_off: str
    cut_off_say_again: str

    def filler(self, count: int) -> str:
        """The filler for the `count`-th wait (from 0) of a call: neighbours differ."""
        return self.fillers[count % len(self.fillers)]

    def still_there_line(self, count: int) -> str:
        """What is said to the `count`-th silence in a row."""
        return self.still_there[min(count, len(self.still_there) - 1)]


ENGLISH = Lines(
    fillers=("One moment.", "Let me see.", "Just a second.", "Bear with me."),
    still_there=("Are you still there?", "Sorry, I can't hear you. Are you still there?"),
    model_failed_transfer="I'm sorry, I'm having trouble right now. Let me put you through to someone.",
    model_failed_goodbye="I'm sorry, I can't help you right now. Please call again later. Goodbye.",
    transferring="I'll put you through now. One moment, please.",
    goodbye="Thank you for calling. Goodbye.",
    silence_goodbye="I can't hear anyone, so I'll hang up. Please call again any time. Goodbye.",
    time_is_up="I'm sorry, I have to end the call here. Please call again any time. Goodbye.",
    unknown_number="I'm sorry, this number is not in use. Please check it and dial again. Goodbye.",
    please_hold="All our lines are busy right now. Please hold the line.",
    voicemail_when_busy="I'm sorry, all our lines are busy. Please leave your name and a message after the tone.",
    voicemail_when_failed="I'm sorry, I can't help you right now. Please leave your name and a message after the tone.",
    voicemail_when_away="I'm sorry, nobody can take your call right now. Please leave a message after the tone.",
    voicemail_goodbye="Thank you for calling. Goodbye.",
    cut_off="Sorry, we were cut off for a moment.",
    cut_off_say_again="Sorry, we were cut off for a moment. Could you say that again, please?",
)

LINES: Mapping[str, Lines] = MappingProxyType({"en": ENGLISH})
"""By BCP 47 tag, lower case: a language (`en`) or a language and region (`en-au`). Add a language here."""


def lines_for(language: str, registry: Mapping[str, Lines] = LINES) -> Lines:
    """The sentences for a BCP 47 tag: of the whole tag, else of its language, else English."""
    tag = language.replace("_", "-").casefold()
    return registry.get(tag) or registry.get(tag.partition("-")[0]) or ENGLISH


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
