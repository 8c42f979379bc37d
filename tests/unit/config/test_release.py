"""The name of the code that a process started now would run."""

import pytest

from config.release import code_release


def test_the_same_code_has_the_same_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RELEASE", raising=False)
    assert code_release() == code_release() != ""


def test_a_release_that_was_named_is_called_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RELEASE", "2026.11.3")
    assert code_release() == "2026.11.3"
    monkeypatch.setenv("RELEASE", "")
    assert code_release() != ""
