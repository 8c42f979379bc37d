"""The people bookings are for."""

from datetime import datetime
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
from services.front_desk.customers import CustomerForm
from storage.postgres.customers import CustomerRow

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


class CustomerBody(Body):
    """Only what is named is changed; an empty number or address is taken away."""

    name: Line | None = None
    phone: Phone | None = None
    email: Email | None = None
    notes: Lines | None = None

    @model_validator(mode="after")
    def _changes_something(self) -> "CustomerBody":
        if not self.model_fields_set:
            raise ValueError("name what is to be changed")
        return self


class Customer(BaseModel):
    id: UUID
    name: str
    phone: str | None
    email: str | None
    notes: str
    created_at: datetime

    @classmethod
    def of(cls, row: CustomerRow) -> "Customer":
        return cls.model_validate(row, from_attributes=True)


class CustomerWithBookings(Customer):
    """With the 50 latest of their bookings; none for who may not read bookings."""

    bookings: list[Booking]


@router.get("", openapi_extra=READ, dependencies=[Depends(fields_of(Customer))])
async def customers(
    principal: InBusiness,
    desk: Desk,
    page: Page,
    name: Annotated[Line | None, Query(description="What the name begins with, in any case")] = None,
    phone: Annotated[
        str | None,
        Query(pattern=r"^\+[0-9]{0,15}$", description="What the number begins with, from its plus on"),
    ] = None,
) -> Paged[Customer]:
    """Customers by name."""
    found = await desk.customers.page(
        principal, name=name or "", phone=phone or "", after=page.after(str, UUID), limit=page.rows
    )
    return page.of(found, Customer.of, lambda row: (row.name_key, row.id))


@router.post("", status_code=201, openapi_extra=WRITE)
async def make(body: NewCustomerBody, principal: InBusiness, desk: Desk) -> Customer:
    """Adds a customer; somebody of this name and number must not be there already."""
    form = CustomerForm(body.name, body.phone, body.email, body.notes)
    return Customer.of(await desk.customers.make(principal, form))


@router.get("/{customer_id}", openapi_extra=READ, dependencies=[Depends(fields_of(CustomerWithBookings))])
async def customer(customer_id: UUID, principal: InBusiness, desk: Desk) -> CustomerWithBookings:
    """One customer with their bookings, the latest first."""
    found, theirs = await desk.customers.get(principal, customer_id)
    return CustomerWithBookings(
        **Customer.of(found).model_dump(), bookings=[Booking.of(row) for row in theirs]
    )


@router.patch("/{customer_id}", openapi_extra=WRITE)
async def change(customer_id: UUID, body: CustomerBody, principal: InBusiness, desk: Desk) -> Customer:
    """Changes what is known of a customer."""
    form = CustomerForm(body.name, body.phone, body.email, body.notes)
    return Customer.of(await desk.customers.change(principal, customer_id, form))
