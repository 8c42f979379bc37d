"""Errors are reported only when asked for, and without what callers said."""

import subprocess
import sys
import textwrap
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def run(script: str) -> str:
    """Runs a script in a process of its own: Sentry patches the one it is started in."""
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_without_a_dsn_nothing_is_started_or_even_loaded() -> None:
    assert (
        run(
            """
            import sys
            from types import SimpleNamespace
            from config.sentry import start_sentry
            start_sentry(SimpleNamespace(sentry_dsn=None), component="api")
            print("sentry_sdk" in sys.modules)
            """
        ).strip()
        == "False"
    )


REPORT = """
import gzip, json, threading
from http.server import BaseHTTPRequestHandler, HTTPServer

class Sentry(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.headers.get("Content-Encoding") == "gzip":
            body = gzip.decompress(body)
        print(body.decode())
        self.send_response(200)
        self.end_headers()
    def log_message(self, *_):
        pass

server = HTTPServer(("127.0.0.1", 0), Sentry)
threading.Thread(target=server.serve_forever, daemon=True).start()

import sentry_sdk
from config.sentry import start_sentry
from config.settings import Settings

settings = Settings(_env_file=None, sentry_dsn=f"http://key@127.0.0.1:{server.server_port}/1", app_env="test")
start_sentry(settings, component="telephony")

import logging
logging.getLogger("app").warning("the caller said: SECRET breadcrumb")
sentry_sdk.add_breadcrumb(message="SECRET breadcrumb")

def handle(transcript):
    try:
        raise ValueError("driver: refused\\n[parameters: ('SECRET parameter',)]")
    except ValueError as error:
        raise RuntimeError("call crashed\\nDETAIL: Key (phone)=(SECRET detail)") from error

try:
    handle("SECRET " + "local variable")
except RuntimeError as error:
    sentry_sdk.capture_exception(error)
sentry_sdk.flush(5)
"""


def test_a_report_names_the_defect_and_none_of_what_was_said() -> None:
    report = run(REPORT)
    assert "RuntimeError" in report
    assert "call crashed" in report
    assert '"component":"telephony"' in report.replace(": ", ":")
    assert '"environment":"test"' in report.replace(": ", ":")
    for kind in ("breadcrumb", "local variable", "parameter", "detail"):
        assert f"SECRET {kind}" not in report


def test_the_body_of_a_request_is_left_out() -> None:
    from config.sentry import _without_personal_data

    event = {
        "request": {"url": "https://voice.example.com/webhooks", "data": {"From": "+61400000001"}},
        "breadcrumbs": {"values": [{"message": "hello"}]},
        "exception": {"values": [{"type": "KeyError", "value": None}]},
    }
    kept = _without_personal_data(event, {})
    assert kept["request"] == {"url": "https://voice.example.com/webhooks"}
    assert "breadcrumbs" not in kept
    assert _without_personal_data({"request": None, "exception": None}, {}) is not None
