"""The next state and the effects, while one event is being worked out."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from domain.call.editions import CURRENT, Edition
from domain.call.effects import AwaitPlayout, CancelTimer, Effect, Publish, Speak, StartTimer, TimerName
from domain.call.events import CallBrief, ModelFinished, ToolFinished
from domain.call.keys import Keys
from domain.call.model_requests import ModelRequests
from domain.call.patience import Patience
from domain.call.state import (
    AgentTurn,
    CallerTurn,
    CallState,
    Farewell,
    Latency,
    Phase,
    Sentence,
    ToolUse,
)
from domain.call.utterance import Utterance
from domain.dialogue.lines import Lines, lines_for


@dataclass(slots=True)
class Draft:
    """Collects changes; `machine.step` turns it into its answer. Never outlives one step.

    Every change a call can undergo has its method here. Methods that name an agent turn or one of its sentences leave
    everything as it is when there is none of that number.
    """

    state: CallState
    now_ms: float
    effects: list[Effect] = field(default_factory=list[Effect])

    # --- effects ------------------------------------------------------------------------------------------------
    def emit(self, *effects: Effect) -> None:
        self.effects.extend(effects)

    def publish(self) -> None:
        """Has the call shown to whoever watches it; once a step."""
        if Publish() not in self.effects:
            self.effects.append(Publish())

    def start_timer(self, name: TimerName, delay_ms: int) -> None:
        self.emit(StartTimer(name, delay_ms, self.state.turn_id))

    def cancel_timers(self, *names: TimerName) -> None:
        self.emit(*(CancelTimer(name) for name in names))

    # --- the call -----------------------------------------------------------------------------------------------
    @property
    def brief(self) -> CallBrief:
        if self.state.brief is None:
            raise ValueError("the call has not been answered")
        return self.state.brief

    @property
    def is_patient(self) -> bool:
        """Whether the call is decided by `Edition.PATIENT` or a later one; so is one that was never answered."""
        brief = self.state.brief
        return (CURRENT if brief is None else brief.rules) >= Edition.PATIENT

    @property
    def wants_progress(self) -> bool:
        """Whether the call is decided by `Edition.GETTING_ON` or a later one."""
        return self.brief.rules >= Edition.GETTING_ON

    @property
    def lines(self) -> Lines:
        """Our fixed wording in the call's language."""
        return lines_for(self.brief.language)

    def answer(self, brief: CallBrief) -> None:
        patience = self.state.patience.answered(self.now_ms)
        self.state = replace(self.state, brief=brief, answered_at_ms=self.now_ms, patience=patience)

    def enter(self, phase: Phase) -> None:
        self.state = replace(self.state, phase=phase)

    def set_utterance(self, utterance: Utterance) -> None:
        self.state = replace(self.state, utterance=utterance)

    def set_patience(self, patience: Patience) -> None:
        self.state = replace(self.state, patience=patience)

    def set_keys(self, keys: Keys | None) -> None:
        self.state = replace(self.state, keys=keys)

    def hold(self, turn: CallerTurn | None) -> None:
        """Keeps what may be an answer until the agent's question is out; None lets go of it."""
        self.state = replace(self.state, held=turn)

    def set_model(self, model: ModelRequests) -> None:
        self.state = replace(self.state, model=model)

    def note_tokens(self, event: ModelFinished) -> None:
        """Whatever becomes of the answer, it was paid for."""
        used = event.generation in self.state.model.active
        self.state = replace(self.state, spent=self.state.spent.with_answer(event, used=used))

    def plan_farewell(self, farewell: Farewell) -> None:
        self.state = replace(self.state, farewell=farewell)

    def drop_farewell(self) -> None:
        self.state = replace(self.state, farewell=None)

    def lose_sentence(self, turn_id: int, index: int) -> None:
        """A sentence could not be spoken."""
        self._change_sentence(turn_id, index, lambda sentence: replace(sentence, lost=True))
        self.state = replace(self.state, lost_sentences=self.state.lost_sentences + 1)

    def note_voice(self) -> None:
        """The voice has spoken: what it could not say before was not its end."""
        if self.state.lost_sentences:
            self.state = replace(self.state, lost_sentences=0)

    def count_silence(self) -> None:
        self.state = replace(self.state, silences=self.state.silences + 1)

    def note_emergency(self) -> None:
        self.state = replace(self.state, emergency=True)

    def note_trouble(self, trouble: str) -> None:
        self.state = replace(self.state, trouble=trouble)

    def note_first_audio(self) -> None:
        """The first sound of the call goes out; later ones change nothing."""
        if self.state.first_audio_at_ms is None:
            self.state = replace(self.state, first_audio_at_ms=self.now_ms)

    def detach(self) -> None:
        """The call gives up its media stream for a fresh one that is still to come."""
        self.state = replace(self.state, detached_at_ms=self.now_ms)

    def attach(self) -> None:
        """The call has a media stream again, even if the one before was gone."""
        self.state = replace(self.state, detached_at_ms=None, stream_gone=None, ended_at_ms=None)

    def lose_stream(self, reason: str, *, late_ms: float = 0.0) -> None:
        """The media stream ended, `late_ms` ago."""
        self.state = replace(self.state, stream_gone=reason, ended_at_ms=self.now_ms - late_ms)

    def end(self, outcome: str) -> None:
        self.state = replace(self.state, phase=Phase.ENDED, outcome=outcome)

    # --- turns --------------------------------------------------------------------------------------------------
    def add_caller_turn(self, turn: CallerTurn) -> None:
        self.state = replace(self.state, turns=(*self.state.turns, turn))

    def join_caller_turn(self, turn: CallerTurn, *, ends_silence: bool = True) -> CallerTurn:
        """Adds the caller's turn and, unless it says nothing, ends their silence.

        It is joined to a turn of theirs just before it. An agent turn between the two goes when nothing came of it.

        Returns:
            The turn as it now stands.
        """
        turns = list(self.state.turns)
        last = turns[-1] if turns else None
        if isinstance(last, AgentTurn) and not last.sentences and not last.tools:
            turns.pop()
        last = turns[-1] if turns else None
        if isinstance(last, CallerTurn):
            turn = replace(turn, text=f"{last.text} {turn.text}", started_at_ms=last.started_at_ms)
            turns.pop()
        silences = 0 if ends_silence else self.state.silences
        self.state = replace(self.state, turns=(*turns, turn), silences=silences)
        return turn

    def open_agent_turn(self, *, answers: bool = False) -> None:
        """The agent takes the floor; sentences and tools go into this turn from now on."""
        turn_id = self.state.turn_id + 1
        turn = AgentTurn(turn_id, self.now_ms, answers=answers)
        self.state = replace(self.state, turn_id=turn_id, turns=(*self.state.turns, turn))

    def agent_turn(self, turn_id: int) -> AgentTurn | None:
        """The agent turn of that number; None when there is none."""
        return next((turn for turn in reversed(self.state.agent_turns) if turn.turn_id == turn_id), None)

    def interrupt_turn(self, turn_id: int, *, unfinished: bool) -> None:
        """The caller has heard all they will of this turn.

        Args:
            unfinished: the model or a tool was still at work on it.
        """
        self._change_turn(turn_id, lambda turn: replace(turn, interrupted=True, unfinished=unfinished))

    def note_latency(self, turn_id: int, measure: Latency, ms: float) -> None:
        """Adds to the turn's latency ledger; what was measured first stays."""
        self._change_turn(
            turn_id,
            lambda turn: (
                replace(turn, latency_ms={**turn.latency_ms, measure.value: ms})
                if measure not in turn.latency_ms
                else turn
            ),
        )

    def begin_tools(self, turn_id: int, uses: tuple[ToolUse, ...]) -> None:
        self._change_turn(turn_id, lambda turn: replace(turn, tools=(*turn.tools, *uses)))

    def finish_tool(self, event: ToolFinished) -> None:
        """A tool has answered, in whichever turn it was begun; what it wrote is remembered by its id.

        Of two that wait under one id it is the earlier.
        """
        answered = next(t for t in self.state.pending_tools if t.tool_call_id == event.tool_call_id)
        self._change_tools(
            lambda tool: (
                replace(tool, content=event.content, ok=event.ok, effect=event.effect)
                if tool is answered
                else tool
            )
        )
        self.state = replace(
            self.state,
            booking_id=event.booking_id or self.state.booking_id,
            message_id=event.message_id or self.state.message_id,
        )

    def undo_tool(self, tool_call_id: str, content: str) -> None:
        """A finished tool that only asks for something (a hang-up) was not done after all."""
        self._change_tools(
            lambda tool: (
                replace(tool, content=content, ok=False, effect=None)
                if tool.tool_call_id == tool_call_id
                else tool
            )
        )

    def _change_tools(self, change: Callable[[ToolUse], ToolUse]) -> None:

        self.state = replace(
            self.state,
            turns=tuple(
                replace(turn, tools=tuple(change(tool) for tool in turn.tools))
                if isinstance(turn, AgentTurn)
                else turn
                for turn in self.state.turns
            ),
        )

    def _change_turn(self, turn_id: int, change: Callable[[AgentTurn], AgentTurn]) -> None:
        self.state = replace(
            self.state,
            turns=tuple(
                change(turn) if isinstance(turn, AgentTurn) and turn.turn_id == turn_id else turn
                for turn in self.state.turns
            ),
        )

    # --- sentences ----------------------------------------------------------------------------------------------
    def say(self, text: str, *, canned: bool, overtakes: bool = False) -> None:
        """Appends a sentence to the agent turn under way and has it spoken, before those not begun if it overtakes."""
        turn = self.state.agent_turn
        if turn is None:
            raise ValueError("nobody opened an agent turn")
        said = (*turn.sentences, Sentence(text, canned, asked_at_ms=self.now_ms))
        self._change_turn(turn.turn_id, lambda turn: replace(turn, sentences=said))
        self.emit(Speak(turn.turn_id, len(turn.sentences), text, canned, overtakes))
        if self.state.phase in (Phase.LISTENING, Phase.THINKING, Phase.WAITING):
            self.enter(Phase.SPEAKING)
        self.cancel_timers(TimerName.SILENCE, TimerName.SETTLE)
        self.publish()

    def sentence_begun(self, turn_id: int, index: int) -> None:
        """The first of the sentence's audio is with the carrier."""
        self._change_sentence(turn_id, index, lambda sentence: replace(sentence, begun=True))

    def sentence_sent(self, turn_id: int, index: int, audio_ms: int) -> None:
        """All of the sentence's audio is with the carrier: `audio_ms` of it."""
        self._change_sentence(turn_id, index, lambda sentence: replace(sentence, audio_ms=audio_ms))

    def sentence_played(self, turn_id: int, index: int, played_ms: int) -> None:
        """The caller heard `played_ms` of the sentence and will hear no more of it."""
        now_ms = self.now_ms

        def settled(sentence: Sentence) -> Sentence:
            return replace(sentence, played_ms=played_ms, settled_at_ms=now_ms)

        self._change_sentence(turn_id, index, settled)

    def settle(self, turn: AgentTurn) -> None:
        """Counts what nobody will report on any more as not heard."""
        for index, sentence in enumerate(turn.sentences):
            if not sentence.settled:
                self.sentence_played(turn.turn_id, index, 0)

    def take_up_speech(self, turn: AgentTurn) -> None:
        """What the process before had sent in full still sounds at the carrier; the rest is said from its beginning."""
        for index, sentence in enumerate(turn.sentences):
            if sentence.settled:
                continue
            if sentence.audio_ms is None:
                self.emit(Speak(turn.turn_id, index, sentence.text, sentence.canned))
            else:
                self.emit(AwaitPlayout(turn.turn_id, index, sentence.audio_ms))

    def _change_sentence(self, turn_id: int, index: int, change: Callable[[Sentence], Sentence]) -> None:
        def changed(turn: AgentTurn) -> AgentTurn:
            if index >= len(turn.sentences):
                return turn
            sentences = list(turn.sentences)
            sentences[index] = change(sentences[index])
            return replace(turn, sentences=tuple(sentences))

        self._change_turn(turn_id, changed)
