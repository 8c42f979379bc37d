"""Every resource over `services.front_desk` and `services.web_booking`."""

from deployments.api.v1 import (
    analytics,
    availability,
    bookings,
    calls,
    customer_lists,
    customer_records,
    customers,
    events,
    inbox,
    messages,
    notifications,
    public,
    sessions,
    texts,
    waiting_list,
)

ROUTERS = (
    availability.router,
    bookings.router,
    sessions.router,
    waiting_list.router,
    # Before the one whose paths end in any id.
    customer_records.router,
    customer_lists.router,
    customers.router,
    calls.router,
    analytics.router,
    events.router,
    inbox.router,
    messages.router,
    notifications.router,
    texts.router,
    public.router,
)
