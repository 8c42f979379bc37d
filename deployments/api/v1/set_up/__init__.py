"""The calendar data of a business: a module a resource."""

from deployments.api.v1.set_up import (
    absences,
    assets,
    business,
    calendar_copies,
    hours,
    imports,
    locations,
    offerings,
    public_holidays,
    special_days,
    staff,
)

ROUTERS = (
    business.router,
    imports.router,
    calendar_copies.router,
    locations.router,
    hours.router,
    special_days.router,
    public_holidays.router,
    staff.router,
    absences.router,
    assets.router,
    offerings.router,
)
