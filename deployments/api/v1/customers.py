"""The people bookings are for."""

from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, StringConstraints, model_validator

from deployments.api.authentication import InBusiness
from deployments.api.fields import fields_of
from deployments.api.front_desk import Desk
from deployments.api.paging import Page, Paged
from deployments.api.problems import RESPONSES
from deployments.api.v1.visit_models import Body, Booking, Line, Lines
from deployments.policies import needs
from domain.accounts.roles import Permission
from domain.customers.search import digits_of, words_of
from services.front_desk.customers import CustomerForm
from storage.postgres.customer_merges import Row
from storage.postgres.customers import CustomerRow, Filter

router = APIRouter(prefix="/businesses/{business_id}/customers", tags=["customers"], responses=RESPONSES)

READ, WRITE = needs(Permission.CUSTOMERS_READ), needs(Permission.CUSTOMERS_WRITE)

Phone = Annotated[str, StringConstraints(max_length=64)]
"""As people there write it, or with its country: `+61400000001`."""
Email = Annotated[str, StringConstraints(max_length=320)]


class NewCustomerBody(Body):
    name: Line
    phone: Phone | None = None
    email: Email | None = None
    notes: Lines = ""
    preferred_staff_id: UUID | None = None

    def form(self) -> CustomerForm:
        return CustomerForm(self.name, self.phone, self.email, self.notes, self.preferred_staff_id)


class CustomerBody(Body):
    """Only what is named is changed; an empty number or address, or no preferred staff, is taken away."""

    name: Line | None = None
    phone: Phone | None = None
    email: Email | None = None
    notes: Lines | None = None
    preferred_staff_id: UUID | None = None

    @model_validator(mode="after")
    def _changes_something(self) -> "CustomerBody":
        if not self.model_fields_set:
            raise ValueError("name what is to be changed")
        return self

    def form(self) -> CustomerForm:
        forgets = "preferred_staff_id" in self.model_fields_set and self.preferred_staff_id is None
        return CustomerForm(
            self.name, self.phone, self.email, self.notes, self.preferred_staff_id, forgets_staff=forgets
        )


class Customer(BaseModel):
    """A person; of a customer who was merged into another that one."""

    id: UUID
    name: str
    phone: str | None
    email: str | None
    notes: str
    tags: list[str]
    preferred_staff_id: UUID | None
    created_at: datetime

    @classmethod
    def of(cls, row: CustomerRow) -> "Customer":
        return cls.model_validate(row, from_attributes=True)


class KnownAs(BaseModel):
    """What one of the rows says that are this person; `merged` is false for the surviving one."""

    id: UUID
    name: str
    phone: str | None
    email: str | None
    notes: str
    merged: bool
    created_at: datetime

    @classmethod
    def of(cls, row: Row) -> "KnownAs":
        return cls(
            id=row.id,
            name=row.name,
            phone=row.phone,
            email=row.email,
            notes=row.notes,
            merged=row.merged_into is not None,
            created_at=row.created_at,
        )


class Attendance(BaseModel):
    """How they kept their appointments; `late_cancels` are their own, less than a day before the beginning."""

    visits: int
    upcoming: int
    no_shows: int
    late_cancels: int
    first_at: datetime | None
    last_at: datetime | None
    next_at: datetime | None


class CustomerWithBookings(Customer):
    """With all they are known as, how they kept their appointments, and the 50 latest of their bookings.

    Who may not read bookings gets none, and no attendance.
    """

    known_as: list[KnownAs]
    attendance: Attendance | None
    bookings: list[Booking]


@router.get("", openapi_extra=READ, dependencies=[Depends(fields_of(Customer))])
async def customers(
    principal: InBusiness,
    desk: Desk,
    page: Page,
    q: Annotated[
        Line | None,
        Query(
            description="Words of the name, part of an address, or part of a number as people there write it",
            examples=["sam"],
        ),
    ] = None,
    name: Annotated[Line | None, Query(description="What the name begins with, in any case")] = None,
    phone: Annotated[
        str | None,
        Query(pattern=r"^\+[0-9]{0,15}$", description="What a number begins with, from its plus on"),
    ] = None,
    email: Annotated[Email | None, Query(description="What an address begins with, in any case")] = None,
    tag: Annotated[Line | None, Query(description="In any case")] = None,
) -> Paged[Customer]:
    """Customers by name; those who were merged are found by what they were known as, too."""
    wanted = customer_filter(q, name, phone, email, tag)
    found = await desk.customers.page(principal, wanted, after=page.after(str, UUID), limit=page.rows)
    return page.of(found, Customer.of, lambda row: (row.name_key, row.id))


def customer_filter(
    q: str | None, name: str | None, phone: str | None, email: str | None, tag: str | None
) -> Filter:
    return Filter(
        name or "", phone or "", email or "", tag or "", words=words_of(q or ""), digits=digits_of(q or "")
    )


@router.post("", status_code=201, openapi_extra=WRITE)
async def make(body: NewCustomerBody, principal: InBusiness, desk: Desk) -> Customer:
    """Adds a customer; somebody of this name and number must not be there already."""
    return Customer.of(await desk.customers.make(principal, body.form()))


@router.get("/{customer_id}", openapi_extra=READ, dependencies=[Depends(fields_of(CustomerWithBookings))])
async def customer(customer_id: UUID, principal: InBusiness, desk: Desk) -> CustomerWithBookings:
    """One customer with their bookings, the latest first."""
    found = await desk.people.history.whole(principal, customer_id, datetime.now(UTC))
    return CustomerWithBookings(
        **Customer.of(found.customer).model_dump(),
        known_as=[KnownAs.of(row) for row in found.rows],
        attendance=None
        if found.attendance is None
        else Attendance.model_validate(found.attendance, from_attributes=True),
        bookings=[Booking.of(row) for row in found.bookings],
    )


@router.patch("/{customer_id}", openapi_extra=WRITE)
async def change(customer_id: UUID, body: CustomerBody, principal: InBusiness, desk: Desk) -> Customer:
    """Changes what is known of a customer."""
    return Customer.of(await desk.customers.change(principal, customer_id, body.form()))
