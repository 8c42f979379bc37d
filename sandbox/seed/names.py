"""Names of people who do not exist: given and family names put together by chance, in many scripts."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from sandbox.seed.randomness import Chance

_LOCAL: Mapping[str, tuple[Sequence[str], Sequence[str]]] = MappingProxyType(
    {
        "en": (
            "Amelia Ava Ben Charlotte Chloe Daniel Ella Ethan Freya George Grace Harper Harry Isla Jack Jasmine Leo"
            " Liam Lily Lucas Maisie Mason Mia Niamh Noah Oliver Olivia Owen Poppy Ruby Ryan Sean Sophie Theo Tom"
            " Zoe".split(),
            "Adams Bailey Barker Bennett Brooks Carter Clarke Coleman Dawson Doyle Ellis Fletcher Foster Gallagher"
            " Grant Hughes Jenkins Kelly Lawson Marsh Murphy Nolan O'Brien Palmer Parsons Quinn Reid Shaw Sinclair"
            " Turner Walsh Webb Whitfield Wong Young".split(),
        ),
        "de": (
            "Anna Ben Clara David Elif Emil Finn Frieda Greta Hannah Ida Jakob Jonas Jürgen Käthe Lena Leon Luisa Maja"
            " Matteo Mehmet Mila Noah Oskar Paul Rosa Sören Theo Ute Zoë".split(),
            "Bauer Becker Böhm Brandt Fischer Frank Groß Hoffmann Jäger Kaya Keller Köhler Kraft Lange Lorenz Maier"
            " Möller Neumann Öztürk Pohl Richter Schäfer Schröder Seidel Straßer Vogt Weiß Yılmaz Zimmermann".split(),
        ),
        "fr": (
            "Adèle Agathe Anaïs Arthur Camille Chloé Côme Éloïse Émile Gaël Hélène Inès Jade Jules Léa Loïc Louise"
            " Lucas Maël Manon Noé Ophélie Raphaël Rémi Romane Sacha Théo Zoé".split(),
            "Aubert Barbier Benoît Berger Blanchard Charpentier Da-Silva Deschamps Fabre Faure Fontaine Garnier Guérin"
            " Lambert Lefèvre Lemoine Marchand Mercier Noël Perrin Renard Roussel Vidal Zidi".split(),
        ),
    }
)
_ELSEWHERE: tuple[tuple[Sequence[str], Sequence[str], str], ...] = (
    ("Анна Борис Вера Олег Ольга".split(), "Белова Волков Лебедев Орлова".split(), " "),
    ("Ελένη Νίκος Σοφία Γιώργος".split(), "Παπαδάκη Νικολάου Βασιλείου".split(), " "),
    ("مريم يوسف ليلى عمر".split(), "الحداد منصور خليل".split(), " "),
    ("נועה איתן מאיה".split(), "לוי פרידמן ברק".split(), " "),
    ("प्रिया अर्जुन मीरा".split(), "शर्मा पटेल गुप्ता".split(), " "),
    ("สมชาย มาลี".split(), "ใจดี แสงทอง".split(), " "),
    ("伟 丽 小明".split(), "陈 李 王".split(), ""),
    ("지우 서준 하윤".split(), "김 박 최".split(), ""),
    ("さくら 健太 結衣".split(), "佐藤 田中 鈴木".split(), " "),
    ("Nguyễn Thị Trần Văn".split(), "Hương Đức Ánh".split(), " "),
    ("Łukasz Święto­sława Żaneta".replace("\u00ad", "").split(), "Wójcik Dąbrowska Źrebiec".split(), " "),
    ("Þórdís Björk Siân Llŷr".split(), "Ólafsdóttir Guðmundsson Rhŷs".split(), " "),
)
"""Given and family names, and what stands between; East Asian ones begin with the family's."""

_FAMILY_FIRST = ("陈", "김", "佐藤")
_SINGLE = ("Madonna-Lou", "Björk K.", "X", "Dr. Prof. h. c. Ute", "Mr", "O")


def family(language: str, chance: Chance) -> str:
    return chance.one_of(_LOCAL[language][1])


def given(language: str, chance: Chance) -> str:
    return chance.one_of(_LOCAL[language][0])


def anybody(language: str, chance: Chance) -> str:
    """A caller's name: most are of the place, some of elsewhere, a few very long or hardly a name."""
    kind = chance.random.random()
    if kind < 0.84:
        return f"{given(language, chance)} {family(language, chance)}"
    if kind < 0.95:
        givens, families, between = chance.one_of(_ELSEWHERE)
        pair = (chance.one_of(givens), chance.one_of(families))
        return between.join(reversed(pair) if families[0] in _FAMILY_FIRST else pair)
    if kind < 0.98:
        firsts = " ".join(given(language, chance) for _ in range(chance.random.randint(4, 9)))
        return f"{firsts} {'-'.join(family(language, chance) for _ in range(3))}"
    return chance.one_of(_SINGLE)
