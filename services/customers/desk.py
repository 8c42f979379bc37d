"""All that people and programs do with what is known of customers, over one database."""

from dataclasses import dataclass

from services.customers.history import History
from services.customers.importing import Importing
from services.customers.merging import Merging
from services.customers.notes import Notes
from storage.postgres.database import Database


@dataclass(frozen=True, slots=True)
class CustomerDesk:
    """One for each process."""

    history: History
    notes: Notes
    merging: Merging
    importing: Importing


def customer_desk_over(database: Database) -> CustomerDesk:
    return CustomerDesk(
        history=History(database),
        notes=Notes(database),
        merging=Merging(database),
        importing=Importing(database),
    )
