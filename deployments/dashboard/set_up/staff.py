"""Who takes bookings."""

from uuid import UUID

from fastapi import APIRouter, Request
from starlette.responses import Response

from deployments.dashboard.errors import sentence_of
from deployments.dashboard.forms import Form, sent
from deployments.dashboard.rendering import frame_of, sent_on
from deployments.dashboard.visitors import InBusiness, ThePages, TheSetUp
from domain.errors import InvalidInput, LimitReached
from domain.setup import limits
from domain.setup.affected import BookingsAffected
from domain.setup.resources import StaffSettings

router = APIRouter(include_in_schema=False)

PATH = "/businesses/{business_id}/settings/staff"


@router.get(PATH)
async def staff(
    request: Request, principal: InBusiness, set_up: TheSetUp, pages: ThePages, saved: bool = False
) -> Response:
    return await _list(request, principal, set_up, pages, Form(), saved=saved)


async def _list(
    request: Request,
    principal: InBusiness,
    set_up: TheSetUp,
    pages: ThePages,
    form: Form,
    *,
    saved: bool = False,
) -> Response:
    people = await set_up.staff.page(principal, active=None, after=None, limit=2 * limits.STAFF)
    values = {"people": people, "form": form, "saved": saved}
    return pages.show(request, "set_up.Staff", values, status=422 if form.error else 200)


@router.post(PATH)
async def add(request: Request, principal: InBusiness, set_up: TheSetUp, pages: ThePages) -> Response:
    form = await sent(request)
    try:
        await set_up.staff.add(principal, StaffSettings(form["name"]))
    except (InvalidInput, LimitReached) as error:
        return await _list(request, principal, set_up, pages, form.wrong(sentence_of(error)))
    return sent_on(request, f"{frame_of(request).base}/settings/staff?saved=1")


@router.post(PATH + "/{staff_id}")
async def change(
    request: Request, principal: InBusiness, staff_id: UUID, set_up: TheSetUp, pages: ThePages
) -> Response:
    """Another name, or whether they work here; who has bookings to come is archived when it is asked for twice."""
    form = await sent(request)
    changes = {"active": form["active"] == "yes"} if "active" in form.values else {"name": form["name"]}
    try:
        await set_up.staff.change(principal, staff_id, changes, force=form["force"] == "yes")
    except (InvalidInput, LimitReached) as error:
        return await _list(request, principal, set_up, pages, form.wrong(sentence_of(error)))
    except BookingsAffected as error:
        values = {
            "affected": error.visits,
            "back": f"{frame_of(request).base}/settings/staff",
            "again": request.url.path,
            "fields": {"active": form["active"], "force": "yes"},
        }
        return pages.show(request, "set_up.Affected", values, status=409)
    return sent_on(request, f"{frame_of(request).base}/settings/staff?saved=1")
