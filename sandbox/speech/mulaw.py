"""µ-law to and from numpy samples, whole buffers at a time; bit-exact with `domain.audio`."""

import numpy as np
from numpy.typing import NDArray

from domain.audio import LINEAR, pcm16_to_ulaw

_DECODE = np.array(LINEAR, dtype=np.int16)
_ENCODE = np.frombuffer(pcm16_to_ulaw(np.arange(-32768, 32768, dtype="<i2").tobytes()), dtype=np.uint8)


def encode_ulaw(samples: NDArray[np.int16]) -> bytes:
    """One µ-law byte per 16-bit sample."""
    return _ENCODE[samples.astype(np.int32) + 32768].tobytes()


def decode_ulaw(ulaw: bytes) -> NDArray[np.int16]:
    """The 16-bit samples of µ-law bytes."""
    return _DECODE[np.frombuffer(ulaw, dtype=np.uint8)]
