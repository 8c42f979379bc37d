"""Which endpoints of a business an event is sent to."""

from domain.events.catalogue import RecordedEvent
from domain.webhooks.messages import BY_NAME_ONLY, body_of
from storage.postgres import webhooks
from storage.postgres.tenant import TenantScope


async def plan(scope: TenantScope, event: RecordedEvent) -> None:
    """A subscriber of business events: promises the message to every endpoint in use that is told of its kind."""
    wanting = await webhooks.wanting(scope, event.event.KIND, by_name_only=event.event.KIND in BY_NAME_ONLY)
    if not wanting:
        return
    body = body_of(scope.business_id, event)
    for endpoint_id in wanting:
        await webhooks.add_delivery(
            scope, endpoint_id, event.id, event.event.KIND, body, customer_id=event.event.customer
        )
