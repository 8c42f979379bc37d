"""The numbers a business holds."""

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import select

from storage.postgres.tables import Call, PhoneNumber
from storage.postgres.tenant import TenantScope


async def own_numbers(scope: TenantScope, call_ids: Collection[UUID]) -> Mapping[UUID | None, str]:
    """For each call, and for None, the number its customers know the business by: the one this call dialled, else the
    first it got.

    A number the business has given back is not its own any more. Empty when it holds none.
    """
    held = (
        await scope.session.scalars(
            select(PhoneNumber.e164)
            .where(PhoneNumber.business_id == scope.business_id)
            .order_by(PhoneNumber.created_at, PhoneNumber.e164)
        )
    ).all()
    if not held:
        return {}
    own: dict[UUID | None, str] = dict.fromkeys((None, *call_ids), held[0])
    if call_ids and len(held) > 1:
        dialled = await scope.session.execute(
            select(Call.id, Call.to_number).where(
                Call.business_id == scope.business_id, Call.id.in_(call_ids), Call.to_number.in_(held)
            )
        )
        own.update((call_id, number) for call_id, number in dialled)
    return own
