"""Errors as the API tells them: RFC 9457 problem details with a sentence that says what to do.

Source: https://www.rfc-editor.org/rfc/rfc9457
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from domain.errors import (
    Conflict,
    DomainError,
    InvalidInput,
    LimitReached,
    MalformedRequest,
    NotFound,
    NotPermitted,
    NotSignedIn,
    Outdated,
    OutsideHours,
    PlanLimitReached,
    PreconditionNeeded,
    ProviderError,
    SecondFactorNeeded,
    SlotTaken,
    StorageError,
)
from domain.setup.affected import BookingsAffected, UpcomingVisit
from services.scheduling.wishes import NotFree

log = structlog.get_logger()

MEDIA_TYPE = "application/problem+json"


class Problem(BaseModel):
    """`type` is stable and for programs, `detail` for people; `errors` names the fields of a body that were refused."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[dict[str, str]] | None = None
    affected: list[dict[str, Any]] | None = None
    """Bookings to come that a change would leave without what they need: `id`, `name`, `starts_at`, `ends_at`."""
    nearest: list[datetime] | None = None
    """Of a time that cannot be had: starts near it that can."""


_KINDS: tuple[tuple[type[DomainError], int, str, str], ...] = (
    (SecondFactorNeeded, 401, "second-factor-needed", "A second factor is needed"),
    (NotSignedIn, 401, "not-signed-in", "Sign in first"),
    (NotPermitted, 403, "not-permitted", "Not permitted"),
    (NotFound, 404, "not-found", "Not found"),
    (SlotTaken, 409, "slot-taken", "That time is taken"),
    (OutsideHours, 409, "outside-hours", "That time cannot be booked"),
    (BookingsAffected, 409, "bookings-affected", "Bookings to come are affected"),
    (PlanLimitReached, 402, "plan-limit", "The plan has no room for it"),
    (Conflict, 409, "conflict", "In conflict with what is there"),
    (Outdated, 412, "outdated", "Changed since you read it"),
    (PreconditionNeeded, 428, "precondition-needed", "Say which version you change"),
    (MalformedRequest, 400, "malformed", "The request cannot be read"),
    (LimitReached, 429, "limit-reached", "Too many"),
    (InvalidInput, 422, "invalid-input", "Something in the request cannot be taken"),
    (DomainError, 422, "refused", "Refused"),
)
"""The first that fits."""


def described(title: str) -> dict[str, Any]:
    """An answer that is a problem, as it stands in the OpenAPI document."""
    schema = {"$ref": f"#/components/schemas/{Problem.__name__}"}
    return {"description": title, "content": {MEDIA_TYPE: {"schema": schema}}}


RESPONSES: dict[int | str, dict[str, Any]] = {
    status: {"model": Problem, "description": title, "content": {MEDIA_TYPE: {}}}
    for status, title in (
        (400, "The request cannot be read"),
        (401, "Not signed in"),
        (403, "Not permitted"),
        (404, "Not found, or another business's"),
        (408, "The body is too slow"),
        (409, "In conflict with what is there"),
        (413, "The body is too large"),
        (422, "Something in the request cannot be taken"),
        (429, "Too many requests"),
        (503, "A store or a vendor is away"),
    )
}
"""What any route may answer, for the OpenAPI document."""


def tell_problems(app: FastAPI) -> None:
    """Has the application answer every error as a problem."""

    async def refused(request: Request, error: Exception) -> JSONResponse:
        status, name, title = next(kind[1:] for kind in _KINDS if isinstance(error, kind[0]))
        headers = {"WWW-Authenticate": "Bearer"} if status == 401 else {}
        if status == 429:
            headers["Retry-After"] = "60"
        affected = told(error.visits) if isinstance(error, BookingsAffected) else None
        nearest = list(error.taken.nearest) if isinstance(error, NotFree) else None
        return problem_answer(
            status, name, title, str(error), affected=affected, nearest=nearest, headers=headers
        )

    async def malformed(request: Request, error: Exception) -> JSONResponse:
        found = error.errors() if isinstance(error, RequestValidationError) else ()
        errors = [
            {"field": "", "message": "is not JSON"}
            if one["type"] == "json_invalid"  # its place is an offset, and no field
            else {"field": ".".join(str(part) for part in one["loc"][1:]), "message": str(one["msg"])}
            for one in found
        ]
        named = "; ".join(f"{one['field'] or 'body'}: {one['message']}" for one in errors[:5])
        return problem_answer(
            422, "invalid-input", "Something in the request cannot be taken", named, errors=errors
        )

    async def away(request: Request, error: Exception) -> JSONResponse:
        return store_away(error)

    async def vendor(request: Request, error: Exception) -> JSONResponse:
        log.warning("api.vendor_away", reason=str(error))
        name = error.provider.capitalize() if isinstance(error, ProviderError) else "A vendor"
        detail = f"{name} does not answer as it should. Look whether it was done, and try again in a moment."
        return problem_answer(
            503, "vendor-away", "Try again in a moment", detail, headers={"Retry-After": "5"}
        )

    async def http(request: Request, error: Exception) -> JSONResponse:
        if not isinstance(error, HTTPException):
            raise error
        headers = dict(error.headers or {})
        return problem_answer(
            error.status_code, "http", str(error.detail), str(error.detail), headers=headers
        )

    async def failed(request: Request, error: Exception) -> JSONResponse:
        log.error("api.failed", path=request.url.path, error=type(error).__name__, exc_info=error)
        return problem_answer(
            500, "internal", "Our mistake", "Something went wrong on our side and was written down."
        )

    app.add_exception_handler(DomainError, refused)
    app.add_exception_handler(RequestValidationError, malformed)
    app.add_exception_handler(StorageError, away)
    app.add_exception_handler(ProviderError, vendor)
    app.add_exception_handler(HTTPException, http)
    app.add_exception_handler(Exception, failed)


def store_away(error: Exception) -> JSONResponse:
    """What a request is told that needs a store which does not answer."""
    log.warning("api.store_away", reason=str(error))
    detail = "Our database is not answering. Nothing was changed; try again in a moment."
    return problem_answer(503, "store-away", "Try again in a moment", detail, headers={"Retry-After": "5"})


MOST_AFFECTED = 100


def told(visits: Sequence[UpcomingVisit]) -> list[dict[str, Any]]:
    """The nearest bookings that are affected, as the API tells them."""
    return [
        {
            "id": str(visit.id),
            "kind": "session" if visit.is_session else "booking",
            "name": visit.name,
            "customer": visit.customer or None,
            "starts_at": visit.during.start.isoformat(),
            "ends_at": visit.during.end.isoformat(),
        }
        for visit in visits[:MOST_AFFECTED]
    ]


def problem_answer(
    status: int,
    name: str,
    title: str,
    detail: str,
    *,
    errors: list[dict[str, str]] | None = None,
    affected: list[dict[str, Any]] | None = None,
    nearest: list[datetime] | None = None,
    headers: dict[str, str] | None = None,
) -> JSONResponse:
    """A problem as an answer, for what refuses a request before any route."""
    problem = Problem(
        type=f"/problems/{name}",
        title=title,
        status=status,
        detail=detail,
        errors=errors,
        affected=affected,
        nearest=nearest,
    )
    return JSONResponse(
        problem.model_dump(mode="json", exclude_none=True), status, headers=headers, media_type=MEDIA_TYPE
    )
