from dataclasses import replace

from rich.console import Console

from load.job import CallMeasure, Failure
from load.measures import LoadReport
from load.report import render
from tests.unit.load.measured_runs import measured_call, run_of, run_of_steps


def shown(report: LoadReport) -> str:
    console = Console(width=160, record=True, file=open("/dev/null", "w"))  # noqa: SIM115
    console.print(render(report))
    return console.export_text()


def test_people_get_tables_with_the_same_figures():
    text = shown(run_of(measured_call(0), CallMeasure(1, failure=Failure("no_answer", "turn 1"))))
    assert "1 of 2" in text
    assert "no_answer" in text
    assert "call actors" in text
    assert "500.0" in text
    assert "0.18 s of CPU, 0.20 s, 41 MiB" in text
    assert "0.100 cores, 400 MiB, 3 call processes" in text


def test_steps_are_a_table_that_ends_in_a_sentence():
    text = shown(run_of_steps((2, 4), 500, 510, 1200))
    assert "Knee: 2 calls" in text
    assert "stayed below 800 ms" in text
    assert "beyond" in text
    assert "No level was within" not in text


def test_a_run_that_late_callers_ended_says_that_more_may_be_possible():
    report = run_of_steps((2,), 500, 500)
    one, two = report.levels
    late = replace(two, calls=[measured_call(call.call, lateness_ms=30) for call in two.calls])
    assert "Knee: 1 call. It is the highest" in shown(replace(report, levels=(one,)))
    assert "is not known, as the callers themselves were late" in " ".join(
        shown(replace(report, levels=(one, late))).split()
    )
