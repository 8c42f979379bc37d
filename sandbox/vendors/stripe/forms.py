"""Forms as Stripe takes them: brackets make objects and lists, and what it does not know it refuses."""

import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl


class Refused(Exception):
    """An error as Stripe answers it. Source: https://docs.stripe.com/api/errors"""

    def __init__(
        self,
        message: str,
        *,
        status: int = 400,
        param: str | None = None,
        code: str | None = None,
        kind: str = "invalid_request_error",
    ) -> None:
        super().__init__(message)
        self.status = status
        self.body: dict[str, Any] = {"error": {"message": message, "type": kind}}
        if param is not None:
            self.body["error"]["param"] = param
        if code is not None:
            self.body["error"]["code"] = code
            self.body["error"]["doc_url"] = f"https://stripe.com/docs/error-codes/{code.replace('_', '-')}"


def parsed(text: str) -> dict[str, Any]:
    """`a[b]=1&c[0][d]=2` as `{"a": {"b": "1"}, "c": [{"d": "2"}]}`."""
    whole: dict[str, Any] = {}
    for name, value in parse_qsl(text, keep_blank_values=True):
        steps = re.findall(r"[^\[\]]+", name)
        at = whole
        for step in steps[:-1]:
            at = at.setdefault(step, {})
            if not isinstance(at, dict):
                raise Refused(f"Invalid object: {name}", param=name)
        if name.endswith("[]"):
            at.setdefault(steps[-1], []).append(value)
        else:
            at[steps[-1]] = value
    return {name: _lists(value) for name, value in whole.items()}


def _lists(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    found: dict[str, Any] = {name: _lists(one) for name, one in value.items()}
    if found and all(name.isdecimal() for name in found):
        return [found[name] for name in sorted(found, key=int)]
    return found


class Form:
    """The parameters of one request; those that nobody asked for are refused at the end (`done`)."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = dict(values)
        self._asked: set[str] = {"expand"}

    def has(self, name: str) -> bool:
        return name in self._values

    def raw(self, name: str) -> Any:
        self._asked.add(name)
        return self._values.get(name)

    def text(self, name: str, default: str | None = None, *, among: Sequence[str] = ()) -> str | None:
        value = self.raw(name)
        if value is None:
            return default
        if not isinstance(value, str):
            raise Refused(f"Invalid string: {value!r}", param=name)
        if among and value not in among:
            raise Refused(f"Invalid {name}: must be one of {', '.join(among)}", param=name)
        return value

    def required(self, name: str, *, among: Sequence[str] = ()) -> str:
        value = self.text(name, among=among)
        if not value:
            raise Refused(f"Missing required param: {name}.", param=name, code="parameter_missing")
        return value

    def whole(self, name: str, default: int | None = None, *, least: int = 0) -> int | None:
        value = self.text(name)
        if value is None:
            return default
        if not re.fullmatch(r"-?[0-9]{1,15}", value):
            raise Refused(f"Invalid integer: {value}", param=name, code="parameter_invalid_integer")
        if int(value) < least:
            raise Refused(f"This value must be greater than or equal to {least}.", param=name)
        return int(value)

    def yes(self, name: str, *, default: bool = False) -> bool:
        value = self.text(name)
        if value is None:
            return default
        if value not in ("true", "false"):
            raise Refused(f"Invalid boolean: {value}", param=name)
        return value == "true"

    def below(self, name: str) -> "Form":
        value = self.raw(name)
        if value is None or value == "":
            return Form({})
        if not isinstance(value, dict):
            raise Refused("Invalid object", param=name)
        return Form(value)  # pyright: ignore[reportUnknownArgumentType]

    def several(self, name: str) -> list["Form"]:
        value = self.raw(name)
        if value is None:
            return []
        if not isinstance(value, list):
            raise Refused("Invalid array", param=name)
        return [Form(one) for one in value]  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]

    def metadata(self) -> dict[str, str]:
        return {str(name): str(value) for name, value in (self.raw("metadata") or {}).items()}

    def done(self, *ignored: str) -> None:
        """Raises Refused for a parameter this endpoint does not have."""
        for name in self._values:
            if name not in self._asked and name not in ignored:
                raise Refused(f"Received unknown parameter: {name}", param=name, code="parameter_unknown")
