"""What is known about a simulated call once it is over."""

from dataclasses import dataclass, field
from typing import Literal

from sandbox.phone.events import CallEvent
from sandbox.phone.media_stream import MediaStream, StreamEnd
from sandbox.phone.playout import Underrun
from sandbox.phone.recording import StereoRecording
from sandbox.phone.webhooks import WebhookExchange

CallStatus = Literal[
    "queued", "ringing", "in-progress", "completed", "busy", "failed", "no-answer", "canceled"
]


@dataclass(frozen=True, slots=True)
class StreamReport:
    """One Media Stream of a call.

    Attributes:
        end: how it ended; None when it was never opened.
        error_code: Twilio's code when it failed (31920 for an upgrade that was not answered 101).
        opened_at: monotonic seconds.
        first_audio_at: when the first frame of the agent began to sound.
        warnings: Twilio warning code -> how often it was due.
    """

    stream_sid: str
    url: str
    end: StreamEnd | None
    error_code: int | None
    opened_at: float | None = None
    first_audio_at: float | None = None
    underruns: tuple[Underrun, ...] = ()
    warnings: dict[int, int] = field(default_factory=dict)
    frames_sent: int = 0
    frames_dropped: int = 0
    audio_received_bytes: int = 0
    audio_cleared_bytes: int = 0
    max_buffered_ms: float = 0.0
    marks_received: int = 0
    marks_returned: int = 0
    clears: int = 0

    @classmethod
    def of(
        cls, media: MediaStream, opened_at: float, end: StreamEnd, error_code: int | None
    ) -> "StreamReport":
        playout = media.playout
        return cls(
            stream_sid=media.info.stream_sid,
            url=media.info.url,
            end=end,
            error_code=error_code,
            opened_at=opened_at,
            first_audio_at=playout.first_audio_at,
            underruns=tuple(playout.underruns),
            warnings=dict(media.warnings),
            frames_sent=media.frames_sent,
            frames_dropped=media.frames_dropped,
            audio_received_bytes=playout.received_bytes,
            audio_cleared_bytes=playout.cleared_bytes,
            max_buffered_ms=playout.max_buffered_ms,
            marks_received=media.marks_received,
            marks_returned=media.marks_returned,
            clears=media.clears,
        )


@dataclass(frozen=True, slots=True)
class DialledLeg:
    """One `<Dial>` as it went."""

    numbers: tuple[str, ...]
    status: str
    duration_s: int
    bridged: bool


@dataclass(frozen=True, slots=True)
class VoiceMessage:
    """What a `<Record>` took down: µ-law, 8000 Hz."""

    recording_sid: str
    ulaw: bytes


@dataclass(slots=True)
class CallResult:
    """One call, filled in while it runs.

    Attributes:
        status: Twilio's final call status.
        ended_by: who ended it: the caller, the application (TwiML or REST) or the carrier (it could not go on).
        webhook_sent_at, answered_at, ended_at: monotonic seconds.
        first_agent_sound_at: when the caller first heard something (voiced).
        carrier_said: the texts of `<Say>`.
        whispered: what a person who was dialled heard before the caller.
        documents: every TwiML document run, in order.
        errors: Twilio error code and what was wrong.
        response_times_ms: from the caller's last sound to the agent's first, turn by turn.
        lateness_ms: how late each 20 ms tick of the phone ran: the measuring instrument's own error.
        recording: both sides as they sounded, from the answer on; None when not kept.
    """

    call_sid: str
    from_number: str
    to_number: str
    status: CallStatus = "queued"
    ended_by: Literal["caller", "application", "carrier"] = "application"
    webhook_sent_at: float | None = None
    answered_at: float | None = None
    first_agent_sound_at: float | None = None
    ended_at: float | None = None
    carrier_said: list[str] = field(default_factory=list)
    whispered: list[str] = field(default_factory=list)
    documents: list[str] = field(default_factory=list)
    webhooks: list[WebhookExchange] = field(default_factory=list)
    streams: list[StreamReport] = field(default_factory=list)
    dialled: list[DialledLeg] = field(default_factory=list)
    messages: list[VoiceMessage] = field(default_factory=list)
    errors: list[tuple[int, str]] = field(default_factory=list)
    events: list[CallEvent] = field(default_factory=list)
    response_times_ms: list[float] = field(default_factory=list)
    lateness_ms: list[float] = field(default_factory=list)
    recording: StereoRecording | None = None

    @property
    def answer_ms(self) -> float | None:
        """From sending the voice webhook to the first agent sound in the caller's ear."""
        if self.webhook_sent_at is None or self.first_agent_sound_at is None:
            return None
        return round((self.first_agent_sound_at - self.webhook_sent_at) * 1000, 1)

    @property
    def duration_s(self) -> float:
        """From the answer to the end; 0 for a call never answered."""
        if self.answered_at is None or self.ended_at is None:
            return 0.0
        return self.ended_at - self.answered_at

    @property
    def underruns(self) -> list[Underrun]:
        return [underrun for stream in self.streams for underrun in stream.underruns]
