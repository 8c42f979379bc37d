"""The query parameters of `/v2/listen` and `/v1/listen`, checked as Deepgram documents them.

Source: https://developers.deepgram.com/docs/flux/configuration and
https://developers.deepgram.com/reference/speech-to-text/listen-streaming
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from starlette.datastructures import QueryParams

_FLUX_MODELS = ("flux-general-en", "flux-general-multi")
_NOVA_MODELS = ("nova-3", "nova-3-general", "nova-3-medical", "nova-2", "nova-2-general", "nova-2-phonecall")
_ENCODINGS = ("mulaw", "linear16")
_RATES_HZ = (8000, 16000, 22050, 24000, 44100, 48000)


class BadParameter(Exception):
    """A query parameter or setting that Deepgram refuses; the message is for the client."""


@dataclass(frozen=True, slots=True)
class AudioFormat:
    """What the binary frames hold: `mulaw` or `linear16`, mono, at `sample_rate_hz`."""

    encoding: str
    sample_rate_hz: int

    @property
    def bytes_per_s(self) -> int:
        return self.sample_rate_hz * (2 if self.encoding == "linear16" else 1)


@dataclass(frozen=True, slots=True)
class Thresholds:
    """When a turn ends: confidences from 0 to 1, and a silence that ends it regardless.

    `eot` of 1.0 leaves the decision to the client's `ForceEndTurn`; `eager` of None turns eager ends off.
    """

    eot: float = 0.7
    eager: float | None = None
    timeout_ms: int = 5000

    def updated(self, given: Mapping[str, Any]) -> "Thresholds":
        """With the given ones replaced; names as on the wire.

        Raises:
            BadParameter: a value out of Deepgram's range.
        """
        changed = self
        if given.get("eot_threshold") is not None:
            changed = replace(changed, eot=_number("eot_threshold", given["eot_threshold"], 0.5, 1.0))
        if given.get("eager_eot_threshold") is not None:
            eager = _number("eager_eot_threshold", given["eager_eot_threshold"], 0.3, 0.9)
            changed = replace(changed, eager=eager)
        if given.get("eot_timeout_ms") is not None:
            timeout_ms = int(_number("eot_timeout_ms", given["eot_timeout_ms"], 500, 60000))
            changed = replace(changed, timeout_ms=timeout_ms)
        if changed.eager is not None and changed.eager > changed.eot:
            raise BadParameter("eager_eot_threshold must not exceed eot_threshold")
        return changed


@dataclass(frozen=True, slots=True)
class FluxParameters:
    model: str
    audio: AudioFormat
    thresholds: Thresholds
    keyterms: tuple[str, ...]
    language_hints: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NovaParameters:
    model: str
    audio: AudioFormat
    interim_results: bool
    vad_events: bool
    endpointing_ms: int | None
    utterance_end_ms: int | None


_MAX_KEYTERMS, _MAX_KEYTERM_TOKENS = 100, 500
_LETTERS_PER_TOKEN = 4


def _keyterms(query: QueryParams) -> tuple[str, ...]:
    """Source: https://developers.deepgram.com/docs/keyterm (its tokens are estimated here)"""
    terms = tuple(query.getlist("keyterm"))
    words = [word for term in terms for word in term.split()]
    if sum(-(-len(word) // _LETTERS_PER_TOKEN) for word in words) > _MAX_KEYTERM_TOKENS:
        raise BadParameter(
            f"Keyterm limit exceeded. The maximum number of tokens across all keyterms is {_MAX_KEYTERM_TOKENS}."
        )
    if len(terms) > _MAX_KEYTERMS:
        raise BadParameter(f"Keyterm limit exceeded. The maximum number of keyterms is {_MAX_KEYTERMS}.")
    return terms


def flux_parameters(query: QueryParams) -> FluxParameters:
    """The parameters of a `/v2/listen` connection; raises BadParameter."""
    model = query.get("model", "")
    if model not in _FLUX_MODELS:
        raise BadParameter("Bad Request: No such model/language/tier combination found.")
    hints = tuple(query.getlist("language_hint"))
    if hints and model != "flux-general-multi":
        raise BadParameter("language_hint is only valid with flux-general-multi")
    return FluxParameters(
        model=model,
        audio=_audio_format(query),
        thresholds=Thresholds().updated(query),
        keyterms=_keyterms(query),
        language_hints=hints,
    )


def nova_parameters(query: QueryParams) -> NovaParameters:
    """The parameters of a `/v1/listen` connection; raises BadParameter."""
    model = query.get("model", "nova-3")
    if model not in _NOVA_MODELS:
        raise BadParameter("Bad Request: No such model/language/tier combination found.")
    if _keyterms(query) and not model.startswith("nova-3"):
        raise BadParameter("Keyterm Prompting is only supported with Nova-3.")
    interim_results = _flag(query, "interim_results")
    utterance_end = query.get("utterance_end_ms")
    if utterance_end is not None and not interim_results:
        raise BadParameter("utterance_end_ms needs interim_results=true")
    endpointing = query.get("endpointing", "10")
    return NovaParameters(
        model=model,
        audio=_audio_format(query),
        interim_results=interim_results,
        vad_events=_flag(query, "vad_events"),
        endpointing_ms=None
        if endpointing == "false"
        else int(_number("endpointing", 10 if endpointing == "true" else endpointing, 0, 60000)),
        utterance_end_ms=None
        if utterance_end is None
        else int(_number("utterance_end_ms", utterance_end, 1000, 5000)),
    )


def _audio_format(query: QueryParams) -> AudioFormat:
    encoding = query.get("encoding", "")
    if encoding not in _ENCODINGS:
        raise BadParameter(f"this stand-in takes encoding={' or '.join(_ENCODINGS)}, not {encoding!r}")
    rate_hz = int(_number("sample_rate", query.get("sample_rate", ""), 1, 48000))
    if rate_hz not in _RATES_HZ or (encoding == "mulaw" and rate_hz != 8000):
        raise BadParameter(f"this stand-in does not take {encoding} at {rate_hz} Hz")
    return AudioFormat(encoding, rate_hz)


def _flag(query: QueryParams, name: str) -> bool:
    value = query.get(name, "false")
    if value not in {"true", "false"}:
        raise BadParameter(f"{name} must be true or false")
    return value == "true"


def _number(name: str, value: Any, least: float, most: float) -> float:
    try:
        number = float(value)
    except (TypeError, ValueError):
        raise BadParameter(f"{name} must be a number") from None
    if not least <= number <= most:
        raise BadParameter(f"{name} must be between {least:g} and {most:g}")
    return number
