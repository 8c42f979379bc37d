"""Every route as everybody: what was answered, held against what the route declares."""

import os
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx

from deployments.policies import Policy, Who
from domain.accounts.roles import Permission
from tests.integration.attack.asked import Asked, Operation, request
from tests.integration.attack.filled import Tenant
from tests.integration.attack.stage import Person, Stage
from tests.support.statements import statements

LACKING = "needs the permission"
"""What a member without it is told (`Principal.require`)."""


@dataclass(slots=True)
class Tally:
    """What was tried and what was found.

    Attributes:
        findings: sentences, each a hole or a mistake; none is what is wanted.
        worked: by route, how often it did what it is for.
        answers: by route, the statuses of those who are allowed.
        statements: by route, the most that were sent to the database where it did what it is for.
    """

    tried: int = 0
    routes: set[str] = field(default_factory=set)
    people: set[str] = field(default_factory=set)
    tenants: set[str] = field(default_factory=set)
    leaks: list[str] = field(default_factory=list)
    findings: list[str] = field(default_factory=list)
    worked: Counter[str] = field(default_factory=Counter)
    answers: dict[str, Counter[int]] = field(default_factory=dict)
    statements: Counter[str] = field(default_factory=Counter)

    def __str__(self) -> str:
        return (
            f"attack: {len(self.routes)} routes x {len(self.people)} roles x {len(self.tenants)} tenants, "
            f"{self.tried} requests, {len(self.leaks)} leaks"
        )


@dataclass(frozen=True, slots=True)
class Attempt:
    operation: Operation
    person: Person
    asked: Asked
    wanted: "Wanted"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What must be answered: one of the statuses, or, without any, what somebody gets who is allowed."""

    statuses: tuple[int, ...] = ()

    @property
    def allowed(self) -> bool:
        return not self.statuses


REACHED, UNKNOWN, FORBIDDEN, HIDDEN = Wanted(), Wanted((401,)), Wanted((403,)), Wanted((404,))
STRANGE = Wanted((400, 403, 404, 409, 410, 412, 422, 428))
"""For ids of somebody else inside of what is one's own: refused, as what is not there is."""


ALSO_NEEDED = {
    f"{method} /api/v1/businesses/{{business_id}}/webhooks{path}": Permission.BOOKINGS_READ
    for method, path in (
        ("POST", ""),
        ("PATCH", "/{webhook_id}"),
        ("GET", "/{webhook_id}/deliveries"),
        ("GET", "/{webhook_id}/deliveries/{delivery_id}"),
    )
}
"""By route, what is needed beside what it declares: webhooks show what they are sent, which here is about bookings."""


def wanted(
    policy: Policy, person: Person, tenant: Tenant, *, writes: bool = False, also: Permission | None = None
) -> Wanted:
    """What the policy says to this person about this tenant's route."""
    if writes and person.off_site and policy.who not in (Who.PUBLIC, Who.LINK, Who.SIGNATURE):
        return FORBIDDEN
    match policy.who:
        case Who.PUBLIC:
            return REACHED
        case Who.LINK:
            return Wanted((204, 401, 403, 404, 410, 422))  # 204: what is not there is gone already
        case Who.SIGNATURE:
            return FORBIDDEN
        case _ if not person.good:
            return UNKNOWN
        case Who.SIGNED_IN:
            return UNKNOWN if person.key else REACHED
        case Who.OPERATOR:
            return UNKNOWN if person.key else REACHED if person.operator else FORBIDDEN
        case Who.MEMBER:
            if person.home is not tenant:
                return HIDDEN
            lacks = {policy.permission, also} - {None} - person.permissions
            return FORBIDDEN if lacks else REACHED


class InTurn:
    """Which of those whose credentials are not good a route is tried by.

    Routes of one kind ask for them by the same dependencies: the first of each kind meets all of them, the others
    whoever shows nothing and two more in turn. With `FUZZ_EXAMPLES` each route meets all.
    """

    def __init__(self) -> None:
        self._kinds: set[tuple[Who, bool, bool]] = set()
        self._next = 0

    def of(self, operation: Operation, policy: Policy, spoilt: Sequence[Person]) -> set[str]:
        """Their names."""
        kind = policy.who, policy.permission is None, operation.writes
        if kind not in self._kinds or "FUZZ_EXAMPLES" in os.environ:
            self._kinds.add(kind)
            return {person.name for person in spoilt}
        chosen = {person.name for person in spoilt if not person.headers}
        for _ in range(2):
            chosen.add(spoilt[self._next % len(spoilt)].name)
            self._next += 1
        return chosen


def attempts(stage: Stage, operation: Operation, in_turn: InTurn) -> Iterator[Attempt]:
    """Everybody at the first tenant's, and the first tenant's people at the second's and with its ids."""
    policy, (first, second, *_) = operation.policy, stage.tenants
    assert policy is not None
    good = request(operation, first, whole=False, spare=stage.spare)
    spoilt = [person for person in stage.people if not person.good and person.home in (first, None)]
    coming = in_turn.of(operation, policy, spoilt)
    also = ALSO_NEEDED.get(operation.name)

    def expected(person: Person) -> Wanted:
        return wanted(policy, person, first, writes=operation.writes, also=also)

    for person in stage.people:
        if not person.good and person.name not in coming:
            continue
        near = person.home in (first, None) or (person.foremost and person.home is second)
        if near and (person.scoped is None or person.scoped is policy.permission):
            yield Attempt(operation, person, good, expected(person))
    if policy.who is Who.MEMBER:
        theirs = request(operation, second, whole=False, spare=stage.spare)
        for person in stage.people:
            if person.home is first and person.foremost:
                yield Attempt(operation, person, theirs, wanted(policy, person, second))
    strange = request(operation, first, second, whole=True, spare=stage.spare)
    if any(secret in strange.text for secret in second.secrets):
        inside = any(secret in f"{strange.url} {strange.body}" for secret in second.secrets)
        refused = STRANGE if inside and policy.who is Who.MEMBER else REACHED
        for person in stage.people:
            if person.home is first and person.foremost and wanted(policy, person, first).allowed:
                yield Attempt(operation, person, strange, refused)


async def besiege(stage: Stage, operations: Sequence[Operation]) -> Tally:
    """Tries everything, and puts the rows back after whatever changed them."""
    tally = Tally()
    untouched, in_turn = await stage.digests(), InTurn()
    for operation in operations:
        denied, allowed = [], []
        for attempt in attempts(stage, operation, in_turn):
            (allowed if attempt.wanted.allowed else denied).append(attempt)
        for attempt in denied:
            await _try(stage, attempt, tally)
        await _settle(
            stage, untouched, tally, operation, {tenant.word for tenant in stage.tenants}, denied=True
        )
        for attempt in allowed:
            await _try(stage, attempt, tally)
            everybodys = operation.policy is not None and operation.policy.who is Who.OPERATOR
            if operation.writes or everybodys:
                home = attempt.person.home
                others = {tenant.word for tenant in stage.tenants if tenant is not home and not everybodys}
                await _settle(stage, untouched, tally, operation, others, denied=False)
    return tally


async def _settle(
    stage: Stage,
    untouched: dict[str, str],
    tally: Tally,
    operation: Operation,
    spared: set[str],
    *,
    denied: bool,
) -> None:
    """Finds what was changed that was not theirs to change, and puts everything back."""
    written = await stage.written()
    if not written:
        return
    now = await stage.digests(written)
    then = {what: digest for what, digest in untouched.items() if what.partition(" ")[0] in written}
    changed = {what for what in then.keys() | now.keys() if then.get(what) != now.get(what)}
    names = {str(tenant.id): tenant.word for tenant in stage.tenants}
    for what in sorted(changed):
        table, _, business_id = what.partition(" ")
        word = names.get(business_id)
        if word in spared and (table, denied) not in _USED:
            tally.leaks.append(f"{operation.name} changed {table} of {word}")
    await stage.restore()


_USED = {("api_keys", True)}
"""When a key was used stands in its row, whatever it was used for."""


async def _try(stage: Stage, attempt: Attempt, tally: Tally) -> None:
    operation, person, asked = attempt.operation, attempt.person, attempt.asked
    if operation.policy is not None and operation.policy.who in (Who.PUBLIC, Who.LINK):
        await stage.redis.flushdb()  # whoever has no account is counted by their address
    with statements() as seen:
        answer = await send(stage.client, operation, person, asked)
    if answer.is_success:
        tally.statements[operation.name] = max(tally.statements[operation.name], len(seen))
    tally.tried += 1
    tally.routes.add(operation.name)
    tally.people.add(
        re.sub(r" of .*", "", person.name) if person.home is not stage.tenants[1] else person.name
    )
    tally.tenants |= {tenant.word for tenant in stage.tenants}
    where = f"{operation.name} as {person.name}: {answer.status_code} {answer.text[:300]}"
    if answer.status_code >= 500:
        tally.findings.append(f"fails: {where} <- {asked.text[:500]}")
    elif attempt.wanted.allowed:
        tally.answers.setdefault(operation.name, Counter())[answer.status_code] += 1
        tally.worked[operation.name] += answer.is_success
        if (
            operation.policy is not None
            and operation.policy.who is not Who.PUBLIC
            and _is_refused(answer, person)
        ):
            tally.findings.append(f"is allowed, and is refused: {where}")
    elif answer.status_code not in attempt.wanted.statuses:
        wanted_statuses = ", ".join(map(str, attempt.wanted.statuses))
        tally.findings.append(f"is not {wanted_statuses}: {where} <- {asked.text[:300]}")
    home = person.home if person.good else None
    shown = operation.policy.shows if operation.policy is not None else ()
    tally.leaks += [f"{leak}: {where}" for leak in leaked(stage, answer, asked, home, shown)]


def _is_refused(answer: httpx.Response, person: Person) -> bool:
    return (answer.status_code == 401 and "second-factor" not in answer.text) or (
        answer.status_code == 403 and LACKING in answer.text
    )


def _texts(value: object) -> list[str]:
    """A column's value, and what stands in one that is a document."""
    if isinstance(value, dict):
        return [text for part in value.values() for text in _texts(part)]
    return [str(value)]


def leaked(
    stage: Stage, answer: httpx.Response, asked: Asked, home: Tenant | None, shown: Sequence[str] = ()
) -> list[str]:
    """What the answer says of tenants who are not at home here, and was not in the request."""
    said = f"{answer.text} {dict(answer.headers)}".lower()
    found: list[str] = []
    for tenant in stage.tenants:
        if tenant is home:
            continue
        public = {text for table in shown for value in tenant.rows[table].values() for text in _texts(value)}
        rest = said
        for text in sorted(public, key=len, reverse=True):
            rest = rest.replace(text.lower(), "") if len(text) > 3 else rest
        found += [
            f"says {secret} of {tenant.word}"
            for secret in tenant.secrets
            if secret in rest and secret not in asked.text
        ]
    return found


async def send(
    client: httpx.AsyncClient, operation: Operation, person: Person, asked: Asked
) -> httpx.Response:
    body: dict[str, Any] = (
        {"json": asked.body}
        if operation.media_type == "application/json" and asked.body is not None
        else {"files": asked.body}
        if operation.media_type == "multipart/form-data"
        else {"data": asked.body}
        if asked.body is not None
        else {}
    )
    client.cookies.clear()  # what was set for one is not sent by the next
    return await client.request(
        asked.method.upper(),
        asked.url,
        params=dict(asked.query),
        headers={**asked.headers, **person.headers},
        **body,
    )
