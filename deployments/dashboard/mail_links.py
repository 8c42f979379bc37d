"""Where links of mails and texts lead, beside those of `accounts`: another address, an invitation, a message."""

from datetime import UTC, datetime
from uuid import UUID

from fastapi import APIRouter, Request
from starlette.responses import Response

from deployments.api.authentication import TheAccounts
from deployments.api.cookies import require_own_origin
from deployments.dashboard.accounts import token_of
from deployments.dashboard.errors import sentence_of
from deployments.dashboard.forms import Form, sent
from deployments.dashboard.rendering import frame_of, sent_on
from deployments.dashboard.visitors import KNOWN, ThePages, Visitor
from domain.errors import DomainError, NotFound
from storage.postgres import messages
from storage.postgres.database import Database

router = APIRouter(include_in_schema=False)


@router.get("/change-address")
async def address_page(request: Request, pages: ThePages) -> Response:
    return pages.show(request, "accounts.ChangeAddress", {"form": Form()})


@router.post("/change-address")
async def change_address(request: Request, pages: ThePages, accounts: TheAccounts) -> Response:
    require_own_origin(request)
    form = await sent(request)
    try:
        await accounts.recovery.change_email(token_of(form), datetime.now(UTC))
    except DomainError as error:
        values = {"form": form.wrong(sentence_of(error))}
        return pages.show(request, "accounts.ChangeAddress", values, status=422)
    return pages.show(request, "accounts.SignIn", {"form": Form({"next": "/app"}), "told": "address"})


@router.get("/invitation", dependencies=[KNOWN])
async def invitation_page(request: Request, pages: ThePages) -> Response:
    """For anybody: who is not signed in is told to do so, or to sign up, and to come back by the same link."""
    return pages.show(request, "accounts.Invitation", {"form": Form()})


@router.post("/invitation")
async def accept(request: Request, shown: Visitor, pages: ThePages, accounts: TheAccounts) -> Response:
    form = await sent(request)
    try:
        business_id = await accounts.team.accept(shown.user.user_id, token_of(form), datetime.now(UTC))
    except DomainError as error:
        values = {"form": form.wrong(sentence_of(error))}
        return pages.show(request, "accounts.Invitation", values, status=422)
    return sent_on(request, f"/businesses/{business_id}")


@router.get("/messages/{message_id}")
async def message(request: Request, _: Visitor, message_id: UUID) -> Response:
    """The inbox of the business a message is of, one of those the visitor works in."""
    database: Database = request.app.state.database
    for business in frame_of(request).businesses:
        async with database.tenant(business.business_id, read_only=True) as scope:
            try:
                found = await messages.get(scope, message_id)
            except NotFound:
                continue
        status = "?status=done" if found.status == "done" else ""
        return sent_on(request, f"/businesses/{business.business_id}/inbox{status}#message-{message_id}")
    raise NotFound("there is no such message, or it is another business's")
