"""Whatever requests the OpenAPI document allows: no route breaks, and each answers as the document says.

`FUZZ_EXAMPLES` is how many requests each route gets; `make fuzz` sends many, and others each time.
"""

import asyncio
import os
import re
import threading
from collections.abc import Callable, Coroutine, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis import APIOperation
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from deployments.policies import Who
from sandbox.local.postgres import EmbeddedPostgres
from tests.integration.attack.asked import METHODS, Operation, operations, request
from tests.integration.attack.stage import Stage, stage
from tests.support.serving import serve_app

DERANDOMISED = "FUZZ_EXAMPLES" not in os.environ
EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "2"))
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
T = TypeVar("T")


@contextmanager
def served(server: EmbeddedPostgres, redis_url: str) -> Iterator[tuple[Stage, str, Callable[..., Any]]]:
    """The stage behind a socket, in a loop of its own, and how to run something in that loop."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()

    def run(work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, loop).result(60)

    on = stage(server, redis_url)
    opened = run(on.__aenter__())
    serving = serve_app(opened.app)
    address = run(serving.__aenter__())
    try:
        yield opened, address, run
    finally:
        run(serving.__aexit__(None, None, None))
        run(on.__aexit__(None, None, None))
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


def in_path(operation: Operation, on: Stage) -> dict[str, str]:
    """What stands in the path of a request that finds something."""
    pattern = re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", operation.path)
    asked = request(operation, on.tenants[0], whole=False, spare=on.spare)
    found = re.fullmatch(pattern, asked.url)
    return found.groupdict() if found is not None else {}


@dataclass(slots=True)
class Fuzz:
    """Sends what is generated as one person.

    Attributes:
        differ: by route, the first answer that the document does not allow.
    """

    address: str
    headers: Mapping[str, str]
    sent: int = 0
    differ: dict[str, str] = field(default_factory=dict)

    def send(self, name: str, generated: APIOperation, real: Mapping[str, str]) -> None:
        @seed(EXAMPLES if DERANDOMISED else int.from_bytes(os.urandom(4)))
        @settings(
            max_examples=EXAMPLES,
            database=None,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=generated.as_strategy())
        def try_one(case: Any) -> None:
            self.sent += 1
            case.path_parameters.update(
                {key: value for key, value in real.items() if key in case.path_parameters}
            )
            answer = case.call(base_url=self.address, headers=dict(self.headers))
            try:
                case.validate_response(answer, checks=CHECKS)
            except FailureGroup as group:
                told = " / ".join(str(one) for one in group.exceptions)
                self.differ.setdefault(
                    name, f"{answer.status_code} {told[:1500]} <- {case.query} {case.body}"
                )

        try_one()


def test_no_route_breaks_and_each_answers_as_the_document_says(
    postgres_server: EmbeddedPostgres, redis_url: str, record_property: Callable[[str, object], None]
) -> None:
    with served(postgres_server, redis_url) as (on, address, run):
        owner = next(person for person in on.people if person.name.startswith("owner"))
        operator = next(person for person in on.people if person.operator)
        generated = {
            f"{one.method.upper()} {one.path}": one
            for one in (
                result.ok() for result in schemathesis.openapi.from_dict(on.document).get_all_operations()
            )
        }
        fuzz = Fuzz(address, {})
        for operation in operations(on.document):
            policy = operation.policy
            if policy is None or policy.who is Who.SIGNATURE:
                continue
            fuzz.headers = (operator if policy.who is Who.OPERATOR else owner).headers
            fuzz.send(operation.name, generated[operation.name], in_path(operation, on))
            if operation.writes:
                run(on.restore())
    record_property(
        "attack",
        f"fuzz: {fuzz.sent} requests as the document allows, {len(fuzz.differ)} routes break or differ",
    )
    assert fuzz.differ == {}, "\n".join(f"{name}: {told}" for name, told in fuzz.differ.items())


async def test_methods_a_path_does_not_have_are_refused_with_those_it_has(
    postgres_server: EmbeddedPostgres, redis_url: str
) -> None:
    async with stage(postgres_server, redis_url) as on:
        owner = next(person for person in on.people if person.name.startswith("owner"))
        paths: dict[str, set[str]] = {}
        every = operations(on.document)
        for operation in every:
            if operation.policy is None or operation.policy.who is not Who.SIGNATURE:
                asked = request(operation, on.tenants[0], whole=False, spare=on.spare)
                paths.setdefault(asked.url, set()).add(operation.method.upper())
        wrong: list[str] = []
        for url, methods in paths.items():
            for method in {one.upper() for one in METHODS} - methods:
                if any(one.method.upper() == method and one.fits(url) for one in every):
                    continue
                answer = await on.client.request(method, url, headers=dict(owner.headers))
                if answer.status_code != 405 or not answer.headers["allow"]:
                    wrong.append(
                        f"{method} {url}: {answer.status_code} {dict(answer.headers)} {answer.text[:200]}"
                    )
    assert wrong == []
