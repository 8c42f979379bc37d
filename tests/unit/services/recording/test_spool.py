"""The recording holds what each side said, where they said it, and nothing the caller never heard."""

import struct
from pathlib import Path

import pytest
import structlog

from domain.audio import SILENCE_BYTE
from domain.errors import StorageError
from services.recording.spool import StereoSpool

CALLER, AGENT, QUIET = 0x11, 0x22, SILENCE_BYTE


def tone(code: int, ms: int) -> bytes:
    return bytes([code]) * (8 * ms)


def chunks(wav: bytes) -> dict[bytes, bytes]:
    assert wav[:4] == b"RIFF"
    assert wav[8:12] == b"WAVE"
    assert struct.unpack_from("<I", wav, 4)[0] == len(wav) - 8
    found: dict[bytes, bytes] = {}
    place = 12
    while place < len(wav):
        name, length = struct.unpack_from("<4sI", wav, place)
        found[name] = wav[place + 8 : place + 8 + length]
        place += 8 + length
    return found


def voices(wav: Path) -> tuple[bytes, bytes]:
    data = chunks(wav.read_bytes())[b"data"]
    return data[0::2], data[1::2]


def runs(voice: bytes) -> list[tuple[int, float]]:
    """The voice as (code, ms) stretches."""
    found: list[tuple[int, float]] = []
    for code in voice:
        if found and found[-1][0] == code:
            found[-1] = (code, found[-1][1] + 0.125)
        else:
            found.append((code, 0.125))
    return found


class FakeObjects:
    def __init__(self, error: StorageError | None = None) -> None:
        self.error = error
        self.held: dict[str, bytes] = {}

    async def put_file(self, key: str, path: Path) -> None:
        if self.error:
            raise self.error
        self.held[key] = path.read_bytes()  # noqa: ASYNC240


@pytest.fixture
def spool(tmp_path: Path) -> StereoSpool:
    return StereoSpool(tmp_path / "calls" / "call.spool")


def test_the_file_is_stereo_mu_law_at_8_khz(spool: StereoSpool, tmp_path: Path) -> None:
    spool.caller(0, tone(CALLER, 20))
    assert spool.to_wav(tmp_path / "out.wav") == 20
    parts = chunks((tmp_path / "out.wav").read_bytes())
    assert struct.unpack("<HHIIHHH", parts[b"fmt "]) == (7, 2, 8000, 16000, 2, 8, 0)
    assert struct.unpack("<I", parts[b"fact"]) == (160,)
    assert len(parts[b"data"]) == 320


def test_voices_stay_apart_with_silence_where_nothing_sounded(spool: StereoSpool, tmp_path: Path) -> None:
    spool.caller(500, tone(CALLER, 100))
    spool.agent(1000, tone(AGENT, 300))
    spool.to_wav(tmp_path / "out.wav")
    left, right = voices(tmp_path / "out.wav")
    assert runs(left) == [(QUIET, 500), (CALLER, 100), (QUIET, 700)]
    assert runs(right) == [(QUIET, 1000), (AGENT, 300)]


def test_agent_audio_sent_in_a_burst_sounds_in_real_time(spool: StereoSpool, tmp_path: Path) -> None:
    for at_ms in (100, 105, 110):
        spool.agent(at_ms, tone(AGENT, 200))
    spool.agent(1000, tone(AGENT, 50))
    spool.to_wav(tmp_path / "out.wav")
    assert runs(voices(tmp_path / "out.wav")[1]) == [(QUIET, 100), (AGENT, 600), (QUIET, 300), (AGENT, 50)]


def test_barge_in_keeps_only_agent_audio_that_sounded(spool: StereoSpool, tmp_path: Path) -> None:
    spool.agent(0, tone(AGENT, 2000))
    spool.cut_agent(700)
    spool.agent(1500, tone(AGENT, 100))
    spool.to_wav(tmp_path / "out.wav")
    assert runs(voices(tmp_path / "out.wav")[1]) == [(AGENT, 700), (QUIET, 800), (AGENT, 100)]


def test_a_cut_after_everything_sounded_takes_nothing_away(spool: StereoSpool, tmp_path: Path) -> None:
    spool.agent(0, tone(AGENT, 100))
    spool.cut_agent(5000)
    assert spool.to_wav(tmp_path / "out.wav") == 100


def test_nothing_sounds_after_the_call_ended(spool: StereoSpool, tmp_path: Path) -> None:
    spool.caller(0, tone(CALLER, 400))
    spool.agent(100, tone(AGENT, 3000))
    spool.close(900)
    assert spool.to_wav(tmp_path / "out.wav") == 900
    left, right = voices(tmp_path / "out.wav")
    assert runs(left) == [(CALLER, 400), (QUIET, 500)]
    assert runs(right) == [(QUIET, 100), (AGENT, 800)]


def test_frames_that_jitter_join_without_gaps_and_without_drift(spool: StereoSpool, tmp_path: Path) -> None:
    for frame in range(500):
        spool.caller(frame * 20 + (7 * frame) % 13, tone(CALLER, 20))
    spool.to_wav(tmp_path / "out.wav")
    assert runs(voices(tmp_path / "out.wav")[0]) == [(CALLER, 10_000)]


def test_lost_frames_leave_silence_and_later_audio_in_its_place(spool: StereoSpool, tmp_path: Path) -> None:
    spool.caller(0, tone(CALLER, 20))
    spool.caller(220, tone(CALLER, 20))
    spool.to_wav(tmp_path / "out.wav")
    assert runs(voices(tmp_path / "out.wav")[0]) == [(CALLER, 20), (QUIET, 200), (CALLER, 20)]


def test_a_call_taken_over_goes_on_in_the_same_recording(tmp_path: Path) -> None:
    path = tmp_path / "call.spool"
    first = StereoSpool(path)
    first.caller(0, tone(CALLER, 100))
    first.close()
    with path.open("r+b") as file:  # the process died in the middle of its next record
        file.seek(0, 2)
        file.write(b"\x00\x64\x00\x00\x00\xa0\x00\x00\x00half")
    second = StereoSpool(path)
    second.caller(200, tone(CALLER, 100))
    second.to_wav(tmp_path / "out.wav")
    assert runs(voices(tmp_path / "out.wav")[0]) == [(CALLER, 100), (QUIET, 100), (CALLER, 100)]


def test_which_sentence_the_audio_is_of_does_not_sound(spool: StereoSpool, tmp_path: Path) -> None:
    spool.sentence(0, 1, 0)
    spool.agent(0, tone(AGENT, 100))
    spool.sentence(50, 1, 1)
    spool.agent(60, tone(AGENT, 100))
    assert spool.to_wav(tmp_path / "out.wav") == 200
    assert runs(voices(tmp_path / "out.wav")[1]) == [(AGENT, 200)]


def test_what_was_recorded_elsewhere_earlier_comes_before_what_is_recorded_here(tmp_path: Path) -> None:
    there, here = StereoSpool(tmp_path / "there.spool"), StereoSpool(tmp_path / "here.spool")
    there.caller(0, tone(CALLER, 100))
    there.agent(50, tone(AGENT, 100))
    there.close()
    here.caller(500, tone(CALLER, 100))
    here.prepend([there.path.read_bytes(), b""])
    here.to_wav(tmp_path / "out.wav")
    left, right = voices(tmp_path / "out.wav")
    assert runs(left) == [(CALLER, 100), (QUIET, 400), (CALLER, 100)]
    assert runs(right) == [(QUIET, 50), (AGENT, 100), (QUIET, 450)]


@pytest.mark.parametrize("torn_bytes", [1, 5, 9, 60, 168])
def test_a_torn_end_of_an_earlier_part_does_not_swallow_what_comes_after(
    tmp_path: Path, torn_bytes: int
) -> None:
    there, here = StereoSpool(tmp_path / "there.spool"), StereoSpool(tmp_path / "here.spool")
    there.caller(0, tone(CALLER, 20))
    there.close()
    whole = there.path.read_bytes()
    here.caller(100, tone(CALLER, 20))
    here.prepend([whole + whole[:torn_bytes]])
    here.to_wav(tmp_path / "out.wav")
    assert runs(voices(tmp_path / "out.wav")[0]) == [(CALLER, 20), (QUIET, 80), (CALLER, 20)]


def test_parts_of_a_recording_that_could_not_be_made_here_are_told_as_lost(tmp_path: Path) -> None:
    (tmp_path / "calls").write_text("a file where the directory should be")
    with pytest.raises(StorageError):
        StereoSpool(tmp_path / "calls" / "call.spool").prepend([b""])


def test_a_spool_read_while_its_last_record_is_torn_gives_the_rest(tmp_path: Path) -> None:
    path = tmp_path / "call.spool"
    spool = StereoSpool(path)
    spool.caller(0, tone(CALLER, 100))
    spool.caller(100, tone(CALLER, 100))
    spool.close()
    path.write_bytes(path.read_bytes()[:-1])
    assert spool.to_wav(tmp_path / "out.wav") == 100


def test_one_wild_timestamp_does_not_fill_the_memory(spool: StereoSpool, tmp_path: Path) -> None:
    spool.caller(-50, tone(CALLER, 20))
    spool.agent(1e15, tone(AGENT, 20))
    assert spool.to_wav(tmp_path / "out.wav") == 20


def test_appending_to_a_closed_spool_is_ignored(spool: StereoSpool, tmp_path: Path) -> None:
    spool.caller(0, tone(CALLER, 20))
    spool.close()
    spool.close(5000)
    spool.caller(20, tone(CALLER, 20))
    assert spool.to_wav(tmp_path / "out.wav") == 20


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that refuses every write")
def test_a_full_disk_ends_the_recording_and_not_the_call(spool: StereoSpool) -> None:
    full = Path("/dev/full").open("ab", buffering=64)  # noqa: SIM115
    spool._file.close()
    spool._file = full  # pyright: ignore[reportPrivateUsage]
    for at_ms in range(0, 200, 20):
        spool.caller(at_ms, tone(CALLER, 20))
    spool.close()


@pytest.mark.parametrize("trouble", ["no directory", "a directory in its place", "a name too long"])
async def test_a_disk_that_is_bad_from_the_start_ends_the_recording_and_not_the_call(
    tmp_path: Path, trouble: str
) -> None:
    path = tmp_path / "calls" / "call.spool"
    if trouble == "no directory":
        path.parent.write_text("a file where the directory should be")
    elif trouble == "a directory in its place":
        path.mkdir(parents=True)
    else:
        path = path.with_name("x" * 300)
    objects = FakeObjects()
    with structlog.testing.capture_logs() as logs:
        spool = StereoSpool(path)
        spool.caller(0, tone(CALLER, 20))
        spool.agent(20, tone(AGENT, 20))
        spool.cut_agent(30)
        spool.close(40)
        assert await spool.store(objects, "recordings/a.wav") == 0
        spool.discard()
    assert objects.held == {}
    assert [entry["event"] for entry in logs] == ["recording.broken"]
    with pytest.raises(StorageError):
        spool.to_wav(tmp_path / "out.wav")


def test_a_discarded_spool_is_gone(spool: StereoSpool) -> None:
    spool.caller(0, tone(CALLER, 20))
    spool.discard()
    spool.discard()
    assert not spool.path.exists()


async def test_storing_puts_the_wav_and_clears_the_disk(spool: StereoSpool) -> None:
    objects = FakeObjects()
    spool.caller(0, tone(CALLER, 100))
    assert await spool.store(objects, "recordings/a.wav") == 100
    assert len(chunks(objects.held["recordings/a.wav"])[b"data"]) == 1600
    assert list(spool.path.parent.iterdir()) == []


async def test_storing_again_leaves_the_recording_as_it_is(spool: StereoSpool) -> None:
    objects = FakeObjects()
    spool.caller(0, tone(CALLER, 100))
    await spool.store(objects, "recordings/a.wav")
    kept = dict(objects.held)
    assert await spool.store(objects, "recordings/a.wav") == 0
    assert await StereoSpool(spool.path).store(objects, "recordings/a.wav") == 0
    assert objects.held == kept


async def test_a_recording_that_could_not_be_stored_can_be_stored_later(spool: StereoSpool) -> None:
    spool.caller(0, tone(CALLER, 100))
    with pytest.raises(StorageError):
        await spool.store(FakeObjects(StorageError("objects", "down")), "recordings/a.wav")
    objects = FakeObjects()
    assert await StereoSpool(spool.path).store(objects, "recordings/a.wav") == 100
    assert objects.held


async def test_a_spool_without_audio_replaces_nothing(spool: StereoSpool) -> None:
    objects = FakeObjects()
    assert await spool.store(objects, "recordings/a.wav") == 0
    assert objects.held == {}
