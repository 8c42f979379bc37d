"""What each table holds of customers and callers, and what erasing one of them does to it.

Every table stands here once; one that does not fails `tests/unit/storage/postgres/test_personal_data.py`, and
`tests/integration/services/privacy` puts a person into every column that can hold text and looks for what is left.

Whatever a rule does, numbers, addresses and full names of the person are then taken out of every text the business
has, except in tables of its own people and set-up.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Set(StrEnum):
    """What a column is compared with."""

    CUSTOMERS = "customers"
    CALLS = "calls"
    MESSAGES = "messages"
    BOOKINGS = "bookings"
    ADDRESSES = "addresses"
    """Numbers and e-mail addresses."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What happens to rows of which one of the columns of `by` is in its set.

    Attributes:
        clears: columns with what they hold afterwards; the rows are deleted where it is empty.
        scrubbed: the person is taken out of the texts of all other rows, too.
    """

    by: Mapping[str, Set] = field(default_factory=dict[str, Set])
    clears: Mapping[str, Any] = field(default_factory=dict[str, Any])
    scrubbed: bool = True


NO_PERSON = Rule(scrubbed=False)
"""Of the business's own people, its set-up, or figures."""
TEXTS = Rule()
"""Texts that may name anybody."""

ERASED_NAME = "Erased"
"""Of a customer who is only there so that a booking keeps its time."""

_C, _K, _M, _B, _A = Set.CUSTOMERS, Set.CALLS, Set.MESSAGES, Set.BOOKINGS, Set.ADDRESSES

RULES: dict[str, Rule] = {
    # In this order: what refers to others first.
    "webhook_deliveries": Rule({"customer_id": _C}),
    "notifications": Rule({"recipient": _A, "message_id": _M, "booking_id": _B}),
    "messages": Rule({"id": _M}),
    "inbound_texts": Rule({"number": _A}),
    "text_threads": Rule({"number": _A}),
    "suppressions": Rule({"address": _A}),
    "caller_codes": Rule({"phone_e164": _A, "call_id": _K}),
    "call_shares": Rule({"call_id": _K}),
    "waiting_list": Rule({"customer_id": _C}),
    "customer_notes": Rule({"customer_id": _C}),
    "customer_tags": Rule({"customer_id": _C}),
    "customer_merges": Rule(
        {"survivor_id": _C, "absorbed_id": _C}, {"parked_phone": None, "parked_email": None}
    ),
    # The latencies of turns are counted by analytics.
    "turns": Rule({"call_id": _K}, {"generated_text": "", "heard_text": ""}),
    "bookings": Rule({"customer_id": _C}, {"notes": "", "answers": []}),
    "booking_events": Rule({"booking_id": _B}, {"details": {}}),
    "calls": Rule({"id": _K}, {"from_number": None, "reason": None}),
    "customers": Rule({"id": _C}, {"name": ERASED_NAME, "phone_e164": None, "email": None, "notes": ""}),
    # Promised work is looked through by itself (`services.privacy.erasing`).
    "outbox": NO_PERSON,
    # Words of anybody
    "audit_log": TEXTS,
    "business_events": TEXTS,
    "booking_items": TEXTS,
    "absences": TEXTS,
    "special_days": TEXTS,
    # Ids and times alone
    "message_reads": NO_PERSON,
    "inbox_reads": NO_PERSON,
    "customer_merge_rows": NO_PERSON,
    "customers_apart": NO_PERSON,
    "booking_segments": NO_PERSON,
    "group_sessions": NO_PERSON,
    "seats": NO_PERSON,
    "call_ledger": NO_PERSON,
    "daily_analytics": NO_PERSON,
    "kept_conflicts": NO_PERSON,
    "forwardings": NO_PERSON,
    "calendar_disputes": TEXTS,
    **dict.fromkeys(
        (
            "calendar_connections linked_calendars calendar_channels remote_entries written_entries "
            "unconfirmed_bookings"
        ).split(),
        NO_PERSON,
    ),
    "remote_busy": NO_PERSON,
    "erasures": NO_PERSON,
    "call_archives": NO_PERSON,
    "brand_files": NO_PERSON,
    # Sealed, for a day
    "idempotency_keys": NO_PERSON,
    "user_idempotency_keys": NO_PERSON,
    # The business, its people and its set-up
    **dict.fromkeys(
        (
            "businesses phone_numbers memberships invitations api_keys staff offerings opening_hours locations "
            "location_hours staff_hours public_holidays assets staff_offerings offering_assets offering_options "
            "offering_questions number_orders receptionist_versions receptionist_drafts notification_settings "
            "port_requests port_notes "
            "notification_templates billing_accounts usage_days calendar_feeds remote_calendars webhook_endpoints"
        ).split(),
        NO_PERSON,
    ),
    # Users and the platform
    **dict.fromkeys(
        "users sign_ins refresh_tokens email_tokens recovery_codes gone_sign_ins webhook_inbox".split(),
        NO_PERSON,
    ),
}
