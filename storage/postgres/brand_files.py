"""A business's own files."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert

from storage.postgres.brand_tables import BrandFile
from storage.postgres.tenant import TenantScope


@dataclass(frozen=True, slots=True)
class BrandFileRow:
    kind: str
    key: str
    media_type: str
    size: int
    uploaded_by: str
    uploaded_at: datetime


_COLUMNS = tuple(getattr(BrandFile, name) for name in BrandFileRow.__dataclass_fields__)


async def all_of(scope: TenantScope) -> list[BrandFileRow]:
    found = await scope.session.execute(
        select(*_COLUMNS).where(BrandFile.business_id == scope.business_id).order_by(BrandFile.kind)
    )
    return [BrandFileRow(**row) for row in found.mappings()]


async def get(scope: TenantScope, kind: str) -> BrandFileRow | None:
    found = await scope.session.execute(
        select(*_COLUMNS).where(BrandFile.business_id == scope.business_id, BrandFile.kind == kind)
    )
    row = found.mappings().one_or_none()
    return None if row is None else BrandFileRow(**row)


async def put(
    scope: TenantScope, kind: str, *, key: str, media_type: str, size: int, uploaded_by: str
) -> BrandFileRow:
    values = {"key": key, "media_type": media_type, "size": size, "uploaded_by": uploaded_by}
    found = await scope.session.execute(
        insert(BrandFile)
        .values(business_id=scope.business_id, kind=kind, **values)
        .on_conflict_do_update(
            index_elements=[BrandFile.business_id, BrandFile.kind],
            set_={**values, "uploaded_at": func.now()},
        )
        .returning(*_COLUMNS)
    )
    return BrandFileRow(**found.mappings().one())


async def remove(scope: TenantScope, kind: str) -> None:
    await scope.session.execute(
        delete(BrandFile).where(BrandFile.business_id == scope.business_id, BrandFile.kind == kind)
    )
