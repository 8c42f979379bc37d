"""When a vendor is left alone, and when it is tried again."""

from domain.circuit import (
    FAILURES_TO_OPEN,
    FIRST_OPEN_S,
    LONGEST_OPEN_S,
    PROBE_S,
    WITHIN_S,
    Circuit,
)


def opened(at_s: float = 100.0) -> Circuit:
    circuit = Circuit()
    for _ in range(FAILURES_TO_OPEN):
        circuit = circuit.failed(at_s)
    return circuit


def test_one_failure_opens_nothing():
    assert Circuit().failed(100.0).admits(100.0)


def test_failures_in_a_row_open_it_for_a_while():
    circuit = opened(100.0)
    assert circuit.is_open
    assert not circuit.admits(100.0 + FIRST_OPEN_S - 0.1)
    assert circuit.admits(100.0 + FIRST_OPEN_S)


def test_failures_far_apart_are_no_outage():
    circuit = Circuit()
    for number in range(10):
        circuit = circuit.failed(number * (WITHIN_S + 1))
    assert not circuit.is_open


def test_one_request_probes_and_the_others_wait_for_it():
    due_s = 100.0 + FIRST_OPEN_S
    probing = opened(100.0).probing(due_s)
    assert not probing.admits(due_s + 0.1)
    assert probing.admits(due_s + PROBE_S), "a probe whose process died is not waited for"


def test_a_probe_that_fails_doubles_the_time_up_to_a_limit():
    circuit, now_s, waits = opened(0.0), 0.0, list[float]()
    for _ in range(5):
        now_s = circuit.closed_to_s
        circuit = circuit.probing(now_s).failed(now_s)
        waits.append(circuit.closed_to_s - now_s)
    assert waits == [20.0, 40.0, LONGEST_OPEN_S, LONGEST_OPEN_S, LONGEST_OPEN_S]


def test_requests_that_were_under_way_when_it_opened_do_not_lengthen_it():
    circuit = opened(100.0).failed(101.0).failed(102.0)
    assert circuit.open_s == FIRST_OPEN_S
