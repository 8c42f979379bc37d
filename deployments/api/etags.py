"""`ETag` and `If-Match`: nobody overwrites what they have not seen.

A GET of settings calls `tag(response, version)`. A write takes `Match` (or `RequiredMatch`, without which it is refused
with 428) and hands it to its use-case, which calls `seen.require(version)` on the locked row: 412 when it has changed.
`If-None-Match` is answered for every tagged GET (`deployments.api.answers`).

Source: https://www.rfc-editor.org/rfc/rfc9110#section-13.1.1, RFC 6585 section 3 (428)
"""

from typing import Annotated

from fastapi import Depends, Header, Response

from domain.errors import MalformedRequest, PreconditionNeeded
from domain.versions import ANY, Seen, is_version

LONGEST = 1000


def tag(response: Response, version: str | int) -> None:
    """Tells the version of what is answered: a number, a hash; `domain.versions.content_version` makes one."""
    response.headers["ETag"] = f'"{version}"'


async def if_match(
    if_match: Annotated[
        str | None, Header(max_length=LONGEST, description="The `ETag` you read: changes nothing newer")
    ] = None,
) -> Seen:
    """A dependency: any version when the header is missing. Raises MalformedRequest."""
    return ANY if if_match is None else seen_in(if_match)


async def required_if_match(
    if_match: Annotated[
        str | None, Header(max_length=LONGEST, description="Required: the `ETag` you read")
    ] = None,
) -> Seen:
    """A dependency. Raises PreconditionNeeded, MalformedRequest."""
    if if_match is None:
        raise PreconditionNeeded(
            "read this first, and send its ETag as If-Match, so that nobody's change is lost"
        )
    return seen_in(if_match)


Match = Annotated[Seen, Depends(if_match)]
RequiredMatch = Annotated[Seen, Depends(required_if_match)]


def seen_in(header: str) -> Seen:
    """What an `If-Match` says; weak tags match nothing. Raises MalformedRequest."""
    if header.strip() == "*":
        return ANY
    versions: set[str] = set()
    for one in header.split(","):
        text = one.strip()
        bare = text.removeprefix("W/")
        if len(bare) < 2 or not (bare[0] == bare[-1] == '"') or '"' in bare[1:-1]:
            raise MalformedRequest('If-Match: must be the ETag as it was told, with its quotes: "3", or *')
        if bare is text and is_version(bare[1:-1]):
            versions.add(bare[1:-1])
    return Seen(frozenset(versions))


def matches(header: str, etag: str) -> bool:
    """Whether an `If-None-Match` names this ETag, or says `*`; compared weakly."""
    known = {one.strip().removeprefix("W/") for one in header.split(",")}
    return "*" in known or etag.removeprefix("W/") in known
