"""What a system started on this machine is reached by, for the commands that ring it."""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from domain.known_fields import known_fields
from sandbox.local.process import SandboxError

STATE_FILE = "running.json"


@dataclass(frozen=True, slots=True)
class VendorUse:
    """Where a vendor is spoken to."""

    name: str
    kind: str
    """`real`, `sandbox` or `address` (its *_BASE_URL was given)."""
    address: str


@dataclass(frozen=True, slots=True)
class Running:
    """What a started system is reached by; also written, for other commands, to `running.json` (mode 0600)."""

    url: str
    number: str
    twilio_account_sid: str
    twilio_auth_token: str
    twilio_url: str | None
    stand_ins_url: str | None
    database_url: str
    redis_url: str
    business_id: str
    vendors: list[VendorUse]
    pid: int
    sandbox_pids: dict[str, int]
    ray_address: str
    """Where another process joins Ray as a driver."""
    ray_token: str
    """What Ray wants to see for that."""
    data_dir: Path


def write_running(running: Running, data_dir: Path) -> Path:
    """Leaves word for other commands, readable by this user only; returns the file."""
    path = data_dir / STATE_FILE
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        json.dump(asdict(running), file, indent=2, default=str)
    return path


def read_running(data_dir: Path = Path(".receptionist")) -> Running:
    """The system another command started. Raises SandboxError when none is running there."""
    try:
        data = json.loads((data_dir / STATE_FILE).read_text())
    except FileNotFoundError:
        raise SandboxError(
            f"no running system found in {data_dir}: start one with `receptionist dev`"
        ) from None
    data["vendors"] = [VendorUse(**known_fields(VendorUse, use)) for use in data["vendors"]]
    data["data_dir"] = Path(data["data_dir"])
    return Running(**known_fields(Running, data))
