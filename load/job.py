"""What a generator process is told, and what it reports: JSON lines on its stdin and stdout.

    -> the job                                           first line
    <- {"event": "ready"}                                everything is made; no call has started
    -> {"event": "go", "at": 123.4}                      monotonic seconds at which the first call starts
    <- {"event": "up", "call": 0, "at": ...}             its greeting sounds
    <- {"event": "ended", "call": 0, "at": ..., "measure": {...}}
    <- {"event": "done"}

A generator whose stdin ends gives up. Monotonic seconds are the machine's, the same in every process.
"""

from array import array
from base64 import b64decode, b64encode
from dataclasses import dataclass, field
from typing import Literal

from pydantic import TypeAdapter

from sandbox.phone.line import Line
from sandbox.phone.listening import ListeningTimings

FailureReason = Literal[
    "webhook", "refused", "stream_refused", "no_greeting", "no_answer", "never_stopped", "closed_early",
    "too_long", "lost",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class CallerPlan:
    """One caller: when to ring, how often to speak, when to interrupt.

    Attributes:
        turns: utterances after the greeting; the most there may be when `hold_s` ends the call.
        hold_s: how long the call lasts from when it is picked up; as long as its turns take when None.
    """

    index: int
    starts_after_s: float
    turns: int
    barge_in_turns: tuple[int, ...] = ()
    hold_s: float | None = None

    @property
    def number(self) -> str:
        return f"+6149157{self.index % 10_000:04d}"


@dataclass(frozen=True, slots=True)
class LoadTimings(ListeningTimings):
    """How long all callers of a run speak and wait; see `LoadOptions`."""

    patience_s: float = 10
    speech_ms: int = 1500
    barge_in_after_ms: float = 600
    longest_speech_s: float = 60
    longest_call_s: float = 600


@dataclass(frozen=True, slots=True)
class Job:
    """The calls of one generator; exactly one of `line` and `ws_url`."""

    callers: tuple[CallerPlan, ...]
    timings: LoadTimings
    line: Line | None = None
    ws_url: str | None = None
    auth_token: str = ""


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a call did not go as it should."""

    reason: FailureReason
    detail: str


@dataclass(slots=True)
class TurnMeasure:
    """One turn of a caller.

    Attributes:
        barge_in: the caller spoke into the agent's speech.
        voice_to_voice_ms: from sending the last voiced frame to the agent's first voiced frame in the ear.
        arrival_ms: the same until the first audible byte arrived at the phone, without the 20 ms grid of its play-out.
        barge_in_stop_ms: from the caller's first voiced frame to the end of the agent's last.
        cleared: the agent was stopped by `clear`, not by running out of audio.
        talked_over: the agent sounded while the caller spoke, without a barge-in.
    """

    turn: int
    barge_in: bool
    voice_to_voice_ms: float | None = None
    arrival_ms: float | None = None
    barge_in_stop_ms: float | None = None
    cleared: bool = False
    talked_over: bool = False


@dataclass(slots=True)
class CallMeasure:
    """One call.

    Attributes:
        answer_ms: from sending the voice webhook (or opening the connection) to the first audible greeting frame.
        silence_ms: from when the carrier picked up and connected the stream to that frame, or to the end of a call that
            heard none; None when no stream was opened.
        underruns_ms: each gap inside the agent's speech.
        missed_barge_ins: interruptions that found the agent silent already.
        warnings: Twilio warning code -> how often it was due.
        frames_dropped: the caller's frames not sent since the server read too slowly.
        lateness: of every 20 ms tick in ms, float32, base64.
    """

    call: int
    failure: Failure | None = None
    answer_ms: float | None = None
    silence_ms: float | None = None
    turns: list[TurnMeasure] = field(default_factory=list[TurnMeasure])
    underruns_ms: list[float] = field(default_factory=list[float])
    missed_barge_ins: int = 0
    warnings: dict[int, int] = field(default_factory=dict[int, int])
    frames_dropped: int = 0
    lateness: str = ""

    def keep_lateness(self, lateness_ms: "array[float] | list[float]") -> None:
        self.lateness = b64encode(array("f", lateness_ms).tobytes()).decode()

    @property
    def lateness_ms(self) -> "array[float]":
        values = array("f")
        values.frombytes(b64decode(self.lateness))
        return values


JOB = TypeAdapter(Job)
MEASURE = TypeAdapter(CallMeasure)
