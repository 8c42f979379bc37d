"""Keys of things by their names: what a document calls the rows of a business."""

from collections import Counter
from collections.abc import Iterable, Mapping
from uuid import UUID

from domain.errors import InvalidInput


def keys_of(named: Iterable[tuple[UUID, str]]) -> dict[UUID, str]:
    """A key for each: the name, with ` #2` behind it for the second of that name.

    Args:
        named: ids and names, in the order of the business.
    """
    found: dict[UUID, str] = {}
    counted: Counter[str] = Counter()
    taken: set[str] = set()
    for row_id, name in named:
        counted[name.casefold()] += 1
        count = counted[name.casefold()]
        key = name if count == 1 else f"{name} #{count}"
        while key.casefold() in taken:  # somebody is called `Mia #2`
            key += "'"
        taken.add(key.casefold())
        found[row_id] = key
    return found


class Known:
    """The rows of one kind by key, in whatever case."""

    def __init__(self, what: str, keys: Mapping[UUID, str]) -> None:
        self._what = what
        self._ids = {key.casefold(): row_id for row_id, key in keys.items()}

    def get(self, key: str) -> UUID | None:
        return self._ids.get(key.casefold())

    def add(self, key: str, row_id: UUID) -> None:
        self._ids[key.casefold()] = row_id

    def need(self, field: str, key: str) -> UUID:
        """Raises InvalidInput: nothing has this key."""
        found = self.get(key)
        if found is None:
            raise InvalidInput(f"{field}: there is no {self._what} {key[:40]!r} in the document or here")
        return found


def check_distinct(field: str, keys: Iterable[str]) -> None:
    """Raises InvalidInput: two things of a document have one key."""
    twice = next((key for key, count in Counter(key.casefold() for key in keys).items() if count > 1), None)
    if twice is not None:
        raise InvalidInput(f"{field}: the key {twice[:40]!r} stands there twice")
