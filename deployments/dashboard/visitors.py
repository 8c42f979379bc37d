"""Who looks at a page: known by the session's cookie, and their place in the business of the address."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request

from deployments.api.authentication import FromPage, TheAccounts
from deployments.api.cookies import csrf_token, require_own_page
from deployments.dashboard.formats import Formats
from deployments.dashboard.navigation import places_for
from deployments.dashboard.rendering import Pages, frame_of
from domain.accounts.roles import Principal
from domain.errors import NotFound, NotSignedIn
from services.setup.set_up import SetUp
from storage.postgres import business_facts
from storage.postgres.database import Database


async def pages_of(request: Request) -> Pages:
    return request.app.state.pages


ThePages = Annotated[Pages, Depends(pages_of)]


async def visitor(request: Request, accounts: TheAccounts) -> FromPage:
    """The user who is signed in, put into the page's frame.

    Raises:
        NotSignedIn: there is no session.
        NotPermitted: something is to be written, and no page of ours asks.
    """
    secret = accounts.cookies.shown(request)
    if secret is None:
        raise NotSignedIn("sign in first")
    user, session = await accounts.sign_ins.by_cookie(secret, datetime.now(UTC))
    await require_own_page(request, secret)
    me = await accounts.sign_ins.me(user.user_id)
    request.state.frame = replace(
        frame_of(request), csrf=csrf_token(secret), user=me.user, businesses=tuple(me.businesses)
    )
    return FromPage(secret, user, session)


Visitor = Annotated[FromPage, Depends(visitor)]


async def perhaps_visitor(request: Request, accounts: TheAccounts) -> FromPage | None:
    """As `visitor`, of a page that is for anybody."""
    try:
        return await visitor(request, accounts)
    except NotSignedIn:
        return None


KNOWN = Depends(perhaps_visitor)
"""Of a public page: who is signed in stands in its frame."""


async def in_business(
    request: Request, business_id: UUID, shown: Visitor, accounts: TheAccounts
) -> Principal:
    """Who acts in the business of the address, which is put into the page's frame. Raises NotFound, NotSignedIn."""
    frame = frame_of(request)
    business = next((each for each in frame.businesses if each.business_id == business_id), None)
    if business is None:
        raise NotFound("there is no such business, or you do not work in it")
    principal = await accounts.access.member(shown.user, business_id)
    database: Database = request.app.state.database
    async with database.tenant(business_id, read_only=True) as scope:
        facts = await business_facts.get(scope)
    request.state.frame = replace(
        frame,
        business=business,
        formats=Formats(facts.language, facts.timezone, facts.currency),
        places=places_for(principal),
    )
    return principal


InBusiness = Annotated[Principal, Depends(in_business)]


async def set_up_of(request: Request) -> SetUp:
    return request.app.state.set_up


TheSetUp = Annotated[SetUp, Depends(set_up_of)]
