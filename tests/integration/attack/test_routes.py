"""Every route of the OpenAPI document, tried as everybody: it answers whom it declares, and nobody sees another's."""

from collections import Counter
from collections.abc import Callable

import pytest

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
    "POST /api/v1/businesses/{business_id}/billing/checkout",
    "POST /api/v1/businesses/{business_id}/notifications/{notification_id}/requeue",
    "POST /api/v1/businesses/{business_id}/calendar-connections",
    "POST /api/v1/businesses/{business_id}/privacy/exports",
    "POST /api/v1/businesses/{business_id}/calls/{call_id}/restore",
    "POST /api/v1/businesses/{business_id}/call-archives/restore",
    "GET /api/v1/businesses/{business_id}/brand/{file_kind}",
}
"""They refuse everybody without a code, an offer, consent or closure that was made, a notification that was given up,
somebody who is known, a call that is archived, an uploaded file, or with a plan; tests of their own have it."""


OF_BUSINESS = "/api/v1/businesses/{business_id}"
REFUSED_BY_THE_CALENDAR = frozenset(
    {
        f"POST {OF_BUSINESS}/holds",
        f"DELETE {OF_BUSINESS}/holds/{{hold_id}}",
        f"POST {OF_BUSINESS}/bookings",
        f"POST {OF_BUSINESS}/bookings/{{booking_id}}/move",
        f"POST {OF_BUSINESS}/bookings/{{booking_id}}/no-show",
        f"POST {OF_BUSINESS}/sessions",
        f"POST {OF_BUSINESS}/sessions/{{session_id}}/attendees",
    }
)
"""What does its work only at a time that is free, or past: tests of their own have one."""


MOST_STATEMENTS = {"get": 11, "post": 22, "put": 24, "patch": 19, "delete": 23}
"""By method, what a route that did its work may send to the database; letting somebody in takes two of them."""
MORE_STATEMENTS = {
    "GET /api/v1/platform/businesses": 16,  # notes in each business's audit log that it was looked at
    "GET /api/v1/platform/margins": 25,  # likewise, and sums up each one's calls and numbers
    f"GET {OF_BUSINESS}/calendar-connections/{{connection_id}}/calendars": 12,  # and keeps a renewed token
    f"GET {OF_BUSINESS}/calendar-connections/{{connection_id}}/services": 13,  # likewise
    f"PUT {OF_BUSINESS}/billing/plan": 27,  # counts what the plan is to hold
    f"GET {OF_BUSINESS}/export": 20,  # all tables of the set-up
    f"POST {OF_BUSINESS}/import": 29,  # reads all of them, and writes what differs
    f"POST {OF_BUSINESS}/apply-template": 30,  # a whole set-up
    f"POST {OF_BUSINESS}/closure": 54,  # ends whatever works for it, table by table
    f"PUT {OF_BUSINESS}/staff/{{staff_id}}/offerings": 35,  # locks, reads and changes each offering
}
"""Of routes that need more."""


def too_many(found: Counter[str]) -> dict[str, int]:
    """Routes that sent more than they may, and those that may send more without need."""
    over: dict[str, int] = {}
    for name, count in found.items():
        usual = MOST_STATEMENTS[name.partition(" ")[0].lower()]
        if count > MORE_STATEMENTS.get(name, usual) or (name in MORE_STATEMENTS and count <= usual):
            over[name] = count
    return over


@pytest.mark.timeout(600)
async def test_every_route_as_everybody_leaks_nothing(
    postgres_server: EmbeddedPostgres, redis_url: str, record_property: Callable[[str, object], None]
) -> None:
    async with stage(postgres_server, redis_url) as on:
        found = operations(on.document)
        tally = await besiege(on, found)
    record_property("attack", str(tally))
    assert tally.leaks == []
    assert tally.findings == [], "\n".join(tally.findings)
    assert tally.routes == {operation.name for operation in found}
    never = {
        operation.name: dict(tally.answers[operation.name])
        for operation in found
        if operation.policy is not None
        and operation.policy.who in (Who.MEMBER, Who.SIGNED_IN)
        and operation.name not in ASK_FOR_A_CODE | REFUSED_BY_THE_CALENDAR
        and not tally.worked[operation.name]
    }
    assert too_many(tally.statements) == {}
    assert never == {}, "nobody got as far as the route does its work: give a body in asked.EXAMPLES"
