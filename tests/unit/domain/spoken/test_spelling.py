"""Names as callers spell them."""

import pytest

from domain.spoken.spelling import as_spelled, spelled


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("it's Jon, J O N", ("jon",)),
        ("K-O-H-L-E-R.", ("kohler",)),
        ("M. A. E. R. Z.", ("maerz",)),
        ("k for kilo, e, double l, e, y", ("kelley",)),
        ("n as in november e a l", ("neal",)),
        ("bravo yankee romeo november echo", ("byrne",)),
        ("aitch a n n a aitch", ("hannah",)),
        ("m u umlaut l l e r", ("müller",)),
        ("r e n e accent aigu", ("rené",)),
        ("s wie siegfried, o, r g e", ("sorge",)),
        ("s comme suzanne u z y", ("suzy",)),
        ("o apostrophe h a r a", ("o'hara",)),
        ("l e e dash w u", ("lee-wu",)),
        ("that's spelled l i", ("li",)),
        ("first b o b then r a e", ("bob", "rae")),
        ("I am a regular", ()),
        ("I saw Mike and Oscar", ()),
        ("", ()),
    ],
)
def test_letters_in_a_row_are_a_word(said: str, words: tuple[str, ...]):
    assert spelled(said) == words


@pytest.mark.parametrize(
    ("name", "spellings", "kept"),
    [
        ("Anna Kohler", ("koehler",), "Anna Koehler"),
        ("John Byrne", ("jon",), "Jon Byrne"),
        ("Katherine Meyer", ("maier",), "Katherine Maier"),
        ("Katherine Meyer", ("cathryn", "maier"), "Cathryn Maier"),
        ("Anna Smith", ("smyth", "smythe"), "Anna Smythe"),
        ("Anna Smith", ("annasmyth",), "Anna Smyth"),
        ("Rene Muller", ("rené", "müller"), "René Müller"),
        ("Sean OHara", ("o'hara",), "Sean O'Hara"),
        ("Anna Smith Jones", ("smyth",), "Anna Smyth Jones"),
        ("Ian McDonald", ("mcdonald",), "Ian McDonald"),
        ("Anna Smith", ("parking",), "Anna Smith"),
        ("Anna Smith", (), "Anna Smith"),
        ("", ("smyth",), ""),
    ],
)
def test_a_name_is_kept_as_it_was_spelled(name: str, spellings: tuple[str, ...], kept: str):
    assert as_spelled(name, spellings) == kept
