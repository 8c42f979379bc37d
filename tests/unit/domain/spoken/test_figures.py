"""Figures, signs and addresses as people say them, language by language."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.languages import OFFERED
from domain.spoken.figures import GRAMMARS, spoken
from domain.spoken.number_words import LARGEST, cardinal, digits, grouped_digits


@pytest.mark.parametrize(
    ("language", "written", "said"),
    [
        ("en", "That is £40.00 in all", "That is forty pounds in all"),
        ("en", "$1,250.75", "one thousand two hundred and fifty dollars and seventy five cents"),
        ("en", "$3.5 less", "three dollars and fifty cents less"),
        ("en", "3² m", "three m"),
        ("en", "€20–€30", "twenty to thirty euros"),
        ("en", "from 15–20 €", "from fifteen to twenty euros"),
        ("en", "AUD 60 a visit", "sixty dollars a visit"),
        ("en", "99p", "ninety nine p"),
        ("en", "$2.5 million", "two point five million dollars"),
        ("en", "$45/hour", "forty five dollars per hour"),
        ("en", "at 16:15, 16:45 or 17:00", "at quarter past four, quarter to five or five o'clock"),
        ("en", "from 8:30am to 7 pm", "from eight thirty a.m. to seven p.m."),
        ("en", "8-10am", "eight to ten a.m."),
        ("en", "20:05", "eight oh five in the evening"),
        ("en", "at 00:00", "at midnight"),
        ("en", "on Monday 3 May", "on Monday the third of May"),
        ("en", "on June 1st, 2027", "on the first of June twenty twenty seven"),
        ("en", "the 2nd of May", "the second of May"),
        ("en", "Friday, 5/6/2027", "Friday, the fifth of June twenty twenty seven"),
        ("en", "2027-01-31", "the thirty first of January twenty twenty seven"),
        ("en", "open 24/7", "open twenty four seven"),
        ("en", "in 1999", "in nineteen ninety nine"),
        ("en", "17,5 % less", "seventeen point five percent less"),
        ("en", "0.5%", "zero point five percent"),
        ("en", "3 of 12", "three of twelve"),
        ("en", "-2 degrees", "minus two degrees"),
        ("en", "4°C", "four degrees"),
        ("en", "90 min", "ninety minutes"),
        ("en", "12kg", "twelve kilos"),
        ("en", "call (07) 3000 0000", "call zero seven, three zero zero zero, zero zero zero zero"),
        ("en", "call 0491 570 156", "call zero four nine one, five seven zero, one five six"),
        ("en", "ring 13 22 11", "ring one three, two two, one one"),
        ("en", "code 00417", "code zero zero four, one seven"),
        ("en", "id 1234567", "id one two three, four five six seven"),
        ("en", "Level 2B", "Level two B"),
        ("en", "2 x 3", "two times three"),
        ("en", "1/4 hour", "a quarter hour"),
        ("en", "No. 7", "number seven"),
        ("en", "#3", "number three"),
        ("en", "info@a-b.example", "info at a dash b dot example"),
        ("en", "www.kim-hair.example/prices?x=1", "kim dash hair dot example"),
        ("en", "Tom & Ann", "Tom and Ann"),
        ("en", "and/or", "and or"),
        ("en", "yes/no", "yes or no"),
        ("en", "Sat 10-4", "Saturday ten to four"),
        ("en", "Mon–Wed", "Monday to Wednesday"),
        ("en", "~20 min", "about twenty minutes"),
        ("en", "6 ½ hours", "six and a half hours"),
        ("de", "Das macht 39,90 €", "Das macht neununddreißig Euro neunzig"),
        ("de", "1.250 Euro", "eintausendzweihundertfünfzig Euro"),
        ("de", "CHF 85.-", "fünfundachtzig Franken"),
        ("de", "20–30 €", "zwanzig bis dreißig Euro"),
        ("de", "um 15:45 Uhr", "um fünfzehn Uhr fünfundvierzig"),
        ("de", "um 9 Uhr", "um neun Uhr"),
        ("de", "9–12 Uhr", "neun bis zwölf Uhr"),
        ("de", "am 3. Mai", "am dritten Mai"),
        ("de", "bis 31.12.", "bis einunddreißigsten Dezember"),
        ("de", "der 1. Juni 2027", "der erste Juni zweitausendsiebenundzwanzig"),
        ("de", "am Freitag, den 5.6.2027", "am Freitag, den fünften Juni zweitausendsiebenundzwanzig"),
        ("de", "2027-01-31", "einunddreißigster Januar zweitausendsiebenundzwanzig"),
        ("de", "17,5 %", "siebzehn Komma fünf Prozent"),
        ("de", "3 von 12", "drei von zwölf"),
        ("de", "ca. 90 Min.", "ca. neunzig Minuten"),
        ("de", "im 1. Stock", "im ersten Stock"),
        ("de", "+49 89 1234567", "plus vier neun, acht neun, eins zwei drei, vier fünf sechs sieben"),
        ("de", "Nr. 7", "Nummer sieben"),
        ("de", "1 Stunde und 1 Termin", "eine Stunde und ein Termin"),
        ("de", "Mo–Mi", "Montag bis Mittwoch"),
        ("de", "info@a-b.example", "info at a Bindestrich b Punkt example"),
        ("de", "Kern & Söhne", "Kern und Söhne"),
        ("fr", "Ça fait 39,90 €", "Ça fait trente-neuf euros quatre-vingt-dix"),
        ("fr", "1 250 €", "mille deux cent cinquante euros"),
        ("fr", "20–30 €", "vingt à trente euros"),
        ("fr", "à 15h45", "à quinze heures quarante-cinq"),
        ("fr", "à 9h", "à neuf heures"),
        ("fr", "de 9h-12h", "de neuf heures à midi"),
        ("fr", "le 3 mai", "le trois mai"),
        ("fr", "le 1er juin 2027", "le premier juin deux mille vingt-sept"),
        ("fr", "vendredi 5/6/2027", "vendredi cinq juin deux mille vingt-sept"),
        ("fr", "17,5 %", "dix-sept virgule cinq pour cent"),
        ("fr", "90 min", "quatre-vingt-dix minutes"),
        ("fr", "01 23 45 67 89", "zéro un, deux trois, quatre cinq, six sept, huit neuf"),
        ("fr", "n° 7", "numéro sept"),
        ("fr", "1 heure et 21 minutes", "une heure et vingt-et-une minutes"),
        ("fr", "info@a-b.example", "info arobase a tiret b point example"),
        ("es", "Son 39,90 €", "Son treinta y nueve euros con noventa"),
        ("es", "1.250 €", "mil doscientos cincuenta euros"),
        ("es", "20–30 €", "veinte a treinta euros"),
        ("es", "a las 15:45", "a las quince cuarenta y cinco"),
        ("es", "a las 9:00 h", "a las nueve"),
        ("es", "el 3 de mayo", "el tres de mayo"),
        ("es", "el 1 de junio de 2027", "el uno de junio de dos mil veintisiete"),
        ("es", "viernes 5/6/2027", "viernes cinco de junio de dos mil veintisiete"),
        ("es", "17,5 %", "diecisiete coma cinco por ciento"),
        ("es", "90 min", "noventa minutos"),
        ("es", "+34 600 123 456", "más tres cuatro, seis cero cero, uno dos tres, cuatro cinco seis"),
        ("es", "1 hora y 21 minutos", "una hora y veintiún minutos"),
        ("es", "a las 4:30 p. m. del lunes", "a las cuatro y media de la tarde del lunes"),
        ("es", "info@a-b.example", "info arroba a guion b punto example"),
        ("es", "100 euros", "cien euros"),
        ("it", "Sono 39,90 €", "Sono trentanove euro e novanta"),
        ("it", "1.250 €", "milleduecentocinquanta euro"),
        ("it", "20–30 €", "venti a trenta euro"),
        ("it", "alle 15:45", "alle quindici e quarantacinque"),
        ("it", "alle 9:00", "alle nove"),
        ("it", "il 3 maggio", "il tre maggio"),
        ("it", "il 1 giugno 2027", "il primo giugno duemilaventisette"),
        ("it", "venerdì 5/6/2027", "venerdì cinque giugno duemilaventisette"),
        ("it", "17,5 %", "diciassette virgola cinque per cento"),
        ("it", "90 min", "novanta minuti"),
        ("it", "+39 02 1234 5678", "più tre nove, zero due, uno due tre quattro, cinque sei sette otto"),
        ("it", "1 ora e 21 minuti", "una ora e ventuno minuti"),
        ("it", "info@a-b.example", "info chiocciola a trattino b punto example"),
    ],
)  # fmt: skip
def test_figures_are_said_in_words(language: str, written: str, said: str):
    assert spoken(written, language) == said


@pytest.mark.parametrize(
    ("language", "country", "said"),
    [
        ("en-AU", "AU", "the fifth of June"),
        ("en-US", "US", "the sixth of May"),
        ("en", "", "the fifth of June"),
    ],
)
def test_the_country_says_which_comes_first(language: str, country: str, said: str):
    assert spoken("5/6/2027", language, country).startswith(said)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Fine, thanks.", "Fine, thanks."),
        ("Well-known twenty-four hour shop", "Well-known twenty-four hour shop"),
        ("- a dash", "a dash"),
        ("one \u2014 two - three", "one, two, three"),
        ("Let me look find\ue000.", "Let me look"),
        ("Great :) see you ;-)", "Great see you"),
        (", and then , that ,.", "and then, that."),
        ("We close at 5 p.m..", "We close at five p.m."),
        ("!", "!"),
        ("***", ""),
    ],
)
def test_the_rest_is_left_as_it_is_or_tidied(text: str, said: str):
    assert spoken(text, "en") == said


@pytest.mark.parametrize("text", ["水曜日の午後2時です。", "बुधवार को 2 बजे।", "الساعة 2 يوم الأربعاء."])
def test_figures_within_another_script_are_left_to_the_voice(text: str):
    assert spoken(text, "en") == text


def test_a_language_that_is_not_offered_keeps_its_figures():
    assert spoken("Custa 85,00 por 2 horas.", "pt-BR") == "Custa 85,00 por 2 horas."


def test_every_language_offered_has_a_grammar_that_is_whole():
    assert list(GRAMMARS) == list(OFFERED)
    for grammar in GRAMMARS.values():
        assert len(grammar.months) == 12
        assert len(set(grammar.weekdays.values())) == 7
        assert set(grammar.signs) == set(GRAMMARS["en"].signs)
        assert {"$", "€", "£", "CHF"} <= set(grammar.currencies)


@pytest.mark.parametrize("language", OFFERED)
@given(number=st.integers(0, LARGEST))
def test_a_number_is_words_only_and_no_two_are_the_same(language: str, number: int):
    said = cardinal(number, language)
    assert re.fullmatch(r"[^\W\d_][^\d,_]*", said)
    assert number == 0 or said != cardinal(number - 1, language)


def test_a_number_too_long_to_count_is_said_digit_by_digit():
    assert cardinal(LARGEST + 1, "en") == "one " + " ".join(["zero"] * 12)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("0412", "zero four one two"),
        ("04123", "zero four one, two three"),
        ("0412345678", "zero four one, two three four, five six seven eight"),
        ("04 12-345", "zero four, one two, three four five"),
    ],
)
def test_a_telephone_number_is_said_in_groups(written: str, said: str):
    assert grouped_digits(written, "en") == said
    assert digits(written, "en") == said.replace(",", "")


@given(
    st.text(st.sampled_from("0123456789 .,:/-$€£%#&@+~°abpmx½()'"), max_size=25),
    st.sampled_from(list(OFFERED)),
)
def test_no_figure_is_left_whatever_is_written(text: str, language: str):
    assert not re.search(r"[\d$€£%#@~_½]", spoken(text, language))
