"""Every route of the OpenAPI document, tried as everybody: it answers whom it declares, and nobody sees another's."""

from collections.abc import Callable

from deployments.policies import Who
from sandbox.local.postgres import EmbeddedPostgres
from tests.integration.attack.asked import operations
from tests.integration.attack.siege import besiege
from tests.integration.attack.stage import stage

ASK_FOR_A_CODE = {
    "POST /api/v1/users/me/second-factor/confirm",
    "POST /api/v1/users/me/second-factor/remove",
    "POST /api/v1/invitations/accept",
    "POST /api/v1/businesses/{business_id}/reopening",
    "POST /api/v1/businesses/{business_id}/waiting-list/{entry_id}/offer",
    "POST /api/v1/businesses/{business_id}/waiting-list/{entry_id}/accept",
}
"""They refuse everybody without a code, or an offer or closure that was made; tests of their own have it."""


OF_BUSINESS = "/api/v1/businesses/{business_id}"
REFUSED_BY_THE_CALENDAR = frozenset(
    {
        f"POST {OF_BUSINESS}/holds",
        f"DELETE {OF_BUSINESS}/holds/{{hold_id}}",
        f"POST {OF_BUSINESS}/bookings",
        f"POST {OF_BUSINESS}/bookings/{{booking_id}}/no-show",
        f"POST {OF_BUSINESS}/sessions",
        f"POST {OF_BUSINESS}/sessions/{{session_id}}/attendees",
    }
)
"""What does its work only at a time that is free, or past: tests of their own have one."""


async def test_every_route_as_everybody_leaks_nothing(
    postgres_server: EmbeddedPostgres, redis_url: str, record_property: Callable[[str, object], None]
) -> None:
    async with stage(postgres_server, redis_url) as on:
        found = operations(on.document)
        tally = await besiege(on, found)
    record_property("attack", str(tally))
    assert tally.leaks == []
    assert tally.findings == []
    assert tally.routes == {operation.name for operation in found}
    never = {
        operation.name: dict(tally.answers[operation.name])
        for operation in found
        if operation.policy is not None
        and operation.policy.who in (Who.MEMBER, Who.SIGNED_IN)
        and operation.name not in ASK_FOR_A_CODE | REFUSED_BY_THE_CALENDAR
        and not tally.worked[operation.name]
    }
    assert never == {}, "nobody got as far as the route does its work: give a body in asked.EXAMPLES"
