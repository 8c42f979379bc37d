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
from storage.postgres import audit, businesses, customer_merges, customers, setup_rows
from storage.postgres.customers import CustomerRow, Filter
from storage.postgres.database import Database
from storage.postgres.tables import Staff
from storage.postgres.tenant import TenantScope

LONGEST_NAME = 200
LONGEST_NOTES = 5000
FIELDS = {
    "name": "name",
    "phone_e164": "phone",
    "email": "email",
    "notes": "notes",
    "preferred_staff_id": "preferred_staff",
}
"""Columns, each by the name the API and events call it."""
KNOWN = "there is a customer of this name with this number or address already"


@dataclass(frozen=True, slots=True)
class CustomerForm:
    """As it was typed; None leaves a field as it is, an empty number or address takes it away."""

    name: str | None = None
    phone: str | None = None
    email: str | None = None
    notes: str | None = None
    preferred_staff_id: UUID | None = None
    forgets_staff: bool = False
    """They prefer nobody any more."""


class Customers:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def page(
        self,
        principal: Principal,
        wanted: Filter,
        *,
        after: tuple[str, UUID] | None,
        limit: int,
    ) -> list[CustomerRow]:
        """By name. Raises NotPermitted."""
        principal.require(Permission.CUSTOMERS_READ)
        async with self._database.tenant(principal.business_id, read_only=True) as scope:
            return await customers.page(scope, wanted, after=after, limit=limit)

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
            values = {"name": "", **await _values(scope, form)}
            name = required_text("name", values.pop("name"), longest=LONGEST_NAME)
            phone, email = values.get("phone_e164"), values.get("email")
            if await customers.known_as(scope, name, phone, email) is not None:
                raise Conflict(KNOWN)
            customer_id = await customers.find_or_create(scope, name, phone, email)
            await customers.change(scope, customer_id, **{"email": email, **values})
            await audit.note(
                scope, actor=actor_of(principal), action="customer.made", subject=f"customer:{customer_id}"
            )
            written = ("name", *(FIELDS[field] for field in FIELDS if values.get(field)))
            await record(scope, CustomerChanged(customer_id=customer_id, changed=written, is_new=True))
            return await customers.get(scope, customer_id)

    async def change(self, principal: Principal, customer_id: UUID, form: CustomerForm) -> CustomerRow:
        """Changes what the form holds, of the surviving one where they were merged. Raises as `make`, and NotFound."""
        principal.require(Permission.CUSTOMERS_WRITE)
        async with self._database.tenant(principal.business_id) as scope:
            before = await customers.get(scope, customer_id, lock=True)
            values = await _values(scope, form)
            was = {
                "name": before.name,
                "phone_e164": before.phone,
                "email": before.email,
                "notes": before.notes,
                "preferred_staff_id": before.preferred_staff_id,
            }
            changed = {field: value for field, value in values.items() if was[field] != value}
            if not changed:
                return before
            await _make_room(scope, before.id, changed)
            await customers.change(scope, before.id, **changed)
            written = tuple(FIELDS[field] for field in FIELDS if field in changed)
            await record(scope, CustomerChanged(customer_id=before.id, changed=written))
            # What somebody noted about a person is not for the log, which nobody can change.
            told = {field: _told(value) for field, value in changed.items() if field != "notes"}
            await audit.note(
                scope,
                actor=actor_of(principal),
                action="customer.changed",
                subject=f"customer:{before.id}",
                before={field: _told(was[field]) for field in told},
                after=told | {"notes_changed": "notes" in changed},
            )
            return await customers.get(scope, before.id)


def _told(value: Any) -> Any:
    return str(value) if isinstance(value, UUID) else value


async def _make_room(scope: TenantScope, person_id: UUID, changed: dict[str, Any]) -> None:
    """Raises Conflict: somebody else has this name with this number or address.

    One who was merged into them may have had it: theirs then waits for the merge to be undone.
    """
    rows = (await customer_merges.rows_of(scope, (person_id,)))[person_id]
    own = rows[0]
    now = {"name": own.name, "phone_e164": own.phone, "email": own.email} | changed
    known = await customers.known_as(scope, str(now["name"]), now["phone_e164"], now["email"])
    if known in (None, person_id):
        return
    if known not in {row.id for row in rows}:
        raise Conflict(KNOWN)
    await customer_merges.park(scope, known)


async def _values(scope: TenantScope, form: CustomerForm) -> dict[str, Any]:
    """By column."""
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
    if form.forgets_staff:
        found["preferred_staff_id"] = None
    elif form.preferred_staff_id is not None:
        if await setup_rows.missing(scope, Staff, (form.preferred_staff_id,)):
            raise InvalidInput("preferred_staff_id: nobody of this business has this id")
        found["preferred_staff_id"] = form.preferred_staff_id
    return found
