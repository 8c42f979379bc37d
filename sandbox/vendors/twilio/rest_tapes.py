"""What callers left after a `<Record>`, over REST.

Source: https://www.twilio.com/docs/voice/api/recording#fetch-a-recordings-media-file
"""

from starlette.requests import Request
from starlette.responses import Response

from sandbox.vendors.twilio.answers import not_found
from sandbox.vendors.twilio.resources import Account


class TapeRoutes:
    """Handlers of `Recordings/{Sid}`."""

    def __init__(self, account: Account) -> None:
        self._account = account

    async def show(self, request: Request) -> Response:
        tape = self._account.tapes.get(request.path_params["sid"])
        if tape is None:
            raise not_found(request)
        return Response(tape.wav(), media_type="audio/x-wav")

    async def erase(self, request: Request) -> Response:
        if self._account.tapes.pop(request.path_params["sid"], None) is None:
            raise not_found(request)
        return Response(status_code=204)
