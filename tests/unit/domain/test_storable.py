"""Text as the stores take it."""

import pytest

from domain.storable import storable


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Ren\x00é", "René"),
        ("half \ud83d an emoji", "half  an emoji"),
        ("\udca9", ""),
        ("whole 💇 emoji, tab\tand line\nstay", "whole 💇 emoji, tab\tand line\nstay"),
    ],
    ids=["nul", "first half", "second half", "nothing wrong"],
)
def test_what_no_store_takes_is_dropped(text: str, kept: str) -> None:
    assert storable(text) == kept
    kept.encode()
