"""What the owner learns of their bill: another state, and a limit that comes near or is reached.

As business events, whose subscribers send it on, and in the audit log, beside what people changed.
"""

from typing import Any

from domain.billing.spending import Allowance
from domain.billing.stop import Stop
from domain.billing.subscription import Period
from domain.events.catalogue import BillingStateChanged, CapWarning
from domain.events.codec import encode
from services.events.record import record
from storage.postgres import audit
from storage.postgres.tenant import TenantScope


async def tell_state(scope: TenantScope, was: str, has_become: str, stop: Stop | None) -> None:
    """The bill is in another state; `stop` is what holds now or will."""
    event = BillingStateChanged(
        business_id=scope.business_id,
        was=was,
        state=has_become,
        because=None if stop is None else stop.because.value,
        stops_at=None if stop is None else stop.since,
    )
    await record(scope, event)
    await _note(scope, event.KIND, encode(event))


async def tell_warning(scope: TenantScope, limit: Allowance, percent: int, period: Period) -> None:
    """So much of what may be used in the period is."""
    event = CapWarning(
        business_id=scope.business_id,
        percent=percent,
        because=limit.because.value,
        period_ends_at=period.end,
    )
    await record(scope, event)
    await _note(scope, event.KIND, encode(event))


async def _note(scope: TenantScope, action: str, after: dict[str, Any]) -> None:
    subject = f"business:{scope.business_id}"
    await audit.note(scope, actor="system", action=action, subject=subject, after=after)
