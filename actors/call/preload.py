"""Imported by the process that call actors are forked from: what they would load and compile, they find done."""

import importlib

from actors.call.languages import prepare_languages
from providers.preload import preload

for _module in ("actors.call.build", "actors.call.host"):
    importlib.import_module(_module)
preload()
prepare_languages()
