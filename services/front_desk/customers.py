"""The people bookings are for, as a business's own people and programs look after them."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from domain.accounts.roles import Permission, Principal
from domain.contacts import customer_email, customer_phone
from domain.errors import Conflict, InvalidInput
from domain.events.catalogue import CustomerChanged
from domain.text_fields import required_text
from services.accounts.access import actor_of
from services.events.record import record
from services.scheduling.wishes import Who
from storage.postgres import audit, booking_lists, businesses, customers
from storage.postgres.booking_lists import Filter, ListedBooking
from storage.postgres.customers import CustomerRow
from storage.postgres.database import Database
from storage.postgres.tenant import TenantScope

LONGEST_NAME = 200
LONGEST_NOTES = 5000
BOOKINGS_SHOWN = 50
FIELDS = {"name": "name", "phone_e164": "phone", "email": "email", "notes": "notes"}
"""Columns, each by the name the API and events call it."""
KNOWN = "there is a customer of this name with this number or address already"


@dataclass(frozen=True, slots=True)
class CustomerForm:
    """As it was typed; None leaves a field as it is, an empty number or address takes it away."""

    name: str | None = None
    phone: str | None = None
    email: str | None = None
    notes: str | None = None


class Customers:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def page(
        self,
        principal: Principal,
        *,
        name: str = "",
        phone: str = "",
        after: tuple[str, UUID] | None,
        limit: int,
    ) -> list[CustomerRow]:
        """By name. Raises NotPermitted.

        Args:
            name: what it begins with, in any case.
            phone: what the number begins with, from the plus on.
        """
        principal.require(Permission.CUSTOMERS_READ)
        async with self._database.tenant(principal.business_id, read_only=True) as scope:
            return await customers.page(scope, name=name, phone=phone, after=after, limit=limit)

    async def get(self, principal: Principal, customer_id: UUID) -> tuple[CustomerRow, list[ListedBooking]]:
        """With the latest of their bookings, where the principal may read those. Raises NotPermitted, NotFound."""
        principal.require(Permission.CUSTOMERS_READ)
        async with self._database.tenant(principal.business_id, read_only=True) as scope:
            found = await customers.get(scope, customer_id)
            theirs: list[ListedBooking] = []
            if Permission.BOOKINGS_READ in principal.permissions:
                theirs = await booking_lists.page(
                    scope,
                    Filter(customer_id=customer_id),
                    after=None,
                    limit=BOOKINGS_SHOWN,
                    latest_first=True,
                )
        return found, theirs

    async def who(self, principal: Principal, form: CustomerForm, customer_id: UUID | None = None) -> Who:
        """Whom a booking is for: a customer who is known, or a name with how to reach them.

        Raises:
            InvalidInput: names the field. NotFound: no such customer.
        """
        if customer_id is not None:
            async with self._database.tenant(principal.business_id) as scope:
                known = await customers.get(scope, customer_id)
            return Who(known.name, known.phone, known.email, known.id)
        name = required_text("customer.name", form.name or "", longest=LONGEST_NAME)
        phone = form.phone or ""
        country = ""
        if phone.strip() and not phone.strip().startswith("+"):
            async with self._database.tenant(principal.business_id) as scope:
                country = await businesses.country(scope)
        return Who(name, customer_phone(phone, country), customer_email(form.email or ""))

    async def make(self, principal: Principal, form: CustomerForm) -> CustomerRow:
        """Adds somebody.

        Raises:
            NotPermitted. InvalidInput: names the field.
            Conflict: somebody of this name has this number or address already.
        """
        principal.require(Permission.CUSTOMERS_WRITE)
        async with self._database.tenant(principal.business_id) as scope:
            values = {"name": "", "notes": "", **await self._values(scope, form)}
            name = required_text("name", values["name"], longest=LONGEST_NAME)
            phone, email = values.get("phone_e164"), values.get("email")
            known = await customers.known_as(scope, name, phone, email)
            if known is not None:
                raise Conflict(KNOWN)
            customer_id = await customers.find_or_create(scope, name, phone, email)
            await customers.change(scope, customer_id, email=email, notes=values["notes"])
            await audit.note(
                scope, actor=actor_of(principal), action="customer.made", subject=f"customer:{customer_id}"
            )
            written = tuple(FIELDS[name] for name in FIELDS if values.get(name))
            await record(scope, CustomerChanged(customer_id=customer_id, changed=written, is_new=True))
            return await customers.get(scope, customer_id)

    async def change(self, principal: Principal, customer_id: UUID, form: CustomerForm) -> CustomerRow:
        """Changes what the form holds. Raises as `make`, and NotFound."""
        principal.require(Permission.CUSTOMERS_WRITE)
        async with self._database.tenant(principal.business_id) as scope:
            before = await customers.get(scope, customer_id, lock=True)
            values = await self._values(scope, form)
            was = {
                "name": before.name,
                "phone_e164": before.phone,
                "email": before.email,
                "notes": before.notes,
            }
            changed = {field: value for field, value in values.items() if was[field] != value}
            if not changed:
                return before
            now = was | changed
            known = await customers.known_as(scope, str(now["name"]), now["phone_e164"], now["email"])
            if known not in (None, customer_id):
                raise Conflict(KNOWN)
            await customers.change(scope, customer_id, **changed)
            written = tuple(FIELDS[name] for name in FIELDS if name in changed)
            await record(scope, CustomerChanged(customer_id=customer_id, changed=written))
            # What somebody noted about a person is not for the log, which nobody can change.
            told = {field: value for field, value in changed.items() if field != "notes"}
            await audit.note(
                scope,
                actor=actor_of(principal),
                action="customer.changed",
                subject=f"customer:{customer_id}",
                before={field: was[field] for field in told},
                after=told | {"notes_changed": "notes" in changed},
            )
            return await customers.get(scope, customer_id)

    @staticmethod
    async def _values(scope: TenantScope, form: CustomerForm) -> dict[str, Any]:
        found: dict[str, Any] = {}
        if form.name is not None:
            found["name"] = required_text("name", form.name, longest=LONGEST_NAME)
        if form.phone is not None:
            country = await businesses.country(scope) if form.phone.strip() else ""
            found["phone_e164"] = customer_phone(form.phone, country)
        if form.email is not None:
            found["email"] = customer_email(form.email)
        if form.notes is not None:
            if len(form.notes) > LONGEST_NOTES:
                raise InvalidInput(f"notes: at most {LONGEST_NOTES} characters")
            found["notes"] = form.notes
        return found
