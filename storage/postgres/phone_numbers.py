"""The numbers a business holds."""

from uuid import UUID

from sqlalchemy import select

from storage.postgres.tables import Call, PhoneNumber
from storage.postgres.tenant import TenantScope


async def own_number(scope: TenantScope, call_id: UUID | None) -> str | None:
    """The number its customers know the business by: the one this call dialled, else the first it got.

    A number the business has given back is not its own any more. None when it holds none.
    """
    dialled = select(Call.to_number).where(Call.business_id == scope.business_id, Call.id == call_id)
    return await scope.session.scalar(
        select(PhoneNumber.e164)
        .where(PhoneNumber.business_id == scope.business_id)
        .order_by(
            PhoneNumber.e164.not_in(dialled.scalar_subquery()), PhoneNumber.created_at, PhoneNumber.e164
        )
        .limit(1)
    )
