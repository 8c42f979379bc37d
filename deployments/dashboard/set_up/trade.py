"""The first step of a new business: its trade's template."""

from datetime import UTC, datetime

from fastapi import APIRouter, Request
from starlette.responses import Response

from deployments.api.authentication import TheAccounts
from deployments.dashboard.entries import lines_of
from deployments.dashboard.errors import sentence_of
from deployments.dashboard.forms import Form, sent
from deployments.dashboard.rendering import frame_of
from deployments.dashboard.visitors import InBusiness, ThePages
from domain.accounts.roles import Permission
from domain.errors import InvalidInput, NotFound
from domain.receptionist.templates import in_language

router = APIRouter(include_in_schema=False)

PATH = "/businesses/{business_id}/set-up"
ICONS = {
    "hair": "scissors",
    "dental": "smile",
    "physio": "activity",
    "restaurant": "utensils",
    "plumber": "wrench",
    "law": "scale",
}


@router.get(PATH)
async def choose(request: Request, principal: InBusiness, accounts: TheAccounts, pages: ThePages) -> Response:
    principal.require(Permission.SETTINGS_WRITE)
    return pages.show(request, "set_up.Trade", _values(request, accounts, Form()))


@router.post(PATH)
async def apply(request: Request, principal: InBusiness, accounts: TheAccounts, pages: ThePages) -> Response:
    form = await sent(request)
    try:
        applied = await accounts.templates.apply(
            principal, form["template"], staff=lines_of(form["staff"]), now=datetime.now(UTC)
        )
    except (InvalidInput, NotFound) as error:
        values = _values(request, accounts, form.wrong(sentence_of(error)))
        return pages.show(request, "set_up.Trade", values, status=422)
    return pages.show(request, "set_up.Applied", {"applied": applied})


def _values(request: Request, accounts: TheAccounts, form: Form) -> dict[str, object]:
    formats = frame_of(request).formats
    language = str(formats.locale) if formats is not None else "en"
    shown = [
        (
            each.trade,
            in_language(each.name, language),
            [in_language(offering.name, language) for offering in each.offerings],
            ICONS.get(each.trade, "store"),
        )
        for each in accounts.templates.all()
    ]
    return {"templates": shown, "form": form}
