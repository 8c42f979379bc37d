"""The names a recogniser is asked to favour, when there are more than the vendor takes."""

import pytest

from providers.deepgram.keyterms import MAX_KEYTERMS, MAX_TOKENS, tokens, within_budget

PACKAGES = [f"Complete relaxation package with hot stone massage and facial number {n}" for n in range(70)]


def test_names_that_fit_are_taken_as_they_are() -> None:
    assert within_budget(["Harbour Street Hair", "Mia", " Mia ", "", "Cut  and colour"]) == [
        "Harbour Street Hair",
        "Mia",
        "Cut and colour",
    ]


def test_too_many_are_cut_to_the_budget() -> None:
    kept = within_budget([*PACKAGES, "Mia"])
    assert sum(map(tokens, kept)) <= MAX_TOKENS
    assert len(kept) <= MAX_KEYTERMS


def test_rare_names_come_before_common_words_wherever_they_stand() -> None:
    kept = within_budget([*PACKAGES, "Saoirse Ní Bhriain", "Balayage"])
    assert {"Saoirse Ní Bhriain", "Balayage"} <= set(kept)


def test_of_a_name_too_long_the_words_nobody_else_has_are_taken() -> None:
    long = " ".join(f"Behandlungsabschnitt{n}" for n in range(90)) + " Microneedling"
    kept = within_budget(["Mia", long])
    assert kept[0] == "Mia"
    assert long not in kept
    assert sum(map(tokens, kept)) <= MAX_TOKENS
    assert len(kept) > 1


def test_more_names_than_the_vendor_counts_are_cut_too() -> None:
    assert len(within_budget([f"Al{n}" for n in range(300)])) == MAX_KEYTERMS


def test_what_is_kept_stands_in_the_order_it_was_given() -> None:
    names = ["Zoë Quattrochi", "Anneliese Brandstätter"]
    kept = within_budget([*names, *PACKAGES])
    assert kept[:2] == names


@pytest.mark.parametrize(
    ("term", "least"),
    [("cut", 1), ("Balayage", 2), ("髪を切る", 4), ("Łukasz Żółć", 4)],
    ids=str,
)
def test_tokens_are_rather_counted_too_high(term: str, least: int) -> None:
    assert tokens(term) >= least


def test_a_single_name_beyond_all_bounds_is_no_error() -> None:
    assert within_budget(["x" * 5000]) == []


@pytest.mark.parametrize(
    ("name", "term"),
    [
        ("Salon \U0001f487\U0001f3fd\u200d\u2640\ufe0f Ünal", ["Salon Ünal"]),
        ("Mía\U0001f485", ["Mía"]),
        ("Noor & Söhne", ["Noor & Söhne"]),
        ("O'Brien-Lee", ["O'Brien-Lee"]),
        ("Half \ud83d name\x00", ["Half name"]),
        ("\U0001f600 \u2605", []),
        ("さくら美容室", ["さくら美容室"]),
    ],
    ids=[
        "joined emoji",
        "emoji at a word",
        "ampersand",
        "punctuation",
        "no characters",
        "nothing to say",
        "no blanks",
    ],
)
def test_what_nobody_says_is_left_out(name: str, term: list[str]) -> None:
    assert within_budget([name]) == term
