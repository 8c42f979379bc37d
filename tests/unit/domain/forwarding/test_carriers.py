"""What is dialled on a telephone so that its calls come here, for every carrier of the file and every choice."""

from pathlib import Path
from typing import Any

import pytest

from config.forwarding import load_forwarding
from domain.errors import InvalidInput
from domain.forwarding.carriers import Condition, Does, Written, chosen, read_forwarding, steps, written

TERMS = load_forwarding()
HERE = "+61280001234"
EVERY = [
    pytest.param(country, carrier, id=f"{country}-{name}")
    for country, carriers in TERMS.carriers.items()
    for name, carrier in carriers.items()
]
CONDITIONAL = (Condition.NO_ANSWER, Condition.BUSY, Condition.UNREACHABLE)


def dialled(country: str, carrier_id: str, *conditions: Condition, delay_s: int | None = None) -> list[str]:
    carrier = TERMS.carrier(country, carrier_id)
    return [step.dial for step in steps(carrier, HERE, *chosen(carrier, conditions, delay_s))]


def test_the_countries_of_this_release_are_known():
    assert set(TERMS.carriers) == {"AU", "NZ", "GB", "US", "IE", "DE", "FR", "ES", "IT"}


@pytest.mark.parametrize(("country", "carrier"), EVERY)
def test_every_carrier_is_told_the_number_and_how_to_take_it_back(country: str, carrier: Any):
    for conditions in (tuple(each for each in carrier.codes if each is not Condition.ALL), (Condition.ALL,)):
        if not conditions:
            continue
        wanted, delay_s = chosen(carrier, conditions, None)
        found = steps(carrier, HERE, wanted, delay_s)
        told = [step for step in found if step.does is Does.FORWARD]
        if not carrier.codes:
            assert [(step.dial, bool(step.hint)) for step in told] == [("", True)]
            continue
        assert all(written(HERE, carrier.number) in step.dial for step in told)
        assert not any(letter in step.dial for step in found for letter in "{} ()")
        assert [step for step in found if step.does is Does.SWITCH_OFF]
        if carrier.voicemail_off:
            assert found[0].does is Does.VOICEMAIL_OFF


def test_australian_carriers_dial_what_their_pages_say():
    assert dialled("AU", "telstra_mobile", *CONDITIONAL, delay_s=20) == [
        "##004#",
        *("**61*0280001234*10*20#", "**67*0280001234*10#", "**62*0280001234*10#"),
        "*#004#",
        *("##61#", "##67#", "##62#"),
    ]
    assert dialled("AU", "telstra_fixed", Condition.NO_ANSWER, delay_s=30) == ["*610280001234*30#", "#61#"]
    assert dialled("AU", "optus_mobile", Condition.ALL) == ["##004#", "**21*0280001234#", "*#004#", "##21#"]
    assert dialled("AU", "other_fixed", *CONDITIONAL) == [""]


def test_one_code_that_is_about_several_conditions_is_dialled_once():
    assert dialled("US", "verizon_mobile", Condition.NO_ANSWER, Condition.BUSY) == ["*710280001234", "*73"]


def test_a_wait_that_is_not_named_is_three_rings_where_it_can_be_chosen():
    assert chosen(TERMS.carrier("AU", "telstra_fixed"), [Condition.NO_ANSWER], None)[1] == 15
    assert chosen(TERMS.carrier("GB", "bt_fixed"), [Condition.NO_ANSWER], 20)[1] is None


@pytest.mark.parametrize(
    ("carrier", "conditions", "delay_s", "message"),
    [
        ("telstra_mobile", [], None, "^conditions: choose"),
        ("telstra_mobile", [Condition.ALL, Condition.BUSY], None, "^conditions: all calls"),
        ("telstra_fixed", [Condition.UNREACHABLE], None, "^conditions: Telstra landline"),
        ("telstra_mobile", [Condition.NO_ANSWER], 60, "^delay_s: one of 5, 10"),
        ("vodafone_de", [Condition.ALL], None, "^carrier: known for AU are telstra_mobile"),
    ],
    ids=["nothing", "all_and_more", "unknown_to_it", "too_long", "no_such_carrier"],
)
def test_what_a_carrier_cannot_do_is_refused_by_its_field(
    carrier: str, conditions: list[Condition], delay_s: int | None, message: str
):
    with pytest.raises(InvalidInput, match=message):
        chosen(TERMS.carrier("AU", carrier), conditions, delay_s)


@pytest.mark.parametrize(
    ("e164", "how", "digits"),
    [
        ("+61280001234", Written.NATIONAL, "0280001234"),
        ("+611800002010", Written.NATIONAL, "1800002010"),
        ("+12125550123", Written.NATIONAL, "2125550123"),
        ("+442079460123", Written.INTERNATIONAL, "+442079460123"),
    ],
)
def test_a_number_is_written_as_the_code_takes_it(e164: str, how: Written, digits: str):
    assert written(e164, how) == digits


GOOD: dict[str, Any] = {
    "name": "Some",
    "number": "national",
    "all": {"code": "*21*{number}#", "cancel": "#21#"},
}


@pytest.mark.parametrize(
    "carrier",
    [
        {**GOOD, "all": {"code": "*21*#", "cancel": "#21#"}},
        {**GOOD, "all": {"code": "call {number}", "cancel": "#21#"}},
        {**GOOD, "all": {"code": "*21*{number}#"}},
        {**GOOD, "all": {"code": "*21*{number}*{delay}#", "cancel": "#21#"}},
        {**GOOD, "voicemail_off": "ring 132000"},
        {**GOOD, "number": "spoken"},
        {**GOOD, "nobody": {"code": "*21*{number}#", "cancel": "#21#"}},
        {"name": "Some"},
        {"family": "satellite", "name": "Some"},
    ],
    ids=[
        *("no_number", "words", "no_cancel", "no_delays", "words_for_voicemail", "written_how"),
        *("unknown_condition", "says_nothing", "no_family"),
    ],
)
def test_a_file_whose_codes_cannot_be_dialled_is_refused(carrier: dict[str, Any], tmp_path: Path):
    data = {
        "stale_after_days": 14,
        "test_within_s": 90,
        "families": {},
        "carriers": {"AU": {"some": carrier}},
    }
    with pytest.raises((ValueError, KeyError)):
        read_forwarding(data)
    file = tmp_path / "forwarding.yaml"
    file.write_text(repr(data))
    with pytest.raises(ValueError, match=r"forwarding\.yaml"):
        load_forwarding(file)
