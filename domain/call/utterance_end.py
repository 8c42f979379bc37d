"""What an utterance of the caller comes to once the recogniser says that it has ended, from `Edition.PATIENT` on.

It is a turn, or part of one; or a listener's noise, an answer over the end of a question, the sound of somebody about
to speak; or the farewell that the agent's waits for.
"""

from dataclasses import replace

from domain.call import caller_turns, floor, safety, waiting
from domain.call.draft import Draft
from domain.call.events import UtteranceEnded
from domain.call.questions import answers, asked_anew, asks
from domain.call.sense import is_sentence, makes_sense
from domain.call.state import CallerTurn, Farewell, Phase, Recall
from domain.call.utterance import Utterance
from domain.dialogue.cues.reading import is_backchannel, is_farewell, is_hesitation

OVERLAP_MS = 2000
"""People answer a question before it has been spoken out: who said "okay" so shortly before its end has answered it."""


def utterance_ended(draft: Draft, event: UtteranceEnded) -> None:
    utterance = draft.state.utterance
    text = utterance.ended_with(event.text)
    turn = CallerTurn(
        text,
        started_at_ms=utterance.began_at_ms or event.speech_ended_at_ms,
        ended_at_ms=draft.now_ms,
        end_of_turn_ms=max(0.0, draft.now_ms - event.speech_ended_at_ms),
    )
    sensible = makes_sense(
        text,
        draft.brief.language,
        # Words kept at a takeover have outlived the recogniser that was sure of them.
        confidence=event.confidence if event.text else 1.0,
        lasted_ms=draft.now_ms - _began_at_ms(draft, turn),
        earlier=[turn.text for turn in draft.state.turns if isinstance(turn, CallerTurn)],
    )
    if draft.wants_progress:
        draft.set_patience(draft.state.patience.utterance_over())
        sensible = _gets_on(draft, text, sensible=sensible)
    draft.set_utterance(Utterance())
    match draft.state.phase:
        case Phase.LISTENING:
            _with_the_floor(draft, turn, sensible=sensible)
        case Phase.SPEAKING:
            _over_the_agent(draft, turn, sensible=sensible)
        case Phase.THINKING:
            if text and not is_backchannel(text, draft.brief.language):
                floor.cancel_model(draft)
                _take(draft, turn, sensible=sensible)
        case Phase.CLOSING | Phase.ENDING_STREAM:
            _during_the_goodbye(draft, turn, sensible=sensible)
        case Phase.WAITING | Phase.ENDED:
            pass


def _began_at_ms(draft: Draft, turn: CallerTurn) -> float:
    """The recogniser's first word of the utterance: what was noted of it begins anew when the agent speaks."""
    since_ms = draft.state.patience.words_since_ms
    if not draft.wants_progress or since_ms is None:
        return turn.started_at_ms
    return min(since_ms, turn.started_at_ms)


def _gets_on(draft: Draft, text: str, *, sensible: bool) -> bool:
    """Notes whether the conversation gets on with this; gives whether somebody is taken to have talked to us."""
    patience = draft.state.patience
    language = draft.brief.language
    only_listens = is_backchannel(text, language) and draft.state.phase is not Phase.LISTENING
    if not text or only_listens or is_hesitation(text, language):
        return sensible
    answers_anew = sensible and asked_anew(draft.state)
    if sensible and is_sentence(text):
        patience = patience.got_on(draft.now_ms)
    elif answers_anew:
        patience = patience.answers_anew()
    else:
        patience = patience.got_nowhere()
    if patience.gets_nowhere and not answers_anew:
        sensible, patience = False, patience.nobody_since_got_on()
    draft.set_patience(patience)
    return sensible


def cut_long_turn(draft: Draft) -> None:
    """The caller goes on and on: what was understood so far is answered. That it makes sense is not said."""
    utterance = draft.state.utterance
    text = utterance.ended_with(utterance.words)
    started_at_ms = utterance.began_at_ms or draft.now_ms
    draft.set_utterance(utterance.answered_so_far())
    _take(draft, CallerTurn(text, started_at_ms, draft.now_ms, 0.0), sensible=False)


def take_up_held(draft: Draft) -> None:
    """The agent's words are out: what was held is the answer to them, or was a listener's noise."""
    held, turn = draft.state.held, draft.state.agent_turn
    draft.hold(None)
    if held is None or draft.state.phase is not Phase.LISTENING or turn is None or turn.interrupted:
        return
    if asks(turn) and draft.now_ms - (held.ended_at_ms - held.end_of_turn_ms) <= OVERLAP_MS:
        _take(draft, held, sensible=True)


def _with_the_floor(draft: Draft, turn: CallerTurn, *, sensible: bool) -> None:
    language = draft.brief.language
    if not turn.text or is_hesitation(turn.text, language):
        if turn.text:
            draft.set_patience(draft.state.patience.words_came(draft.now_ms))
        if not floor.take_up_answer(draft):
            floor.wait_for_caller(draft)
    elif draft.state.keys is not None and not safety.concerns(draft, turn.text):
        # Typed and spoken parts of one answer: they are answered together.
        draft.join_caller_turn(turn)
        draft.publish()
        floor.wait_for_caller(draft)
    elif is_backchannel(turn.text, language) and not answers(draft.state, turn):
        if waiting.was_cut_short(draft.state) and not draft.state.awaits_stop:
            floor.say_again(draft)
        else:
            floor.wait_for_caller(draft)
    else:
        _take(draft, turn, sensible=sensible)


def _over_the_agent(draft: Draft, turn: CallerTurn, *, sensible: bool) -> None:
    language = draft.brief.language
    if not turn.text:
        return
    if not is_backchannel(turn.text, language):
        floor.interrupt(draft)
        _take(draft, turn, sensible=sensible)
    elif not is_hesitation(turn.text, language):
        draft.hold(turn)


def _during_the_goodbye(draft: Draft, turn: CallerTurn, *, sensible: bool) -> None:
    language = draft.brief.language
    farewell = draft.state.farewell if draft.state.phase is Phase.CLOSING else None
    says_something = bool(turn.text) and not is_backchannel(turn.text, language)
    goes_on = says_something and not is_farewell(turn.text, language)
    if farewell is not None and goes_on and _takes_back(farewell, sensible=sensible):
        floor.take_farewell_back(draft)
        _take(draft, turn, sensible=sensible)
        return
    if says_something:
        caller_turns.note_last_words(draft, turn)
    if farewell is not None and farewell.lingers_until_ms is not None:
        draft.plan_farewell(replace(farewell, lingers_until_ms=draft.now_ms))
        floor.proceed(draft)


def _takes_back(farewell: Farewell, *, sensible: bool) -> bool:
    return farewell.recall is Recall.WORDS or (farewell.recall is Recall.SENSE and sensible)


def _take(draft: Draft, turn: CallerTurn, *, sensible: bool) -> None:
    """Answers a turn of the caller's; one more of those that make no sense is not worth a question to the model."""
    hopeless = not sensible and waiting.makes_no_sense_for_long(draft.state, draft.now_ms)
    draft.set_patience(draft.state.patience.turn_came(draft.now_ms, sensible=sensible))
    if hopeless and not safety.concerns(draft, turn.text):
        draft.join_caller_turn(turn, ends_silence=False)
        if draft.state.phase is not Phase.LISTENING:
            draft.enter(Phase.LISTENING)
        floor.prompt(draft)
        return
    caller_turns.take_turn(draft, turn, ends_silence=sensible)
