"""What callers say in a few words, and what only looks like it, in every language there are cues for."""

import re
from dataclasses import fields

import pytest

from domain.dialogue.cues.reading import (
    CUES,
    asks_to_wait,
    begins_a_matter,
    is_answer,
    is_assent,
    is_backchannel,
    is_farewell,
    is_hesitation,
    words_of,
)

WAITS = {
    "en": (
        "Can you hold for just a second?", "hang on a minute", "One sec.", "give me two seconds",
        "Bear with me a moment",
        "um, let me look at my calendar", "I'm just fetching my purse", "let me ask my wife", "I'll be right back",
        "Please don't hang up", "there's somebody at the door", "Sorry, I just need to find my glasses",
        "hold the line please", "hmm let me think about it", "let me see if that works with my schedule", "Wait.",
        "okay, I'm looking for my diary now", "I'll only be a minute", "would you mind waiting a moment",
        "two minutes, I'm just getting my appointment card out of my bag", "let me write that down",
        "my daughter is crying, give me a second", "I'm just parking the car", "let me turn the radio down",
        "hang on, I've got another call coming in", "let me go somewhere quieter", "hold on while I ask my sister",
        "I'll just put you on speakerphone", "just getting my calendar app up", "the dog's barking, one moment",
    ),
    "de": (
        "Einen kleinen Moment noch bitte", "Warten Sie mal kurz", "ich hole schnell meine Brille", "Sekunde",
        "Da muss ich kurz in meinem Kalender nachschauen", "Bleiben Sie bitte am Apparat", "Ich bin gleich wieder da",
        "Moment, mein Handy klingelt", "ich stelle Sie kurz auf Lautsprecher", "Ich fahre mal eben rechts ran",
        "ich mache schnell das Radio leiser", "da ruft gerade noch jemand an, Sekunde", "Momenterl bitte",
    "gedulden Sie sich einen Augenblick", "darf ich kurz meinen Mann fragen", "da läutet es gerade"),
    "fr": ("Une seconde", "Attendez un instant s'il vous plaît", "Je vais regarder dans mon agenda",
    "je cherche mon stylo", "je vous mets sur haut-parleur", "un instant, ma fille pleure", "je baisse la radio",
    "minute s'il vous plaît", "je prends de quoi noter"),
    "es": ("Un momentito", "Espéreme un minuto por favor", "voy a mirar mi agenda", "No se retire",
    "voy por mi libreta", "un segundo,"
    " mi perro está ladrando", "ahora apago la tele", "voy a aparcar el coche", "espéreme tantito",
    "deje que busque mi agenda", "regáleme un minuto", "ahorita vuelvo", "Momentico por favor"),
    "it": ("Un attimino", "Può aspettare un momento?", "sto cercando gli occhiali", "Rimanga in linea",
    "un attimo, il telefono squilla", "accosto un attimo",
    "la metto in vivavoce", "abbasso la musica", "Attimo solo", "può attendere in linea un momento",
    "prendo carta e penna"),
}  # fmt: skip

ASKS = {
    "en": (
        "Hold on, do you do beards as well?", "wait, not Friday", "I'm just looking for a trim",
        "I'm getting married",
        "let me see, Wednesday at four", "can you hold a chair for me on Monday", "let me ask you about prices",
        "how long is the wait", "I can't wait", "let me have the second one", "a minute past three", "I need a moment"
        " with the manager about my bill", "check the time for me", "", "yes", "I'm looking for a hairdresser",
        "where do I park the car", "my daughter needs a haircut", "I'm getting another haircut for my son",
        "can you put me on hold for Mia", "hold on, Tuesday works better", "I'm moving to the other salon",
    ),
    "de": ("Moment, haben Sie auch samstags auf?", "ich suche einen Friseur",
    "ich hole am Freitag meine Tochter ab", "ja", "ich fahre lieber am Montag", "wo kann ich parken"),
    "fr": ("attendez, plutôt le jeudi", "je prends celui de dix heures", "je cherche un coiffeur"),
    "es": ("espere, quería preguntar el precio", "busco una peluquería para mi hija el lunes", "tomo esa"),
    "it": ("aspetti, volevo cambiare giorno", "cerco un parrucchiere", "prendo la prima"),
}  # fmt: skip

FAREWELLS = {
    "en": (
        "Bye now",
        "great, thanks for that, bye",
        "thank you Molly, bye bye",
        "see you on Friday then",
        "You too",
        "Thanks Molly, talk to you Tuesday, bye",
        "speak to you tomorrow then",
    ),
    "de": (
        "Vielen Dank, tschüss",
        "auf Wiederhören Frau Weber",
        "Ihnen auch einen schönen Tag noch",
        "auf Wiederschauen, Ihnen auch schöne Feiertage",
        "pfiat Ihnen",
        "danke vielmals, tschau",
    ),
    "fr": (
        "Merci beaucoup, au revoir",
        "bonne soirée",
        "à bientôt madame",
        "merci, bonne fin de semaine",
        "à tantôt",
        "bye bye",
    ),
    "es": (
        "Muchas gracias, hasta luego",
        "adiós",
        "igualmente, que tenga un buen día",
        "gracias, que le vaya bien",
        "muy amable, feliz tarde",
        "hasta el lunes",
    ),
    "it": (
        "Grazie mille, arrivederci",
        "a presto",
        "anche a lei, buona giornata",
        "ci risentiamo, buon lavoro",
        "grazie infinite, a lunedì",
        "la saluto",
    ),
}

MATTERS = {
    "en": (
        "oh, before I forget",
        "actually, can I come later",
        "sorry, what was the address",
        "thanks, but how much is it",
        "see you tuesday, actually make it wednesday",
    ),
    "de": (
        "ach, aber was kostet das denn",
        "danke, noch eine Frage",
        "können Sie das ändern",
        "auf Wiederschauen ach nein was kostet das",
    ),
    "fr": ("ah, mais combien ça coûte", "j'ai oublié quelque chose", "attendez encore une question"),
    "es": ("ah, pero cuánto cuesta", "olvidé algo", "gracias, y dónde están"),
    "it": ("ah, ma quanto costa", "ho dimenticato una cosa", "grazie, dove siete"),
}

NOISES = {
    "en": ("mm-hm", "Uh-huh.", "mmmmm", "Yeah, yeah, right, okay, I see, got it, yeah"),
    "de": (
        "mhm",
        "genau",
        "ja ja, genau, alles klar, verstehe",
        "ach so, okay",
        "ach ja, sehr schön",
        "eh klar, passt schon",
    ),
    "fr": ("d'accord", "ah oui, je vois, très bien", "mmh", "c'est noté, impeccable", "ça roule, ok"),
    "es": ("vale, vale, claro, ya veo", "ajá", "de acuerdo", "ah ya, qué bien", "sale, ándale"),
    "it": (
        "va bene, certo, capisco, ho capito, ok",
        "ah ecco",
        "esatto",
        "va benissimo, tutto chiaro",
        "eh già",
    ),
}

TAKES_THE_FLOOR = {
    "en": ("", "yes", "no", "okay but not Monday", "right now", "good morning", "3"),
    "de": ("ja", "nein", "genau, aber später", "moment"),
    "fr": ("oui", "non", "d'accord mais plus tard"),
    "es": ("sí", "no", "vale pero otro día"),
    "it": ("sì", "no", "va bene ma domani"),
}


def spoken(table: dict[str, tuple[str, ...]]) -> list[tuple[str, str]]:
    return [(language, text) for language, texts in table.items() for text in texts]


@pytest.mark.parametrize(("language", "text"), spoken(WAITS))
def test_a_wish_for_a_moment_is_understood(language: str, text: str):
    assert asks_to_wait(text, language)


@pytest.mark.parametrize(("language", "text"), spoken(ASKS))
def test_what_wants_an_answer_is_not_taken_for_a_wish_to_wait(language: str, text: str):
    assert not asks_to_wait(text, language)


@pytest.mark.parametrize(("language", "text"), spoken(FAREWELLS))
def test_a_farewell_is_one_from_its_first_word_on(language: str, text: str):
    assert is_farewell(text, language)
    words = text.split()
    assert not any(begins_a_matter(" ".join(words[:n]), language) for n in range(1, len(words) + 1))


@pytest.mark.parametrize(("language", "text"), spoken(MATTERS))
def test_a_new_matter_is_no_farewell(language: str, text: str):
    assert not is_farewell(text, language)
    assert begins_a_matter(text, language)


@pytest.mark.parametrize(("language", "text"), spoken(NOISES))
def test_any_number_of_listening_noises_is_still_listening(language: str, text: str):
    assert is_backchannel(text, language)
    assert not begins_a_matter(text, language)


@pytest.mark.parametrize(("language", "text"), spoken(TAKES_THE_FLOOR))
def test_an_answer_or_a_wish_is_no_listening_noise(language: str, text: str):
    assert not is_backchannel(text, language)


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "Yes please"), ("en", "okay, go ahead"), ("de", "Ja, gerne"), ("fr", "oui, c'est ça"), ("es",
    "sí, claro"),
     ("it", "sì, va bene grazie")],
)  # fmt: skip
def test_a_yes_is_read_with_the_courtesies_around_it(language: str, text: str):
    assert is_assent(text, language)
    assert is_answer(text, language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "freilich"),
        ("de", "ja klar, selbstverständlich"),
        ("de", "geht klar"),
        ("fr", "c'est correct"),
        ("fr", "oui, effectivement"),
        ("fr", "je veux bien, merci"),
        ("es", "sale"),
        ("es", "sí, me queda bien"),
        ("es", "lo confirmo"),
        ("it", "come no"),
        ("it", "sì, va benissimo"),
        ("it", "senz'altro"),
    ],
)
def test_a_yes_is_understood_from_every_region(language: str, text: str):
    assert is_assent(text, language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "nein, auf keinen Fall"),
        ("de", "lieber nicht"),
        ("fr", "pas du tout"),
        ("fr", "non, ça ne va pas"),
        ("es", "para nada"),
        ("es", "no, mejor no"),
        ("it", "no, assolutamente no"),
        ("it", "direi di no"),
    ],
)
def test_a_no_in_more_than_one_word_is_an_answer_and_no_yes(language: str, text: str):
    assert is_answer(text, language)
    assert not is_assent(text, language)


@pytest.mark.parametrize("text", ["no thanks", "yes but later", "yes for my son too", "thank you"])
def test_a_yes_with_more_to_it_is_not_just_a_yes(text: str):
    assert not is_assent(text, "en")


def test_a_no_is_an_answer():
    assert is_answer("No, thank you.", "en")
    assert not is_answer("Tuesday", "en")


def test_a_hesitation_means_nothing_yet():
    assert is_hesitation("Um... uh", "en")
    assert is_hesitation("ähm", "de")
    assert not is_hesitation("um yes", "en")


def test_a_language_without_cues_is_read_as_english():
    assert is_backchannel("uh huh", "sv-SE")
    assert asks_to_wait("hold on", "pt")


def test_region_and_spelling_of_the_tag_do_not_matter():
    assert is_backchannel("genau", "de_AT")
    assert is_backchannel("genau", "DE")


def test_signs_and_capitals_do_not_matter():
    assert words_of("It’s… MM-HMM, ok!") == ("it's", "mm", "hmm", "ok")


@pytest.mark.parametrize("language", CUES)
def test_every_language_has_every_cue_in_the_spelling_words_are_read_in(language: str):
    for field in fields(CUES[language]):
        entries = getattr(CUES[language], field.name)
        assert entries
        for entry in entries:
            if field.name == "pauses":
                assert re.compile(entry).groups == 0, "groups would cost time and bring nothing"
            else:
                assert " ".join(words_of(entry)) == entry
