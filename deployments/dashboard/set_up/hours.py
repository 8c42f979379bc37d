"""When the business is open in a usual week."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from deployments.dashboard.entries import STRETCHES, week_of
from deployments.dashboard.errors import sentence_of
from deployments.dashboard.forms import Form, sent
from deployments.dashboard.rendering import frame_of, sent_on
from deployments.dashboard.visitors import InBusiness, ThePages, TheSetUp
from domain.errors import InvalidInput, Outdated
from domain.setup.weeks import WEEKDAYS, clock_text
from domain.versions import Seen
from services.setup.weeks import Owner, Stretch, Week

router = APIRouter(include_in_schema=False)

PATH = "/businesses/{business_id}/settings/hours"


@router.get(PATH)
async def hours(
    request: Request, principal: InBusiness, set_up: TheSetUp, pages: ThePages, saved: bool = False
) -> Response:
    week = await set_up.weeks.get(principal, Owner())
    return pages.show(request, "set_up.Hours", _values(_shown(week), saved=saved))


@router.post(PATH)
async def replace(request: Request, principal: InBusiness, set_up: TheSetUp, pages: ThePages) -> Response:
    form = await sent(request)
    try:
        week = [Stretch(each) for each in week_of(form.values)]
        seen = Seen(frozenset({form["seen"]}))
        _, affected = await set_up.weeks.replace(principal, Owner(), week, seen=seen)
    except (InvalidInput, Outdated) as error:
        return pages.show(request, "set_up.Hours", _values(form.wrong(sentence_of(error))), status=422)
    if affected:
        values = {"affected": affected, "back": f"{frame_of(request).base}/settings/hours"}
        return pages.show(request, "set_up.Affected", values)
    return sent_on(request, f"{frame_of(request).base}/settings/hours?saved=1")


def _shown(week: Week) -> Form:
    values, places = {"seen": week.version}, [0] * 7
    for each in week.stretches:
        opens, closes = clock_text(each.hours.opens, each.hours.closes)
        day = each.hours.weekday
        values[f"{day}.{places[day]}.opens"] = opens
        values[f"{day}.{places[day]}.closes"] = "00:00" if closes == "24:00" else closes
        places[day] += 1
    return Form(values)


def _values(form: Form, *, saved: bool = False) -> dict[str, object]:
    return {"form": form, "weekdays": list(enumerate(WEEKDAYS)), "stretches": STRETCHES, "saved": saved}
