"""How calls are answered: the draft, publishing it, and every version before."""

from dataclasses import replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import TypeVar
from uuid import uuid4

from fastapi import APIRouter, Request
from starlette.responses import Response

from deployments.api.authentication import TheAccounts
from deployments.dashboard.entries import lines_of
from deployments.dashboard.errors import sentence_of
from deployments.dashboard.forms import Form, sent
from deployments.dashboard.rendering import frame_of, sent_on
from deployments.dashboard.visitors import InBusiness, ThePages
from domain.errors import InvalidInput, Outdated
from domain.receptionist.content import (
    ClosedAnswer,
    Consent,
    Eagerness,
    KnowledgeEntry,
    Receptionist,
)
from domain.versions import Seen
from services.receptionist.versions import Draft

router = APIRouter(include_in_schema=False)

Choice = TypeVar("Choice", bound=StrEnum)

PATH = "/businesses/{business_id}/receptionist"
VERSIONS = 30


@router.get(PATH)
async def receptionist(
    request: Request, principal: InBusiness, accounts: TheAccounts, pages: ThePages, saved: bool = False
) -> Response:
    draft = await accounts.receptionists.draft(principal)
    return await _page(request, principal, accounts, pages, draft, _shown(draft), saved=saved)


@router.post(PATH)
async def change(request: Request, principal: InBusiness, accounts: TheAccounts, pages: ThePages) -> Response:
    """Keeps the draft, and publishes it where that button was pressed."""
    form, now = await sent(request), datetime.now(UTC)
    try:
        seen = Seen(frozenset({form["seen"]}))
        draft = await accounts.receptionists.change(
            principal, lambda content: _changed(content, form), seen=seen, now=now
        )
        if form["publish"]:
            await accounts.receptionists.publish(
                principal, form["note"], seen=Seen(frozenset({draft.version})), now=now
            )
    except (InvalidInput, Outdated) as error:
        draft = await accounts.receptionists.draft(principal)
        typed = form if isinstance(error, Outdated) else Form({**form.values, "seen": draft.version})
        return await _page(request, principal, accounts, pages, draft, typed.wrong(sentence_of(error)))
    return sent_on(request, f"{frame_of(request).base}/receptionist?saved=1")


@router.post(PATH + "/discard")
async def discard(request: Request, principal: InBusiness, accounts: TheAccounts) -> Response:
    await accounts.receptionists.discard(principal)
    return sent_on(request, f"{frame_of(request).base}/receptionist")


@router.get(PATH + "/versions/{number}")
async def version(
    request: Request, principal: InBusiness, number: int, accounts: TheAccounts, pages: ThePages
) -> Response:
    found = await accounts.receptionists.version(principal, number)
    published = await accounts.receptionists.published(principal)
    values = {
        "version": found,
        "published": published,
        "changes": await accounts.receptionists.compare(principal, number, published.number),
    }
    return pages.show(request, "receptionist.Version", values)


@router.post(PATH + "/versions/{number}/restore")
async def restore(request: Request, principal: InBusiness, number: int, accounts: TheAccounts) -> Response:
    await accounts.receptionists.restore(principal, number, "", now=datetime.now(UTC))
    return sent_on(request, f"{frame_of(request).base}/receptionist?saved=1")


@router.get(PATH + "/knowledge")
async def knowledge(
    request: Request, principal: InBusiness, accounts: TheAccounts, pages: ThePages, saved: bool = False
) -> Response:
    draft = await accounts.receptionists.draft(principal)
    return pages.show(request, "receptionist.Knowledge", {"draft": draft, "form": Form(), "saved": saved})


@router.post(PATH + "/knowledge")
async def tell(request: Request, principal: InBusiness, accounts: TheAccounts, pages: ThePages) -> Response:
    """Adds an answer to the draft, changes it, or takes it out."""
    form = await sent(request)

    def with_entry(content: Receptionist) -> Receptionist:
        known = content.knowledge
        if form["remove"]:
            return replace(content, knowledge=tuple(each for each in known if each.id != form["remove"]))
        if not form["question"].strip() or not form["text"].strip():
            raise InvalidInput("a question and its answer are needed")
        told = {"question": form["question"].strip(), "text": form["text"].strip()}
        if any(each.id == form["id"] for each in known):
            changed = tuple(replace(each, **told) if each.id == form["id"] else each for each in known)
            return replace(content, knowledge=changed)
        return replace(content, knowledge=(*known, KnowledgeEntry(uuid4().hex, **told)))

    try:
        await accounts.receptionists.change(principal, with_entry, now=datetime.now(UTC))
    except InvalidInput as error:
        draft = await accounts.receptionists.draft(principal)
        values = {"draft": draft, "form": form.wrong(sentence_of(error))}
        return pages.show(request, "receptionist.Knowledge", values, status=422)
    return sent_on(request, f"{frame_of(request).base}/receptionist/knowledge?saved=1")


async def _page(
    request: Request,
    principal: InBusiness,
    accounts: TheAccounts,
    pages: ThePages,
    draft: Draft,
    form: Form,
    *,
    saved: bool = False,
) -> Response:
    values = {
        "draft": draft,
        "form": form,
        "saved": saved,
        "versions": await accounts.receptionists.versions(principal, before=None, limit=VERSIONS),
    }
    return pages.show(request, "receptionist.Receptionist", values, status=422 if form.error else 200)


def _shown(draft: Draft) -> Form:
    content = draft.content
    recording = "ask" if content.recording.ask else content.recording.consent.value
    return Form(
        {
            "seen": draft.version,
            "greeting": content.greeting,
            "language": content.language,
            "voice_id": content.voice_id,
            "eagerness": content.eagerness.value,
            "rules": "\n".join(content.rules),
            "transfer_number": content.transfers.number or "",
            "closed": content.after_hours.answer.value,
            "closed_greeting": content.after_hours.greeting,
            "recording": recording if content.recording.on else "off",
        }
    )


def _changed(content: Receptionist, form: Form) -> Receptionist:
    """The draft with what the form has of it; what it does not show stays. Raises InvalidInput."""
    recording = form["recording"]
    return replace(
        content,
        greeting=form["greeting"].strip(),
        language=form["language"].strip(),
        voice_id=form["voice_id"].strip(),
        eagerness=_one_of(Eagerness, "eagerness", form),
        rules=lines_of(form["rules"]),
        transfers=replace(content.transfers, number=form["transfer_number"].replace(" ", "") or None),
        after_hours=replace(
            content.after_hours,
            answer=_one_of(ClosedAnswer, "closed", form),
            greeting=form["closed_greeting"].strip(),
        ),
        recording=replace(
            content.recording,
            on=recording != "off",
            consent=Consent.NONE if recording in ("off", "none") else Consent.NOTICE,
            ask=recording == "ask",
        ),
    )


def _one_of(kind: type[Choice], name: str, form: Form) -> Choice:
    try:
        return kind(form[name])
    except ValueError:
        raise InvalidInput(f"{name}: choose one of those offered") from None
