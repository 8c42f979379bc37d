"""Templates of set-up: what a trade usually has."""

from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request
from pydantic import BaseModel, Field, StrictBool, StringConstraints

from deployments.api.authentication import InBusiness, SignedIn
from deployments.api.problems import RESPONSES
from deployments.api.v1.receptionist import WRITE
from deployments.api.v1.receptionist_content import Part
from deployments.policies import signed_in
from domain.receptionist.templates import Template, in_language
from services.receptionist.templates import Templates

router = APIRouter(tags=["set-up"], responses=RESPONSES)


async def templates_of(request: Request) -> Templates:
    return request.app.state.accounts.templates


TheTemplates = Annotated[Templates, Depends(templates_of)]


class TemplateOffering(BaseModel):
    name: str
    minutes: int
    asked: list[str]
    """What customers are asked when they book it."""


class TemplateAnswer(BaseModel):
    """`questions` are what callers often ask and only the business can answer."""

    trade: str
    name: str
    offerings: list[TemplateOffering]
    rules: list[str]
    questions: list[str]


class TemplateList(BaseModel):
    templates: list[TemplateAnswer]


class ApplyBody(Part):
    template: Annotated[str, StringConstraints(max_length=40), Field(examples=["hair"])]
    staff: Annotated[list[Annotated[str, StringConstraints(max_length=100)]], Field(max_length=50)] = Field(
        default_factory=list
    )
    """People to add by name."""
    overwrite: StrictBool = False
    """Opening hours, and the times of offerings that are there by the same name, are replaced as well."""


class Applied(BaseModel):
    """What was added; offerings that were there by the same name are `left` as they were. Prices are yours to set."""

    offerings: list[str]
    left: list[str]
    hours: bool
    """Whether the opening hours are the template's now."""
    staff: list[str]
    rules: list[str]
    """Now in the draft, which is to be published."""
    questions: list[str]
    """What callers often ask, and only you can answer: write the answers as knowledge."""


@router.get("/templates", openapi_extra=signed_in())
async def templates(
    shown: SignedIn,
    service: TheTemplates,
    language: Annotated[str, Query(max_length=20, description="A BCP 47 tag; English if not offered")] = "en",
) -> TemplateList:
    """The trades there are templates for, and what each has."""
    return TemplateList(templates=[_template(each, language) for each in service.all()])


@router.post("/businesses/{business_id}/apply-template", openapi_extra=WRITE)
async def apply(business_id: UUID, body: ApplyBody, principal: InBusiness, service: TheTemplates) -> Applied:
    """Adds what the business lacks of its trade's template, in its language: offerings and hours at once, rules in the
    draft. What is there stays as it is, unless `overwrite` is set."""
    applied = await service.apply(
        principal, body.template, staff=body.staff, overwrite=body.overwrite, now=datetime.now(UTC)
    )
    return Applied(
        offerings=list(applied.offerings),
        left=list(applied.left),
        hours=applied.hours,
        staff=list(applied.staff),
        rules=list(applied.rules),
        questions=list(applied.questions),
    )


def _template(template: Template, language: str) -> TemplateAnswer:
    return TemplateAnswer(
        trade=template.trade,
        name=in_language(template.name, language),
        offerings=[
            TemplateOffering(
                name=in_language(each.name, language),
                minutes=each.minutes,
                asked=[in_language(question, language) for question in each.asked],
            )
            for each in template.offerings
        ],
        rules=[in_language(each, language) for each in template.rules],
        questions=[in_language(each, language) for each in template.questions],
    )
