"""The next state and the effects, while one event is being worked out."""

from dataclasses import dataclass, field, replace
from typing import Any

from domain.call.effects import AwaitPlayout, CancelTimer, Effect, Publish, Speak, StartTimer, TimerName
from domain.call.events import CallBrief
from domain.call.state import AgentTurn, CallState, Phase, Sentence
from domain.dialogue.policy import Lines, lines_for


@dataclass(slots=True)
class Draft:
    """Collects changes; `machine.step` turns it into its answer. Never outlives one step."""

    state: CallState
    now_ms: float
    effects: list[Effect] = field(default_factory=list[Effect])

    def update(self, **changes: Any) -> None:
        self.state = replace(self.state, **changes)

    def emit(self, *effects: Effect) -> None:
        self.effects.extend(effects)

    def publish(self) -> None:
        if Publish() not in self.effects:
            self.effects.append(Publish())

    def start_timer(self, name: TimerName, delay_ms: int) -> None:
        self.emit(StartTimer(name, delay_ms, self.state.turn_id))

    def cancel_timers(self, *names: TimerName) -> None:
        self.emit(*(CancelTimer(name) for name in names))

    @property
    def brief(self) -> CallBrief:
        if self.state.brief is None:
            raise ValueError("the call has not been answered")
        return self.state.brief

    @property
    def lines(self) -> Lines:
        """Our fixed wording in the call's language."""
        return lines_for(self.brief.language)

    def open_agent_turn(self, *, answers: bool = False) -> None:
        """The agent takes the floor; sentences and tools go into this turn from now on."""
        turn_id = self.state.turn_id + 1
        turn = AgentTurn(turn_id, self.now_ms, answers=answers)
        self.update(turn_id=turn_id, turns=(*self.state.turns, turn))

    def change_agent_turn(self, turn_id: int, **changes: Any) -> None:
        """Replaces fields of an agent turn; unknown turns are left alone."""
        self.update(
            turns=tuple(
                replace(turn, **changes) if isinstance(turn, AgentTurn) and turn.turn_id == turn_id else turn
                for turn in self.state.turns
            )
        )

    def change_sentence(self, turn_id: int, index: int, **changes: Any) -> None:
        turn = self.agent_turn(turn_id)
        if turn is None or index >= len(turn.sentences):
            return
        sentences = list(turn.sentences)
        sentences[index] = replace(sentences[index], **changes)
        self.change_agent_turn(turn_id, sentences=tuple(sentences))

    def agent_turn(self, turn_id: int) -> AgentTurn | None:
        for turn in reversed(self.state.turns):
            if isinstance(turn, AgentTurn) and turn.turn_id == turn_id:
                return turn
        return None

    def say(self, text: str, *, canned: bool) -> None:
        """Appends a sentence to the agent turn under way and has it spoken."""
        turn = self.state.agent_turn
        if turn is None:
            raise ValueError("nobody opened an agent turn")
        self.change_agent_turn(turn.turn_id, sentences=(*turn.sentences, Sentence(text, canned)))
        self.emit(Speak(turn.turn_id, len(turn.sentences), text, canned))
        if self.state.phase in (Phase.LISTENING, Phase.THINKING, Phase.WAITING):
            self.update(phase=Phase.SPEAKING)
        self.cancel_timers(TimerName.SILENCE, TimerName.SETTLE)
        self.publish()

    def take_up_speech(self, turn: AgentTurn) -> None:
        """What a dead process had sent whole still sounds at the carrier; the rest is said from its beginning."""
        for index, sentence in enumerate(turn.sentences):
            if sentence.settled:
                continue
            if sentence.audio_ms is None:
                self.emit(Speak(turn.turn_id, index, sentence.text, sentence.canned))
            else:
                self.emit(AwaitPlayout(turn.turn_id, index, sentence.audio_ms))

    def settle(self, turn: AgentTurn) -> None:
        """Counts what nobody will report on any more as not heard."""
        for index, sentence in enumerate(turn.sentences):
            if not sentence.settled:
                self.change_sentence(turn.turn_id, index, played_ms=0)

    def note_latency(self, turn_id: int, **latencies_ms: float) -> None:
        """Adds to the turn's latency ledger; what is there already stays."""
        turn = self.agent_turn(turn_id)
        if turn is not None:
            self.change_agent_turn(turn_id, latency_ms={**latencies_ms, **turn.latency_ms})
