"""Which words of the recogniser's are the caller's, while or just after the agent speaks.

The voice detector keeps our voice from the recogniser where it can tell it (`domain.line`). This is for the rest: an
echo that was understood all the same, and text that comes late.
"""

from domain.call.draft import Draft
from domain.call.events import CallerHeard, UtteranceEnded
from domain.call.state import Phase, Sentence
from domain.dialogue.own_words import may_be_own, without_own

TAIL_MS = 1000
"""An echo has sounded so long after our sentence; who repeats that much of it in answer is not through by then."""

LATE_MS = 4000
"""So long after it the recogniser may still bring the words."""

_TURNS = 2
_SOUNDING = (Phase.SPEAKING, Phase.CLOSING)


def callers_part(draft: Draft, event: CallerHeard) -> str:
    """The caller's of the words so far. While we speak, those that may become an echo of ours are waited for."""
    sentences = [sentence.text for sentence in _sounding_since(draft, draft.now_ms - TAIL_MS)]
    if draft.state.phase in _SOUNDING and may_be_own(event.text, sentences):
        return ""
    return without_own(event.text, sentences)


def callers_words(draft: Draft, event: UtteranceEnded) -> str:
    """The caller's of an utterance's words."""
    since_ms = draft.now_ms - LATE_MS
    if draft.state.utterance.voiced_ms:
        since_ms = max(since_ms, event.speech_ended_at_ms - TAIL_MS)
    return without_own(event.text, [sentence.text for sentence in _sounding_since(draft, since_ms)])


def _sounding_since(draft: Draft, since_ms: float) -> list[Sentence]:
    """The latest sentences that sound, are to sound, or sounded after this."""
    turns = [turn for turn in draft.state.agent_turns if turn.sentences][-_TURNS:]
    sentences = [sentence for turn in turns for sentence in turn.sentences]
    return [each for each in sentences if each.settled_at_ms is None or each.settled_at_ms >= since_ms]
