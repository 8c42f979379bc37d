"""What is said in made-up calls, in the languages of the businesses."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from sandbox.seed.trades import Text

Line = tuple[str, Text]
"""Who says it, `caller` or `agent`, and what."""

SCRIPTS: Mapping[str, Sequence[Line]] = MappingProxyType(
    {
        "booked": (
            (
                "caller",
                (
                    "Hi, I'd like to book: {what}.",
                    "Guten Tag, ich möchte einen Termin: {what}.",
                    "Bonjour, je voudrais réserver : {what}.",
                ),
            ),
            (
                "agent",
                (
                    "Gladly. When would suit you?",
                    "Gern. Wann passt es Ihnen?",
                    "Volontiers. Quand cela vous irait-il ?",
                ),
            ),
            ("caller", ("{when}, if you can.", "{when}, wenn das geht.", "{when}, si possible.")),
            (
                "agent",
                (
                    "{when} is free. What name is it?",
                    "{when} ist frei. Auf welchen Namen?",
                    "{when}, c'est libre. À quel nom ?",
                ),
            ),
            ("caller", ("{name}.", "{name}.", "{name}.")),
            (
                "agent",
                (
                    "That's booked: {what}, {when}. Goodbye, {name}.",
                    "Eingetragen: {what}, {when}. Auf Wiederhören.",
                    "C'est noté : {what}, {when}. Au revoir.",
                ),
            ),
        ),
        "answered": (
            ("caller", ("{question}", "{question}", "{question}")),
            ("agent", ("{answer}", "{answer}", "{answer}")),
            ("caller", ("Thanks, that's all.", "Danke, das war alles.", "Merci, c'est tout.")),
            ("agent", ("You're welcome. Goodbye.", "Gern. Auf Wiederhören.", "Je vous en prie. Au revoir.")),
        ),
        "message": (
            (
                "caller",
                (
                    "Could somebody call me back about my bill?",
                    "Kann mich jemand wegen der Rechnung zurückrufen?",
                    "Quelqu'un peut-il me rappeler pour ma facture ?",
                ),
            ),
            (
                "agent",
                (
                    "I'll pass that on. What name is it?",
                    "Ich gebe es weiter. Wie ist Ihr Name?",
                    "Je transmets. Quel est votre nom ?",
                ),
            ),
            ("caller", ("{name}.", "{name}.", "{name}.")),
            (
                "agent",
                (
                    "Thank you, {name}. Goodbye.",
                    "Danke, {name}. Auf Wiederhören.",
                    "Merci, {name}. Au revoir.",
                ),
            ),
        ),
        "transferred": (
            (
                "caller",
                (
                    "I'd rather speak to a person.",
                    "Ich möchte mit einem Menschen sprechen.",
                    "Je préfère parler à quelqu'un.",
                ),
            ),
            ("agent", ("I'll put you through.", "Ich verbinde Sie.", "Je vous mets en relation.")),
        ),
        "abandoned": (
            (
                "caller",
                (
                    "Oh, wrong number, sorry.",
                    "Oh, verwählt, Entschuldigung.",
                    "Oh, je me suis trompé, pardon.",
                ),
            ),
        ),
        "emergency": (
            ("caller", ("{urgent}", "{urgent}", "{urgent}")),
            (
                "agent",
                (
                    "Please call the emergency number now.",
                    "Bitte rufen Sie sofort den Notruf.",
                    "Appelez tout de suite les secours.",
                ),
            ),
        ),
        "failed": (
            ("caller", ("Hello? Can you hear me?", "Hallo? Hören Sie mich?", "Allô ? Vous m'entendez ?")),
        ),
    }
)
"""By the outcome of a call; every call begins with the greeting."""

REASONS: Mapping[str, str] = MappingProxyType(
    {
        "transferred": "The caller wants to speak to a person.",
        "failed": "the media stream broke off",
        "missed": "no line was free",
    }
)

LEFT: Text = (
    "Please call me back about my bill.",
    "Bitte um Rückruf wegen der Rechnung.",
    "Merci de me rappeler au sujet de ma facture.",
)
MESSAGES: Sequence[Text] = (
    LEFT,
    (
        "I left my umbrella with you.",
        "Ich habe meinen Schirm liegen lassen.",
        "J'ai oublié mon parapluie chez vous.",
    ),
    (
        "Running ten minutes late today.",
        "Ich komme heute zehn Minuten später.",
        "J'aurai dix minutes de retard aujourd'hui.",
    ),
    ("👍 all good, see you then 😀", "👍 passt, bis dann 😀", "👍 parfait, à bientôt 😀"),
)
GREETINGS: Text = (
    "Hello, this is {business}. How can I help you?",
    "Guten Tag, hier ist {business}. Wie kann ich Ihnen helfen?",
    "Bonjour, ici {business}. Comment puis-je vous aider ?",
)
DAYS: tuple[Sequence[str], Sequence[str], Sequence[str]] = (
    ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
    ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
)
