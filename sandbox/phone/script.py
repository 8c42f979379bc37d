"""Call scripts: what a simulated caller says and does, as a YAML file.

caller: {number: "+61400000123", voice: m1}
to: "+61280001234"            # optional
turns:
  - say: "Hi, I'd like a haircut on Thursday."
  - {say: "No wait", barge_in_after_ms: 600}
  - dtmf: "1"
  - silence_ms: 1500
  - {say: "Thanks, bye", wait: 0.5}
  - hang_up: true
"""

from pathlib import Path
from typing import Annotated, Literal, Self, cast

import yaml
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from domain.errors import ReceptionistError

PhoneNumber = Annotated[str, StringConstraints(pattern=r"^(\+[1-9][0-9]{5,14}|anonymous)$", strict=True)]
Keys = Annotated[str, StringConstraints(pattern=r"^[0-9*#]+$", strict=True)]
Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True, strict=True)]
_ACTIONS = ("say", "dtmf", "silence_ms", "hang_up")


class ScriptError(ReceptionistError):
    """A script that cannot be used; the message has a line per problem: `file:line: field: what is wrong`."""


class Person(BaseModel):
    """Who calls: a number (E.164 or `anonymous`) and a voice of the speech maker."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    number: PhoneNumber = "+61400000123"
    voice: str = "m1"


class Turn(BaseModel):
    """One thing the caller does: exactly one of say, dtmf, silence_ms, hang_up.

    `wait` is when: after the agent has spoken and gone silent, or so many seconds after the turn before.
    `barge_in_after_ms` instead speaks that long after the agent has begun.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    say: Text | None = None
    dtmf: Keys | None = None
    silence_ms: int | None = Field(default=None, ge=0)
    hang_up: Literal[True] | None = None
    wait: Annotated[float, Field(ge=0)] | Literal["after_agent"] = "after_agent"
    barge_in_after_ms: int | None = Field(default=None, ge=0)

    @model_validator(mode="after")
    def _one_action(self) -> Self:
        given = [name for name in _ACTIONS if getattr(self, name) is not None]
        if len(given) != 1:
            found = " and ".join(given) or "none"
            raise ValueError(f"a turn does exactly one of {', '.join(_ACTIONS)}; this one has {found}")
        if self.barge_in_after_ms is not None and "wait" in self.model_fields_set:
            raise ValueError("barge_in_after_ms and wait exclude each other")
        return self


class Script(BaseModel):
    """A whole call from the caller's side."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    caller: Person = Person()
    to: PhoneNumber | None = None
    turns: Annotated[list[Turn], Field(min_length=1)]


def load_script(path: str | Path) -> Script:
    """The script in this file; raises ScriptError, OSError."""
    return parse_script(Path(path).read_text(encoding="utf-8"), str(path))


def parse_script(text: str, name: str = "script") -> Script:
    """The script in this YAML; raises ScriptError naming `name`, line and field of every problem."""
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
        content = yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ScriptError(f"{name}:{line}: not YAML: {error.problem}") from error
    except yaml.YAMLError as error:
        raise ScriptError(f"{name}: not YAML: {error}") from error
    try:
        return Script.model_validate(content)
    except ValidationError as error:
        problems = [
            _problem(name, root, cast("tuple[str | int, ...]", found["loc"]), found["msg"], found["type"])
            for found in error.errors()
        ]
        raise ScriptError("\n".join(dict.fromkeys(problems))) from error


def _problem(name: str, root: yaml.Node | None, loc: tuple[str | int, ...], message: str, kind: str) -> str:
    line = 1
    field: list[str] = []
    node = root
    for part in loc:
        child = _child(node, part)
        if child is None:
            # Pydantic adds the name of the tried type after the field; it is no place in the file.
            if not field or isinstance(node, yaml.CollectionNode):
                field.append(str(part))
            break
        field.append(str(part))
        node, line = child
    hint = "; quote it" if kind == "string_type" and isinstance(node, yaml.ScalarNode) else ""
    return f"{name}:{line}: {'.'.join(field) or 'script'}: {message}{hint}"


def _child(node: yaml.Node | None, part: str | int) -> tuple[yaml.Node, int] | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(part):
                return value, key.start_mark.line + 1
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        value = node.value[part]
        return value, value.start_mark.line + 1
    return None
