"""What a run against the API comes to."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Group
from rich.table import Table
from rich.text import Text

from load.api.generator import Sample
from load.api.options import LATE_MS, ApiLoadOptions
from load.processes import CpuUse
from load.samples import METHOD, percentiles

Json = dict[str, Any]
MOST_EXAMPLES = 10


@dataclass(frozen=True, slots=True)
class ApiReport:
    """A whole run.

    Attributes:
        not_offered: operations of the mix the server does not have.
        cpu: of the server's processes while requests were counted; None when it does not run here.
        seeded: what was made for the run.
    """

    options: ApiLoadOptions
    target: str
    samples: Sequence[Sample]
    not_offered: Sequence[str] = ()
    cpu: CpuUse | None = None
    seeded: Mapping[str, Any] = field(default_factory=dict[str, Any])


def to_json(report: ApiReport) -> Json:
    """The figures, times in ms."""
    samples = report.samples
    of_route: dict[str, list[Sample]] = defaultdict(list)
    for sample in samples:
        of_route[sample.name].append(sample)
    late = percentiles(sample.late_ms for sample in samples)
    is_late = late is not None and late.p99 > LATE_MS
    statuses = Counter(str(sample.status or "none") for sample in samples)
    return {
        **_counts(samples),
        "by_route": {
            name: _counts(of_route[name]) for name in sorted(of_route, key=lambda name: -len(of_route[name]))
        },
        "statuses": dict(sorted(statuses.items())),
        "refused_429": statuses["429"],
        "conflicts_409": statuses["409"],
        "late": is_late,
        "late_ms": None if late is None else {"p50": late.p50, "p95": late.p95, "p99": late.p99},
        "rate": report.options.rate,
        "seconds": report.options.seconds,
        "target": report.target,
        "seeded": dict(report.seeded),
        "not_offered": list(report.not_offered),
        "failures": _examples(samples),
        "server": _server(report),
        "warnings": list(_warnings(report, is_late)),
        "method": f"from when a request was due to the last byte of its answer; {METHOD}",
    }


def _counts(samples: Sequence[Sample]) -> Json:
    found = percentiles(sample.took_ms for sample in samples if sample.status is not None)
    return {
        "requests": len(samples),
        "failed": sum(sample.failure is not None for sample in samples),
        "p50": found.p50 if found else None,
        "p95": found.p95 if found else None,
        "p99": found.p99 if found else None,
    }


def _examples(samples: Sequence[Sample]) -> list[Json]:
    counted = Counter((sample.name, sample.failure) for sample in samples if sample.failure is not None)
    return [
        {"route": name, "failure": failure, "count": count}
        for (name, failure), count in counted.most_common(MOST_EXAMPLES)
    ]


def _server(report: ApiReport) -> Json | None:
    cpu = report.cpu
    if cpu is None or not report.samples:
        return None
    seconds = cpu.server_seconds
    return {
        "cpu_ms_per_request": round(cpu.server_s * 1000 / len(report.samples), 2),
        "cpu_ms_per_request_by_component": {
            name: round(used * 1000 / len(report.samples), 2) for name, used in sorted(seconds.items())
        },
        "cores": round(cpu.server_s / cpu.wall_s, 2),
        "machine_share": round(cpu.machine_share, 2),
    }


def _warnings(report: ApiReport, is_late: bool) -> Sequence[str]:
    found: list[str] = []
    if is_late:
        found.append(
            "the generator itself was late: these figures say more of the machine than of the server"
        )
    if report.not_offered:
        found.append(f"not offered, and left out: {', '.join(report.not_offered)}")
    if any(sample.status == 429 for sample in report.samples):
        found.append("requests were refused for their rate: raise API_REQUESTS_PER_MINUTE and its like")
    return found


def render(report: ApiReport) -> Group:
    """The figures as rich tables."""
    figures = to_json(report)
    table = Table(title=f"{figures['rate']:g} requests a second", title_justify="left", box=SIMPLE_HEAD)
    table.add_column("route", overflow="fold")
    for name in ("requests", "failed", "p50 ms", "p95 ms", "p99 ms"):
        table.add_column(name, justify="right")
    rows = {**figures["by_route"], "all": figures}
    for name, counts in rows.items():
        values = [counts[key] for key in ("requests", "failed", "p50", "p95", "p99")]
        style = "bold" if name == "all" else None
        shown = name.replace("/api/v1/businesses/{business_id}", "…").replace("/api/v1", "")
        table.add_row(shown, *("-" if value is None else f"{value:g}" for value in values), style=style)
    parts: list[Table | Text] = [table]
    late = figures["late_ms"]
    if late is not None:
        parts.append(Text(f"Sent late by {late['p50']:.1f} / {late['p95']:.1f} / {late['p99']:.1f} ms."))
    parts.append(Text(f"409: {figures['conflicts_409']} (taken meanwhile), 429: {figures['refused_429']}."))
    server = figures["server"]
    if server is not None:
        shares = ", ".join(
            f"{name} {value:g}" for name, value in server["cpu_ms_per_request_by_component"].items() if value
        )
        parts.append(Text(f"CPU {server['cpu_ms_per_request']:g} ms a request: {shares}."))
        parts.append(Text(f"{server['cores']:g} cores; the machine was {server['machine_share']:.0%} busy."))
    parts += [
        Text(f"Failed {each['count']} times: {each['route']}: {each['failure']}", style="red")
        for each in figures["failures"]
    ]
    parts += [Text(f"Note: {warning}", style="yellow") for warning in figures["warnings"]]
    parts.append(Text(figures["method"], style="dim"))
    return Group(*parts)
