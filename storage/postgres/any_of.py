"""A value among many, in a statement whose text does not depend on how many: it is compiled and planned once."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, any_, bindparam
from sqlalchemy.dialects.postgresql import ARRAY


def any_of(column: Any, values: Iterable[Any]) -> ColumnElement[bool]:
    """`column = ANY(values)`."""
    return column == any_(bindparam(None, list(values), type_=ARRAY(column.type)))
