"""Where a business has its events sent, what became of each message, and the catalogue of messages."""

from datetime import datetime, timedelta
from functools import cache
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BaseModel, Field, StringConstraints, model_validator

from deployments.api.authentication import InBusiness
from deployments.api.etags import Match, tag
from deployments.api.fields import fields_of
from deployments.api.paging import Page, Paged
from deployments.api.problems import RESPONSES
from deployments.api.v1.events import EventKind
from deployments.api.v1.visit_models import Body, Instant
from deployments.policies import needs, public
from domain.accounts.roles import Permission
from domain.webhooks.messages import all_described, message_id
from services.webhooks.endpoints import EndpointForm, Webhooks, version_of
from storage.postgres.webhooks import DeliveryRow, EndpointRow

router = APIRouter(prefix="/businesses/{business_id}/webhooks", tags=["webhooks"], responses=RESPONSES)
catalogue_router = APIRouter(tags=["webhooks"], responses=RESPONSES)
ROUTERS = (router, catalogue_router)

READ, WRITE = needs(Permission.WEBHOOKS_READ), needs(Permission.WEBHOOKS_WRITE)
MOST_KINDS = 50

Url = Annotated[str, StringConstraints(min_length=1, max_length=2000)]
Description = Annotated[str, StringConstraints(max_length=200)]
Kinds = Annotated[list[EventKind], Field(max_length=MOST_KINDS)]


async def webhooks_of(request: Request) -> Webhooks:
    return request.app.state.webhooks


TheWebhooks = Annotated[Webhooks, Depends(webhooks_of)]


class NewWebhookBody(Body):
    """Without `kinds` it is told of everything but `billing`, which has to be named."""

    url: Url
    kinds: Kinds | None = None
    description: Description = ""


class WebhookBody(Body):
    """Only what is named is changed; no `kinds` at all (`[]`) means everything."""

    url: Url | None = None
    kinds: Kinds | None = None
    description: Description | None = None
    enabled: bool | None = None

    @model_validator(mode="after")
    def _changes_something(self) -> "WebhookBody":
        if not self.model_fields_set:
            raise ValueError("name what is to be changed")
        return self


class RotationBody(Body):
    """For so long messages are signed with the old secret too."""

    overlap_hours: Annotated[int, Field(ge=0, le=168)] = 24


class ReplayBody(Body):
    since: Instant


class Webhook(BaseModel):
    """`failing_since`: it has taken nothing since; `resting_until`: it asked to be let be."""

    id: UUID
    url: str
    description: str
    kinds: list[str] | None
    enabled: bool
    disabled_at: datetime | None
    disabled_because: str | None
    failing_since: datetime | None
    resting_until: datetime | None
    old_secret_until: datetime | None
    created_at: datetime


class WebhookWithSecret(Webhook):
    """`secret` is told this once; messages are signed with it."""

    secret: str


class Attempt(BaseModel):
    """`request_id` was sent as `X-Request-ID`; `response` is the beginning of what was answered."""

    request_id: UUID
    at: datetime
    status: int | None
    duration_ms: int
    error: str
    response: str


class Delivery(BaseModel):
    """A message. `message_id` stays the same over attempts and replays; `attempts` are those since the last replay."""

    id: UUID
    message_id: str
    kind: str
    status: Literal["pending", "delivered", "failed"]
    attempts: int
    replays: int
    next_attempt_at: datetime | None
    settled_at: datetime | None
    created_at: datetime
    last_attempt: Attempt | None


class WholeDelivery(Delivery):
    """With what was sent and every attempt that is kept, the oldest first."""

    body: str
    attempt_log: list[Attempt]


class Replayed(BaseModel):
    """How many messages are sent again."""

    messages: int


class MessageKind(BaseModel):
    """`schema` is JSON Schema (2020-12) of the whole message; expect fields it does not name."""

    kind: str
    version: int
    description: str
    message_schema: Annotated[dict[str, Any], Field(serialization_alias="schema")]
    sample: dict[str, Any]


class Catalogue(BaseModel):
    items: list[MessageKind]


@catalogue_router.get("/webhook-events", openapi_extra=public())
async def webhook_events() -> Catalogue:
    """Every kind of message with its schema and a sample."""
    return _catalogue()


@router.get("", openapi_extra=READ, dependencies=[Depends(fields_of(Webhook))])
async def endpoints(principal: InBusiness, webhooks: TheWebhooks, page: Page) -> Paged[Webhook]:
    """The business's webhooks, the oldest first."""
    found = await webhooks.page(principal, after=page.after(datetime, UUID), limit=page.rows)
    return page.of(found, _shown, lambda row: (row.created_at, row.id))


@router.post("", status_code=201, openapi_extra=WRITE)
async def make(
    body: NewWebhookBody, principal: InBusiness, webhooks: TheWebhooks, response: Response
) -> WebhookWithSecret:
    """Adds a webhook; its secret is told this once."""
    form = EndpointForm(body.url, body.description, tuple(body.kinds or ()))
    row, secret = await webhooks.make(principal, form)
    tag(response, version_of(row))
    return WebhookWithSecret(**_shown(row).model_dump(), secret=secret)


@router.get("/{webhook_id}", openapi_extra=READ, dependencies=[Depends(fields_of(Webhook))])
async def endpoint(
    webhook_id: UUID, principal: InBusiness, webhooks: TheWebhooks, response: Response
) -> Webhook:
    """One webhook."""
    row = await webhooks.get(principal, webhook_id)
    tag(response, version_of(row))
    return _shown(row)


@router.patch("/{webhook_id}", openapi_extra=WRITE)
async def change(
    webhook_id: UUID,
    body: WebhookBody,
    principal: InBusiness,
    webhooks: TheWebhooks,
    seen: Match,
    response: Response,
) -> Webhook:
    """Changes what is sent, disables it, or enables it again."""
    kinds = None if body.kinds is None else tuple(body.kinds)
    if kinds is None and "kinds" in body.model_fields_set:
        kinds = ()
    form = EndpointForm(body.url, body.description, kinds, body.enabled)
    row = await webhooks.change(principal, webhook_id, form, seen)
    tag(response, version_of(row))
    return _shown(row)


@router.delete("/{webhook_id}", status_code=204, openapi_extra=WRITE)
async def remove(webhook_id: UUID, principal: InBusiness, webhooks: TheWebhooks) -> None:
    """Deletes a webhook and what is kept of its messages."""
    await webhooks.remove(principal, webhook_id)


@router.post("/{webhook_id}/rotate-secret", openapi_extra=WRITE)
async def rotate(
    webhook_id: UUID, body: RotationBody, principal: InBusiness, webhooks: TheWebhooks
) -> WebhookWithSecret:
    """Gives it a new secret, told this once."""
    overlap = timedelta(hours=body.overlap_hours)
    row, secret = await webhooks.rotate(principal, webhook_id, overlap)
    return WebhookWithSecret(**_shown(row).model_dump(), secret=secret)


@router.post("/{webhook_id}/test", status_code=202, openapi_extra=WRITE)
async def try_out(webhook_id: UUID, principal: InBusiness, webhooks: TheWebhooks) -> Delivery:
    """Sends a message of kind `webhook.test`; what becomes of it stands among the deliveries."""
    return _delivery(await webhooks.try_out(principal, webhook_id))


@router.get("/{webhook_id}/deliveries", openapi_extra=READ, dependencies=[Depends(fields_of(Delivery))])
async def deliveries(
    webhook_id: UUID,
    principal: InBusiness,
    webhooks: TheWebhooks,
    page: Page,
    status: Annotated[list[Literal["pending", "delivered", "failed"]] | None, Query(max_length=3)] = None,
    kind: Annotated[list[EventKind] | None, Query(max_length=MOST_KINDS)] = None,
) -> Paged[Delivery]:
    """Messages, the latest first."""
    after = page.after(UUID)
    found = await webhooks.deliveries(
        principal,
        webhook_id,
        statuses=tuple(status or ()),
        kinds=tuple(kind or ()),
        after=None if after is None else after[0],
        limit=page.rows,
    )
    return page.of(found, _delivery, lambda row: (row.id,))


@router.get(
    "/{webhook_id}/deliveries/{delivery_id}",
    openapi_extra=READ,
    dependencies=[Depends(fields_of(WholeDelivery))],
)
async def delivery(
    webhook_id: UUID, delivery_id: UUID, principal: InBusiness, webhooks: TheWebhooks
) -> WholeDelivery:
    """One message with every attempt."""
    row = await webhooks.delivery(principal, webhook_id, delivery_id)
    log = [Attempt.model_validate(entry) for entry in row.attempt_log]
    return WholeDelivery(**_delivery(row).model_dump(), body=row.body, attempt_log=log)


@router.post("/{webhook_id}/deliveries/{delivery_id}/replay", status_code=202, openapi_extra=WRITE)
async def replay(
    webhook_id: UUID, delivery_id: UUID, principal: InBusiness, webhooks: TheWebhooks
) -> Delivery:
    """Sends a message again, under the same `message_id`."""
    return _delivery(await webhooks.replay(principal, webhook_id, delivery_id))


@router.post("/{webhook_id}/replay", status_code=202, openapi_extra=WRITE)
async def replay_failed(
    webhook_id: UUID, body: ReplayBody, principal: InBusiness, webhooks: TheWebhooks
) -> Replayed:
    """Sends again all messages since a time that were given up."""
    return Replayed(messages=await webhooks.replay_failed(principal, webhook_id, body.since))


def _shown(row: EndpointRow) -> Webhook:
    return Webhook(
        id=row.id,
        url=row.url,
        description=row.description,
        kinds=row.kinds,
        enabled=row.disabled_at is None,
        disabled_at=row.disabled_at,
        disabled_because=row.disabled_because,
        failing_since=row.failing_since,
        resting_until=row.resting_until,
        old_secret_until=row.old_secret_until,
        created_at=row.created_at,
    )


def _delivery(row: DeliveryRow) -> Delivery:
    last = Attempt.model_validate(row.attempt_log[-1]) if row.attempt_log else None
    return Delivery(
        id=row.id,
        message_id=message_id(row.event_id),
        kind=row.kind,
        status=row.status,
        attempts=row.attempts,
        replays=row.round,
        next_attempt_at=row.next_attempt_at,
        settled_at=row.settled_at,
        created_at=row.created_at,
        last_attempt=last,
    )


@cache
def _catalogue() -> Catalogue:
    return Catalogue(
        items=[
            MessageKind(
                kind=each.kind,
                version=each.version,
                description=each.description,
                message_schema=each.schema,
                sample=each.sample,
            )
            for each in all_described()
        ]
    )
