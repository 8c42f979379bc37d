"""Attaches a carrier to the Twilio stand-in, so that REST commands reach its calls (its `carrier_hub`)."""

import asyncio
import json
from base64 import b64encode
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any

import structlog
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from sandbox.phone.call_result import CallResult
from sandbox.phone.caller import SilentCaller
from sandbox.phone.carrier import Carrier, NoSuchCall
from sandbox.phone.carrier_options import Caller, DialOutcome, NumberConfig
from sandbox.phone.simulated_call import SimulatedCall
from sandbox.phone.steps import Fetch, Inline

_log = structlog.get_logger(__name__)


@asynccontextmanager
async def attached(
    carrier: Carrier, twilio_base_url: str, *, answer_outbound: Callable[[str], Caller] | None = None
) -> AsyncIterator[None]:
    """Reports the carrier's calls to the stand-in and obeys its commands while the block runs.

    Args:
        carrier: whose calls; entered already.
        twilio_base_url: `TWILIO_BASE_URL`, e.g. `http://127.0.0.1:4010/twilio`.
        answer_outbound: who picks up when the application calls this number; None refuses outbound calls.

    Raises:
        OSError, websockets.exceptions.InvalidStatus: the stand-in is not there or refuses the credentials.
    """
    credentials = carrier.options.credentials
    pair = f"{credentials.twilio_account_sid}:{credentials.twilio_auth_token}"
    url = twilio_base_url.rstrip("/").replace("http", "ws", 1) + "/_sandbox/carrier"
    headers = {"Authorization": f"Basic {b64encode(pair.encode()).decode()}"}
    failure: Exception | None = None
    async with connect(url, additional_headers=headers, compression=None, proxy=None) as socket:
        link = _Link(carrier, socket, answer_outbound)
        async with asyncio.TaskGroup() as group:
            previous, carrier.on_state = carrier.on_state, link.report
            running = [
                group.create_task(link.send_reports(), name="carrier-reports"),
                group.create_task(link.obey(group), name="carrier-commands"),
            ]
            for call in carrier.live.values():
                link.report(call)
            try:
                yield
            except Exception as error:
                # Kept out of the group, which would wrap it.
                failure = error
            finally:
                carrier.on_state = previous
                await link.flushed()
                for task in [*running, *link.outbound]:
                    task.cancel()
    if failure is not None:
        raise failure


class _Link:
    def __init__(
        self, carrier: Carrier, socket: ClientConnection, answer_outbound: Callable[[str], Caller] | None
    ) -> None:
        self._carrier = carrier
        self._socket = socket
        self._answer_outbound = answer_outbound
        self.outbound: list[asyncio.Task[CallResult]] = []
        # Control is never dropped; a call has at most four states and a command one answer.
        self._outbox: asyncio.Queue[str] = asyncio.Queue()
        self._tapes: set[str] = set()

    def report(self, call: SimulatedCall) -> None:
        self._put(
            {
                "type": "call",
                "sid": call.call_sid,
                "from": call.leg.fields.from_number,
                "to": call.leg.fields.to_number,
                "direction": call.leg.fields.direction,
                "status": call.status,
            }
        )
        for message in call.leg.result.messages:
            if message.recording_sid not in self._tapes:
                self._tapes.add(message.recording_sid)
                ulaw = b64encode(message.ulaw).decode()
                self._put(
                    {
                        "type": "tape",
                        "sid": call.call_sid,
                        "recording_sid": message.recording_sid,
                        "ulaw": ulaw,
                    }
                )

    async def send_reports(self) -> None:
        try:
            while True:
                message = await self._outbox.get()
                await self._socket.send(message)
                self._outbox.task_done()
        except ConnectionClosed:
            _log.warning("carrier.detached")

    async def flushed(self) -> None:
        """Waits until every report is sent, a second at most."""
        try:
            async with asyncio.timeout(1):
                await self._outbox.join()
        except TimeoutError:
            _log.warning("carrier.reports_lost", count=self._outbox.qsize())

    async def obey(self, group: asyncio.TaskGroup) -> None:
        try:
            async for text in self._socket:
                command = json.loads(text)
                error: str | None = None
                try:
                    self._carry_out(command, group)
                except NoSuchCall:
                    error = "no such live call"
                self._put({"type": "done", "id": command["id"], "error": error})
        except ConnectionClosed:
            _log.warning("carrier.detached")

    def _carry_out(self, command: Mapping[str, Any], group: asyncio.TaskGroup) -> None:
        sid = command["sid"]
        match command["type"]:
            case "redirect":
                self._carrier.redirect(
                    sid,
                    twiml=command.get("twiml"),
                    url=command.get("url"),
                    method=command.get("method", "POST"),
                )
            case "complete":
                self._carrier.complete(sid)
            case "record":
                self._carrier.keep_recording(sid, command["recording_sid"], command.get("callback"))
            case "dial":
                self._dial(command, group)

    def _dial(self, command: Mapping[str, Any], group: asyncio.TaskGroup) -> None:
        if self._answer_outbound is None:
            raise NoSuchCall(command["sid"])
        outcome = self._carrier.options.dial(command["to"])
        if outcome.forwards_to is not None:
            task = group.create_task(self._forward(command, outcome), name=f"forwarded-{command['sid']}")
            self.outbound.append(task)
            return
        url = command.get("url")
        first = (
            Inline(command["twiml"]) if url is None else Fetch("voice", url, command.get("method", "POST"))
        )
        number = NumberConfig(command["to"], url or "", status_callback=command.get("status_callback"))
        call = self._carrier.place_outbound_call(
            call_sid=command["sid"],
            from_number=command["from"],
            number=number,
            callee=self._answer_outbound(command["to"]),
            first=first,
        )
        self.outbound.append(group.create_task(call, name=f"outbound-{command['sid']}"))

    async def _forward(self, command: Mapping[str, Any], outcome: DialOutcome) -> CallResult:
        """The telephone rings a while, and its own carrier calls the number it forwards to."""
        assert outcome.forwards_to is not None  # noqa: S101 - looked at by who calls
        told = {"type": "call", "sid": command["sid"], "from": command["from"], "to": command["to"]}
        self._put({**told, "direction": "outbound-api", "status": "ringing"})
        await asyncio.sleep(outcome.rings_s)
        result = await self._carrier.place_call(
            outcome.forwards_to, command["from"], SilentCaller(), forwarded_from=command["to"]
        )
        self._put({**told, "direction": "outbound-api", "status": result.status})
        return result

    def _put(self, message: Mapping[str, Any]) -> None:
        self._outbox.put_nowait(json.dumps(message))
