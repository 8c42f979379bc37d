"""Our end of the espeak-ng process: starts it, asks it, starts it again when it has died."""

import json
import os
import select
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

from sandbox.speech.voices import Voice

_ROOT = Path(__file__).resolve().parent.parent.parent
_ANSWER_SECONDS = 10.0
_ATTEMPTS = 2


class SpeechFailed(Exception):
    """espeak-ng refused the request or died twice over it."""


class EspeakProcess:
    """One espeak-ng process, started at first use. Blocking; safe to share between threads."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()
        self.sample_rate_hz = 0

    def synthesise(self, text: str, voice: Voice) -> bytes:
        """The text spoken: 16-bit little-endian mono PCM at `sample_rate_hz`; about 3 ms a second of speech.

        Raises:
            SpeechFailed: the voice is unknown, or the process died twice.
        """
        body = json.dumps(
            {
                "text": text,
                "voice": voice.espeak,
                "words_per_minute": voice.words_per_minute,
                "pitch": voice.pitch,
                "range": voice.range_,
                "word_gap": voice.word_gap,
            }
        ).encode()
        with self._lock:
            for attempt in range(_ATTEMPTS):
                try:
                    kind, answer = self._ask(len(body).to_bytes(4, "big") + body)
                except (OSError, EOFError) as error:
                    self._end()
                    if attempt + 1 == _ATTEMPTS:
                        raise SpeechFailed("the espeak-ng process keeps dying") from error
                else:
                    if kind == b"E":
                        raise SpeechFailed(answer.decode())
                    return answer
        raise AssertionError("unreachable")

    @property
    def pid(self) -> int | None:
        """The process's id while it runs."""
        return self._process.pid if self._process is not None and self._process.poll() is None else None

    def close(self) -> None:
        """Ends the process; a later request starts a new one."""
        with self._lock:
            self._end()

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    with suppress(OSError):
                        pipe.close()

    def _ask(self, request: bytes) -> tuple[bytes, bytes]:
        if self._process is None or self._process.poll() is not None:
            self._end()
            self._process = subprocess.Popen(
                [sys.executable, "-m", "sandbox.speech.espeak_worker"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                cwd=_ROOT,
                bufsize=0,
            )
            self.sample_rate_hz = int(_read_frame(self._process)[1])
        assert self._process.stdin is not None  # noqa: S101
        self._process.stdin.write(request)
        return _read_frame(self._process)


def _read_frame(process: subprocess.Popen[bytes]) -> tuple[bytes, bytes]:
    deadline = time.monotonic() + _ANSWER_SECONDS
    header = _read_exactly(process, 5, deadline)
    return header[:1], _read_exactly(process, int.from_bytes(header[1:], "big"), deadline)


def _read_exactly(process: subprocess.Popen[bytes], count: int, deadline: float) -> bytes:
    assert process.stdout is not None  # noqa: S101
    got = bytearray()
    while len(got) < count:
        ready, _, _ = select.select([process.stdout], [], [], max(0.0, deadline - time.monotonic()))
        if not ready:
            raise EOFError("the espeak-ng process does not answer")
        piece = os.read(process.stdout.fileno(), count - len(got))
        if not piece:
            raise EOFError("the espeak-ng process ended")
        got += piece
    return bytes(got)
