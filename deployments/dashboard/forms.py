"""What forms send, and how they are shown again with what is wrong."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from fastapi import Request

from domain.errors import InvalidInput

LONGEST = 10_000
"""Characters of one field."""


@dataclass(frozen=True, slots=True)
class Form:
    """Values of a form by field, with what is wrong with them.

    Attributes:
        error: about all of it; empty when nothing is.
        errors: by field.
    """

    values: Mapping[str, str] = field(default_factory=dict[str, str])
    error: str = ""
    errors: Mapping[str, str] = field(default_factory=dict[str, str])

    def __getitem__(self, name: str) -> str:
        return self.values.get(name, "")

    def wrong(self, error: str, name: str = "") -> "Form":
        """The same with a sentence about a field, or about all of it."""
        if name:
            return Form(self.values, self.error, {**self.errors, name: error})
        return Form(self.values, error, self.errors)


async def sent(request: Request) -> Form:
    """The fields of a request; of one that was sent twice, the last.

    Raises:
        InvalidInput: one is too long.
    """
    values: dict[str, str] = {}
    for name, value in (await request.form()).multi_items():
        if isinstance(value, str):
            if len(value) > LONGEST:
                raise InvalidInput(f"{name} is too long: {LONGEST} characters at the most")
            values[name] = value.replace("\r\n", "\n").replace("\x00", "")
    return Form(values)


def own_path(text: str | None, otherwise: str) -> str:
    """A path of ours, so that nobody is sent elsewhere after signing in."""
    if (
        text is None
        or not text.startswith("/")
        or text.startswith(("//", "/\\"))
        or "\n" in text
        or "\r" in text
    ):
        return otherwise
    return text
