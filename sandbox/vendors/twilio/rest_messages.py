"""Text messages over REST: taken, kept, never sent.

Source: https://www.twilio.com/docs/messaging/api/message-resource
"""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from sandbox.vendors.twilio.answers import ApiRefusal, not_found, page
from sandbox.vendors.twilio.forms import is_e164, read_form
from sandbox.vendors.twilio.resources import Account

_MAX_BODY = 1600


class MessageRoutes:
    """Handlers of `Messages`."""

    def __init__(self, account: Account) -> None:
        self._account = account

    async def create(self, request: Request) -> Response:
        form = await read_form(request)
        to_number, body = form.get("To", ""), form.get("Body", "")
        sender, service = form.get("From"), form.get("MessagingServiceSid")
        if not to_number:
            raise ApiRefusal(400, 21604, "A 'To' phone number is required.")
        if not is_e164(to_number):
            raise ApiRefusal(400, 21211, f"Invalid 'To' Phone Number: {to_number}")
        if not sender and not service:
            raise ApiRefusal(400, 21603, "A 'From' phone number is required.")
        if not body and "MediaUrl" not in form and "ContentSid" not in form:
            raise ApiRefusal(400, 21602, "Message body is required.")
        if len(body) > _MAX_BODY:
            raise ApiRefusal(400, 21617, "The concatenated message body exceeds the 1600 character limit")
        message = self._account.add_message(sender, to_number, body, service)
        return JSONResponse(message.json("queued"), 201)

    async def list(self, request: Request) -> Response:
        query = request.query_params
        found = [message.json() for message in reversed(self._account.messages.values())]
        for parameter, name in {"To": "to", "From": "from"}.items():
            if parameter in query:
                found = [message for message in found if message[name] == query[parameter]]
        return page(request, "messages", found)

    async def show(self, request: Request) -> Response:
        message = self._account.messages.get(request.path_params["sid"])
        if message is None:
            raise not_found(request)
        return JSONResponse(message.json())
