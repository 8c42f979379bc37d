"""What the law wants for a number, what it costs, where it leads, and the files that say so."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from config.billing import load_billing
from config.numbers import load_numbers
from domain.numbers.refusals import SENTENCES, Refusal
from domain.numbers.search import Sort
from domain.numbers.terms import Paper, read_terms
from domain.numbers.webhooks import NumberWebhooks

HOOKS = NumberWebhooks("https://a.example/v", "https://a.example/s", "https://a.example/t")


def test_the_files_of_this_release_can_be_read_and_agree():
    terms, prices = load_numbers(), load_billing().numbers
    assert set(prices.by_country) == set(terms.papers)
    for country, sorts in terms.papers.items():
        for sort in sorts:
            assert prices.monthly_cents(country, sort.value) is not None, (country, sort)


def test_what_is_known_of_a_kind_and_what_the_carrier_says_of_the_number_are_both_wanted():
    terms = load_numbers()
    assert terms.papers_for("AU", Sort.MOBILE) == (Paper.ADDRESS, Paper.BUNDLE)
    assert terms.papers_for("US", Sort.LOCAL) == ()
    assert terms.papers_for("US", Sort.LOCAL, "local") == (Paper.ADDRESS,)
    assert terms.papers_for("XX", Sort.TOLL_FREE) == ()


@pytest.mark.parametrize(
    "data",
    [
        {"release_after_days": 0, "papers": {}},
        {"release_after_days": "7", "papers": {}},
        {"release_after_days": 7, "papers": {"AU": {"landline": []}}},
        {"release_after_days": 7, "papers": {"AU": {"local": ["passport"]}}},
    ],
    ids=["no_wait", "a_text", "unknown_sort", "unknown_paper"],
)
def test_a_file_that_cannot_mean_anything_is_refused(data: dict[str, Any], tmp_path: Path):
    with pytest.raises(ValueError, match=r"."):
        read_terms(data)
    file = tmp_path / "numbers.yaml"
    file.write_text(str(data))
    with pytest.raises(ValueError, match=r"numbers\.yaml"):
        load_numbers(file)


def test_every_refusal_has_a_sentence_that_ends():
    assert set(SENTENCES) == set(Refusal)
    assert all(sentence.endswith(".") for sentence in SENTENCES.values())


def test_what_leads_elsewhere_is_named_whatever_leads_it_there():
    found = HOOKS.settings()
    assert HOOKS.drift(found) == ()
    assert HOOKS.drift({**found, "voice_url": "https://old.example/v"}) == ("voice_url",)
    assert HOOKS.drift({**found, "sms_application_sid": "AP1", "voice_method": "GET"}) == (
        "voice_method",
        "sms_application_sid",
    )
    assert HOOKS.drift({**found, "trunk_sid": None}) == ()
    assert "sms_url" in replace(HOOKS, sms="https://b.example/t").drift(found)
