"""Calls and their recordings over REST.

Source: https://www.twilio.com/docs/voice/api/call-resource and https://www.twilio.com/docs/voice/api/recording
"""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from sandbox.phone.call_fields import new_sid
from sandbox.vendors.twilio.answers import ApiRefusal, not_found, page
from sandbox.vendors.twilio.carrier_hub import CarrierHub
from sandbox.vendors.twilio.forms import is_e164, read_form, require_url
from sandbox.vendors.twilio.resources import Account, Call, Recording


class CallRoutes:
    """Handlers of `Calls` and `Calls/{Sid}/Recordings`."""

    def __init__(self, account: Account, hub: CarrierHub) -> None:
        self._account = account
        self._hub = hub

    async def list(self, request: Request) -> Response:
        query = request.query_params
        filters = {"To": "to", "From": "from", "Status": "status", "ParentCallSid": "parent_call_sid"}
        calls = [call.json() for call in reversed(self._account.calls.values())]
        for parameter, name in filters.items():
            if parameter in query:
                calls = [call for call in calls if call[name] == query[parameter]]
        return page(request, "calls", calls)

    async def show(self, request: Request) -> Response:
        return JSONResponse(self._find(request).json())

    async def create(self, request: Request) -> Response:
        """Places an outbound call through the carrier attached last; 503 without one."""
        form = await read_form(request)
        to_number, from_number = form.get("To", ""), form.get("From", "")
        if not to_number:
            raise ApiRefusal(400, 21201, "No 'To' number is specified")
        if not from_number:
            raise ApiRefusal(400, 21213, "No 'From' number is specified")
        if not is_e164(to_number):
            raise ApiRefusal(
                400, 21211, f"The phone number you are attempting to call, {to_number}, is not valid."
            )
        if not is_e164(from_number):
            raise ApiRefusal(400, 21212, f"Invalid 'From' Phone Number: {from_number}")
        if "Twiml" not in form and "Url" not in form:
            raise ApiRefusal(400, 21205, "Url parameter is required.")
        start = _destination(form)
        carrier = self._hub.newest
        if carrier is None:
            raise ApiRefusal(503, 20503, "Service unavailable: no carrier is attached to the sandbox")
        call = Call(
            sid=new_sid("CA"),
            account_sid=self._account.sid,
            from_number=from_number,
            to_number=to_number,
            direction="outbound-api",
            status="queued",
            carrier=carrier,
        )
        self._account.calls[call.sid] = call
        queued = call.json()
        callback = form.get("StatusCallback")
        body = {"sid": call.sid, "from": from_number, "to": to_number, "status_callback": callback, **start}
        problem = await self._hub.command(carrier, "dial", body)
        if problem is not None:
            call.take_status("failed")
            raise ApiRefusal(503, 20503, f"Service unavailable: {problem}")
        return JSONResponse(queued, 201)

    async def update(self, request: Request) -> Response:
        """Redirects (Twiml, Url) or ends (Status=completed) a live call."""
        call = self._find(request)
        form = await read_form(request)
        status = form.get("Status")
        if status not in {None, "completed", "canceled"}:
            raise ApiRefusal(400, 21218, f"Invalid Status: {status}")
        if status is None and "Twiml" not in form and "Url" not in form:
            raise ApiRefusal(400, 21205, "Url parameter is required.")
        start = {} if status is not None else _destination(form)
        if not call.is_live:
            # Ending a call that is over is answered 200, redirecting it is not.
            if status is not None:
                return JSONResponse(call.json())
            raise ApiRefusal(400, 21220, "Call is not in-progress. Cannot redirect.")
        kind = "complete" if status is not None else "redirect"
        problem = await self._hub.command(call.carrier, kind, {"sid": call.sid, **start})
        if problem is not None:
            raise ApiRefusal(400, 21220, f"Call is not in-progress. Cannot redirect. ({problem})")
        return JSONResponse(call.json())

    async def recordings(self, request: Request) -> Response:
        call = self._find(request)
        found = [
            self._recording(kept) for kept in self._account.recordings.values() if kept.call_sid == call.sid
        ]
        return page(request, "recordings", found)

    async def record(self, request: Request) -> Response:
        """Starts a recording of a live call; its callback comes when the call is over."""
        call = self._find(request)
        form = await read_form(request)
        if not call.is_live:
            raise ApiRefusal(404, 21220, "The requested call is not in progress and cannot be recorded.")
        callback = form.get("RecordingStatusCallback")
        if callback is not None:
            require_url("RecordingStatusCallback", callback)
        channels = 2 if form.get("RecordingChannels") == "dual" else 1
        recording = Recording(
            new_sid("RE"), self._account.sid, call.sid, channels, form.get("RecordingTrack", "both")
        )
        body = {"sid": call.sid, "recording_sid": recording.sid, "callback": callback}
        problem = await self._hub.command(call.carrier, "record", body)
        if problem is not None:
            raise ApiRefusal(404, 21220, f"The requested call cannot be recorded. ({problem})")
        self._account.recordings[recording.sid] = recording
        return JSONResponse(self._recording(recording), 201)

    def _recording(self, recording: Recording) -> dict[str, object]:
        call = self._account.calls[recording.call_sid]
        if call.is_live:
            return recording.json("in-progress", None)
        seconds = (call.ended_at - recording.started_at).total_seconds() if call.ended_at else 0
        return recording.json("completed", round(seconds))

    def _find(self, request: Request) -> Call:
        call = self._account.calls.get(request.path_params["sid"])
        if call is None:
            raise not_found(request)
        return call


def _destination(form: dict[str, str]) -> dict[str, str]:
    if "Twiml" in form:
        return {"twiml": form["Twiml"]}
    return {"url": require_url("Url", form["Url"], 21205), "method": form.get("Method", "POST")}
