"""What a call costs us: carrier, recognition, language model, voice; and what kept answers of theirs saved.

Amounts are microcents of the price table's currency (a millionth of a cent), whole numbers: a token costs about 40.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

MICRO = 1_000_000
SECONDS_A_MINUTE = 60


@dataclass(frozen=True, slots=True)
class PriceTable:
    """What vendors take, in cents, of the currency that plans are sold in.

    Attributes:
        carrier_minute: a minute of an incoming call, begun ones in full.
        stream_minute: a minute of its media stream.
        recognition_minute: by the second.
        prompt_tokens, cached_prompt_tokens, completion_tokens: a million of them.
        synthesis_characters: a thousand of them.
    """

    carrier_minute: Decimal
    stream_minute: Decimal
    recognition_minute: Decimal
    prompt_tokens: Decimal
    cached_prompt_tokens: Decimal
    completion_tokens: Decimal
    synthesis_characters: Decimal


@dataclass(frozen=True, slots=True)
class Consumed:
    """What a call took of the vendors.

    Attributes:
        carrier_s: from its beginning to its end, at the carrier.
        listened_s: audio that was given to the recogniser, which is the media stream's length.
        prompt_tokens: all of them, cached ones too.
        wasted_prompt_tokens, wasted_completion_tokens: of requests that were given up, estimated: no vendor tells.
        characters: spoken by the voice; cached_characters: from our own store instead.
    """

    carrier_s: int = 0
    listened_s: int = 0
    prompt_tokens: int = 0
    cached_prompt_tokens: int = 0
    completion_tokens: int = 0
    wasted_prompt_tokens: int = 0
    wasted_completion_tokens: int = 0
    characters: int = 0
    cached_characters: int = 0


@dataclass(frozen=True, slots=True)
class Costs:
    """In microcents; `saved` is not part of the total, `wasted` is part of `model`."""

    carrier: int
    recognition: int
    model: int
    wasted: int
    synthesis: int
    saved: int

    @property
    def total(self) -> int:
        return self.carrier + self.recognition + self.model + self.synthesis


def costs(consumed: Consumed, prices: PriceTable) -> Costs:
    """What it comes to."""
    fresh = max(0, consumed.prompt_tokens - consumed.cached_prompt_tokens)
    answered = (
        fresh * prices.prompt_tokens
        + consumed.cached_prompt_tokens * prices.cached_prompt_tokens
        + consumed.completion_tokens * prices.completion_tokens
    )
    given_up = (
        consumed.wasted_prompt_tokens * prices.prompt_tokens
        + consumed.wasted_completion_tokens * prices.completion_tokens
    )
    begun_minutes = -(-consumed.carrier_s // SECONDS_A_MINUTE)
    stream_minutes = -(-consumed.listened_s // SECONDS_A_MINUTE)
    saved = (
        consumed.cached_characters * prices.synthesis_characters / 1000
        + consumed.cached_prompt_tokens * (prices.prompt_tokens - prices.cached_prompt_tokens) / MICRO
    )
    return Costs(
        carrier=_micro(begun_minutes * prices.carrier_minute + stream_minutes * prices.stream_minute),
        recognition=_micro(consumed.listened_s * prices.recognition_minute / SECONDS_A_MINUTE),
        model=_micro((answered + given_up) / MICRO),
        wasted=_micro(given_up / MICRO),
        synthesis=_micro(consumed.characters * prices.synthesis_characters / 1000),
        saved=_micro(saved),
    )


def read_price_table(data: Mapping[str, Any]) -> PriceTable:
    """As a file of the configuration has it. Raises ValueError, naming what is wrong."""
    values = {each.name: Decimal(str(data[each.name])) for each in fields(PriceTable)}
    for name, value in values.items():
        if value < 0:
            raise ValueError(f"{name} is negative")
    return PriceTable(**values)


def _micro(cents: Decimal) -> int:
    return int((cents * MICRO).quantize(Decimal(1), ROUND_HALF_UP))
