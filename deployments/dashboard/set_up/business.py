"""The business itself: its name, place, language and money."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from deployments.dashboard.errors import sentence_of
from deployments.dashboard.forms import Form, sent
from deployments.dashboard.rendering import frame_of, sent_on
from deployments.dashboard.visitors import InBusiness, ThePages, TheSetUp
from domain.errors import InvalidInput, Outdated
from domain.versions import Seen

router = APIRouter(include_in_schema=False)

PATH = "/businesses/{business_id}/settings"
FIELDS = ("name", "slug", "timezone", "language", "country", "currency", "address")


@router.get(PATH)
async def business(
    request: Request, principal: InBusiness, set_up: TheSetUp, pages: ThePages, saved: bool = False
) -> Response:
    found = await set_up.business.get(principal)
    values = {name: getattr(found.settings, name) for name in FIELDS} | {"seen": found.version}
    return pages.show(request, "set_up.Business", {"form": Form(values), "saved": saved})


@router.post(PATH)
async def change(request: Request, principal: InBusiness, set_up: TheSetUp, pages: ThePages) -> Response:
    form = await sent(request)
    changes = {name: form[name] for name in FIELDS if name in form.values}
    try:
        changed = await set_up.business.change(principal, changes, seen=Seen(frozenset({form["seen"]})))
    except (InvalidInput, Outdated) as error:
        return pages.show(request, "set_up.Business", {"form": form.wrong(sentence_of(error))}, status=422)
    base = f"{frame_of(request).base}/settings"
    if changed.affected:
        return pages.show(request, "set_up.Affected", {"affected": changed.affected, "back": base})
    return sent_on(request, f"{base}?saved=1")
