"""The recognition process: telephone audio in, words out.

    python -m sandbox.speech.recogniser_worker

A process of its own because the decoder holds the interpreter lock while it searches: 11 ms a quarter second of
speech, 20 ms a second more at the end of an utterance (measured). Talks as in `framing`. A request is one letter, a
4-byte big-endian stream number and, for `A`, µ-law 8 kHz audio:

- `S` starts an utterance of that stream and forgets the one before;
- `A` adds audio and answers with the words so far;
- `E` ends the utterance and answers with its words;
- `X` forgets the stream.

Words come as JSON: `[[word, start_s, end_s, confidence], ...]`, times from the utterance's first byte.

Source: https://pocketsphinx.readthedocs.io/en/latest/pocketsphinx.html
"""

import json
import re
from pathlib import Path

import numpy as np
import pocketsphinx
from numpy.typing import NDArray

from sandbox.speech.framing import answer, requests
from sandbox.speech.model_files import model_files
from sandbox.speech.mulaw import decode_ulaw
from sandbox.speech.resampling import Resampler

RATE_HZ = 16000
_FRAMES_PER_S = 100
_NOISE_AMPLITUDE = 40.0
"""Digital silence is outside anything the acoustic model was trained on; a little noise halves the word error."""
_ADAPTATION = Path(__file__).with_name("telephone_mllr.txt")
"""Moves the acoustic model's means to telephone bandwidth and synthetic voices; made by `adaptation`. Word error on
the test sentences fell from 6 % to 3 % with it."""
CEPSTRAL_MEAN = (
    "52.7354,15.0685,-16.4671,7.93549,1.91814,-11.5807,-1.15323,"
    "-8.19969,-2.48935,1.0467,-1.07175,0.582544,-2.67835"
)
"""Where the mean is estimated from at the start of each utterance: measured on the sandbox's voices over µ-law."""
_VARIANT = re.compile(r"\(\d+\)$")


def with_noise(samples: NDArray[np.int16], noise: np.random.Generator) -> bytes:
    """Little-endian samples as the decoder gets them, on a floor of noise."""
    noisy = samples + noise.normal(0.0, _NOISE_AMPLITUDE, len(samples))
    return np.clip(noisy, -32768, 32767).astype("<i2").tobytes()


class _Stream:
    """One caller's decoder."""

    def __init__(self) -> None:
        acoustic = Path(pocketsphinx.get_model_path("en-us"))
        files = model_files(acoustic / "cmudict-en-us.dict")
        self._decoder = pocketsphinx.Decoder(
            pocketsphinx.Config(
                hmm=str(acoustic / "en-us"),
                lm=str(files.language_model),
                dict=str(files.dictionary),
                mllr=str(_ADAPTATION),
                loglevel="FATAL",
                cmn="live",
                beam=1e-60,
                wbeam=1e-40,
                pbeam=1e-60,
                lw=8.0,
                fwdflatlw=10.0,
                bestpathlw=11.0,
                topn=8,
            )
        )
        self._open = False
        self.start()

    def start(self) -> None:
        if self._open:
            self._decoder.end_utt()
        self._decoder.set_cmn(CEPSTRAL_MEAN)
        self._resampler = Resampler(8000, RATE_HZ)
        self._noise = np.random.default_rng(0)
        self._decoder.start_utt()
        self._open = True

    def hear(self, ulaw: bytes) -> None:
        if not self._open:
            self.start()
        self._decoder.process_raw(with_noise(self._resampler.feed(decode_ulaw(ulaw)), self._noise))

    def finish(self) -> None:
        if self._open:
            self._decoder.end_utt()
            self._open = False

    def words(self) -> list[tuple[str, float, float, float]]:
        if self._decoder.hyp() is None:
            return []
        logarithm = self._decoder.logmath
        return [
            (
                _VARIANT.sub("", segment.word),
                segment.start_frame / _FRAMES_PER_S,
                (segment.end_frame + 1) / _FRAMES_PER_S,
                round(max(0.0, min(1.0, logarithm.exp(segment.prob))), 4),
            )
            for segment in self._decoder.seg() or ()
            if not segment.word.startswith(("<", "["))
        ]


def main() -> None:
    """Serves requests until the input ends."""
    pocketsphinx.set_loglevel("FATAL")
    streams: dict[int, _Stream] = {}
    spare = [_Stream()]
    answer(b"R")
    for request in requests():
        operation, number, audio = request[:1], int.from_bytes(request[1:5], "big"), request[5:]
        if operation == b"X":
            if (stream := streams.pop(number, None)) is not None:
                spare.append(stream)
            answer(b"A", b"[]")
            continue
        if (stream := streams.get(number)) is None:
            stream = streams[number] = spare.pop() if spare else _Stream()
            stream.start()
        if operation == b"S":
            stream.start()
        elif operation == b"A":
            stream.hear(audio)
        elif operation == b"E":
            stream.finish()
        answer(b"A", json.dumps(stream.words() if operation in b"AE" else []).encode())


if __name__ == "__main__":
    main()
