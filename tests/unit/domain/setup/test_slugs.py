"""The address of a business's web booking."""

import pytest

from domain.errors import InvalidInput
from domain.setup.slugs import LONGEST, checked_slug, slug_of, with_suffix


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Mia's Hair", "mias-hair"),
        ("  Müller & Söhne GmbH ", "muller-and-sohne-gmbh"),
        ("Straße 7", "strasse-7"),
        ("Salon Œuvre ✂️", "salon-oeuvre"),
        ("صالون الجمال", ""),
        ("💇", ""),
        ("Admin", ""),
        ("A", ""),
        ("x" * 300, "x" * 40),
    ],
)
def test_a_slug_reads_as_the_name_and_is_empty_where_it_cannot(name: str, slug: str) -> None:
    assert slug_of(name) == slug
    if slug:
        assert checked_slug(slug) == slug


@pytest.mark.parametrize("slug", ["mias-hair", "", "x" * LONGEST])
def test_every_slug_has_another_that_can_be_kept(slug: str) -> None:
    other = with_suffix(slug, "2f9c01")
    assert checked_slug(other) == other != slug


@pytest.mark.parametrize(
    "text", ["ab", "-abc", "abc-", "a--b", "a_b", "ünder", "a b", "www", "x" * 61, "abc\n/x"]
)
def test_what_is_no_slug_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(InvalidInput, match=r"^slug: "):
        checked_slug(text)


def test_a_slug_is_kept_in_small_letters() -> None:
    assert checked_slug(" Mias-Hair ") == "mias-hair"
