"""A call for tests: events go in by short names, timers run on its clock, every step is checked."""

from typing import Any, TypeVar

from domain.call import codec
from domain.call.effects import (
    AskModel,
    CancelTimer,
    Effect,
    Finalise,
    RunTool,
    Speak,
    StartTimer,
    StopSpeaking,
    TimerName,
)
from domain.call.events import (
    CallAnswered,
    CallBrief,
    CallerHeard,
    CallerHungUp,
    CallerVoiced,
    CallResumed,
    Event,
    ModelFailed,
    ModelFinished,
    SentenceWritten,
    SpeechBegan,
    SpeechPlayed,
    SpeechSent,
    SpeechStopped,
    TimerFired,
    ToolFinished,
    ToolsRequested,
    UtteranceEnded,
)
from domain.call.machine import fold, step
from domain.call.state import AgentTurn, CallState, Phase
from domain.dialogue.lines import lines_for
from tests.unit.domain.call.call_invariants import check_step

GREETING = "Hello, you've reached Harbour Street Hair. How can I help?"
LINES = lines_for("en-AU")
MS_PER_CHARACTER = 50

E = TypeVar("E", bound=Effect)


def brief(**changes: Any) -> CallBrief:
    fields: dict[str, Any] = {
        "call_id": "0190",
        "business_id": "0191",
        "caller_number": "+61400000001",
        "language": "en-AU",
        "country": "AU",
        "greeting": GREETING,
        "can_transfer": True,
        **changes,
    }
    return CallBrief(**fields)


class ScriptedCall:
    """One call. Every method gives what happened to the machine; `effects` are those of the last event."""

    def __init__(self) -> None:
        self.state = CallState()
        self.now_ms = 1_700_000_000_000.0
        self.effects: tuple[Effect, ...] = ()
        self.all_effects: list[Effect] = []
        self.journal: list[bytes] = []
        self.timers: dict[TimerName, tuple[float, int]] = {}
        self._said: list[Speak] = []

    # --- the clock ---
    def happens(self, event: Event) -> tuple[Effect, ...]:
        before = self.state
        self.journal.append(codec.encode(event, self.now_ms))
        self.state, self.effects = step(before, event, self.now_ms)
        check_step(before, event, self.state, self.effects)
        self.all_effects.extend(self.effects)
        for effect in self.effects:
            match effect:
                case StartTimer(name, delay_ms, turn_id):
                    self.timers[name] = (self.now_ms + delay_ms, turn_id)
                case CancelTimer(name):
                    self.timers.pop(name, None)
                case Speak():
                    self._said.append(effect)
                case StopSpeaking():
                    self._said.clear()
                case _:
                    pass
        return self.effects

    def waits(self, ms: float) -> "ScriptedCall":
        """Time passes; timers that fall due fire in order."""
        end_ms = self.now_ms + ms
        while self.timers:
            name, (at_ms, turn_id) = min(self.timers.items(), key=lambda item: item[1][0])
            if at_ms > end_ms:
                break
            del self.timers[name]
            self.now_ms = max(self.now_ms, at_ms)
            self.happens(TimerFired(name.value, turn_id))
        self.now_ms = end_ms
        return self

    def fires(self, name: TimerName) -> "ScriptedCall":
        self.happens(TimerFired(name.value, self.state.turn_id))
        return self

    # --- the caller ---
    def is_answered(self, **changes: Any) -> "ScriptedCall":
        self.happens(CallAnswered(brief(**changes), "MZ0"))
        return self

    def starts_saying(self, words: str) -> "ScriptedCall":
        self.happens(CallerHeard(words))
        return self

    def voices(self, ms: int) -> "ScriptedCall":
        self.happens(CallerVoiced(ms))
        return self

    def says(self, text: str) -> "ScriptedCall":
        """A whole utterance; an agent who was speaking has fallen silent when it ends."""
        self.happens(CallerHeard(text))
        self.falls_silent()
        self.now_ms += 400
        self.happens(UtteranceEnded(text, 0.9, self.now_ms - 250))
        self.falls_silent()
        return self

    def hangs_up(self, reason: str = "") -> "ScriptedCall":
        self.happens(CallerHungUp(reason))
        self.falls_silent()
        return self

    # --- the agent's parts ---
    def writes(self, *sentences: str, generation: int | None = None) -> "ScriptedCall":
        for text in sentences:
            self.happens(SentenceWritten(generation or self.generation, text, self.now_ms))
        return self

    def finishes(self, generation: int | None = None) -> "ScriptedCall":
        self.happens(ModelFinished(generation or self.generation))
        return self

    def fails(
        self, reason: str = "status 500", generation: int | None = None, **fields: Any
    ) -> "ScriptedCall":
        self.happens(ModelFailed(generation or self.generation, reason, **fields))
        return self

    def answers(self, *sentences: str) -> "ScriptedCall":
        """The model's whole answer."""
        return self.writes(*sentences).finishes()

    def wants(
        self, *calls: tuple[str, str], generation: int | None = None, malformed: tuple[str, ...] = ()
    ) -> "ScriptedCall":
        """Tools as `(tool_call_id, name)`; those that are `malformed` have no arguments."""
        requested = tuple((id, name, {} if id in malformed else {"a": 1}) for id, name in calls)
        self.happens(ToolsRequested(generation or self.generation, requested, malformed))
        return self

    def tool_answers(self, call_id: str, content: str = '{"result":"ok"}', **fields: Any) -> "ScriptedCall":
        self.happens(ToolFinished(call_id, content, fields.pop("ok", True), **fields))
        return self

    def sends(self) -> "ScriptedCall":
        """All audio that was asked for goes to the carrier."""
        for said in self._said:
            turn = next(t for t in self.state.turns if isinstance(t, AgentTurn) and t.turn_id == said.turn_id)
            if turn.sentences[said.sentence].audio_ms is None:
                self.happens(SpeechBegan(said.turn_id, said.sentence, self.now_ms, self.now_ms))
                self.happens(SpeechSent(said.turn_id, said.sentence, len(said.text) * MS_PER_CHARACTER))
        return self

    def plays(self) -> "ScriptedCall":
        """Everything said so far sounds to its end."""
        while self._said:
            self.sends()
            said = self._said.pop(0)
            self.waits(len(said.text) * MS_PER_CHARACTER)
            self.happens(SpeechPlayed(said.turn_id, said.sentence))
        return self

    def falls_silent(self, *, sentence: int | None = None, played_ms: int | None = None) -> "ScriptedCall":
        """The voice's answer to the last `StopSpeaking`, when there was one and it is still due."""
        for turn in self.state.turns:
            stopped = isinstance(turn, AgentTurn) and (turn.interrupted or self.state.stream_gone is not None)
            if stopped and isinstance(turn, AgentTurn) and not turn.settled:
                first = next(i for i, s in enumerate(turn.sentences) if not s.settled)
                index = first if sentence is None else sentence
                self.happens(SpeechStopped(turn.turn_id, index, played_ms or 0))
        return self

    def is_taken_over(self) -> "ScriptedCall":
        """Its process dies; another one folds the journal."""
        folded = fold(codec.decode_journal(self.journal))
        assert folded == self.state
        self.timers.clear()
        self._said.clear()
        self.happens(CallResumed())
        return self

    # --- what came of it ---
    @property
    def phase(self) -> Phase:
        return self.state.phase

    @property
    def generation(self) -> int:
        return self.state.model.generation

    def asked(self, kind: type[E]) -> list[E]:
        """The effects of one kind, of the last event."""
        return [effect for effect in self.effects if isinstance(effect, kind)]

    def ever(self, kind: type[E]) -> list[E]:
        return [effect for effect in self.all_effects if isinstance(effect, kind)]

    @property
    def spoken(self) -> list[str]:
        return [speak.text for speak in self.ever(Speak)]

    @property
    def last_question(self) -> list[tuple[str, str]]:
        """What the model was last asked, as `(role, content)`."""
        return [(message.role, message.content) for message in self.ever(AskModel)[-1].messages]

    @property
    def final(self) -> Finalise:
        (final,) = self.ever(Finalise)
        return final

    @property
    def tools_begun(self) -> list[str]:
        return [tool.tool_call_id for tool in self.ever(RunTool)]


def listening_call(**changes: Any) -> ScriptedCall:
    """Greeted; the caller may speak."""
    return ScriptedCall().is_answered(**changes).plays()


def thinking_call(text: str = "I'd like a haircut", **changes: Any) -> ScriptedCall:
    return listening_call(**changes).says(text)


def speaking_call(*sentences: str, **changes: Any) -> ScriptedCall:
    """The model's answer is complete and sounding."""
    return thinking_call(**changes).answers(*(sentences or ("Sure, when would you like to come?",))).sends()
