"""A call is recorded from when there is permission, and a refusal takes effect at once."""

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from actors.call.consent import RecordingConsent
from domain.audio import SILENCE_BYTE, SILENCE_FRAME
from domain.call.state import CallerTurn, CallState
from domain.conduct import conduct
from domain.receptionist.content import Consent, Recording
from services.recording.parts import store_part
from services.recording.spool import StereoSpool
from services.recording.spool_format import Kind, read_records
from tests.fakes.call import Surroundings, ticket
from tests.fakes.stores import FakeObjects
from tests.support.businesses import business
from tests.support.virtual_time import until
from tests.unit.actors.call.call_in_hands import call_in_hands
from tests.unit.actors.call.live_call import LiveCall, live_call

TOLD = Recording(consent=Consent.NOTICE)
ASKED = Recording(consent=Consent.NOTICE, ask=True)
VOICE = b"\x21" * 160


@pytest.fixture
def around(tmp_path: Path) -> Surroundings:
    return Surroundings(tmp_path)


def served_by(around: Surroundings, recording: Recording) -> None:
    plain = business()
    around.profile = replace(plain, receptionist=replace(conduct(plain), recording=recording))
    around.profiles.found = around.profile


def sounds(spool: bytes) -> list[tuple[Kind, bool]]:
    """The pieces of audio in order, and whether each is heard."""
    return [
        (kind, payload != bytes([SILENCE_BYTE]) * len(payload))
        for kind, _, payload in read_records(spool)
        if kind in (Kind.CALLER, Kind.AGENT) and payload != SILENCE_FRAME
    ]


def on_disk(around: Surroundings) -> bytes:
    (path,) = around.node_store_dir.glob("*.spool")
    return path.read_bytes()


async def talks(call: LiveCall, text: str) -> None:
    """The caller's voice, and what is understood of it."""
    call.carrier.speak(VOICE)
    await asyncio.sleep(0.1)
    await call.hears(text)
    await call.until_quiet()


async def test_nothing_from_before_the_notice_was_heard_is_kept(around: Surroundings):
    served_by(around, TOLD)
    async with live_call(around) as call:
        await until(lambda: call.carrier.sounding_s)
        call.carrier.speak(VOICE)
        await call.until_quiet()
        await talks(call, "I'd like a haircut.")
    (spool,) = around.records.recorded
    caller = [payload for kind, _, payload in read_records(spool) if kind is Kind.CALLER]
    assert caller.count(VOICE) == 1
    agent = [heard for kind, heard in sounds(spool) if kind is Kind.AGENT]
    assert agent[0] is False
    assert agent[-1] is True


@pytest.mark.parametrize(
    ("answer", "kept"), [("Yes, that's fine.", True), ("No.", False), ("I'd like a haircut.", False)]
)
async def test_who_is_asked_is_recorded_once_they_said_yes(around: Surroundings, answer: str, kept: bool):
    served_by(around, ASKED)
    async with live_call(around) as call:
        await call.until_quiet()
        assert around.voice.said[-1].endswith("May we record this call?")
        await talks(call, answer)
        await talks(call, "What does it cost?")
    if not kept:
        assert around.records.recorded == []
        return
    (spool,) = around.records.recorded
    caller = [payload for kind, _, payload in read_records(spool) if kind is Kind.CALLER]
    assert caller.count(VOICE) == 1, "the answer itself is from before there was permission"


@pytest.mark.parametrize("recording", [Recording(), TOLD, ASKED], ids=["any", "told", "asked"])
async def test_a_refusal_silences_at_once_what_there_is_and_all_that_comes(
    around: Surroundings, recording: Recording
):
    served_by(around, recording)
    async with live_call(around) as call:
        await call.until_quiet()
        await talks(call, "Yes.")
        assert any(heard for _, heard in sounds(on_disk(around)))
        await talks(call, "Please don't record this call.")
        await talks(call, "I'd like a haircut.")
        assert sounds(on_disk(around))
        assert not any(heard for _, heard in sounds(on_disk(around)))
    assert around.records.recorded == []
    assert around.records.finished, "the call has its row as any other"


async def test_whoever_takes_the_call_over_keeps_to_the_refusal(around: Surroundings):
    served_by(around, Recording())
    async with call_in_hands(around) as call:
        await call.until_quiet()
        await call.hears("Don't record me please.")
        await call.until_quiet()
        await call.killed()
        await call.in_process()
        call.carrier.speak(VOICE)
        await call.hears("I'd like a haircut.")
        await call.until_quiet()
        assert not any(heard for _, heard in sounds(on_disk(around)))


async def test_a_refusal_deletes_what_other_nodes_have_stored_of_the_call(tmp_path: Path):
    objects, first = FakeObjects(), ticket()
    earlier = StereoSpool(tmp_path / "earlier.spool")
    earlier.caller(0.0, VOICE)
    earlier.close()
    await store_part(_parts(objects), first, 0, earlier.path)
    assert len(objects.held) == 1
    spool = StereoSpool(tmp_path / "now.spool")
    spool.caller(5_000.0, VOICE)
    consent = RecordingConsent(Recording(), "en", spool, _parts(objects), replace(first, stream_generation=1))
    refused = CallState(turns=(CallerTurn("Stop recording.", 0, 1_000, 300),))
    async with asyncio.TaskGroup() as tasks:
        consent.follow(CallState(), tasks)
        consent.follow(refused, tasks)
        spool.caller(6_000.0, VOICE)
    assert objects.held == {}
    assert not any(heard for _, heard in sounds(spool.path.read_bytes()))


def _parts(objects: FakeObjects) -> Any:
    return objects
