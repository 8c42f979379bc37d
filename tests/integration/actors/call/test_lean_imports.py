"""What the process of a call never loads: it would hold it for each call, and start later for it."""

import subprocess
import sys
from pathlib import Path

REPO = Path(__file__).parents[4]


def test_a_call_does_not_load_the_calendars_of_all_countries() -> None:
    program = "import sys, actors.call.build, actors.call_actor\nprint('holidays' in sys.modules)"
    ran = subprocess.run(
        [sys.executable, "-c", program], cwd=REPO, capture_output=True, text=True, check=True, timeout=60
    )
    assert ran.stdout.split() == ["False"]
