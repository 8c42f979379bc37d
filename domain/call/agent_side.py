"""Handlers of what the agent's parts report: the model, speech output, the timers."""

from domain.call import ending, floor, model_retries, safety, takeover
from domain.call.draft import Draft
from domain.call.effects import NextStepKind, StopSpeaking, TimerName
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
from domain.call.heard import heard_words
from domain.call.state import CallState, Farewell, Latency, Phase
from domain.call.utterance import Utterance

SILENCE_PROMPTS = 2


# --- the model --------------------------------------------------------------------------------------------------
def sentence_written(draft: Draft, event: SentenceWritten) -> None:
    work = draft.state.model.under_way
    if work is None or not floor.adopt(draft, event.generation):
        return
    if event.text in work.said:
        return
    turn_id = draft.state.turn_id
    draft.note_latency(turn_id, Latency.MODEL_FIRST_TOKEN, event.first_token_at_ms - work.asked_at_ms)
    draft.note_latency(turn_id, Latency.FIRST_SENTENCE, draft.now_ms - work.asked_at_ms)
    draft.say(event.text, canned=False)


def model_finished(draft: Draft, event: ModelFinished) -> None:
    work = draft.state.model.under_way
    if work is None or event.generation not in work.active:
        return
    if not work.wrote_anything:
        model_retries.answered_nothing(draft, event.generation)
        return
    draft.set_model(draft.state.model.completed())
    floor.proceed(draft)


def model_failed(draft: Draft, event: ModelFailed) -> None:
    model_retries.failed(draft, event)


# --- the voice --------------------------------------------------------------------------------------------------
def speech_began(draft: Draft, event: SpeechBegan) -> None:
    draft.cancel_timers(TimerName.FILLER)
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
    """Our voice is gone: the carrier's own voice says so once the stream is closed."""
    draft.sentence_played(event.turn_id, event.sentence, event.audio_ms)
    if draft.state.phase is Phase.ENDING_STREAM:
        floor.proceed(draft)
        return
    if not draft.state.trouble:
        draft.note_trouble(f"speech synthesis failed: {event.reason}")
    floor.cancel_model(draft)
    draft.emit(StopSpeaking(draft.state.turn_id))
    floor.end_stream(draft, floor.unspoken_farewell(draft))


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
    if name is TimerName.FILLER and floor.waits_in_silence(state):
        fillers = sum(s.canned for s in state.agent_turn.sentences) if state.agent_turn else 0
        draft.say(draft.lines.filler(state.turn_id + fillers), canned=True)
    elif name is TimerName.HEDGE:
        if not model_retries.retry(draft):
            floor.hedge(draft)
    elif name is TimerName.GIVE_UP and _nothing_written(state):
        floor.apologise(draft, "the language model failed: no answer in time")
    elif name is TimerName.SILENCE and state.phase is Phase.LISTENING:
        if not floor.take_up_answer(draft):
            _prompt(draft)
    elif name is TimerName.SETTLE and state.phase is Phase.LISTENING and not state.utterance.words:
        _settle(draft)


def _settle(draft: Draft) -> None:
    if not takeover.answer_kept_words(draft):
        _say_again(draft)


def _nothing_written(state: CallState) -> bool:
    if state.phase not in (Phase.THINKING, Phase.SPEAKING):
        return False
    work = state.model.under_way
    return not work.wrote_anything if work is not None else state.owes_answer or state.model.busy


def _prompt(draft: Draft) -> None:
    draft.count_silence()
    draft.set_utterance(draft.state.utterance.spoken_over())
    if draft.state.silences > SILENCE_PROMPTS:
        draft.note_trouble("the caller fell silent")
        floor.say_farewell(draft, draft.lines.silence_goodbye, NextStepKind.HANG_UP)
        return
    words = safety.words_for_silence(draft) or draft.lines.still_there_line(draft.state.silences - 1)
    draft.open_agent_turn()
    draft.say(words, canned=True)


def _say_again(draft: Draft) -> None:
    """The interruption was a noise: goes on from the sentence that was cut, and with the answer it was part of."""
    turn = draft.state.agent_turn
    if turn is None:
        return
    unheard = [s for s in turn.sentences if heard_words(s) != s.text and not (s.canned and turn.unfinished)]
    if not unheard and not turn.unfinished:
        floor.listen(draft)
        return
    draft.set_utterance(Utterance())
    draft.open_agent_turn(answers=turn.unfinished)
    if not unheard:
        floor.think(draft)
        return
    for sentence in unheard:
        draft.say(sentence.text, canned=sentence.canned)
    if turn.unfinished:
        floor.start_deadlines(draft)
        floor.proceed(draft)


def close_requested(draft: Draft, event: CloseRequested) -> None:
    if draft.state.phase in (Phase.ENDING_STREAM, Phase.ENDED):
        return
    draft.note_trouble(event.reason)
    floor.cancel_model(draft)
    floor.end_stream(draft, Farewell(NextStepKind.HANG_UP))
