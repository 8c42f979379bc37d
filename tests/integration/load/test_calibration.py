"""The whole tool, generator process included, against a server whose behaviour is built in."""

import json

from load.calibration import KnownBehaviour, checks, self_check
from load.figures import to_json
from load.progress import Progress

SLACK_MS = 150
"""Medians on a loaded machine. What is told apart below lies further apart than that."""

ATTEMPTS = 4
LATE_MS = 50
"""Of the callers' own clock."""


async def test_the_tool_measures_what_the_server_does():
    for _ in range(ATTEMPTS):
        progress: list[Progress] = []
        found, report = await self_check(progress.append, calls=3, turns=3, slack_ms=SLACK_MS)
        figures = to_json(report)
        if figures["generator"]["late_ms"] <= LATE_MS:
            break  # else the tool says itself that it measured the machine
    exact = {"failed calls", "answers measured", "barge-ins", "underruns"}
    off = [check for check in found if not check.ok]
    assert not off, (off, figures["failures"], figures["generator"])
    assert exact < {check.name for check in found}
    # On arrival there is no 20 ms grid: the tool itself adds next to nothing.
    assert -2 <= figures["engine_added_arrival_ms"]["p50"] <= SLACK_MS
    assert figures["barge_ins"]["by_clear"] == figures["barge_ins"]["done"] == 2
    assert figures["generator"]["cpu_share"] is not None
    assert figures["server_cpu_s_per_call_minute"] is None
    assert progress[-1].ended == 3
    json.dumps(figures)
    # The same run does not fit a server that is slower by more than the slack.
    slower = KnownBehaviour(greets_after_ms=500, answers_after_ms=800, stops_after_ms=600, underrun_ms=0)
    wrong = {check.name for check in checks(report, slower, SLACK_MS) if not check.ok}
    assert {"answer_ms", "voice_to_voice_ms", "barge_in_stop_ms", "underruns"} <= wrong
