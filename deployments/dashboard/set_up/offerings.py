"""What can be booked: how long, at which price, by whom."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from starlette.responses import Response

from deployments.dashboard.entries import cents_of, minutes_of, price_text, segments_of, segments_text
from deployments.dashboard.errors import sentence_of
from deployments.dashboard.forms import Form, sent
from deployments.dashboard.rendering import frame_of, sent_on
from deployments.dashboard.visitors import InBusiness, ThePages, TheSetUp
from domain.errors import InvalidInput, LimitReached, Outdated
from domain.scheduling.catalogue import Channel
from domain.setup import limits
from domain.setup.affected import BookingsAffected
from domain.setup.offerings import CUSTOMER_CHANNELS, DoneBy, OfferingSettings
from domain.setup.resources import StaffSettings
from domain.versions import Seen
from services.setup.desk import Stored

router = APIRouter(include_in_schema=False)

PATH = "/businesses/{business_id}/settings/offerings"
MOST = 500


@router.get(PATH)
async def offerings(
    request: Request, principal: InBusiness, set_up: TheSetUp, pages: ThePages, saved: bool = False
) -> Response:
    found = await set_up.offerings.page(principal, active=None, after=None, limit=MOST)
    values = {"offerings": found, "saved": saved, "segments_text": segments_text}
    return pages.show(request, "set_up.Offerings", values)


@router.get(PATH + "/new")
async def new(request: Request, principal: InBusiness, set_up: TheSetUp, pages: ThePages) -> Response:
    people = await _people(principal, set_up)
    everybody = {f"staff.{person.id}": "yes" for person in people}
    form = Form({"minutes": "30", "phone": "yes", "web": "yes", "before": "0", "after": "0", **everybody})
    return pages.show(request, "set_up.Offering", {"form": form, "people": people})


@router.post(PATH + "/new")
async def add(request: Request, principal: InBusiness, set_up: TheSetUp, pages: ThePages) -> Response:
    form, people = await sent(request), await _people(principal, set_up)
    try:
        await set_up.offerings.add(principal, OfferingSettings(**_changes(form, people, None)))
    except (InvalidInput, LimitReached) as error:
        values = {"form": form.wrong(sentence_of(error)), "people": people}
        return pages.show(request, "set_up.Offering", values, status=422)
    return sent_on(request, f"{frame_of(request).base}/settings/offerings?saved=1")


@router.get(PATH + "/{offering_id}")
async def offering(
    request: Request, principal: InBusiness, offering_id: UUID, set_up: TheSetUp, pages: ThePages
) -> Response:
    people, found = await _people(principal, set_up), await set_up.offerings.get(principal, offering_id)
    return pages.show(
        request, "set_up.Offering", {"form": _shown(found, people), "people": people, "stored": found}
    )


@router.post(PATH + "/{offering_id}")
async def change(
    request: Request, principal: InBusiness, offering_id: UUID, set_up: TheSetUp, pages: ThePages
) -> Response:
    """Changes it, or takes it off or back on the list; with bookings to come it is taken off when asked for twice."""
    form, people = await sent(request), await _people(principal, set_up)
    found = await set_up.offerings.get(principal, offering_id)
    base = f"{frame_of(request).base}/settings/offerings"
    only_active = "active" in form.values
    try:
        changes = (
            {"active": form["active"] == "yes"} if only_active else _changes(form, people, found.settings)
        )
        seen = Seen() if only_active else Seen(frozenset({form["seen"]}))
        await set_up.offerings.change(
            principal, offering_id, changes, force=form["force"] == "yes", seen=seen
        )
    except (InvalidInput, LimitReached, Outdated) as error:
        values = {"form": form.wrong(sentence_of(error)), "people": people, "stored": found}
        return pages.show(request, "set_up.Offering", values, status=422)
    except BookingsAffected as error:
        fields = {name: value for name, value in form.values.items() if name != "csrf_token"}
        values = {
            "affected": error.visits,
            "back": base,
            "again": request.url.path,
            "fields": {**fields, "force": "yes"},
        }
        return pages.show(request, "set_up.Affected", values, status=409)
    return sent_on(request, f"{base}?saved=1")


async def _people(principal: InBusiness, set_up: TheSetUp) -> Sequence[Stored[StaffSettings]]:
    return await set_up.staff.page(principal, active=True, after=None, limit=limits.STAFF)


def _shown(found: Stored[OfferingSettings], people: Sequence[Stored[StaffSettings]]) -> Form:
    settings = found.settings
    does = None if settings.staff is None else {each.staff_id for each in settings.staff}
    values = {
        "seen": found.version,
        "name": settings.name,
        "minutes": segments_text(settings.segments),
        "price": price_text(settings.price_cents),
        "before": str(settings.before_min),
        "after": str(settings.after_min),
        "phone": "yes" if Channel.PHONE in settings.channels else "",
        "web": "yes" if Channel.WEB in settings.channels else "",
    }
    return Form(values | {f"staff.{one.id}": "yes" for one in people if does is None or one.id in does})


def _changes(
    form: Form, people: Sequence[Stored[StaffSettings]], before: OfferingSettings | None
) -> dict[str, Any]:
    """The fields of the form as the domain has them. Everybody who works here is told as everybody, whoever comes.

    Raises:
        InvalidInput.
    """
    known = {each.staff_id: each for each in (before.staff or ())} if before is not None else {}
    chosen = [one.id for one in people if form[f"staff.{one.id}"]]
    if people and not chosen:
        raise InvalidInput("staff: choose at least one person who does it")
    everybody = len(chosen) == len(people) and not any(
        each.minutes or each.price_cents for each in known.values()
    )
    return {
        "name": form["name"],
        "segments": segments_of("minutes", form["minutes"]),
        "price_cents": cents_of("price", form["price"]),
        "before_min": minutes_of("before", form["before"] or "0"),
        "after_min": minutes_of("after", form["after"] or "0"),
        "channels": frozenset(each for each in CUSTOMER_CHANNELS if form[each.value]),
        "staff": None if everybody else tuple(known.get(one, DoneBy(one)) for one in chosen),
    }
