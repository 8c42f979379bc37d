"""Who may hear of which events."""

import pytest

from domain.accounts.roles import Permission
from domain.events.catalogue import CATALOGUE
from services.events.listing import permission_for


@pytest.mark.parametrize("kind", sorted(CATALOGUE))
def test_every_kind_of_event_needs_a_permission(kind: str) -> None:
    assert permission_for(kind) in Permission
