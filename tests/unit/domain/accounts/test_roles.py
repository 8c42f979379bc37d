"""Who may do what, and make whom."""

from contextlib import suppress
from itertools import pairwise
from uuid import uuid4

import pytest

from domain.accounts.roles import ALLOWED, KEY_SCOPES, Permission, Role, Standing, may_grant, member
from domain.errors import NotPermitted

RANKS = (Role.VIEWER, Role.STAFF, Role.MANAGER, Role.OWNER)


def test_each_role_has_all_that_the_one_below_it_has() -> None:
    for below, above in pairwise(RANKS):
        assert ALLOWED[below] < ALLOWED[above]
    assert ALLOWED[Role.OWNER] == set(Permission)


@pytest.mark.parametrize("role", [Role.VIEWER, Role.STAFF])
def test_who_does_not_manage_the_team_makes_nobody(role: Role) -> None:
    assert not any(may_grant(role, other) for other in Role)


def test_nobody_makes_somebody_above_themselves() -> None:
    assert [may_grant(Role.MANAGER, role) for role in RANKS] == [True, True, True, False]
    assert all(may_grant(Role.OWNER, role) for role in RANKS)


def test_a_key_makes_no_users_no_keys_and_closes_nothing() -> None:
    assert not KEY_SCOPES & {
        Permission.TEAM_WRITE,
        Permission.KEYS_WRITE,
        Permission.BILLING,
        Permission.CLOSE_BUSINESS,
    }


def test_what_is_not_permitted_is_named() -> None:
    viewer = member(uuid4(), uuid4(), Role.VIEWER)
    viewer.require(Permission.CALLS_READ)
    with pytest.raises(NotPermitted, match="settings:write"):
        viewer.require(Permission.SETTINGS_WRITE)


@pytest.mark.parametrize(
    ("standing", "left"),
    [
        (Standing.OPEN, set(Permission)),
        (Standing.SUSPENDED, {one for one in Permission if one.endswith(":read")}),
        (
            Standing.CLOSED,
            {one for one in Permission if one.endswith(":read")} | {Permission.CLOSE_BUSINESS},
        ),
    ],
    ids=lambda value: value.value if isinstance(value, Standing) else None,
)
def test_what_an_owner_may_do_depends_on_how_their_business_stands(
    standing: Standing, left: set[Permission]
) -> None:
    owner = member(uuid4(), uuid4(), Role.OWNER, standing=standing)
    allowed: set[Permission] = set()
    for permission in Permission:
        with suppress(NotPermitted):
            owner.require(permission)
            allowed.add(permission)
    assert allowed == left
