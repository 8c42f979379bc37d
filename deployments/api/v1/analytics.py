"""What calls and bookings come to, by day, week or month; as JSON and as CSV."""

import csv
import io
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel

from deployments.api.authentication import InBusiness
from deployments.api.front_desk import Desk
from deployments.api.problems import RESPONSES
from deployments.api.v1.visit_models import Day
from deployments.policies import needs
from domain.accounts.roles import Permission
from domain.analytics.figures import Figures as Counted
from domain.analytics.histogram import percentile
from domain.billing.costs import MICRO
from services.analytics.report import MOST_DAYS, USUAL_DAYS, Period, Report

router = APIRouter(prefix="/businesses/{business_id}", tags=["analytics"], responses=RESPONSES)

READ = needs(Permission.CALLS_READ)

_First = Annotated[
    Day | None,
    Query(alias="from", description=f"The first local day; without it the {USUAL_DAYS} days up to the last"),
]
_Last = Annotated[
    Day | None,
    Query(alias="to", description=f"The last local day, included; today without. At most {MOST_DAYS} days"),
]
_Group = Annotated[
    Literal["day", "week", "month"], Query(description="Weeks begin on Monday; the outer ones are cut off")
]


class Percentiles(BaseModel):
    """In ms, at most a tenth beside the truth; null of nothing."""

    p50: float | None
    p90: float | None
    p95: float | None
    p99: float | None

    @classmethod
    def of(cls, histogram: tuple[int, ...]) -> "Percentiles":
        return cls(**{f"p{percent}": percentile(histogram, percent) for percent in (50, 90, 95, 99)})


class Figures(BaseModel):
    """Calls count on the day they came in, bookings on the day they were made, visits on the day they begin.

    `success_rate` is the share of calls that are over which were answered, booked, put through or left a message;
    `conversion` that of answered calls that led to a booking; null without any. `peak_calls` went on at once,
    `coinciding` came in while another one went on. `given_back_minutes` the agent talked in calls that needed nobody
    else. `answer_ms` is until the agent's first sound, `response_ms` between the caller's last word and the agent's
    next. `booked_cents` and `visit_cents` are in the business's currency; `cost_cents` and `charged_cents` in that of
    the plans, and null for who may not see the bill.
    """

    calls: int
    answered: int
    outcomes: dict[str, int]
    success_rate: float | None
    conversion: float | None
    after_hours: int
    coinciding: int
    peak_calls: int
    minutes: float
    given_back_minutes: float
    answer_ms: Percentiles
    response_ms: Percentiles
    bookings: int
    phone_bookings: int
    cancelled: int
    booked_cents: int
    visits: int
    visit_cents: int
    no_shows: int
    billable_minutes: float | None
    charged_cents: float | None
    cost_cents: float | None

    @classmethod
    def of(cls, counted: Counted, *, shows_costs: bool) -> "Figures":
        return cls(
            calls=counted.calls,
            answered=counted.answered,
            outcomes=dict(sorted(counted.outcomes.items())),
            success_rate=counted.success_rate,
            conversion=counted.conversion,
            after_hours=counted.after_hours,
            coinciding=counted.coinciding,
            peak_calls=counted.peak,
            minutes=_minutes(counted.talk_s),
            given_back_minutes=_minutes(counted.given_back_s),
            answer_ms=Percentiles.of(counted.answer_ms),
            response_ms=Percentiles.of(counted.response_ms),
            bookings=counted.bookings,
            phone_bookings=counted.phone_bookings,
            cancelled=counted.cancelled,
            booked_cents=counted.booked_cents,
            visits=counted.visits,
            visit_cents=counted.visit_cents,
            no_shows=counted.no_shows,
            billable_minutes=_minutes(counted.billable_s) if shows_costs else None,
            charged_cents=round(counted.charged_microcents / MICRO, 2) if shows_costs else None,
            cost_cents=round(counted.cost_microcents / MICRO, 2) if shows_costs else None,
        )


class PeriodFigures(Figures):
    """Of the local days `first` to `last`, both included."""

    first: date
    last: date


class Analytics(BaseModel):
    """`total` is of all periods together; `compared_with` of the days before, or of a year earlier."""

    timezone: str
    currency: str
    as_of: datetime
    group: Literal["day", "week", "month"]
    periods: list[PeriodFigures]
    total: PeriodFigures
    compared_with: PeriodFigures | None


@router.get("/analytics", openapi_extra=READ)
async def analytics(
    principal: InBusiness,
    desk: Desk,
    first: _First = None,
    last: _Last = None,
    group: _Group = "day",
    compare: Annotated[
        Literal["previous", "year"] | None, Query(description="With as many days before, or a year earlier")
    ] = None,
) -> Analytics:
    """Calls, bookings, visits and minutes by local days of the business, today included."""
    report = await desk.analytics.report(
        principal, first=first, last=last, group=group, compare=compare, now=datetime.now(UTC)
    )
    compared = report.compared_with
    return Analytics(
        timezone=report.timezone,
        currency=report.currency,
        as_of=report.as_of,
        group=group,
        periods=[_shown(each, report) for each in report.periods],
        total=_shown(report.total, report),
        compared_with=None if compared is None else _shown(compared, report),
    )


@router.get(
    "/analytics.csv",
    openapi_extra=READ,
    response_class=Response,
    responses={200: {"content": {"text/csv": {"schema": {"type": "string"}}}}},
)
async def analytics_as_csv(
    principal: InBusiness,
    desk: Desk,
    first: _First = None,
    last: _Last = None,
    group: _Group = "day",
) -> Response:
    """The same as a table, one line a period."""
    report = await desk.analytics.report(
        principal, first=first, last=last, group=group, compare=None, now=datetime.now(UTC)
    )
    name = f"analytics-{report.total.first.isoformat()}-{report.total.last.isoformat()}.csv"
    return Response(
        _table(_flat(_shown(each, report)) for each in report.periods),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


OUTCOMES = (
    "emergency",
    "booked",
    "transferred",
    "message",
    "failed",
    "answered",
    "abandoned",
    "missed",
    "in_progress",
)
"""A column each, so that every export has the same."""


def _shown(period: Period, report: Report) -> PeriodFigures:
    figures = Figures.of(period.figures, shows_costs=report.shows_costs)
    return PeriodFigures(first=period.first, last=period.last, **dict(figures))


def _flat(figures: PeriodFigures) -> dict[str, Any]:
    found: dict[str, Any] = {"first": figures.first.isoformat(), "last": figures.last.isoformat()}
    for name, value in figures:
        if isinstance(value, Percentiles):
            found |= {f"{name}_{percent}": ms for percent, ms in value}
        elif name == "outcomes":
            found |= {f"calls_{outcome}": figures.outcomes.get(outcome, 0) for outcome in OUTCOMES}
        elif name not in found:
            found[name] = value
    return found


def _table(rows: Iterable[dict[str, Any]]) -> str:
    out = io.StringIO()
    writer: csv.DictWriter[str] | None = None
    for row in rows:
        if writer is None:
            writer = csv.DictWriter(out, list(row), lineterminator="\r\n")
            writer.writeheader()
        writer.writerow(row)
    return out.getvalue()


def _minutes(seconds: float) -> float:
    return round(seconds / 60, 2)
