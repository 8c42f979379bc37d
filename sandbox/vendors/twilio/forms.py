"""Reading the REST API's form parameters."""

import re
from urllib.parse import parse_qsl, urlsplit

from starlette.requests import Request

from sandbox.vendors.twilio.answers import ApiRefusal

_E164 = re.compile(r"\+[1-9][0-9]{6,14}")


async def read_form(request: Request) -> dict[str, str]:
    """The form's parameters; of a repeated one the last."""
    return dict(parse_qsl((await request.body()).decode(), keep_blank_values=True))


def is_e164(number: str) -> bool:
    return _E164.fullmatch(number) is not None


def require_url(name: str, value: str, code: int = 21402) -> str:
    """An absolute http(s) URL; refused with 21402 otherwise."""
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ApiRefusal(400, code, f"{name} is not a valid URL: {value}")
    return value
