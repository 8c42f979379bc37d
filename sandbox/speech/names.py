"""Names the sandbox's recogniser can hear: common first names and surnames of English-speaking countries."""

FIRST_NAMES = tuple(
    """
    aaron adam alan alex alice alison amanda amber amy andrea andrew angela anna anthony ashley barbara ben
    benjamin beth brian cameron carl carol caroline catherine charles charlie charlotte chloe chris christina
    christine christopher claire craig daniel danielle david dean deborah dennis diana donna dylan edward elena
    elizabeth ella emily emma eric erin ethan eva evelyn fiona frank gary george grace graham greg hannah harry
    heather helen henry holly ian isabella jack jackson jacob jake james jane janet jason jean jenny jennifer jessica
    jim joan joanne joe john jonathan joseph joshua julia julie karen kate kathleen katie keith kelly ken kevin kim
    kyle laura lauren leah lee leo liam linda lisa louise lucas lucy luke lynn maria margaret marie mark martin mary
    matt matthew megan melissa mia michael michelle mike molly nancy natalie nathan neil nicholas nicole noah oliver
    olivia oscar owen pamela patricia patrick paul peter philip priya rachel rebecca richard robert robin roger rose
    ross ruby russell ruth ryan sally sam samantha samuel sandra sarah scott sean sharon shirley simon sophia
    sophie stephanie stephen steve stuart sue susan teresa thomas tim timothy tina tom tony tracy vanessa
    victoria vincent wendy william zoe
    """.split()
)

SURNAMES = tuple(
    """
    adams allen anderson baker bailey barnes bell bennett brooks brown bryant burns butler campbell carter chapman
    clark coleman collins cook cooper cox crawford cruz davies davis diaz edwards ellis evans fisher ford
    foster fox garcia gibson gomez gonzalez gordon graham grant green griffin hall hamilton harris harrison
    hayes henderson hill holmes howard hudson hughes hunter jackson jenkins johnson jones kelly kennedy king knight
    lawrence lee lewis lopez marshall martin martinez mason matthews mcdonald miller mills mitchell moore morgan
    morris morrison murphy murray nelson nguyen o'brien owens palmer parker patel patterson perry peterson phillips
    pierce porter powell price reed reynolds rice richardson roberts robertson robinson rodriguez rogers ross
    russell sanchez scott shaw simmons simpson singh smith spencer stevens stewart stone sullivan taylor thomas
    thompson torres tucker turner walker wallace ward warren watson webb wells west white williams wilson wong wood
    woods wright young
    """.split()
)
