"""All tables: importing this makes `Base.metadata` whole, which migrations and checks of the schema need."""

from storage.postgres import (
    account_tables,
    analytics_tables,
    archive_tables,
    billing_tables,
    brand_tables,
    calendar_tables,
    customer_tables,
    event_tables,
    linked_calendar_tables,
    notification_tables,
    number_tables,
    privacy_tables,
    receptionist_tables,
    recording_tables,
    scheduling_tables,
    tables,
    webhook_tables,
)
from storage.postgres.table_base import Base

__all__ = [
    "Base",
    "account_tables",
    "analytics_tables",
    "archive_tables",
    "billing_tables",
    "brand_tables",
    "calendar_tables",
    "customer_tables",
    "event_tables",
    "linked_calendar_tables",
    "notification_tables",
    "number_tables",
    "privacy_tables",
    "receptionist_tables",
    "recording_tables",
    "scheduling_tables",
    "tables",
    "webhook_tables",
]
