"""Notices to the people of a business that others ask for: what stands in them is known when they are promised."""

from typing import Any

from domain.events.catalogue import CapWarning, RecordedEvent
from domain.notifications.kinds import Kind
from services.notifications.kinds import STAFF_NOTICE
from services.notifications.rendering import spoken_money, spoken_percent
from storage.postgres import business_facts, outbox
from storage.postgres.tenant import TenantScope

KINDS = frozenset({CapWarning.KIND})


async def plan(scope: TenantScope, recorded: RecordedEvent) -> None:
    """Warns of a cap that billing says is used up, or soon will be: once for each period and threshold."""
    event = recorded.event
    if isinstance(event, CapWarning):
        facts = await business_facts.get(scope)
        fields = {
            "business_name": facts.name,
            "percent": spoken_percent(facts.language, event.percent),
        }
        key = f"{event.period_ends_at.isoformat()} {event.percent}"
        await promise_notice(scope, Kind.SPENDING_WARNING, key, fields)


async def warn_of_spending(
    scope: TenantScope, key: str, *, percent: int, spent_cents: int, cap_cents: int, currency: str
) -> None:
    """Warns whom the business has told of messages that so much of its spending limit is used.

    Args:
        key: names the occasion, such as a period and a threshold: the same is told once.
        currency: ISO 4217, that of both amounts.
    """
    facts = await business_facts.get(scope)
    fields = {
        "business_name": facts.name,
        "percent": spoken_percent(facts.language, percent),
        "spent": spoken_money(facts.language, spent_cents, currency),
        "cap": spoken_money(facts.language, cap_cents, currency),
    }
    await promise_notice(scope, Kind.SPENDING_WARNING, key, fields)


async def promise_notice(scope: TenantScope, kind: Kind, key: str, fields: dict[str, str]) -> None:
    """A mail of this kind to each of the business's people who want to be told; once for each key."""
    await outbox.enqueue(scope, STAFF_NOTICE, f"{kind.value} {key}", notice_payload(kind, fields))


def notice_payload(kind: Kind, fields: dict[str, str]) -> dict[str, Any]:
    """What is promised of a notice, and of each mail that tells it."""
    return {"notice": kind.value, "fields": fields}
