"""Card numbers and security codes are taken out, however they are said; phone numbers and the like stay."""

import pytest

from domain.redaction.cards import CARD, CODE, is_card, redacted, redacted_text, redacted_value

VISA, MASTERCARD, AMEX = "4539 5787 6362 1486", "5425233430109903", "3742 454554 00126"

WORDS = {
    "digits": "it's 4539 5787 6362 1486 thanks",
    "dashes": "it's 4539-5787-6362-1486 thanks",
    "one by one": "it's 4 5 3 9 5 7 8 7 6 3 6 2 1 4 8 6 thanks",
    "en": "it's four five three nine five seven eight seven six three six two one four eight six thanks",
    "en pairs": "it's forty-five thirty nine fifty seven eighty-seven sixty three sixty two fourteen eighty six thanks",
    "de": "it's vier fünf drei neun fünf sieben acht sieben sechs drei sechs zwo eins vier acht sechs thanks",
    "de pairs": "it's fünfundvierzig neununddreißig siebenundfünfzig siebenundachtzig dreiundsechzig "
    "zweiundsechzig vierzehn sechsundachtzig thanks",
    "fr": "it's quatre cinq trois neuf cinq sept huit sept six trois six deux un quatre huit six thanks",
    "fr pairs": "it's quarante-cinq trente-neuf cinquante-sept quatre-vingt-sept soixante-trois soixante-deux "
    "quatorze quatre-vingt-six thanks",
    "es": "it's cuatro cinco tres nueve cinco siete ocho siete seis tres seis dos uno cuatro ocho seis thanks",
    "es pairs": "it's cuarenta y cinco treinta y nueve cincuenta y siete ochenta y siete sesenta y tres sesenta y dos "
    "catorce ochenta y seis thanks",
    "it": "it's quattro cinque tre nove cinque sette otto sette sei tre sei due uno quattro otto sei thanks",
    "it pairs": "it's quarantacinque trentanove cinquantasette ottantasette sessantatré sessantadue quattordici "
    "ottantasei thanks",
    "hesitation": "it's 4539, um, 5787 and then 6362 uh 1486 thanks",
    "mixed": "it's forty five thirty nine, 5787, six three six two, 1486 thanks",
}


@pytest.mark.parametrize("how", WORDS)
def test_a_card_number_is_taken_out_however_it_is_said(how: str) -> None:
    assert redacted_text(WORDS[how]) == f"it's {CARD} thanks"


@pytest.mark.parametrize("number", [VISA, MASTERCARD, AMEX, "6011 0009 9013 9424", "3530111333300000"])
def test_cards_of_every_network_are_known(number: str) -> None:
    assert is_card(number.replace(" ", ""))
    assert redacted_text(f"My card: {number}.") == f"My card: {CARD}."


def test_doubled_digits_count() -> None:
    assert redacted_text("four triple one one triple one one triple one double one double one") == CARD
    assert redacted_text("double five, that is my house") == "double five, that is my house"


@pytest.mark.parametrize(
    "text",
    [
        "call me on 0412 345 678 or +61 2 9876 5432",
        "zero four one two three four five six seven eight",
        "4539 5787 6362 1487",
        "the 4th at 10:30, for 2 people, until 2027",
        "my booking number is 1234567890123456",
        "one two three four",
        "",
    ],
)
def test_other_numbers_stay(text: str) -> None:
    assert redacted_text(text) == text


def test_a_card_number_goes_on_over_turns_whatever_the_agent_says_between() -> None:
    said = [
        ("caller", "Take it from my card, that's 4539 5787"),
        ("agent", "Yes?"),
        ("caller", "six three six two"),
        ("agent", "Go on."),
        ("caller", "and 1486, that's all"),
        ("agent", "Let me repeat: 4539, 5787, 6362, 1486."),
        ("caller", "Yes, and call me on 0412 345 678"),
    ]
    found = redacted(said)
    assert found.texts == (
        f"Take it from my card, that's {CARD}",
        "Yes?",
        CARD,
        "Go on.",
        f"and {CARD}, that's all",
        f"Let me repeat: {CARD}.",
        "Yes, and call me on 0412 345 678",
    )
    assert found.cards == ("4539578763621486",)


def test_other_words_between_two_turns_end_a_number() -> None:
    said = [("caller", "4539 5787"), ("caller", "no wait, my number is 6362 1486")]
    assert redacted(said).texts == tuple(text for _, text in said)


def test_security_codes_are_taken_out_by_their_name_and_after_a_card() -> None:
    for name in (
        "cvc",
        "security code",
        "Prüfnummer",
        "cryptogramme",
        "código de seguridad",
        "codice di sicurezza",
    ):
        assert redacted_text(f"the {name} is 1 2 3") == f"the {name} is {CODE}"
    said = [
        ("agent", "And the security code?"),
        ("caller", "seven three seven"),
        ("caller", "I live at 737 George Street and want a colour on the fourth"),
    ]
    assert redacted(said).texts == (
        said[0][1],
        CODE,
        f"I live at {CODE} George Street and want a colour on the fourth",
    )
    later = [
        ("caller", VISA),
        ("agent", "Anything else?"),
        ("caller", "737"),
        ("caller", "I am 1 of 3 children"),
    ]
    assert redacted(later).texts == (CARD, "Anything else?", CODE, "I am 1 of 3 children")
    assert redacted_text(f"{VISA} 12 27 737") == f"{CARD} {CODE}"
    assert redacted_text("4539578763621486737") == CARD


def test_values_keep_their_shape() -> None:
    plain = {"name": "Mia", "at": [1, "two", None]}
    assert redacted_value(plain) is plain
    assert redacted_value({"text": f"card {VISA}", "n": ("x", [VISA])}) == {
        "text": f"card {CARD}",
        "n": ("x", [CARD]),
    }


def test_whatever_is_said_no_card_number_is_left_and_texts_without_one_are_the_same() -> None:
    for start in range(len(VISA)):
        first, second = VISA[:start], VISA[start:]
        found = redacted([("caller", f"it is {first}"), ("agent", "mhm"), ("caller", second)])
        left = "".join(sign for text in found.texts for sign in text if sign.isdecimal())
        assert left == "", (first, second, found.texts)
