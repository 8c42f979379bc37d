"""Carriers attached to the stand-in: REST commands reach the calls they run, wherever they run.

Our own protocol, JSON text messages over one WebSocket:

    carrier -> stand-in   {"type": "call", "sid", "from", "to", "direction", "status"}       with each change
                          {"type": "done", "id", "error": null | "..."}                      answers a command
                          {"type": "tape", "sid", "recording_sid", "ulaw"}                   a caller left this (base64)
    stand-in -> carrier   {"type": "redirect", "id", "sid", "twiml" | "url", "method"}
                          {"type": "complete", "id", "sid"}
                          {"type": "record", "id", "sid", "recording_sid", "callback"}
                          {"type": "dial", "id", "sid", "from", "to", "twiml" | "url", "method", "status_callback"}
"""

import asyncio
import json
from base64 import b64decode
from collections.abc import Mapping
from itertools import count
from typing import Any
from uuid import uuid4

import structlog
from starlette.websockets import WebSocket, WebSocketDisconnect

from sandbox.vendors.twilio.resources import Account, Call, Tape

_log = structlog.get_logger(__name__)
_ANSWER_S = 2.0


class CarrierHub:
    """The attached carriers of one account.

    Args:
        account: where the reported calls are kept.
    """

    def __init__(self, account: Account) -> None:
        self._account = account
        self._carriers: dict[str, WebSocket] = {}
        self._pending: dict[int, asyncio.Future[str | None]] = {}
        self._ids = count(1)

    @property
    def newest(self) -> str | None:
        """The carrier attached last, which places outbound calls."""
        return next(reversed(self._carriers), None)

    async def attach(self, socket: WebSocket) -> None:
        """Serves one carrier until it detaches; its live calls are then `failed`."""
        await socket.accept()
        name = uuid4().hex
        self._carriers[name] = socket
        _log.info("carrier.attached", carrier=name)
        try:
            while True:
                self._take(name, json.loads(await socket.receive_text()))
        except WebSocketDisconnect:
            _log.info("carrier.detached", carrier=name)
        finally:
            del self._carriers[name]
            for call in self._account.calls.values():
                if call.carrier == name and call.is_live:
                    call.take_status("failed")

    async def command(self, carrier: str, kind: str, body: Mapping[str, Any]) -> str | None:
        """Sends a command and waits for its answer; gives what went wrong, or None."""
        socket = self._carriers.get(carrier)
        if socket is None:
            return "the carrier is gone"
        number = next(self._ids)
        answer: asyncio.Future[str | None] = asyncio.get_running_loop().create_future()
        self._pending[number] = answer
        try:
            async with asyncio.timeout(_ANSWER_S):
                await socket.send_text(json.dumps({"type": kind, "id": number, **body}))
                return await answer
        except TimeoutError:
            return "the carrier did not answer"
        except (WebSocketDisconnect, RuntimeError):
            return "the carrier is gone"
        finally:
            del self._pending[number]

    def _take(self, carrier: str, message: Mapping[str, Any]) -> None:
        match message:
            case {"type": "call", "sid": str(sid), "status": str(status)}:
                call = self._account.calls.get(sid)
                if call is None:
                    call = Call(
                        sid=sid,
                        account_sid=self._account.sid,
                        from_number=str(message.get("from", "")),
                        to_number=str(message.get("to", "")),
                        direction=str(message.get("direction", "inbound")),
                        status=status,
                        carrier=carrier,
                    )
                    self._account.calls[sid] = call
                call.take_status(status)
            case {"type": "tape", "sid": str(sid), "recording_sid": str(recording), "ulaw": str(ulaw)}:
                self._account.tapes[recording] = Tape(recording, sid, b64decode(ulaw))
            case {"type": "done", "id": int(number)}:
                pending = self._pending.get(number)
                if pending is not None and not pending.done():
                    pending.set_result(message.get("error"))
            case _:
                _log.warning("carrier.message_unknown", kind=message.get("type"))
