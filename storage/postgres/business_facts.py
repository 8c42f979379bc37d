"""What is said of a business in what it sends: its name, its language, where and when it is."""

from dataclasses import dataclass

from sqlalchemy import select

from domain.errors import NotFound
from storage.postgres.tables import Business
from storage.postgres.tenant import TenantScope


@dataclass(frozen=True, slots=True)
class BusinessFacts:
    """`language` is a BCP 47 tag, `timezone` an IANA name, `country` ISO 3166 alpha-2, `currency` ISO 4217."""

    name: str
    language: str
    timezone: str
    country: str
    currency: str
    address: str
    slug: str


async def get(scope: TenantScope) -> BusinessFacts:
    """Raises NotFound."""
    columns = [getattr(Business, name) for name in BusinessFacts.__dataclass_fields__]
    row = (
        await scope.session.execute(select(*columns).where(Business.id == scope.business_id))
    ).one_or_none()
    if row is None:
        raise NotFound("no such business")
    return BusinessFacts(*row)
