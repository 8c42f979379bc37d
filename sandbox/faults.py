"""Faults a test asks a stand-in to show: refuse, hang, or break off in the middle.

A fault is armed over HTTP (`POST /_sandbox/faults`) or in process (`FaultBoard.arm`) and is used up by the next
matching requests.
"""

from collections import deque
from dataclasses import dataclass, field
from typing import Literal

FaultKind = Literal["refuse", "hang", "drop", "late", "repeat", "silent", "stub", "mp3", "cut", "garble"]


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault.

    Attributes:
        vendor: `twilio`, `deepgram`, `openai`, `elevenlabs`, `sendgrid`, `stripe`, `google` or `square`.
        kind: `refuse` answers `status`; `hang` accepts and then says nothing; `drop` starts to answer and cuts the
            connection after `after_chunks` useful chunks. Some vendors have kinds of their own. Twilio: `late` does
            what it is asked and answers after `after_s`. Deepgram: `repeat` tells the ends of Flux turns twice.
            ElevenLabs: `silent`, `stub` and `mp3` answer 200 with no audio, with one byte, with MP3. OpenAI: `cut`
            ends the answer at the token limit after `after_chunks` pieces, `garble` leaves out the end of a tool
            call's arguments. Stripe and Google: `garble` answers 200 with HTML, `drop` does what it is
            asked and answers 500 or 503.
        status: HTTP status of a refusal.
        after_chunks: useful chunks sent before a drop or a cut.
        retry_after_s: the pause a refusal names; None for none.
        after_s: how long an answer is late.
    """

    vendor: str
    kind: FaultKind
    status: int = 503
    after_chunks: int = 1
    retry_after_s: float | None = None
    after_s: float = 7.0


@dataclass(slots=True)
class FaultBoard:
    """The faults still due, per vendor, first in first out."""

    _due: dict[str, deque[Fault]] = field(default_factory=dict)

    def arm(self, fault: Fault, count: int = 1) -> None:
        self._due.setdefault(fault.vendor, deque()).extend([fault] * count)

    def take(self, vendor: str) -> Fault | None:
        """The next due fault of this vendor, used up by this call."""
        due = self._due.get(vendor)
        return due.popleft() if due else None

    def clear(self) -> None:
        self._due.clear()
