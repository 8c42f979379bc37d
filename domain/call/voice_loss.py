"""The voice is late, or cannot say a sentence, or is gone."""

from domain.call import floor
from domain.call.draft import Draft
from domain.call.effects import StopSpeaking, TimerName
from domain.call.events import SpeechFailed, SpeechSent
from domain.call.state import Phase

LOST_IN_A_ROW = 2
"""Each has been tried for as long as a caller waits, with both voices."""

VOICE_PATIENCE_MS = 700
"""From the request for speech. Its first audio comes after 150 to 250 ms; before that a filler would only be in the
way."""


def fill(draft: Draft) -> None:
    """The caller hears nothing: a filler, which overtakes what the voice does not begin to speak."""
    state = draft.state
    turn = state.agent_turn
    if turn is None:
        return
    if draft.is_patient and floor.waits_for_voice(state):
        asked_at_ms = min(s.asked_at_ms for s in turn.sentences if not s.settled)
        early_ms = asked_at_ms + VOICE_PATIENCE_MS - draft.now_ms
        if early_ms > 0:
            draft.start_timer(TimerName.FILLER, max(1, round(early_ms)))
            return
    elif not floor.waits_in_silence(state):
        return
    fillers = sum(sentence.canned for sentence in turn.sentences)
    text = draft.lines.filler(state.turn_id + fillers)
    draft.say(text, canned=True, overtakes=draft.is_patient and floor.waits_for_voice(state))


def sentence_sent(draft: Draft, event: SpeechSent) -> None:
    """What the voice has just said proves that it can; fixed wording may have come from the cache."""
    turn = draft.agent_turn(event.turn_id)
    if turn is None or event.sentence >= len(turn.sentences) or not event.audio_ms:
        return
    if not turn.sentences[event.sentence].canned:
        draft.note_voice()


def sentence_failed(draft: Draft, event: SpeechFailed) -> None:
    """A sentence is lost: it is left out. Several in a row are a lost voice."""
    draft.sentence_played(event.turn_id, event.sentence, event.audio_ms)
    draft.lose_sentence(event.turn_id, event.sentence)
    if draft.state.phase is Phase.ENDING_STREAM:
        floor.proceed(draft)
    elif (
        not draft.is_patient
        or draft.state.phase is Phase.CLOSING
        or draft.state.lost_sentences >= LOST_IN_A_ROW
    ):
        _lose_voice(draft, event.reason)
    elif _all_lost(draft):
        draft.say(draft.lines.cut_off_say_again, canned=True)
    else:
        floor.proceed(draft)
        floor.fill_silence(draft)


def _all_lost(draft: Draft) -> bool:
    """Whether the agent has nothing more to say in this turn and the caller has heard none of it."""
    state = draft.state
    turn, fillers = state.agent_turn, draft.lines.fillers
    return (
        turn is not None
        and state.phase is Phase.SPEAKING
        and state.farewell is None
        and turn.settled
        and not state.works_on_answer
        and not any(s.played_ms for s in turn.sentences if not (s.canned and s.text in fillers))
    )


def _lose_voice(draft: Draft, reason: str) -> None:
    """Our voice is gone: the carrier's own voice says so once the stream is closed."""
    if not draft.state.trouble:
        draft.note_trouble(f"speech synthesis failed: {reason}")
    floor.cancel_model(draft)
    draft.emit(StopSpeaking(draft.state.turn_id))
    floor.end_stream(draft, floor.unspoken_farewell(draft))
