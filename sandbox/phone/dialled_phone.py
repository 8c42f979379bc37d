"""A phone the application has the carrier dial: it rings, is picked up and asked, or forwards the call."""

import asyncio
from dataclasses import dataclass

from sandbox.phone.call_fields import CallFields, new_sid
from sandbox.phone.call_leg import CallLeg
from sandbox.phone.carrier_options import DialOutcome
from sandbox.phone.twiml import TwimlError, parse
from sandbox.phone.verbs import Dial, Gather, Hangup, Reject, Say, Verb


@dataclass(frozen=True, slots=True)
class DialledLegEnd:
    """How the leg to the phone went: its status in Twilio's words, how long it was up, whether both were connected."""

    status: str
    duration_s: float = 0.0
    bridged: bool = False


class DialledPhone:
    """One dialled leg.

    Args:
        leg: of the caller.
        outcome: what whoever has the phone does.
    """

    def __init__(self, leg: CallLeg, verb: Dial, outcome: DialOutcome) -> None:
        self._leg = leg
        self._verb = verb
        self._outcome = outcome
        self.call_sid = new_sid("CA")

    async def ring(self) -> DialledLegEnd:
        """Until it is known whether the caller is connected; the talk itself is left to whoever asks."""
        outcome, timeout_s = self._outcome, self._verb.timeout_s
        await asyncio.sleep(min(outcome.rings_s, timeout_s))
        if outcome.rings_s > timeout_s:
            return DialledLegEnd("no-answer")
        if outcome.forwards_to is not None and not await self._forward():
            return DialledLegEnd("busy")
        if outcome.status != "answered":
            return DialledLegEnd(outcome.status)
        if self._verb.asks_at is None:
            return DialledLegEnd("completed", bridged=True)
        began_at = self._leg.clock()
        bridged = await self._asked(self._verb.asks_at, self._verb.asks_method, {})
        return DialledLegEnd("completed", self._leg.clock() - began_at, bridged)

    async def _forward(self) -> bool:
        """The phone's own carrier calls the number it forwards to; whether that is answered."""
        number = self._outcome.forwards_to
        if number is None:
            return True
        fields = CallFields(
            self._leg.fields.account_sid,
            new_sid("CA"),
            self._leg.fields.from_number,
            number.number,
            forwarded_from=self._verb.numbers[0],
        )
        exchange = await self._leg.sender.send(
            "voice", number.voice_method, number.voice_url, fields.form("ringing")
        )
        return not any(isinstance(verb, Reject) for verb in parse(exchange.body))

    async def _asked(self, url: str, method: str, digits: dict[str, str]) -> bool:
        """Whoever picked up hears the document; whether it ends with the caller being connected."""
        leg = self._leg
        fields = CallFields(
            leg.fields.account_sid,
            self.call_sid,
            leg.fields.from_number,
            self._verb.numbers[0],
            direction="outbound-dial",
        ).form("in-progress", {"ParentCallSid": leg.call_sid, **digits})
        exchange = await leg.sender.send("whisper", method, leg.absolute(url), fields)
        if not exchange.ok:
            return False
        try:
            return await self._hear(parse(exchange.body))
        except TwimlError as error:
            leg.fail(error.code, error.message)
            return False

    async def _hear(self, verbs: tuple[Verb, ...]) -> bool:
        for verb in verbs:
            if isinstance(verb, Hangup):
                return False
            if isinstance(verb, Say):
                self._leg.result.whispered.append(verb.text)
            if isinstance(verb, Gather):
                self._leg.result.whispered.extend(each.text for each in verb.prompts if isinstance(each, Say))
                if self._outcome.presses:
                    pressed = {"Digits": self._outcome.presses}
                    return await self._asked(verb.action or self._verb.asks_at or "", verb.method, pressed)
                await asyncio.sleep(min(verb.timeout_s, self._outcome.talk_s))
        return True
