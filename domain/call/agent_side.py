"""Handlers of what the agent's parts report: the model, speech output, the timers."""

from domain.call import (
    ending,
    floor,
    keypad,
    last_words,
    model_retries,
    takeover,
    utterance_end,
    voice_loss,
    waiting,
)
from domain.call.draft import Draft
from domain.call.effects import NextStepKind, TimerName
from domain.call.events import (
    CloseRequested,
    ModelFailed,
    ModelFinished,
    SentenceWritten,
    SpeechBegan,
    SpeechFailed,
    SpeechPlayed,
    SpeechSent,
    SpeechStopped,
    TimerFired,
)
from domain.call.state import CallState, Farewell, Latency, Phase


# --- the model --------------------------------------------------------------------------------------------------
def sentence_written(draft: Draft, event: SentenceWritten) -> None:
    work = draft.state.model.under_way
    if work is None or not floor.adopt(draft, event.generation):
        return
    if event.text in work.said or draft.state.stream_gone is not None:
        return
    turn_id = draft.state.turn_id
    draft.note_latency(turn_id, Latency.MODEL_FIRST_TOKEN, event.first_token_at_ms - work.asked_at_ms)
    draft.note_latency(turn_id, Latency.FIRST_SENTENCE, draft.now_ms - work.asked_at_ms)
    draft.say(event.text, canned=False)


def model_finished(draft: Draft, event: ModelFinished) -> None:
    draft.note_tokens(event)
    work = draft.state.model.under_way
    if work is None or event.generation not in work.active:
        return
    if draft.state.stream_gone is not None:
        last_words.model_finished(draft, event)
        floor.proceed(draft)
        return
    if not work.wrote_anything:
        model_retries.answered_nothing(draft, event.generation)
        return
    draft.set_model(draft.state.model.completed())
    floor.proceed(draft)


def model_failed(draft: Draft, event: ModelFailed) -> None:
    if draft.state.stream_gone is not None:
        last_words.model_failed(draft, event)
        floor.proceed(draft)
        return
    model_retries.failed(draft, event)


# --- the voice --------------------------------------------------------------------------------------------------
def speech_began(draft: Draft, event: SpeechBegan) -> None:
    draft.cancel_timers(TimerName.FILLER)
    draft.sentence_begun(event.turn_id, event.sentence)
    draft.note_first_audio()
    turn = draft.agent_turn(event.turn_id)
    if turn is None:
        return
    draft.note_latency(event.turn_id, Latency.FIRST_AUDIO, event.first_audio_at_ms - event.requested_at_ms)
    end_of_turn_ms = turn.latency_ms.get(Latency.END_OF_TURN)
    if end_of_turn_ms is not None:
        voice_to_voice_ms = end_of_turn_ms + draft.now_ms - turn.started_at_ms
        draft.note_latency(event.turn_id, Latency.VOICE_TO_VOICE, voice_to_voice_ms)
    draft.publish()


def speech_sent(draft: Draft, event: SpeechSent) -> None:
    draft.sentence_sent(event.turn_id, event.sentence, event.audio_ms)
    voice_loss.sentence_sent(draft, event)


def speech_played(draft: Draft, event: SpeechPlayed) -> None:
    turn = draft.agent_turn(event.turn_id)
    if turn is None or event.sentence >= len(turn.sentences) or turn.sentences[event.sentence].settled:
        return
    audio_ms = turn.sentences[event.sentence].audio_ms or 0
    draft.sentence_played(event.turn_id, event.sentence, audio_ms)
    draft.publish()
    floor.proceed(draft)
    if event.turn_id == draft.state.turn_id:
        floor.fill_silence(draft)


def speech_stopped(draft: Draft, event: SpeechStopped) -> None:
    """Sentences before the cut sounded whole even when their marks are still on the way; later ones never did."""
    turn = draft.agent_turn(event.turn_id)
    if turn is None:
        return
    for index, sentence in enumerate(turn.sentences):
        if sentence.settled:
            continue
        if index < event.sentence:
            played_ms = sentence.audio_ms or 0
        else:
            played_ms = event.played_ms if index == event.sentence else 0
        draft.sentence_played(event.turn_id, index, played_ms)
    draft.publish()
    floor.proceed(draft)


def speech_failed(draft: Draft, event: SpeechFailed) -> None:
    voice_loss.sentence_failed(draft, event)


# --- time and the outside ---------------------------------------------------------------------------------------
def timer_fired(draft: Draft, event: TimerFired) -> None:
    state = draft.state
    name = TimerName(event.name)
    if name is TimerName.MAX_DURATION:
        if state.phase not in (Phase.CLOSING, Phase.ENDING_STREAM, Phase.ENDED):
            if state.phase is Phase.SPEAKING:
                floor.interrupt(draft)
            draft.note_trouble("the call reached its longest duration")
            floor.say_farewell(draft, draft.lines.time_is_up, NextStepKind.HANG_UP)
        return
    if event.turn_id != state.turn_id:
        return
    if state.stream_gone is not None:
        ending.finish(draft)
        return
    if name is TimerName.FILLER:
        voice_loss.fill(draft)
    elif name is TimerName.HEDGE:
        if not model_retries.retry(draft):
            floor.hedge(draft)
    elif name is TimerName.GIVE_UP and _nothing_written(state):
        floor.apologise(draft, "the language model failed: no answer in time")
    elif name is TimerName.SILENCE and state.phase is Phase.LISTENING:
        _lose_patience(draft)
    elif name is TimerName.SETTLE and state.phase is Phase.LISTENING and state.keys is not None:
        keypad.take_keys(draft)
    elif name is TimerName.SETTLE and state.phase is Phase.LISTENING and not state.utterance.words:
        _settle(draft)
    elif name is TimerName.SETTLE and state.phase is Phase.CLOSING and state.farewell is not None:
        floor.end_stream(draft, state.farewell)


def _lose_patience(draft: Draft) -> None:
    """The wait for the caller is over; their turn, their pause or the line may be, too."""
    patience = draft.state.patience
    if draft.is_patient and waiting.is_too_long(draft.state, draft.now_ms):
        utterance_end.cut_long_turn(draft)
    elif draft.is_patient and waiting.nobody_talks(draft.state, draft.now_ms):
        floor.prompt(draft)
    elif patience.paused_at_ms is not None and not patience.checked_in and not draft.state.utterance.words:
        draft.set_patience(patience.told_no_rush())
        draft.open_agent_turn()
        draft.say(draft.lines.no_rush, canned=True)
    elif not floor.take_up_answer(draft):
        floor.prompt(draft)


def _settle(draft: Draft) -> None:
    if not takeover.answer_kept_words(draft):
        draft.set_patience(draft.state.patience.stopped_in_vain())
        floor.say_again(draft)


def _nothing_written(state: CallState) -> bool:
    if state.phase not in (Phase.THINKING, Phase.SPEAKING):
        return False
    work = state.model.under_way
    return not work.wrote_anything if work is not None else state.owes_answer or state.model.busy


def close_requested(draft: Draft, event: CloseRequested) -> None:
    if draft.state.phase in (Phase.ENDING_STREAM, Phase.ENDED):
        return
    draft.note_trouble(event.reason)
    floor.cancel_model(draft)
    floor.end_stream(draft, Farewell(NextStepKind.HANG_UP))
