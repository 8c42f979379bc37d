"""Logs are one JSON object a line and hold no personal data."""

import json
from collections.abc import Iterator

import pytest
import structlog
from structlog.contextvars import bound_contextvars

from config.logging import configure_logging


@pytest.fixture(autouse=True)
def configuration_put_back() -> Iterator[None]:
    before = structlog.get_config() if structlog.is_configured() else None
    yield
    structlog.reset_defaults()
    if before is not None:
        structlog.configure(**before)


def told(capsys: pytest.CaptureFixture[str]) -> list[str]:
    captured = capsys.readouterr()
    assert captured.out == ""
    return captured.err.splitlines()


def test_a_line_is_a_json_object_with_time_and_level(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging("INFO", "json")
    with bound_contextvars(call_id="call-1"):
        structlog.get_logger().warning("call.delayed", wait_ms=12)
    (line,) = told(capsys)
    entry = json.loads(line)
    assert entry.pop("timestamp").endswith("Z")
    assert entry == {"event": "call.delayed", "level": "warning", "call_id": "call-1", "wait_ms": 12}


@pytest.mark.parametrize("log_format", ["json", "console"])
def test_personal_data_stays_out(capsys: pytest.CaptureFixture[str], log_format: str) -> None:
    configure_logging("DEBUG", log_format)
    log = structlog.get_logger()
    log.info("turn.ended", pii={"transcript": "my number is 0400 000 001"}, turn_id=3)
    log.bind(pii={"caller": "+61400000001"}).debug("call.received")
    with bound_contextvars(pii={"caller": "+61400000001"}):
        log.error("call.crashed")
    text = "\n".join(told(capsys))
    assert "turn.ended" in text
    assert "call.received" in text
    assert "call.crashed" in text
    assert "pii" not in text
    assert "my number" not in text
    assert "+614" not in text


@pytest.mark.parametrize("log_format", ["json", "console"])
def test_a_traceback_holds_no_local_variables(capsys: pytest.CaptureFixture[str], log_format: str) -> None:
    configure_logging("INFO", log_format)

    def fail(transcript: str) -> None:
        assert transcript
        raise RuntimeError("it broke")

    said = " ".join(("what", "the", "caller", "said"))
    try:
        fail(said)
    except RuntimeError:
        structlog.get_logger().exception("call.crashed")
    text = "\n".join(told(capsys))
    assert "it broke" in text
    assert "test_logging.py" in text
    assert said not in text


def test_lower_levels_are_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging("WARNING", "json")
    log = structlog.get_logger()
    log.info("call.received")
    log.warning("call.delayed")
    assert [json.loads(line)["event"] for line in told(capsys)] == ["call.delayed"]


def test_what_json_cannot_hold_is_shown_all_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging("INFO", "json")
    structlog.get_logger().info("call.received", odd={1, 2}, path=object)
    (line,) = told(capsys)
    assert "{1, 2}" in json.loads(line)["odd"]


def test_a_card_number_in_what_a_vendor_quotes_stays_out(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging("INFO", "json")
    try:
        raise ValueError("refused: 4539 5787 6362 1486 is not allowed")
    except ValueError as error:
        structlog.get_logger().exception(
            "vendor.failed", reason=str(error), call="0193b2c4-1111-7000-8000-000000000001"
        )
    (line,) = told(capsys)
    assert "5787" not in line
    entry = json.loads(line)
    assert entry["reason"] == "refused: [card number] is not allowed"
    assert entry["call"] == "0193b2c4-1111-7000-8000-000000000001"
