"""A version's content is kept whatever release reads it, and its changes are told in words."""

from dataclasses import replace
from datetime import time
from typing import Any

import pytest

from domain.errors import InvalidInput
from domain.opening_hours import OpeningHours
from domain.receptionist.changes import changes
from domain.receptionist.checks import faults, require_publishable
from domain.receptionist.codec import decode, encode
from domain.receptionist.content import (
    AfterHours,
    Callers,
    ClosedAnswer,
    Consent,
    Eagerness,
    KnowledgeEntry,
    Overflow,
    Pause,
    PausedGet,
    Receptionist,
    Recording,
    Retention,
    StaffFirst,
    TransferRule,
    Transfers,
    VipsGet,
    When,
)

PLAIN = Receptionist("Hello, Harbour Street Hair.", "voice", "en-AU")
FULL = Receptionist(
    greeting="Hello there.",
    voice_id="voice-2",
    language="de-AT",
    eagerness=Eagerness.PATIENT,
    rules=("Always offer coffee.", "Never discuss prices of others."),
    knowledge=(
        KnowledgeEntry("k1", "Is there parking?", "Behind the house."),
        KnowledgeEntry("k2", "", "We have been here since 1983.", "History", "about.html"),
    ),
    transfers=Transfers(
        "+61280009999",
        warm=False,
        ring_s=25,
        rules=(
            TransferRule(
                "Invoices", "+61280001111", When.TIMES, (OpeningHours(0, time(9), time()),), ring_s=30
            ),
        ),
    ),
    staff_first=StaffFirst(True, "+61280002222", 12, When.ALWAYS),
    overflow=Overflow.FORWARD,
    after_hours=AfterHours(ClosedAnswer.FORWARD, "We are closed.", "+61280003333"),
    recording=Recording(True, Consent.NOTICE, "We record this."),
    retention=Retention(30, 90),
    callers=Callers(("+61280004444",), vips=("+61280005555",), vips_get=VipsGet.PUT_THROUGH),
    pause=Pause(True, PausedGet.FORWARD),
)


@pytest.mark.parametrize("content", [PLAIN, FULL], ids=["plain", "full"])
def test_content_reads_back_as_it_was_written(content: Receptionist) -> None:
    assert decode(encode(content)) == content


def test_fields_of_a_newer_release_are_left_out_and_missing_ones_have_defaults() -> None:
    told: dict[str, Any] = encode(FULL) | {"hologram": {"on": True}}
    told["transfers"]["rules"].append({"number": "+61280007777", "mood": "angry"})
    told["eagerness"] = "telepathic"
    del told["retention"], told["recording"]["consent"]
    read = decode(told)
    assert read.eagerness is Eagerness.NORMAL
    assert read.retention == Retention()
    assert read.recording == replace(FULL.recording, consent=Consent.NONE)
    assert read.transfers.rules[1] == TransferRule(number="+61280007777")


@pytest.mark.parametrize("broken", [None, [], {}, {"greeting": 7}, {"greeting": "Hi", "voice_id": "v"}])
def test_what_is_no_content_is_refused(broken: object) -> None:
    with pytest.raises(InvalidInput):
        decode(broken)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (PLAIN, replace(PLAIN, greeting="Hi."), ['Greeting: "Hello, Harbour Street Hair." became "Hi.".']),
        (
            replace(PLAIN, rules=("a", "b")),
            replace(PLAIN, rules=("a", "x", "b", "c")),
            ['Rule 2 added: "x".', 'Rule 4 added: "c".'],
        ),
        (replace(PLAIN, rules=("a", "b")), replace(PLAIN, rules=("b",)), ['Rule 1 removed: "a".']),
        (
            replace(PLAIN, knowledge=(KnowledgeEntry("k", "Dogs?", "No."),)),
            replace(
                PLAIN, knowledge=(KnowledgeEntry("k", "Dogs?", "Yes."), KnowledgeEntry("l", "Cats?", "No."))
            ),
            ['Answer to "Dogs?": "No." became "Yes.".', 'Knowledge added: "Cats?".'],
        ),
        (
            PLAIN,
            replace(
                PLAIN, transfers=Transfers("+61280009999", rules=(TransferRule("Bills", "+61280001111"),))
            ),
            [
                "Number callers are put through to: nobody became +61280009999.",
                'Transfer rule 1 added: calls about "Bills" ring +61280001111 always, 20 seconds, announced.',
            ],
        ),
        (
            PLAIN,
            replace(PLAIN, retention=Retention(recording_days=1)),
            ["Recordings are kept for: no limited time became 1 day."],
        ),
        (PLAIN, replace(PLAIN, pause=Pause(True)), ["Pause: off became on."]),
        (PLAIN, PLAIN, []),
    ],
    ids=[
        "greeting",
        "rules-added",
        "rule-removed",
        "knowledge",
        "transfers",
        "retention",
        "pause",
        "nothing",
    ],
)
def test_changes_are_told_in_words(old: Receptionist, new: Receptionist, told: list[str]) -> None:
    assert list(changes(old, new)) == told


def test_every_field_that_differs_is_told() -> None:
    told = " ".join(changes(PLAIN, FULL))
    for field in encode(PLAIN):
        same = replace(FULL, **{field: getattr(PLAIN, field)})
        assert len(" ".join(changes(PLAIN, same))) < len(told), field


@pytest.mark.parametrize(
    ("content", "field"),
    [
        (replace(PLAIN, greeting="  "), "greeting"),
        (replace(PLAIN, greeting="Hello, this is [your business]."), "greeting"),
        (replace(PLAIN, greeting="***"), "greeting"),
        (replace(PLAIN, greeting="x" * 401), "greeting"),
        (replace(PLAIN, language="tlh"), "language"),
        (replace(PLAIN, voice_id="a voice!"), "voice_id"),
        (replace(PLAIN, rules=("",)), "rules.0"),
        (replace(PLAIN, transfers=Transfers("0280009999")), "transfers.number"),
        (replace(PLAIN, transfers=Transfers(ring_s=2)), "transfers.ring_s"),
        (replace(PLAIN, transfers=Transfers(rules=(TransferRule("Bills"),))), "transfers.rules.0.number"),
        (
            replace(PLAIN, transfers=Transfers(rules=(TransferRule("B", "+61280001111", When.TIMES),))),
            "transfers.rules.0.times",
        ),
        (
            replace(PLAIN, transfers=Transfers(rules=(TransferRule("B", "+61280001111"),) * 2)),
            "transfers.rules.1",
        ),
        (replace(PLAIN, staff_first=StaffFirst(on=True)), "staff_first.number"),
        (replace(PLAIN, staff_first=StaffFirst(ring_s=45)), "staff_first.ring_s"),
        (replace(PLAIN, overflow=Overflow.FORWARD), "transfers.number"),
        (replace(PLAIN, after_hours=AfterHours(ClosedAnswer.FORWARD)), "after_hours.number"),
        (replace(PLAIN, pause=Pause(True, PausedGet.FORWARD)), "transfers.number"),
        (replace(PLAIN, callers=Callers(blocked=("anonymous",))), "callers.blocked.0"),
        (replace(PLAIN, callers=Callers(("+61280001111",), vips=("+61280001111",))), "callers.vips"),
        (replace(PLAIN, retention=Retention(0)), "retention.recording_days"),
        (replace(PLAIN, knowledge=(KnowledgeEntry("k", "Q?", " "),)), "knowledge.0.text"),
        (replace(PLAIN, knowledge=(KnowledgeEntry("k", "Q?", "A"),) * 2), "knowledge.1.id"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_answer_calls_is_not_published(content: Receptionist, field: str) -> None:
    assert field in [fault.field for fault in faults(content)]
    with pytest.raises(InvalidInput, match=field):
        require_publishable(content)


@pytest.mark.parametrize("content", [PLAIN, FULL], ids=["plain", "full"])
def test_a_usable_receptionist_has_no_fault(content: Receptionist) -> None:
    assert faults(content) == ()
