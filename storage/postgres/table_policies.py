"""Whose rows each table holds, and so what row-level security has to keep of them from whom.

Every table stands here once; one that does not fails `tests/unit/storage/postgres/test_table_policies.py`.
`tests/integration/attack` tries each as somebody else.
"""

from enum import StrEnum


class Rows(StrEnum):
    OF_BUSINESS = "of a business"
    """Seen and written by a transaction of that business alone (`row_security.keep_to_business`)."""
    OF_USER = "of a user"
    """People and their sign-ins: by `Database.identity` alone."""
    OF_PLATFORM = "of the platform"
    """No business's and no user's: by a scope of its own."""
    PUBLIC = "public"
    """The same for everybody, and nobody's secret."""


_OF_BUSINESS = (
    # The business, and what calls leave
    "businesses phone_numbers calls turns messages outbox customers",
    "customer_notes customer_tags customer_merges customer_merge_rows customers_apart",
    # Who works in it, and what they changed
    "memberships invitations api_keys audit_log idempotency_keys",
    # Set-up and scheduling
    "staff offerings opening_hours locations location_hours staff_hours special_days public_holidays assets absences "
    "staff_offerings offering_assets offering_options offering_questions",
    "receptionist_versions receptionist_drafts",
    "call_shares erasures call_archives brand_files",
    # What it tells people, and what they write back
    "notifications notification_settings notification_templates suppressions text_threads inbound_texts "
    "message_reads inbox_reads",
    "billing_accounts call_ledger usage_days",
    "bookings booking_items booking_segments booking_events group_sessions seats waiting_list caller_codes",
    "number_orders forwardings port_requests port_notes",
    "calendar_feeds remote_calendars remote_busy kept_conflicts",
    "calendar_connections linked_calendars calendar_channels remote_entries written_entries calendar_disputes "
    "unconfirmed_bookings",
    # What others hear of it
    "business_events webhook_endpoints webhook_deliveries",
    # What its days come to
    "daily_analytics",
)
_OF_USER = ("users sign_ins refresh_tokens email_tokens recovery_codes gone_sign_ins user_idempotency_keys",)
_OF_PLATFORM = ("webhook_inbox",)
_PUBLIC: tuple[str, ...] = ()

TABLES: dict[str, Rows] = {
    name: rows
    for rows, lines in (
        (Rows.OF_BUSINESS, _OF_BUSINESS),
        (Rows.OF_USER, _OF_USER),
        (Rows.OF_PLATFORM, _OF_PLATFORM),
        (Rows.PUBLIC, _PUBLIC),
    )
    for line in lines
    for name in line.split()
}
