"""The first page of a business: how today goes, and what wants attention."""

from datetime import UTC, datetime, timedelta

from fastapi import APIRouter, Request
from starlette.responses import Response

from deployments.api.authentication import TheAccounts
from deployments.api.front_desk import Desk
from deployments.dashboard.rendering import frame_of
from deployments.dashboard.visitors import InBusiness, ThePages
from domain.scheduling.hours import instant_of
from storage.postgres import booking_lists, call_lists

router = APIRouter(include_in_schema=False)

MENDED_AT = {
    "hours": "settings/hours",
    "offerings": "set-up",
    "staff": "settings/staff",
    "offering_staff": "settings/offerings",
    "prices": "settings/offerings",
    "draft": "receptionist",
    "greeting": "receptionist",
    "recording": "receptionist",
    "knowledge": "receptionist/knowledge",
    "transfers": "receptionist",
}
"""By what a finding of the set-up check is about."""

NEXT_VISITS, LATEST_CALLS, OPEN_MESSAGES = 6, 6, 5


@router.get("/businesses/{business_id}")
async def today(
    request: Request, principal: InBusiness, desk: Desk, accounts: TheAccounts, pages: ThePages
) -> Response:
    now, formats = datetime.now(UTC), frame_of(request).formats
    assert formats is not None  # noqa: S101 (in_business has set it)
    midnight = formats.local(now).replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
    tomorrow = instant_of(midnight + timedelta(days=1), formats.zone)
    wanted = booking_lists.Filter(since=now, until=tomorrow, statuses=("confirmed",))
    findings = await accounts.setup_check.findings(principal)
    values = {
        "now": now,
        "stats": await desk.reports.stats(principal, now),
        "visits": await desk.visits.page(principal, wanted, after=None, limit=NEXT_VISITS),
        "calls": await desk.reports.calls(principal, call_lists.Filter(), after=None, limit=LATEST_CALLS),
        "messages": await desk.messages.page(principal, status="open", after=None, limit=OPEN_MESSAGES),
        "findings": findings,
        "mended": MENDED_AT,
        "has_offerings": all(each.about != "offerings" for each in findings),
    }
    return pages.show(request, "today.Today", values)
