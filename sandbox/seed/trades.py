"""The six trades: what is sold, by whom, with what, when, and what callers ask. Texts in English, German and French."""

from collections.abc import Sequence
from dataclasses import dataclass

Text = tuple[str, str, str]
"""English, German, French."""

LANGUAGES = ("en", "de", "fr")


def said(text: Text, language: str) -> str:
    return text[LANGUAGES.index(language)]


@dataclass(frozen=True, slots=True)
class Option:
    """A variant when `instead`, else an add-on."""

    name: Text
    minutes: int
    price: int
    instead: bool = False
    segments: tuple[tuple[int, bool], ...] = ()


@dataclass(frozen=True, slots=True)
class Sold:
    """An offering.

    Attributes:
        price: in whole units of the currency.
        segments: minutes, and whether it is processing time.
        needs: kinds of the trade's assets.
        often: how often it is booked, beside the others.
        by_some: not everybody does it.
        seats: of a group session, weekly at `weekly` (weekday, hour).
    """

    name: Text
    minutes: int
    price: int
    segments: tuple[tuple[int, bool], ...] = ()
    before: int = 0
    after: int = 0
    needs: tuple[str, ...] = ()
    often: float = 1.0
    by_some: bool = False
    options: tuple[Option, ...] = ()
    channels: tuple[str, ...] = ("phone", "web")
    notice_min: int | None = None
    horizon_days: int | None = None
    per_day: int | None = None
    grid_min: int | None = None
    seats: int | None = None
    weekly: tuple[int, int] = (1, 18)


_QUESTIONS: Sequence[tuple[Text, str, Sequence[Text]]] = (
    (("Have you been here before?", "Waren Sie schon bei uns?", "Êtes-vous déjà venu ?"), "yes_no", ()),
    (
        ("How did you hear of us?", "Wie haben Sie von uns erfahren?", "Comment nous avez-vous connus ?"),
        "choice",
        (
            ("Friends", "Freunde", "Amis"),
            ("The web", "Internet", "Internet"),
            ("Passing by", "Vorbeigehen", "En passant"),
        ),
    ),
)
"""Asked with the first offering: label, kind, choices."""


@dataclass(frozen=True, slots=True)
class Trade:
    """`hours`: weekday, opening and closing, `24:00` for midnight; `busy`: how full the days of staff are, 0 to 1."""

    key: str
    names: Sequence[Text]
    sold: Sequence[Sold]
    hours: Sequence[tuple[int, str, str]]
    staff: tuple[int, int]
    assets: Sequence[tuple[str, Text, int]] = ()
    answers: Sequence[tuple[Text, Text]] = ()
    busy: float = 0.6
    urgent: Text = ("", "", "")
    questions: Sequence[tuple[Text, str, Sequence[Text]]] = _QUESTIONS
    opens_on_holidays: bool = False
    has_branches: bool = True


def _week(opens: str, closes: str, days: Sequence[int] = range(5)) -> tuple[tuple[int, str, str], ...]:
    return tuple((day, opens, closes) for day in days)


_PARKING: tuple[Text, Text] = (
    ("Is there parking?", "Gibt es Parkplätze?", "Y a-t-il un parking ?"),
    (
        "Yes, two hours are free behind the building.",
        "Ja, hinter dem Haus, zwei Stunden kostenlos.",
        "Oui, deux heures gratuites derrière le bâtiment.",
    ),
)
_CARDS: tuple[Text, Text] = (
    ("Do you take cards?", "Kann ich mit Karte zahlen?", "Prenez-vous la carte ?"),
    (
        "Yes, all of them, and cash too.",
        "Ja, mit jeder, und auch bar.",
        "Oui, toutes, et les espèces aussi.",
    ),
)

HAIR = Trade(
    key="hair",
    names=(
        ("Copper Comb Hair", "Salon Kupferkamm", "Salon Peigne de Cuivre"),
        ("The Parting", "Scheitelpunkt", "La Raie au Milieu"),
        ("Wild Fringe", "Ponyhof Friseure", "La Frange Folle"),
    ),
    sold=(
        Sold(
            ("Haircut", "Haarschnitt", "Coupe"),
            45,
            62,
            after=5,
            needs=("chair",),
            often=6,
            options=(
                Option(("Long hair", "Lange Haare", "Cheveux longs"), 60, 78, instead=True),
                Option(("Fringe", "Pony", "Frange"), 15, 15),
            ),
        ),
        Sold(
            ("Beard trim", "Bart schneiden", "Taille de barbe"),
            20,
            28,
            needs=("chair",),
            often=3,
            grid_min=10,
        ),
        Sold(
            ("Colour", "Farbe", "Coloration"),
            120,
            165,
            segments=((40, False), (35, True), (45, False)),
            after=10,
            needs=("chair",),
            often=2,
            by_some=True,
            notice_min=240,
            options=(
                Option(
                    ("Roots only", "Nur Ansatz", "Racines"),
                    90,
                    120,
                    instead=True,
                    segments=((25, False), (35, True), (30, False)),
                ),
                Option(("Gloss", "Glanztönung", "Gloss"), 20, 35),
            ),
        ),
        Sold(("Children's cut", "Kinderschnitt", "Coupe enfant"), 30, 32, needs=("chair",), often=2),
        Sold(
            ("Wedding styling", "Brautfrisur", "Coiffure de mariage"),
            150,
            320,
            before=15,
            after=15,
            needs=("chair",),
            often=0.2,
            by_some=True,
            channels=("phone",),
            notice_min=2880,
            per_day=2,
        ),
    ),
    hours=(*_week("09:00", "18:00", range(1, 5)), (5, "08:30", "15:00")),
    staff=(3, 6),
    assets=(("chair", ("Chair", "Platz", "Fauteuil"), 4),),
    answers=(
        _PARKING,
        _CARDS,
        (
            ("Do you do children's hair?", "Schneiden Sie auch Kinder?", "Coupez-vous les enfants ?"),
            ("Gladly, from two years on.", "Gern, ab zwei Jahren.", "Avec plaisir, dès deux ans."),
        ),
    ),
    busy=0.66,
)

DENTAL = Trade(
    key="dental",
    names=(
        ("Lantern Dental", "Zahnärzte am Lampenplatz", "Cabinet dentaire du Fanal"),
        ("Quayside Teeth", "Praxis Weißzahn", "Dentistes du Quai"),
    ),
    sold=(
        Sold(("Check-up", "Kontrolle", "Contrôle"), 30, 95, after=5, needs=("surgery",), often=6),
        Sold(
            ("Scale and polish", "Zahnreinigung", "Détartrage"),
            45,
            140,
            after=10,
            needs=("surgery",),
            often=4,
        ),
        Sold(
            ("Filling", "Füllung", "Plombage"),
            60,
            260,
            segments=((10, False), (10, True), (40, False)),
            after=10,
            needs=("surgery",),
            often=2,
            by_some=True,
            options=(Option(("Two surfaces", "Zwei Flächen", "Deux faces"), 80, 340, instead=True),),
        ),
        Sold(
            ("Root canal", "Wurzelbehandlung", "Traitement de canal"),
            90,
            980,
            before=10,
            after=15,
            needs=("surgery", "microscope"),
            often=0.6,
            by_some=True,
            channels=("phone",),
            per_day=2,
        ),
        Sold(
            ("Emergency visit", "Schmerztermin", "Urgence"),
            30,
            150,
            after=5,
            needs=("surgery",),
            often=1,
            channels=("phone",),
            horizon_days=3,
            notice_min=0,
        ),
    ),
    hours=(
        *_week("08:00", "12:30"),
        *_week("13:30", "17:30", range(4)),
    ),
    staff=(3, 5),
    assets=(
        ("surgery", ("Surgery", "Behandlungszimmer", "Salle de soins"), 4),
        ("microscope", ("Microscope", "Mikroskop", "Microscope"), 1),
    ),
    answers=(
        _PARKING,
        (
            ("Do you see children?", "Behandeln Sie Kinder?", "Soignez-vous les enfants ?"),
            (
                "Yes, from the first tooth on.",
                "Ja, vom ersten Zahn an.",
                "Oui, dès la première dent.",
            ),
        ),
    ),
    busy=0.7,
    urgent=(
        "My face is swelling and I can hardly breathe.",
        "Mein Gesicht schwillt an und ich bekomme kaum Luft.",
        "Mon visage gonfle et j'ai du mal à respirer.",
    ),
)

PHYSIO = Trade(
    key="physio",
    names=(
        ("Bent Knee Physio", "Physio Kniebeuge", "Kiné du Genou"),
        ("Long Reach Physiotherapy", "Therapie am Speicher", "Kiné Grand Large"),
    ),
    sold=(
        Sold(("First visit", "Erstbefund", "Premier bilan"), 45, 130, after=5, needs=("room",), often=2),
        Sold(("Follow-up", "Folgetermin", "Séance"), 30, 95, after=5, needs=("room",), often=7),
        Sold(
            ("Dry needling", "Trockennadeln", "Aiguilles sèches"),
            40,
            120,
            segments=((10, False), (20, True), (10, False)),
            needs=("room",),
            often=1,
            by_some=True,
        ),
        Sold(
            ("Sports massage", "Sportmassage", "Massage sportif"),
            60,
            125,
            after=10,
            needs=("room",),
            often=2,
            options=(Option(("Hot stones", "Heiße Steine", "Pierres chaudes"), 15, 30),),
        ),
        Sold(
            ("Pilates class", "Pilates-Kurs", "Cours de pilates"),
            50,
            32,
            needs=("hall",),
            by_some=True,
            seats=8,
            weekly=(1, 18),
        ),
    ),
    hours=(*_week("07:30", "19:00"), (5, "08:00", "12:00")),
    staff=(3, 6),
    assets=(
        ("room", ("Room", "Raum", "Salle"), 5),
        ("hall", ("Gym", "Halle", "Gymnase"), 1),
    ),
    answers=(
        _PARKING,
        _CARDS,
        (
            ("Do I need a referral?", "Brauche ich ein Rezept?", "Faut-il une ordonnance ?"),
            (
                "No; bring one if your insurer asks for it.",
                "Für die Kasse ja, sonst nicht.",
                "Pour le remboursement, oui.",
            ),
        ),
    ),
    busy=0.62,
)

RESTAURANT = Trade(
    key="restaurant",
    names=(
        ("The Salted Plum", "Zur Salzpflaume", "La Prune Salée"),
        ("Night Heron", "Nachtreiher", "Le Bihoreau"),
    ),
    sold=(
        Sold(
            ("Table for two", "Tisch für zwei", "Table pour deux"),
            105,
            0,
            segments=((5, False), (100, True)),
            needs=("small",),
            often=6,
            grid_min=15,
        ),
        Sold(
            ("Table for four", "Tisch für vier", "Table pour quatre"),
            120,
            0,
            segments=((5, False), (115, True)),
            needs=("large",),
            often=4,
            grid_min=15,
            options=(Option(("Birthday cake", "Geburtstagskuchen", "Gâteau d'anniversaire"), 5, 25),),
        ),
        Sold(
            ("Chef's table", "Küchentisch", "Table du chef"),
            180,
            190,
            segments=((10, False), (170, True)),
            before=15,
            needs=("kitchen",),
            often=0.4,
            channels=("phone",),
            notice_min=1440,
            per_day=1,
        ),
        Sold(
            ("Wine tasting", "Weinprobe", "Dégustation de vins"),
            90,
            48,
            needs=("cellar",),
            seats=12,
            weekly=(3, 18),
        ),
    ),
    hours=(
        *_week("12:00", "15:00", (2, 3, 4, 5, 6)),
        *_week("17:30", "24:00", (2, 3, 6)),
        *_week("17:30", "01:00", (4, 5)),
    ),
    staff=(2, 3),
    assets=(
        ("small", ("Table", "Tisch", "Table"), 6),
        ("large", ("Large table", "Großer Tisch", "Grande table"), 4),
        ("kitchen", ("Kitchen counter", "Küchentresen", "Comptoir"), 1),
        ("cellar", ("Cellar", "Keller", "Cave"), 1),
    ),
    answers=(
        _PARKING,
        (
            ("Can you cook without gluten?", "Kochen Sie ohne Gluten?", "Cuisinez-vous sans gluten ?"),
            (
                "Yes; tell us when you book.",
                "Ja, sagen Sie es uns beim Reservieren.",
                "Oui, dites-le-nous en réservant.",
            ),
        ),
    ),
    busy=0.4,
    opens_on_holidays=True,
)

PLUMBER = Trade(
    key="plumber",
    names=(
        ("Straight Pipe Plumbing", "Rohrpost Sanitär", "Plomberie Tuyau Droit"),
        ("Drip & Daughters", "Tropf & Töchter", "Goutte & Filles"),
    ),
    sold=(
        Sold(
            ("Call-out", "Notdienst", "Dépannage"),
            60,
            140,
            before=20,
            after=20,
            often=4,
            notice_min=30,
            horizon_days=7,
        ),
        Sold(
            ("Boiler service", "Heizungswartung", "Entretien de chaudière"),
            90,
            210,
            before=20,
            after=20,
            often=3,
        ),
        Sold(
            ("Drain cleaning", "Rohrreinigung", "Débouchage"),
            75,
            230,
            before=20,
            after=20,
            needs=("jetter",),
            often=2,
            options=(Option(("Camera inspection", "Kamerabefahrung", "Inspection caméra"), 30, 90),),
        ),
        Sold(
            ("Bathroom visit and quote", "Bad: Aufmaß und Angebot", "Devis salle de bain"),
            45,
            0,
            before=20,
            after=20,
            often=1,
            by_some=True,
            per_day=2,
        ),
    ),
    hours=(*_week("07:00", "17:00"), (5, "08:00", "12:00")),
    staff=(2, 5),
    assets=(("jetter", ("Jetter", "Spülgerät", "Hydrocureur"), 2),),
    answers=(
        _CARDS,
        (
            ("How much is a call-out?", "Was kostet die Anfahrt?", "Combien coûte le déplacement ?"),
            (
                "A hundred and forty, the first hour included.",
                "Hundertvierzig, mit der ersten Stunde.",
                "Cent quarante, première heure comprise.",
            ),
        ),
    ),
    busy=0.5,
    urgent=(
        "There's a smell of gas in the whole kitchen.",
        "In der ganzen Küche riecht es nach Gas.",
        "Ça sent le gaz dans toute la cuisine.",
    ),
    has_branches=False,
)

LAW = Trade(
    key="law",
    names=(
        ("Finch & Marlow Law", "Kanzlei Fink & Marlow", "Cabinet Pinson & Marlow"),
        ("Oldgate Legal", "Kanzlei am Alten Tor", "Avocats de la Vieille Porte"),
    ),
    sold=(
        Sold(
            ("First consultation", "Erstberatung", "Première consultation"),
            30,
            190,
            after=10,
            needs=("room",),
            often=4,
            notice_min=720,
        ),
        Sold(
            ("Family law", "Familienrecht", "Droit de la famille"),
            60,
            380,
            after=15,
            needs=("room",),
            often=2,
            by_some=True,
        ),
        Sold(
            ("Tenancy law", "Mietrecht", "Droit du bail"),
            60,
            340,
            after=15,
            needs=("room",),
            often=2,
            by_some=True,
        ),
        Sold(
            ("Will and signing", "Testament", "Testament"),
            90,
            560,
            before=15,
            after=15,
            needs=("room",),
            often=1,
            channels=("phone",),
            per_day=3,
        ),
        Sold(
            ("Evening seminar for landlords", "Abend für Vermieter", "Soirée des bailleurs"),
            90,
            25,
            needs=("hall",),
            seats=20,
            weekly=(2, 18),
        ),
    ),
    hours=(*_week("09:00", "12:30"), *_week("13:30", "20:00", range(4))),
    staff=(2, 4),
    assets=(
        ("room", ("Meeting room", "Besprechungsraum", "Salle de réunion"), 3),
        ("hall", ("Library", "Bibliothek", "Bibliothèque"), 1),
    ),
    answers=(
        (
            (
                "What does a first talk cost?",
                "Was kostet ein erstes Gespräch?",
                "Combien coûte un premier entretien ?",
            ),
            (
                "A hundred and ninety for half an hour.",
                "Hundertneunzig für eine halbe Stunde.",
                "Cent quatre-vingt-dix pour une demi-heure.",
            ),
        ),
        _PARKING,
    ),
    busy=0.42,
)

TRADES: Sequence[Trade] = (HAIR, DENTAL, PHYSIO, RESTAURANT, PLUMBER, LAW)
