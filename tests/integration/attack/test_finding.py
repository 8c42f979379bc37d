"""The attack finds what is wrong: routes made to leak, to let in whom they should not, and to write elsewhere."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Body, Request, Response
from pydantic import BaseModel
from sqlalchemy import text

from deployments.api.authentication import InBusiness, SignedIn
from deployments.policies import any_member, needs, public, signed_in
from domain.accounts.roles import Permission
from sandbox.local.postgres import EmbeddedPostgres
from tests.integration.attack.asked import operations
from tests.integration.attack.siege import besiege
from tests.integration.attack.stage import stage

router = APIRouter(prefix="/wrong")
BUSINESS = "/businesses/{business_id}"


class Renamed(BaseModel):
    customer_id: UUID
    name: str


@router.get(f"{BUSINESS}/unchecked", openapi_extra=needs(Permission.CALLS_READ))
async def unchecked(business_id: UUID) -> str:
    """Asks nobody who they are."""
    return "open"


@router.get(f"{BUSINESS}/unpermitted", openapi_extra=needs(Permission.AUDIT_READ))
async def unpermitted(business_id: UUID, principal: InBusiness) -> str:
    """Lets every member in."""
    return "open"


@router.get(f"{BUSINESS}/locked", openapi_extra=any_member())
async def locked(business_id: UUID, principal: InBusiness) -> str:
    """Wants more than it says."""
    principal.require(Permission.CLOSE_BUSINESS)
    return "owners only"


@router.get(f"{BUSINESS}/everybody", openapi_extra=needs(Permission.CUSTOMERS_READ))
async def everybody(business_id: UUID, principal: InBusiness, request: Request) -> list[str]:
    """Reads without a scope, as a role that policies do not bind."""
    principal.require(Permission.CUSTOMERS_READ)
    async with request.app.state.owner.connect() as connection:
        return list((await connection.scalars(text("SELECT name FROM customers"))).all())


@router.put(f"{BUSINESS}/customer", openapi_extra=needs(Permission.CUSTOMERS_WRITE))
async def rename(
    business_id: UUID, principal: InBusiness, request: Request, body: Annotated[Renamed, Body()]
) -> str:
    """Takes the id of the body as it comes."""
    principal.require(Permission.CUSTOMERS_WRITE)
    async with request.app.state.owner.begin() as connection:
        values = {"name": body.name, "id": body.customer_id}
        await connection.execute(text("UPDATE customers SET name = :name WHERE id = :id"), values)
    return "renamed"


@router.get("/people", openapi_extra=signed_in())
async def people(shown: SignedIn, request: Request) -> list[str]:
    """Everybody there is."""
    async with request.app.state.owner.connect() as connection:
        return list((await connection.scalars(text("SELECT email FROM users"))).all())


@router.get("/broken", response_class=Response, openapi_extra=public())
async def broken() -> Response:
    """Fails."""
    return Response("", 500)


async def test_the_attack_finds_each_kind_of_hole(postgres_server: EmbeddedPostgres, redis_url: str) -> None:
    async with stage(postgres_server, redis_url, router) as on:
        found = {one.path.rpartition("/")[2]: one for one in operations(on.document) if "/wrong/" in one.path}
        tallies = {name: await besiege(on, [one]) for name, one in found.items()}
    findings = {name: " ".join(tally.findings) for name, tally in tallies.items()}
    leaks = {name: " ".join(tally.leaks) for name, tally in tallies.items()}

    assert "is not 401: GET /wrong/businesses/{business_id}/unchecked as nobody: 200" in findings["unchecked"]
    assert (
        "is not 403: GET /wrong/businesses/{business_id}/unpermitted as viewer of quoll"
        in findings["unpermitted"]
    )
    assert "key for all but audit:read of quollmarsh: 200" in findings["unpermitted"]
    assert "is allowed, and is refused" in findings["locked"]
    assert "says ibisreach of ibisreach" in leaks["everybody"]
    assert "PUT /wrong/businesses/{business_id}/customer changed customers of ibisreach" in leaks["customer"]
    assert "says numbatfield of numbatfield" in leaks["people"]
    assert "fails: GET /wrong/broken" in findings["broken"]
    assert {name for name, text in leaks.items() if text} == {"everybody", "customer", "people"}
    assert findings["everybody"] == ""
