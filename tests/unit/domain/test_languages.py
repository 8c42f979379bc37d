import pytest

from domain.errors import InvalidInput
from domain.languages import OFFERED, language_of, offered_language, spoken_language


@pytest.mark.parametrize(
    ("tag", "kept"),
    [
        ("en", "en"),
        ("en-AU", "en-AU"),
        ("DE_at", "de-AT"),
        (" fr-ca ", "fr-CA"),
        ("es-MX", "es-MX"),
        ("it", "it"),
    ],
)
def test_a_language_offered_is_taken_with_or_without_a_region(tag: str, kept: str):
    assert offered_language(tag) == kept


@pytest.mark.parametrize(
    "tag",
    [
        "ja-JP",
        "pt",
        "nl-NL",
        "multi",
        "",
        "english",
        "e",
        "en-",
        "en-AUS",
        "en-AU-x",
        "de--DE",
        "dé-FR",
        "zh-Hant",
    ],
)
def test_any_other_is_refused_with_a_sentence_that_names_those_offered(tag: str):
    with pytest.raises(InvalidInput) as refused:
        offered_language(tag)
    sentence = str(refused.value)
    assert sentence.startswith("The language ")
    assert sentence.endswith(".")
    assert all(f"{name} ({language})" in sentence for language, name in OFFERED.items())


def test_a_business_from_before_is_served_in_english():
    assert spoken_language("ja-JP") == "en"
    assert spoken_language("it-CH") == "it"
    assert language_of("PT_br") == "pt"
