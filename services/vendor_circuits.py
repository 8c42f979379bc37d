"""What a node knows of its vendors: one circuit breaker each, shared by the processes of all its calls.

A circuit is a small file in the node's run directory, so that a process that serves one call at a time profits from
what the others have found out, and a gateway sees which vendors its calls are doing without. Reading an absent one
takes 2 us. Two processes that write at once may lose a count; nothing depends on it.
"""

import json
import os
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Protocol

import structlog

from domain.circuit import Circuit
from domain.errors import ProviderError, UnusableAnswer
from domain.known_fields import known_fields

log = structlog.get_logger()

DIRECTORY = "vendors"
"""Within the node's run directory."""

ABOUT_THE_REQUEST = frozenset({400, 404, 413, 422})
"""Refusals of this text, this voice, these names: another call's request is not refused for them."""


class VendorCircuit(Protocol):
    """One vendor, as the calls of a node have found it."""

    def admits(self) -> bool:
        """Whether to ask it now; False leaves the request to the fallback."""
        ...

    def failed(self, error: ProviderError) -> None:
        """It did not do what it was asked."""
        ...

    def succeeded(self) -> None:
        """It did what it was asked."""
        ...


class AlwaysClosed:
    """Knows nothing and admits everything."""

    def admits(self) -> bool:
        return True

    def failed(self, error: ProviderError) -> None:
        pass

    def succeeded(self) -> None:
        pass


ALWAYS_CLOSED = AlwaysClosed()


class NodeCircuit:
    """The circuit of one vendor on this node.

    Args:
        run_dir: the node's.
        vendor: as it is named in `/health`.
        now_s: the wall clock, which the node's processes share.
    """

    def __init__(self, run_dir: Path, vendor: str, now_s: Callable[[], float] = time.time) -> None:
        self._path = run_dir / DIRECTORY / vendor
        self._vendor = vendor
        self._now_s = now_s

    def admits(self) -> bool:
        circuit = _read(self._path)
        if circuit is None or not circuit.is_open:
            return True
        now_s = self._now_s()
        if not circuit.admits(now_s):
            return False
        self._write(circuit.probing(now_s))
        return True

    def failed(self, error: ProviderError) -> None:
        if not blames_the_vendor(error):
            return
        before = _read(self._path) or Circuit()
        after = before.failed(self._now_s())
        if after.is_open and not before.is_open:
            log.warning("vendor.circuit_opened", vendor=self._vendor, reason=str(error), open_s=after.open_s)
        self._write(after)

    def succeeded(self) -> None:
        circuit = _read(self._path)
        if circuit is None:
            return
        with suppress(OSError):
            self._path.unlink()
        if circuit.is_open:
            log.warning("vendor.circuit_closed", vendor=self._vendor)

    def _write(self, circuit: Circuit) -> None:
        half_written = self._path.with_name(f".{self._path.name}.{os.getpid()}")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            half_written.write_text(json.dumps(asdict(circuit)))
            half_written.replace(self._path)
        except OSError as error:
            log.info("vendor.circuit_not_kept", vendor=self._vendor, reason=type(error).__name__)


def blames_the_vendor(error: ProviderError) -> bool:
    """Whether other requests would fail as well."""
    if isinstance(error, UnusableAnswer):
        return False
    return error.retryable or error.status not in ABOUT_THE_REQUEST


def open_circuits(run_dir: Path) -> tuple[str, ...]:
    """The vendors this node's calls are doing without at the moment, by name."""
    try:
        paths = sorted((run_dir / DIRECTORY).iterdir())
    except OSError:
        return ()
    circuits = {path.name: _read(path) for path in paths if not path.name.startswith(".")}
    return tuple(name for name, circuit in circuits.items() if circuit is not None and circuit.is_open)


def _read(path: Path) -> Circuit | None:
    try:
        return Circuit(**known_fields(Circuit, json.loads(path.read_bytes())))
    except (OSError, ValueError, TypeError):
        return None
