"""Versions, and changes that say which one they are made to."""

import pytest

from deployments.api.etags import matches, required_if_match, seen_in
from domain.errors import MalformedRequest, Outdated, PreconditionNeeded
from domain.versions import ANY, content_version


@pytest.mark.parametrize("header", ['"3"', ' "3" ', '"2", "3"', '"3","2"', "*"])
def test_a_change_to_the_version_that_was_seen_passes(header: str) -> None:
    seen_in(header).require(3)


@pytest.mark.parametrize("header", ['"2"', '""', '"33"', 'W/"3"', '"x y"', '"2", W/"3"'])
def test_a_change_to_another_version_or_a_weak_one_is_outdated(header: str) -> None:
    with pytest.raises(Outdated, match="somebody has changed this"):
        seen_in(header).require(3)


@pytest.mark.parametrize(
    "header", ["3", "", '"', '"3', 'w/"3"', '"3" "4"', "'3'", '"3",', "\N{GRINNING FACE}"]
)
def test_what_is_no_etag_is_told_so(header: str) -> None:
    with pytest.raises(MalformedRequest, match="If-Match"):
        seen_in(header)


async def test_where_it_is_required_it_must_be_there() -> None:
    with pytest.raises(PreconditionNeeded, match="ETag"):
        await required_if_match(None)
    (await required_if_match('"3"')).require("3")
    ANY.require("whatever")


def test_the_same_content_has_the_same_version_whatever_the_order() -> None:
    assert content_version({"a": 1, "b": [2, "é"]}) == content_version({"b": [2, "é"], "a": 1})
    assert content_version({"a": 1}) != content_version({"a": "1"})
    odd = content_version({"a": "\ud800"})
    seen_in(f'"{odd}"').require(odd)


@pytest.mark.parametrize(
    ("header", "known"),
    [
        ('"3"', True),
        ('W/"3"', True),
        ('"2", "3"', True),
        ("*", True),
        ('"2"', False),
        ("3", False),
        ("", False),
    ],
)
def test_what_a_reader_knows_already(header: str, known: bool) -> None:
    assert matches(header, '"3"') is known
