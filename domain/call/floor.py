"""How the floor passes: asking the model, barge-in, going on when something finished, saying goodbye."""

from dataclasses import replace

from domain.call import conversation, ending, safety, waiting
from domain.call.draft import Draft
from domain.call.effects import AskModel, CancelModel, EndStream, NextStepKind, StopSpeaking, TimerName
from domain.call.heard import heard_words
from domain.call.state import CallState, Farewell, Phase, Recall
from domain.call.utterance import Utterance
from domain.call.waiting import DEADLINES, SETTLE_MS, was_cut_short

SILENCE_PROMPTS = 2

MAX_DURATION_MS = 30 * 60 * 1000
"""No honest call to a small business lasts longer; bounds what a forgotten line can cost."""

MAX_TOOL_ROUNDS = 8
"""A model that wants tools this often in one turn is going round in circles."""

ANSWER_TIMERS = (TimerName.FILLER, TimerName.HEDGE, TimerName.GIVE_UP)


def think(draft: Draft) -> None:
    """Works on the answer of the turn under way; the deadlines of never-dead-air begin."""
    draft.enter(Phase.THINKING)
    draft.publish()
    start_deadlines(draft)
    if may_ask(draft.state):
        ask(draft)


def start_deadlines(draft: Draft) -> None:
    """From now the caller waits for an answer: a filler bridges a slow one, an apology ends a lost one."""
    draft.start_timer(TimerName.FILLER, DEADLINES.filler_ms)
    draft.start_timer(TimerName.GIVE_UP, DEADLINES.give_up_ms)


def may_ask(state: CallState) -> bool:
    """The model must see what the tools answered and how far the caller heard the last words."""
    return not state.model.busy and not state.pending_tools and not state.awaits_stop


def ask(draft: Draft, *, fallback: bool = False, give_up_ms: int = DEADLINES.give_up_ms) -> None:
    """Asks the model for the current turn's next words.

    Args:
        fallback: asks the second model, where there is one, and leaves the rest of the turn to it.
        give_up_ms: how long the caller may still wait.
    """
    turn_id, said = draft.state.turn_id, _said_since_tools(draft.state)
    draft.set_model(draft.state.model.asked(turn_id, draft.now_ms, said, fallback=fallback))
    model = draft.state.model
    draft.emit(AskModel(model.generation, turn_id, conversation.messages(draft.state), model.fallback))
    draft.start_timer(TimerName.HEDGE, DEADLINES.hedge_ms)
    draft.start_timer(TimerName.GIVE_UP, give_up_ms)


def _said_since_tools(state: CallState) -> tuple[str, ...]:
    """What the model wrote in this turn after its last tool: more than nothing only when it broke off."""
    turn = state.agent_turn
    if turn is None:
        return ()
    since = turn.tools[-1].after_sentence if turn.tools else 0
    return tuple(sentence.text for sentence in turn.sentences[since:] if not sentence.canned)


def hedge(draft: Draft) -> None:
    """A second request beside one that has not written anything; whichever writes first wins.

    It goes to the second model, where there is one: what holds up one model may not hold up another.
    """
    work = draft.state.model.under_way
    if work is None or work.wrote_anything or len(work.active) > 1 or draft.state.pending_tools:
        return
    draft.set_model(draft.state.model.hedged())
    model = draft.state.model
    messages = conversation.messages(draft.state)
    draft.emit(AskModel(model.generation, draft.state.turn_id, messages, fallback=True))


def adopt(draft: Draft, generation: int) -> bool:
    """Makes this the one answer of the turn; False when it is stale."""
    active = draft.state.model.active
    if generation not in active:
        return False
    draft.emit(*(CancelModel(other) for other in active if other != generation))
    draft.set_model(draft.state.model.wrote(generation))
    if draft.state.stream_gone is None:
        draft.cancel_timers(TimerName.HEDGE, TimerName.GIVE_UP)
    return True


def cancel_model(draft: Draft) -> None:
    """Gives up the request under way, if there is one, and the deadlines of the answer."""
    draft.emit(*(CancelModel(generation) for generation in draft.state.model.active))
    draft.set_model(draft.state.model.dropped())
    draft.cancel_timers(*ANSWER_TIMERS)


def interrupt(draft: Draft) -> None:
    """The caller takes the floor: silence at once, the unsaid words are dropped, begun tools go on."""
    state = draft.state
    turn = state.agent_turn
    if turn is not None:
        pending = any(tool.content is None for tool in turn.tools)
        unfinished = state.model.busy or pending or state.owes_answer
        draft.interrupt_turn(turn.turn_id, unfinished=unfinished)
        draft.emit(StopSpeaking(turn.turn_id))
    cancel_model(draft)
    draft.enter(Phase.LISTENING)
    draft.drop_farewell()
    draft.hold(None)
    draft.set_patience(draft.state.patience.agent_silent(draft.now_ms))
    draft.publish()


def listen(draft: Draft) -> None:
    """The agent has said all it had to: the floor is the caller's."""
    draft.enter(Phase.LISTENING)
    draft.set_utterance(draft.state.utterance.without_backchannel())
    draft.set_patience(draft.state.patience.agent_silent(draft.now_ms))
    if draft.is_patient:
        start_patience(draft)
    else:
        draft.start_timer(TimerName.SILENCE, waiting.silence_prompt_ms(draft.state))
    draft.publish()


def proceed(draft: Draft) -> None:
    """Something finished; goes on with what waited for it, if nothing else is still under way."""
    state = draft.state
    if state.stream_gone is not None:
        ending.finish_when_settled(draft)
        return
    if state.model.busy or state.pending_tools:
        return
    turn = state.agent_turn
    if state.farewell is not None and state.phase in (Phase.SPEAKING, Phase.THINKING, Phase.CLOSING):
        draft.enter(Phase.CLOSING)
        if (turn is None or turn.settled) and not _lingers(draft, state.farewell):
            end_stream(draft, state.farewell)
        return
    if state.phase not in (Phase.SPEAKING, Phase.THINKING) or turn is None:
        return
    tools_answered = bool(turn.tools) and turn.tools[-1].generation == state.model.written_generation
    if state.owes_answer or (tools_answered and state.model.turn_id == turn.turn_id):
        if len({tool.generation for tool in turn.tools}) > MAX_TOOL_ROUNDS:
            apologise(draft, "the language model kept asking for tools")
        elif may_ask(state):
            ask(draft)
    elif state.phase is Phase.SPEAKING and turn.settled:
        listen(draft)


def take_up_answer(draft: Draft) -> bool:
    """Goes back to the answer that was given up for words which then did not come; False when none is owed."""
    turn = draft.state.agent_turn
    if turn is None or draft.state.turns[-1] is not turn:
        return False
    if not turn.answers or turn.interrupted or turn.sentences:
        return False
    draft.cancel_timers(TimerName.SILENCE, TimerName.SETTLE)
    think(draft)
    return True


def wait_for_caller(draft: Draft) -> None:
    """Bounds how long both sides may be silent: a recogniser may drop an utterance and never say that it ended.

    Words that would settle what the agent does next (an interruption, an utterance cut in two) must come soon.
    """
    draft.cancel_timers(TimerName.SILENCE, TimerName.SETTLE)
    start_patience(draft)


def start_patience(draft: Draft) -> None:
    """Starts the timer of `wait_for_caller`, where none of them runs."""
    if draft.is_patient:
        name, delay_ms = waiting.next_look(draft.state, draft.now_ms)
        draft.start_timer(name, delay_ms)
        return
    utterance = draft.state.utterance
    if (utterance.kept_words or was_cut_short(draft.state)) and not utterance.words:
        draft.start_timer(TimerName.SETTLE, SETTLE_MS)
    else:
        draft.start_timer(TimerName.SILENCE, waiting.silence_prompt_ms(draft.state))


def prompt(draft: Draft) -> None:
    """Asks the caller whether they are there; takes leave of who has not answered that."""
    draft.count_silence()
    draft.set_utterance(draft.state.utterance.spoken_over())
    draft.set_patience(draft.state.patience.pause_over())
    nobody = draft.is_patient and waiting.nobody_talks(draft.state, draft.now_ms)
    if nobody or draft.state.silences > SILENCE_PROMPTS:
        draft.note_trouble("the caller fell silent")
        say_farewell(draft, draft.lines.silence_goodbye, NextStepKind.HANG_UP, Recall.SENSE)
        return
    words = safety.words_for_silence(draft) or draft.lines.still_there_line(draft.state.silences - 1)
    draft.open_agent_turn()
    draft.say(words, canned=True)


def say_again(draft: Draft) -> None:
    """The interruption was none: goes on from the sentence that was cut, and with the answer it was part of."""
    turn = draft.state.agent_turn
    if turn is None:
        return
    unheard = [s for s in turn.sentences if heard_words(s) != s.text and not (s.canned and turn.unfinished)]
    if not unheard and not turn.unfinished:
        listen(draft)
        return
    draft.set_utterance(Utterance())
    draft.open_agent_turn(answers=turn.unfinished)
    if not unheard:
        think(draft)
        return
    for sentence in unheard:
        draft.say(sentence.text, canned=sentence.canned)
    if turn.unfinished:
        start_deadlines(draft)
        proceed(draft)


def fill_silence(draft: Draft) -> None:
    """All that was said has sounded and more is to come: a filler, should it take long."""
    state = draft.state
    turn = state.agent_turn
    waits = waits_in_silence(state) or (draft.is_patient and waits_for_voice(state))
    if turn is not None and turn.sentences and waits:
        last = [sentence for sentence in turn.sentences if sentence.settled][-1:]
        pause_ms = DEADLINES.filler_ms * (2 if last and last[0].canned else 1)
        draft.start_timer(TimerName.FILLER, pause_ms)


def waits_for_voice(state: CallState) -> bool:
    """Whether the caller hears nothing because the voice has not begun to speak what it was asked for."""
    turn = state.agent_turn
    if turn is None or state.farewell is not None or state.phase is not Phase.SPEAKING:
        return False
    waiting = [sentence for sentence in turn.sentences if not sentence.settled]
    return bool(waiting) and not any(sentence.begun or sentence.audio_ms for sentence in waiting)


def waits_in_silence(state: CallState) -> bool:
    """Whether the caller hears nothing while the answer is still worked on."""
    turn = state.agent_turn
    if turn is None or state.farewell is not None:
        return False
    return state.works_on_answer and (
        state.phase is Phase.THINKING
        or (state.phase is Phase.SPEAKING and bool(turn.sentences) and turn.settled)
    )


def end_stream(draft: Draft, farewell: Farewell) -> None:
    """Ends our media stream; the carrier goes on with the farewell's next step."""
    draft.enter(Phase.ENDING_STREAM)
    draft.plan_farewell(farewell)
    draft.emit(EndStream(farewell.next_step, farewell.words))
    draft.publish()


def say_farewell(draft: Draft, text: str, next_step: NextStepKind, recall: Recall = Recall.NEVER) -> None:
    """Last words, then the next step. Whatever else was under way is given up, except begun tools."""
    cancel_model(draft)
    draft.open_agent_turn()
    draft.say(text, canned=True)
    draft.enter(Phase.CLOSING)
    draft.plan_farewell(Farewell(next_step, recall=recall))


def take_farewell_back(draft: Draft) -> None:
    """The caller has more to say: the agent stops its goodbye, and nothing ends."""
    if draft.state.farewell is not None and draft.state.farewell.recall is Recall.SENSE:
        draft.note_trouble("")
    interrupt(draft)


def _lingers(draft: Draft, farewell: Farewell) -> bool:
    """Whether the last words are out but the caller is speaking: what they say may take the farewell back."""
    if not draft.is_patient or farewell.recall is Recall.NEVER:
        return False
    if farewell.lingers_until_ms is not None:
        left_ms = round(farewell.lingers_until_ms - draft.now_ms)
        if left_ms > 0:
            draft.start_timer(TimerName.SETTLE, left_ms)  # a process that took the call over has none yet
        return left_ms > 0
    if not draft.state.utterance.noticed:
        return False
    draft.plan_farewell(replace(farewell, lingers_until_ms=draft.now_ms + SETTLE_MS))
    draft.start_timer(TimerName.SETTLE, SETTLE_MS)
    return True


def apologise(draft: Draft, trouble: str) -> None:
    """We cannot serve this caller: says so, then puts them through where the business allows it."""
    draft.note_trouble(trouble)
    if draft.brief.can_transfer:
        say_farewell(draft, draft.lines.model_failed_transfer, NextStepKind.TRANSFER)
    else:
        say_farewell(draft, draft.lines.model_failed_goodbye, NextStepKind.HANG_UP)


def unspoken_farewell(draft: Draft) -> Farewell:
    """How a call without a voice ends: as it was about to, else with a person, else with an apology."""
    farewell = draft.state.farewell
    if farewell is None:
        if draft.brief.can_transfer:
            return Farewell(NextStepKind.TRANSFER, draft.lines.model_failed_transfer)
        return Farewell(NextStepKind.SAY_AND_HANG_UP, draft.lines.model_failed_goodbye)
    turn = draft.state.agent_turn
    unheard = [s.text for s in turn.sentences if heard_words(s) != s.text] if turn else []
    if farewell.next_step is NextStepKind.TRANSFER:
        return Farewell(NextStepKind.TRANSFER, farewell.words or " ".join(unheard))
    return Farewell(NextStepKind.SAY_AND_HANG_UP, " ".join(unheard) or draft.lines.goodbye)
