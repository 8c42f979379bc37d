"""Simulated callers: they follow a script or play a recording, and take turns as people do."""

from dataclasses import dataclass
from pathlib import Path

from sandbox.phone.carrier_options import Phone, SpeechMaker
from sandbox.phone.listening import ListeningTimings
from sandbox.phone.script import Script, Turn
from sandbox.phone.wav_audio import read_ulaw


@dataclass(frozen=True, slots=True)
class CallerTimings(ListeningTimings):
    """How long a caller waits before the next turn, and before hanging up.

    Attributes:
        farewell_s: silence of the agent after the last turn before the caller hangs up.
    """

    farewell_s: float = 5


class ScriptedCaller:
    """A person who follows a `Script`.

    Takes each turn when the agent has spoken and then been silent for `quiet_ms`, unless the turn says otherwise.
    After the last turn hears the agent out and hangs up. `prepare` may be called ahead to make all speech before the
    call.

    Args:
        script: what to do.
        speak: text to µ-law, in the voice of the script's caller.
    """

    def __init__(self, script: Script, speak: SpeechMaker, timings: CallerTimings | None = None) -> None:
        self._script = script
        self._speak = speak
        self._timings = timings or CallerTimings()
        self._spoken: dict[str, bytes] | None = None

    async def prepare(self) -> None:
        """Makes the speech of every turn."""
        if self._spoken is None:
            self._spoken = {turn.say: await self._speak(turn.say) for turn in self._script.turns if turn.say}

    async def run(self, phone: Phone) -> None:
        since = phone.handset.now
        await self.prepare()
        must_hear_agent = True
        for turn in self._script.turns:
            if not await self._await_turn(phone, turn, since, must_hear_agent):
                _give_up(phone, "the agent said nothing")
                return
            if turn.hang_up:
                phone.hang_up()
                return
            began = phone.handset.now
            await self._take_turn(phone, turn)
            # What the agent says into a silence counts as its turn; nobody has to be heard after one.
            must_hear_agent = turn.silence_ms is None
            since = phone.handset.now if must_hear_agent else began
        await _say_goodbye(phone, since, self._timings)

    async def _await_turn(self, phone: Phone, turn: Turn, since: float, must_hear_agent: bool) -> bool:
        handset = phone.handset
        timings = self._timings
        if turn.barge_in_after_ms is not None:
            if not await handset.agent_speaking(since, timings.patience_s):
                return False
            await handset.pause(turn.barge_in_after_ms / 1000)
            return True
        if turn.wait != "after_agent":
            await handset.pause(turn.wait)
            return True
        quiet_s = timings.quiet_ms / 1000
        if must_hear_agent:
            return await handset.agent_done(since, quiet_s, timings.patience_s)
        await handset.agent_done(since, quiet_s, quiet_s)
        return True

    async def _take_turn(self, phone: Phone, turn: Turn) -> None:
        handset = phone.handset
        if turn.say is not None and self._spoken is not None:
            phone.report("caller.said", turn.say)
            handset.say(self._spoken[turn.say])
            await handset.spoken()
        elif turn.dtmf is not None:
            for digit in turn.dtmf:
                phone.press(digit)
                await handset.pause(0.1)
        elif turn.silence_ms is not None:
            await handset.pause(turn.silence_ms / 1000)


class WavCaller:
    """A caller who plays a WAV file, hears the answer out and hangs up.

    Args:
        path: 8- or 16-bit PCM or µ-law, any rate, any number of channels (mixed).
        after_agent: starts when the agent has spoken and gone silent; otherwise at once.

    Raises:
        WavError: the file is none of these.
    """

    def __init__(
        self, path: str | Path, *, after_agent: bool = True, timings: CallerTimings | None = None
    ) -> None:
        self._name = Path(path).name
        self._ulaw = read_ulaw(path)
        self._after_agent = after_agent
        self._timings = timings or CallerTimings()

    async def run(self, phone: Phone) -> None:
        handset = phone.handset
        timings = self._timings
        if self._after_agent and not await handset.agent_done(
            handset.now, timings.quiet_ms / 1000, timings.patience_s
        ):
            _give_up(phone, "the agent said nothing")
            return
        phone.report("caller.said", f"[{self._name}]")
        handset.say(self._ulaw)
        await handset.spoken()
        await _say_goodbye(phone, handset.now, timings)


class SilentCaller:
    """Somebody who never says a word and stays on the line for `seconds`."""

    def __init__(self, seconds: float = 3600) -> None:
        self._seconds = seconds

    async def run(self, phone: Phone) -> None:
        await phone.handset.pause(self._seconds)
        phone.hang_up()


def _give_up(phone: Phone, why: str) -> None:
    phone.report("caller.gave_up", why)
    phone.hang_up()


async def _say_goodbye(phone: Phone, since: float, timings: CallerTimings) -> None:
    if await phone.handset.agent_done(since, timings.farewell_s, timings.patience_s):
        phone.hang_up()
    else:
        _give_up(phone, "the agent did not answer")
