"""The caller's safety comes before the conversation: what their words tell of danger is answered without the model.

A danger that is certain gets the number to call. A doubtful one is asked about, and the caller's answer decides: nobody
is hurt, and the conversation goes on with what they wanted; or it is an emergency. Whether the question has been put
and how it was answered is read from the turns.
"""

from itertools import pairwise

from domain.call.draft import Draft
from domain.call.state import AgentTurn, CallerTurn, CallState
from domain.dialogue import emergency
from domain.dialogue.danger.assessment import Answer, Danger, answer, assess


def words_for(draft: Draft, text: str) -> str | None:
    """What is to be said to the caller's turn, the last one; None when it is the model's to answer."""
    brief = draft.brief
    danger = assess(text, brief.language)
    asked = _question_is_open(draft)
    told = answer(text, brief.language) if asked else Answer.UNCLEAR
    if danger is Danger.DOUBTFUL and asked and told is not Answer.NO:
        danger = Danger.CERTAIN
    if danger is Danger.NONE and told is Answer.YES:
        danger = Danger.CERTAIN
    if danger in (Danger.CERTAIN, Danger.CRISIS):
        draft.note_emergency()
        return emergency.reply(danger, brief.country, brief.language)
    if told is Answer.NOT_UNDERSTOOD and _times_asked(draft) == 1:
        return emergency.question(brief.language)
    if danger is Danger.DOUBTFUL and told is not Answer.NO and not _was_denied(draft):
        return emergency.question(brief.language)
    return None


def concerns(draft: Draft, text: str) -> bool:
    """Whether these words may be about danger: they tell of some, or answer whether there is any."""
    return assess(text, draft.brief.language) is not Danger.NONE or _question_is_open(draft)


def words_for_silence(draft: Draft) -> str | None:
    """What is said to a caller who does not answer whether anybody is hurt: they may not be able to.

    The question once more, then the number to call. None when the question is not open.
    """
    if not _question_is_open(draft):
        return None
    brief = draft.brief
    if _times_asked(draft) == 1:
        return emergency.question(brief.language)
    return emergency.reply(Danger.CERTAIN, brief.country, brief.language)


def asks(draft: Draft, words: str) -> bool:
    """Whether these words of ours are the question, to which the caller owes an answer."""
    return words == emergency.question(draft.brief.language)


def _question_is_open(draft: Draft) -> bool:
    """Whether the question is the last thing the agent said."""
    passed_over = (draft.lines.cut_off, draft.lines.cut_off_say_again)
    for turn in reversed(draft.state.agent_turns):
        said = [sentence.text for sentence in turn.sentences if sentence.text not in passed_over]
        if said:
            return asks(draft, said[-1])
    return False


def _times_asked(draft: Draft) -> int:
    """How often it was asked since the conversation last went another way."""
    times = 0
    for turn in reversed(draft.state.agent_turns):
        if _asks(draft, turn):
            times += 1
        elif turn.sentences:
            break
    return times


def _was_denied(draft: Draft) -> bool:
    """Whether the caller has answered that nobody is hurt: such words of theirs are a way of speaking."""
    language = draft.brief.language
    return any(answer(text, language) is Answer.NO for text in _answers(draft, draft.state))


def _answers(draft: Draft, state: CallState) -> list[str]:
    turns = state.turns
    return [
        after.text
        for before, after in pairwise(turns)
        if isinstance(before, AgentTurn) and isinstance(after, CallerTurn) and _asks(draft, before)
    ]


def _asks(draft: Draft, turn: AgentTurn) -> bool:
    return any(asks(draft, sentence.text) for sentence in turn.sentences)
