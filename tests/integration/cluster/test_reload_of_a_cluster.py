"""`receptionist reload --config` against a running Ray: Serve replaces every replica by one of the new release."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

REPO = Path(__file__).parents[3]


@pytest.mark.timeout(200)
def test_a_new_release_replaces_the_replicas_of_a_cluster():
    environment = os.environ | {"RAY_AUTH_MODE": "disabled", "RAY_USAGE_STATS_ENABLED": "0"}
    ran = subprocess.run(
        [sys.executable, "-m", "tests.integration.cluster.reloading_a_cluster"],
        cwd=REPO,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=180,
    )
    assert ran.returncode == 0, ran.stderr
    (first, first_pid), (second, second_pid) = json.loads(ran.stdout.splitlines()[-1])
    assert (first, second) == ("first", "second")
    assert first_pid != second_pid
