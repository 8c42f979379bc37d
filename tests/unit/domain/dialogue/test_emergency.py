import pytest

from domain.dialogue.emergency import match, spoken_number

EMERGENCIES = """
call an ambulance
can you please get me an ambulance
we need an ambulance now
ambulance please
I think I'm having a heart attack
my dad has had a heart attack
there's a fire
There is a fire in the kitchen!
the house is on fire
fire fire
please call the fire brigade
I can't breathe
she can't breathe
he's not breathing
my baby stopped breathing
I have chest pains
I'm having trouble breathing
triple zero
can you ring triple zero
call nine one one
nine one one
call 911
is this nine nine nine
hello please 000
dial 112 please
she's unconscious
he has collapsed on the floor
my mum just collapsed
someone is bleeding heavily
it won't stop bleeding
he's choking
she's having a stroke
she is having a severe allergic reaction
he took an overdose
he has a knife
someone's breaking in
i've been stabbed
i smell gas
call the police
my wife is going into labour
this is a medical emergency
it's an emergency
help this is an emergency please
he's bleeding
my wife is having chest pains
i think i'm having a heart attack
someone call an ambulance
get the police
""".strip().splitlines()

CRISES = """
I want to kill myself
i'm thinking about suicide
i feel suicidal
i just want to die
i want to die and nobody cares
i want to end my life
i don't want to be alive anymore
""".strip().splitlines()

EVERYDAY = """
fire my hairdresser
i would like you to fire my hairdresser
can I get the 9:11 slot
can i get the nine eleven slot
can i get the nine one one slot
my number is oh four one two triple zero five six seven
my number is zero four nine one one two three
call me on 0412 911 000
i live at 911 smith street
can you call 000 1234
is there a fireplace
is there a fire sale on
i nearly had a heart attack when i saw the price
the bill gave me a heart attack
my dad had a heart attack last year so i drive him
i don't need an ambulance
i want to die my hair
i wanted to die it red
i want to dye my hair blonde
that cut is a killer
my phone is dying
i killed my lawn
do you do strokes of colour
i'm having a hair emergency
it is an emergency i need a haircut today
a shot of coffee
i work at the ambulance station
can i have a haircut tomorrow at three
tuesday at one one thirty
there's a colour i like called fire engine red
your prices are breathtaking
the colour is bleeding into the blonde
can you help me
please help me book an appointment
in an emergency who do i call for a burst pipe
i had an allergic reaction to the dye last time
""".strip().splitlines()


@pytest.mark.parametrize("text", EMERGENCIES)
def test_an_emergency_is_recognised(text: str):
    assert "call triple zero right now" in (match(text, "AU") or "")


@pytest.mark.parametrize("text", CRISES)
def test_a_caller_in_crisis_is_answered_gently(text: str):
    reply = match(text, "AU") or ""
    assert "really sorry" in reply
    assert "Lifeline" in reply
    assert "triple zero" in reply


@pytest.mark.parametrize("text", EVERYDAY)
def test_everyday_talk_is_left_to_the_model(text: str):
    assert match(text, "AU") is None


@pytest.mark.parametrize(
    "text", [text.upper() + "!!" for text in ("there's a fire", "I can’t breathe", "call 9-1-1")]
)
def test_spelling_does_not_matter(text: str):
    assert match(text, "US") is not None


@pytest.mark.parametrize(
    ("country", "number"),
    [
        ("AU", "triple zero"),
        ("au", "triple zero"),
        ("GB", "nine nine nine"),
        ("US", "nine one one"),
        ("CA", "nine one one"),
        ("NZ", "one one one"),
        ("DE", "one one two"),
        ("FR", "one one two"),
        ("IE", "one one two"),
        ("IN", "one one two"),
        ("SG", "nine nine five"),
        ("JP", "one one nine"),
        ("XX", "one one two"),
    ],
)
def test_the_number_of_the_country_is_named(country: str, number: str):
    assert spoken_number(country) == number
    assert number in (match("there's a fire", country) or "")


def test_a_country_without_a_known_crisis_line_still_names_the_number():
    reply = match("i want to kill myself", "SE") or ""
    assert "one one two" in reply
    assert "someone you trust" in reply
