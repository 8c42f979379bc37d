"""What one process of a node finds out about a vendor, the others know."""

import json
from pathlib import Path

import pytest

from domain.circuit import FAILURES_TO_OPEN, FIRST_OPEN_S
from domain.errors import ProviderError, UnusableAnswer
from services.vendor_circuits import DIRECTORY, NodeCircuit, open_circuits

DOWN = ProviderError("openai", "chat", "refused", retryable=True, status=503)


class Clock:
    now_s = 1000.0

    def __call__(self) -> float:
        return self.now_s


def test_failures_of_several_processes_count_together(tmp_path: Path):
    clock = Clock()
    processes = [NodeCircuit(tmp_path, "openai", clock) for _ in range(FAILURES_TO_OPEN)]
    assert all(process.admits() for process in processes)
    for process in processes:
        process.failed(DOWN)
    assert not any(process.admits() for process in processes)
    assert open_circuits(tmp_path) == ("openai",)


def test_after_a_while_one_of_them_probes_and_its_success_is_everybodys(tmp_path: Path):
    clock = Clock()
    one, other = NodeCircuit(tmp_path, "openai", clock), NodeCircuit(tmp_path, "openai", clock)
    for _ in range(FAILURES_TO_OPEN):
        one.failed(DOWN)
    clock.now_s += FIRST_OPEN_S
    assert (one.admits(), other.admits()) == (True, False)
    one.succeeded()
    assert other.admits()
    assert open_circuits(tmp_path) == ()


def test_vendors_do_not_answer_for_each_other(tmp_path: Path):
    for _ in range(FAILURES_TO_OPEN):
        NodeCircuit(tmp_path, "openai").failed(DOWN)
    assert NodeCircuit(tmp_path, "deepgram").admits()


@pytest.mark.parametrize(
    "error",
    [
        ProviderError("elevenlabs", "stream", "refused: voice_not_found", status=404),
        ProviderError("deepgram", "listen", "refused", status=400),
        UnusableAnswer("elevenlabs", "stream", "sent no audio", retryable=True),
    ],
    ids=["one voice", "one request", "one text"],
)
def test_what_is_about_one_request_is_not_held_against_the_vendor(tmp_path: Path, error: ProviderError):
    circuit = NodeCircuit(tmp_path, "elevenlabs")
    for _ in range(FAILURES_TO_OPEN * 2):
        circuit.failed(error)
    assert circuit.admits()


def test_a_used_up_quota_is(tmp_path: Path):
    circuit = NodeCircuit(tmp_path, "openai")
    for _ in range(FAILURES_TO_OPEN):
        circuit.failed(ProviderError("openai", "chat", "refused: insufficient_quota", status=429))
    assert not circuit.admits()


def test_a_file_that_cannot_be_read_or_written_admits(tmp_path: Path):
    (tmp_path / DIRECTORY).mkdir()
    (tmp_path / DIRECTORY / "openai").write_text("{half")
    assert NodeCircuit(tmp_path, "openai").admits()
    assert open_circuits(tmp_path) == ()
    nowhere = NodeCircuit(tmp_path / DIRECTORY / "openai", "openai")
    nowhere.failed(DOWN)
    assert nowhere.admits()


def test_a_circuit_of_the_next_release_is_read(tmp_path: Path):
    circuit = NodeCircuit(tmp_path, "openai")
    for _ in range(FAILURES_TO_OPEN):
        circuit.failed(DOWN)
    path = tmp_path / DIRECTORY / "openai"
    path.write_text(json.dumps({**json.loads(path.read_bytes()), "since": "the next release"}))
    assert not circuit.admits()
    assert open_circuits(tmp_path) == ("openai",)
