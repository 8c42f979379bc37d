"""What is known of a business apart from its receptionist: names, where it is, and how people find it."""

from dataclasses import dataclass, replace

from domain.business_settings import known_timezone
from domain.languages import offered_language
from domain.scheduling.balance import Balance
from domain.setup.codes import known_country, known_currency
from domain.setup.limits import LAST_POSITION, check_range
from domain.setup.slugs import checked_slug
from domain.text_fields import optional_text, required_text


@dataclass(frozen=True, slots=True)
class BusinessSettings:
    """As the owner sets them.

    Attributes:
        slug: the address of web booking, unlike any other business's.
        region: subdivision of the country, for its public holidays: `VIC`.
        balance: who is chosen where anybody will do.
        keeps_holidays: whether the business is closed on public holidays that are not opened.
    """

    name: str
    slug: str
    timezone: str
    language: str
    country: str
    region: str | None
    currency: str
    address: str
    balance: Balance
    keeps_holidays: bool

    def checked(self) -> "BusinessSettings":
        """As they are kept. Raises InvalidInput; that the region exists is checked by who knows the calendars."""
        return replace(
            self,
            name=required_text("name", self.name, longest=100),
            slug=checked_slug(self.slug),
            timezone=known_timezone(self.timezone),
            language=offered_language(self.language),
            country=known_country(self.country),
            region=kept_region(self.region),
            currency=known_currency(self.currency),
            address=optional_text("address", self.address, longest=300),
        )


@dataclass(frozen=True, slots=True)
class LocationSettings:
    """A place of the business; `region` None leaves it with the business's public holidays."""

    name: str
    timezone: str
    address: str = ""
    region: str | None = None
    active: bool = True
    position: int = 0

    def checked(self) -> "LocationSettings":
        """As they are kept. Raises InvalidInput."""
        check_range("position", self.position, 0, LAST_POSITION)
        return replace(
            self,
            name=required_text("name", self.name, longest=100),
            timezone=known_timezone(self.timezone),
            address=optional_text("address", self.address, longest=300),
            region=kept_region(self.region),
        )


def kept_region(region: str | None) -> str | None:
    return optional_text("region", region, longest=40) or None if region is not None else None
