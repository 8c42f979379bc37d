"""Errors as pages tell them: a sentence, and a way on."""

from urllib.parse import quote

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from deployments.dashboard.rendering import Pages, sent_on
from domain.errors import (
    Conflict,
    DomainError,
    LimitReached,
    NotFound,
    NotPermitted,
    NotSignedIn,
    ProviderError,
    SecondFactorNeeded,
    StorageError,
)

log = structlog.get_logger()

_KINDS: tuple[tuple[type[DomainError], int, str], ...] = (
    (NotPermitted, 403, "You may not do this"),
    (NotFound, 404, "There is nothing here"),
    (Conflict, 409, "Something stands against it"),
    (LimitReached, 429, "That was too often"),
    (DomainError, 422, "That did not work"),
)
"""The first that fits."""


def tell_errors(app: FastAPI, pages: Pages) -> None:
    """Has every error of a page answered by a page."""

    def page(request: Request, status: int, title: str, sentence: str) -> Response:
        return pages.show(request, "Problem", {"title": title, "sentence": sentence}, status=status)

    async def refused(request: Request, error: Exception) -> Response:
        if isinstance(error, NotSignedIn) and "text/event-stream" in request.headers.get("accept", ""):
            return Response(status_code=401)  # the page loads itself anew, and is sent to sign in
        if isinstance(error, NotSignedIn) and not isinstance(error, SecondFactorNeeded):
            return sent_on(request, f"/sign-in?next={quote(way_back(request), safe='')}")
        status, title = next(kind[1:] for kind in _KINDS if isinstance(error, kind[0]))
        return page(request, status, title, sentence_of(error))

    async def malformed(request: Request, error: Exception) -> Response:
        return page(
            request, 404, "There is nothing here", "The address is not complete, or has a typing error."
        )

    async def http(request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        if status == 404:
            return page(
                request,
                404,
                "There is nothing here",
                "The page has moved, or the address has a typing error.",
            )
        return page(request, status, "That did not work", "Go back and try it again.")

    async def away(request: Request, error: Exception) -> Response:
        log.warning("page.store_away", reason=str(error))
        sentence = "Our database does not answer at the moment. Nothing was changed. Try again in a moment."
        return page(request, 503, "One moment, please", sentence)

    async def failed(request: Request, error: Exception) -> Response:
        log.error("page.failed", path=request.url.path, error=type(error).__name__, exc_info=error)
        sentence = "Something went wrong on our side. It was written down, and nothing of yours is lost."
        return page(request, 500, "Our mistake", sentence)

    app.add_exception_handler(DomainError, refused)
    app.add_exception_handler(RequestValidationError, malformed)
    app.add_exception_handler(HTTPException, http)
    app.add_exception_handler(StorageError, away)
    app.add_exception_handler(ProviderError, away)
    app.add_exception_handler(Exception, failed)


def way_back(request: Request) -> str:
    """Where a request wanted to go; what writes begins again at the first page."""
    if request.method != "GET":
        return "/app"
    query = request.url.query
    return f"{request.url.path}{'?' if query else ''}{query}"


def sentence_of(error: Exception) -> str:
    """An error's words as a sentence."""
    text = str(error).strip()
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith(('.', '?', '!')) else '.'}"
