"""Makes `telephone_mllr.txt`: moves the acoustic model's means towards the sandbox's callers on a telephone line.

    python -m sandbox.tools.adaptation [--sentences 500] [--start-from OLD] OUTPUT

Sentences of the corpus are spoken by the callers' voices, sent through µ-law and aligned with their known words; one
affine transform per feature stream is then fitted to all Gaussians (maximum likelihood linear regression). Run it once
without `--start-from`, then once more from its own result. Two minutes per 500 sentences.

Source: Leggetter and Woodland, "Maximum likelihood linear regression for speaker adaptation of continuous density
hidden Markov models" (1995), https://doi.org/10.1006/csla.1995.0010
"""

import argparse
import asyncio
import random
import struct
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pocketsphinx
from numpy.typing import NDArray

from domain.audio import SILENCE_FRAME
from sandbox.speech.corpus import sentences
from sandbox.speech.model_files import model_files
from sandbox.speech.mulaw import decode_ulaw
from sandbox.speech.recogniser_worker import CEPSTRAL_MEAN, RATE_HZ, with_noise
from sandbox.speech.resampling import resample
from sandbox.speech.speaker import Speaker
from sandbox.speech.voices import CALLERS

_PHONES, _STREAMS, _DENSITIES, _WIDTH = 42, 3, 128, 13
_SCORE_UNIT = 1024 * np.log(1.0001)
_NOT_SPEECH = {"SIL", "+NSN+", "+SPN+"}
Array = NDArray[np.float64]


class AcousticModel:
    """What the fit needs of the decoder's own model: means, variances, mixture weights and the phones' order."""

    def __init__(self, directory: Path) -> None:
        self.means = self._parameters(directory / "means")
        self.variances = np.maximum(self._parameters(directory / "variances"), 1e-4)
        definition = (directory / "mdef").read_bytes()
        first = definition.index(b"+NSN+\0")
        self.phones = [name.decode() for name in definition[first : first + 400].split(b"\0")[:_PHONES]]
        weights = (directory / "sendump").read_bytes()
        at = weights.index(struct.pack("<i", _DENSITIES), weights.index(b"feature_count"))
        senones = struct.unpack_from("<i", weights, at + 4)[0]
        raw = np.frombuffer(weights, np.uint8, _STREAMS * _DENSITIES * senones, at + 8)
        self.log_weights = -raw.reshape(_STREAMS, _DENSITIES, senones) * _SCORE_UNIT

    @staticmethod
    def _parameters(path: Path) -> Array:
        content = path.read_bytes()
        start = content.index(b"endhdr") + 7 + 32
        values = np.frombuffer(content, "<f4", _PHONES * _STREAMS * _DENSITIES * _WIDTH, start)
        return values.astype(np.float64).reshape(_PHONES, _STREAMS, _DENSITIES, _WIDTH)


class Fit:
    """Gathers statistics of aligned frames and solves for the transform."""

    def __init__(self, model: AcousticModel) -> None:
        self._model = model
        self._left = np.zeros((_STREAMS, _WIDTH, _WIDTH + 1, _WIDTH + 1))
        self._right = np.zeros((_STREAMS, _WIDTH, _WIDTH + 1))

    def add(self, frames: Array, phone: str, senone: int) -> None:
        """Counts frames (count x stream x coefficient) that belong to one state of a phone."""
        codebook = self._model.phones.index(phone)
        for stream in range(_STREAMS):
            means, variances = self._model.means[codebook, stream], self._model.variances[codebook, stream]
            distance = (frames[:, stream, None, :] - means[None]) ** 2 / variances
            scores = (
                self._model.log_weights[stream, :, senone]
                - 0.5 * distance.sum(-1)
                - 0.5 * np.log(variances).sum(-1)
            )
            shares = np.exp(scores - scores.max(1, keepdims=True))
            shares /= shares.sum(1, keepdims=True)
            extended = np.concatenate([means, np.ones((_DENSITIES, 1))], 1)
            seen = shares.T @ frames[:, stream]
            for row in range(_WIDTH):
                precision = 1 / variances[:, row]
                weighted = extended * (shares.sum(0) * precision)[:, None]
                self._left[stream, row] += weighted.T @ extended
                self._right[stream, row] += extended.T @ (seen[:, row] * precision)

    def text(self) -> str:
        """The transform as the decoder reads it: one class; per stream a matrix, an offset, variance factors."""
        lines = ["1", str(_STREAMS)]
        for stream in range(_STREAMS):
            ridge = 1e-3 * np.eye(_WIDTH + 1)
            solved = [
                np.linalg.solve(self._left[stream, row] + ridge, self._right[stream, row])
                for row in range(_WIDTH)
            ]
            rows = [*(row[:_WIDTH] for row in solved), [row[_WIDTH] for row in solved], [1.0] * _WIDTH]
            lines += [str(_WIDTH), *(" ".join(f"{value:.5f}" for value in row) for row in rows)]
        return "\n".join(lines) + "\n"


class Aligner:
    """Finds which frames of a recording belong to which state of its words."""

    def __init__(self, acoustic: Path, transform: Path | None, scratch: Path) -> None:
        self._scratch = scratch
        files = model_files(acoustic / "cmudict-en-us.dict")
        options = {"mllr": str(transform)} if transform else {}
        self._decoder = pocketsphinx.Decoder(
            pocketsphinx.Config(
                hmm=str(acoustic / "en-us"),
                lm=None,
                dict=str(files.dictionary),
                cmn="live",
                mfclogdir=str(scratch),
                loglevel="FATAL",
                **options,
            )
        )

    def align(self, pcm: bytes, words: list[str]) -> Iterator[tuple[Array, str, int]]:
        """Frames, phone and senone of every state; raises RuntimeError when the words do not fit the sound."""
        self._decoder.set_align_text(" ".join(words))
        self._listen(pcm)
        self._decoder.set_alignment()
        frames = _features(self._listen(pcm))
        for word in self._decoder.get_alignment():
            for phone in word:
                for state in phone:
                    if phone.name not in _NOT_SPEECH and state.duration:
                        yield frames[state.start : state.start + state.duration], phone.name, int(state.name)

    def _listen(self, pcm: bytes) -> Array:
        for old in self._scratch.iterdir():
            old.unlink()
        self._decoder.set_cmn(CEPSTRAL_MEAN)
        self._decoder.start_utt()
        self._decoder.process_raw(pcm)
        self._decoder.end_utt()
        (written,) = self._scratch.glob("*.mfc")
        return np.frombuffer(written.read_bytes()[4:], ">f4").astype(np.float64).reshape(-1, _WIDTH)


def _features(cepstra: Array) -> Array:
    """Cepstra less their mean, with first and second differences: frames x stream x coefficient."""
    level = cepstra - np.array(CEPSTRAL_MEAN.split(","), dtype=np.float64)
    padded = np.pad(level, ((3, 3), (0, 0)), mode="edge")
    at = np.arange(len(level)) + 3
    first = padded[at + 2] - padded[at - 2]
    second = (padded[at + 3] - padded[at - 1]) - (padded[at + 1] - padded[at - 3])
    return np.stack([level, first, second], 1)


async def adapt(count: int, transform: Path | None) -> str:
    """The transform fitted to so many sentences, starting from an earlier one."""
    spoken = [words for words in sentences() if len(words) >= 3]
    random.Random(7).shuffle(spoken)
    acoustic = Path(pocketsphinx.get_model_path("en-us"))
    fit = Fit(AcousticModel(acoustic / "en-us"))
    noise = np.random.default_rng(0)
    silence = SILENCE_FRAME * 15
    speaker = Speaker()
    with tempfile.TemporaryDirectory() as scratch:
        aligner = Aligner(acoustic, transform, Path(scratch))
        for number, words in enumerate(spoken[:count]):
            ulaw = await speaker.speak_to_ulaw(" ".join(words), CALLERS[number % len(CALLERS)])
            wide = resample(decode_ulaw(silence + ulaw + silence), 8000, RATE_HZ)
            try:
                states = list(aligner.align(with_noise(wide, noise), words))
            except RuntimeError:
                continue
            for frames, phone, senone in states:
                fit.add(frames, phone, senone)
    speaker.close()
    return fit.text()


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sentences", type=int, default=500)
    parser.add_argument("--start-from", type=Path)
    parser.add_argument("output", type=Path)
    arguments = parser.parse_args()
    pocketsphinx.set_loglevel("FATAL")
    arguments.output.write_text(asyncio.run(adapt(arguments.sentences, arguments.start_from)))


if __name__ == "__main__":
    main()
