"""The vendors' machine-readable contracts, for tests that hold both sides of a wire against them.

The files are not part of this repository: they are read from `$CONTRACTS_DIR`, or from `../shared/contracts`
beside the repository. Where neither exists, tests marked with `needs_contracts` are skipped and say so.

    from tests.support.contracts import needs_contracts, message_errors

    @needs_contracts
    def test_...():
        assert message_errors("deepgram_ws_from_wheel.schema.json", "ListenV2TurnInfo", sent) == []
"""

import importlib.util
import json
import os
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

_ROOT = Path(__file__).resolve().parents[2]


def directory() -> Path | None:
    """Where the contracts lie, or None."""
    named = os.environ.get("CONTRACTS_DIR")
    place = Path(named) if named else _ROOT.parent / "shared" / "contracts"
    return place if (place / "contract_check.py").is_file() else None


_ABSENT = "vendor contracts not found: set CONTRACTS_DIR or place them in ../shared/contracts"

needs_contracts = pytest.mark.skipif(directory() is None, reason=_ABSENT)
"""Marks a test that reads the contracts; it is skipped where they are absent."""


def _path(name: str) -> Path:
    place = directory()
    if place is None:
        pytest.skip(_ABSENT)
    return place / name


@cache
def load(name: str) -> dict[str, Any]:
    """One contract file, parsed; skips the running test where the contracts are absent.

    Args:
        name: the file's name, e.g. `deepgram_ws_from_wheel.schema.json`.
    """
    return json.loads(_path(name).read_text())


@cache
def checker() -> Any:
    """The module `contract_check` (`check_request`, `check_response`, `errors`)."""
    spec = importlib.util.spec_from_file_location("contract_check", _path("contract_check.py"))
    if spec is None or spec.loader is None:
        raise ImportError("contract_check.py cannot be loaded")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@cache
def openapi(name: str) -> dict[str, Any]:
    """An OpenAPI contract as `checker()`'s functions want it."""
    return checker().load(_path(name))


def request_errors(
    name: str, method: str, path: str, *, query: str = "", content_type: str = "", body: bytes = b""
) -> list[str]:
    """What is wrong with this request by the OpenAPI file `name`; empty when nothing is."""
    return checker().check_request(openapi(name), method, path, query, content_type, body)


def response_errors(name: str, method: str, path: str, status: int, answer: Any) -> list[str]:
    """What is wrong with this parsed JSON answer by the OpenAPI file `name`; empty when nothing is."""
    return checker().check_response(openapi(name), method, path, status, answer)


def message_errors(name: str, definition: str, message: Any) -> list[str]:
    """What is wrong with one WebSocket message by one definition of a contract file; empty when nothing is.

    Args:
        name: a `*.schema.json` (its `$defs`) or `*.asyncapi.json` (its `components.schemas`) file.
        definition: the name in there, e.g. `ListenV2TurnInfo`.
        message: the parsed JSON message.
    """
    contract = load(name)
    if "$defs" in contract:
        schema = {"$ref": f"#/$defs/{definition}", "$defs": contract["$defs"]}
    else:
        schema = {"$ref": f"#/components/schemas/{definition}", "components": contract["components"]}
    found = Draft202012Validator(schema).iter_errors(message)
    return [f"{'/'.join(map(str, error.absolute_path)) or '.'}: {error.message[:200]}" for error in found]
