"""A whole system on this machine for one run, with vendor stand-ins that answer after fixed times."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from config.settings import Settings, load_settings
from load.priority import go_first
from sandbox.local.own_directory import own_directory
from sandbox.local.running import Running
from sandbox.local.system import LocalOptions, LocalSystem
from sandbox.local.vendor_plan import without_vendors
from sandbox.options import ScriptedTimings


@contextmanager
def scripted_system(
    purpose: str,
    *,
    slots: int,
    warm: int | None,
    timings: ScriptedTimings,
    settings: Mapping[str, str],
    nodes: int = 1,
    standby: bool = False,
    on_part: Callable[[str], None],
) -> Iterator[tuple[LocalSystem, Running]]:
    """Starts it in a directory of its own, which is gone afterwards.

    Blocks; to be called from the main thread, where Ray is started.

    Args:
        purpose: stands in the directory's name.
        slots: calls that each node can serve at once.
        warm: idle call actors that each node keeps; as many as by default when None.
        timings: of the vendors.
        standby: whether each gateway has a second one beside it.
        settings: further ones, by environment name; they win.
        on_part: told what is being started.

    Raises:
        SandboxError: the system does not start.
        ConfigError: a setting is malformed; nothing has been started.
    """
    known = {name.lower(): value for name, value in settings.items() if name.lower() in Settings.model_fields}
    load_settings({**without_vendors(), **known})
    with own_directory(purpose) as directory:
        options = LocalOptions(
            port=0,
            data_dir=directory,
            nodes=nodes,
            standby=standby,
            scripted=timings,
            stand_ins_only=True,
            settings={
                "LOG_LEVEL": "ERROR",
                "CALL_SLOTS": str(slots),
                **({} if warm is None else {"WARM_CALL_ACTORS": str(warm)}),
                **settings,
            },
        )
        with LocalSystem(options, on_part) as system:
            running = system.running
            assert running is not None  # noqa: S101 - an entered system runs
            # Stand-ins with fixed times are instruments as the callers are: they go first where that is allowed.
            go_first(running.sandbox_pids["vendors"])
            yield system, running
