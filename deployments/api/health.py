"""`GET /health`: for load balancers, for operators, for the start-up that waits for it."""

import hmac
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Header, Request, Response
from pydantic import BaseModel

from deployments.policies import public
from services.health import Health

router = APIRouter(tags=["operations"])

VERSION = version("ai-receptionist")


class Check(BaseModel):
    """One part's state; `detail` says what is wrong with it, to operators."""

    status: Literal["ok", "degraded", "failing"]
    detail: str | None = None
    took_ms: float


class HealthReport(BaseModel):
    status: Literal["healthy", "degraded"]
    timestamp: datetime
    checks: dict[str, Check]
    version: str
    fallbacks: dict[str, int] | None = None
    """By vendor, the nodes whose calls do without it at the moment; absent while there are none."""


async def health_of(request: Request) -> Health:
    return request.app.state.health


async def is_operator(request: Request, authorization: Annotated[str, Header()] = "") -> bool:
    """Whether the request shows OPERATOR_TOKEN. Where it comes from says nothing: all of it comes through the proxy."""
    token: str = request.app.state.operator_token
    scheme, _, shown = authorization.partition(" ")
    matches = hmac.compare_digest(shown.strip().encode(), token.encode())
    return bool(token) and scheme.lower() == "bearer" and matches


@router.get(
    "/health",
    response_model_exclude_unset=True,
    responses={503: {"model": HealthReport, "description": "A part is failing"}},
    openapi_extra=public(),
)
async def health(
    checks: Annotated[Health, Depends(health_of)],
    operator: Annotated[bool, Depends(is_operator)],
    response: Response,
) -> HealthReport:
    """Healthy (200) when every part answers, degraded (503) when one does not, degraded (200) when all do, one of them
    in a way that costs more.

    What is wrong with a part holds addresses and names from inside: it is told to those who show OPERATOR_TOKEN as
    `Authorization: Bearer`, and written to the log.
    """
    results = await checks.results()
    response.status_code = 200 if all(result.ok for result in results.values()) else 503
    healthy = response.status_code == 200 and not any(result.degraded for result in results.values())
    response.headers["Cache-Control"] = "no-store"
    fallbacks = await checks.fallbacks()
    report = HealthReport(
        status="healthy" if healthy else "degraded",
        timestamp=datetime.now(UTC),
        checks={
            name: Check(
                status="degraded" if result.degraded else "ok" if result.ok else "failing",
                detail=(result.detail or None) if operator else None,
                took_ms=result.took_ms,
            )
            for name, result in results.items()
        },
        version=VERSION,
    )
    if fallbacks:
        report.fallbacks = fallbacks
    return report
