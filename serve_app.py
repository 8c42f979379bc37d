"""The table of contents: which applications run on Ray Serve, and where each one answers.

One application is the unit of upgrade. `telephony` decides calls, `media` takes their audio (on its own port, never
through Serve's proxy), `worker` does what nobody waits for, `api` answers people and machines. On a single node
`combined` is telephony and api in one process.
"""

from ray.serve import Application

from deployments.combined import CombinedDeployment
from deployments.media.deployment import MediaGatewayDeployment
from deployments.telephony.app import TelephonyDeployment
from deployments.telephony.routes import PREFIX as TELEPHONY_PREFIX
from deployments.web import ApiDeployment
from deployments.worker import WorkerDeployment

telephony: Application = TelephonyDeployment.bind()
media: Application = MediaGatewayDeployment.bind()
worker: Application = WorkerDeployment.bind()
api: Application = ApiDeployment.bind()
combined: Application = CombinedDeployment.bind()

APPLICATIONS: dict[str, tuple[Application, str | None]] = {
    "telephony": (telephony, TELEPHONY_PREFIX),
    "media": (media, None),
    "worker": (worker, None),
    "api": (api, "/"),
}
"""Each application with the path prefix it answers under; None for one that Serve's proxy does not reach."""

ON_ONE_NODE: dict[str, tuple[Application, str | None]] = {
    "media": (media, None),
    "worker": (worker, None),
    "combined": (combined, "/"),
}
"""The same where there is one node only."""
