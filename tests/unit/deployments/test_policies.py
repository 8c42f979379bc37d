"""Every route says who may use it, and is built like what it says."""

from inspect import iscoroutinefunction

import pytest
from fastapi.dependencies.models import Dependant
from fastapi.routing import iter_route_contexts

from deployments.api.authentication import in_business, signed_in
from deployments.api.square_hook import signed_square_event
from deployments.api.stripe_hook import signed_event
from deployments.policies import KEY, Policy, Who, any_member, needs, policy_of, public
from deployments.telephony.app import router as telephony_router
from deployments.telephony.requests import signed_form
from deployments.telephony.texts import signed_events
from domain.accounts.roles import Permission
from tests.support.api import unconnected

ASKS_WHO = {in_business, signed_in, signed_form, signed_events, signed_event, signed_square_event}
ENFORCED_BY = {
    Who.PUBLIC: set(),
    Who.LINK: set(),
    Who.SIGNED_IN: {signed_in},
    Who.MEMBER: {in_business},
    Who.OPERATOR: {signed_in},
    Who.SIGNATURE: {signed_form},
}
"""The dependencies that find out who asks."""


API = unconnected()

OPERATIONS = {
    f"{method.upper()} {path}": operation
    for path, operations in API.openapi()["paths"].items()
    for method, operation in operations.items()
}


ROUTES = {
    f"{method} {prefix}{route.path}": route
    for prefix, router in (("", API), ("/webhooks", telephony_router))
    for route in iter_route_contexts(router.routes)
    for method in sorted((route.methods or set()) - {"HEAD"})
}
DOCUMENTATION = {"GET /openapi.json", "GET /docs", "GET /docs/oauth2-redirect", "GET /redoc"}


def dependencies(dependant: Dependant) -> set[object]:
    return {dependant.call}.union(*(dependencies(one) for one in dependant.dependencies))


@pytest.mark.parametrize("name", sorted(OPERATIONS))
def test_every_route_declares_who_may_use_it(name: str) -> None:
    assert policy_of(OPERATIONS[name]) is not None, "declare it: openapi_extra=... of deployments/policies.py"


@pytest.mark.parametrize("name", sorted(set(ROUTES) - DOCUMENTATION))
def test_nothing_a_route_depends_on_takes_a_thread(name: str) -> None:
    dependant = ROUTES[name].dependant
    assert isinstance(dependant, Dependant)
    takes_none = (
        iscoroutinefunction(call) or iscoroutinefunction(type(call).__call__)
        for call in dependencies(dependant)
    )
    assert all(takes_none), "make it `async def`"


def test_the_document_describes_every_route() -> None:
    assert set(OPERATIONS) == set(ROUTES) - DOCUMENTATION


@pytest.mark.parametrize("name", sorted(OPERATIONS))
def test_routes_ask_who_it_is_as_they_declare(name: str) -> None:
    policy = policy_of(OPERATIONS[name])
    assert policy is not None
    asked = dependencies(ROUTES[name].dependant) & ASKS_WHO
    assert asked == ENFORCED_BY[policy.who] or (
        policy.who is Who.SIGNATURE and asked in ({signed_events}, {signed_event}, {signed_square_event})
    )


@pytest.mark.parametrize("name", sorted(name for name in OPERATIONS if "{business_id}" in name))
def test_a_business_in_the_path_is_for_its_members_or_for_operators(name: str) -> None:
    policy = policy_of(OPERATIONS[name])
    assert policy is not None
    assert policy.who in (Who.MEMBER, Who.OPERATOR)


def test_declarations_read_back_as_they_were_made() -> None:
    assert policy_of(public("offerings")) == Policy(Who.PUBLIC, shows=("offerings",))
    assert policy_of(any_member()) == Policy(Who.MEMBER)
    oneself = needs(Permission.TEAM_WRITE, or_oneself=True)
    assert policy_of(oneself) == Policy(Who.MEMBER, Permission.TEAM_WRITE, or_oneself=True)
    assert policy_of({"summary": "undeclared"}) is None


@pytest.mark.parametrize("declared", [{"who": "everyone"}, {"who": "member", "permission": "all"}])
def test_declarations_of_something_else_are_refused(declared: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="not a valid"):
        policy_of({KEY: declared})
