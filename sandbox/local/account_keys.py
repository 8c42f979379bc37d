"""Keys for signing in on this machine: made once for a data directory, so that sign-ins outlive a restart."""

import json
from pathlib import Path

from config.settings import Settings
from services.accounts.access_tokens import new_key_set
from services.accounts.second_factor import new_seal_key

FILE = "account-keys.json"


def account_keys(given: Settings, data_dir: Path) -> dict[str, str]:
    """The settings that turn accounts on, where none are given."""
    if given.access_token_keys is not None or given.seal_keys is not None:
        return {}
    file = data_dir / FILE
    if not file.exists():
        keys = {"ACCESS_TOKEN_KEYS": new_key_set(), "SEAL_KEYS": new_seal_key()}
        file.touch(mode=0o600)
        file.write_text(json.dumps(keys))
    return json.loads(file.read_text())
