"""What the carrier can be told to do with a call next, and how it is told: as TwiML."""

from dataclasses import dataclass
from uuid import UUID

from providers.twilio import twiml

WEBHOOKS = "/webhooks/twilio"
"""Under the public address: where the carrier asks what comes next."""

FINAL_STATUSES = frozenset({"completed", "busy", "failed", "no-answer", "canceled"})
"""Of a call nothing can be done with any more.

Source: https://www.twilio.com/docs/voice/api/call-resource#call-status-values
"""

RING_TIMEOUT_S = 25
VOICEMAIL_MAX_S = 120


@dataclass(frozen=True, slots=True)
class OpenStream:
    """Let the carrier open a media stream at `path`, after `wait_s` of silence.

    `stream_generation` numbers the call's streams from 0: the carrier repeats it when the stream has ended.
    """

    path: str
    call_id: UUID
    stream_generation: int = 0
    wait_s: int = 0


@dataclass(frozen=True, slots=True)
class SayAndHangUp:
    """Have the carrier speak, then end the call."""

    text: str
    language: str


@dataclass(frozen=True, slots=True)
class PutThrough:
    """Have the carrier ring a person, after `words`."""

    number: str
    words: str = ""
    language: str = ""


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
class HangUp:
    """Nothing more to say."""


Step = OpenStream | SayAndHangUp | PutThrough | Hold | TakeVoicemail | HangUp


class Directions:
    """Steps as TwiML.

    Args:
        carrier_url: the public address, without a slash at its end.
        media_url: the same for media streams, `wss://...`.
    """

    def __init__(self, carrier_url: str, media_url: str) -> None:
        self._webhooks = carrier_url + WEBHOOKS
        self._media_url = media_url

    def document(self, step: Step) -> str:
        """The TwiML that carries the step out."""
        match step:
            case OpenStream(path, call_id, generation, wait_s):
                return twiml.connect_stream(
                    self._media_url + path,
                    action=f"{self._webhooks}/stream-ended?call={call_id}&stream={generation}",
                    status_callback=f"{self._webhooks}/stream",
                    pause_s=wait_s,
                )
            case SayAndHangUp(text, language):
                return twiml.say_and_hangup(text, language=language)
            case PutThrough(number, words, language):
                return twiml.dial(
                    number,
                    action=f"{self._webhooks}/transfer-ended",
                    timeout_s=RING_TIMEOUT_S,
                    say=words or None,
                    language=language or None,
                )
            case Hold(words, language, pause_s, attempt):
                return twiml.hold(
                    words, pause_s, f"{self._webhooks}/voice?attempt={attempt}", language=language
                )
            case TakeVoicemail(words, goodbye, language, business_id):
                return twiml.record_voicemail(
                    words,
                    action=f"{self._webhooks}/voicemail-recorded",
                    # The callback says neither who was called nor by whom.
                    recording_status_callback=f"{self._webhooks}/voicemail-status?business={business_id}",
                    max_length_s=VOICEMAIL_MAX_S,
                    otherwise=goodbye,
                    language=language,
                )
            case HangUp():
                return twiml.hang_up()
