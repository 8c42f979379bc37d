"""Text messages over REST: taken, kept, never sent; where a StatusCallback is given, reported as delivered.

Source: https://www.twilio.com/docs/messaging/api/message-resource
"""

from xml.etree import ElementTree

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from sandbox.options import StandInOptions
from sandbox.vendors.twilio.answers import ApiRefusal, not_found, page
from sandbox.vendors.twilio.forms import is_e164, read_form, require_url
from sandbox.vendors.twilio.resources import Account
from sandbox.vendors.twilio.text_webhooks import REFUSED_TO, TextWebhooks

_MAX_BODY = 1600


class MessageRoutes:
    """Handlers of `Messages`."""

    def __init__(self, account: Account, webhooks: TextWebhooks, options: StandInOptions) -> None:
        self._account = account
        self._webhooks = webhooks
        self._options = options

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
        if to_number in REFUSED_TO:
            code, words = REFUSED_TO[to_number]
            raise ApiRefusal(400, code, words)
        if self._webhooks.is_stopped(sender, to_number):
            raise ApiRefusal(400, *REFUSED_TO["+15005550004"])
        callback = form.get("StatusCallback")
        if callback:
            require_url("StatusCallback", callback, 21609)
        async with self._options.taking_a_message():
            message = self._account.add_message(sender, to_number, body, service)
            if callback:
                self._webhooks.report(message, callback)
        return JSONResponse(message.json("queued"), 201)

    async def come_in(self, request: Request) -> Response:
        """Somebody writes: posts the text to `url`, and answers with what the application did.

        A `<Message>` in its answer is sent, as Twilio sends it.
        """
        form = await read_form(request)
        sender, to = form.get("From", ""), form.get("To", "")
        answer = await self._webhooks.come_in(
            self._account.sid, sender, to, form.get("Body", ""), form["Url"]
        )
        for reply in _replies(answer.text):
            self._account.add_message(to, sender, reply, None)
        return JSONResponse({"status": answer.status_code, "body": answer.text})

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


def _replies(twiml: str) -> list[str]:
    """The texts of a TwiML answer; none where it is no document."""
    try:
        root = ElementTree.fromstring(twiml)  # noqa: S314 - our own application's answer
    except ElementTree.ParseError:
        return []
    return ["".join(each.itertext()).strip() for each in root.iter("Message")]
