"""Founding a business: what is said of it, and the rows it begins with."""

from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from domain.accounts.roles import Role
from domain.business_settings import known_timezone
from domain.ids import new_id
from domain.languages import offered_language
from domain.setup.codes import known_country, known_currency
from domain.text_fields import required_text
from storage.postgres import audit, businesses, memberships, users
from storage.postgres.businesses import NewBusiness
from storage.postgres.platform import as_business
from storage.postgres.tenant import TenantScope


@dataclass(frozen=True, slots=True)
class BusinessForm:
    """What somebody says of a business of theirs."""

    name: str
    timezone: str
    language: str
    country: str
    currency: str

    def checked(self, called: str = "name") -> "BusinessForm":
        """In the form it is stored. Raises InvalidInput for a field that cannot be taken, `called` the name."""
        return BusinessForm(
            name=required_text(called, self.name, longest=100),
            timezone=known_timezone(self.timezone),
            language=offered_language(self.language),
            country=known_country(self.country),
            currency=known_currency(self.currency),
        )

    def new(self, business_id: UUID) -> NewBusiness:
        return NewBusiness(id=business_id, **asdict(self))


async def found(scope: TenantScope, form: BusinessForm, user_id: UUID) -> None:
    """The scope's business, owned by the user."""
    slug = await businesses.insert_business(scope, form.new(scope.business_id))
    await memberships.add(scope, user_id, Role.OWNER)
    await audit.note(
        scope,
        actor=f"user:{user_id}",
        action="business.founded",
        subject=f"business:{scope.business_id}",
        after={"name": form.name, "timezone": form.timezone, "slug": slug},
    )


async def found_what_was_wished(session: AsyncSession, user_id: UUID, now: datetime) -> None:
    """The business somebody signed up with, once their address is theirs; nothing the second time.

    Args:
        session: `Database.identity`'s; as that business from here on.
    """
    wished = await users.take_wished_business(session, user_id)
    if wished is not None:
        await found(await as_business(session, new_id(now)), BusinessForm(**wished), user_id)
