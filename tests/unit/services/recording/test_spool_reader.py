"""What a dead process's spool tells: what the caller said and heard, and how much was sent of each sentence."""

import struct
from pathlib import Path
from tempfile import NamedTemporaryFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.call.heard import PlayoutLedger
from services.recording.spool import StereoSpool
from services.recording.spool_format import Kind, pack
from services.recording.spool_reader import KeptAudio, read_kept_audio

BEGAN_MS = 1_700_000_000_000.0


def agent(ms: int) -> bytes:
    return b"\x22" * 8 * ms


@pytest.fixture
def spool(tmp_path: Path) -> StereoSpool:
    return StereoSpool(tmp_path / "call.spool")


def kept(
    spool: StereoSpool, *, since_ms: float = 0.0, marks: tuple[tuple[float, int, int], ...] = ()
) -> KeptAudio:
    return read_kept_audio(
        spool.path, BEGAN_MS, BEGAN_MS + since_ms, [(BEGAN_MS + at, turn, n) for at, turn, n in marks]
    )


def test_a_call_without_a_spool_kept_nothing(tmp_path: Path) -> None:
    found = read_kept_audio(tmp_path / "none.spool", BEGAN_MS, 0.0, [])
    assert (found.caller, found.sent_bytes) == ((), {})
    assert found.ledger.remaining_ms(BEGAN_MS) == 0


def test_the_callers_audio_is_given_from_the_asked_instant_on(spool: StereoSpool) -> None:
    for number in range(50):
        spool.caller(20 * number, bytes([number]) * 160)
    found = kept(spool, since_ms=600)
    assert [ulaw[0] for _, ulaw in found.caller] == list(range(30, 50))
    assert [at_ms for at_ms, _ in found.caller] == [BEGAN_MS + 20 * number for number in range(30, 50)]


def test_each_sentence_is_counted_by_itself(spool: StereoSpool) -> None:
    spool.sentence(0, 1, 0)
    spool.agent(0, agent(200))
    spool.agent(10, agent(100))
    spool.sentence(20, 1, 1)
    spool.agent(30, agent(400))
    spool.sentence(40, 2, 0)
    assert kept(spool).sent_bytes == {(1, 0): 300 * 8, (1, 1): 400 * 8}


def test_a_sentence_taken_up_again_is_counted_on(spool: StereoSpool) -> None:
    spool.sentence(0, 1, 0)
    spool.agent(0, agent(200))
    spool.sentence(500, 1, 0)  # a second process went on with it
    spool.agent(510, agent(300))
    assert kept(spool).sent_bytes == {(1, 0): 500 * 8}


def test_an_interruption_empties_what_was_to_sound(spool: StereoSpool) -> None:
    spool.sentence(0, 1, 0)
    spool.agent(0, agent(3000))
    spool.cut_agent(1000)
    assert kept(spool).ledger.remaining_ms(BEGAN_MS + 1000) == 0


def test_a_mark_says_what_has_sounded(spool: StereoSpool) -> None:
    spool.sentence(0, 1, 0)
    spool.agent(0, agent(1000))
    spool.sentence(100, 1, 1)
    spool.agent(100, agent(1000))
    found = kept(spool, marks=((1200.0, 1, 0),))
    assert found.ledger.stopped(BEGAN_MS + 1500) == (1, 1, 300), "the carrier was 200 ms late"


def test_a_torn_last_record_costs_only_itself(spool: StereoSpool) -> None:
    spool.sentence(0, 1, 0)
    spool.agent(0, agent(100))
    spool.caller(20, b"\x11" * 160)
    spool.close()
    whole = spool.path.read_bytes()
    next_record = pack(Kind.CALLER, 40, b"\x11" * 160)
    for torn_at in (1, 8, 9, 50, len(next_record) - 1):
        spool.path.write_bytes(whole + next_record[:torn_at])
        found = kept(spool)
        assert len(found.caller) == 1
        assert found.sent_bytes == {(1, 0): 800}


Step = tuple[str, int]
STEPS = st.lists(
    st.tuples(st.sampled_from(["send", "send", "next", "cut", "mark"]), st.integers(1, 400)), max_size=60
)


@settings(max_examples=200, deadline=None)
@given(STEPS, st.integers(0, 3000))
def test_the_ledger_read_back_is_the_one_the_process_had(steps: list[Step], later_ms: int) -> None:
    """Whatever was sent, cut and acknowledged, both tell the same position at any later moment."""
    live, now_ms = PlayoutLedger(), 0
    turn_id, sentence = 1, 0
    records: list[bytes] = []
    marks: list[tuple[float, int, int]] = []
    sent: list[tuple[int, int]] = []

    def note(kind: Kind, payload: bytes = b"") -> None:
        records.append(pack(kind, now_ms, payload))

    def begin() -> None:
        note(Kind.SENTENCE, turn_id.to_bytes(4, "little") + sentence.to_bytes(4, "little"))

    begin()
    for what, number in steps:
        now_ms += number
        if what == "send":
            note(Kind.AGENT, agent(number))
            live.sent(turn_id, sentence, number, BEGAN_MS + now_ms)
            sent.append((turn_id, sentence))
        elif what == "next":
            sentence += 1
            begin()
        elif what == "cut":
            live.stopped(BEGAN_MS + now_ms)
            note(Kind.CUT)
            sent.clear()
            turn_id, sentence = turn_id + 1, 0
            begin()
        elif sent:
            acknowledged = sent[0]
            sent = [each for each in sent if each > acknowledged]
            live.acknowledged(*acknowledged, BEGAN_MS + now_ms)
            marks.append((BEGAN_MS + now_ms, *acknowledged))
    with NamedTemporaryFile() as file:
        file.write(b"".join(records))
        file.flush()
        found = read_kept_audio(Path(file.name), BEGAN_MS, 0.0, marks)
    at_ms = BEGAN_MS + now_ms + later_ms
    assert found.ledger.remaining_ms(at_ms) == pytest.approx(live.remaining_ms(at_ms), abs=1)
    assert found.ledger.stopped(at_ms) == live.stopped(at_ms)


def test_records_of_a_kind_the_next_release_has_are_passed_over(spool: StereoSpool) -> None:
    spool.caller(0, b"\x01" * 160)
    spool.close()
    with spool.path.open("ab") as file:
        file.write(struct.pack("<BII", 200, 20, 3) + b"???")
        file.write(pack(Kind.CALLER, 40, b"\x02" * 160))
    assert [ulaw[0] for _, ulaw in kept(spool).caller] == [1, 2]
