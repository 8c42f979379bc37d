"""Pages that begin behind the last row of the page before, found by an index."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, literal, tuple_


def beyond(
    columns: Sequence[Any], after: Sequence[Any] | None, *, descending: bool = False
) -> tuple[ColumnElement[bool], ...]:
    """The condition for the rows behind `after`, the values of the last row seen; none on the first page.

    The columns are what the list is sorted by, all in the same direction, the last of them an id.
    """
    if after is None:
        return ()
    key = tuple_(*columns)
    seen = tuple_(*(literal(value, column.type) for column, value in zip(columns, after, strict=True)))
    return (key < seen if descending else key > seen,)
