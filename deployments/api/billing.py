"""The bill of this process, as FastAPI dependencies; there is none where no key of Stripe's is set."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from domain.billing.terms import BillingTerms
from providers.payments import Payments
from services.billing.desk import BillingDesk
from services.billing.margins import Margins
from services.billing.notices import NoticeDesk
from storage.postgres.database import Database


@dataclass(frozen=True, slots=True)
class Billing:
    """What owners do with their bill, what operators see of all of them, and what Stripe sends."""

    desk: BillingDesk
    margins: Margins
    notices: NoticeDesk


def billing_over(
    database: Database, payments: Payments, terms: BillingTerms, *, frontend_url: str, live: bool
) -> Billing:
    """Over the stores of one process.

    Args:
        live: whether real money moves: notices of the other mode are not carried out.
    """
    return Billing(
        BillingDesk(database, payments, terms, f"{frontend_url.rstrip('/')}/billing"),
        Margins(database, terms.catalogue),
        NoticeDesk(database, payments, live=live),
    )


async def billing_of(request: Request) -> Billing:
    return request.app.state.billing


TheBilling = Annotated[Billing, Depends(billing_of)]
