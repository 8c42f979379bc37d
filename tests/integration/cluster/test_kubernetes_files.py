"""The Kubernetes files against each other and against the application; no cluster is needed for that."""

import json
import os
import socket
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from config.settings import ENV_FILE, LIVE_CALL_NEEDS, Settings, load_settings
from deployments.haproxy import LONGEST_CALL_S

REPO = Path(__file__).parents[3]
FILES = sorted((REPO / "ops" / "kubernetes").glob("*.yaml"))
PART = "receptionist/part"
RELEASE = "receptionist/release"
MADE_BY_HAND = {
    "receptionist-secrets",
    "receptionist-migration",
    "ray-auth-token",
    "gcs-redis",
    "receptionist-tls",
}
DOCUMENTS: list[dict[str, Any]] = [each for path in FILES for each in yaml.safe_load_all(path.read_text())]


def named(kind: str, name: str) -> dict[str, Any]:
    [found] = [each for each in DOCUMENTS if (each["kind"], each["metadata"]["name"]) == (kind, name)]
    return found


SERVICE = named("RayService", "receptionist")["spec"]
CLUSTER = SERVICE["rayClusterConfig"]
[CALLS] = CLUSTER["workerGroupSpecs"]
HEAD = CLUSTER["headGroupSpec"]
SETTINGS: dict[str, str] = named("ConfigMap", "receptionist-settings")["data"]


def templates() -> list[dict[str, Any]]:
    """Every pod template."""
    own = [each["spec"]["template"] for each in DOCUMENTS if "template" in each.get("spec", {})]
    return [*own, HEAD["template"], CALLS["template"]]


def container(template: dict[str, Any]) -> dict[str, Any]:
    [only] = template["spec"]["containers"]
    return only


def matches(selector: dict[str, Any], labels: dict[str, str]) -> bool:
    exact = selector.get("matchLabels", {}).items() <= labels.items()
    return exact and all(
        each["operator"] == "In" and labels.get(each["key"]) in each["values"]
        for each in selector.get("matchExpressions", [])
    )


def selected(selector: dict[str, Any]) -> list[dict[str, Any]]:
    return [each for each in templates() if matches(selector, each["metadata"]["labels"])]


def ports(template: dict[str, Any]) -> dict[str, int]:
    return {each["name"]: each["containerPort"] for each in container(template).get("ports", [])}


def references(node: Any, key: str) -> list[Any]:
    """Every value under `key`, at any depth."""
    if isinstance(node, dict):
        here = [node[key]] if key in node else []
        return here + [found for value in node.values() for found in references(value, key)]
    if isinstance(node, list):
        return [found for value in node for found in references(value, key)]
    return []


def test_everything_is_in_the_namespace_and_named_once():
    namespace = named("Namespace", "receptionist")["metadata"]["name"]
    others = [each for each in DOCUMENTS if each["kind"] != "Namespace"]
    assert {each["metadata"]["namespace"] for each in others} == {namespace}
    names = [(each["kind"], each["metadata"]["name"]) for each in DOCUMENTS]
    assert len(names) == len(set(names))
    assert all(each["apiVersion"] for each in DOCUMENTS)


def test_no_secret_is_given_away_and_each_one_used_is_described():
    assert not [each for each in DOCUMENTS if each["kind"] == "Secret"]
    used = {each["name"] for each in references(DOCUMENTS, "secretKeyRef")}
    used |= {CLUSTER["authOptions"]["secretName"]}
    used |= {each["secretName"] for each in references(DOCUMENTS, "secret")}
    assert used == MADE_BY_HAND
    readme = (REPO / "ops" / "kubernetes" / "README.md").read_text()
    keys = {each["key"] for each in references(DOCUMENTS, "secretKeyRef")}
    assert not [word for word in used | keys if f"`{word}`" not in readme]


def test_configuration_maps_and_accounts_that_are_referred_to_exist():
    for each in references(DOCUMENTS, "configMapRef") + references(DOCUMENTS, "configMap"):
        assert named("ConfigMap", each["name"])
    for name in references(DOCUMENTS, "serviceAccountName"):
        assert named("ServiceAccount", name)


@pytest.mark.parametrize(
    "template", [CALLS["template"], named("Job", "receptionist-migrate")["spec"]["template"]]
)
def test_every_setting_of_a_live_call_is_provided(template: dict[str, Any]):
    given = container(template)
    assert given["envFrom"] == [{"configMapRef": {"name": "receptionist-settings"}}]
    secrets = {
        each["name"]: each["valueFrom"]["secretKeyRef"] for each in given["env"] if "valueFrom" in each
    }
    assert all(name == reference["key"] for name, reference in secrets.items())
    required = {name for name, reference in secrets.items() if not reference.get("optional", False)}
    assert set(LIVE_CALL_NEEDS) <= required | set(SETTINGS)
    names = {name.upper() for name in Settings.model_fields}
    assert set(SETTINGS) | set(secrets) <= names


def test_the_application_accepts_the_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.chdir(tmp_path)
    for name in (*Settings.model_fields, ENV_FILE):
        monkeypatch.delenv(name.upper(), raising=False)
    for name, value in SETTINGS.items():
        monkeypatch.setenv(name, value)
    for name in LIVE_CALL_NEEDS:
        if name not in SETTINGS:
            monkeypatch.setenv(name, "secret")
    monkeypatch.setenv("DATABASE_URL", "postgresql://user@db/app")
    monkeypatch.setenv("REDIS_URL", "redis://cache:6379/0")
    monkeypatch.setenv("TWILIO_ACCOUNT_SID", "AC" + "0" * 32)
    settings = load_settings()
    assert settings.app_env == "production"
    assert not settings.objects_url.startswith("file:")
    mounts = [each["mountPath"] for each in container(CALLS["template"])["volumeMounts"]]
    assert str(settings.run_dir) in mounts
    assert settings.media_port == ports(CALLS["template"])["media"]


def test_workers_have_room_for_the_calls_and_the_head_has_none():
    resources = json.loads(json.loads(CALLS["rayStartParams"]["resources"]))
    slots = int(SETTINGS["CALL_SLOTS"]) + int(SETTINGS["CALLS_PER_ACTOR"])
    assert resources == {"call_slot": slots, "media_door": 1}
    assert HEAD["rayStartParams"]["num-cpus"] == "0"
    assert "resources" not in HEAD["rayStartParams"]


def test_serve_runs_what_the_production_file_says():
    given = yaml.safe_load(SERVICE["serveConfigV2"])
    assert given == yaml.safe_load((REPO / "config" / "serve.production.yaml").read_text())
    [media] = [each for each in given["applications"] if each["name"] == "media"]
    scaling = media["deployments"][0]["autoscaling_config"]
    assert CALLS["minReplicas"] == CALLS["replicas"] == scaling["min_replicas"]
    assert CALLS["maxReplicas"] == scaling["max_replicas"]
    assert scaling["policy"]["policy_kwargs"]["slots_per_node"] == int(SETTINGS["CALL_SLOTS"])
    assert (
        given["http_options"]["port"] == ports(CALLS["template"])["serve"] == ports(HEAD["template"])["serve"]
    )


def test_calls_outlive_an_upgrade_an_eviction_and_the_head():
    assert SERVICE["rayClusterDeletionDelaySeconds"] > LONGEST_CALL_S
    assert CALLS["template"]["spec"]["terminationGracePeriodSeconds"] > LONGEST_CALL_S
    front = named("Deployment", "receptionist-front")["spec"]["template"]
    assert front["spec"]["terminationGracePeriodSeconds"] > LONGEST_CALL_S
    configuration = named("ConfigMap", "receptionist-front")["data"]["haproxy.cfg"]
    assert f"timeout tunnel {LONGEST_CALL_S}s" in configuration
    assert f"hard-stop-after {LONGEST_CALL_S}s" in configuration
    assert CLUSTER["gcsFaultToleranceOptions"]["redisAddress"].startswith("redis://gcs-redis.receptionist.")
    variables = {each["name"]: each.get("value") for each in container(CALLS["template"])["env"]}
    assert variables["RAY_gcs_rpc_server_reconnect_timeout_s"] == "600"


def test_the_clusters_memory_forgets_nothing():
    lines = named("ConfigMap", "gcs-redis")["data"]["redis.conf"].splitlines()
    assert {"appendonly yes", "maxmemory-policy noeviction"} <= set(lines)


def test_ray_asks_for_a_token_and_scales_by_its_second_autoscaler():
    assert CLUSTER["authOptions"] == {"mode": "token", "secretName": "ray-auth-token"}
    assert CLUSTER["enableInTreeAutoscaling"] is True
    assert CLUSTER["autoscalerOptions"]["version"] == "v2"
    for template in (HEAD["template"], CALLS["template"]):
        variables = {each["name"]: each.get("value") for each in container(template)["env"]}
        assert variables["RAY_worker_niceness"] == "0"
        assert variables["RAY_SERVE_PROXY_HEALTH_CHECK_TIMEOUT_S"] == "30"


def test_the_image_is_one_and_its_ray_is_the_locked_one():
    images = {container(HEAD["template"])["image"], container(CALLS["template"])["image"]}
    images |= {container(named("Job", "receptionist-migrate")["spec"]["template"])["image"]}
    assert len(images) == 1
    lock = (REPO / "requirements" / "production.lock").read_text()
    assert f"\nray=={CLUSTER['rayVersion']} " in lock


def test_services_select_one_kind_of_pod_and_reach_its_ports():
    for service in [each for each in DOCUMENTS if each["kind"] == "Service"]:
        [template] = selected({"matchLabels": service["spec"]["selector"]})
        for port in service["spec"]["ports"]:
            target = port.get("targetPort", port["port"])
            assert target in ports(template) or target in ports(template).values()
    release = named("Service", "receptionist-media")["spec"]["selector"][RELEASE]
    assert CALLS["template"]["metadata"]["labels"][RELEASE] == release


def test_workloads_and_budgets_select_the_pods_they_mean():
    for each in DOCUMENTS:
        if each["kind"] in ("Deployment", "StatefulSet"):
            assert selected(each["spec"]["selector"]) == [each["spec"]["template"]]
        if each["kind"] == "PodDisruptionBudget":
            assert len(selected(each["spec"]["selector"])) == 1
    budgets = {each["metadata"]["name"] for each in DOCUMENTS if each["kind"] == "PodDisruptionBudget"}
    assert {"calls", "front"} <= budgets


def allowed_in(template: dict[str, Any]) -> dict[str, list[Any]]:
    """Who may reach which named port of these pods; `*` stands for every port."""
    found: dict[str, list[Any]] = {}
    for policy in [each["spec"] for each in DOCUMENTS if each["kind"] == "NetworkPolicy"]:
        if matches(policy["podSelector"], template["metadata"]["labels"]):
            for rule in policy.get("ingress", []):
                for port in rule.get("ports", [{"port": "*"}]):
                    assert port["port"] == "*" or port["port"] in ports(template)
                    found.setdefault(port["port"], []).extend(rule.get("from", ["anybody"]))
    return found


def test_nothing_comes_in_by_default():
    [everything] = [each for each in DOCUMENTS if each["metadata"]["name"] == "nothing-comes-in"]
    assert everything["spec"] == {"podSelector": {}, "policyTypes": ["Ingress"]}


def test_only_the_front_reaches_serve_and_media_of_the_workers():
    doors = allowed_in(CALLS["template"])
    front = [{"podSelector": {"matchLabels": {PART: "front"}}}]
    assert doors["serve"] == doors["media"] == front
    assert set(doors) == {"serve", "media", "metrics", "*"}


def test_dashboard_gcs_and_metrics_are_internal():
    doors = allowed_in(HEAD["template"])
    assert set(doors) == {"dashboard", "serve", "metrics", "*"}
    for name in ("dashboard", "serve"):
        [operator] = doors[name]
        assert set(operator) == {"namespaceSelector"}
    [ray] = doors["*"]
    assert {each["metadata"]["labels"][PART] for each in selected(ray["podSelector"])} == {"head", "calls"}
    assert HEAD["serviceType"] == "ClusterIP"
    public = [
        each["metadata"]["name"] for each in DOCUMENTS if each.get("spec", {}).get("type") == "LoadBalancer"
    ]
    assert public == ["receptionist-front"]


def test_the_front_is_open_to_everybody_where_tls_ends_only():
    front = named("Deployment", "receptionist-front")["spec"]["template"]
    assert allowed_in(front) == {"https": ["anybody"], "http": ["anybody"]}


def test_the_fronts_targets_are_the_services_and_ports_there_are():
    given = named("ConfigMap", "receptionist-front")["data"]["haproxy.cfg"]
    [media_port] = [each["port"] for each in named("Service", "receptionist-media")["spec"]["ports"]]
    serve_port = ports(CALLS["template"])["serve"]
    assert f" receptionist-media.receptionist.svc.cluster.local:{media_port}\n" in given
    # KubeRay names Serve's service after the RayService.
    assert f" receptionist-serve-svc.receptionist.svc.cluster.local:{serve_port}\n" in given
    front = named("Deployment", "receptionist-front")["spec"]["template"]
    for number in ports(front).values():
        assert f"bind :{number}" in given


def test_room_is_asked_of_the_gateways_and_not_of_readiness():
    """A full or draining node that became unready would also lose its web."""
    assert named("Service", "receptionist-media")["spec"]["publishNotReadyAddresses"] is True
    assert "readinessProbe" not in container(CALLS["template"])
    given = named("ConfigMap", "receptionist-front")["data"]["haproxy.cfg"]
    assert "http-check send meth GET uri /health " in given
    assert "shutdown-sessions" not in given


def leave(command: list[str], port: int, directory: Path) -> tuple[bool, list[str]]:
    """Runs the command with `port` in place of the media port, and a `receptionist` that fails in place of ours.

    Returns whether it is in its loop after that, and what `receptionist` was asked for.
    """
    asked = directory / "asked"
    programs = directory / "bin"
    programs.mkdir(exist_ok=True)
    drain = programs / "receptionist"
    drain.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > {asked}\nexit 1\n')
    drain.chmod(0o755)
    line = command[-1].replace(f"{ports(CALLS['template'])['media']:04X}", f"{port:04X}")
    assert f":{port:04X} " in line
    once = line.replace("do sleep 5; done", "do exit 7; done")
    environment = os.environ | {"PATH": f"{programs}:{os.environ['PATH']}"}
    ended = subprocess.run([*command[:-1], once], env=environment, check=False).returncode
    return ended == 7, asked.read_text().split()


@pytest.mark.skipif(not Path("/proc/net/tcp").exists(), reason="Linux only")
def test_a_pod_moves_its_calls_and_waits_for_its_last_media_connection(tmp_path: Path):
    command = container(CALLS["template"])["lifecycle"]["preStop"]["exec"]["command"]
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        waits, asked = leave(command, port, tmp_path)
        assert not waits
        assert asked[:2] == ["drain", "--this-node"]
        assert "--wait" in asked
        assert (
            int(asked[asked.index("--deadline") + 1])
            < CALLS["template"]["spec"]["terminationGracePeriodSeconds"]
        )
        with socket.create_connection(("127.0.0.1", port)):
            accepted, _ = listener.accept()
            with accepted:
                assert leave(command, port, tmp_path)[0]
        assert not leave(command, port, tmp_path)[0]
