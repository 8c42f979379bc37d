"""What a process of the system has once it is started."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
SCRIPT = """
import sentry_sdk, structlog
from config.startup import start_process

settings = start_process("telephony")
structlog.get_logger().warning("process.started", pii="SECRET")
structlog.get_logger().info("process.quiet")
tags = sentry_sdk.get_isolation_scope()._tags
print(settings.log_level, sentry_sdk.get_client().options["environment"], tags["component"])
"""


def test_a_process_reads_its_settings_and_sets_up_logs_and_error_reports(tmp_path: Path) -> None:
    environment = {
        "PYTHONPATH": str(ROOT),
        "LOG_LEVEL": "WARNING",
        "LOG_FORMAT": "json",
        "SENTRY_DSN": "http://key@127.0.0.1:9/1",
        "SENTRY_ENVIRONMENT": "a-test",
    }
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        capture_output=True,
        text=True,
        env=environment,
        cwd=tmp_path,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["WARNING", "a-test", "telephony"]
    assert '"event": "process.started"' in done.stderr
    assert "SECRET" not in done.stderr
    assert "process.quiet" not in done.stderr
