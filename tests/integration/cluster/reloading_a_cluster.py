"""A process of its own with a small Ray and its dashboard: `receptionist reload --config` twice, as two releases.

Prints the release each replica told, and the ids of their processes. Run by test_reload_of_a_cluster.py: a process can
be the driver of one Ray only.
"""

import json
import os
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import ray
import yaml
from ray import serve
from ray.serve.handle import DeploymentHandle
from typer.testing import CliRunner

from cli.app import app
from sandbox.local.process import free_port
from tests.integration.cluster.small_ray import start_small_ray

WITHIN_S = 60.0
RELEASES = ("first", "second")


@serve.deployment(ray_actor_options={"num_cpus": 0})
class Reporter:
    def __call__(self) -> tuple[str, int]:
        return os.environ["RELEASE"], os.getpid()


application = Reporter.bind()
CONFIGURATION = {
    "proxy_location": "Disabled",
    "applications": [
        {
            "name": "reporter",
            "route_prefix": None,
            "import_path": f"{__spec__.name if __spec__ else ''}:application",
            "runtime_env": {"env_vars": {"KEPT": "1"}},
            "deployments": [{"name": "Reporter"}],
        }
    ],
}


def told(release: str) -> tuple[str, int]:
    """What a replica says once it runs this release."""
    deadline = time.monotonic() + WITHIN_S
    while True:
        status = serve.status().applications.get("reporter")
        if status is not None and status.status.value == "RUNNING":
            handle: DeploymentHandle = serve.get_app_handle("reporter")
            answer = handle.remote().result(timeout_s=10)
            if answer[0] == release:
                return answer
        if time.monotonic() > deadline:
            raise TimeoutError(f"no replica of {release}: {status}")
        time.sleep(0.2)


def main() -> None:
    port = free_port()
    start_small_ray(include_dashboard=True, dashboard_port=port)
    serve.start(proxy_location="Disabled")
    answers: list[tuple[str, int]] = []
    with TemporaryDirectory() as directory:
        path = Path(directory) / "serve.yaml"
        path.write_text(yaml.safe_dump(CONFIGURATION))
        for release in RELEASES:
            os.environ["RELEASE"] = release
            words = ["reload", "--config", str(path), "--address", f"http://127.0.0.1:{port}"]
            result = CliRunner().invoke(app, words, catch_exceptions=False)
            assert result.exit_code == 0, result.output
            answers.append(told(release))
    sys.stdout.write(json.dumps(answers) + "\n")
    ray.shutdown()


if __name__ == "__main__":
    main()
