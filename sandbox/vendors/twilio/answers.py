"""The forms of the REST API's answers: errors and pages.

Source: https://www.twilio.com/docs/usage/twilios-response
"""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import JSONResponse

_STATUS_CODES = {401: 20003, 403: 20003, 404: 20404, 405: 20004, 429: 20429, 500: 20500, 503: 20503}
_MAX_PAGE_SIZE = 1000


class ApiRefusal(Exception):
    """A request the API answers with an error body."""

    def __init__(self, status: int, code: int, message: str) -> None:
        super().__init__(status, code, message)
        self.status = status
        self.code = code
        self.message = message

    def answer(self) -> JSONResponse:
        body = {
            "code": self.code,
            "message": self.message,
            "more_info": f"https://www.twilio.com/docs/errors/{self.code}",
            "status": self.status,
        }
        headers = {"WWW-Authenticate": 'Basic realm="Twilio API"'} if self.status == 401 else None
        return JSONResponse(body, self.status, headers=headers)


def not_authenticated() -> ApiRefusal:
    return ApiRefusal(401, 20003, "Authenticate")


def not_found(request: Request) -> ApiRefusal:
    path = request.scope["path"].removeprefix(request.scope.get("root_path", ""))
    return ApiRefusal(404, 20404, f"The requested resource {path} was not found")


def refused(status: int) -> ApiRefusal:
    """A refusal with Twilio's general code for this HTTP status."""
    messages = {429: "Too Many Requests", 500: "Internal Server Error", 503: "Service Unavailable"}
    return ApiRefusal(
        status, _STATUS_CODES.get(status, 20000 + status % 1000), messages.get(status, "Refused")
    )


def page(request: Request, name: str, items: Sequence[Mapping[str, Any]]) -> JSONResponse:
    """One page of a list, by the query's Page (from 0) and PageSize (50)."""
    query = dict(request.query_params)
    size = min(max(_integer(query.get("PageSize"), 50), 1), _MAX_PAGE_SIZE)
    index = max(_integer(query.get("Page"), 0), 0)
    start = index * size
    path = request.scope["path"].removeprefix(request.scope.get("root_path", ""))

    def uri(number: int) -> str:
        return f"{path}?{urlencode(query | {'PageSize': str(size), 'Page': str(number)})}"

    shown = list(items[start : start + size])
    return JSONResponse(
        {
            name: shown,
            "page": index,
            "page_size": size,
            "start": start,
            "end": max(start + len(shown) - 1, 0),
            "uri": uri(index),
            "first_page_uri": uri(0),
            "previous_page_uri": uri(index - 1) if index else None,
            "next_page_uri": uri(index + 1) if start + size < len(items) else None,
        }
    )


def _integer(value: str | None, default: int) -> int:
    try:
        return int(value) if value is not None else default
    except ValueError:
        return default
