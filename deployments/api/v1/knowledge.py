"""What the agent may tell: entries of the draft, which calls know once it is published."""

from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, File, Path, Request, UploadFile
from pydantic import BaseModel, StringConstraints

from deployments.api.authentication import InBusiness
from deployments.api.problems import RESPONSES
from deployments.api.v1.receptionist import READ, WRITE
from deployments.api.v1.receptionist_content import KnowledgeEntry, Part
from domain.receptionist import content
from domain.receptionist.checks import LONGEST_ANSWER, LONGEST_QUESTION, LONGEST_TEXT
from domain.receptionist.pages import LARGEST_FILE
from domain.text_fields import optional_text, required_text
from services.receptionist.knowledge import Knowledge

router = APIRouter(prefix="/businesses/{business_id}/knowledge", tags=["receptionist"], responses=RESPONSES)

EntryId = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
LONGEST_TITLE = 200


async def knowledge_of(request: Request) -> Knowledge:
    return request.app.state.accounts.knowledge


TheKnowledge = Annotated[Knowledge, Depends(knowledge_of)]


class EntryBody(Part):
    """A question and its answer, or, without a question, a text with a title."""

    question: Annotated[str, StringConstraints(max_length=LONGEST_QUESTION)] = ""
    text: Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_TEXT)]
    title: Annotated[str, StringConstraints(max_length=LONGEST_TITLE)] = ""

    def value(self, entry_id: str = "") -> content.KnowledgeEntry:
        """Raises InvalidInput."""
        question = " ".join(optional_text("question", self.question, longest=LONGEST_QUESTION).split())
        lines = (optional_text("text", line, longest=LONGEST_TEXT) for line in self.text.splitlines())
        text = "\n".join(lines).strip()
        required_text("text", text.replace("\n", " "), longest=LONGEST_ANSWER if question else LONGEST_TEXT)
        return content.KnowledgeEntry(
            entry_id, question, text, optional_text("title", self.title, longest=LONGEST_TITLE)
        )


class Entries(BaseModel):
    entries: list[KnowledgeEntry]


def _told(entry: content.KnowledgeEntry) -> KnowledgeEntry:
    return KnowledgeEntry(
        id=entry.id, question=entry.question, text=entry.text, title=entry.title, source=entry.source
    )


@router.get("", openapi_extra=READ)
async def entries(business_id: UUID, principal: InBusiness, service: TheKnowledge) -> Entries:
    """All entries of the draft."""
    return Entries(entries=[_told(each) for each in await service.entries(principal)])


@router.post("", status_code=201, openapi_extra=WRITE)
async def add(
    business_id: UUID, body: EntryBody, principal: InBusiness, service: TheKnowledge
) -> KnowledgeEntry:
    """Adds an entry to the draft."""
    return _told(await service.add(principal, body.value(), datetime.now(UTC)))


@router.post("/files", status_code=201, openapi_extra=WRITE)
async def upload(
    business_id: UUID,
    principal: InBusiness,
    service: TheKnowledge,
    file: Annotated[UploadFile, File(description="A page (.html) or a text (.txt, .md), 512 KiB at most")],
) -> Entries:
    """Takes the text of a file into the draft, in several entries if it is long, in place of a file of the same name.

    Nothing a page refers to is fetched.
    """
    name = " ".join(optional_text("file", file.filename or "", longest=LONGEST_TITLE).split())
    data = await file.read(LARGEST_FILE + 1)
    found = await service.upload(principal, name, data, datetime.now(UTC))
    return Entries(entries=[_told(each) for each in found])


@router.put("/{entry_id}", openapi_extra=WRITE)
async def change(
    business_id: UUID, entry_id: EntryId, body: EntryBody, principal: InBusiness, service: TheKnowledge
) -> KnowledgeEntry:
    """Changes an entry of the draft."""
    return _told(await service.change(principal, body.value(entry_id), now=datetime.now(UTC)))


@router.delete("/{entry_id}", status_code=204, openapi_extra=WRITE)
async def remove(business_id: UUID, entry_id: EntryId, principal: InBusiness, service: TheKnowledge) -> None:
    """Takes an entry out of the draft."""
    await service.remove(principal, entry_id, datetime.now(UTC))
