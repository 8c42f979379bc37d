"""How many media gateways Serve runs: one on each node that takes calls, so this number is the number of such nodes.

Serve's own autoscaling counts requests and would see none here. The decision is `domain/scaling.py`; this module gets
it the gateways' figures and keeps its memory between two decisions.
"""

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from typing import Any

from ray.serve.config import AutoscalingContext

from domain.scaling import NodeLoad, Scale, ScalingPolicy, TelephoneLoad, next_scale

STATS = ("free", "total", "live", "pending", "arrivals_per_s")
"""What a gateway's `record_autoscaling_stats()` answers, as floats: the slots of its node, the calls it serves, the
calls let in that have no actor yet, new calls per second. A draining node has 0 slots and still tells its calls.
"""

STALE_S = 45.0
"""Serve passes a replica's figures on every 10 s (RAY_SERVE_REPLICA_AUTOSCALING_METRIC_PUSH_INTERVAL_S)."""

_LOWER_SINCE = "lower_since_s"


class MediaGateways:
    """Serve's autoscaling policy for the media gateway; the controller calls one object about ten times a second.

    In Serve's configuration `upscale_delay_s` and `downscale_delay_s` are 0, since the delays are in the policy here,
    and the bounds are `min_replicas` and `max_replicas`.

    While a gateway's figures are missing or old, nothing is scaled down and the wait before a step down begins anew:
    a silent node may be full of calls.

    Args:
        figures: those of `ScalingPolicy` that differ from its defaults, without the bounds (`policy_kwargs`).

    Source: https://docs.ray.io/en/latest/serve/advanced-guides/advanced-autoscaling.html
    """

    def __init__(self, **figures: float) -> None:
        unknown = figures.keys() - {field.name for field in fields(ScalingPolicy)}
        if unknown or figures.keys() & {"min_nodes", "max_nodes"}:
            raise ValueError(f"these are not figures of the policy: {sorted(figures)}")
        self._figures: dict[str, Any] = dict(figures)

    def __call__(self, context: AutoscalingContext) -> tuple[int, dict[str, Any]]:
        """The wanted number of replicas, and what the next decision starts from."""
        now_s = context.current_time or 0.0
        told = [_figures_of(context, replica, now_s) for replica in context.running_replicas]
        known = [figures for figures in told if figures is not None]
        # Gateways of draining nodes run beside those wanted.
        draining = sum(1 for figures in known if not figures["total"])
        complete = bool(known) and len(known) == len(told)
        since_s = context.policy_state.get(_LOWER_SINCE) if complete else None
        current = Scale(max(0, context.target_num_replicas - draining), 0, since_s)
        following = next_scale(_load(known), current, now_s, self._policy_within(context))
        return following.nodes + draining, {_LOWER_SINCE: following.lower_since_s if complete else None}

    def _policy_within(self, context: AutoscalingContext) -> ScalingPolicy:
        least = max(1, context.capacity_adjusted_min_replicas)
        most = max(least, context.capacity_adjusted_max_replicas)
        return replace(ScalingPolicy(), min_nodes=least, max_nodes=most, **self._figures)


def _load(known: Sequence[Mapping[str, float]]) -> TelephoneLoad:
    return TelephoneLoad(
        nodes=tuple(
            NodeLoad(int(figures["free"]), int(figures["total"])) for figures in known if figures["total"]
        ),
        live_calls=int(sum(figures["live"] for figures in known)),
        pending_calls=int(sum(figures["pending"] for figures in known)),
        arrivals_per_s=sum(figures["arrivals_per_s"] for figures in known),
    )


def _figures_of(context: AutoscalingContext, replica: Any, now_s: float) -> Mapping[str, float] | None:
    """A gateway's latest figures; None when one of them is missing or old."""
    figures: dict[str, float] = {}
    for name in STATS:
        series = (context.raw_metrics or {}).get(name, {}).get(replica)
        if not series or now_s - series[-1].timestamp > STALE_S:
            return None
        figures[name] = series[-1].value
    return figures
