"""The number of media gateways as Serve decides it: its own wrapper around our policy, on real contexts."""

from collections.abc import Callable
from typing import Any

import pytest
from ray.serve._private.autoscaling_state import _resolve_policy_callable
from ray.serve._private.common import DeploymentID, ReplicaID, TimeStampedValue
from ray.serve.autoscaling_policy import _apply_autoscaling_config
from ray.serve.config import AutoscalingConfig, AutoscalingContext, AutoscalingPolicy

from deployments.scaling import STALE_S, STATS, MediaGateways
from domain.scaling import ScalingPolicy
from tests.support.ray_programs import told_by

GATEWAYS = DeploymentID(name="media-gateway", app_name="media")
CONFIG = AutoscalingConfig(
    min_replicas=2,
    max_replicas=10,
    upscale_delay_s=0,
    downscale_delay_s=0,
    policy=AutoscalingPolicy(
        policy_function="deployments.scaling:MediaGateways", policy_kwargs={"slots_per_node": 20}
    ),
)
DOWN_AFTER_S = ScalingPolicy().down_after_s

Told = dict[str, float]


def told(live: float, *, total: float = 20, pending: float = 0, arrivals_per_s: float = 0) -> Told:
    """What a gateway answers."""
    figures = {"free": total - live, "total": total, "live": live, "pending": pending}
    return figures | {"arrivals_per_s": arrivals_per_s}


class Controller:
    """Decides as Serve's controller does, keeping target and state from one decision to the next."""

    def __init__(self, target: int) -> None:
        self.target = target
        self._state: dict[str, Any] = {}
        self._policy: Callable[[AutoscalingContext], tuple[int, dict[str, Any]]]
        self._policy = _apply_autoscaling_config(_resolve_policy_callable(CONFIG.policy))

    def decide(self, *gateways: Told | None, now_s: float = 0.0, told_at_s: float | None = None) -> int:
        """The new target; None stands for a gateway that runs and has told nothing."""
        replicas = [ReplicaID(f"r{n}", GATEWAYS) for n in range(len(gateways))]
        at_s = now_s if told_at_s is None else told_at_s
        metrics: dict[str, dict[ReplicaID, Any]] = {name: {} for name in STATS}
        for replica, figures in zip(replicas, gateways, strict=True):
            for name, value in (figures or {}).items():
                metrics[name][replica] = [
                    TimeStampedValue(at_s - 2, value + 1),
                    TimeStampedValue(at_s, value),
                ]
        context = AutoscalingContext(
            deployment_id=GATEWAYS,
            deployment_name=GATEWAYS.name,
            app_name=GATEWAYS.app_name,
            current_num_replicas=len(replicas),
            target_num_replicas=self.target,
            running_replicas=replicas,
            total_num_requests=0.0,
            total_queued_requests=0.0,
            aggregated_metrics=dict,
            raw_metrics=lambda: metrics,
            capacity_adjusted_min_replicas=CONFIG.min_replicas,
            capacity_adjusted_max_replicas=CONFIG.max_replicas,
            policy_state=self._state.copy(),
            last_scale_up_time=None,
            last_scale_down_time=None,
            current_time=now_s,
            config=CONFIG,
        )
        decided, self._state = self._policy(context)
        self.target = max(CONFIG.min_replicas, min(CONFIG.max_replicas, decided))
        return self.target


def test_a_quiet_system_keeps_the_least_gateways():
    assert Controller(2).decide(told(0), told(0)) == 2


def test_a_gateway_is_added_before_four_fifths_of_the_slots_are_taken():
    assert Controller(2).decide(told(16), told(15)) == 2
    assert Controller(2).decide(told(16), told(16)) == 3


def test_from_fifty_calls_on_a_nodes_slots_stay_free():
    assert Controller(2).decide(told(25, total=40), told(24, total=40)) == 2
    assert Controller(2).decide(told(25, total=40), told(25, total=40)) == 3


def test_a_rush_is_answered_before_its_calls_are_there():
    assert Controller(2).decide(told(5, arrivals_per_s=0.5), told(5, arrivals_per_s=0.5)) > 3


def test_calls_let_in_without_an_actor_count():
    assert Controller(2).decide(told(10, pending=6), told(10, pending=6)) == 3


def test_a_node_that_is_being_emptied_is_replaced_while_it_still_runs():
    emptied = told(0, total=0) | {"live": 12}
    controller = Controller(2)
    assert controller.decide(emptied, told(10)) == 3
    assert controller.decide(emptied, told(10), told(0), now_s=10 * DOWN_AFTER_S) == 3


def test_one_gateway_goes_after_an_unbroken_wait():
    controller, quiet = Controller(4), [told(0)] * 4
    assert controller.decide(*quiet, now_s=100.0) == 4
    assert controller.decide(*quiet, now_s=99.0 + DOWN_AFTER_S) == 4
    assert controller.decide(*quiet, now_s=100.0 + DOWN_AFTER_S) == 3
    assert controller.decide(*quiet, now_s=101.0 + DOWN_AFTER_S) == 3


@pytest.mark.parametrize(
    "silence",
    [None, {name: 0.0 for name in STATS if name != "live"}],
    ids=["nothing", "one figure missing"],
)
def test_silence_never_takes_a_gateway_away_and_starts_the_wait_anew(silence: Told | None):
    controller = Controller(4)
    controller.decide(*[told(0)] * 4, now_s=0.0)
    assert controller.decide(told(0), told(0), told(0), silence, now_s=DOWN_AFTER_S + 1) == 4
    assert controller.decide(*[told(0)] * 4, now_s=DOWN_AFTER_S + 2) == 4
    assert controller.decide(*[told(0)] * 4, now_s=2 * DOWN_AFTER_S + 2) == 3


def test_figures_of_a_gateway_that_stopped_telling_count_as_silence():
    controller = Controller(4)
    controller.decide(*[told(0)] * 4, now_s=0.0)
    late = DOWN_AFTER_S + 1
    assert controller.decide(*[told(0)] * 4, now_s=late, told_at_s=late - STALE_S - 1) == 4
    assert Controller(4).decide(now_s=late) == 4


def test_silence_of_one_does_not_hide_that_the_others_are_full():
    assert Controller(2).decide(told(20), told(20), None) >= 3


def test_a_lost_gateway_is_no_reason_to_want_fewer():
    controller = Controller(4)
    assert controller.decide(told(10), told(10), told(10), now_s=0.0) == 4


def test_figures_the_policy_does_not_know_are_refused():
    for wrong in ({"max_nodes": 3}, {"slots": 3}):
        with pytest.raises(ValueError, match="not figures of the policy"):
            MediaGateways(**wrong)


def test_serve_starts_a_gateway_when_the_running_ones_fill_up():
    push_every_s = {"RAY_SERVE_REPLICA_AUTOSCALING_METRIC_PUSH_INTERVAL_S": "0.5"}
    first, *_, last = told_by("tests.integration.cluster.scaling_in_serve", 150, **push_every_s)
    assert (first, last >= 2) == (1, True)
