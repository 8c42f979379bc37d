"""`GET /health`: for load balancers, for operators, for the start-up that waits for it."""

from datetime import UTC, datetime
from importlib.metadata import version
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel

from services.health import Health

router = APIRouter(tags=["operations"])

VERSION = version("ai-receptionist")


class Check(BaseModel):
    """One part's state; `detail` says what is wrong with it."""

    status: Literal["ok", "failing"]
    detail: str | None = None
    took_ms: float


class HealthReport(BaseModel):
    status: Literal["healthy", "degraded"]
    timestamp: datetime
    checks: dict[str, Check]
    version: str


def health_of(request: Request) -> Health:
    return request.app.state.health


@router.get("/health", responses={503: {"model": HealthReport, "description": "A part is failing"}})
async def health(checks: Annotated[Health, Depends(health_of)], response: Response) -> HealthReport:
    """Healthy (200) when every part answers, degraded (503) when one does not."""
    results = await checks.results()
    healthy = all(result.ok for result in results.values())
    response.status_code = 200 if healthy else 503
    response.headers["Cache-Control"] = "no-store"
    return HealthReport(
        status="healthy" if healthy else "degraded",
        timestamp=datetime.now(UTC),
        checks={
            name: Check(
                status="ok" if result.ok else "failing", detail=result.detail or None, took_ms=result.took_ms
            )
            for name, result in results.items()
        },
        version=VERSION,
    )
