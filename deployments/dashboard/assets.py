"""Scripts, styles and fonts, built by `web/build.mjs` under names with a digest: browsers keep them for good."""

import json
from collections.abc import Mapping
from pathlib import Path

from starlette.responses import FileResponse, PlainTextResponse
from starlette.types import Receive, Scope, Send

from domain.errors import ConfigError

BUILT = Path(__file__).parent / "dist"
FOR_GOOD = "public, max-age=31536000, immutable"
_TYPES = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".woff2": "font/woff2"}
_PACKED = ((".br", "br"), (".gz", "gzip"))
"""The smaller first."""


class Assets:
    """What was built, with its names.

    Raises:
        ConfigError: nothing was built.
    """

    def __init__(self, folder: Path = BUILT) -> None:
        try:
            self._names: Mapping[str, str] = json.loads((folder / "manifest.json").read_text())
            self.icons: Mapping[str, str] = json.loads((folder / "icons.json").read_text())
        except FileNotFoundError:
            raise ConfigError(
                "The pages were not built: run `make setup`, or `python deployments/dashboard/web/run_build.py`"
            ) from None
        self._files = {path.name: path for path in folder.iterdir() if path.suffix in _TYPES}
        self._packed = {path.name: path for path in folder.iterdir() if path.suffix in (".br", ".gz")}

    def address(self, name: str) -> str:
        """Where browsers find a file by the name it has in the sources. Raises KeyError."""
        return f"/static/{self._names[name]}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves what lies below `/static`, compressed where the browser takes that."""
        name = str(scope["path"]).rpartition("/")[2]
        path = self._files.get(name)
        if path is None or scope["method"] not in ("GET", "HEAD"):
            await PlainTextResponse("There is no such file.", 404)(scope, receive, send)
            return
        accepted = dict(scope["headers"]).get(b"accept-encoding", b"").decode("latin-1")
        headers = {"Cache-Control": FOR_GOOD, "Vary": "Accept-Encoding", "X-Content-Type-Options": "nosniff"}
        served = path
        for suffix, coding in _PACKED:
            packed = self._packed.get(name + suffix)
            if packed is not None and coding in accepted:
                served, headers["Content-Encoding"] = packed, coding
                break
        answer = FileResponse(served, headers=headers, media_type=_TYPES[path.suffix])
        await answer(scope, receive, send)
