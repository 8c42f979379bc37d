"""The recording of a call: what each side said, as a stereo file with the caller left and the agent right.

During the call every piece of audio is appended to a spool with its place on the call's time line; nothing is
decoded or mixed then. Afterwards the spool becomes a G.711 µ-law WAV. The spool survives the process that wrote it:
opening it again goes on where it broke off, and `spool_reader` reads from it what a taken-over call needs.
"""

import asyncio
import contextlib
import shutil
import struct
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, Protocol

import structlog

from domain.audio import BYTES_PER_MS, SAMPLE_RATE_HZ, SILENCE_BYTE
from domain.errors import StorageError
from services.recording.file_thread import in_file_thread
from services.recording.spool_format import Kind, audio_places, pack, pack_sentence, read_records, whole_bytes

log = structlog.get_logger()

_JITTER_MS = 40
"""A piece that comes this little after the one before it follows it without a gap."""
_BLOCK_BYTES = 1 << 16
_MAX_CALL_MS = 4 * 3600 * 1000
"""What is placed beyond this is left out: one wrong timestamp must not fill the memory with silence."""


class ObjectStore(Protocol):
    """The part of `storage.objects.Objects` a recording needs."""

    async def put_file(self, key: str, path: Path) -> None: ...


class StereoSpool:
    """The audio of one call while it is made.

    Every `at_ms` is milliseconds since the call was answered, on one clock for both voices; it must not restart
    when another process takes the call over. Opening and appending never raise: when the disk refuses, the
    recording ends there, that is logged once, and the call goes on.

    Args:
        mended: `mend` has been called since another process wrote to it.
    """

    def __init__(self, path: Path, *, mended: bool = False) -> None:
        self.path = path
        self._broken = False
        self._muted = False
        self._file: BinaryIO | None = None
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            if not mended:
                mend(path)
            # Unbuffered: what a killed process has written is kept by the kernel. 4 us a frame.
            self._file = path.open("ab", buffering=0)
        except OSError as refused:
            self._give_up(refused)

    def caller(self, at_ms: float, ulaw: bytes) -> None:
        """The caller's audio: µ-law 8 kHz, any length, from `at_ms` on."""
        self._append(Kind.CALLER, at_ms, ulaw)

    def sentence(self, at_ms: float, turn_id: int, sentence: int) -> None:
        """The agent's audio from now on belongs to this sentence of this turn."""
        self._append(Kind.SENTENCE, at_ms, pack_sentence(turn_id, sentence))

    def agent(self, at_ms: float, ulaw: bytes) -> None:
        """The agent's audio: µ-law 8 kHz, any length, handed over at `at_ms`.

        It sounds after what was handed over before, as it does at the carrier, so it may come faster than it
        sounds.
        """
        self._append(Kind.AGENT, at_ms, ulaw)

    def cut_agent(self, at_ms: float) -> None:
        """The agent fell silent at `at_ms`; what was handed over and had not sounded by then never did."""
        self._append(Kind.CUT, at_ms, b"")

    def mute(self) -> None:
        """What comes from now on keeps its place and length, and is silence."""
        self._muted = True

    def silence(self, before_ms: float | None = None) -> None:
        """Makes silence of what is there, where it lies: all of it, or what began before an instant of the time line.

        Whole pieces are, so that nothing from before can be heard. Run it in a thread. Raises OSError.
        """
        before = None if before_ms is None else max(0, int(before_ms))
        if not self.path.exists():
            return
        data = self.path.read_bytes()
        with self.path.open("r+b", buffering=0) as spool:
            for place, length in audio_places(data, before):
                spool.seek(place)
                spool.write(bytes([SILENCE_BYTE]) * length)

    def prepend(self, parts: Iterable[bytes]) -> None:
        """Puts what other nodes made of the same call earlier before it; closes the spool. Raises StorageError.

        One part at a time is in memory, if `parts` makes them so. Run it in a thread.
        """
        self.close()
        joined = self.path.with_suffix(".whole")
        try:
            with joined.open("wb") as whole:
                for part in parts:
                    # A torn record would swallow the beginning of the next part.
                    whole.write(memoryview(part)[: whole_bytes(part)])
                with self.path.open("rb") as last:
                    shutil.copyfileobj(last, whole, _BLOCK_BYTES)
            joined.replace(self.path)
        except OSError as refused:
            raise StorageError("objects", f"the recording cannot be joined: {refused}") from refused

    def close(self, at_ms: float | None = None) -> None:
        """No more audio comes. With `at_ms`, nothing sounded after that. Closing twice is fine."""
        if self._file is None or self._file.closed:
            return
        if at_ms is not None:
            self._append(Kind.END, at_ms, b"")
        try:
            self._file.close()
        except OSError as refused:
            self._give_up(refused)

    def to_wav(self, target: Path) -> float:
        """Writes the recording as a WAV file and returns its length in ms; closes the spool.

        Two channels, 8 kHz, 8-bit µ-law (format 7); silence where nothing sounded. A minute of call takes 1 MB of
        memory and 4 ms of CPU: run it in a thread.

        Raises:
            StorageError: the disk refuses.
        """
        self.close()
        try:
            return _write_wav(read_records(self.path.read_bytes()), target)
        except OSError as refused:
            raise StorageError("objects", f"the recording cannot be written: {refused}") from refused

    async def store(self, objects: ObjectStore, key: str) -> float:
        """Puts the WAV into object storage under `key`, removes the spool, and returns the length in ms.

        A spool that is gone, holds no audio or could not be opened puts nothing and returns 0: storing again, here
        or in another process, must not replace the recording by silence.

        Raises:
            StorageError: the spool is kept, and storing again is safe.
        """
        wav = self.path.with_suffix(".wav")
        if self._file is None or not await asyncio.to_thread(self.path.exists):
            return 0.0
        try:
            length_ms = await in_file_thread(self.to_wav, wav)
            if length_ms:
                await objects.put_file(key, wav)
        finally:
            wav.unlink(missing_ok=True)
        self.path.unlink(missing_ok=True)
        return length_ms

    def discard(self) -> None:
        """Removes the spool: what it holds is stored already."""
        self.close()
        with contextlib.suppress(OSError):
            self.path.unlink(missing_ok=True)

    def _append(self, kind: Kind, at_ms: float, payload: bytes) -> None:
        if self._broken or self._file is None or self._file.closed:
            return
        if self._muted and kind in (Kind.CALLER, Kind.AGENT):
            payload = bytes([SILENCE_BYTE]) * len(payload)
        place = min(max(int(at_ms), 0), _MAX_CALL_MS)
        try:
            self._file.write(pack(kind, place, payload))
        except OSError as refused:
            self._give_up(refused)

    def _give_up(self, refused: OSError) -> None:
        if self._broken:
            return
        self._broken = True
        log.error("recording.broken", spool=self.path.name, reason=str(refused))


class _Track:
    """One voice, laid out on the call's time line."""

    def __init__(self) -> None:
        self.ulaw = bytearray()

    def place(self, at_ms: int, piece: bytes) -> None:
        if at_ms >= _MAX_CALL_MS:
            return
        gap = at_ms * BYTES_PER_MS - len(self.ulaw)
        if gap > _JITTER_MS * BYTES_PER_MS:
            self.ulaw.extend(bytes([SILENCE_BYTE]) * gap)
        self.ulaw.extend(piece)

    def cut(self, at_ms: int) -> None:
        del self.ulaw[at_ms * BYTES_PER_MS :]


def mend(path: Path) -> None:
    """Cuts off what a killed process left of a record, if there is such a spool. 15 ms for ten minutes of call.

    Raises:
        OSError: the disk refuses.
    """
    if not path.exists():
        return
    data = path.read_bytes()
    whole = whole_bytes(data)
    if whole < len(data):
        with path.open("r+b") as spool:
            spool.truncate(whole)


def _write_wav(records: Iterator[tuple[Kind, int, bytes]], target: Path) -> float:
    caller, agent = _Track(), _Track()
    for kind, at_ms, payload in records:
        if kind is Kind.CALLER:
            caller.place(at_ms, payload)
        elif kind is Kind.AGENT:
            agent.place(at_ms, payload)
        elif kind is Kind.CUT:
            agent.cut(at_ms)
        elif kind is Kind.END:
            caller.cut(at_ms)
            agent.cut(at_ms)
    samples = max(len(caller.ulaw), len(agent.ulaw))
    for track in (caller, agent):
        track.ulaw.extend(bytes([SILENCE_BYTE]) * (samples - len(track.ulaw)))
    with target.open("wb") as wav:
        wav.write(_wav_header(samples))
        for start in range(0, samples, _BLOCK_BYTES):
            left, right = (track.ulaw[start : start + _BLOCK_BYTES] for track in (caller, agent))
            block = bytearray(2 * len(left))
            block[0::2] = left
            block[1::2] = right
            wav.write(block)
    return samples / BYTES_PER_MS


def _wav_header(samples: int) -> bytes:
    """A RIFF header for `samples` pairs of µ-law samples; a format other than PCM needs the `fact` chunk.

    Source: http://www-mmsp.ece.mcgill.ca/Documents/AudioFormats/WAVE/WAVE.html
    """
    channels, data_bytes = 2, 2 * samples
    form = struct.pack("<HHIIHHH", 7, channels, SAMPLE_RATE_HZ, SAMPLE_RATE_HZ * channels, channels, 8, 0)
    chunks = b"fmt " + struct.pack("<I", len(form)) + form
    chunks += b"fact" + struct.pack("<II", 4, samples)
    chunks += b"data" + struct.pack("<I", data_bytes)
    return b"RIFF" + struct.pack("<I", 4 + len(chunks) + data_bytes) + b"WAVE" + chunks
