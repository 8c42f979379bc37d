"""A caller who books, whatever happens: answers what the agent asks, says it again into a silence, then gives up."""

from dataclasses import dataclass, field
from enum import Enum
from typing import Literal

from domain.audio import FRAME_BYTES, FRAME_MS
from load.chaos.plan import CallPlan
from sandbox.phone.caller import CallerTimings
from sandbox.phone.carrier_options import Phone
from sandbox.phone.handset import Handset
from sandbox.phone.listening import MarkedListener
from sandbox.speech.marked import marked_speech

Intent = Literal["request", "name", "yes", "correction", "bye"]

_MOST_UTTERANCES = 14
_MOST_REPETITIONS = 3
_DECLINED = ("can't book", "just been taken", "we can't do that time", "haven't booked anything")


@dataclass(frozen=True, slots=True)
class ChaosTimings(CallerTimings):
    """How long the caller waits, and how fast it speaks.

    Attributes:
        cut_patience_s: an agent who broke off in the middle is given so long to go on.
        ms_per_character: of the caller's speech.
    """

    quiet_ms: float = 400
    patience_s: float = 10
    farewell_s: float = 6
    cut_patience_s: float = 5
    ms_per_character: int = 45


@dataclass(slots=True)
class Utterance:
    """Something the caller said.

    Attributes:
        again: said before, into a silence or since the agent asked for it.
        ended_at: end of the last frame; None while it is being said.
    """

    intent: Intent
    text: str
    started_at: float
    again: bool = False
    ended_at: float | None = None
    frames: int = 0


class _Heard(Enum):
    ASKED = "asked"
    CUT_OFF = "cut off"
    NOTHING = "nothing"


@dataclass(slots=True)
class ChaosCaller:
    """One caller; give `run` to a carrier.

    Attributes:
        listener: what was heard of the agent.
        utterances: what was said, in order.
        agreed: the caller said yes to the booking as it was read back.
        told: the agent said that it is booked.
        declined: the agent said that it is not.
        finished: the agent said goodbye.
        gave_up: why the caller hung up on an agent.
    """

    plan: CallPlan
    timings: ChaosTimings = field(default_factory=ChaosTimings)
    listener: MarkedListener = field(default_factory=MarkedListener)
    utterances: list[Utterance] = field(default_factory=list[Utterance])
    agreed: bool = False
    told: bool = False
    declined: bool = False
    finished: bool = False
    gave_up: str | None = None
    handset: Handset | None = None
    _repetitions: int = 0

    @property
    def sent_away(self) -> bool:
        """Whether the agent ended a conversation that was not over."""
        return self.finished and all(utterance.intent != "bye" for utterance in self.utterances)

    @property
    def up(self) -> bool:
        """Whether the agent has been heard and the caller has not left."""
        return bool(self.listener.runs) and not self.finished and self.gave_up is None

    async def run(self, phone: Phone) -> None:
        """Behaves, then hangs up."""
        self.handset = phone.handset
        phone.handset.on_sound = self.listener.hear
        since = phone.handset.now
        while self.gave_up is None and not self.finished:
            heard = await self._listen(phone.handset, since)
            self.understand()
            if self.finished:
                # The agent closes the line; where it does not, the caller does.
                await phone.handset.pause(self.timings.farewell_s)
            elif len(self.utterances) >= _MOST_UTTERANCES:
                self.gave_up = "the conversation led nowhere"
            elif heard is not _Heard.ASKED and self._repetitions >= _MOST_REPETITIONS:
                self.gave_up = "the agent fell silent"
            else:
                since = await self._say(phone, *self._answer(heard))
        phone.hang_up()

    async def _listen(self, handset: Handset, since: float) -> _Heard:
        """Waits until the agent has asked something, has broken off for long, or has said nothing for long."""
        timings = self.timings
        outcome = _Heard.NOTHING

        def over() -> bool:
            nonlocal outcome
            run = self.listener.last
            silent_s = self.listener.silent_s(handset.now, since)
            if run is None or run.ended_at <= since:
                outcome = _Heard.NOTHING
                return silent_s >= timings.patience_s
            asked = run.complete and self.closes(self.listener.text(run.speech_id))
            outcome = _Heard.ASKED if asked else _Heard.CUT_OFF
            return silent_s >= (timings.quiet_ms / 1000 if asked else timings.cut_patience_s)

        await handset.until(over)
        return outcome

    def closed(self) -> bool:
        """Whether the agent's latest sentence sounded to its end and leaves the floor to the caller."""
        run = self.listener.last
        return run is not None and run.complete and self.closes(self.listener.text(run.speech_id))

    @staticmethod
    def closes(text: str) -> bool:
        """Whether a sentence leaves the floor to the caller."""
        return text.rstrip().endswith("?") or "goodbye" in text.lower()

    def understand(self) -> None:
        """Takes note of what the agent has told since the caller's latest words."""
        since = self.utterances[-1].started_at if self.utterances else 0.0
        for run in self.listener.runs:
            if run.ended_at <= since or not run.complete:
                continue
            text = self.listener.text(run.speech_id)
            if "You're all booked" in text:
                self.told, self.declined = True, False
            elif any(words in text for words in _DECLINED):
                self.declined = True
            elif "goodbye" in text.lower():
                self.finished = True

    def _answer(self, heard: _Heard) -> tuple[Intent, str, bool]:
        """What to say now, and whether it has been said before."""
        known = self._answer_to(self._heard_since_speaking()) if heard is _Heard.ASKED else None
        if known is not None:
            self._repetitions = 0
            return *known, known[1] in {utterance.text for utterance in self.utterances}
        self._repetitions += 1
        if self.utterances:
            return self.utterances[-1].intent, self.utterances[-1].text, True
        return "request", self.plan.request, False

    def _heard_since_speaking(self) -> str:
        """Everything the agent said in its turn: a question may come in several sentences."""
        since = self.utterances[-1].started_at if self.utterances else 0.0
        said = dict.fromkeys(run.speech_id for run in self.listener.runs if run.ended_at > since)
        return " ".join(map(self.listener.text, said))

    def _answer_to(self, asked: str) -> tuple[Intent, str] | None:
        """The answer to a question the caller knows; None for any other."""
        plan = self.plan
        if "Shall I book that" in asked:
            if plan.name in asked and plan.when in asked:
                self.agreed = True
                return "yes", "Yes please."
            return "correction", f"No, {plan.request}"
        if "What name" in asked:
            return "name", f"My name is {plan.name}."
        if "anything else" in asked or "take a message" in asked:
            return "bye", "No thank you, goodbye."
        openings = ("can I help", "What else can I do", "would you like", "suit you", "like to change")
        if any(words in asked for words in openings):
            return "request", plan.request
        return None

    async def _say(self, phone: Phone, intent: Intent, text: str, again: bool) -> float:
        """Says it to its end; returns when that was."""
        handset = phone.handset
        salt = f"{self.plan.number} {len(self.utterances)}"
        speech = marked_speech(
            text,
            ms_per_character=self.timings.ms_per_character,
            salt=salt,
            speaker=self.plan.index % 5,
        )
        utterance = Utterance(intent, text, handset.now, again, frames=len(speech) // FRAME_BYTES)
        self.utterances.append(utterance)
        phone.report("caller.said", text)
        handset.say(speech)
        await handset.spoken()
        # The frame handed out last is uttered until the next exchange.
        utterance.ended_at = handset.now + FRAME_MS / 1000
        return utterance.ended_at

    def said_share(self) -> float | None:
        """How much of the utterance under way has been said, 0 to 1; None between utterances."""
        if not self.utterances or self.utterances[-1].ended_at is not None or self.handset is None:
            return None
        left = self.handset.speaking_ms / FRAME_MS
        return 1 - left / self.utterances[-1].frames
