"""Who English sentences about danger are about, and where they are."""

from domain.dialogue.danger.english_words import gap
from domain.dialogue.danger.lexicon import PERSON, one_of

PEOPLE = """
    mother father mum mom dad mummy mommy daddy parent parents son daughter child children kid kids boy boys girl
    girls grandmother grandfather stepmother stepfather stepson stepdaughter godmother godfather grandson
    granddaughter grandchild husband wife partner boyfriend girlfriend fiance fiancee baby babies toddler toddlers
    infant newborn brother sister uncle aunt auntie aunty cousin nephew niece nan nana nanna gran granny grandad
    granddad grandpa grandma nonna nonno mate mates friend friends flatmate roommate housemate neighbour neighbor
    neighbours neighbors colleague colleagues coworker workmate boss manager employee apprentice hairdresser stylist
    barber receptionist customer customers client clients lady ladies woman women man men guy guys bloke person
    people patient passenger driver gentleman teenager teen teenagers tenant twin twins student students teacher
    worker workers builder guest visitor stranger cyclist pedestrian carer nanny cleaner fella dude bystander
    workman electrician plumber roofer painter jogger wifes mums husbands toddlers old-timer pensioner lodger
    landlord waiter waitress chef cook cashier lad lads lass missus pal pals buddy hubby folk folks chap mechanic
    nurse technician biker motorcyclist rider fellow lodgers shopper diner regular trucker workmates kiddo
    schoolboy schoolgirl mother-in-law dads nans ex grandparents
    swimmer surfer kayaker paddleboarder canoeist climber dancer skier hiker walker diner nutter yob
    thug maniac madman
    welder fitter plasterer bricklayer scaffolder gardener postman courier barmaid bartender bouncer
    pedestrians cyclists drivers passengers students pupils pupil toddler preemie preschooler
    parent assistant trainee mothers fathers stepdad stepmum stepmom
    """
SOMEONE_ELSE = rf"(?:he|she|they|someone|somebody|everyone|everybody|intruder|burglar|robber|{PERSON})"
ANYBODY = rf"(?:i|we|he|she|they|someone|somebody|everyone|everybody|{PERSON})"
HUMAN = PERSON
DET = r"(?:my|the|a|an|our|your|his|her|their|this|that|another|some)"
WHOSE = r"(?:my|his|her|their|the|our|your|its|a|an|one|both|left|right|some)"
WHOM = rf"(?:me|him|her|us|them|people|someone|somebody|everyone|{DET} {gap(1)}{HUMAN})"
CHILD = one_of(
    """
    baby toddler child kid kids boy girl son daughter grandson granddaughter nephew niece twins? brother sister
    children infant
    """
)
PLACE_TO_BE = one_of(
    """
    house home kitchen building shop salon store office car flat apartment garage roof bin room bedroom bathroom
    restaurant basement place shed van truck bus block toilet ward school garden yard street lift elevator hallway
    corridor stairwell balcony cellar attic laundry unit oven stove cooker dryer machine engine curtains? mattress
    sofa couch bed boiler heater building wall ceiling socket outlet cable charger battery clothes shirt sleeve
    dress jacket pan microwave kettle fuse_?box bench counter shelf towels? car_?park workshop warehouse factory
    motel hotel
    """
)
VEHICLE = one_of(
    """
    cars? van lorry truck bus coach taxi tractor motorbike bike scooter quad jeep suv forklift digger minibus tram
    train vehicle caravan
    """
)
BODY = one_of(
    """
    head neck face arms? legs? hands? wrists? fingers? thumb foot feet toes? eyes? ears? nose mouth lips? tongue
    throat chest stomach belly back hip knees? ankles? skull spine shoulders? ribs? skin side groin jaw elbow
    forehead thighs? calf shin scalp cheek chin palm
    """
)
