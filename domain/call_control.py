"""What the carrier can be told to do with a call; how that is said on the wire is the carrier's provider's business."""

from dataclasses import dataclass
from uuid import UUID

RING_TIMEOUT_S = 20
"""How long a person's phone is rung: four rings. Most mailboxes pick up after that."""

ACCEPT_WITHIN_S = 8
"""From the end of the words; a mailbox's own greeting is longer, and presses nothing."""

VOICEMAIL_MAX_S = 120


@dataclass(frozen=True, slots=True)
class OpenStream:
    """Have the carrier open a media stream, after `wait_s` of silence.

    `token` lets the stream in. `stream_generation` numbers the call's streams from 0: the carrier repeats it when
    the stream has ended.
    """

    call_id: UUID
    token: str
    stream_generation: int = 0
    wait_s: int = 0


@dataclass(frozen=True, slots=True)
class SayAndHangUp:
    """Have the carrier speak, then end the call."""

    text: str
    language: str


@dataclass(frozen=True, slots=True)
class PutThrough:
    """Have the carrier ring a person, after `words`; with `business_id`, ask them first (`AskToAccept`).

    `asks` False puts the caller through to whoever picks up. With `then_agent` the agent answers when nobody takes the
    call, whose phone rings on until somebody does; otherwise a voicemail is taken.
    """

    number: str
    words: str = ""
    language: str = ""
    business_id: UUID | None = None
    ring_s: int = RING_TIMEOUT_S
    asks: bool = True
    then_agent: bool = False


@dataclass(frozen=True, slots=True)
class AskToAccept:
    """Have a person who was rung hear `words`, and put the caller through to them once they press a key."""

    words: str
    language: str
    business_id: UUID


@dataclass(frozen=True, slots=True)
class Hold:
    """Have the caller wait, then ask again as the `attempt`-th time."""

    words: str
    language: str
    pause_s: int
    attempt: int


@dataclass(frozen=True, slots=True)
class TakeVoicemail:
    """Have the carrier take a message; `goodbye` is for callers who leave none."""

    words: str
    goodbye: str
    language: str
    business_id: UUID


@dataclass(frozen=True, slots=True)
class Refuse:
    """Have the carrier refuse a call that has not been answered, as busy."""


@dataclass(frozen=True, slots=True)
class HangUp:
    """Nothing more to say."""


CallControl = OpenStream | SayAndHangUp | PutThrough | AskToAccept | Hold | TakeVoicemail | Refuse | HangUp
