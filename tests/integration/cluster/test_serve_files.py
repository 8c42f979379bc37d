"""The files for `serve deploy`, against Serve's own schema and against the applications they name."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import BaseModel
from ray.serve._private.autoscaling_state import _resolve_policy_callable
from ray.serve._private.constants import (
    CONTROL_LOOP_INTERVAL_S,
    REPLICA_HEALTH_CHECK_UNHEALTHY_THRESHOLD,
)
from ray.serve.config import AutoscalingConfig
from ray.serve.schema import DeploymentSchema, ServeDeploySchema

from domain.scaling import ScalingPolicy
from serve_app import APPLICATIONS, ON_ONE_NODE

REPO = Path(__file__).parents[3]
FILES = sorted((REPO / "config").glob("serve.*.yaml"))
CLUSTERS = ("staging", "production")


def read(path: Path) -> dict[str, Any]:
    return yaml.safe_load(path.read_text())


def unknown_keys(given: Any, model: type[BaseModel], at: str = "") -> list[str]:
    """The given keys that the model has no field for, with their places."""
    found: list[str] = []
    for key, value in given.items():
        place = f"{at}.{key}".lstrip(".")
        field = model.model_fields.get(key)
        if field is None:
            found.append(place)
            continue
        inner = AutoscalingConfig if key == "autoscaling_config" else _model_in(field.annotation)
        if inner is None:
            continue
        for number, part in enumerate(value if isinstance(value, list) else [value]):
            found += unknown_keys(part, inner, f"{place}[{number}]" if isinstance(value, list) else place)
    return found


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for part in getattr(annotation, "__args__", ()):
        if (model := _model_in(part)) is not None:
            return model
    return None


def test_every_environment_has_its_file():
    assert [path.name for path in FILES] == [
        "serve.development.yaml",
        "serve.production.yaml",
        "serve.staging.yaml",
    ]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_serve_accepts_the_file_and_knows_every_key(path: Path):
    given = read(path)
    assert unknown_keys(given, ServeDeploySchema) == []
    schema = ServeDeploySchema.model_validate(given)
    for application in schema.applications:
        for deployment in application.deployments:
            if isinstance(deployment.autoscaling_config, dict):
                AutoscalingConfig.model_validate(deployment.autoscaling_config)


def test_a_misspelt_key_is_found_at_every_depth():
    given = read(FILES[0])
    given["http_option"] = {}
    given["http_options"]["prot"] = 1
    deployment = given["applications"][0]["deployments"][0]
    deployment["max_ongoing_request"] = 1
    deployment["autoscaling_config"] = {"min_replica": 1, "policy": {"function": "module:name"}}
    deployment["ray_actor_options"] = {"num_cpu": 1}
    first = "applications[0].deployments[0]"
    assert sorted(unknown_keys(given, ServeDeploySchema)) == sorted(
        [
            "http_option",
            "http_options.prot",
            f"{first}.max_ongoing_request",
            f"{first}.autoscaling_config.min_replica",
            f"{first}.autoscaling_config.policy.function",
            f"{first}.ray_actor_options.num_cpu",
        ]
    )
    ServeDeploySchema.model_validate({**given, "applications": []})  # Serve itself says nothing


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_applications_are_those_of_serve_app(path: Path):
    given = {each["name"]: each for each in read(path)["applications"]}
    wanted = ON_ONE_NODE if "development" in path.name else APPLICATIONS
    assert list(given) == list(wanted)
    for name, (application, prefix) in wanted.items():
        assert given[name]["route_prefix"] == prefix
        assert given[name]["import_path"] == f"serve_app:{name}"
        bound = application._bound_deployment  # pyright: ignore[reportAttributeAccessIssue]
        assert [each["name"] for each in given[name]["deployments"]] == [bound.name]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_host_and_port_are_stated(path: Path):
    options = read(path)["http_options"]
    assert options["host"] == ("127.0.0.1" if "development" in path.name else "0.0.0.0")  # noqa: S104
    assert isinstance(options["port"], int)


@pytest.mark.parametrize("environment", CLUSTERS)
@pytest.mark.parametrize("name", ["telephony", "api"])
def test_web_replicas_scale_with_head_room_and_keep_their_node(environment: str, name: str):
    given = read(REPO / "config" / f"serve.{environment}.yaml")
    [deployment] = next(each["deployments"] for each in given["applications"] if each["name"] == name)
    scaling = deployment["autoscaling_config"]
    assert scaling["target_ongoing_requests"] * 2 <= deployment["max_ongoing_requests"]
    assert scaling["upscale_delay_s"] < scaling["downscale_delay_s"]
    assert deployment["ray_actor_options"]["num_cpus"] > 0
    assert DeploymentSchema.model_validate(deployment).graceful_shutdown_timeout_s >= 20
    if environment == "production" or name == "telephony":
        assert scaling["min_replicas"] >= 2


def gateway_of(environment: str) -> dict[str, Any]:
    given = read(REPO / "config" / f"serve.{environment}.yaml")
    [gateway] = next(each["deployments"] for each in given["applications"] if each["name"] == "media")
    return gateway


@pytest.mark.parametrize("environment", CLUSTERS)
def test_media_gateways_are_one_a_node_and_as_many_as_the_policy_wants(environment: str):
    gateway = gateway_of(environment)
    assert gateway["max_replicas_per_node"] == 1
    assert gateway["ray_actor_options"]["resources"] == {"media_door": 1}
    scaling = AutoscalingConfig.model_validate(gateway["autoscaling_config"])
    policy = _resolve_policy_callable(scaling.policy)
    assert type(policy).__name__ == "MediaGateways"
    assert scaling.policy.policy_kwargs == {"slots_per_node": ScalingPolicy().slots_per_node}
    assert scaling.min_replicas >= ScalingPolicy().min_nodes
    assert scaling.max_replicas <= ScalingPolicy().max_nodes
    # The policy waits by itself; Serve's defaults would add 30 s and 10 minutes.
    assert (scaling.upscale_delay_s, scaling.downscale_delay_s) == (0, 0)


@pytest.mark.parametrize("environment", [*CLUSTERS, "development"])
def test_a_dead_gateway_is_noticed_by_the_next_check_within_a_second(environment: str):
    gateway = gateway_of(environment)
    # Serve starts a check 0.9 to 1.1 periods after the one before, in a loop that turns every 0.1 s.
    assert gateway["health_check_period_s"] * 1.1 + CONTROL_LOOP_INTERVAL_S < 1
    assert gateway["health_check_timeout_s"] * REPLICA_HEALTH_CHECK_UNHEALTHY_THRESHOLD < 10
