"""SendGrid's Mail Send API, and the mailbox everything lands in.

POST /v3/mail/send          as the vendor's contract has it
GET  /_sandbox/mails        what was sent, oldest first; with ?to=ADDRESS only that address's
"""

from typing import Any
from uuid import uuid4

from pydantic import BaseModel, Field, ValidationError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sandbox.options import StandInOptions
from sandbox.vendors.sendgrid.event_webhook import EventWebhook

_VENDOR = "sendgrid"
_ADDRESS = r"^[^@\s]+@[^@\s]+\.[^@\s]+$"


class Address(BaseModel):
    email: str = Field(pattern=_ADDRESS)
    name: str = ""


class Personalization(BaseModel):
    to: list[Address] = Field(min_length=1, max_length=1000)


class Content(BaseModel):
    type: str = Field(min_length=1)
    value: str = Field(min_length=1)


class MailSend(BaseModel):
    personalizations: list[Personalization] = Field(min_length=1, max_length=1000)
    sender: Address = Field(alias="from")
    subject: str = Field(min_length=1)
    content: list[Content] = Field(min_length=1)
    custom_args: dict[str, str] = Field(default_factory=dict)


def build(options: StandInOptions) -> Starlette:
    """The stand-in as an application; `SENDGRID_BASE_URL` points at where it is mounted."""
    mails: list[dict[str, Any]] = []
    webhook = EventWebhook(options.mail_events_url)

    async def send(request: Request) -> Response:
        fault = options.faults.take(_VENDOR)
        if fault is not None and fault.kind == "refuse":
            pause = {} if fault.retry_after_s is None else {"Retry-After": f"{fault.retry_after_s:g}"}
            return _refused(fault.status, None, "the service is not available", pause)
        if request.headers.get("authorization") != f"Bearer {options.credentials.sendgrid_api_key}":
            return _refused(401, None, "The provided authorization grant is invalid, expired, or revoked")
        try:
            mail = MailSend.model_validate_json(await request.body())
        except ValidationError as error:
            wrong = error.errors(include_url=False, include_input=False)[0]
            return _refused(400, ".".join(map(str, wrong["loc"])) or None, wrong["msg"])
        if mail.content[0].type != "text/plain" and any(part.type == "text/plain" for part in mail.content):
            return _refused(400, "content", "The text/plain content must be the first")
        mail_id = uuid4().hex
        async with options.taking_a_message():
            mails.extend(
                {
                    "id": mail_id,
                    "to": to.email,
                    "from": mail.sender.email,
                    "subject": mail.subject,
                    **{part.type.rpartition("/")[2]: part.value for part in mail.content},
                    "custom_args": mail.custom_args,
                }
                for person in mail.personalizations
                for to in person.to
            )
            for person in mail.personalizations:
                for to in person.to:
                    webhook.tell(mail_id, to.email, mail.custom_args)
        return Response(status_code=202, headers={"X-Message-Id": mail_id})

    async def show(request: Request) -> Response:
        to = request.query_params.get("to")
        return JSONResponse({"mails": [mail for mail in mails if to in (None, mail["to"])]})

    return Starlette(
        routes=[
            Route("/v3/mail/send", send, methods=["POST"]),
            Route("/_sandbox/mails", show, methods=["GET"]),
        ]
    )


def _refused(status: int, field: str | None, message: str, headers: dict[str, str] | None = None) -> Response:
    return JSONResponse({"errors": [{"message": message, "field": field, "help": None}]}, status, headers)
