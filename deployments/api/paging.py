"""Lists page by page: `?limit=50&cursor=...`, answered as `{"items": [...], "next_cursor": ...}`.

A cursor holds the sort key of the last row that was shown, so that a page begins there whatever was added or deleted
meanwhile, and an index finds it: `WHERE (key, id) > (...) ORDER BY key, id LIMIT n`.
"""

import base64
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any, Generic, TypeVar, cast
from uuid import UUID

from fastapi import Depends, Query
from pydantic import BaseModel

from domain.errors import InvalidInput
from domain.storable import storable

MOST = 200
USUAL = 50
LONGEST_CURSOR = 1000
"""Characters; keys are names, times and ids."""

Row = TypeVar("Row")
Item = TypeVar("Item", bound=BaseModel)
KeyPart = str | int | UUID | datetime | date

_READERS: dict[type, Callable[[Any], KeyPart]] = {
    UUID: UUID,
    datetime: datetime.fromisoformat,
    date: date.fromisoformat,
}
"""How what JSON cannot say itself is read from a string."""


class Paged(BaseModel, Generic[Item]):
    """One page of a list; `next_cursor`, shown as `cursor`, gives the following one, and is null at the end."""

    items: list[Item]
    next_cursor: str | None


@dataclass(frozen=True, slots=True)
class PageQuery:
    """Which page is asked for. Storage is asked for `rows` rows `after` a key: one more than is shown."""

    limit: int
    cursor: str | None

    @property
    def rows(self) -> int:
        """One more than fits: it tells whether there is a following page."""
        return self.limit + 1

    def after(self, *kinds: type) -> tuple[Any, ...] | None:
        """The sort key the page begins behind; None for the first page.

        Args:
            kinds: the types of the key's parts, in order: str, int, UUID, datetime (aware) or date.

        Raises:
            InvalidInput: no cursor of such a list.
        """
        if self.cursor is None:
            return None
        try:
            padded = self.cursor + "=" * (-len(self.cursor) % 4)
            shown: object = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
            parts = cast("list[object]", shown) if isinstance(shown, list) else []
            if len(parts) != len(kinds):
                raise ValueError
            return tuple(_read(part, kind) for part, kind in zip(parts, kinds, strict=True))
        except (ValueError, RecursionError):
            raise InvalidInput(
                "cursor: is none of this list; show `next_cursor` of its last page as it is, or begin without"
            ) from None

    def of(
        self, rows: Sequence[Row], shown: Callable[[Row], Item], key: Callable[[Row], tuple[KeyPart, ...]]
    ) -> Paged[Item]:
        """The answer.

        Args:
            rows: at most `self.rows`, sorted by `key`.
            shown: a row as the API tells it.
            key: what `after` gives back for the next page.
        """
        page = rows[: self.limit]
        cursor = cursor_of(key(page[-1])) if len(rows) > self.limit else None
        return Paged(items=[shown(row) for row in page], next_cursor=cursor)


async def page_of(
    limit: Annotated[int, Query(ge=1, le=MOST, description="Items at most")] = USUAL,
    cursor: Annotated[
        str | None, Query(max_length=LONGEST_CURSOR, description="`next_cursor` of the page before")
    ] = None,
) -> PageQuery:
    """A dependency."""
    return PageQuery(limit, cursor)


Page = Annotated[PageQuery, Depends(page_of)]


def cursor_of(key: tuple[KeyPart, ...]) -> str:
    """What stands for a sort key in an address."""
    parts = [part if isinstance(part, str | int) else _written(part) for part in key]
    text = json.dumps(parts, separators=(",", ":"), ensure_ascii=False)
    return base64.urlsafe_b64encode(text.encode()).rstrip(b"=").decode()


def _written(part: UUID | datetime | date) -> str:
    return str(part) if isinstance(part, UUID) else part.isoformat()


def _read(part: object, kind: type) -> KeyPart:
    reader = _READERS.get(kind)
    if reader is None:
        if type(part) is not kind or part != (storable(part) if isinstance(part, str) else part):
            raise ValueError
        if isinstance(part, int) and not -(2**63) <= part < 2**63:
            raise ValueError
        return part  # pyright: ignore[reportReturnType] - `kind` is str or int
    if not isinstance(part, str):
        raise ValueError
    read = reader(part)
    if isinstance(read, datetime) and read.tzinfo is None:
        raise ValueError
    return read
