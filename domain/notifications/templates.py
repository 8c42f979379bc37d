"""Templates of notifications: text with `{fields}`, and parts in `[brackets]` that go where a field in them is empty.

{business_name}: Hi {customer_name}, your {offering} is booked for {when}.[ Where: {address}.]
"""

import re
from collections.abc import Mapping, Set
from dataclasses import dataclass

from domain.errors import InvalidInput
from domain.notifications.kinds import FIELDS, Kind

LONGEST_SMS = 600
LONGEST_SUBJECT = 200
LONGEST_MAIL = 5000
"""Characters of a template."""

_FIELD = re.compile(r"\{([a-z_]+)\}")
_OPTIONAL = re.compile(r"\[([^\[\]]*)\]")
_OPTS_OUT = re.compile(r"\b(?:CANCEL|END|QUIT|REVOKE|STOPALL|UNSUBSCRIBE|OPTOUT)\b")
"""Answers a carrier takes for a wish to get no more texts; a template may tell of STOP alone, which says so.

Source: https://www.twilio.com/docs/messaging/tutorials/advanced-opt-out
"""


@dataclass(frozen=True, slots=True)
class Template:
    """The words of one kind in one language. `mail` is plain text; a blank line ends a paragraph."""

    sms: str
    subject: str
    mail: str


def written(text: str, fields: Mapping[str, str]) -> str:
    """The text with its fields filled in, once: braces within a value stay what they are.

    Fields that are missing read as nothing, and bracketed parts that name an empty one are left out.
    """

    def part(found: re.Match[str]) -> str:
        named = _FIELD.findall(found[1])
        return "" if any(not fields.get(name, "").strip() for name in named) else found[1]

    return _FIELD.sub(lambda found: fields.get(found[1], ""), _OPTIONAL.sub(part, text))


def one_line(text: str) -> str:
    """A text message or subject: all blanks are one, none stands at the ends."""
    return " ".join(text.split())


def paragraphs(text: str) -> str:
    """A mail's text: lines without blanks at their ends, one empty line at most between paragraphs."""
    lines = "\n".join(line.strip() for line in text.splitlines())
    return re.sub(r"\n{3,}", "\n\n", lines).strip()


def check(kind: Kind, template: Template) -> None:
    """Raises InvalidInput, naming the field and what is wrong with it."""
    allowed = FIELDS[kind]
    for name, text, longest in (
        ("sms", template.sms, LONGEST_SMS),
        ("subject", template.subject, LONGEST_SUBJECT),
        ("mail", template.mail, LONGEST_MAIL),
    ):
        if not text.strip():
            raise InvalidInput(f"{name}: must not be empty")
        if len(text) > longest:
            raise InvalidInput(f"{name}: at most {longest} characters")
        _check_text(name, text, allowed)
    if "\n" in template.subject.strip():
        raise InvalidInput("subject: is one line")
    asked = _OPTS_OUT.search(template.sms)
    if asked is not None:
        raise InvalidInput(
            f"sms: carriers take the answer {asked[0]} for a wish to get no more texts; ask for C or X instead"
        )


def _check_text(name: str, text: str, allowed: Set[str]) -> None:
    for field in _FIELD.findall(text):
        if field not in allowed:
            raise InvalidInput(
                f"{name}: there is no field {{{field}}} here; there are {', '.join(sorted(allowed))}"
            )
    rest = _FIELD.sub("", text)
    if "{" in rest or "}" in rest:
        raise InvalidInput(f"{name}: a brace belongs to a field, as in {{business_name}}")
    rest = _OPTIONAL.sub("", rest)
    if "[" in rest or "]" in rest:
        raise InvalidInput(f"{name}: a bracket is not closed, or stands within another")
