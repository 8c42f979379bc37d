"""Sparse answers: `?fields=id,name` leaves the rest of an object, or of a list's items, away.

A route only names its model: it answers in full, and what was not asked for is taken out on the way
(`deployments.api.answers`). A name the model does not have is refused.
"""

from collections.abc import Awaitable, Callable, Iterable
from typing import Annotated, Any, cast

from fastapi import Query, Request
from pydantic import BaseModel

from domain.errors import InvalidInput

LONGEST = 500
PARAMETER = "fields"


def fields_of(model: type[BaseModel]) -> Callable[..., Awaitable[frozenset[str] | None]]:
    """A dependency of a route that answers `model`, or a page of it: `dependencies=[Depends(fields_of(Member))]`.

    It raises InvalidInput for a name the model does not have.
    """
    known = [field.serialization_alias or field.alias or name for name, field in model.model_fields.items()]

    async def wanted(
        request: Request,
        fields: Annotated[
            str | None,
            Query(max_length=LONGEST, description=f"Only these, with commas between: {', '.join(known)}"),
        ] = None,
    ) -> frozenset[str] | None:
        if fields is None:
            return None
        names = [name.strip() for name in fields.split(",")]
        unknown = [name for name in names if name not in known]
        if unknown:
            raise InvalidInput(f"fields: there is no {unknown[0]!r}; there are {', '.join(known)}")
        chosen = frozenset(names)
        request.state.fields = chosen
        return chosen

    return wanted


def only(answer: Any, wanted: Iterable[str]) -> Any:
    """A decoded JSON answer with no more than these: of an object, or of each item of a page."""
    if not isinstance(answer, dict):
        return answer
    found, names = cast("dict[str, Any]", answer), set(wanted)
    if set(found) == {"items", "next_cursor"} and isinstance(found["items"], list):
        return {**found, "items": [only(item, names) for item in cast("list[Any]", found["items"])]}
    return {name: value for name, value in found.items() if name in names}
