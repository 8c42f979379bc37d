"""Who may use a route: declared beside it as `x-policy` of the OpenAPI document.

    @router.get("/businesses/{business_id}/calls", openapi_extra=needs(Permission.CALLS_READ))

A declaration grants nothing: routes and use-cases enforce it, and `tests/integration/attack` tries every route as
everybody and holds it to what is declared. A route without one fails `tests/unit/deployments/test_policies.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from domain.accounts.roles import Permission

KEY = "x-policy"


class Who(StrEnum):
    PUBLIC = "public"
    """Anybody; what stands in the path or body (a slug, a token of a mail) finds what they may see."""
    SIGNED_IN = "signed-in"
    """A user, about what is theirs; no API key."""
    MEMBER = "member"
    """A principal of the business in the path: a member or a key, with the permission where one is named."""
    OPERATOR = "operator"
    """A platform operator who signed in with their second factor."""
    SIGNATURE = "signature"
    """A vendor, whose signature covers the request."""
    LINK = "link"
    """Who holds the secret link that was sent for this one thing."""


@dataclass(frozen=True, slots=True)
class Policy:
    """What a route declares.

    Attributes:
        permission: what a member needs; None where being one is enough.
        or_oneself: without the permission, when the member of the path is who asks.
        shows: tables of a business whose names and texts anybody may read by a PUBLIC route (its public page), or
            an operator.
    """

    who: Who
    permission: Permission | None = None
    or_oneself: bool = False
    shows: tuple[str, ...] = ()


def public(*shows: str) -> dict[str, Any]:
    """Anybody. `shows`: the tables of a business whose texts are its public page."""
    return _extra(Policy(Who.PUBLIC, shows=shows))


def signed_in() -> dict[str, Any]:
    """A user, about what is theirs."""
    return _extra(Policy(Who.SIGNED_IN))


def needs(permission: Permission, *, or_oneself: bool = False) -> dict[str, Any]:
    """Who has this permission in the business of the path."""
    return _extra(Policy(Who.MEMBER, permission, or_oneself))


def any_member() -> dict[str, Any]:
    """Everybody who belongs to the business of the path, and its keys."""
    return _extra(Policy(Who.MEMBER))


def operators(*shows: str) -> dict[str, Any]:
    """Platform operators, who see the texts of these tables of all businesses."""
    return _extra(Policy(Who.OPERATOR, shows=shows))


def signature() -> dict[str, Any]:
    """A vendor that signs its requests."""
    return _extra(Policy(Who.SIGNATURE))


def link() -> dict[str, Any]:
    """The holder of a secret link."""
    return _extra(Policy(Who.LINK))


def policy_of(operation: Mapping[str, Any]) -> Policy | None:
    """What an operation of the OpenAPI document declares; None when it declares nothing.

    Raises:
        ValueError: it declares something there is not.
    """
    declared = operation.get(KEY)
    if declared is None:
        return None
    permission = declared.get("permission")
    return Policy(
        Who(declared["who"]),
        None if permission is None else Permission(permission),
        bool(declared.get("or_oneself")),
        tuple(declared.get("shows", ())),
    )


def _extra(policy: Policy) -> dict[str, Any]:
    declared: dict[str, Any] = {"who": policy.who.value}
    if policy.permission is not None:
        declared["permission"] = policy.permission.value
    if policy.or_oneself:
        declared["or_oneself"] = True
    if policy.shows:
        declared["shows"] = list(policy.shows)
    return {KEY: declared}
