"""The cluster launcher's file, checked with Ray's own code; no account and no cloud SDK is needed for that."""

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from ray.autoscaler._private.util import prepare_config, validate_config

from config.settings import LIVE_CALL_NEEDS
from domain.scaling import ScalingPolicy

REPO = Path(__file__).parents[3]
ENVIRONMENT = REPO / "ops" / "aws" / "receptionist.env.example"


@pytest.fixture
def cluster() -> dict[str, Any]:
    """As Ray completes it."""
    return prepare_config(yaml.safe_load((REPO / "cluster.yaml").read_text()))


@pytest.fixture
def environment() -> dict[str, str]:
    lines = re.findall(r"^([A-Za-z_]+)=(\S*)", ENVIRONMENT.read_text(), re.MULTILINE)
    return dict(lines)


def test_ray_accepts_the_file(cluster: dict[str, Any]):
    validate_config(cluster)


def test_nothing_of_rays_defaults_slips_in(cluster: dict[str, Any]):
    """Ray's defaults install a nightly wheel and stop whatever runs."""
    commands = [line for key, lines in cluster.items() if key.endswith("_commands") for line in lines]
    assert commands
    assert not [line for line in commands if "wheels" in line or "ray stop" in line or "anaconda" in line]


def test_workers_are_on_demand_and_have_what_calls_need(cluster: dict[str, Any], environment: dict[str, str]):
    [(name, calls)] = [
        item for item in cluster["available_node_types"].items() if item[0] != cluster["head_node_type"]
    ]
    assert name == "calls"
    assert "InstanceMarketOptions" not in calls["node_config"]
    slots = int(environment["CALL_SLOTS"]) + int(environment["CALLS_PER_ACTOR"])
    assert calls["resources"]["call_slot"] == slots
    assert calls["resources"]["media_door"] == 1
    assert calls["resources"]["CPU"] > 0
    assert calls["max_workers"] == cluster["max_workers"] == ScalingPolicy().max_nodes
    assert int(environment["CALL_SLOTS"]) == ScalingPolicy().slots_per_node


def test_there_is_a_node_for_every_media_gateway(cluster: dict[str, Any], environment: dict[str, str]):
    serve = yaml.safe_load((REPO / "config" / "serve.production.yaml").read_text())
    [media] = [each for each in serve["applications"] if each["name"] == "media"]
    scaling = media["deployments"][0]["autoscaling_config"]
    calls = cluster["available_node_types"]["calls"]
    assert (calls["min_workers"], calls["max_workers"]) == (scaling["min_replicas"], scaling["max_replicas"])
    assert scaling["policy"]["policy_kwargs"]["slots_per_node"] == int(environment["CALL_SLOTS"])


def test_the_head_takes_no_calls(cluster: dict[str, Any]):
    head = cluster["available_node_types"][cluster["head_node_type"]]
    assert head["resources"] == {"CPU": 0}
    assert head["max_workers"] == 0
    [start] = cluster["head_start_ray_commands"]
    assert "--num-cpus=0" in start
    assert "call_slot" not in start
    assert "--dashboard-host=127.0.0.1" in start


@pytest.mark.parametrize("key", ["head_start_ray_commands", "worker_start_ray_commands"])
def test_start_commands_are_shell_and_set_what_ray_reads_at_its_start(cluster: dict[str, Any], key: str):
    [start] = cluster[key]
    subprocess.run(["bash", "-n", "-c", start], check=True)
    for setting in (
        "RAY_AUTH_MODE=token",
        "RAY_worker_niceness=0",
        "RAY_SERVE_PROXY_HEALTH_CHECK_TIMEOUT_S=30",
    ):
        assert f" {setting}" in start
    assert "ray stop" not in start


def test_workers_wait_for_the_head_to_return(cluster: dict[str, Any]):
    [start] = cluster["worker_start_ray_commands"]
    assert "RAY_gcs_rpc_server_reconnect_timeout_s=600" in start
    assert "unset RAY_REDIS_ADDRESS" in start


def run_start_command(command: str, home: Path, *, ray_runs: bool) -> str:
    """What the command prints on a node whose `ray` prints its environment and arguments."""
    programs = home / "receptionist" / ".venv" / "bin"
    programs.mkdir(parents=True)
    (home / "receptionist.env").write_text(
        "CALL_SLOTS=20\nRAY_REDIS_ADDRESS=redis://r\nRAY_REDIS_PASSWORD='a b'\n"
    )
    for path, script in (
        (programs / "ray", 'env; printf "argument %s\\n" "$@"'),
        (programs / "pgrep", f"exit {0 if ray_runs else 1}"),
    ):
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)
    environment = {"PATH": f"{programs}:/usr/bin:/bin", "HOME": str(home), "RAY_HEAD_IP": "10.0.0.1"}
    return subprocess.run(
        ["bash", "-c", command], env=environment, capture_output=True, text=True, check=True
    ).stdout


@pytest.mark.parametrize("node", ["head", "worker"])
def test_a_running_ray_is_left_alone(cluster: dict[str, Any], node: str, tmp_path: Path):
    [start] = cluster[f"{node}_start_ray_commands"]
    assert run_start_command(start, tmp_path, ray_runs=True) == ""


def test_the_head_starts_with_the_clusters_redis_and_the_settings(cluster: dict[str, Any], tmp_path: Path):
    [start] = cluster["head_start_ray_commands"]
    lines = set(run_start_command(start, tmp_path, ray_runs=False).splitlines())
    assert {
        "RAY_AUTH_MODE=token",
        "RAY_worker_niceness=0",
        "CALL_SLOTS=20",
        "RAY_REDIS_ADDRESS=redis://r",
    } <= lines
    assert {"argument --head", "argument --num-cpus=0", "argument --redis-password=a b"} <= lines
    assert "argument --autoscaling-config=~/ray_bootstrap_config.yaml" in lines  # Ray puts the home in


def test_a_worker_joins_the_head_and_knows_nothing_of_its_redis(cluster: dict[str, Any], tmp_path: Path):
    [start] = cluster["worker_start_ray_commands"]
    lines = set(run_start_command(start, tmp_path, ray_runs=False).splitlines())
    assert {"RAY_AUTH_MODE=token", "RAY_gcs_rpc_server_reconnect_timeout_s=600", "CALL_SLOTS=20"} <= lines
    assert "argument --address=10.0.0.1:6379" in lines
    assert not [line for line in lines if line.startswith("RAY_REDIS")]


def test_packages_come_by_hash(cluster: dict[str, Any]):
    commands = cluster["setup_commands"] + cluster["head_setup_commands"]
    assert not [line for line in commands if "pip install" in line and "--require-hashes" not in line]
    assert "make -C ~/receptionist install" in commands
    assert any("-r ~/receptionist/ops/aws/boto3.lock" in line for line in commands)


def test_every_setting_of_a_live_call_is_asked_for_and_none_is_given_away(environment: dict[str, str]):
    assert set(LIVE_CALL_NEEDS) <= set(environment)
    secret = [name for name in environment if name.endswith(("_TOKEN", "_KEY", "_URL", "_PASSWORD", "_SID"))]
    assert {environment[name] for name in secret} == {""}
    assert {"RAY_REDIS_ADDRESS", "RAY_REDIS_PASSWORD"} <= set(environment)


def test_files_sent_to_the_nodes_exist_or_are_the_operators_own(cluster: dict[str, Any]):
    for source in cluster["file_mounts"].values():
        own = source.startswith("~") or source == "ops/aws/receptionist.env"
        assert own or (REPO / source).exists()
    ignored = (REPO / "ops" / "aws" / ".gitignore").read_text().split()
    assert "receptionist.env" in ignored
    assert "receptionist.env" in cluster["rsync_exclude"]
