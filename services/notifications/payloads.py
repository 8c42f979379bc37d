"""Reading what items promise."""

from collections.abc import Iterable
from uuid import UUID

from storage.postgres.outbox import OutboxItem


def id_in(item: OutboxItem, name: str) -> UUID | None:
    """The id of this name; None where there is none. Raises ValueError."""
    named = item.payload.get(name)
    return UUID(str(named)) if named else None


def ids_in(items: Iterable[OutboxItem], name: str) -> list[UUID]:
    """Each once; what is no id is left out."""
    found: set[UUID] = set()
    for item in items:
        try:
            each = id_in(item, name)
        except ValueError:
            continue
        if each is not None:
            found.add(each)
    return list(found)
