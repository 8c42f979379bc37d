"""Ids of our bookings elsewhere."""

import re
from uuid import UUID

import pytest

from domain.calendars.event_ids import booking_in, event_id
from domain.calendars.notices import SECRET_BYTES, NoticeToken, notice_token_in
from domain.ids import new_id


def test_ids_are_as_google_wants_them_and_lead_back() -> None:
    for booking_id in (*(new_id() for _ in range(50)), UUID(int=0), UUID(int=2**128 - 1)):
        found = event_id(booking_id)
        assert re.fullmatch("[a-v0-9]{26}", found)
        assert booking_in(found) == booking_id


@pytest.mark.parametrize(
    "other",
    ["", "x" * 26, "0" * 25, "v" * 26, "0" * 25 + "é", event_id(UUID(int=2**128 - 1)).upper()],
    ids=["empty", "not of the alphabet", "short", "bits too many", "not ASCII", "upper case"],
)
def test_ids_of_others_lead_nowhere(other: str) -> None:
    assert booking_in(other) is None


def test_a_notice_token_reads_back_and_nothing_else_is_one() -> None:
    token = NoticeToken(new_id(), bytes(range(SECRET_BYTES)))
    assert notice_token_in(token.text) == token
    assert len(token.text) <= 256
    for other in ("", token.text[:-1], token.text + "A", "é" + token.text[1:], "!" + token.text[1:]):
        assert notice_token_in(other) is None
