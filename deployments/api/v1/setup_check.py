"""What a business lacks before its first real call."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel

from deployments.api.authentication import InBusiness
from deployments.api.problems import RESPONSES
from deployments.api.v1.receptionist import READ
from services.receptionist.setup_check import SetupCheck, Severity

router = APIRouter(tags=["set-up"], responses=RESPONSES)


async def setup_check_of(request: Request) -> SetupCheck:
    return request.app.state.accounts.setup_check


class Finding(BaseModel):
    about: str
    severity: Severity
    message: str
    mend: str | None
    """Method and path of the route that mends it, below the business's; null where that is not done here."""


class SetupAnswer(BaseModel):
    ready: bool
    """Nothing blocks: a real call may come."""
    findings: list[Finding]


@router.get("/businesses/{business_id}/setup-check", openapi_extra=READ)
async def check(
    business_id: UUID,
    principal: InBusiness,
    service: Annotated[SetupCheck, Depends(setup_check_of)],
) -> SetupAnswer:
    """What is missing, each with a sentence; what blocks comes first."""
    found = await service.findings(principal)
    return SetupAnswer(
        ready=all(each.severity is not Severity.BLOCKING for each in found),
        findings=[
            Finding(about=each.about, severity=each.severity, message=each.sentence, mend=each.mend)
            for each in found
        ],
    )
