"""`receptionist load`: what calls cost, how quickly each is answered, and how many at once are served well."""

import asyncio
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from cli.installation import require_development_install
from cli.load_api import ask_api
from cli.load_notifications import send_notifications
from cli.terminal import (
    DATA_DIR,
    RunningDataDir,
    console,
    interrupt_once_on_signals,
    require_writable,
    write_json,
)

CALLS, TURNS, SECONDS, IDLE_S, STARTS = 5, 4, 60.0, 20.0, 10
RATE = 100.0
_CALLS, _LASTING, _SERVER, _API, _NOTIFICATIONS, _RESULTS = (
    "Which calls",
    "How calls go",
    "Which server",
    "Requests instead of calls",
    "Notifications instead of calls",
    "What is measured and written",
)


def load(  # noqa: PLR0915 - it says what goes with what
    calls: Annotated[
        int | None,
        typer.Option(help="Callers who all talk at once.", show_default=str(CALLS), rich_help_panel=_CALLS),
    ] = None,
    burst: Annotated[
        int | None, typer.Option(help="Callers who all ring within one second.", rich_help_panel=_CALLS)
    ] = None,
    arrivals_per_s: Annotated[
        float | None,
        typer.Option(
            help="Calls a second that come whether or not others have ended.", rich_help_panel=_CALLS
        ),
    ] = None,
    seconds: Annotated[
        float | None,
        typer.Option(
            help="How long they come (with --arrivals-per-s).",
            show_default=f"{SECONDS:g}",
            rich_help_panel=_CALLS,
        ),
    ] = None,
    spacing: Annotated[
        Literal["poisson", "even"] | None,
        typer.Option(
            help="How they follow each other (with --arrivals-per-s).",
            show_default="poisson",
            rich_help_panel=_CALLS,
        ),
    ] = None,
    seed: Annotated[
        int | None,
        typer.Option(help="Of Poisson arrivals; the same seed gives the same calls.", rich_help_panel=_CALLS),
    ] = None,
    steps: Annotated[
        str | None,
        typer.Option(
            help="Levels of callers at once, ascending, such as 10,20,40,80. One call alone comes first; the run ends"
            " with the first level beyond the knee.",
            rich_help_panel=_CALLS,
        ),
    ] = None,
    turns: Annotated[
        int | None,
        typer.Option(help="Utterances of each caller.", show_default=str(TURNS), rich_help_panel=_LASTING),
    ] = None,
    hold: Annotated[
        float | None,
        typer.Option(
            help="Seconds each call lasts, instead of --turns; with --steps, for which all of a level talk. 20 for"
            " arrivals and steps unless given.",
            rich_help_panel=_LASTING,
        ),
    ] = None,
    ramp_s: Annotated[
        float | None,
        typer.Option(
            help="Seconds from the first call to the last, of each level.",
            show_default="0.6 a call",
            rich_help_panel=_LASTING,
        ),
    ] = None,
    url: Annotated[
        str | None,
        typer.Option(help="A running system; its own, scripted one by default.", rich_help_panel=_SERVER),
    ] = None,
    ws_url: Annotated[
        str | None,
        typer.Option(help="A Media Streams server to speak to directly.", rich_help_panel=_SERVER),
    ] = None,
    vendor_ms: Annotated[
        float | None, typer.Option(help="The vendors' share of an answer.", rich_help_panel=_SERVER)
    ] = None,
    server_pid: Annotated[
        int | None, typer.Option(help="Measure this process and its children.", rich_help_panel=_SERVER)
    ] = None,
    setting: Annotated[
        list[str] | None,
        typer.Option(help="NAME=value for a system started by the run.", rich_help_panel=_SERVER),
    ] = None,
    data_dir: RunningDataDir = DATA_DIR,
    idle_s: Annotated[
        float,
        typer.Option(
            help="Seconds the server is measured without calls, before the first one; 0 for not at all.",
            rich_help_panel=_RESULTS,
        ),
    ] = IDLE_S,
    starts: Annotated[
        int,
        typer.Option(
            help="Call processes started one after the other, before the first call, to measure what a start costs; 0"
            " for none. In a system of the run's own only, and with --idle-s.",
            rich_help_panel=_RESULTS,
        ),
    ] = STARTS,
    json_file: Annotated[
        Path | None,
        typer.Option("--json", help="Write the figures to this file as JSON.", rich_help_panel=_RESULTS),
    ] = None,
    report: Annotated[
        Path | None,
        typer.Option(
            help="Write figures and plots to this file as one HTML page that needs nothing else.",
            rich_help_panel=_RESULTS,
        ),
    ] = None,
    yes: Annotated[
        bool, typer.Option("--yes", help="More than 1,000 calls, or more than an hour, are meant.")
    ] = False,
    self_check: Annotated[bool, typer.Option(help="Measure a server of known behaviour instead.")] = False,
    api: Annotated[
        bool, typer.Option("--api", help="Ask the API instead of calling.", rich_help_panel=_API)
    ] = False,
    rate: Annotated[
        float | None,
        typer.Option(
            help="Requests or notifications a second.", show_default=f"{RATE:g}", rich_help_panel=_API
        ),
    ] = None,
    businesses: Annotated[
        int | None,
        typer.Option(help="Made-up ones (`receptionist seed`).", show_default="50", rich_help_panel=_API),
    ] = None,
    days: Annotated[
        int | None, typer.Option(help="Of their past.", show_default="90", rich_help_panel=_API)
    ] = None,
    api_key: Annotated[
        list[str] | None,
        typer.Option(
            help="BUSINESS_ID=KEY to ask with, instead of the made-up users (with --url).",
            rich_help_panel=_API,
        ),
    ] = None,
    notifications: Annotated[
        int | None,
        typer.Option(
            help="So many texts and mails, promised at --rate (0: all at once) and sent to the stand-ins.",
            rich_help_panel=_NOTIFICATIONS,
        ),
    ] = None,
    kill_workers: Annotated[
        int | None,
        typer.Option(
            help="So many workers are killed at random moments, and started again.",
            rich_help_panel=_NOTIFICATIONS,
        ),
    ] = None,
    workers: Annotated[
        int | None,
        typer.Option(help="Who send.", show_default="2", rich_help_panel=_NOTIFICATIONS),
    ] = None,
    answer_ms: Annotated[
        float | None,
        typer.Option(help="How long the vendors take.", show_default="100", rich_help_panel=_NOTIFICATIONS),
    ] = None,
) -> None:
    """Measure calls: answer times, latency, barge-in, underruns, CPU and memory of the server.

    Makes one of four kinds of calls: --calls at once (all their processes are there before), a --burst,
    --arrivals-per-s, or --steps up to the knee: the highest level at which no call fails and the p95 voice to voice is
    within 300 ms of one call's median. Bursts, arrivals and steps meet the node with its default settings but for
    CALL_SLOTS; --setting changes any.

    Of every level: calls answered and failed, webhook to greeting, silence on an answered line (from the carrier's
    picking up to the greeting), the engine's share of an answer, CPU and memory (PSS) by role. "idle" is the server
    without calls, once it has come to rest. "start" is what a call process costs: some are started one after the other
    through the pool's own starter; CPU is that of all the server's processes, above their idle use. The stand-ins for
    the vendors, the callers and this command are never counted. A level at which the callers' own clock was late says
    so and is no knee; of steps it is made once more.

    With --api, requests instead: reads and writes of made-up businesses at a fixed --rate for --seconds (30 unless
    given), whether or not others have been answered, each timed from when it was due. A time that somebody else took
    (409) is no failure.

    With --notifications, texts and mails about appointments to come instead, each to somebody of its own: how many a
    second are sent, how old each is when it is marked as sent (from the promise on), and whether each reached its
    vendor exactly once, by what the vendors were given and by the rows. A mail whose worker died while it was handed
    over is in doubt: SendGrid cannot be asked, so it is shown as such and not sent again.

    Exit status 1: calls or requests failed, no step is within the knee, or a notification was lost or doubled.
    """
    require_development_install("`receptionist load`")
    of_notifications = {"--kill-workers": kill_workers, "--workers": workers, "--answer-ms": answer_ms}
    if notifications is not None:
        of_both = {"--rate": rate, "--seed": seed, "--businesses": businesses}
        send_notifications(notifications, of_notifications | of_both, json_file)
        return
    if given := _given(of_notifications):
        raise typer.BadParameter(f"{given[0]} goes with --notifications only")
    of_api = {"--rate": rate, "--businesses": businesses, "--days": days, "--api-key": api_key or None}
    if api:
        beside = {"--calls": calls, "--burst": burst, "--arrivals-per-s": arrivals_per_s, "--steps": steps}
        beside |= {"--turns": turns, "--hold": hold, "--ws-url": ws_url, "--report": report}
        if given := _given(beside):
            raise typer.BadParameter(f"{given[0]} is for calls, not for --api")
        wanted: dict[str, Any] = {"rate": rate, "seconds": seconds, "businesses": businesses, "days": days}
        wanted |= {"seed": seed, "url": url}
        ask_api(
            {name: value for name, value in wanted.items() if value is not None},
            keys=dict(_named(item, "--api-key") for item in api_key or ()),
            settings=dict(_named(item) for item in setting or ()),
            json_file=json_file,
        )
        return
    if given := _given(of_api):
        raise typer.BadParameter(f"{given[0]} goes with --api only")
    from load.calibration import render_checks
    from load.calibration import self_check as check_itself
    from load.figures import to_json
    from load.levels import Arrivals
    from load.options import LoadOptions
    from load.page.report import to_html
    from load.progress import progress_bar
    from load.report import render
    from load.run import load as run_load

    if self_check:
        with progress_bar(console) as show:
            found, _ = asyncio.run(check_itself(show))
        console.print(render_checks(found))
        raise typer.Exit(0 if all(check.ok for check in found) else 1)
    _refuse_contradictions(
        {"--calls": calls, "--burst": burst, "--arrivals-per-s": arrivals_per_s, "--steps": steps},
        {"--seconds": seconds, "--spacing": spacing, "--seed": seed},
        {"--turns": turns, "--hold": hold},
    )
    try:
        arrivals = None
        if arrivals_per_s is not None:
            arrivals = Arrivals(
                arrivals_per_s,
                SECONDS if seconds is None else seconds,
                spacing or "poisson",
                1 if seed is None else seed,
            )
        options = LoadOptions(
            calls=next((number for number in (calls, burst) if number is not None), CALLS),
            turns=TURNS if turns is None else turns,
            burst=burst is not None,
            arrivals=arrivals,
            steps=_steps(steps),
            hold_s=hold,
            url=url,
            ws_url=ws_url,
            vendor_ms=vendor_ms,
            ramp_s=ramp_s,
            server_pid=server_pid,
            data_dir=data_dir,
            idle_s=idle_s,
            starts=starts,
            settings=dict(_named(item) for item in setting or ()),
            large=yes,
        )
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None
    if report is not None and report == json_file:
        raise typer.BadParameter("--json and --report need two files")
    for path in (json_file, report):
        require_writable(path)
    interrupt_once_on_signals()
    with progress_bar(console) as show:
        # Ray puts handlers of its own in place while it starts.
        outcome = run_load(options, show, on_started=interrupt_once_on_signals)
    console.print(render(outcome))
    figures = to_json(outcome)
    write_json(json_file, figures)
    if report is not None:
        report.write_text(to_html(outcome, datetime.now().astimezone()))
    knee = figures["knee"]
    if figures["failed"] if knee is None else knee["calls"] is None:
        raise typer.Exit(1)


def _refuse_contradictions(
    kinds: dict[str, Any], of_arrivals: dict[str, Any], lengths: dict[str, Any]
) -> None:
    given = _given(kinds)
    if len(given) > 1:
        raise typer.BadParameter(f"{' and '.join(given)} are different runs: give one of them")
    beside = _given(of_arrivals)
    if beside and kinds["--arrivals-per-s"] is None:
        raise typer.BadParameter(f"{beside[0]} goes with --arrivals-per-s only")
    if len(_given(lengths)) > 1:
        raise typer.BadParameter("a call lasts for --turns or for --hold seconds: give one of them")
    if lengths["--turns"] is not None and (kinds["--steps"] or kinds["--arrivals-per-s"] is not None):
        raise typer.BadParameter(f"calls of {given[0]} last for --hold seconds, whatever --turns says")


def _given(options: dict[str, Any]) -> list[str]:
    return [name for name, value in options.items() if value is not None]


def _steps(text: str | None) -> tuple[int, ...]:
    if text is None:
        return ()
    try:
        return tuple(int(step) for step in text.split(","))
    except ValueError:
        raise typer.BadParameter(
            f"--steps takes numbers with commas between, such as 10,20,40, not {text!r}"
        ) from None


def _named(item: str, option: str = "--setting") -> tuple[str, str]:
    name, equals, value = item.partition("=")
    if not equals:
        raise typer.BadParameter(f"{option} takes NAME=value, not {item}")
    return name, value
