"""One call leg while it lasts: the state that its life (`simulated_call`) and its TwiML (`twiml_runner`) share."""

import asyncio
from collections.abc import Callable
from urllib.parse import urljoin

import httpx

from sandbox.phone.call_fields import CallFields
from sandbox.phone.call_result import CallResult
from sandbox.phone.carrier_options import CarrierOptions
from sandbox.phone.events import CallEvent, EventKind, EventSink
from sandbox.phone.handset import Handset
from sandbox.phone.media_stream import LiveStream
from sandbox.phone.playout import Playout
from sandbox.phone.recording import StereoRecording
from sandbox.phone.webhooks import WebhookExchange, WebhookSender


class CallLeg:
    """What a call consists of while it runs.

    Args:
        options: of the carrier.
        fields: what every webhook of the call carries.
        base_url: what the first document's relative URLs are relative to.
        http: sends the webhooks.
        on_event: gets the live transcript.
        on_answered: called once, when the call is picked up.

    Attributes:
        result: filled in while the call runs.
        handset: the caller's end.
        announcer: what the carrier itself says to the caller.
        stream: the Media Stream that is open now.
        keys: pressed while no stream was open.
        tape: what the `<Record>` under way has taken down, µ-law.
        base_url: of the running document.
        group: for what goes on beside the TwiML; set before the first verb runs.
        clock: monotonic seconds of the running loop.
    """

    group: asyncio.TaskGroup

    def __init__(
        self,
        options: CarrierOptions,
        fields: CallFields,
        base_url: str,
        http: httpx.AsyncClient,
        *,
        on_event: EventSink,
        on_answered: Callable[[], None],
    ) -> None:
        recording = StereoRecording() if options.record else None
        self.options = options
        self.fields = fields
        self.result = CallResult(fields.call_sid, fields.from_number, fields.to_number, recording=recording)
        self.handset = Handset(recording, self.keep_event)
        self.announcer = Playout()
        self.stream: LiveStream | None = None
        self.keys: asyncio.Queue[str] = asyncio.Queue(maxsize=64)
        self.tape: bytearray | None = None
        self.base_url = base_url
        self.sender = WebhookSender(options.credentials.twilio_auth_token, http, self._exchanged)
        self.clock = asyncio.get_running_loop().time
        self._on_event = on_event
        self._on_answered = on_answered

    @property
    def call_sid(self) -> str:
        return self.fields.call_sid

    @property
    def answered(self) -> bool:
        return self.result.answered_at is not None

    def answer(self) -> None:
        """Picks up: from here on the call counts and the caller behaves."""
        if self.answered:
            return
        self.result.answered_at = self.clock()
        self.handset.now = self.result.answered_at
        self._on_answered()

    def absolute(self, url: str) -> str:
        """TwiML URLs may be relative to the document they stand in."""
        return urljoin(self.base_url, url)

    def report(self, kind: EventKind, text: str | None = None, **data: object) -> None:
        """Adds a line to the live transcript."""
        self.keep_event(CallEvent(kind, self.clock(), text, data))

    def keep_event(self, event: CallEvent) -> None:
        self.result.events.append(event)
        self._on_event(event)

    def fail(self, code: int, message: str) -> None:
        """Notes an error as Twilio's debugger would show it."""
        self.result.errors.append((code, message))
        self.report("carrier.failed", message, code=code)

    def _exchanged(self, exchange: WebhookExchange) -> None:
        self.result.webhooks.append(exchange)
        self.report(
            "webhook.sent",
            exchange.purpose,
            status=exchange.status,
            url=exchange.url,
            took_ms=round(exchange.took_ms, 1),
        )
