"""What holds for every sequence of events, likely or not."""

from collections.abc import Sequence
from typing import Any, TypeVar

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.call import codec
from domain.call.editions import Edition
from domain.call.effects import (
    AskModel,
    AwaitPlayout,
    CancelModel,
    EndStream,
    Finalise,
    RunTool,
    Speak,
    StopSpeaking,
    TimerName,
)
from domain.call.events import (
    CallAnswered,
    CallerHeard,
    CallerHungUp,
    CallerVoiced,
    CallMoved,
    CallParted,
    CallResumed,
    CloseRequested,
    Event,
    HearingLost,
    KeyPressed,
    ModelFailed,
    ModelFinished,
    SentenceWritten,
    SpeechBegan,
    SpeechFailed,
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
from tests.unit.domain.call.scripted_call import ScriptedCall, brief

WORDS = (
    "um",
    "",
    "okay",
    "yes",
    "no wait",
    "I'd like a haircut",
    "tomorrow at ten",
    "call an ambulance",
    "thanks bye",
)
SENTENCES = ("Sure.", "Let me check that for you.", "We have ten or two.", "Goodbye.")
TOOLS = ("find_slots", "book_appointment", "take_message", "end_call", "transfer_call")
EFFECTS = {"end_call": "end_call", "transfer_call": "transfer"}
NUMBERS = st.integers(0, 4095)
TAPES = st.lists(NUMBERS, max_size=60) | st.lists(NUMBERS, min_size=120, max_size=300)
SETTINGS = settings(max_examples=60, deadline=None)

T = TypeVar("T")


class Tape:
    """Choices written down in advance: cheaper than drawing each one, and it shrinks to a readable call."""

    def __init__(self, numbers: list[int]) -> None:
        self._numbers = numbers
        self._read = 0

    @property
    def at_end(self) -> bool:
        return self._read >= len(self._numbers)

    def number(self, least: int, most: int) -> int:
        self._read += 1
        drawn = self._numbers[self._read - 1] if self._read <= len(self._numbers) else 0
        return least + drawn % (most - least + 1)

    def one_of(self, options: Sequence[T]) -> T:
        return options[self.number(0, len(options) - 1)]


def any_event(tape: Tape, state: CallState, now_ms: float) -> Event:
    """An event that fits the state as often as it does not."""
    generation = tape.number(max(0, state.model.generation - 2), state.model.generation + 1)
    turn_id = tape.number(max(0, state.turn_id - 2), state.turn_id + 1)
    sentence, ms = tape.number(0, 3), tape.number(0, 4000)
    tool_id = tape.one_of([tool.tool_call_id for tool in state.pending_tools] + ["t0", "t1", "t2", "t3"])
    words, text = tape.one_of(WORDS), tape.one_of(SENTENCES)
    wanted = tuple((tape.one_of(("t0", "t1", "t2", "t3")), tape.one_of(TOOLS), {}) for _ in range(ms % 3))
    likely: list[Event] = [
        CallerVoiced(tape.one_of((480, 900))),
        CallerHeard(words),
        UtteranceEnded(words, 0.9, now_ms - 200),
        SentenceWritten(generation, text, now_ms),
        ToolsRequested(generation, wanted),
        ModelFinished(generation),
        ModelFailed(generation, "status 500"),
        ToolFinished(
            tool_id, "{}", tape.one_of((True, False)), tape.one_of((None, "end_call", "transfer")), "b1"
        ),
        SpeechBegan(turn_id, sentence, now_ms, now_ms),
        SpeechSent(turn_id, sentence, ms),
        SpeechPlayed(turn_id, sentence),
        SpeechStopped(turn_id, sentence, ms),
        TimerFired(tape.one_of(tuple(TimerName)).value, turn_id),
    ]
    rare: list[Event] = [
        KeyPressed(tape.one_of("059#")),
        CallResumed(tape.one_of((False, True))),
        tape.one_of((CallParted(), CallMoved("MZ2"))),
        SpeechFailed(turn_id, sentence, "status 500", ms),
        HearingLost("closed"),
        CloseRequested("operator"),
        CallerHungUp(tape.one_of(("", "reset"))),
        CallAnswered(brief(), "MZ1"),
    ]
    return tape.one_of(likely * 3 + rare)


@SETTINGS
@given(TAPES, st.booleans(), st.booleans(), st.sampled_from(Edition))
def test_any_sequence_of_events_keeps_the_invariants_and_replays(
    numbers: list[int], answered: bool, can_transfer: bool, rules: Edition
):
    """The invariants are those `ScriptedCall` checks after every step."""
    tape, call = Tape(numbers), ScriptedCall()
    if answered:
        call.is_answered(can_transfer=can_transfer, rules=rules)
    while not tape.at_end:
        call.now_ms += tape.number(0, 3000)
        call.happens(any_event(tape, call.state, call.now_ms))
    assert fold(codec.decode_journal(call.journal)) == call.state
    assert _replayed(call.journal) == call.all_effects


def _replayed(journal: list[bytes]) -> list[Any]:
    state, effects = CallState(), list[Any]()
    for entry in journal:
        at_ms, event = codec.decode(entry)
        state, more = step(state, event, at_ms)
        effects.extend(more)
    return effects


class Shell:
    """Answers every effect sooner or later, as the real parts do; the caller and the vendors do what they like."""

    def __init__(self, tape: Tape) -> None:
        self.tape = tape
        self.call = ScriptedCall()
        self.models: set[int] = set()
        self.tools: dict[str, str] = {}
        self.speech: list[tuple[int, int, str]] = []
        self.stops: list[SpeechStopped] = []
        self.closing = False
        self._requests = 0

    def happens(self, event: Event) -> None:
        for effect in self.call.happens(event):
            match effect:
                case AskModel(generation):
                    self.models.add(generation)
                case CancelModel(generation):
                    self.models.discard(generation)
                case RunTool(tool_call_id, name):
                    self.tools[tool_call_id] = name
                case Speak(turn_id, sentence, text):
                    self.speech.append((turn_id, sentence, text))
                case AwaitPlayout(turn_id, sentence):
                    self.speech.append((turn_id, sentence, ""))
                case StopSpeaking():
                    self._stop()
                case EndStream():
                    self.closing = True
                case _:
                    pass

    def _stop(self) -> None:
        if self.speech:
            turn_id, sentence, _ = self.speech[0]
            self.stops.append(SpeechStopped(turn_id, sentence, self.tape.number(0, 2000)))
            self.speech.clear()

    def under_way(self) -> bool:
        """Whether something other than the caller will move the call on."""
        running = {name for name in self.call.timers if name is not TimerName.MAX_DURATION}
        return bool(self.models or self.tools or self.speech or self.stops or self.closing or running)

    def goes_on(self, *, caller: bool) -> None:
        """One thing happens."""
        if self.stops:
            self.happens(self.stops.pop(0))
            return
        ways = [self._timer] if self.call.timers else []
        ways += [self._model] if self.models else []
        ways += [self._tool] if self.tools else []
        ways += [self._voice] if self.speech else []
        ways += [self._carrier] if self.closing else []
        ways += [self._caller] if caller or not ways else []
        self.tape.one_of(ways)()

    def _timer(self) -> None:
        due_ms = min(at_ms for at_ms, _ in self.call.timers.values())
        name, (at_ms, turn_id) = min(self.call.timers.items(), key=lambda item: item[1][0])
        del self.call.timers[name]
        self.call.now_ms = max(self.call.now_ms, due_ms, at_ms)
        self.happens(TimerFired(name.value, turn_id))

    def _model(self) -> None:
        generation = self.tape.one_of(sorted(self.models))
        now_ms = self.call.now_ms
        match self.tape.one_of(("sentence", "finished", "tools", "failed")):
            case "sentence":
                self.happens(SentenceWritten(generation, self.tape.one_of(SENTENCES), now_ms))
            case "tools":
                self._requests += 1
                names = [self.tape.one_of(TOOLS) for _ in range(self.tape.number(1, 2))]
                wanted = tuple((f"t{self._requests}.{i}", name, {}) for i, name in enumerate(names))
                self.happens(ToolsRequested(generation, wanted))
            case "finished":
                self.models.discard(generation)
                self.happens(ModelFinished(generation))
            case _:
                self.models.discard(generation)
                self.happens(ModelFailed(generation, "status 500"))

    def _tool(self) -> None:
        tool_call_id = self.tape.one_of(sorted(self.tools))
        name = self.tools.pop(tool_call_id)
        ok = self.tape.one_of((True, False))
        effect = EFFECTS.get(name) if ok else None
        self.happens(ToolFinished(tool_call_id, '{"result":"ok"}', ok, effect))

    def _voice(self) -> None:
        turn_id, sentence, text = self.speech.pop(0)
        now_ms = self.call.now_ms
        if text and self.tape.number(0, 9) == 0:
            self.speech.insert(0, (turn_id, sentence, text))
            self.happens(SpeechFailed(turn_id, sentence, "status 500", 0))
            return
        if text:
            self.happens(SpeechBegan(turn_id, sentence, now_ms, now_ms))
            self.happens(SpeechSent(turn_id, sentence, len(text) * 60))
        self.call.now_ms += len(text) * 60
        self.happens(SpeechPlayed(turn_id, sentence))

    def _carrier(self) -> None:
        self.closing = False
        self.happens(CallerHungUp())

    def _caller(self) -> None:
        words = self.tape.one_of(WORDS)
        match self.tape.one_of(("voice", "partial", "turn", "key")):
            case "voice":
                self.happens(CallerVoiced(480))
            case "partial":
                self.happens(CallerHeard(words))
            case "turn":
                self.happens(UtteranceEnded(words, 0.9, self.call.now_ms))
            case _:
                self.happens(KeyPressed("0"))

    def dies(self) -> None:
        self.models.clear()
        self.tools.clear()
        self.speech.clear()
        self.stops.clear()
        self.closing = False
        self.call.timers.clear()
        match self.tape.number(0, 3):
            case 0:
                self.happens(CallResumed())
            case 1:
                self.happens(CallResumed(audio_kept=True))
            case 2:
                self.happens(CallMoved("MZ2"))
            case _:
                self.happens(CallParted())
                self.happens(CallMoved("MZ3"))


@SETTINGS
@given(TAPES, st.booleans())
def test_no_call_ever_stands_still_and_every_call_ends(numbers: list[int], can_transfer: bool):
    """In every phase something is on its way or a timer runs, whatever the caller and the vendors do."""
    tape = Tape(numbers)
    shell = Shell(tape)
    shell.happens(CallAnswered(brief(can_transfer=can_transfer), "MZ1"))
    while not tape.at_end and shell.call.phase is not Phase.ENDED:
        shell.goes_on(caller=True)
        if tape.number(0, 19) == 19:
            shell.dies()
        assert shell.call.phase is Phase.ENDED or shell.under_way(), f"nothing moves on in {shell.call.phase}"
    shell.closing = False
    if shell.call.phase is not Phase.ENDED:
        shell.happens(CallerHungUp())
    for _ in range(30):
        if shell.call.phase is Phase.ENDED:
            break
        shell.goes_on(caller=False)
    assert shell.call.phase is Phase.ENDED
    assert isinstance(shell.call.all_effects[-1], Finalise)


@SETTINGS
@given(TAPES)
def test_a_caller_who_only_listens_is_let_go_in_the_end(numbers: list[int]):
    """Without another word from the caller the agent says what it has to say and hangs up."""
    shell = Shell(Tape(numbers))
    shell.happens(CallAnswered(brief(), "MZ1"))
    shell.happens(UtteranceEnded("I'd like a haircut", 0.9, shell.call.now_ms))
    for _ in range(600):
        if shell.call.phase is Phase.ENDED:
            return
        shell.goes_on(caller=False)
    minutes = (shell.call.now_ms - (shell.call.state.answered_at_ms or 0)) / 60_000
    assert shell.call.phase is Phase.ENDED, f"still {shell.call.phase} after {minutes:.1f} min"


@SETTINGS
@given(TAPES)
def test_each_process_finalises_once(numbers: list[int]):
    tape = Tape(numbers)
    shell = Shell(tape)
    shell.happens(CallAnswered(brief(), "MZ1"))
    while not tape.at_end and shell.call.phase is not Phase.ENDED:
        shell.goes_on(caller=True)
    if shell.call.phase is not Phase.ENDED:
        shell.happens(CallerHungUp())
    while shell.call.phase is not Phase.ENDED:
        shell.goes_on(caller=False)
    assert len(shell.call.ever(Finalise)) == 1
    shell.dies()
    first, second = shell.call.ever(Finalise)
    assert first == second


def test_agent_turns_are_numbered_as_they_come():
    call = ScriptedCall().is_answered().plays().says("hello").answers("Hi.").plays()
    turns = [turn.turn_id for turn in call.state.turns if isinstance(turn, AgentTurn)]
    assert turns == [1, 2]
