"""How the carrier behaves and which number it serves."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Literal, Protocol

from sandbox.options import Credentials
from sandbox.phone.handset import Handset

SpeechMaker = Callable[[str], Awaitable[bytes]]
"""Text to µ-law (8000 Hz)."""


@dataclass(frozen=True, slots=True)
class NumberConfig:
    """One phone number and where its calls go, as an IncomingPhoneNumber of the REST API has it."""

    number: str
    voice_url: str
    voice_method: str = "POST"
    fallback_url: str | None = None
    fallback_method: str = "POST"
    status_callback: str | None = None
    status_callback_method: str = "POST"
    caller_name_lookup: bool = False


@dataclass(frozen=True, slots=True)
class DialOutcome:
    """What happens when the application dials somebody.

    Attributes:
        status: of the dialled leg.
        rings_s: until it is answered or refused; a `<Dial timeout>` that is shorter makes it no-answer.
        talk_s: how long both talk once bridged, or how long a mailbox takes down what it hears.
        presses: the key that whoever picks up presses when asked for one; empty for a mailbox.
        says_bridged: whether the carrier says outright that both were connected; Twilio does not always.
        forwards_to: a number of the application's to which the phone forwards the call instead of ringing.
    """

    status: Literal["answered", "busy", "no-answer", "failed"] = "answered"
    rings_s: float = 0.2
    talk_s: float = 1.0
    presses: str = "1"
    says_bridged: bool = True
    forwards_to: NumberConfig | None = None


def _answered(_number: str) -> DialOutcome:
    return DialOutcome()


@dataclass(frozen=True, slots=True)
class CarrierOptions:
    """Settings of a simulated carrier.

    Attributes:
        credentials: the account the calls belong to; its token signs the webhooks.
        dial: what becomes of a dialled number.
        speak: the voice of `<Say>`; without one it is silent and lasts `say_ms_per_character`.
        record: keeps both sides of each call.
        ring_s: how long a call rings before the application is asked.
        stream_open_timeout_s: for a stream's connection and upgrade (31901 after it).
        max_call_s: the call is ended after this long.
        allow_plain_websockets: takes `ws://` stream URLs, which Twilio does not.
        rest_base_url: prefix of recording URLs in callbacks.
    """

    credentials: Credentials = field(default_factory=Credentials)
    dial: Callable[[str], DialOutcome] = _answered
    speak: SpeechMaker | None = None
    say_ms_per_character: float = 60.0
    record: bool = True
    ring_s: float = 0.0
    stream_open_timeout_s: float = 10.0
    max_call_s: float = 14_400.0
    allow_plain_websockets: bool = True
    rest_base_url: str = "https://api.twilio.com"


class Phone(Protocol):
    """What a caller holds in the hand."""

    @property
    def handset(self) -> Handset: ...

    def report(self, kind: Literal["caller.said", "caller.gave_up"], text: str) -> None:
        """Adds a line to the live transcript."""
        ...

    def press(self, digit: str) -> None:
        """Presses one key: 0-9, * or #."""
        ...

    def hang_up(self) -> None:
        """Ends the call."""
        ...


class Caller(Protocol):
    """Somebody who makes a call."""

    async def run(self, phone: Phone) -> None:
        """Behaves from the moment the call is answered; cancelled when the call ends.

        Returning leaves the call up: somebody who is done hangs up.
        """
        ...
